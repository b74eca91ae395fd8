"""A fault of the program is noticed by whoever watches, wherever it is, and the first time it happens.

Prometheus sees no rise in a number that was not there before it rose.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.delivery.mail_answers import Reason, said
from bot.slack.client import GoneError, NotDoneError, RefusedError, UnknownOutcomeError, WaitError, WronglyAskedError
from bot.slack.errors import VERDICTS
from bot.watching.families import Counter
from bot.watching.measures import Measures
from domain.errors import DamagedFileError
from domain.outbox_kinds import OutboxKind
from domain.stored_notices import UnreadableNoticeError
from store import outbox
from store.database import Database
from tests.api.callers import client, get
from tests.bot.inbox.late_events import held_back
from tests.bot.watching.scraped import numbers, scrape, watching
from tests.institution import CASE
from tests.world import open_world

ONCE = ("content", "person", "ours")
ERRORS: list[Exception] = [
    *map(RefusedError, VERDICTS),
    *(NotDoneError(said(reason)) for reason in Reason),
    *(kind("it") for kind in (GoneError, NotDoneError, RefusedError, UnknownOutcomeError, WronglyAskedError)),
    *(kind("it") for kind in (UnreadableNoticeError, RuntimeError, OSError, DamagedFileError)),
    WaitError(3.0),
    RefusedError("webhook: 410"),
]


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_what_may_come_only_once_is_a_number_before_it_comes(error: Exception) -> None:
    measures = Measures("1")
    (refusals,) = [one for one in measures if isinstance(one, Counter) and one.name == "saksbot_refusals"]
    expected = {named for named, count in refusals.counts.items() if count == 0}
    measures.hindered(error)
    ((code, verdict),) = [named for named, count in refusals.counts.items() if count]
    assert ((code, verdict) in expected) == (verdict in ONCE)


async def test_whichever_part_has_a_fault_it_is_counted(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, seen = Database(sqlite_url), []
    async with open_world(sqlite_url, tmp_path, METRICS_PORT="0") as world, watching(world) as watcher:

        async def note() -> None:
            seen.append(numbers((await scrape(watcher))[1])["saksbot_log_errors_total",])

        await world.create()
        await world.settled()
        await note()

        with database.begin() as connection:
            item = outbox.OutboxItem(OutboxKind.NOTICE, 1, 1, {"kind": "of another version"})
            outbox.add(connection, [item], world.clock.now())
        await world.settled()
        await note()

        with held_back(world, monkeypatch) as held:
            await world.aisha.say("Uleselig", thread_ts=(await world.card(world.aisha)).ts)
        held[0]["event"]["ts"] = "not a time"
        await world.bot.dispatch(held[0])
        await world.settled()
        await note()

        with database.begin() as connection:
            connection.execute(sa.text("UPDATE cases SET applied_on = 'no day'"))
        await world.kari.command("/sak", CASE)
        await note()

        async with client(world) as api:
            assert (await get(api, f"/v1/cases/{CASE}"))[0] == 500
        await note()
    database.dispose()
    assert seen[0] == 0
    assert sorted(set(seen)) == seen, seen
