"""A subtask on hold: the dialog, the notices, and how card, pages and lists say it."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.case_page import CaseSubtask
from domain.endings import ClosingQuestion, OpenSubtask
from domain.forms import DeadlineForm, HoldForm, Tab
from handlers.translator import Translator
from handlers.views.card import card
from handlers.views.case_page import case_modal
from handlers.views.closing_form import closing_form
from handlers.views.hold_form import hold_form
from handlers.views.home import home, my_subtasks
from handlers.views.messages import held_notice, resumed_notice
from handlers.views.task_page import task_page
from tests.handlers.views import samples
from tests.handlers.views.judges import buttons, judge_message, judge_view, of_type, read

NB = Translator.of("nb")
LANGUAGES = [Translator.of(language) for language in ("nb", "nn", "en")]
UNTIL = date(2027, 1, 4)
LATEST = date(2027, 11, 23)


def held(**changes: Any) -> Any:
    given = {"held_until_on": UNTIL, "held_because": "Venter på Uppsala."}
    return samples.subtask(**(given | changes))


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("translator", LANGUAGES, ids=lambda translator: translator.language)
def test_every_text_fits_the_dialog_and_the_notices(translator: Translator, text: str) -> None:
    subtask = held(title=text * 151, case_title=text * 300, held_because=(text * 3000)[:3000])

    judge_view(hold_form(HoldForm(subtask, LATEST), translator, under="conclusion.save"))
    deadline = DeadlineForm(subtask, samples.TODAY, None, case_deadline_passed=False)
    for moves in (deadline, None):
        judge_view(hold_form(HoldForm(subtask, LATEST, (UNTIL, (text * 3000)[:3000]), moves), translator))
    judge_message(held_notice(subtask, translator, samples.KARI, replace(samples.OLA, name=text * 300)))
    judge_message(resumed_notice(subtask, translator, samples.KARI, replace(samples.OLA, name=text * 300)))


def test_the_dialog_is_empty_at_first_and_filled_when_it_is_changed() -> None:
    first = hold_form(HoldForm(samples.subtask(), LATEST), NB, under="conclusion.save")
    again = hold_form(HoldForm(held(), LATEST), NB)

    assert (first["title"]["text"], first["submit"]["text"]) == ("Sett på vent", "Sett på vent")
    assert (again["title"]["text"], again["submit"]["text"]) == ("Endre ventetid", "Lagre")
    day, why = (each["element"] for each in of_type(first, "input"))
    assert ("initial_date" in day, "initial_value" in why, why["max_length"]) == (False, False, 3000)
    day, why = (each["element"] for each in of_type(again, "input"))
    assert (day["initial_date"], why["initial_value"]) == ("2027-01-04", "Venter på Uppsala.")
    assert [each["block_id"] for each in of_type(first, "input")] == ["held_until", "reason"]
    assert "Senest tir. 23. nov. 2027." in read(first)
    assert json.loads(first["private_metadata"]) == {"subtask": 7, "case": "2026-101", "under": "conclusion.save"}


@pytest.mark.parametrize(
    ("changes", "labels"),
    [
        ({}, {"Gjenoppta": "task.resume", "Endre": "subtask.hold"}),
        ({"reader": samples.KARI, "runs_case": True}, {"Gjenoppta": "task.resume", "Endre": "subtask.hold"}),
        ({"subtask": samples.subtask()}, {"Sett på vent": "subtask.hold"}),
        ({"reader": samples.TURID}, {}),
        ({"subtask": samples.solved()}, {}),
        (
            {"subtask": samples.subtask(declined_because="no_time"), "reader": samples.KARI, "runs_case": True},
            {},
        ),
    ],
)
def test_only_those_who_may_have_the_buttons(changes: dict[str, Any], labels: dict[str, str]) -> None:
    there = buttons(task_page(samples.task_page(**({"subtask": held()} | changes)), NB))

    assert {label: action for label, action in there.items() if action in ("subtask.hold", "task.resume")} == labels


def test_the_task_page_shows_the_whole_reason() -> None:
    because = "Første linje.\n" + "å" * 2900

    seen = read(task_page(samples.task_page(subtask=held(held_because=because)), NB))

    assert f"På vent til man. 4. jan. 2027: \n{because}" in seen


def test_beside_the_facts_stands_until_when_and_why() -> None:
    case = samples.case_page(subtasks=(CaseSubtask(held(), 0, None),))

    for drawn in (card(samples.card(subtask=held()), NB).blocks, case_modal(case, NB)):
        assert "Status: \nÅpen\n\n\nPå vent til man. 4. jan. 2027: \nVenter på Uppsala." in read(drawn)


@pytest.mark.parametrize("translator", LANGUAGES, ids=lambda translator: translator.language)
def test_in_the_lists_it_stands_beside_the_status_in_each_language(translator: Translator) -> None:
    said = {
        "nb": "Åpen, på vent til man. 4. jan. 2027 · frist",
        "nn": "Open, på vent til må. 4. jan. 2027 · frist",
        "en": "Open, on hold until Mon, 4 Jan 2027 · due",
    }
    main = samples.home(subtasks=(held(),))

    for drawn in (
        home(main, translator),
        home(replace(main, tab=Tab.GIVEN), translator),
        my_subtasks(main, translator),
    ):
        assert said[translator.language] in read(drawn)


def test_the_closing_question_says_it_of_each_subtask() -> None:
    waiting = (OpenSubtask(held()),)
    question = ClosingQuestion(case=samples.case(), today=samples.TODAY, open_subtasks=waiting, count=1, seen=9)

    seen = read(closing_form(question, NB))

    assert "Ansvarlig: Ola Hansen · frist fre. 18. des. 2026 · på vent til man. 4. jan. 2027" in seen


def test_the_notices_call_the_reader_and_say_who_until_when_and_why() -> None:
    notice = held_notice(held(), NB, samples.OLA, samples.KARI)

    assert notice.text == "Kari Nordmann har satt deloppgaven «Vurder emnet HIS1000» på vent til man. 4. jan. 2027."
    assert of_type(notice.blocks, "user") == [{"type": "user", "user_id": "U0OLA"}]
    assert "Begrunnelse: \nVenter på Uppsala." in read(notice.blocks)
    again = resumed_notice(samples.subtask(), NB, samples.OLA, samples.KARI)
    assert again.text == "Kari Nordmann har gjenopptatt deloppgaven «Vurder emnet HIS1000»."
