"""A case whose time is over is gone from Slack as well: cards, messages, files, lists; its number says so calmly."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.erasing import finish
from cases.archive import packages
from cases.context import Context
from cases.erasing.finishing import Left
from cases.importing.faults import FaultyFilesError
from store import tables
from tests.beside import imported, take_in
from tests.handlers.conversations import files_of_the_bot, shown
from tests.institution import CASE, CASE_TITLE
from tests.world import open_world

RULES = "retention: [{type: innpassing, years: 5, provision: plan 4.2, then: delete}]\n"


async def test_nothing_of_it_is_left_in_slack_but_what_people_wrote_themselves(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()

    def noted(*args: Any, **more: Any) -> list[Left]:
        threads.add(threading.current_thread().name)
        return finish(*args, **more)

    monkeypatch.setattr("bot.records.finish", noted)
    (tmp_path / "types.yml").write_text(RULES, "utf-8")
    async with open_world(database_url, tmp_path, TEMPLATES=str(tmp_path / "types.yml")) as world:
        await world.create(attachments=["Vitnemål"])
        card = await world.card(world.aisha)
        await world.aisha.say("Emnene ligner, spør Uppsala.", thread_ts=card.ts)
        await world.quiet()
        assert "Emnene ligner" in shown(world.kari)
        for day in ("2027-01-15", "2027-01-22"):  # said of the case by itself, twice
            await take_in(world, imported(deadline=day))
            await world.settled()
        assert shown(world.kari).count("har nå frist") == 2
        assert files_of_the_bot(world.aisha) == ["vitnemal.pdf"]
        with world.database.begin() as connection:
            ended = {"status": "closed", "closed_at": world.clock.now(), "type": "innpassing"}
            connection.execute(tables.cases.update().where(tables.cases.c.id == CASE).values(ended))
            solved = {"status": "solved", "ending": "owner", "solved_at": world.clock.now()}
            connection.execute(tables.subtasks.update().values(solved))
        context: Context = world.bot.services.context
        packages.note(context, packages.to_pack(context, CASE), digest="d", size=1, now=world.clock.now())
        packages.confirm(context, CASE, now=world.clock.now())
        world.clock.set(world.clock.now() + timedelta(days=5 * 366))
        await world.settled()

        await world.bot._records.retain()
        await world.quiet()
        while not world.rows(sa.select(tables.erasures.c.id).where(tables.erasures.c.done_at.is_not(None))):
            await world.bot._records.retain()

        assert {one.rpartition("_")[0] for one in threads} == {"query"}, "people's acts share a commit, and waited"
        (done,) = world.rows(sa.select(tables.erasures.c.done_at, tables.erasures.c.asked_by))
        assert (done.done_at is not None, done.asked_by) == (True, "")
        for person in (world.kari, world.aisha):
            for words in ("Vurder emnene", CASE_TITLE, "Sammenlign"):
                assert words not in shown(person)
            assert files_of_the_bot(person) == []
            await person.open_home()
            await world.quiet()
            assert CASE_TITLE not in person.text_of("home")
            assert "Vurder emnene" not in person.text_of("home")
        assert "Emnene ligner" not in shown(world.kari)
        await world.kari.command("/sak", CASE)
        await world.quiet()
        assert "Saken er slettet etter bevaringsreglene." in world.kari.text_of(world.kari.messages[-1])
        with pytest.raises(FaultyFilesError) as refused:
            await take_in(world, imported())
        assert [str(fault.words) for fault in refused.value.faults] == [
            "Saken «{id}» er slettet etter bevaringsreglene, og tas ikke inn igjen. Ta den ut av filen."
        ]
