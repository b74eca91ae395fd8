"""`log`: what was done about the program itself stands there in words, with who and when, and no secret."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands import log, outbox
from bot.commands.log import SENTENCES, Wanted
from bot.context import account, opened
from bot.startup_checks import CannotStartError
from cases import administering, importing
from cases.acts import people, subtasks
from domain.administration import Measure
from store import tables
from tests.institution import CASE, MONDAY
from tests.world import World, open_world

CHANGED = """
people:
  - email: aisha@uni.example
    name: Aisha Rahman Lie
    roles:
      - {place: "184.12.1", role: saksbehandler}
"""


@pytest.fixture
async def talk(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution; Kari and Aisha share a subtask in which Kari has written."""
    async with open_world(database_url, tmp_path) as world:
        await world.create()
        card = await world.card(world.kari)
        await world.kari.say("Hva mener du?", thread_ts=card.ts)
        await world.settled()
        yield world


def lines(world: World, wanted: Wanted | None = None) -> list[str]:
    return [line.partition("  ")[2] for line in log.show(world.settings, wanted or Wanted())]


def test_every_measure_has_its_sentence() -> None:
    assert set(SENTENCES) == {*Measure}


async def test_an_import_says_which_files_and_whose_access_became_another(talk: World, tmp_path: Path) -> None:
    file = tmp_path / "endret.yaml"
    file.write_text(CHANGED, "utf-8")
    with opened(talk.settings) as context:
        importing.take_in(context, [file], now=MONDAY + timedelta(hours=1))

    told = lines(talk, Wanted(about="aisha@uni.example"))

    assert told[-1] == (
        f"{account()}: endret Aisha Rahman Lie (aisha@uni.example) (mistet: 184.12.1 fagperson; "
        "navn: Aisha Rahman → Aisha Rahman Lie)"
    )
    assert f"{account()}: importerte endret.yaml (personer: 1)" in lines(talk)


async def test_a_distributor_who_reads_what_two_others_write_leaves_one_line_a_day(talk: World) -> None:
    with opened(talk.settings) as context:
        for hours, person in enumerate(("U0KARI", "U0AISHA", "U0INGRID", "U0INGRID")):
            assert subtasks.enter(context, 1, actor=person, now=MONDAY + timedelta(hours=hours)).messages

    assert lines(talk, Wanted(about=CASE)) == [
        f"Ingrid Berg (ingrid@uni.example): leste interne meldinger i sak {CASE} som fordeler (deloppgave: 1)"
    ]
    assert lines(talk, Wanted(about="ingrid@uni.example"))[-1].startswith("Ingrid Berg")


async def test_accounts_settings_and_what_was_dropped_are_told(talk: World) -> None:
    with opened(talk.settings) as context:
        for active in (False, False, True):
            people.changed(context, "U0AISHA", locale=None, zone=None, active=active, now=MONDAY)
        for notices in ("full", "full", "discreet"):
            shown = {"NOTICES": notices, "SLACK_BOT_TOKEN": "set"}
            administering.note_settings(context, shown, now=MONDAY)
    assert lines(talk)[-4:] == [
        f"{account()}: Slack-kontoen til Aisha Rahman (aisha@uni.example) er stengt",
        f"{account()}: Slack-kontoen til Aisha Rahman (aisha@uni.example) er åpen igjen",
        f"{account()}: startet med andre innstillinger (NOTICES: – → full; SLACK_BOT_TOKEN: – → set)",
        f"{account()}: startet med andre innstillinger (NOTICES: full → discreet)",
    ]
    with talk.database.begin() as connection:
        connection.execute(tables.outbox.update().values(state="refused", error="invalid_blocks", done_at=None))
        row = connection.execute(sa.select(sa.func.min(tables.outbox.c.id))).scalar_one()
    outbox.drop(talk.settings, row, "Gjelder ikke lenger")
    assert lines(talk)[-1] == (
        f"{account()}: lot noe i utboksen ikke bli sendt (rad: {row}; grunn: Gjelder ikke lenger)"
    )


async def test_it_is_there_for_machines_too_and_knows_whom_it_does_not_know(talk: World) -> None:
    with opened(talk.settings) as context:
        people.unreachable(context, 4, now=MONDAY)
    (first, *_) = log.show(talk.settings, Wanted(), as_json=True)
    assert set(json.loads(first)) == {"at", "act", "by", "actor", "person", "case", "details", "erasure"}
    with pytest.raises(CannotStartError, match="Nobody has the address"):
        list(log.show(talk.settings, Wanted(about="ukjent@uni.example")))
