"""The dialogs and messages about moved deadlines stay inside Slack's limits, and say what they are about."""

from __future__ import annotations

from datetime import date

import pytest

from cases.screens import DeadlineForm, LateSubtasks
from cases.values import Person
from handlers.views.deadline_form import deadline_form, deadlines_form
from handlers.views.deadline_notices import deadline_moved, deadlines_outside
from handlers.words import Words
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_message, judge_view, read

LANGUAGES = [Words.of(language) for language in ("nb", "nn", "en")]
NB = LANGUAGES[0]
DEADLINE = date(2026, 12, 1)


def late(number: int, text: str = "Vurder emnene") -> LateSubtasks:
    """So many subtasks that are due after their case, everything in them written like this."""
    person = Person(9, text, "a@x.example", None)
    subtasks = tuple(samples.subtask(id=at, title=text, assignee=person) for at in range(number))
    return LateSubtasks(samples.case(title=text, deadline_on=DEADLINE), DEADLINE, subtasks)


@pytest.mark.parametrize("number", [1, 10, 11, 20, 21, 100, 101, 1000])
@pytest.mark.parametrize("words", LANGUAGES)
def test_however_many_are_late_it_fits(words: Words, number: int) -> None:
    for text in [each * 40 for each in samples.TEXTS]:
        judge_view(deadlines_form(late(number, text), words))
        judge_message(deadlines_outside(late(number, text), words))


@pytest.mark.parametrize("words", LANGUAGES)
def test_the_longest_texts_fit(words: Words) -> None:
    for text in [each * 40 for each in samples.TEXTS]:
        subtask = samples.subtask(title=text, case_title=text, declined_because="other", declined_text=text)
        judge_view(deadline_form(DeadlineForm(subtask, samples.TODAY, None, case_deadline_passed=True), words))
        judge_message(deadline_moved(subtask, words, samples.OLA, text))


def test_all_are_ticked_at_first() -> None:
    (field,) = [block for block in deadlines_form(late(10), NB)["blocks"] if block["type"] == "input"]
    assert field["element"]["type"] == "checkboxes"
    assert field["element"]["initial_options"] == field["element"]["options"]
    assert len(field["element"]["options"]) == 10


@pytest.mark.parametrize(("number", "asked"), [(100, True), (101, False)])
def test_more_than_a_field_can_hold_are_listed_and_said_to_move_together(number: int, asked: bool) -> None:
    view = deadlines_form(late(number), NB)
    assert any(block["type"] == "input" for block in view["blocks"]) == asked
    assert ("alle flyttes til 1. desember 2026" in read(view)) != asked
    assert ("og 81 deloppgaver til" in read(view)) != asked


@pytest.mark.parametrize(("number", "said"), [(1, "men 1 deloppgave har"), (2, "men 2 deloppgaver har")])
def test_the_question_counts(number: int, said: str) -> None:
    assert said in read(deadlines_outside(late(number), NB).blocks)


@pytest.mark.parametrize(("number", "said"), [(20, False), (22, True)])
def test_the_question_counts_those_it_does_not_name(number: int, said: bool) -> None:
    assert ("og 2 deloppgaver til" in read(deadlines_outside(late(number), NB).blocks)) == said
    assert read(deadlines_outside(late(number), NB).blocks).count("Ansvarlig:") == 20
