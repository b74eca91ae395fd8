"""Closing a case and giving and taking back attachments, as owner and assignee see it in their browsers."""

from __future__ import annotations

from tests.browser.case_page import the_case
from tests.browser.institution import Institution
from tests.browser.window import Window

TITLE, OTHER, LATER, SOLVED = "Vurder emnene", "Kontroller studiepoengene", "Finn pensumlisten", "Se på søknaden"


def test_closing_a_case_names_its_open_subtasks_and_solves_them_for_everybody(institution: Institution) -> None:
    beside, ola = institution.beside, institution.ola
    for title, assignee in ((TITLE, "ola"), (OTHER, "aisha"), (SOLVED, "ola")):
        beside.give(title, to=assignee)
    institution.look(ola, "ola", "messages")
    ola.press(f"Løs deloppgaven {SOLVED}", ola.card(SOLVED))
    ola.press("Løs deloppgave", ola.one("alertdialog", "Løse uten konklusjon?"))
    ola.see_on_card(SOLVED, "Løst")
    kari = the_case(institution)

    kari.press("Avslutt sak")
    question = kari.one("dialog", "Avslutt sak")
    kari.see("Saken har 2 uløste deloppgaver", TITLE, OTHER, within=("dialog", "Avslutt sak"))
    kari.see("Ansvarlig: Ola Hansen", "Ansvarlig: Aisha Rahman", "10. des. 2026", within=("dialog", "Avslutt sak"))
    assert SOLVED not in question.text
    kari.press("Avbryt", question)
    kari.until_closed()
    ola.see_on_card(TITLE, "Ny")

    kari.press("Avslutt sak")
    question = kari.one("dialog", "Avslutt sak")
    beside.give(LATER)
    kari.press("Avslutt sak", question)
    kari.see("Det har kommet en ny deloppgave", "3 uløste deloppgaver", LATER, within=("dialog", "Avslutt sak"))
    ola.see_on_card(LATER, "Ny")
    kari.press("Avslutt sak", kari.one("dialog", "Avslutt sak"))
    kari.until_closed()

    kari.see("Avsluttet", within=("tabpanel", "Home"))
    kari.until(lambda: kari.one("tabpanel", "Home").text.count("Status: Løst") == 4)
    kari.until_gone("button", "Ny deloppgave")
    kari.go("Messages")
    for window, titles in ((kari, (TITLE, OTHER, LATER)), (ola, (TITLE, LATER))):
        for title in titles:
            window.see_on_card(title, "Løst")
        window.until_gone("button", "Løs deloppgaven")


def test_an_attachment_comes_into_the_assignee_s_thread_when_granted_and_goes_when_withdrawn(
    institution: Institution,
) -> None:
    kari, ola = institution.kari, institution.ola
    institution.beside.give(TITLE)
    institution.look(ola, "ola", "messages")
    thread = ola.open_thread(TITLE)
    the_case(institution)

    _grant(kari, "Vitnemål", "Emneliste")
    ola.one("link", "Open Vitnemål", thread)
    ola.one("link", "Download Emneliste", thread)
    ola.see_on_card(TITLE, "Vitnemål", "Emneliste")

    _grant(kari, "Vitnemål")  # ticked before: taken back
    ola.until(lambda: "Vitnemål" not in thread.text)
    ola.until(lambda: "Vitnemål" not in ola.card(TITLE).text)
    ola.one("link", "Download Emneliste", thread)
    ola.press(f"Åpne deloppgaven {TITLE}", ola.card(TITLE))
    page = ola.one("dialog", "Deloppgave")
    assert "Emneliste" in page.text
    assert "Vitnemål" not in page.text
    assert "Legeerklæring" not in page.text


def _grant(kari: Window, *titles: str) -> None:
    kari.press_in_menu("Tilgang til vedlegg")
    dialog = kari.one("dialog", "Tilgang til vedlegg")
    for title in titles:
        kari.tick(title, dialog)
    kari.press("Lagre", dialog)
    kari.until_closed()
