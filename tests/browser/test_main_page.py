"""The main page on App Home: hundreds of subtasks turned through by the buttons, and everything in another language."""

from __future__ import annotations

import pytest

from tests.browser.institution import Institution
from tests.browser.window import Window
from tests.institution import CASE_TITLE

TITLE = "Vurder emnene"


@pytest.mark.timeout(300)
def test_five_hundred_subtasks_are_turned_through_from_the_first_to_the_last(institution: Institution) -> None:
    ola = institution.ola
    titles = [f"Deloppgave {number:03}" for number in range(500)]
    institution.beside.give_many(titles)
    institution.look(ola, "ola")
    seen = _listed(ola, titles[0])
    while len(seen) < len(titles):
        ola.press("Flere deloppgaver")
        seen += _listed(ola, titles[len(seen)])
    assert seen == titles
    assert ola.all("button", "Flere deloppgaver") == []

    ola.press("Forrige side med deloppgaver")
    assert titles[490] not in _listed(ola, titles[480])
    ola.one("button", "Flere deloppgaver")


def _listed(window: Window, first: str) -> list[str]:
    """The titles on the page whose first one is this, once it is shown."""

    def look() -> list[str]:
        lines = window.one("tabpanel", "Home").text.splitlines()
        found = [line for line in lines if line.startswith("Deloppgave ")]
        return found if found[:1] == [first] else []

    found: list[str] = window.until(look)
    return found


def test_a_case_is_shown_from_its_top_and_the_main_page_where_it_was_left(institution: Institution) -> None:
    kari = institution.kari
    institution.beside.give_many([f"Deloppgave {number:03}" for number in range(10)], to="kari")
    institution.look(kari, "kari")
    case = f"Åpne saken {CASE_TITLE[:30]}"
    kari.press(case)
    kari.one("button", "Ny deloppgave")
    assert _down(kari) == 0
    kari.press("Tilbake til Home")
    kari.until(lambda: kari.focused.startswith(case))
    assert _down(kari) > 100


def _down(window: Window) -> int:
    """How far down the main page stands."""
    down: int = window.driver.execute_script("return arguments[0].scrollTop", window.one("tabpanel", "Home"))
    return down


def test_a_chosen_language_goes_through_main_page_cards_and_dialogs(institution: Institution) -> None:
    kari, ola = institution.kari, institution.ola
    institution.beside.give(TITLE)
    institution.look(ola, "ola", "messages")
    institution.look(kari, "kari")

    _choose(kari, "Nynorsk", "Velg språk")
    kari.see("Mine deloppgåver", "Mine saker", "1 uløyst deloppgåve", "Språk", within=("tabpanel", "Home"))
    kari.press(f"Opne saka {CASE_TITLE[:30]}")
    _dialog(kari, "Ny deloppgåve", ("Tittel", "Frist", "Beskriving"), "Avbryt")
    kari.press("Tilbake til Home")
    kari.go("Messages")
    kari.see_on_card(TITLE, "Ansvarleg: Ola Hansen", "Beskriving", "Løys deloppgåve")
    kari.press(f"Opne deloppgåva {TITLE}", kari.card(TITLE))
    kari.see("Overordna informasjon", "Interne meldingar", within=("dialog", "Deloppgåve"))
    kari.press("Lukk", kari.one("dialog", "Deloppgåve"))
    kari.until_closed()

    kari.go("Home")
    _choose(kari, "English", "Vel språk")
    kari.see("My subtasks", "My cases", "1 unsolved subtask", "Language", within=("tabpanel", "Home"))
    kari.press(f"Open the case {CASE_TITLE[:30]}")
    _dialog(kari, "New subtask", ("Title", "Deadline", "Description"), "Cancel")
    kari.go("Messages")
    kari.see_on_card(TITLE, "Assignee: Ola Hansen", "Description", "Solve subtask")

    ola.see_on_card(TITLE, "Sakseier: Kari Nordmann", "Beskrivelse", "Løs deloppgave")


def _choose(window: Window, language: str, label: str) -> None:
    window.choose("combobox", label)
    window.choose("option", language)


def _dialog(window: Window, name: str, labels: tuple[str, ...], leave: str) -> None:
    """Open the dialog by the button of the same name, see that its fields have these labels, and leave it."""
    window.press(name)
    dialog = window.one("dialog", name)
    for label in labels:
        window.field(label, dialog)
    window.press(leave, dialog)
    window.until_closed()
