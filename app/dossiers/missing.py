"""What is missing from a returned dossier, as its holder sees and hears it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..forms import queries as forms
from ..forms.questions import Form, Question
from ..procedures import queries as procedures
from ..procedures.queries import Paper, ProcedureView
from ..sealing import Keys
from ..web.texts import Text, t
from . import queries, returns, service
from .queries import Opened, StateView
from .reasons import ANSWER, PAPER, PHOTO, Finding


@dataclass(frozen=True)
class Missing:
    """One finding with its words. question: for photos and answers; number: of a photo that is there, to be shown."""

    kind: str
    name: Text
    picture: str
    sentence: Text
    place: tuple[int, int] | None = None
    question: Question | None = None
    number: int | None = None

    @property
    def can_be_sent(self) -> bool:
        """True for what can be mended on the phone; a paper is brought."""
        return self.kind in (PHOTO, ANSWER) and self.question is not None


def of(keys: Keys, found: StateView) -> list[Missing]:
    """What is missing from a dossier now; empty where nothing is."""
    findings = returns.open_findings(keys, found.id) if found.state == "returned" else ()
    opened = queries.opened(keys, found.id) if findings else None
    procedure = procedures.procedure(found.procedure_code)
    return told(findings, opened, form_of(found), procedure) if opened and procedure else []


def form_of(found: StateView) -> Form:
    """The form as it was when the dossier was written. Raises NoSuchDossier."""
    form = forms.form(*queries.form_of(found.id))
    if form is None:
        raise service.NoSuchDossier
    return form


def told(findings: Iterable[Finding], dossier: Opened, form: Form, procedure: ProcedureView) -> list[Missing]:
    """The findings in words; one whose paper or question is not there any more is left out."""
    questions = {question.id: question for question in form.questions}
    of_photos = {number: questions.get(question_id) for number, question_id in dossier.files}
    papers = {paper.number: paper for paper in (*procedure.to_bring, *procedure.perhaps)}
    rows = []
    for one in findings:
        if one.kind == PAPER:
            rows.append(_of_paper(one, papers.get(int(one.target)) if one.target.isdecimal() else None))
        elif one.kind == PHOTO and one.target.isdecimal():
            rows.append(_of_question(one, of_photos.get(int(one.target)), int(one.target)))
        elif one.kind == ANSWER:
            rows.append(_of_question(one, questions.get(one.target), None))
    return [row for row in rows if row is not None]


def _of_paper(one: Finding, paper: Paper | None) -> Missing | None:
    return Missing(PAPER, paper.plain, paper.picture, t(one.sentence)) if paper else None


def _of_question(one: Finding, question: Question | None, number: int | None) -> Missing | None:
    return Missing(one.kind, question.ask, question.picture, t(one.sentence), one.place, question, number) if question else None
