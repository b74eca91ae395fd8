"""The dialogs for closing, distributing, reassigning and declining: what they say, and that they fit."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.endings import Choice, Closed, Closing, ClosingAnswer, ClosingQuestion, OpenSubtask, ReopenForm
from domain.forms import DeclineForm, DistributionForm, LiftForm, Reason, ReassignForm, WaitingCase
from domain.notices import Edited, Reopened
from domain.values import Ending, SubtaskStatus
from handlers.translator import Translator
from handlers.views.asking_notices import answered, needs_more, needs_no_more, nudged
from handlers.views.card import card
from handlers.views.closing_form import NAMED, closing_form, still_open
from handlers.views.decline_form import decline_form
from handlers.views.disqualification_form import declare_form, declared, lift_form
from handlers.views.distribution_form import distribution_form
from handlers.views.edit_form import edit_form
from handlers.views.home import home
from handlers.views.mending_notices import edited, reopened, solving_undone
from handlers.views.messages import (
    assigned_notice,
    case_assigned,
    case_closed,
    declined_notice,
    solved_notice,
    taken_over,
)
from handlers.views.needing_more_form import needing_more_form
from handlers.views.not_needed_form import not_needed_form
from handlers.views.reassign_form import reassign_form
from handlers.views.reopen_form import reopen_form
from tests.handlers.views import samples
from tests.handlers.views.judges import buttons, judge_message, judge_view, of_type, read

NB = Translator.of("nb")
LANGUAGES = [Translator.of(language) for language in ("nb", "nn", "en")]


def filled(text: str, size: int) -> str:
    return (text * size)[:size]


def question(number: int = 1, **changes: Any) -> ClosingQuestion:
    named = tuple(OpenSubtask(samples.subtask(id=at)) for at in range(min(number, NAMED)))
    given: dict[str, Any] = {
        "case": samples.case(),
        "today": samples.TODAY,
        "open_subtasks": named,
        "count": number,
        "seen": 9,
        "shown": (4, 9),
    }
    return ClosingQuestion(**(given | changes))


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("translator", LANGUAGES, ids=lambda translator: translator.language)
def test_every_text_fits_every_dialog_and_notice(translator: Translator, text: str) -> None:
    person = replace(samples.KARI, name=filled(text, 300))
    case = samples.case(title=filled(text, 300), place=filled(text, 300), applicant=filled(text, 300), owner=person)
    declined = samples.subtask(
        title=filled(text, 151),
        case_title=filled(text, 300),
        owner=person,
        assignee=replace(samples.OLA, name=filled(text, 300)),
        declined_because="other",
        declined_text=filled(text, 3000),
    )
    named = tuple(
        OpenSubtask(replace(declined, id=at, conclusion=filled(text, 3000)), samples.message(text=filled(text, 3000)))
        for at in range(NAMED)
    )
    waiting = tuple(
        WaitingCase(f"2026-{at}", filled(text, 300), filled(text, 300), filled(text, 300), samples.TODAY, 7)
        for at in range(8)
    )

    chosen = Closing(9, answers={at: ClosingAnswer(Choice.SOLVE, filled(text, 400)) for at in range(NAMED)})
    for must_answer in (True, False):
        changes = {"shown_again": True, "filled": chosen, "must_answer": must_answer, "shown": tuple(range(500))}
        view = closing_form(question(500, case=case, open_subtasks=named, **changes), translator)
        judge_view(view)
        assert view["blocks"][-1]["text"]["text"] == closing_form(question(0), translator)["blocks"][-1]["text"]["text"]
    judge_view(still_open(Closed(case, is_closed=False, ended=9, reminded=9, left=9), translator))
    ended = replace(
        declined, status=SubtaskStatus.SOLVED, ending=Ending.NOT_NEEDED, ending_text=filled(text, 400),
        solved_by=person, solved_at=samples.NOON, conclusion=filled(text, 3000),
    )  # fmt: skip
    many = samples.attachments(101, filled(text, 300))
    for attachments in ((), many[:10], many[:100], many):
        judge_view(reopen_form(ReopenForm(ended, attachments, samples.TODAY, None, samples.TODAY, False), translator))
    judge_view(not_needed_form(declined, translator, under="conclusion.save"))
    judge_view(edit_form(declined, translator, under="conclusion.save"))
    judge_message(card(samples.card(subtask=ended, reader=person, may_undo=True), translator))
    judge_message(solved_notice(ended, translator, person))
    judge_message(solving_undone(declined, translator, person, person, None))
    judge_message(reopened(declined, translator, person, person, Reopened(1, filled(text, 3000))))
    judge_message(edited(declined, translator, person, person, Edited(1, title=True, description=True)))
    for drawn in (needs_more, needs_no_more, answered):
        judge_message(drawn(declined, translator, person, person, None))
    judge_view(needing_more_form(declined, translator, under="conclusion.save"))
    judge_message(nudged(declined, translator, person, person, None))
    for owner in (person, None):
        for may_set in (True, False):
            form = DistributionForm(replace(case, owner=owner), may_set, samples.TODAY)
            judge_view(distribution_form(form, translator))
    for out in ((), (person,) * 200):
        judge_view(reassign_form(ReassignForm(declined, out), translator, under="conclusion.save"))
    judge_view(lift_form(LiftForm(case, (person,) * 200), translator, under="case.page:3"))
    judge_view(declare_form(filled(text, 300), translator))
    judge_view(declared(filled(text, 300), translator))
    judge_view(decline_form(DeclineForm(declined), translator))
    judge_view(home(samples.home(waiting=waiting, more_waiting=True, waiting_page=1), translator))
    judge_message(card(samples.card(subtask=declined, reader=person), translator))
    judge_message(declined_notice(declined, translator, person))
    judge_message(assigned_notice(declined, translator, person))
    judge_message(taken_over(translator))
    judge_message(case_assigned(case, translator))
    judge_message(case_closed(case, translator))


def test_the_question_knows_its_case_and_what_was_seen() -> None:
    view = closing_form(question(), NB)

    assert json.loads(view["private_metadata"]) == {"case": "2026-101", "seen": 9, "shown": "4,5"}
    assert view["submit"]["text"] == "Avslutt sak"
    assert buttons(view) == {"Åpne": "closing.subtask"}


def test_a_question_without_open_subtasks_is_a_plain_confirmation() -> None:
    view = closing_form(question(0), NB)

    assert of_type(view, "alert") == []
    assert "Saken har ingen uløste deloppgaver." in read(view)


@pytest.mark.parametrize(("number", "more"), [(NAMED, ""), (NAMED + 1, "og 1 uløst deloppgave til")])
def test_what_is_not_named_is_counted(number: int, more: str) -> None:
    seen = read(closing_form(question(number), NB))

    assert (more in seen) if more else ("deloppgaver til" not in seen)


def test_the_same_dialog_distributes_and_redistributes() -> None:
    first = distribution_form(DistributionForm(samples.case(owner=None), True, samples.TODAY), NB)
    again = distribution_form(DistributionForm(samples.case(), False, samples.TODAY), NB)

    assert (first["title"]["text"], again["title"]["text"]) == ("Fordel sak", "Omfordel sak")
    assert [each["label"]["text"] for each in of_type(first, "input")] == ["Sakseier", "Frist"]
    assert [each["label"]["text"] for each in of_type(again, "input")] == ["Sakseier"]
    deadline = of_type(first, "input")[-1]
    assert deadline["optional"]  # Slack writes so itself, at the label
    assert deadline["hint"]["text"] == "Velg man. 23. nov. 2026 eller en senere dato."
    assert json.loads(again["private_metadata"]) == {"case": "2026-101", "owner": 1}
    assert "Nåværende sakseier: \nKari Nordmann" in read(again)


def test_every_reason_can_be_chosen() -> None:
    (radio,) = of_type(decline_form(DeclineForm(samples.subtask()), NB), "radio_buttons")

    assert [each["value"] for each in radio["options"]] == list(Reason)


def test_only_a_distributor_has_a_list_of_what_waits() -> None:
    waits = WaitingCase("2026-9", "Ny sak", "Institutt for historie", "Ada Søker", samples.TODAY, 1)

    assert "Saker til fordeling" not in read(home(samples.home(), NB))
    assert "Ingen saker venter" in read(home(samples.home(waiting=()), NB))
    seen = read(home(samples.home(waiting=(waits,)), NB))
    assert "Institutt for historie · søker: Ada Søker · søkt man. 23. nov. 2026 · 1 vedlegg" in seen


def test_what_waits_is_listed_with_its_deadline() -> None:
    late = WaitingCase("2026-9", "Ny sak", "Sted", "Ada Søker", samples.TODAY, 1, None, date(2026, 11, 20))
    lost = replace(late, lost_owner=samples.KARI, deadline_on=date(2026, 12, 1))
    seen = read(home(samples.home(waiting=(late,), ownerless=(lost,), count_ownerless=1), NB))

    assert "1 vedlegg · fristen gikk ut fre. 20. nov. 2026" in seen
    assert "søkt man. 23. nov. 2026 · frist tir. 1. des. 2026" in seen
