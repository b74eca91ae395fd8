"""Whatever Slack does with a call: everybody sees in the end what they would have seen without trouble, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.slack.client import SECONDS
from tests.bot.lives import SCENES, TITLE, Picture, given_up, picture
from tests.databases import new_sqlite
from tests.world import World, open_world

# Every call that shows something to somebody: the scene, the method, and whom it concerns.
CALLS = [
    ("create", "conversations.open", "aisha"),
    ("create", "chat.postMessage", "aisha"),
    ("create", "files.getUploadURLExternal", None),
    ("create", "upload", None),
    ("create", "files.completeUploadExternal", "aisha"),
    ("say", "chat.postMessage", "kari"),
    ("say", "files.info", None),
    ("say", "download", None),
    ("say", "files.completeUploadExternal", "kari"),
    ("edit", "chat.update", "kari"),
    ("take back", "chat.delete", "kari"),
    ("take back", "files.delete", None),
    ("open", "chat.update", "aisha"),
    ("stray", "chat.postMessage", "aisha"),
    ("home", "views.publish", "kari"),
]
TROUBLES: dict[str, dict[str, Any]] = {
    "ratelimited": {"kind": "ratelimited", "retry_after": 7},
    "http_500": {"kind": "http_500"},
    "http_500_after_effect": {"kind": "http_500_after_effect"},
    "cut_before_effect": {"kind": "cut_before", "times": 3},
    "cut_after_effect": {"kind": "cut_after_effect"},
    "hang_after_effect": {"kind": "hang_after_effect"},
    "slow": {"kind": "slow", "seconds": 0.05},
    "token_revoked": {"kind": "error", "code": "token_revoked", "times": 2},
}
ONCE = ("chat.postMessage", "files.completeUploadExternal", "chat.delete")
# Looking whether something is there, or taking it away once more, is answered with no.
LOOKS = {
    ("files.info", "file_not_found"),
    ("chat.delete", "message_not_found"),
    ("files.delete", "file_deleted"),
    ("files.delete", "file_not_found"),
}
_without_trouble: dict[str, Picture] = {}


@dataclass
class Play:
    """A scene that is played, and its world."""

    world: World
    scene: str

    async def begin(self) -> None:
        """Come as far as the scene itself."""
        await SCENES[self.scene].before(self.world)
        await self.world.quiet()

    async def go(self) -> None:
        """Play it to its end."""
        await SCENES[self.scene].act(self.world)
        await self.world.settled()
        refusals = self.world.ws.refusals
        refusals[:] = [one for one in refusals if (one.method, one.code) not in LOOKS]


@asynccontextmanager
async def _play(scene: str, url: str, folder: Path, trouble: str = "") -> AsyncIterator[Play]:
    patience = 1.0 if trouble.startswith("hang") else SECONDS
    async with open_world(url, folder, patience=patience) as world:
        play = Play(world, scene)
        await play.begin()
        yield play


async def without_trouble(scene: str, folder: Path) -> Picture:
    """What everybody sees after a scene in which nothing goes wrong."""
    if scene not in _without_trouble:
        await asyncio.to_thread(folder.mkdir)
        async with _play(scene, new_sqlite(folder / "untroubled.db"), folder) as play:
            await play.go()
            _without_trouble[scene] = picture(play.world)
    return _without_trouble[scene]


def _only(person: str | None, world: World) -> str | None:
    return world.people[person].id if person else None


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize(("scene", "method", "person"), CALLS)
async def test_trouble_with_a_call_leaves_no_trace(
    scene: str, method: str, person: str | None, trouble: str, sqlite_url: str, tmp_path: Path
) -> None:
    expected = await without_trouble(scene, tmp_path / "untroubled")
    async with _play(scene, sqlite_url, tmp_path, trouble) as play:
        fault = play.world.ws.faults.add(method, _only(person, play.world), **TROUBLES[trouble])
        await play.go()
        assert fault.used == fault.times, "the trouble did not come"
        assert picture(play.world) == expected
        assert not given_up(play.world)


@pytest.mark.parametrize("look", ["conversations.history", "conversations.replies", "files.info"])
@pytest.mark.parametrize("trouble", ["ratelimited", "http_500", "hang_after_effect"])
async def test_trouble_with_looking_back_leaves_no_trace(
    look: str, trouble: str, sqlite_url: str, tmp_path: Path
) -> None:
    scene, method, person = {
        "conversations.history": ("create", "chat.postMessage", "aisha"),
        "conversations.replies": ("say", "chat.postMessage", "kari"),
        "files.info": ("create", "files.completeUploadExternal", "aisha"),
    }[look]
    expected = await without_trouble(scene, tmp_path / "untroubled")
    async with _play(scene, sqlite_url, tmp_path, trouble) as play:
        play.world.ws.faults.add(method, _only(person, play.world), kind="cut_after_effect")
        fault = play.world.ws.faults.add(look, **TROUBLES[trouble])
        await play.go()
        assert fault.used == 1
        assert picture(play.world) == expected


@pytest.mark.parametrize(("scene", "method", "person"), [one for one in CALLS if one[1] in ONCE])
async def test_on_either_database_an_answer_lost_after_the_effect_doubles_nothing(
    scene: str, method: str, person: str | None, postgres_url: str, tmp_path: Path
) -> None:
    expected = await without_trouble(scene, tmp_path / "untroubled")
    async with _play(scene, postgres_url, tmp_path) as play:
        play.world.ws.faults.add(method, _only(person, play.world), kind="cut_after_effect")
        await play.go()
        assert picture(play.world) == expected


@pytest.mark.parametrize(("change", "left"), [("taken back", 0), ("shortened", 1)])
async def test_a_part_whose_answer_was_lost_goes_with_the_words_that_were_in_it(
    world: World, change: str, left: int
) -> None:
    await world.create()
    lost = world.ws.faults.add("chat.postMessage", world.aisha.id, kind="cut_after_effect", times=2)
    said = await world.kari.say("Ord. " * 2000, thread_ts=world.kari.card(TITLE).ts)
    world.clock.set(await _until_it_waits(world, lambda: lost.used == 1))  # of the first part
    await _until_it_waits(world, lambda: lost.used == 2)  # of the second
    await (world.kari.delete(said.ts) if change == "taken back" else world.kari.edit(said.ts, "Kort"))
    await world.settled()
    assert len([one for one in world.aisha.thread(world.aisha.card(TITLE).ts) if not one.deleted]) == left


async def _until_it_waits(world: World, until: Callable[[], bool]) -> datetime:
    await world.ws.until(until)
    at: datetime = await world.ws.until(world.rests_until)
    return at
