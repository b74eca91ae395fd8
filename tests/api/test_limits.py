"""What is refused at the door before it does anything: too much, too often, twice at once, and of an old version."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import orjson
import pytest
from multidict import CIMultiDict

from api import edge
from api.bodies import LARGEST_JSON
from api.door import Pace
from bot.door import OpenDoor
from cases.doors import keys
from handlers.translator import Translator
from store import kept_files
from tests.api.callers import CASE, client, get, put
from tests.beside import context
from tests.world import World

NEW = "/v1/cases/2026-8"


async def test_the_same_write_twice_at_once_is_done_by_one_and_the_other_is_told_to_wait(world: World) -> None:
    async with client(world) as api:
        with world.database.begin() as connection:
            kept_files.alone(connection)  # whoever writes a case has to wait for this
            both = [asyncio.create_task(put(api, NEW, CASE, "a")) for _ in range(2)]
            done, waiting = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            assert [(one.result()[0], one.result()[1]["code"]) for one in done] == [(409, "in_progress")]
        assert [(await one)[0] for one in waiting] == [201]
        assert await put(api, NEW, CASE, "a") == (201, {"id": "2026-8", "result": "created"})
    await world.quiet()


async def test_who_has_not_seen_the_last_version_changes_nothing(sqlite_world: World) -> None:
    async with client(sqlite_world) as api:
        assert (await put(api, NEW, CASE, "a", **{"If-Match": "*"}))[0] == 412
        assert (await put(api, NEW, CASE, "b"))[0] == 201
        async with api.get(NEW) as answer:
            seen = {"If-Match": answer.headers["ETag"]}
        async with api.get(NEW, headers={"If-None-Match": seen["If-Match"]}) as answer:
            assert answer.status == 304
        assert (await put(api, NEW, CASE | {"title": "Ny"}, "c", **seen))[0] == 200
        status, told = await put(api, NEW, CASE | {"title": "Eldre"}, "d", **seen)
        assert (status, told["code"]) == (412, "changed")
        status, told = await put(api, NEW, CASE | {"title": "Ny"}, "c", **{"If-Match": "*"})
        assert (status, told["code"]) == (422, "idempotency_key_reused")
        assert (await get(api, NEW))[1]["title"] == "Ny"
    await sqlite_world.quiet()


async def test_every_write_keeps_to_what_its_system_says_that_it_saw(world: World) -> None:
    new, never, gone = {"If-None-Match": "*"}, {"If-Match": '"0"'}, (412, "changed")
    file = f"{NEW}/attachments/brev.pdf"

    async def said(method: str, path: str, key: str, seen: dict[str, str], body: bytes = b"") -> tuple[int, str]:
        headers = {"Idempotency-Key": key, **seen}
        async with api.request(method, path, headers=headers, data=body) as answer:
            told = await answer.json(content_type=None)
            return answer.status, told.get("code") or told["result"]

    async with client(world) as api:
        case = orjson.dumps(CASE)
        assert await said("PUT", NEW, "a", new, case) == (201, "created")
        assert await said("PUT", NEW, "b", new, orjson.dumps(CASE | {"title": "Ny"})) == gone
        assert await said("PUT", file, "c", new, b"abc") == (201, "created")
        assert await said("PUT", file, "d", new, b"def") == gone
        for method, body in (("PUT", b"def"), ("DELETE", b"")):
            assert await said(method, file, f"e{method}", never, body) == gone
        assert await said("DELETE", NEW, "f", never) == gone
        for path in (file, NEW):
            async with api.get(path) as answer:
                etag = answer.headers["ETag"]
            gzipped = f'{etag[:-1]}-gzip"'  # by Apache: https://bz.apache.org/bugzilla/show_bug.cgi?id=45023
            for seen in (etag, f"W/{etag}", gzipped, f'"0", {etag}', "*"):  # weak: by a server in front that compresses
                async with api.get(path, headers={"If-None-Match": seen}) as answer:
                    assert (answer.status, answer.headers["ETag"]) == (304, etag), (path, seen)
            if path == file:
                assert await said("DELETE", path, "g", {"If-Match": f'"0", W/{etag}'}) == (200, "changed")
        assert (await get(api, NEW))[1]["attachments"] == []
        assert await said("PUT", f"{NEW}9", "h", new, case) == (201, "created")
        assert await said("DELETE", f"{NEW}9", "i", {"If-Match": "*"}) == (200, "removed")
    await world.quiet()


async def test_a_body_is_read_up_to_its_limit_whether_or_not_its_length_is_said(sqlite_world: World) -> None:
    def of(size: int) -> bytes:
        empty = len(orjson.dumps({"x": ""}))
        return orjson.dumps({"x": "a" * (size - empty)})

    async def piece_by_piece() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_JSON // 65_536):
            yield b"a" * 65_536
        yield b"a"

    async with client(sqlite_world) as api:
        assert (await put(api, NEW, of(LARGEST_JSON), "a"))[0] == 422
        status, told = await put(api, NEW, of(LARGEST_JSON + 1), "a")
        assert (status, told["code"]) == (413, "too_large")
        async with api.put(NEW, data=piece_by_piece(), headers={"Idempotency-Key": "a"}) as answer:
            assert answer.status == 413
        assert (await put(api, NEW, CASE, ""))[1]["code"] == "idempotency_key_missing"
        assert (await put(api, NEW, b"[]", "a"))[1]["code"] == "no_json"
        assert (await get(api, NEW))[0] == 404


async def test_what_stands_twice_and_may_stand_once_is_refused_with_its_name(sqlite_world: World) -> None:
    """See https://github.com/ijl/orjson/issues/456 , https://github.com/divviup/janus/issues/3163 ."""
    twice = orjson.dumps(CASE).replace(b'"title":', b'"title":"En annen","title":')
    within = orjson.dumps(CASE).replace(b'"email":', b'"email":"a@b.example","email":')
    async with client(sqlite_world) as api:
        for said, name in ((twice, "title"), (within, "email")):
            status, told = await put(api, NEW, said, "a")
            assert (status, told["code"], told["detail"]) == (400, "twice", f"«{name}» står to ganger.")
        for name in ("Authorization", "Content-Type", "Idempotency-Key"):
            heads = [("Idempotency-Key", "a"), ("Content-Type", "application/json")]
            heads += [(name, "Bearer a"), (name, "b")]
            async with api.put(NEW, data=orjson.dumps(CASE), headers=CIMultiDict(heads)) as answer:
                assert (answer.status, (await answer.json(content_type=None))["code"]) == (400, "twice")
        assert (await put(api, NEW, b'{"a":' * 1010 + b"1" + b"}" * 1010, "a"))[0] in (400, 422)
        assert (await get(api, NEW))[0] == 404


