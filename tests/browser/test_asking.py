"""Two colleagues who wait for each other, as Kari and Ola see it in their browsers."""

from __future__ import annotations

from tests.browser.case_page import the_case
from tests.browser.institution import Institution
from tests.browser.story import no_camera

TITLE = "Vurder emnene"
WHAT = "Hvilken utgave av pensum gjelder?"
look = no_camera


def test_the_owner_sends_a_nudge_the_assignee_asks_for_more_and_gets_an_answer(institution: Institution) -> None:
    beside, ola = institution.beside, institution.ola
    beside.give(TITLE)
    institution.look(ola, "ola", "messages")
    ola.open_thread(TITLE)
    kari = the_case(institution)

    kari.press_in_menu("Purr")
    ola.see_in_thread("Kari Nordmann minner vennlig om deloppgaven")
    kari.until(lambda: "Sist purret" in kari.one("tabpanel", "Home").text)
    look("nudged", kari)

    ola.press_in_menu("Trenger mer")
    dialog = ola.one("dialog", "Trenger mer")
    ola.fill("Hva trenger du for å løse deloppgaven?", WHAT, dialog)
    look("need_more", ola)
    ola.press("Send", dialog)
    ola.until_closed()
    ola.see_on_card(TITLE, "Venter på svar fra sakseier siden")
    look("waits", ola)

    institution.look(kari, "kari")
    kari.press("Tilbake til Home")
    kari.until(lambda: "Ola Hansen trenger mer og venter på svar" in kari.one("tabpanel", "Home").text)
    look("needs_you", kari)
    kari.go("Messages")
    kari.see_on_card(TITLE, "Venter på svar fra sakseier siden", "Besvart")
    kari.open_thread(TITLE)
    kari.see_in_thread(WHAT)
    look("asked", kari)
    kari.write("Den fra 2019.")
    ola.see_in_thread("Den fra 2019.")
    ola.until(lambda: "Venter på svar" not in ola.card(TITLE).text)
    kari.until(lambda: "Besvart" not in kari.card(TITLE).text)


def test_a_subtask_like_another_one_is_made_from_its_page(institution: Institution) -> None:
    beside = institution.beside
    beside.give(TITLE, files=("Vitnemål",))
    kari = the_case(institution)
    kari.press(f"Åpne deloppgaven {TITLE}")
    kari.one("dialog", "Deloppgave")

    kari.press_in_menu("Lag en lik")
    dialog = kari.one("dialog", "Ny deloppgave")
    kari.fill("Tittel", "Vurder emnene en gang til", dialog)
    look("copy", kari)
    kari.press("Avbryt", dialog)
    kari.close_dialog("Deloppgave")
    beside.quiet()
    assert "en gang til" not in kari.one("tabpanel", "Home").text
