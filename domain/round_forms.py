"""What the dialogs around a round show, and what is filled into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from domain import answer_forms
from domain.answer_forms import AnswerForm, Kind
from domain.arriving import LONG_TEXT, line, tidy
from domain.errors import N_, Refused
from domain.rounds import RoundStanding
from domain.values import Person, SubtaskFacts

MOST: Final = 10
"""How many people may be asked in one round."""
KEY: Final = "answer"


@dataclass(frozen=True, slots=True)
class WantedQuestion:
    """The one question that a person may put into the dialog; unchecked. `kind` is empty where there is none."""

    kind: str = ""
    label: str = ""
    options: str = ""

    def form(self) -> AnswerForm:
        """The answer form that it makes; to be asked for when there are no `faults`."""
        if not self.kind:
            return ()
        options: dict[str, Any] = {"options": self._options()} if self.kind == Kind.CHOICE else {}
        return answer_forms.from_json([{"key": KEY, "label": line(self.label), "kind": self.kind, **options}])

    def faults(self) -> list[Refused]:
        """What is wrong with it, each with its field."""
        return [fault for fault in (self._kind_fault(), self._label_fault(), self._options_fault()) if fault]

    def _options(self) -> list[str]:
        return [one for one in map(line, tidy(self.options).split("\n")) if one]

    def _kind_fault(self) -> Refused | None:
        if self.kind:
            return None if self.kind in {*Kind} else Refused(N_("Velg et av svarene som står her."), field="kind")
        is_begun = bool(tidy(self.label) or self._options())
        words = N_("Velg hvordan spørsmålet skal besvares, eller la feltene for spørsmålet stå tomme.")
        return Refused(words, field="kind") if is_begun else None

    def _label_fault(self) -> Refused | None:
        label = line(self.label)
        if self.kind and not label:
            return Refused(N_("Skriv spørsmålet."), field="question")
        if len(label) > answer_forms.LABEL:
            words = N_("Teksten er for lang: {length} tegn. Det er plass til {limit}.")
            return Refused(words, field="question", length=len(label), limit=answer_forms.LABEL)
        return None

    def _options_fault(self) -> Refused | None:
        options = self._options()
        if self.kind != Kind.CHOICE:
            words = N_("Svar å velge blant hører bare til et valg.")
            return Refused(words, field="options") if options and self.kind else None
        least, most = answer_forms.OPTIONS
        if not least <= len(options) <= most:
            return Refused(N_("Skriv fra {least} til {most} svar, ett på hver linje."), field="options", least=least,
                           most=most)  # fmt: skip
        if any(len(one) > answer_forms.OPTION for one in options):
            words = N_("Hvert svar kan være på høyst {limit} tegn.")
            return Refused(words, field="options", limit=answer_forms.OPTION)
        return (
            Refused(N_("To av svarene er like. Fjern det ene."), field="options")
            if len(set(options)) < len(options)
            else None
        )


@dataclass(frozen=True, slots=True)
class NewRound:
    """What a person has filled into the dialog "Spør flere"; unchecked."""

    title: str
    deadline_on: date | None
    assignee_ids: tuple[int, ...]
    description: str
    attachment_ids: tuple[int, ...]
    question: WantedQuestion = WantedQuestion()
    shows_answers: bool = True


class Stand(StrEnum):
    """Where one of those who were asked stands."""

    ANSWERED = "answered"
    WAITING = "waiting"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One of those who were asked, and what they have answered so far.

    `person` is who has answered, in the place of `behalf` where that is somebody else. `subtask` is for who runs the
    case: the subtask as it stands.
    """

    subtask_id: int
    person: Person
    stand: Stand
    answers: Mapping[str, str]
    conclusion: str
    subtask: SubtaskFacts | None = None
    behalf: Person | None = None


@dataclass(frozen=True, slots=True)
class RoundPage:
    """What `Se svarene` shows: to who runs the case everybody, to the others those who have answered.

    `deadline_on` is the last day of those who are left.
    """

    standing: RoundStanding
    title: str
    case_id: str
    case_title: str
    reader: Person
    deadline_on: date
    form: AnswerForm
    given: tuple[GivenAnswer, ...]
    runs_case: bool = False
    may_nudge: bool = False
    may_sum_up: bool = False
    summary: str = ""
    summed_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SummaryForm:
    """What the dialog "Ta over" shows: the ticked answers as one text, and whose did not find room in it."""

    page: RoundPage
    text: str
    left_out: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round on its case's page."""

    standing: RoundStanding
    title: str
    summary: str = ""


def choices_counted(page: RoundPage) -> list[tuple[str, list[tuple[str, int]]]]:
    """How often each option of each choice was chosen by those who have answered, in the form's order."""
    answered = [one for one in page.given if one.stand is Stand.ANSWERED]
    return [
        (
            question.label,
            [(option, sum(one.answers.get(question.key) == option for one in answered)) for option in question.options],
        )
        for question in page.form
        if question.kind is Kind.CHOICE
    ]


def taken_over(page: RoundPage, chosen: tuple[int, ...], names: Mapping[int, str]) -> SummaryForm:
    """The ticked answers as one text, each with the name of whose it is; whole ones only, unless not one fits."""
    text, left_out = page.summary, []
    for one in page.given:
        if one.subtask_id not in chosen or one.stand is not Stand.ANSWERED:
            continue
        piece = _told(page.form, one, names[one.person.id])
        longer = f"{text}\n\n{piece}" if text else piece
        if len(longer) <= LONG_TEXT:
            text = longer
        elif text:
            left_out.append(one.person)
        else:
            text = piece[: LONG_TEXT - 1] + "…"
    return SummaryForm(page, text, tuple(left_out))


def _told(form: AnswerForm, one: GivenAnswer, name: str) -> str:
    answers = [
        f"{question.label} {answer_forms.shown_with_unit(question, answer)}"
        for question in form
        if (answer := one.answers.get(question.key))
    ]
    return "\n".join([f"{name}:", *answers, *([one.conclusion.strip()] if one.conclusion.strip() else [])])
