"""Webhooks, from what people do in Slack to a system's receiver: once, in order, signed, and only what it sees."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import cycle

import pytest
import sqlalchemy as sa

from bot import __version__
from bot.commands import check_webhooks
from bot.delivery import hooks as sending
from cases.doors import hooks, keys
from domain.outbox_kinds import OutboxKind
from store import tables, undelivered
from tests.api.receiver import LIES, OK, Receiver, receiver, signed
from tests.beside import context, imported, take_in
from tests.institution import CASE
from tests.world import World

OTHER = "2026-102"
NEW = imported(owner="").replace(CASE, OTHER).replace("Innpassing", "Annen innpassing")
ROWS = tables.outbox.c.kind == OutboxKind.WEBHOOK


def listen(
    world: World, there: Receiver, name: str, *, place: str = "184.12", role: str = "fordeler", events: str = ""
) -> str:
    """Let a system be told at the receiver's address of its name; gives the secret."""
    own, now = context(world), world.clock.now()
    keys.new(own, name, place=place, role=role, now=now)
    return hooks.put(own, name, f"{there.address}/{name}", events.split(), now=now)


def states(world: World, name: str) -> list[str]:
    named = sa.select(tables.systems.c.person_id).where(tables.systems.c.name == name).scalar_subquery()
    asked = sa.select(tables.outbox.c.state).where(ROWS, tables.outbox.c.person_id == named)
    return [row.state for row in world.rows(asked.order_by(tables.outbox.c.id))]


async def a_case_is_worked_on(world: World) -> None:
    """Kari gives Aisha a subtask, who writes and solves it; another case comes in, gets an owner and is withdrawn."""
    await world.submit()
    await take_in(world, NEW)
    await take_in(world, NEW.replace("applied_on", "owner: kari@uni.example, applied_on"))
    card = await world.card(world.aisha)
    await world.aisha.say("Hei", thread_ts=card.ts)
    await world.ws.until(world.has_taken_in)
    await world.aisha.click("Løs deloppgave", at=card)
    await take_in(world, f"cases: [{{id: {OTHER}, withdrawn: true}}]")
    await world.settled()


async def test_a_receiver_that_lies_and_sleeps_hears_everything_once_and_in_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    async with receiver() as there:
        secret = listen(world, there, "arkiv")
        for name in ("nabo", "fremmed"):
            listen(world, there, name, place="185" if name == "nabo" else "184.12", role="saksbehandler")
        listen(world, there, "slutt", events="case.closed subtask.solved")
        there.says = {"arkiv": cycle(LIES), "slutt": cycle(["410"])}
        there.lose = lambda: lose(world)
        await a_case_is_worked_on(world)

        assert there.told("arkiv", CASE) == ["subtask.created", "subtask.messaged", "subtask.solved"]
        assert there.told("arkiv", OTHER) == ["case.created", "case.assigned", "case.closed"]
        assert {*states(world, "arkiv")} == {"sent"}
        for case in (CASE, OTHER):
            numbers = [one["data"]["sequence"] for one in there.taken_by("arkiv") if one["data"]["case"] == case]
            assert numbers == [1, 2, 3]
        sent = [(headers, body) for name, headers, body in there.sent if name == "arkiv"]
        assert len(sent) > 12, "it has lied"
        assert all(signed(headers, body, secret) for headers, body in sent)
        assert not any(word in body for _, body in sent for word in (b"Vurder", b"Hei", b"Aisha", b"Innpassing"))

        assert [there.sent_to(name) for name in ("nabo", "fremmed", "elsewhere")] == [[], [], []]
        assert len(there.sent_to("slutt")) == 1
        assert {*states(world, "slutt")} == {"dropped"}, "it had said that it wants nothing more"
        assert [one.words.partition(" ")[0] for one in check_webhooks.found(world.database)] == ["slutt"]


def lose(world: World) -> None:
    """Let the bot's hold on what it sends have ended, as when it is killed before it notes the answer."""
    with world.database.begin() as connection:
        mine = tables.outbox.update().where(ROWS, tables.outbox.c.state == "sending")
        connection.execute(mine.values(leased_by="gone", lease_until_at=world.clock.now()))


async def test_a_receiver_that_hangs_holds_up_no_person_and_no_other_system(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 60.0)
    async with receiver() as there:
        for name in ("sover", "arkiv"):
            listen(world, there, name)
        there.says["sover"] = cycle(["sleep"])
        await world.submit()
        await world.card(world.aisha)
        await take_in(world, NEW)
        await world.ws.until(lambda: there.told("arkiv", CASE) and there.told("arkiv", OTHER))
        assert len(there.sent_to("sover")) == 1, "one call at a time"
        there.release.set()
        await world.quiet()
        assert there.told("sover", CASE) == ["subtask.created"]
        assert there.told("sover", OTHER) == ["case.created"]


