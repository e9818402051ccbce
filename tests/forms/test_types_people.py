"""A list of people, each asked the same few questions."""

from app.forms import kinds, places
from app.forms.questions import Context, WrongAnswer
from tests.forms.conftest import TODAY, a_question

FIELDS = (
    a_question("person_name", "ho_ten"),
    a_question("date", "ngay_sinh"),
    a_question("citizen_id", "so_dinh_danh", required=False),
)
LIST = a_question("people", "ds", fields=FIELDS, most_people=4)


def read(**said):
    values = {name.replace("__", "."): [text] for name, text in said.items()}
    return kinds.answer(LIST, values, {}, Context(TODAY, places))


def test_people_are_kept_in_the_order_they_were_written():
    found = read(ds__1__ho_ten="Phạm Một", ds__1__ngay_sinh__year="2001", ds__3__ho_ten="Phạm Ba", ds__3__ngay_sinh__year="2003")
    assert found.value == [{"ho_ten": "Phạm Một", "ngay_sinh": "2001"}, {"ho_ten": "Phạm Ba", "ngay_sinh": "2003"}]
    assert kinds.show(LIST, found.value) == "1. Phạm Một, 2001; 2. Phạm Ba, 2003"


def test_each_wrong_part_is_told_at_its_own_place():
    found = read(ds__1__ho_ten="Phạm 1", ds__2__ngay_sinh__year="2001")
    assert set(found.errors) == {"ds.1.ho_ten", "ds.1.ngay_sinh", "ds.2.ho_ten"}


def test_a_part_may_be_put_off_but_not_the_name():
    assert read(**{"ds__1__ho_ten": "Phạm Một", "ds__1__ngay_sinh__later": "1"}).value == [{"ho_ten": "Phạm Một"}]
    assert set(read(**{"ds__1__ngay_sinh__year": "2001", "ds__1__ho_ten__later": "1"}).errors) == {"ds.1.ho_ten"}


def test_the_whole_list_may_be_put_off():
    assert read(ds__later="1").is_later
    assert set(read().errors) == {"ds"}


def test_nobody_beyond_the_lists_end_is_read():
    found = read(ds__1__ho_ten="A", ds__1__ngay_sinh__year="2001", ds__5__ho_ten="B", ds__0__ho_ten="C", ds__01__ho_ten="D")
    assert [person["ho_ten"] for person in found.value] == ["A"]


def test_a_page_has_room_for_two_more_people():
    assert LIST.people_shown({}) == 2
    assert LIST.people_shown({"ds.2.ho_ten": "A"}) == 4
    assert LIST.people_shown({"ds.4.ho_ten": "A", "ds.999.ho_ten": "B", "ds.x": "C"}) == 4


def test_wrong_parts_travel_with_the_error():
    assert WrongAnswer("x", {"a": "b"}).parts == {"a": "b"}
