"""The dialog `Ny deloppgave`: filled in by a person, or sent as no Slack client would."""

from __future__ import annotations

import json

from sandbox.person import Person
from tests.world import World


async def offers(person: Person, typed: str) -> list[dict[str, dict[str, str]]]:
    """What the menu `Ansvarlig` offers for this text."""
    view = person.modals[-1]
    block = next(block for block in view["blocks"] if block.get("block_id") == "assignee")
    return await person.suggest(view["id"], "assignee", block["element"]["action_id"], typed)


async def fill(person: Person, **other: str) -> None:
    """Fill the dialog, with other values where given."""
    await person.fill("Tittel", other.get("Tittel", "Vurder emnene"))
    await person.fill("Frist", other.get("Frist", "2026-12-10"))
    await person.choose("Ansvarlig", "Aisha Rahman")
    await person.fill("Beskrivelse", other.get("Beskrivelse", "Sammenlign emnene."))


async def tampered(world: World, view_id: str, values: object, closed: object = None) -> dict[str, dict[str, str]]:
    """Send a submission that no Slack client would send, with these values, and give the bot's answer."""
    body = {
        "type": "view_submission",
        "user": {"id": "U0KARI", "team_id": world.ws.team_id},
        "team": {"id": world.ws.team_id},
        "view": {**(closed or world.kari.modals[-1]), "id": view_id, "state": {"values": values}},  # type: ignore[dict-item]
    }
    response = await world.bot.dispatch(body)
    answer: dict[str, dict[str, str]] = json.loads(response.body)
    return answer
