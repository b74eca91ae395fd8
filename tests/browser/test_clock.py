"""The clock in the drawer: what a person sees when she moves it."""

from __future__ import annotations

from tests.browser.institution import Institution

TITLE = "Vurder emnene"


def test_the_main_page_knows_the_day_that_the_clock_was_moved_to(institution: Institution) -> None:
    ola = institution.ola
    institution.beside.give(TITLE)
    institution.look(ola, "ola")
    ola.see("frist tor. 10. des. 2026", within=("tabpanel", "Home"))
    ola.press("Klokke")
    ola.one("heading", "Klokke")
    ola.set_date("Gå til", "2026-12-10T08:30")
    ola.press("Still klokken")
    ola.go("Messages")
    ola.go("Home")
    ola.see("frist i dag, tor. 10. des. 2026", within=("tabpanel", "Home"))


def test_a_reminder_comes_into_the_thread_as_the_clock_is_moved(institution: Institution) -> None:
    ola = institution.ola
    institution.beside.give(TITLE)
    institution.look(ola, "ola", "messages")
    ola.open_thread(TITLE)
    ola.press("Klokke")
    ola.set_date("Gå til", "2026-12-03T08:00")
    ola.press("Still klokken")
    ola.see_in_thread("Deloppgaven «Vurder emnene» har frist tor. 10. des. 2026, om 7 dager.")
