"""A list of people, each with the same few questions. Kept as a list of `{field: value}`, in the order they were written.

Input names are `<id>.<number>.<field>`, number from 1; a person whose inputs are all empty is passed over.
"""

from __future__ import annotations

from ...web.marks import N_
from .. import kinds
from ..questions import WrongAnswer

MESSAGES = {"missing": N_("Ghi ít nhất một người."), "more": N_("Còn người nào nữa không?")}


def names(question):
    """The names of all inputs of all people that the list may have."""
    return tuple(
        name for number in range(1, question.most_people + 1) for part in question.person(number) for name in kinds.names(part)
    )


def read(question, values, files, context):
    """The people; raises WrongAnswer with the messages of all wrong parts."""
    people = []
    errors: dict[str, str] = {}
    for number in range(1, question.most_people + 1):
        parts = question.person(number)
        if not any(kinds.is_given(part, values, files) for part in parts):
            continue
        found = {part.id: kinds.answer(part, values, files, context) for part in parts}
        for answer in found.values():
            errors.update(answer.errors)
        people.append({name.rpartition(".")[2]: part.value for name, part in found.items() if part.value is not None})
    if errors:
        raise WrongAnswer(next(iter(errors.values())), errors)
    return people


def show(question, value):
    """`1. Phạm Văn Một, 3/2001, Nam; 2. ...`."""
    by_id = {part.id: part for part in question.fields}
    rows = [[kinds.show(by_id[name], part) for name, part in person.items() if name in by_id] for person in value]
    return "; ".join(f"{number}. {', '.join(row)}" for number, row in enumerate(rows, 1))
