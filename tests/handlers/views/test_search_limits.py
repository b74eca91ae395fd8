"""What was found, and the dialogs round it, stay inside Slack's limits with the longest of everything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.places import Place
from domain.search import Due, Found, Hit, Order, Sought, Standing
from domain.search_pages import MOST_HITS, NAME, WORDS, NamingForm, SavedSearch, SearchForm, SearchPage
from domain.values import Person
from handlers.translator import Translator
from handlers.views.home_pages import drawn
from handlers.views.search_form import naming_form, person_options, place_options, search_form
from handlers.views.search_results import search_results
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_options, judge_view, read
from tests.institution import TODAY

LANGUAGES = [Translator.of(language) for language in ("nb", "nn", "en")]


def of(text: str, size: int) -> str:
    return (text * size)[:size]


@pytest.mark.parametrize("translator", LANGUAGES)
@pytest.mark.parametrize("text", samples.TEXTS)
def test_a_page_full_of_the_longest_hits_fits(translator: Translator, text: str) -> None:
    person = Person(7, of(text, 300), of(text, 300), namesake=True)
    place = Place(3, of(text, 300), "/3/")
    sought = Sought(of(text, WORDS), Standing.UNSOLVED, Due.THIS_WEEK, 3, 7, Order.DEADLINE)
    saved = tuple(SavedSearch(number, of(text, NAME), sought) for number in range(1, 6))
    subtask = samples.subtask(title=of(text, 200), case_title=of(text, 300), owner=person, assignee=person)
    case = samples.case_line(id="2026-" + "1" * 60, title=of(text, 300), owner=person)
    hits = tuple(Hit(case, replace(subtask, id=at), of(text, 3000), person) for at in range(MOST_HITS + 1))
    page = SearchPage(person, TODAY, sought, Found(hits, has_more=True), saved[0], place, person)
    for shown in (
        page,
        replace(page, sought=Sought()),
        replace(page, found=Found(hits[:1])),
        replace(page, place=None),
    ):
        judge_view(drawn(shown, translator))
    judge_view(drawn(replace(page, found=Found()), translator))
    judge_view(drawn(samples.home(saved=saved), translator))
    judge_view(search_form(SearchForm(sought, place, person, 1), translator))
    judge_view(naming_form(NamingForm(sought, saved, 1), translator))
    judge_options(place_options([place] * 500, translator))
    judge_options(person_options([person] * 500, translator))


def test_a_title_is_as_long_as_the_table_has_room_for() -> None:
    subtask = samples.subtask(title="Æ" * 150)
    few = tuple(Hit(samples.case_line(), replace(subtask, id=at)) for at in range(3))
    page = SearchPage(samples.KARI, TODAY, Sought(), Found(few))
    (table,) = [block for block in drawn(page, LANGUAGES[0])["blocks"] if block["type"] == "data_table"]
    assert len(table["rows"][1][1]["text"]) == 120


def test_the_answer_to_a_command_names_nobody_for_what_nobody_has() -> None:
    hits = [Hit(samples.case_line(), one) for one in (samples.subtask(), samples.subtask(assignee_left=True))]
    shown = read(search_results(Found(tuple(hits)), "Ola", LANGUAGES[0]))

    assert shown.count("ansvarlig: Ola Hansen · sakseier: Kari Nordmann") == 1
    assert shown.count("ansvarlig: Ingen · sakseier: Kari Nordmann") == 1
