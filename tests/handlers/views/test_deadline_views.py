"""The dialogs and messages about moved deadlines stay inside Slack's limits, and say what they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.forms import DeadlineForm, LateSubtasks
from domain.values import Person
from handlers.translator import Translator
from handlers.views.deadline_form import deadline_form, deadlines_form
from handlers.views.deadline_notices import case_deadline, deadline_moved, deadlines_moved, deadlines_outside, more_time
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_message, judge_view, of_type, read

LANGUAGES = [Translator.of(language) for language in ("nb", "nn", "en")]
NB = LANGUAGES[0]
DEADLINE = date(2026, 12, 1)


def late(number: int, text: str = "Vurder emnene") -> LateSubtasks:
    """So many subtasks that are due after their case, everything in them written like this."""
    person = Person(9, text, "a@x.example", None)
    subtasks = tuple(samples.subtask(id=at, title=text, assignee=person) for at in range(number))
    return LateSubtasks(samples.case(title=text, deadline_on=DEADLINE), DEADLINE, samples.TODAY, subtasks)


@pytest.mark.parametrize("number", [1, 10, 11, 20, 21, 100, 101, 1000])
@pytest.mark.parametrize("translator", LANGUAGES)
def test_however_many_are_late_it_fits(translator: Translator, number: int) -> None:
    for text in [each * 40 for each in samples.TEXTS]:
        judge_view(deadlines_form(late(number, text), translator))
        judge_message(deadlines_outside(late(number, text), translator))
        extended = replace(late(number, text), was_on=samples.TODAY)
        judge_view(deadlines_form(extended, translator))
        judge_message(more_time(extended, translator))
        judge_message(
            deadlines_moved(late(number, text).subtasks, translator, samples.OLA, replace(samples.KARI, name=text))
        )


@pytest.mark.parametrize("translator", LANGUAGES)
def test_the_longest_texts_fit(translator: Translator) -> None:
    for text in [each * 40 for each in samples.TEXTS]:
        subtask = samples.subtask(title=text, case_title=text, declined_because="other", declined_text=text)
        judge_view(deadline_form(DeadlineForm(subtask, samples.TODAY, None, case_deadline_passed=True), translator))
        judge_message(deadline_moved(subtask, translator, samples.OLA, replace(samples.KARI, name=text)))
        for deadline_on in (DEADLINE, None):
            judge_message(case_deadline(samples.case(title=text, deadline_on=deadline_on), translator))


def test_all_are_ticked_at_first() -> None:
    (field,) = [block for block in deadlines_form(late(10), NB)["blocks"] if block["type"] == "input"]
    assert field["element"]["type"] == "checkboxes"
    assert field["element"]["initial_options"] == field["element"]["options"]
    assert len(field["element"]["options"]) == 10


@pytest.mark.parametrize(("number", "asked"), [(100, True), (101, False)])
def test_more_than_a_field_can_hold_are_listed_and_said_to_move_together(number: int, asked: bool) -> None:
    view = deadlines_form(late(number), NB)
    assert any(block["type"] == "input" for block in view["blocks"]) == asked
    assert ("alle flyttes til tir. 1. des. 2026" in read(view)) != asked
    assert ("og 81 deloppgaver til" in read(view)) != asked


@pytest.mark.parametrize(
    ("number", "shown", "rest"), [(2, 2, None), (10, 10, None), (12, 10, "Og 2 til. Se fanen Home.")]
)
def test_ten_of_the_moved_ones_are_shown_each_with_the_way_to_it(number: int, shown: int, rest: str | None) -> None:
    drawn = deadlines_moved(late(number).subtasks, NB, samples.OLA, samples.KARI)
    said = f"Kari Nordmann har flyttet fristen for {number} av deloppgavene dine til fre. 18. des. 2026."
    assert drawn.text == said
    assert [one["value"] for one in of_type(drawn.blocks, "button")] == [str(at) for at in range(shown)]
    assert ("fanen Home" in read(drawn.blocks)) == (rest is not None)
    assert (rest or "") in read(drawn.blocks)


@pytest.mark.parametrize(("number", "said"), [(1, "men 1 deloppgave har"), (2, "men 2 deloppgaver har")])
def test_the_question_counts(number: int, said: str) -> None:
    assert said in read(deadlines_outside(late(number), NB).blocks)


@pytest.mark.parametrize(("number", "said"), [(20, False), (22, True)])
def test_the_question_counts_those_it_does_not_name(number: int, said: bool) -> None:
    assert ("og 2 deloppgaver til" in read(deadlines_outside(late(number), NB).blocks)) == said
    assert read(deadlines_outside(late(number), NB).blocks).count("Ansvarlig:") == 20
