"""One of the form's own answers. Kept as the form's official words, whatever plainer words were shown."""

from __future__ import annotations

from ...web.marks import N_
from ..questions import WrongAnswer, said

MESSAGES = {"missing": N_("Chọn một câu trả lời."), "wrong": N_("Chọn một câu có sẵn.")}


def names(question):
    """`<id>`."""
    return (question.id,)


def read(question, values, files, context):
    """The choice's value; raises WrongAnswer for anything else."""
    value = said(values, question.id)
    if value not in [choice.value for choice in question.choices]:
        raise WrongAnswer(MESSAGES["wrong"])
    return value


def show(question, value):
    """The plain words of the choice."""
    return next((str(choice.label) for choice in question.choices if choice.value == value), str(value))
