"""The dialog `Ny deloppgave` sent in with an identity number, and what it then asks."""

from __future__ import annotations

from sandbox.person import Person
from store import tables
from tests.identity_numbers import WRITTEN
from tests.world import World

TEXT = f"Søkeren er {WRITTEN}."
ASKED = "Det ser ut til å stå et fødselsnummer i «{}». Ta det bort, eller kryss av hvis det må stå der."
BOX, KEEP = "Fødselsnummer", "Nummeret må stå der"


async def create_with_number(world: World, **texts: str) -> Person:
    """Fill in `Ny deloppgave` and send it in; it is asked about."""
    kari = world.kari
    await world.open_dialog(kari)
    filled = {"Tittel": "Vurder emnene", "Frist": "2026-12-10", "Beskrivelse": "Sammenlign.", **texts}
    for label, text in filled.items():
        await kari.fill(label, text)
    await kari.choose("Ansvarlig", "Aisha Rahman")
    await kari.tick("Gi tilgang til vedlegg", "Vitnemål")
    answer = await kari.send()
    assert not answer.closed
    assert not answer.errors
    assert world.count(tables.subtasks) == 0
    return kari
