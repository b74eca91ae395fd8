"""`Flytt flere` and its messages: inside Slack's limits with two hundred lines, and right about one and many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.absences import Absence
from domain.bulk_moves import Candidate, Candidates, DryRun, From, Line, Listed, Outcome, Receipt, Told
from domain.places import Place
from domain.values import Person, Role
from handlers.translator import Translator
from handlers.views import bulk_form, bulk_told
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_message, judge_options, judge_view, read

NB, NN, EN = (Translator.of(language) for language in ("nb", "nn", "en"))
AWAY = Absence(1, samples.OLA, date(2026, 11, 23), date(2027, 1, 4), samples.TURID, with_open=True, has_begun=True)


def things(count: int, text: str = "Vurder emnet") -> tuple[Candidate, ...]:
    long = (text * 300)[:255]
    holder = Person(9, long[:100], "x@uni.example", "U9")
    return tuple(
        replace(samples.candidate(at), title=long, place=long, holder=holder, rests=at % 2 == 0) for at in range(count)
    )


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("listed", Listed)
def test_the_choice_fits_whatever_is_in_it(text: str, listed: Listed) -> None:
    for count, translator in ((0, NB), (1, NB), (10, NN), (11, EN), (200, NB)):
        found = Candidates(
            From(listed), things(count, text), True, samples.OLA, Place(1, (text * 99)[:200], "/1/"), count // 2
        )
        judge_view(bulk_form.pick_form(found, translator))


def test_the_first_step_fits_and_begins_where_it_was_asked_for() -> None:
    for translator in (NB, NN, EN):
        judge_view(bulk_form.choose_form(translator, Listed.SUBTASKS))
    judge_options(bulk_form.place_options([Place(1, "Det " * 100, "/1/")]))


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("is_of_cases", [True, False])
def test_the_dry_run_fits_with_two_hundred_lines(text: str, is_of_cases: bool) -> None:
    outcomes = list(Outcome)
    lines = tuple(Line(one, outcomes[at % len(outcomes)]) for at, one in enumerate(things(200, text)))
    person = replace(samples.OLA, name=(text * 200)[:150])
    run = DryRun(7, is_of_cases, person, None, replace(AWAY, person=person), lines, shown_again=True)
    for one in (run, replace(run, receiver=None, role=Role.EXPERT)):
        for translator in (NB, NN, EN):
            judge_view(bulk_form.dry_run(one, translator))
    judge_view(bulk_form.dry_run(replace(run, lines=lines[:0]), NB))
    judge_view(bulk_form.dry_run(replace(run, lines=tuple(replace(one, outcome=Outcome.MOVES) for one in lines)), NB))


def test_the_dry_run_sums_up_in_one_line() -> None:
    outcomes = [Outcome.MOVES] * 9 + [Outcome.RESTS] * 2 + [Outcome.DISQUALIFIED]
    lines = tuple(Line(one, outcome) for one, outcome in zip(things(12), outcomes, strict=True))
    run = DryRun(7, False, samples.OLA, None, None, lines)
    assert "9 flyttes, 2 er på vent, 1: Ola Hansen er inhabil" in read(bulk_form.dry_run(run, NB))


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("is_of_cases", [True, False])
def test_the_message_fits_whoever_reads_it(text: str, is_of_cases: bool) -> None:
    many = things(200, text)
    offers = tuple(replace(samples.offer(at), thing=one, is_of_case=is_of_cases) for at, one in enumerate(many))
    closed = (samples.offer(1, taken_by=samples.OLA, is_over=True), samples.offer(2, is_over=True))
    receipt = Receipt(200, tuple((one, 7) for one in Outcome), samples.NOON, 3, many)
    whole = Told(7, samples.KARI, is_of_cases, samples.OLA, None, many, 200, many, (*offers, *closed), receipt)
    offered = replace(whole, receiver=None, role=Role.CASE_WORKER, receipt=replace(receipt, may_undo_until=None))
    for told in (whole, offered, replace(whole, is_undone=True), replace(offered, is_undone=True)):
        for translator in (NB, NN, EN):
            judge_message(bulk_told.told(replace(told, receipt=None), translator))
            judge_message(bulk_told.told(replace(told, got=(), in_cases=(), offers=()), translator))
            judge_view(bulk_form.done_form(replace(told, got=(), in_cases=(), offers=()), translator))
    judge_view(bulk_told.takeable(offers[:90], NB))
    judge_view(bulk_told.takeable((), NB))


def test_nothing_left_to_say_is_said() -> None:
    told = Told(7, samples.KARI, True, samples.OLA, None)
    assert not told.says_something
    judge_message(bulk_told.told(told, NB))
