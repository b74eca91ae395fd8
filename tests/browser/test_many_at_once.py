"""What somebody does with very much work before them, in the large sample: forty people, two thousand subtasks.

The demo is opened once for all of it; each story goes on in what the others have left. It takes a while, so only
`make test ARGS=--large` and whoever names this file run them; each of these stories is told small in a file of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from shutil import copytree

import pytest

from tests.browser.judge import Judge
from tests.browser.window import DemoBeside, Window
from tests.large import large_sample

HOME, MESSAGES = ("tabpanel", "Home"), ("tabpanel", "Messages")
ON_ITS_WAY = """
SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending') AND kind IN ('card', 'message', 'grant', 'reminder')
"""
pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Large:
    """The demo, and the windows that people look at it through."""

    demo: DemoBeside
    one: Window
    other: Window

    def look(self, window: Window, login: str, tab: str = "home") -> Window:
        """Open the page as somebody, at this tab, in a window."""
        window.driver.get(f"{self.demo.url}/?as={login}&tab={tab}")
        window.one("tab", {"home": "Home", "messages": "Messages"}[tab])
        return window

    def main_page(self, window: Window, login: str) -> Window:
        """Open the main page as somebody, who may have left Home turned to another one."""
        self.look(window, login)
        window.until(lambda: window.all("button", "Tilbake til") or window.all("button", "Søk"))
        if window.all("button", "Tilbake til"):
            window.press("Tilbake til")
        window.one("button", "Søk")
        return window


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, windows: tuple[Window, Window]) -> Iterator[DemoBeside]:
    """Open the demo with the large sample, and wait until its cards have come: who presses meanwhile may come late."""
    folder = copytree(large_sample(tmp_path_factory), tmp_path_factory.mktemp("large") / "copy")
    with DemoBeside(folder, large=True) as opened, closing(sqlite3.connect(folder / "saksbot.db")) as database:
        windows[0].until(lambda: database.execute(ON_ITS_WAY).fetchone() == (0,))
        yield opened


@pytest.fixture
def large(demo: DemoBeside, windows: tuple[Window, Window]) -> Iterator[Large]:
    """Look at it; at the end nothing has been refused, and no browser has complained."""
    for window in windows:
        window.complaints()
    yield Large(demo, *windows)
    complaints = [complaint for window in windows for complaint in window.complaints()]
    for window in windows:
        window.driver.get("about:blank")
    demo.do(demo.ws.assert_clean)
    assert complaints == []


def test_one_of_forty_is_found_by_typing_and_nobody_is_flooded(large: Large) -> None:
    kari, side = large.main_page(large.one, "U0KARI"), ("navigation", "Personer og verktøy")
    kari.see("Kari Nordmann", "Li Wei", within=side)
    kari.fill("Finn en person", "aila nut", kari.one(*side))
    kari.until(lambda: "Kari Nordmann" not in kari.one(*side).text)
    kari.choose("link", "Áila Biret Nutti")
    kari.see("Áila Biret Nutti", "Kari Nordmann", within=side)
    kari.one("heading", "Mine deloppgaver")
    assert all(len(person.messages) < 60 for person in large.demo.ws.people.values())


def test_what_was_worked_on_last_month_is_found_again(large: Large) -> None:
    lise, judge = large.main_page(large.one, "U0LISE"), Judge()
    lise.press("Søk")
    dialog = lise.one("dialog", "Søk")
    lise.fill("Søk etter", "studieplan", dialog)
    lise.press("Vis", dialog)
    lise.until_closed()
    lise.see("«studieplan»", "treff", within=HOME)
    judge.look("what was found", lise)
    judge.content()


def test_a_ready_made_set_becomes_subtasks(large: Large) -> None:
    kari = large.main_page(large.one, "U0KARI")
    kari.press("Åpne saken Innpassing av eksterne emner")
    kari.press_in_menu("Vanlige deloppgaver")
    kari.press("Fortsett", kari.one("dialog", "Vanlige deloppgaver"))
    kari.see("Vurder emnene faglig", within=("dialog", "Vanlige deloppgaver"))
    kari.press("Fortsett", kari.one("dialog", "Vanlige deloppgaver"))
    kari.see("Venter på «Vurder emnene faglig»", within=("dialog", "Vanlige deloppgaver"))
    dialog = kari.one("dialog", "Vanlige deloppgaver")
    kari.fill("Ansvarlig for «Vurder emnene faglig»", "gunn", dialog)
    kari.choose("option", "Gunnhild Ærøy")
    kari.press("Opprett", dialog)
    kari.until_closed()
    kari.see("Vurder emnene faglig", "Venter på «Vurder emnene faglig»", within=HOME)
    expert = large.look(large.other, "U0GUNNHILDAEROY", "messages")
    expert.see_on_card("Vurder emnene faglig", "Kari Nordmann")


def test_one_question_goes_to_several_of_many(large: Large) -> None:
    kari = large.main_page(large.one, "U0KARI")
    kari.press("Åpne saken Innpassing av eksterne emner")
    kari.press_in_menu("Spør flere")
    dialog = kari.one("dialog", "Spør flere")
    kari.fill("Tittel", "Bør emnet godkjennes?", dialog)
    for typed, name in (("gunn", "Gunnhild Ærøy"), ("peder", "Peder Ødegård"), ("aila", "Áila Biret Nutti")):
        kari.fill("Hvem skal spørres?", typed, dialog)
        kari.choose("option", name)
    kari.fill("Beskrivelse", "Les emneplanen og svar.", dialog)
    kari.press("Spør", dialog)
    kari.until_closed()
    kari.see("Flere er spurt", "0 av 3 har svart", within=HOME)


def test_a_distributor_sees_the_morning_of_all_places(large: Large) -> None:
    elle, judge = large.main_page(large.one, "U0ELLEGAUP"), Judge()
    elle.press("Oversikt")
    elle.see("Uten sakseier (", "Ikke åpnet på en uke (", within=HOME)
    judge.look("the overview", elle)
    elle.press("Borte i dag")
    elle.see("Rune Slåtten", "Zahra Hosseini", within=HOME)
    elle.press("Arbeid per person")
    elle.see("Teller bare det som er åpent nå", within=HOME)
    judge.look("who has how much", elle)
    judge.content()


def test_many_are_moved_in_one_go_and_taken_back(large: Large) -> None:
    elle = large.main_page(large.one, "U0ELLEGAUP")
    receiver = large.look(large.other, "U0TORBJORGNAVIK", "messages")
    elle.press_in_menu("Flytt flere")
    dialog = elle.one("dialog", "Flytt flere")
    elle.tick("Deloppgavene til én person", dialog)
    elle.fill("Hvem har dem nå?", "samuel", dialog)
    elle.choose("option", "Samuel Tesfaye Bekele")
    elle.press("Fortsett", dialog)
    elle.see("På vent · ", within=("dialog", "Flytt flere"))
    dialog = elle.one("dialog", "Flytt flere")
    elle.tick("Alle ", dialog)
    elle.fill("Ny ansvarlig", "torb", dialog)
    elle.choose("option", "Torbjørg Nåvik")
    elle.fill("Begrunnelse", "Samuel er sykmeldt.", dialog)
    elle.press("Se hva som skjer", dialog)
    elle.see("flyttes", "på vent", within=("dialog", "Kontroller"))
    elle.press("Flytt", elle.one("dialog", "Kontroller"))
    elle.see("deloppgaver til Torbjørg Nåvik.", within=("dialog", "Flytt flere"))
    receiver.see("deloppgaver av Elle Márjá Gaup.", within=MESSAGES)
    elle.press("Angre det du flyttet", elle.one("dialog", "Flytt flere"))
    elle.see("Du har angret flyttingen.", within=("dialog", "Flytt flere"))
    receiver.see("Elle Márjá Gaup har angret flyttingen.", within=MESSAGES)
    elle.press("Lukk", elle.one("dialog", "Flytt flere"))
