"""People come, go and change their names: who is still herself keeps what is hers, and nothing is left to nobody."""

from __future__ import annotations

import sqlalchemy as sa

from store import tables
from tests.beside import take_in
from tests.handlers.test_home import look
from tests.world import World


async def test_a_new_address_and_surname_leave_her_everything_that_is_hers(world: World) -> None:
    await world.create()
    before = (await world.card(world.kari)).ts

    await take_in(world, "people: [{email: kari.berg@uni.example, name: Kari Berg, slack_id: U0KARI}]")
    world.bot.wake()
    await world.settled()

    assert "Kari Berg" in world.aisha.text_of(await world.card(world.aisha))
    assert (await world.card(world.kari)).ts == before
    assert "Innpassing" in await look(world, "kari")
    await world.kari.say("Fortsatt meg.", thread_ts=before)
    await world.settled()
    assert "Fortsatt meg." in world.aisha.text_of(world.aisha.messages[-1])
    assert len(world.rows(sa.select(tables.people).where(tables.people.c.slack_id == "U0KARI"))) == 1
