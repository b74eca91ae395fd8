"""A button that came to somebody it was not made for: forwarded, or left behind."""

from __future__ import annotations

import pytest

from store import tables
from tests.world import World

FORWARDED = {
    "subtask.open": "1",
    "subtask.solve": "1",
    "subtask.reassign": "1",
    "subtask.decline": "1",
    "subtask.deadline": "1",
    "case.deadlines": "2026-101",
    "subtask.hold": "1",
    "task.resume": "1",
    "closing.subtask": "1",
    "case.open": "2026-101",
    "case.close": "2026-101",
    "case.distribute": "2026-101",
    "case.new_subtask": "2026-101",
    "case.fetch": "2026-101",
}


SENTENCES = (
    "Du har ikke lenger tilgang til denne deloppgaven.",
    "Kontroller nummeret, eller åpne saken fra fanen Home.",
    "Ta kontakt med den som drifter Saksbot for å bli registrert.",
)


@pytest.mark.parametrize("who", ["ola", "stranger", "guest", "elsewhere"])
async def test_a_forwarded_button_is_answered_with_a_sentence_and_has_no_effect(world: World, who: str) -> None:
    await world.create()
    person = world.people.get(who) or world.ws.add_person(
        "U0GUEST",
        name="Gjest",
        email="g@x.example",
        locale="en-US",
        tz="Europe/Oslo",
        title="",
        guest=who == "guest",
        stranger=who == "elsewhere",
    )
    before = {name: world.count(table) for name, table in tables.metadata.tables.items()}
    for action_id, value in FORWARDED.items():
        body = {
            "type": "block_actions",
            "user": {"id": person.id, "team_id": person.team_id},
            "team": {"id": world.ws.team_id},
            "trigger_id": world.ws.triggers.issue(person.id),
            "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
            "container": {"type": "message"},
        }
        assert (await world.bot.dispatch(body)).status == 200
        await world.ws.until(lambda: person.modals)
        assert person.text_of(person.modals[-1]["id"]).removesuffix("\nLukk").endswith(SENTENCES)
        await person.dismiss()
    await world.quiet()
    assert {name: world.count(table) for name, table in tables.metadata.tables.items()} == before
    assert not person.messages
