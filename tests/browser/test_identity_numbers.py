"""An identity number that somebody writes, as she meets it: asked about in a dialog, told of in a thread."""

from __future__ import annotations

from tests.browser.case_page import the_case
from tests.browser.institution import Institution
from tests.identity_numbers import WRITTEN

TITLE, TEXT = "Vurder emnene", f"Søkeren er {WRITTEN}."


def test_a_number_in_a_dialog_is_asked_about_and_one_in_a_thread_is_taken_away_again(institution: Institution) -> None:
    ola, kari = institution.ola, the_case(institution)
    kari.press("Ny deloppgave")
    dialog = kari.one("dialog", "Ny deloppgave")
    kari.fill("Tittel", TITLE, dialog)
    kari.fill("Ansvarlig", "ola", dialog)
    kari.choose("option", "Ola Hansen (ola@uni.example)")
    kari.fill("Beskrivelse", TEXT, dialog)
    kari.press("Opprett", dialog)
    kari.see("Det ser ut til å stå et fødselsnummer i «Beskrivelse».", within=("dialog", "Ny deloppgave"))
    dialog = kari.one("dialog", "Ny deloppgave")
    assert kari.field("Beskrivelse", dialog).get_attribute("value") == TEXT
    kari.press("Opprett", dialog)
    kari.see("Ta nummeret bort, eller kryss av for at det må stå der.", within=("dialog", "Ny deloppgave"))
    kari.tick("Nummeret må stå der", kari.one("dialog", "Ny deloppgave"))
    kari.press("Opprett", kari.one("dialog", "Ny deloppgave"))
    kari.until_closed()

    institution.look(ola, "ola", "messages")
    ola.see_on_card(TITLE, TEXT)
    ola.open_thread(TITLE)
    ola.write(f"Er det {WRITTEN}?")
    ola.see_in_thread("Det ser ut til å stå et fødselsnummer i meldingen din.", "redigere eller slette")
    kari.go("Messages")
    kari.open_thread(TITLE)
    kari.see_in_thread(f"Er det {WRITTEN}?")
    ola.choose_on(f"Er det {WRITTEN}?", "Delete message")
    ola.press("Delete message", ola.one("alertdialog", "Delete the message?"))
    ola.until(lambda: "Er det" not in ola.one("complementary", "Thread").text)
    kari.until(lambda: "Er det" not in kari.one("complementary", "Thread").text)


def test_the_last_line_of_home_says_that_everything_has_come(institution: Institution) -> None:
    institution.look(institution.kari, "kari")
    institution.kari.see("Alt er levert", within=("tabpanel", "Home"))