async def test_what_is_not_the_content_itself_is_not_kept_as_a_file(sqlite_world: World) -> None:
    async with client(sqlite_world) as api:
        assert (await put(api, NEW, b"\xef\xbb\xbf" + orjson.dumps(CASE), "a"))[0] == 201  # as some editors write it
        path = f"{NEW}/attachments/brev.pdf"
        for header, value, refused in (
            ("Content-Encoding", "gzip", (415, "wrapped")),
            ("Content-Type", "multipart/form-data; boundary=x", (415, "wrapped")),
            ("Content-Range", "bytes 0-2/10", (400, "a_part")),
        ):
            status, told = await put(api, path, b"abc", "b", **{header: value})
            assert (status, told["code"]) == refused
            assert (await put(api, NEW, orjson.dumps(CASE), "b", **{header: value}))[0] == status
        assert (await get(api, NEW))[1]["attachments"] == []
        told = (await put(api, NEW, b'{"title": "x",\n "place": NaN}', "b"))[1]
        assert told["detail"] == "Dette er ikke JSON i UTF-8: noe er feil på linje 2, tegn 11."
        assert (await put(api, path, b"abc", "b", **{"Content-Type": "application/x-www-form-urlencoded"}))[0] == 201


async def test_one_request_too_many_is_told_to_come_again_and_lines_that_are_idle_are_none(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with client(sqlite_world) as api, AsyncExitStack() as idle:
        async with api.get("/v1/status") as answer:
            host, port = answer.url.host, answer.url.port
        for _ in range(edge.AT_ONCE + 10):
            _, line = await asyncio.open_connection(host, port)
            idle.callback(line.close)
        assert (await get(api, "/v1/status"))[0] == 200
        monkeypatch.setattr(edge, "AT_ONCE", 1)
        with sqlite_world.database.begin() as connection:
            kept_files.alone(connection)
            both = [asyncio.create_task(put(api, NEW, CASE, key)) for key in "ab"]
            done, waiting = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            assert [(one.result()[0], one.result()[1]["code"]) for one in done] == [(503, "busy")]
        assert [(await one)[0] for one in waiting] == [201]
        assert (await get(api, "/v1/status"))[0] == 200
    await sqlite_world.quiet()


async def test_a_key_that_asks_for_too_much_waits_and_no_other_does(sqlite_world: World) -> None:
    world, now = sqlite_world, 0.0
    own = context(world)
    written = [keys.new(own, name, place="184.12", role="fordeler", now=world.clock.now()) for name in ("a", "b")]
    translator = Translator.of("nb", world.settings.timezone)
    pace = Pace(at_once=2, per_second=0.25, clock=lambda: now)
    door = OpenDoor(world.bot.services, translator, world.bot.making, host="127.0.0.1", port=0, pace=pace)
    await door.start()
    async with aiohttp.ClientSession(door.address) as session:

        async def asked(key: str) -> tuple[int, str | None]:
            async with session.get("/v1/status", headers={"Authorization": f"Bearer {key}"}) as answer:
                return answer.status, answer.headers.get("Retry-After")

        assert [await asked(written[0]) for _ in range(3)] == [(200, None), (200, None), (429, "4")]
        assert await asked(written[1]) == (200, None)
        now += 4
        assert [await asked(written[0]) for _ in range(2)] == [(200, None), (429, "4")]
    await door.stop()
