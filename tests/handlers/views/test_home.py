"""The main page, its lists and the case page inside it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.forms import Tab, WaitingCase
from domain.home_pages import CaseOnHome
from domain.values import CaseStatus, Ending, Need
from handlers.translator import Translator
from handlers.views import case_page, home, home_pages
from tests.handlers.views import samples
from tests.handlers.views.judges import buttons, of_type, read, texts

WORDS = Translator.of("nb")
SEARCHES = 2  # the buttons of the row above the lists
TOP = SEARCHES + len(Tab)


def test_the_headings_are_the_pinned_ones() -> None:
    view = home.home(samples.home(), WORDS)

    assert [each["text"]["text"] for each in of_type(view, "header")] == ["Mine deloppgaver", "Mine saker"]


def test_a_subtask_shows_its_cases_title_above_its_own() -> None:
    seen = texts(home.home(samples.home(1, 0), WORDS))

    case, own = seen.index("Innpassing av eksterne emner – Bachelor i historie"), seen.index("Vurder emnet HIS1000")
    assert own == case + 1
    assert "Åpen · frist fre. 18. des. 2026 · sakseier: Kari Nordmann" in seen


@pytest.mark.parametrize(
    ("subtask", "standing"),
    [
        (
            samples.subtask(deadline_on=date(2026, 11, 22)),
            "Åpen · fristen gikk ut søn. 22. nov. 2026 · sakseier: Kari Nordmann",
        ),
        (
            samples.subtask(deadline_on=samples.TODAY),
            "Åpen · frist i dag, man. 23. nov. 2026 · sakseier: Kari Nordmann",
        ),
        (samples.subtask(owner=None), "Åpen · frist fre. 18. des. 2026 · sakseier: Ingen"),
        (
            samples.solved(Ending.CASE_CLOSED, deadline_on=date(2026, 11, 1)),
            "Løst da saken ble avsluttet 23. november 2026 kl. 12.00 · ansvarlig: Ola Hansen",
        ),
    ],
)
def test_where_a_subtask_stands_is_said_in_words(subtask: Any, standing: str) -> None:
    assert standing in texts(home.home(samples.home(0, 0, subtasks=(subtask,)), WORDS))


def test_an_owner_who_stands_in_for_her_assignee_reads_whose_work_it_is() -> None:
    covered = samples.subtask(stand_in=samples.KARI)
    seen = texts(home.home(samples.home(0, 0, subtasks=(covered,)), WORDS))

    assert "Åpen · frist fre. 18. des. 2026 · sakseier: Kari Nordmann · på vegne av Ola Hansen" in seen


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, "2026-101 · Åpen · frist fre. 18. des. 2026 · 1 uløst deloppgave"),
        ({"deadline_on": samples.TODAY}, "2026-101 · Åpen · frist i dag, man. 23. nov. 2026 · 1 uløst deloppgave"),
        ({"deadline_on": None, "open_subtasks": 0}, "2026-101 · Åpen · ingen frist · ingen uløste deloppgaver"),
        (
            {"deadline_on": date(2026, 11, 2), "status": CaseStatus.NEW},
            "2026-101 · Ny · fristen gikk ut man. 2. nov. 2026 · 1 uløst deloppgave",
        ),
        (
            {"deadline_on": date(2026, 11, 2), "status": CaseStatus.CLOSED, "open_subtasks": 0},
            "2026-101 · Avsluttet · frist man. 2. nov. 2026 · ingen uløste deloppgaver",
        ),
    ],
)
def test_where_a_case_stands_is_said_in_words(changes: dict[str, Any], standing: str) -> None:
    assert standing in texts(home.home(samples.home(0, 0, cases=(samples.case_line(**changes),)), WORDS))


def test_opening_leads_to_the_subtask_and_to_the_case() -> None:
    opening = of_type(home.home(samples.home(), WORDS), "button")[TOP:-1]

    assert [(each["action_id"], each["value"]) for each in opening] == [("subtask.open", "0"), ("case.open", "2026-0")]
    assert opening[0]["accessibility_label"] == "Åpne deloppgaven Vurder emnet HIS1000"


def test_empty_lists_say_what_will_come() -> None:
    seen = read(home.home(samples.home(0, 0), WORDS))

    assert "Du har ingen deloppgaver." in seen
    assert "Du er ikke sakseier for noen saker." in seen


@pytest.mark.parametrize(
    ("changes", "turning"),
    [
        ({}, []),
        ({"more_subtasks": True}, [("home.subtasks_page", "1")]),
        (
            {"more_subtasks": True, "subtask_page": 2},
            [("home.subtasks_page", "3"), ("home.subtasks_page", "1")],
        ),
        ({"case_page": 1, "more_cases": True}, [("home.cases_page", "2"), ("home.cases_page", "0")]),
    ],
)
def test_pages_can_be_turned_where_there_are_more(changes: dict[str, Any], turning: list[tuple[str, str]]) -> None:
    view = home.home(samples.home(0, 0, **changes), WORDS)

    assert [(each["action_id"], each["value"]) for each in of_type(view, "button")[TOP:-1]] == turning


@pytest.mark.parametrize(
    ("tab", "label", "said", "none"),
    [
        (Tab.MINE, "Å gjøre", "Viser deloppgavene du skal løse", "Du har ingen deloppgaver."),
        (Tab.GIVEN, "Gitt til andre", "Viser uløste deloppgaver som andre har", "Ingen andre har uløste deloppgaver"),
        (Tab.SOLVED, "Løst", "andres i sakene dine, sist løste først", "Ingen deloppgaver er løst ennå"),
    ],
)
def test_the_chosen_list_is_marked_in_words(tab: Tab, label: str, said: str, none: str) -> None:
    view = home.home(samples.home(0, 0, tab=tab), WORDS)
    tabs = of_type(view, "button")[SEARCHES:TOP]
    chosen = [each["text"]["text"] for each in tabs if "style" in each]

    assert chosen == [label]
    assert [each["accessibility_label"] for each in tabs if "accessibility_label" in each] == [f"{label}, valgt"]
    assert [each["value"] for each in tabs] == ["mine", "given", "solved"]
    assert said in read(view)
    assert none in read(view)


@pytest.mark.parametrize(
    ("subtask", "standing"),
    [
        (samples.subtask(), "Åpen · frist fre. 18. des. 2026 · ansvarlig: Ola Hansen"),
        (samples.subtask(deadline_on=samples.TODAY), "Åpen · frist i dag, man. 23. nov. 2026 · ansvarlig: Ola Hansen"),
        (
            samples.subtask(deadline_on=date(2026, 11, 22)),
            "Åpen · fristen gikk ut søn. 22. nov. 2026 · ansvarlig: Ola Hansen",
        ),
        (
            samples.subtask(declined_because="no_time", need=Need.RETURNED),
            "Ola Hansen har sendt tilbake deloppgaven · frist fre. 18. des. 2026",
        ),
        (
            samples.subtask(need=Need.OVERDUE),
            "Fristen gikk ut fre. 18. des. 2026 · ansvarlig: Ola Hansen",
        ),
        (samples.subtask(need=Need.UNOPENED), "Ikke åpnet av Ola Hansen · frist fre. 18. des. 2026"),
        (
            samples.subtask(need=Need.NOBODY, deadline_on=date(2026, 11, 20)),
            "Ola Hansen kan ikke lenger løse deloppgaven · fristen gikk ut fre. 20. nov. 2026",
        ),
        (
            samples.subtask(need=Need.UNREAD, deadline_on=samples.TODAY),
            "Uleste meldinger · ansvarlig: Ola Hansen · frist i dag, man. 23. nov. 2026",
        ),
    ],
)
def test_what_others_have_is_listed_with_who_has_it(subtask: Any, standing: str) -> None:
    assert standing in texts(home.home(samples.home(0, 0, subtasks=(subtask,), tab=Tab.GIVEN), WORDS))


def test_the_language_in_use_is_chosen_in_the_menu_at_the_end() -> None:
    reader = replace(samples.KARI, language="nn")
    view = home.home(samples.home(reader=reader), Translator.of("nn"))
    (menu,) = of_type(view, "static_select")

    assert [each["value"] for each in menu["options"]] == ["nb", "nn", "en"]
    assert (menu["action_id"], menu["initial_option"]["value"]) == ("home.language", "nn")
    assert view["blocks"][-2]["text"]["text"] == "Språk"


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("nb", "Språk · Language"),
        ("nn", "Språk · Language"),
        ("en", "Language · Språk"),
    ],
)
def test_one_whose_language_nobody_knows_is_asked_first_of_all_in_one_line(language: str, asked: str) -> None:
    view = home.home(samples.home(), Translator.of(language))
    (menu,) = of_type(view, "static_select")

    assert view["blocks"][0]["text"]["text"] == asked
    assert view["blocks"][0]["accessory"] == menu
    assert "initial_option" not in menu  # so that the one in use can be chosen as well


def test_the_commands_lists_point_to_the_main_page_for_the_rest() -> None:
    shown = samples.home(more_subtasks=True, more_cases=True)

    assert "Flere deloppgaver finner du i fanen Home." in read(home.my_subtasks(shown, WORDS))
    assert "Flere saker finner du i fanen Home." in read(home.my_cases(shown, WORDS))
    assert set(buttons(home.my_subtasks(shown, WORDS)).values()) == {"subtask.open"}
    assert set(buttons(home.my_cases(shown, WORDS)).values()) == {"case.open"}


@pytest.mark.parametrize("command", ["/sak", "/deloppgave"])
def test_help_names_every_form_of_the_command(command: str) -> None:
    said = home.help_text(WORDS, command)

    assert f"`{command}`" in said
    assert f"`{command} hjelp`" in said


def test_the_case_inside_home_has_a_way_back() -> None:
    view = home_pages.drawn(CaseOnHome(samples.case_page()), WORDS)

    assert view["type"] == "home"
    assert buttons(view)["Tilbake til Home"] == "home.back"
    assert view["blocks"][1:] == case_page.case_blocks(samples.case_page(), WORDS)


def test_the_fullest_main_page_is_one_that_slack_takes() -> None:
    waiting = tuple(WaitingCase(f"2026-{at}", "Sak", "Sted", "Ada", samples.TODAY, 1, samples.KARI) for at in range(9))
    turned = {f"{name}_page": 1 for name in ("subtask", "case", "waiting")}
    more = {f"more_{name}": True for name in ("subtasks", "cases", "waiting")}
    needing = tuple(samples.subtask(id=at, need=Need.OVERDUE) for at in range(9))
    full = samples.home(
        20,
        20,
        waiting=waiting,
        ownerless=waiting,
        count_ownerless=99,
        needing=needing,
        count_needing=9,
        takeable=9,
        **turned,
        **more,
    )

    drawn = home.home(full, WORDS)

    assert len(drawn["blocks"]) <= 98  # and some room for what else may have to be said there
    assert "99 saker må få en ny sakseier." in str(drawn)