async def test_secrets_change_without_a_break_and_who_has_no_key_hears_no_more(world: World) -> None:
    own = context(world)
    async with receiver() as there:
        former = listen(world, there, "arkiv")
        new = await asyncio.to_thread(hooks.rotate, own, "arkiv", now=world.clock.now(), keep=timedelta(days=7))
        await world.create(title="En")
        world.clock.move(days=8)
        await world.create(title="To", deadline="2026-12-15")
        there.says["arkiv"] = cycle(["503"])
        await world.submit(title="Tre", deadline="2026-12-15")
        await world.ws.until(lambda: len(there.sent_to("arkiv")) == 3)
        found = [[signed(headers, body, one) for one in (former, new)] for _, headers, body in there.sent]
        assert found == [[True, True], [False, True], [False, True]]
        await asyncio.to_thread(keys.revoke, own, "arkiv", now=world.clock.now())
        await world.settled()
        await world.create(title="Fire", deadline="2026-12-15")
        assert len(there.sent_to("arkiv")) == 3
        assert states(world, "arkiv") == ["sent", "sent", "dropped"]


async def test_what_nobody_takes_for_three_days_is_given_up_and_comes_when_it_is_tried_again(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    async with receiver() as there:
        listen(world, there, "arkiv")
        there.says["arkiv"] = iter(["500", "500", OK, OK])
        began_at: datetime = world.clock.now()
        await world.submit()
        await world.ws.until(lambda: there.sent_to("arkiv") and world.rests())
        world.clock.set(began_at + timedelta(days=3, seconds=1))
        world.bot.wake()
        await world.ws.until(lambda: states(world, "arkiv") == ["refused"])
        (told,) = check_webhooks.found(world.database)
        assert "1 not taken by Fagsystem arkiv, and given up: webhook: status 500" in told.words
        assert "outbox retry" in told.words
        with world.database.begin() as connection:
            undelivered.retry(connection, None, world.clock.now())
        world.bot.wake()
        await world.settled()
        assert there.told("arkiv", CASE) == ["subtask.created"]
        assert states(world, "arkiv") == ["sent"]


async def test_a_receiver_that_is_away_for_hours_is_asked_ever_less_often(world: World) -> None:
    async with receiver() as there:
        listen(world, there, "arkiv")
        there.says["arkiv"] = iter(["503"] * 16)
        began_at: datetime = world.clock.now()
        await world.submit()
        await world.settled()
        assert states(world, "arkiv") == ["sent"]
        assert len(there.sent_to("arkiv")) == 17
        assert world.clock.now() - began_at > timedelta(hours=2)


@pytest.mark.parametrize("asks", ["600", "Mon, 23 Nov 2026 08:10:00 GMT"])
async def test_a_receiver_that_asks_for_a_pause_gets_it(sqlite_world: World, asks: str) -> None:
    """See https://github.com/svix/svix-webhooks/issues/2200 ."""
    world = sqlite_world
    async with receiver() as there:
        listen(world, there, "arkiv")
        there.says["arkiv"] = iter(["429"])
        there.heads = {"Retry-After": asks}
        began_at: datetime = world.clock.now()
        await world.submit()
        await world.settled()
        assert len(there.sent_to("arkiv")) == 2
        assert world.clock.now() - began_at >= timedelta(minutes=9, seconds=58)


async def test_a_receiver_hears_who_calls_and_gets_back_nothing_that_it_or_another_one_let_us_keep(
    sqlite_world: World,
) -> None:
    """See https://github.com/NethServer/ns8-core/pull/522 and https://github.com/aio-libs/aiohttp/issues/957 ."""
    world = sqlite_world
    async with receiver() as there:
        there.address = there.address.replace("127.0.0.1", "localhost")
        for name in ("arkiv", "annet"):
            listen(world, there, name)
        there.heads = {"Set-Cookie": "session=arkivets; Path=/"}
        for title in ("En", "To"):
            await world.create(title=title, deadline="2026-12-15")
        assert len(there.sent) == 4
        assert [headers["user-agent"] for _, headers, _ in there.sent] == [f"Saksbot/{__version__}"] * 4
        assert not [headers["cookie"] for _, headers, _ in there.sent if "cookie" in headers]
