"""Somebody goes away, and a colleague has the work in the meantime, as all of them see it in their browsers."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.browser.institution import Institution

TITLE = "Vurder emnene"
HOME = ("tabpanel", "Home")


def test_who_goes_away_is_stood_in_for_until_the_last_day_is_over(institution: Institution) -> None:
    """The windows become the substitute's and the owner's in turn."""
    beside, kari, ola = institution.beside, institution.kari, institution.ola
    beside.give(TITLE, files=("Vitnemål",))
    institution.look(ola, "ola")
    ola.press_in_menu("Borte")
    dialog = ola.one("dialog", "Borte")
    ola.set_date("Til og med", "2026-11-27", dialog)
    ola.fill("Stedfortreder", "aisha", dialog)
    ola.choose("option", "Aisha Rahman")
    ola.press("Lagre", dialog)
    ola.until_closed()
    ola.see("Du er borte til og med fre. 27. nov. 2026.", "Stedfortreder: Aisha Rahman.", within=HOME)

    institution.look(kari, "kari")
    kari.press("Åpne saken")
    kari.see("Ansvarlig: Ola Hansen, stedfortreder: Aisha Rahman", within=HOME)
    kari.press("Ny deloppgave")
    dialog = kari.one("dialog", "Ny deloppgave")
    kari.fill("Ansvarlig", "ola@uni", dialog)
    kari.see("borte til fre. 27. nov., stedfortreder Aisha Rahman", within=("dialog", "Ny deloppgave"))
    kari.press("Avbryt", dialog)
    kari.until_closed()

    institution.look(kari, "aisha", "messages")
    kari.see_on_card(TITLE, "På vegne av: Ola Hansen", "Vitnemål")
    kari.press(f"Åpne deloppgaven {TITLE}")
    kari.see("På vegne av: Ola Hansen", within=("dialog", "Deloppgave"))
    kari.close_dialog("Deloppgave")

    beside.do(lambda: beside.world.clock.set(datetime(2026, 11, 27, 23, 1, tzinfo=UTC)))
    kari.until(lambda: "Du er ikke lenger stedfortreder for Ola Hansen" in kari.one("tabpanel", "Messages").text)
    ola.until(lambda: "Du er borte" not in ola.one(*HOME).text)
