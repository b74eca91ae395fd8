"""Endings that are mended, and a case closed past its open subtasks, as Kari and Ola see it in their browsers."""

from __future__ import annotations

from tests.browser.case_page import the_case
from tests.browser.institution import Institution
from tests.browser.story import no_camera
from tests.browser.window import Window

TITLE, OTHER = "Vurder emnene", "Kontroller studiepoengene"
NEW_TITLE = "Vurder emne 1 til 3"
look = no_camera


def test_what_was_solved_too_soon_is_taken_back_and_what_was_solved_too_briefly_is_reopened(
    institution: Institution,
) -> None:
    beside, ola = institution.beside, institution.ola
    beside.give(TITLE, files=("Vitnemål", "Emneliste"))
    institution.look(ola, "ola", "messages")
    _solve(ola)
    look("undo", ola)

    ola.press(f"Angre at deloppgaven {TITLE}", ola.card(TITLE))
    ola.see_on_card(TITLE, "Ny", "Løs deloppgave")
    _solve(ola)
    beside.do(lambda: beside.ws.clock.move(minutes=5))
    ola.until(lambda: "Angre" not in ola.card(TITLE).text)

    kari = the_case(institution)
    kari.press_in_menu("Gjenåpne")
    dialog = kari.one("dialog", "Gjenåpne")
    kari.fill("Begrunnelse", "Emne 3 mangler.", dialog)
    kari.tick("Emneliste", dialog)
    look("reopen", kari)
    kari.press("Gjenåpne", dialog)
    kari.until_closed()
    ola.see_on_card(TITLE, "Ny", "Emneliste")
    assert "Vitnemål" not in ola.card(TITLE).text
    ola.open_thread(TITLE)
    ola.see_in_thread("Kari Nordmann har gjenåpnet deloppgaven", "Begrunnelse: Emne 3 mangler.")


def test_other_words_are_marked_for_who_has_read_the_former_ones(institution: Institution) -> None:
    beside, ola = institution.beside, institution.ola
    beside.give(TITLE)
    institution.look(ola, "ola", "messages")
    ola.press(f"Åpne deloppgaven {TITLE}", ola.card(TITLE))
    ola.close_dialog("Deloppgave")
    kari = the_case(institution)

    kari.press_in_menu("Rediger")
    dialog = kari.one("dialog", "Rediger deloppgave")
    kari.fill("Tittel", NEW_TITLE, dialog)
    look("edit", kari)
    kari.press("Lagre", dialog)
    kari.until_closed()

    ola.press(f"Åpne deloppgaven {NEW_TITLE}", ola.card(NEW_TITLE))
    ola.see("Tittelen er endret siden du leste deloppgaven sist.", within=("dialog", "Deloppgave"))
    look("edited", ola)


def test_the_closing_dialog_takes_an_answer_for_each_and_keeps_the_case_open_where_it_is_wanted(
    institution: Institution,
) -> None:
    beside, ola = institution.beside, institution.ola
    beside.give(TITLE)
    beside.give(OTHER)
    institution.look(ola, "ola", "messages")
    ola.open_thread(TITLE)
    ola.write("Emne 3 er vanskelig.")
    ola.see_in_thread("Emne 3 er vanskelig.")
    beside.quiet()
    kari = the_case(institution)

    kari.press("Avslutt sak")
    kari.see("Siste melding fra Ola Hansen: Emne 3 er vanskelig.", within=("dialog", "Avslutt sak"))
    look("closing", kari)
    _choose(kari, TITLE, "Purr")
    _choose(kari, OTHER, "Ikke nødvendig", "Studiepoengene er kjent.")
    kari.press("Avslutt sak", kari.one("dialog", "Avslutt sak"))
    kari.see("1 deloppgave er avsluttet. 1 ansvarlig får en purring.", within=("dialog", "Saken er ikke avsluttet"))
    look("still_open", kari)
    ola.see_in_thread("Kari Nordmann minner vennlig om deloppgaven")
    ola.see_on_card(OTHER, "Avsluttet som ikke nødvendig av Kari Nordmann", "Ikke nødvendig: Studiepoengene er kjent.")
    look("not_needed_card", ola)
    kari.close_dialog("Saken er ikke avsluttet")

    kari.press("Avslutt sak")
    _choose(kari, TITLE, "Løs med en setning", "Emne 3 regnes ikke med.")
    kari.press("Avslutt sak", kari.one("dialog", "Avslutt sak"))
    kari.until_closed()
    ola.see_on_card(TITLE, "Løst av sakseier Kari Nordmann", "Slik ble den løst: Emne 3 regnes ikke med.")


def _solve(ola: Window) -> None:
    ola.press(f"Løs deloppgaven {TITLE}", ola.card(TITLE))
    ola.press("Løs deloppgave", ola.one("alertdialog", "Løse uten konklusjon?"))
    ola.see_on_card(TITLE, "Løst", "Angre")


def _choose(kari: Window, title: str, choice: str, text: str = "") -> None:
    kari.choose("combobox", f"Hva skal skje med «{title}»?")
    kari.choose("option", choice)
    if text:
        kari.fill(f"Setning om «{title}»", text, kari.one("dialog", "Avslutt sak"))
