"""Forms and questions as values, and what every question type gets and gives. Knows no framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ..web.texts import Text

MOST_SHORT_LIST = 4


class WrongAnswer(Exception):
    """An answer that cannot be taken. message: what to do now, in Vietnamese, a key of the catalogues.

    parts: messages for the questions inside a list of people, by their ids.
    """

    def __init__(self, message: str, parts: Mapping[str, str] | None = None):
        super().__init__(message)
        self.message = message
        self.parts = dict(parts or {})


@dataclass(frozen=True)
class Choice:
    """One answer: `value` is sent and kept, `label` is what people read."""

    value: str
    label: Text
    picture: str = ""


@dataclass(frozen=True)
class Condition:
    """A question is asked only while the question `field` is answered with `equals`."""

    field: str
    equals: str


@dataclass(frozen=True)
class SameAs:
    """A one-tap answer: the same as the question `field`."""

    field: str
    label: Text


@dataclass(frozen=True)
class Question:
    """One question in the request's language.

    label: the field's name on the official form; ask: what we ask; help, why: empty where there is none.
    kind: what a number or a text is: `year`, `money`, `long`, `email`, or empty.
    fields, most_people: of a list of people.
    card: `<person> <part>` where a citizen card answers it (cards.py), or empty.
    """

    id: str
    type: str
    label: Text
    ask: Text
    help: Text
    why: Text
    required: bool
    picture: str
    choices: tuple[Choice, ...] = ()
    usual: tuple[str, ...] = ()
    show_if: Condition | None = None
    same_as: tuple[SameAs, ...] = ()
    is_personal: bool = False
    kind: str = ""
    may_be_future: bool = False
    fields: tuple[Question, ...] = ()
    most_people: int = 0
    card: str = ""

    @property
    def may_wait(self) -> bool:
        """True if `<id>.later=1` stands for an answer: all that is required, but the names of the people."""
        return self.required and self.type != "person_name"

    @property
    def is_short_list(self) -> bool:
        """True where all answers fit one screen."""
        return len(self.choices) <= MOST_SHORT_LIST

    @property
    def is_group(self) -> bool:
        """True where more than one input makes the answer."""
        return self.type in ("yes_no", "date", "place", "people") or (self.type == "choice" and self.is_short_list)

    @property
    def choices_in_order(self) -> tuple[Choice, ...]:
        """The office's usual answers first, then the others as the form has them."""
        first = [choice for value in self.usual for choice in self.choices if choice.value == value]
        return (*first, *(choice for choice in self.choices if choice.value not in self.usual))

    @property
    def fills(self) -> str:
        """The `autocomplete` token: the phone may offer only what belongs to the person who applies."""
        own = self.id.startswith("yeu_cau_")
        return {"person_name": "name", "phone": "tel"}.get(self.type, "off") if own else "off"

    def person(self, number: int) -> tuple[Question, ...]:
        """The questions about the person `number` (from 1) of a list, with their own ids `<id>.<number>.<field>`."""
        start = f"{self.id}.{number}."
        return tuple(replace(part, id=start + part.id, card=part.card and start + part.card) for part in self.fields)

    def people_shown(self, values: Mapping[str, Any]) -> int:
        """How many people a page has room for: two more than were written, at least 2, at most `most_people`."""
        start = f"{self.id}."
        numbers = {name[len(start) :].split(".")[0] for name in values if name.startswith(start) and values.get(name)}
        written = [number for number in range(1, self.most_people + 1) if str(number) in numbers]
        return min(max(written, default=0) + 2, self.most_people)


@dataclass(frozen=True)
class Form:
    """An ordered list of questions. messages: question type -> name -> sentence, for the checks in the browser.

    number: its name in a sealed dossier's header, for ever. codes: the procedures that it may start.
    """

    slug: str
    code: str
    title: Text
    version: int
    questions: tuple[Question, ...]
    messages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    number: int = 0
    codes: tuple[str, ...] = ()

    @property
    def refusals(self) -> list[str]:
        """What the checks in the browser may say."""
        return [*dict.fromkeys(text for said in self.messages.values() for text in said.values())]

    @property
    def tapped(self) -> list[Text]:
        """The words of buttons that only the script makes: answers of long lists, and "the same as ..."."""
        long = [choice.label for question in self.questions if not question.is_short_list for choice in question.choices]
        return [*dict.fromkeys([*long, *(same.label for question in self.questions for same in question.same_as)])]


@dataclass(frozen=True)
class UploadedPhoto:
    """One photo that came with the form: `data` is our own JPEG, or `problem` says why there is none."""

    data: bytes = b""
    problem: str = ""


class Place(Protocol):
    """A province or a commune."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


class Places(Protocol):
    """Provinces and communes as app/forms/places.py has them."""

    def province_named(self, name: str) -> Place | None: ...

    def commune_named(self, name: str, province_code: str) -> Place | None: ...


@dataclass(frozen=True)
class Context:
    """What reading an answer may need to know. today: the date in Viet Nam."""

    today: date
    places: Places


def said(values: Mapping[str, Any], name: str) -> str:
    """The first text sent under `name`, from a mapping of lists or a MultiDict; empty where there is none."""
    found = values.get(name)
    if isinstance(found, (list, tuple)):
        found = found[0] if found else None
    return found if isinstance(found, str) else ""
