"""The keyboard alone is enough: from App Home through a case and a dialog to a solved subtask, without a mouse."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.browser.institution import Institution
from tests.browser.keyboard import Keyboard
from tests.browser.window import Window
from tests.institution import CASE_TITLE

TITLE, DESCRIPTION, ANSWER = "Vurder emnene", "Sammenlign emnene med våre egne.", "Emnene overlapper ikke."


def test_a_subtask_is_created_without_a_mouse(institution: Institution) -> None:
    kari, keys = institution.kari, Keyboard(institution.kari)
    institution.look(kari, "kari")
    kari.one("heading", "Mine saker")
    keys.tab_to("Hopp til innholdet")
    keys.press(Keys.ENTER)
    keys.tab_to(f"Åpne saken {CASE_TITLE[:30]}")
    keys.press(Keys.ENTER)
    kari.one("heading", CASE_TITLE)
    keys.tab_to("Ny deloppgave")
    keys.press(Keys.ENTER)
    dialog = kari.one("dialog", "Ny deloppgave")

    keys.wait_at("Tittel")
    keys.press(TITLE)
    keys.tab_to("Frist")
    _type_date(kari, keys, "2026-12-10")
    assert kari.field("Frist", dialog).get_attribute("value") == "2026-12-10"
    keys.tab_to("Ansvarlig")
    keys.press("ola")
    kari.one("option", "Ola Hansen (ola@uni.example)")
    keys.press(Keys.ARROW_DOWN)
    keys.press(Keys.ENTER)
    kari.until_gone("option")
    keys.press(Keys.TAB)
    keys.wait_at("Beskrivelse")
    keys.press(DESCRIPTION)
    keys.tab_to("Vitnemål")
    keys.press(Keys.SPACE)
    keys.tab_to("Opprett")
    keys.press(Keys.ENTER)
    kari.until_closed()
    keys.wait_at("Ny deloppgave")
    kari.see(TITLE, "Ola Hansen", "10. des. 2026", within=("tabpanel", "Home"))


def test_a_subtask_is_answered_and_solved_without_a_mouse(institution: Institution) -> None:
    ola, keys = institution.ola, Keyboard(institution.ola)
    institution.beside.give(TITLE)
    institution.look(ola, "ola")
    ola.one("heading", "Mine deloppgaver")
    keys.tab_to("Home")
    keys.press(Keys.ARROW_RIGHT)
    keys.wait_at("Messages")
    keys.tab_to(f"Åpne deloppgaven {TITLE}")
    keys.press(Keys.ENTER)
    ola.see("Overordnet informasjon", within=("dialog", "Deloppgave"))
    keys.press(Keys.ESCAPE)
    ola.until_closed()
    keys.wait_at(f"Åpne deloppgaven {TITLE}")

    keys.tab_to("More actions")
    keys.press(Keys.ENTER)
    keys.wait_at("Reply in thread")
    keys.press(Keys.ENTER)
    keys.wait_at("Reply…")
    keys.press(ANSWER, Keys.ENTER)
    ola.see_in_thread(ANSWER)
    keys.press(Keys.ESCAPE)
    ola.until_gone("complementary")

    keys.tab_to(f"Løs deloppgaven {TITLE}", back=True)
    keys.press(Keys.ENTER)
    ola.one("alertdialog", "Løse uten konklusjon?")
    keys.press(Keys.ESCAPE)
    ola.until_closed()
    keys.wait_at(f"Løs deloppgaven {TITLE}")
    keys.press(Keys.ENTER)
    ola.one("alertdialog", "Løse uten konklusjon?")
    keys.tab_to("Løs deloppgave")
    keys.press(Keys.ENTER)
    ola.see_on_card(TITLE, "Løst")


def test_the_focus_stays_where_it_is_when_the_page_is_drawn_again(institution: Institution) -> None:
    kari, keys = institution.kari, Keyboard(institution.kari)
    institution.beside.give(TITLE)
    institution.look(kari, "kari")
    kari.one("heading", "Mine saker")
    keys.tab_to("Åpne saken")
    keys.press(Keys.ENTER)
    kari.one("heading", CASE_TITLE)
    keys.tab_to(f"Bytt ansvarlig for deloppgaven {TITLE}")
    institution.beside.give("Finn pensumlisten")
    kari.see("Finn pensumlisten", within=("tabpanel", "Home"))
    assert keys.at == f"Bytt ansvarlig for deloppgaven {TITLE}"


def _type_date(window: Window, keys: Keyboard, date: str) -> None:
    """Type a date in the order that the browser's own language writes it in."""
    script = "return new Intl.DateTimeFormat().formatToParts().map((part) => part.type)"
    parts = dict(zip(("year", "month", "day"), date.split("-"), strict=True))
    for part in window.driver.execute_script(script):
        keys.press(parts.get(part, ""))
