"""The distributor's overview stays inside Slack's limits, and its chart's labels tell people apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain import page_sizes
from domain.absences import Absence
from domain.forms import WaitingCase
from domain.namesakes import told_apart
from domain.overview import Listing, Load, Overview, PlacedCase, Turned
from domain.places import Place
from domain.values import CaseStatus, Person
from handlers.translator import Translator
from handlers.views.charts import LABEL, distinct_labels
from handlers.views.overview import overview
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_view, of_type, read

NB, NN, EN = (Translator.of(language) for language in ("nb", "nn", "en"))
MANY = 120


def page(listing: Listing, **changes: Any) -> Overview:
    given: dict[str, Any] = {
        "reader": samples.KARI,
        "at": samples.NOON,
        "today": samples.TODAY,
        "listing": listing,
        "counts": dict.fromkeys(Listing, 1_000_000),
        "places": (),
    }
    return Overview(**(given | changes))


def filled(text: str, size: int) -> str:
    return (text * size)[:size]


def full(listing: Listing, text: str, people: tuple[Person, ...]) -> Overview:
    """A page with as much on it as there can be, and these words wherever people wrote."""
    long, place = filled(text, 255), filled(text, 120)
    case = PlacedCase("2026-1", long, place, CaseStatus.OPEN, date(2026, 1, 2), 12_345, people[0], owner_lost=True)
    cases = [replace(case, id=f"{long[:60]}{at}") for at in range(page_sizes.TABLE)]
    waiting = WaitingCase("2026-1", long, place, long, samples.TODAY, 1_000, people[0], date(2026, 1, 2))
    subtask = samples.subtask(title=long, owner=people[0], assignee=people[1])
    return told_apart(
        page(
            listing,
            places=tuple(Place(at, place, f"/{at}/") for at in range(1, 100)),
            page=1,
            has_more=True,
            to_give=(waiting,) * page_sizes.OVERVIEW,
            cases=tuple(cases[: page_sizes.TABLE if listing is Listing.CASES else page_sizes.OVERVIEW]),
            subtasks=(subtask,) * page_sizes.OVERVIEW,
            away=tuple(
                Absence(at, people[at % 2], samples.TODAY, samples.TODAY, people[2], with_open=True, has_begun=True)
                for at in range(page_sizes.AWAY)
            ),
            work=tuple(Load(person, 999, 9_999) for person in people[: page_sizes.CHARTED]),
        )
    )


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("translator", [NB, NN, EN])
@pytest.mark.parametrize("listing", Listing)
def test_the_fullest_page_of_every_list_fits(listing: Listing, translator: Translator, text: str) -> None:
    people = tuple(Person(at, filled(text, 150), f"{filled('x', 200)}{at}@uni.example") for at in range(1, MANY))
    judge_view(overview(full(listing, text, people), translator))


@pytest.mark.parametrize("listing", Listing)
def test_an_empty_list_is_one_sentence(listing: Listing) -> None:
    drawn = overview(page(listing, counts={}), NB)
    judge_view(drawn)
    assert drawn["blocks"][-1]["type"] == "section"


@pytest.mark.parametrize("number", [1, 2, 20, 21, 39, 40])
def test_people_are_dealt_out_to_as_few_charts_as_hold_them(number: int) -> None:
    people = [Person(at, f"Kollega {at:03}", f"k{at}@uni.example") for at in range(number)]
    drawn = overview(page(Listing.WORK, work=tuple(Load(one, 1, 2) for one in people)), NB)
    judge_view(drawn)
    charts = [one["chart"]["axis_config"]["categories"] for one in of_type(drawn, "data_visualization")]
    assert [name for chart in charts for name in chart] == [one.name for one in people]
    assert len(charts) == (1 if number <= page_sizes.CHART else 2)
    assert max(map(len, charts)) - min(map(len, charts)) <= 1
    (table,) = of_type(drawn, "data_table")
    assert len(table["rows"]) == number + 1


def test_long_names_lose_their_middle_and_nobody_is_taken_for_another() -> None:
    names = ["Anne Christoffersen Wulfsberg", "Anne Marie Wulfsberg Dal", "Ola Hansen", "Ola Hansen", "Ola Hansen 1"]
    assert distinct_labels(names) == ["Anne Wulfsberg", "Anne Dal", "Ola Hansen 2", "Ola Hansen 3", "Ola Hansen 1"]
    alike = distinct_labels(["A" * 30] * 40)
    assert len(set(alike)) == 40
    assert max(map(len, alike)) <= LABEL


def test_namesakes_are_called_in_the_table_as_in_the_chart() -> None:
    people = [replace(samples.OLA, id=at, email=f"ola{at}@uni.example") for at in (1, 2)]
    drawn = read(overview(told_apart(page(Listing.WORK, work=tuple(Load(one, 1, 2) for one in people))), NB))
    assert "Ola Hansen 1 (ola1@uni.example)" in drawn
    assert "Ola Hansen 2 (ola2@uni.example)" in drawn


@pytest.mark.parametrize(
    "state", [None, {}, {"listing": "gone", "place": "x", "page": -1}, {"listing": 7, "page": "2", "other": []}]
)
def test_what_is_kept_of_a_page_that_is_no_more_is_taken_for_the_first(state: dict[str, object] | None) -> None:
    assert Turned.read(state) == Turned()
    turned = Turned(Listing.WORK, 3, 2)
    assert Turned.read(turned.written) == turned


def test_nobody_is_called_the_owner_who_cannot_be_it_any_more() -> None:
    case = PlacedCase("2026-1", "Sak", "Sted", CaseStatus.OPEN, date(2026, 11, 1), 1, samples.KARI, owner_lost=True)
    subtask = samples.subtask(owner_lost=True, deadline_on=date(2026, 11, 1))

    for listing in (Listing.LATE_CASES, Listing.LATE_SUBTASKS, Listing.WAITING):
        seen = read(overview(page(listing, cases=(case,), subtasks=(subtask,)), NB))
        assert "sakseier: Ingen (Kari Nordmann)" in seen
