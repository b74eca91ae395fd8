"""Who looks for one id in the log finds all of it: what was asked for, what was saved, and how it reached people."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.logs import JsonFormatter, TextFormatter
from domain import tracing
from domain.outbox_kinds import OutboxKind
from store import outbox, tables
from store.database import Database
from store.files import FileStore
from store.outbox import LONGEST_IDS, OutboxItem
from tests.api.callers import CASE, client
from tests.institution import CASE_TITLE, MONDAY, PEOPLE, furnish
from tests.reminded import at
from tests.world import open_world

TITLE = "Vurder emnet Jus 101"
WORDS = "Er dette nok?"


@contextmanager
def written() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """The log inside the block, as text and as JSON."""
    root, level = logging.getLogger(), logging.getLogger().level
    text, as_json = io.StringIO(), io.StringIO()
    handlers: list[logging.Handler] = []
    for stream, formatter in ((text, TextFormatter()), (as_json, JsonFormatter())):
        handler: logging.Handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        handler.addFilter(lambda record: record.name.split(".")[0] in ("bot", "cases", "handlers", "api"))
        handlers.append(handler)
        root.addHandler(handler)
    root.setLevel("INFO")
    yield text, as_json
    root.setLevel(level)
    for handler in handlers:
        root.removeHandler(handler)


def about(wanted: str, lines: list[str]) -> str:
    """Every line with the id of the first line in which these words are, as `grep` would show it."""
    (first, *_) = [line for line in lines if re.search(wanted, line)]
    (asked,) = re.findall(rf"\b[{tracing.ALPHABET}]{{{tracing.LENGTH}}}\b(?=\]|\")", first)[:1]
    return "\n".join(line for line in lines if asked in line)


async def test_one_id_leads_from_the_request_through_the_act_to_each_delivery(sqlite_url: str, tmp_path: Path) -> None:
    with written() as streams:
        async with open_world(sqlite_url, tmp_path) as world:
            await world.create(title=TITLE)
            await world.aisha.say(WORDS, thread_ts=(await world.card(world.aisha, TITLE)).ts)
            await world.settled()
            await at(world, 9)
            await world.settled()
            async with (
                client(world) as api,
                api.put("/v1/cases/2026-9", json=CASE, headers={"Idempotency-Key": "1"}) as got,
            ):
                shown = got.headers["X-Request-ID"]
            await world.settled()
    for stream in streams:
        lines = stream.getvalue().splitlines()
        created = about("saved: subtask.created", lines)
        assert "view_submission" in created
        assert re.search(r"outbox row \d+ \(card\) is done: sent", created)
        said = about("saved: .*message.sent", lines)
        assert "event message is answered" in said
        assert re.search(r"outbox row \d+ \(message\) is done: sent", said)
        reminded = about(r"\(reminder\) is done: sent", lines)
        assert "is answered" not in reminded, "the clock has asked for it"
        through_the_door = "\n".join(line for line in lines if shown in line)
        assert "PUT /v1/cases/{case_id} 201" in through_the_door
        assert "saved: case.imported" in through_the_door
        told = (
            TITLE,
            WORDS,
            CASE_TITLE,
            "2026-9",
            *(part for name, email, _ in PEOPLE.values() for part in (name, email)),
        )
        assert [words for words in told if any(words in line for line in lines)] == []
    assert all(json.loads(line)["message"] for line in streams[1].getvalue().splitlines())


@pytest.mark.parametrize("number", [3, 400])
def test_a_redrawing_that_serves_several_names_each_of_them_up_to_a_bound(
    database_url: str, tmp_path: Path, number: int
) -> None:
    database, ids = Database(database_url), [tracing.new_id() for _ in range(number)]
    furnish(database, FileStore(tmp_path))
    for asked in (*ids, ids[0]):
        with tracing.under(asked), database.begin() as connection:
            outbox.add(connection, [OutboxItem(OutboxKind.CARD, 1, 1)], MONDAY)
    with database.read() as connection:
        (found,) = connection.execute(sa.select(tables.outbox.c.request_id)).scalars()
    database.dispose()
    assert found.split(" ") == ids[: len(found.split(" "))]
    assert len(found.split(" ")) == number or LONGEST_IDS < len(found) <= LONGEST_IDS + 1 + tracing.LENGTH
