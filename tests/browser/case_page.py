"""The page of a case, as its owner opens it in her browser."""

from __future__ import annotations

from tests.browser.institution import Institution
from tests.browser.window import Window


def the_case(institution: Institution) -> Window:
    """Show Kari the page of her case."""
    kari = institution.kari
    institution.look(kari, "kari")
    kari.press("Åpne saken")
    kari.one("button", "Ny deloppgave")
    return kari
