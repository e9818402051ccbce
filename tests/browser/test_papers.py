"""The walk-saver: one paper a screen, what decides first, a list of what to fetch that stays on the phone."""

import itertools
import json

from playwright.sync_api import expect

from app.offices import walksaver
from app.procedures import extras, queries


def tap(screen, text):
    screen.locator(".screen--now .pick__label", has_text=text).click()


def test_papers_are_asked_one_by_one_and_the_list_says_what_to_fetch(screen):
    screen.goto("/p/1.001193/papers")
    expect(screen.locator(".check__count")).to_have_text("1 / 8")
    tap(screen, "Có rồi")
    tap(screen, "Chưa có")
    for _ in range(3):
        tap(screen, "Không phải")
    result = screen.locator("#result")
    expect(result.get_by_text("Đi lấy giấy này trước")).to_be_visible()
    assert result.locator("[data-missing]:not([hidden])").all_inner_texts()[0].startswith("Thẻ căn cước")
    assert "Giấy bệnh viện đưa khi sinh" in result.locator("[data-ready]:not([hidden])").all_inner_texts()[0]
    expect(result.get_by_text("Đã giữ trên máy này.")).to_be_visible()


def test_nobody_is_sent_for_an_abandoned_childs_record(screen):
    screen.goto("/p/1.001193/papers")
    while screen.locator(".screen--now").count():
        asks_need = screen.locator(".screen--now").get_attribute("data-kind") == "n"
        tap(screen, "Không phải" if asks_need else "Có rồi")
    expect(screen.get_by_text("Đủ giấy rồi. Đi được rồi.")).to_be_visible()
    assert screen.locator("[data-missing]:not([hidden])").count() == 0


def test_the_list_is_there_again_after_the_page_was_closed(screen, phone):
    screen.goto("/p/2.000815/papers")
    while screen.locator(".screen--now").count():
        tap(screen, "Chưa có" if screen.locator(".screen--now").get_attribute("data-kind") == "h" else "Đúng vậy")
    missing = screen.locator("[data-missing]:not([hidden])").count()
    screen.close()
    again = phone.new_page()
    again.goto("/p/2.000815/papers")
    expect(again.locator("#result")).to_be_visible()
    assert again.locator("[data-missing]:not([hidden])").count() == missing
    again.locator("#again").click()
    expect(again.locator(".screen--now")).to_be_visible()


def test_back_gives_the_paper_before(screen):
    screen.goto("/p/1.001193/papers")
    first = screen.locator(".screen--now .screen__ask").inner_text()
    tap(screen, "Có rồi")
    expect(screen.locator(".check__count")).to_have_text("2 / 8")
    screen.go_back()
    expect(screen.locator(".check__count")).to_have_text("1 / 8")
    assert screen.locator(".screen--now .screen__ask").inner_text() == first


def test_a_keyboard_answers_too(screen):
    screen.goto("/p/1.001193/papers")
    screen.locator(".screen--now .pick__label").first.focus()
    screen.keyboard.press("Enter")
    expect(screen.locator(".check__count")).to_have_text("2 / 8")


def test_script_and_server_say_the_same_for_all_answers(screen, house, furnished):
    """The rule stands twice, in Python and in the browser; every combination of answers is compared."""
    with house.test_request_context("/"):
        papers = queries.procedure("1.000656").papers
    names = [f"n{paper.number}" for paper in papers if paper.need == "if"]
    names += [f"h{paper.number}" for paper in papers if paper.need != "counter"]
    screen.goto("/p/1.000656")
    for values in itertools.islice(itertools.product(("yes", "no", "ask"), repeat=len(names)), 0, None, 29):
        answers = dict(zip(names, values, strict=True))
        screen.evaluate("kept => localStorage.setItem('papers:1.000656', kept)", json.dumps(answers))
        screen.goto("/p/1.000656/papers")
        expect(screen.locator("#result")).to_be_visible()
        shown = screen.eval_on_selector_all("[data-missing]:not([hidden])", "all => all.map(one => Number(one.dataset.missing))")
        ready = screen.eval_on_selector_all("[data-ready]:not([hidden])", "all => all.map(one => Number(one.dataset.ready))")
        wanted = walksaver.outcome(papers, answers)
        assert (shown, ready) == ([one.number for one in wanted.missing], [one.number for one in wanted.ready]), answers


def test_without_script_the_same_list_comes_from_the_server(plain_screen):
    plain_screen.goto("/p/1.001193/papers")
    for name in ("h1", "n4", "n5", "n6"):
        plain_screen.locator(f'input[name="{name}"][value="{"yes" if name == "h1" else "no"}"]').check()
    plain_screen.get_by_role("button", name="Xem cần lấy giấy gì").click()
    expect(plain_screen.get_by_text("Đi lấy giấy này trước")).to_be_visible()
    assert plain_screen.locator("[data-missing]:not([hidden])").count() == 1


def test_every_need_that_depends_has_its_question():
    for code, row in extras.read("extras").items():
        for paper in row.get("papers", []):
            assert paper["need"] in ("always", "if", "one-of", "counter"), code
            assert (paper["need"] == "if") == bool(paper.get("if_vi")), code
