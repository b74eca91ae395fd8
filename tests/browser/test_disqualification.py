"""Somebody says that she is disqualified, and is out of the whole case, as all of them see it in their browsers."""

from __future__ import annotations

from tests.browser.institution import Institution
from tests.institution import CASE_TITLE

TITLE, OTHER = "Vurder emnene", "Kontroller studiepoengene"
HOME = ("tabpanel", "Home")


def test_who_is_disqualified_is_out_of_the_case_and_chosen_for_nothing_in_it(institution: Institution) -> None:
    """The windows become the distributor's and the next owner's in the end."""
    beside, kari, ola = institution.beside, institution.kari, institution.ola
    beside.give(TITLE, files=("Vitnemål",))
    beside.give(OTHER)
    institution.look(ola, "ola", "messages")
    ola.press(f"Send tilbake deloppgaven {TITLE}", ola.card(TITLE))
    dialog = ola.one("dialog", "Send tilbake")
    ola.see("Er du inhabil, mister du tilgangen til hele saken.", within=("dialog", "Send tilbake"))
    ola.tick("Jeg er inhabil", dialog)
    ola.press("Send tilbake", dialog)
    ola.until_closed()
    ola.until(
        lambda: ola.one("tabpanel", "Messages").text.count("Du har ikke lenger tilgang til denne deloppgaven") == 2
    )
    ola.go("Home")
    ola.one("heading", "Mine deloppgaver")
    assert CASE_TITLE not in ola.one(*HOME).text

    institution.look(kari, "kari")
    kari.press("Åpne saken")
    kari.see("Inhabil i saken: Ola Hansen (ola@uni.example)", "Årsak: Jeg er inhabil", within=HOME)
    kari.press("Ny deloppgave")
    dialog = kari.one("dialog", "Ny deloppgave")
    kari.see("Inhabil i saken: Ola Hansen (ola@uni.example)", within=("dialog", "Ny deloppgave"))
    kari.fill("Ansvarlig", "ola", dialog)
    kari.one("option", "Ola Hansen (ola.hansen2@uni.example)")
    kari.press("Avbryt", dialog)
    kari.until_closed()
    kari.press_in_menu("Jeg er inhabil")
    dialog = kari.one("dialog", "Meld inhabilitet")
    kari.press("Meld inhabilitet", dialog)
    kari.see("Du er meldt inhabil i sak 2026-101, hvis den finnes.", within=("dialog", "Saksbot"))
    kari.press("Lukk", kari.one("dialog", "Saksbot"))
    kari.until_closed()
    kari.until(lambda: CASE_TITLE not in kari.one(*HOME).text)

    institution.look(kari, "ingrid")
    kari.see(CASE_TITLE, within=HOME)  # waits for distribution
    kari.press("Fordel")
    kari.see("Inhabil i saken: Ola Hansen (ola@uni.example) og Kari Nordmann", within=("dialog", "Fordel sak"))
    dialog = kari.one("dialog", "Fordel sak")
    kari.fill("Sakseier", "Aisha", dialog)
    kari.choose("option", "Aisha Rahman")
    kari.press("Lagre og fordel", dialog)
    kari.until_closed()
    kari.until(lambda: CASE_TITLE not in kari.one(*HOME).text)

    institution.look(ola, "aisha")
    ola.press("Åpne saken")
    ola.see("Inhabil i saken: Ola Hansen (ola@uni.example) og Kari Nordmann", within=HOME)
