"""Attachments: looked at as the assignee, fetched, and gone after a day, as both parties see it in their browsers."""

from __future__ import annotations

from tests.browser.case_page import the_case
from tests.browser.institution import Institution
from tests.browser.story import no_camera

TITLE = "Vurder emnene"
look = no_camera


def test_what_is_given_is_seen_as_the_assignee_first_and_goes_when_its_last_day_is_over(
    institution: Institution,
) -> None:
    beside, ola = institution.beside, institution.ola
    kari = the_case(institution)
    kari.press("Ny deloppgave")
    dialog = kari.one("dialog", "Ny deloppgave")
    kari.fill("Tittel", TITLE, dialog)
    kari.fill("Ansvarlig", "Aisha", dialog)
    kari.choose("option", "Aisha Rahman")
    kari.fill("Beskrivelse", "Sammenlign emnene.", dialog)
    kari.tick("Vitnemål", dialog)
    kari.press("Se som ansvarlig", dialog)
    kari.see(TITLE, "[Løs deloppgave]", "Vitnemål", "Felt: Konklusjon", within=("dialog", "Se som ansvarlig"))
    look("preview", kari)
    kari.press("Lukk", kari.one("dialog", "Se som ansvarlig"))
    kari.press("Opprett", kari.one("dialog", "Ny deloppgave"))
    kari.until_closed()
    beside.quiet()

    institution.look(ola, "aisha", "messages")
    ola.see_on_card(TITLE, "Vitnemål")
    kari.press_in_menu("Tilgang til vedlegg")
    dialog = kari.one("dialog", "Tilgang til vedlegg")
    kari.set_date("Tilgang til og med", "2026-12-02", dialog)
    look("last day", kari)
    kari.press("Lagre", dialog)
    kari.until_closed()
    ola.see_on_card(TITLE, "til ons. 2. des.")
    look("until", ola)

    beside.do(lambda: beside.ws.clock.move(days=10))
    ola.until(lambda: "Vitnemål" not in ola.card(TITLE).text)


def test_on_request_a_copy_is_fetched_and_the_owner_sees_by_whom(asking: Institution) -> None:
    beside, ola = asking.beside, asking.ola
    beside.give(TITLE, files=("Vitnemål", "Emneliste"))
    asking.look(ola, "ola", "messages")
    ola.see_on_card(TITLE, "Vitnemål", "Emneliste", "Hent")
    look("to fetch", ola)
    ola.press("Hent vedlegget Vitnemål", ola.card(TITLE))
    ola.until_gone("button", "Hent vedlegget Vitnemål")
    beside.quiet()
    look("fetched", ola)

    kari = the_case(asking)
    kari.press(f"Åpne deloppgaven {TITLE}")
    kari.see("hentet av Ola Hansen", within=("dialog", "Deloppgave"))
    kari.press_in_menu("Se som ansvarlig")
    kari.see("[Hent]", "Vitnemål", within=("dialog", "Se som ansvarlig"))
    look("as assignee", kari)
