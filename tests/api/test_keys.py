"""Keys of systems: rotated without a break, revoked at once, made at the command line, and noted who did it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import main
from bot.context import account
from bot.settings import DEFAULTS
from cases.doors import keys
from domain.errors import Refused
from store.database import Database
from store.files import FileStore
from tests.api.callers import SYSTEM, client
from tests.beside import context
from tests.institution import furnish
from tests.world import World


async def known(api: aiohttp.ClientSession, key: str = "") -> int:
    async with api.get("/v1/status", headers={"Authorization": f"Bearer {key}"} if key else {}) as answer:
        return answer.status


async def test_an_earlier_key_is_good_beside_the_new_one_for_a_while_and_then_no_more(sqlite_world: World) -> None:
    world, own = sqlite_world, context(sqlite_world)
    async with client(world) as api:
        new = await asyncio.to_thread(keys.rotate, own, SYSTEM, now=world.clock.now(), keep=timedelta(days=7))
        assert [await known(api), await known(api, new)] == [200, 200]
        world.clock.move(days=7, seconds=1)
        assert [await known(api), await known(api, new)] == [401, 200]
        assert await asyncio.to_thread(keys.revoke, own, SYSTEM, now=world.clock.now()) == 1
        assert await known(api, new) == 401


async def test_a_new_key_lasts_as_long_as_the_one_before_was_made_for(sqlite_world: World) -> None:
    world, own = sqlite_world, context(sqlite_world)
    now, lasts = world.clock.now(), timedelta(days=90)
    key = await asyncio.to_thread(keys.new, own, "arkiv", place="184.12", role="fordeler", now=now, lasts=lasts)
    async with client(world) as api:
        for _ in range(2):
            world.clock.move(days=60)
            key = await asyncio.to_thread(keys.rotate, own, "arkiv", now=world.clock.now(), keep=timedelta(days=7))
        world.clock.move(days=89)
        assert await known(api, key) == 200
        world.clock.move(days=1)
        assert await known(api, key) == 401
        with pytest.raises(Refused, match="ingen nøkkel som gjelder"):  # the next one would have no end
            await asyncio.to_thread(keys.rotate, own, "arkiv", now=world.clock.now(), keep=timedelta(days=7))


def test_an_administrator_makes_lists_rotates_and_revokes_keys_and_the_log_says_who(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    database = Database(sqlite_url)
    furnish(database, FileStore(tmp_path))
    database.dispose()

    def said(*words: str, status: int = 0) -> list[str]:
        assert main(list(words)) == status
        shown = capsys.readouterr()
        return (shown.err if status else shown.out).splitlines()

    assert said("keys", "list") == ["There are no systems."]
    first = said("keys", "new", "arkiv", "--place", "184.12", "--role", "fordeler")[0]
    second = said("keys", "rotate", "arkiv", "--days", "3")[0]
    listed = said("keys", "list")
    assert [line.split()[0] for line in listed] == ["arkiv", f"{first[:14]}_…", f"{second[:14]}_…"]
    assert [line.endswith("good without end") for line in listed] == [False, False, True]
    address = "https://arkiv.uni.example/saksbot?token=hemmelig"
    secret = said("keys", "webhook", "arkiv", "--url", address, "--events", "case.closed,subtask.solved")[0]
    assert secret.startswith("whsec_")
    assert said("keys", "webhook", "arkiv", "--rotate")[0].startswith("whsec_")
    hook = said("keys", "list")[-1]
    assert "https://arkiv.uni.example/saksbot  case.closed, subtask.solved, since" in hook
    for wrong in (
        "http://arkiv.uni.example/",
        "https://169.254.169.254/",
        "https://a:b@uni.example/",
        "ftp://x",
        "https://",
    ):
        assert said("keys", "webhook", "arkiv", "--url", wrong, status=1)[0]
    assert "«case.lost»" in said("keys", "webhook", "arkiv", "--url", address, "--events", "case.lost", status=1)[0]
    said("keys", "webhook", "arkiv", "--remove")
    assert "«arkiv»" in said("keys", "webhook", "arkiv", "--rotate", status=1)[0]
    assert said("keys", "revoke", "arkiv") == ["Keys revoked: 2"]
    assert said("keys", "list")[1:] == ["    no good key"]
    assert "«185.9»" in said("keys", "new", "studweb", "--place", "185.9", status=1)[0]
    assert "«nobody»" in said("keys", "rotate", "nobody", status=1)[0]

    told = [line.partition("  ")[2].removeprefix(f"{account()}: ") for line in said("log")]
    hooked = "adresse: https://arkiv.uni.example/saksbot; hendelser: case.closed, subtask.solved"
    right = "sted: 184.12; rolle: fordeler; varer til: –"
    assert told == [
        f"laget en nøkkel til Fagsystem arkiv (nøkkel: {first[:14]}; {right})",
        f"byttet nøkkelen til Fagsystem arkiv (nøkkel: {second[:14]})",
        f"satte webhooken til Fagsystem arkiv ({hooked})",
        "byttet hemmeligheten til webhooken til Fagsystem arkiv",
        "fjernet webhooken til Fagsystem arkiv",
        "trakk tilbake nøklene til Fagsystem arkiv (antall: 2)",
    ]
