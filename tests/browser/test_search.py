"""Somebody with much work finds it again: words, a table to sort and turn, a name for the search, and the way in."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By

from tests.browser.institution import Institution
from tests.browser.window import Window

HOME = ("tabpanel", "Home")


@pytest.mark.timeout(300)
def test_who_has_much_to_do_finds_it_again_and_gives_the_search_a_name(institution: Institution) -> None:
    beside, ola = institution.beside, institution.ola
    beside.give_many([f"Deloppgave {number:03}" for number in range(40)])
    beside.give("Vurder emnene fra Wrocław", files=("Vitnemål",))
    institution.look(ola, "ola")
    search(ola, "deloppgave", Sortering="Nærmeste frist først")
    ola.see("«deloppgave» · nærmeste frist først", "40 treff", "Page 1 of 4", within=HOME)
    assert len(titles(ola)) == 10

    ola.press("Next page")
    ola.until(lambda: "Deloppgave 010" in titles(ola))
    ola.press("Tittel")
    ola.until(lambda: titles(ola)[:1] == ["Deloppgave 000"])
    ola.press("Tittel")
    ola.until(lambda: titles(ola)[:1] == ["Deloppgave 039"])

    ola.press("Lagre søket")
    dialog = ola.one("dialog", "Lagre søket")
    ola.fill("Navn", "Mandag", dialog)
    ola.press("Lagre", dialog)
    ola.until_closed()
    ola.one("heading", "Mandag")
    ola.press("Tilbake til Home")
    ola.one("heading", "Mine saker")
    ola.press("Mandag")
    ola.one("heading", "Mandag")

    ola.press("Endre søket")
    dialog = ola.one("dialog", "Søk")
    ola.fill("Søk etter", "sammenlign Wroclaw", dialog)
    ola.press("Vis", dialog)
    ola.until_closed()
    ola.see("1 treff", within=HOME)
    ola.choose("combobox", "Åpne et treff")
    ola.choose("option", "2026-101 Vurder emnene fra Wrocław")
    ola.see("Overordnet informasjon", within=("dialog", "Deloppgave"))
    ola.close_dialog("Deloppgave")
    ola.one("combobox", "Åpne et treff")


def search(window: Window, words: str, **chosen: str) -> None:
    """Fill in the dialog `Søk` and send it in."""
    window.press("Søk")
    dialog = window.one("dialog", "Søk")
    window.fill("Søk etter", words, dialog)
    for label, choice in chosen.items():
        window.choose("combobox", label)
        window.choose("option", choice)
    window.press("Vis", dialog)
    window.until_closed()


def titles(window: Window) -> list[str]:
    """The titles on the page of the table that is shown."""
    return [cell.text for cell in window.driver.find_elements(By.CSS_SELECTOR, "th[scope=row]") if cell.is_displayed()]
