"""The door for machines, over real HTTP: who may come in, cases in and out, and each write once."""

from __future__ import annotations

import asyncio
from typing import BinaryIO

import orjson
import pytest
import sqlalchemy as sa
from yarl import URL

from api.attachments import LentResponse
from cases.doors import keys
from store import tables
from tests.api.callers import CASE, client, get, put
from tests.beside import context
from tests.world import World

PROBLEM = "application/problem+json"


async def test_a_case_comes_in_once_and_is_named_in_the_history_as_the_systems(world: World) -> None:
    async with client(world) as api:
        assert await put(api, "/v1/cases/2026%2F7", CASE, "a") == (201, {"id": "2026/7", "result": "created"})
        assert await put(api, "/v1/cases/2026%2F7", CASE, "a") == (201, {"id": "2026/7", "result": "created"})
        assert await put(api, "/v1/cases/2026%2F7", CASE, "b") == (200, {"id": "2026/7", "result": "unchanged"})
        status, refused = await put(api, "/v1/cases/2026%2F7", CASE | {"title": "Ny"}, "a")
        assert (status, refused["code"]) == (422, "idempotency_key_reused")
        _, told = await get(api, "/v1/cases/2026%2F7")
        assert (told["title"], told["place"], told["status"]) == ("Innpassing", "184.12.1", "new")
        _, lines = await get(api, "/v1/cases/2026%2F7/history")
        assert [line["actor"] for line in lines["items"]] == ["Fagsystem arkiv-fordeler-184.12"]
        system = world.rows(sa.select(tables.systems.c.person_id))[0][0]
        assert not world.rows(sa.select(tables.outbox.c.id).where(tables.outbox.c.person_id == system))
    await world.quiet()


async def test_every_fault_is_told_with_its_place_and_nothing_is_written(world: World) -> None:
    wrong = {"title": "", "place": "999", "applicant": {"name": "B", "email": "b"}, "applied_on": "i går", "x": 1}
    async with client(world) as api:
        status, told = await put(api, "/v1/cases/2026-8", wrong, "a")
        assert status == 422
        for said, place, word in (
            ({"place": 184.10}, "/place", "tekst"),  # in JSON that is 184.1
            ({"id": "2026-9"}, "/id", "annen sak"),
            ({"deadline": "9999-12-31"}, "/deadline", "2000 til 2099"),
            ({"deadline": "2026-02-30"}, "/deadline", "ikke en dato"),
        ):
            (fault,) = (await put(api, "/v1/cases/2026-8", CASE | said, "a"))[1]["errors"]
            assert (fault["pointer"], word in fault["detail"]) == (place, True), fault
        assert (await put(api, "/v1/cases/2026-7", CASE | {"id": " 2026–7"}, "a"))[0] == 201
        places = {one["pointer"] for one in told["errors"]}
        assert places == {"/title", "/place", "/applicant/email", "/applied_on", "/x"}
        assert (await get(api, "/v1/cases/2026-8"))[0] == 404


async def test_what_a_key_may_not_see_is_as_if_it_were_not_there(world: World) -> None:
    async with client(world, place="185") as api:
        assert [(await get(api, f"/v1/cases/{number}"))[0] for number in ("2026-101", "2026-999")] == [404, 404]
        assert (await get(api, "/v1/cases"))[1]["items"] == []
        assert (await put(api, "/v1/cases/2026-101", CASE | {"place": "185"}, "a"))[0] == 404
        _, told = await put(api, "/v1/cases/2026-9", CASE, "b")
        assert [one["pointer"] for one in told["errors"]] == ["/place"]
    async with client(world, role="saksbehandler") as api:
        assert (await get(api, "/v1/cases/2026-101"))[0] == 404
        _, told = await put(api, "/v1/cases/2026-9", CASE | {"owner": "kari@uni.example"}, "a")
        assert [one["pointer"] for one in told["errors"]] == ["/owner"]
        assert (await put(api, "/v1/cases/2026-9", CASE, "a"))[0] == 201
        assert [one["id"] for one in (await get(api, "/v1/cases"))[1]["items"]] == ["2026-9"]
    await world.quiet()


async def test_no_way_that_the_description_knows_leads_to_a_case_of_another_place(sqlite_world: World) -> None:
    world, kept = sqlite_world, ("attachments", "history", "answered", "packages", "administration")
    async with client(world, place="185") as api:
        _, described = await get(api, "/openapi.json")
        ways = [(path, method) for path, of_path in described["paths"].items() for method in of_path]
        before = [world.rows(sa.select(tables.metadata.tables[name])) for name in kept]
        files = sorted(world.settings.files_dir.rglob("*"))
        to_cases = [(path, method) for path, method in ways if "{case_id}" in path]
        assert len(to_cases) >= 10
        for path, method in to_cases:
            where = path.replace("{case_id}", "2026-101").replace("{name}", "vitnemal.pdf")
            headers = {"Idempotency-Key": f"{method} {where}"}
            async with api.request(
                method, where, headers=headers, data=orjson.dumps(CASE | {"place": "185"})
            ) as answer:
                told = await answer.json(content_type="application/problem+json")
            assert (answer.status, told["detail"]) == (404, "Saken «2026-101» finnes ikke."), (method, path)
        assert [world.rows(sa.select(tables.metadata.tables[name])) for name in kept] == before
        assert sorted(world.settings.files_dir.rglob("*")) == files
    await world.quiet()


async def test_a_number_that_is_written_otherwise_is_the_same_and_one_that_is_no_text_is_refused(world: World) -> None:
    async with client(world) as api:
        assert (await put(api, "/v1/cases/2026%E2%80%93%C3%A5", CASE, "a"))[0] == 201
        for written in ("2026-%C3%A5", "2026%E2%80%93a%CC%8A", "%202026-%C3%A5"):
            status, told = await get(api, URL(f"/v1/cases/{written}", encoded=True))
            assert (status, told.get("id")) == (200, "2026-å"), written
        for written in ("2026-%E5", "2026-%F8", "2026%007"):  # the first two are letters in ISO 8859-1
            status, told = await put(api, URL(f"/v1/cases/{written}", encoded=True), CASE, written)
            assert (status, [one["pointer"] for one in told["errors"]]) == (422, ["/path/case_id"]), written
        assert (await get(api, URL("/v1/calendars/%E5.ics", encoded=True)))[0] == 422
        long = "x" * 151
        for path, pointer, word in (
            ("brev.pdf?title=S%F8knad", "/query/title", "UTF-8"),
            (f"brev.pdf?title={long}", "/query/title", "for lang"),
            ("s%F8knad.pdf", "/path/name", "UTF-8"),
            ("a%2Fb.pdf", "/path/name", "skråstrek"),
        ):
            _, told = await put(api, URL(f"/v1/cases/2026-101/attachments/{path}", encoded=True), b"abc", path)
            ((at, said),) = [(one["pointer"], one["detail"]) for one in told["errors"]]
            assert (at, word in said) == (pointer, True), said
    await world.quiet()


async def test_a_cursor_that_is_none_of_ours_is_a_fault_of_whoever_sent_it(world: World) -> None:
    async with client(world) as api:
        for after in ("AA==", "Cg", "x", "/w", "!!!", "%FF%FE", "MjAyNi0xMDE%3D"):
            assert (await get(api, URL(f"/v1/cases?after={after}", encoded=True)))[1]["code"] == "bad_cursor", after


async def test_what_is_asked_for_wrongly_is_told_with_what_there_is(world: World) -> None:
    file = "/v1/cases/2026-101/attachments/vitnemal.pdf"
    async with client(world) as api:
        for asked, pointer, says in (
            ("limit=1000", "/query/limit", "fra 1 til 100"),
            ("limit=x", "/query/limit", "fra 1 til 100"),
            ("status=lukket", "/query/status", "new, open, closed, withdrawn."),
        ):
            (fault,) = (await get(api, f"/v1/cases?{asked}"))[1]["errors"]
            assert (fault["pointer"], says in fault["detail"]) == (pointer, True), fault
        for path, allowed in (("/v1/cases/2026-101", "DELETE, GET, PUT"), ("/v1/cases", "GET"), ("/v1/status", "GET")):
            async with api.post(path) as answer:
                assert (answer.status, answer.headers["Allow"], answer.content_type) == (405, allowed, PROBLEM)
                assert allowed in (await answer.json(content_type=None))["detail"]
        for part, status in (("bytes=999999999-", 416), ("x", 400), ("bytes=0-2", 206)):
            async with api.get(file, headers={"Range": part}) as answer:
                assert (answer.status, answer.content_type == PROBLEM) == (status, status != 206), part


async def test_a_file_comes_in_and_goes_out_as_it_was(world: World) -> None:
    async with client(world) as api:
        path = "/v1/cases/2026-101/attachments/brev.pdf"
        headers = {"Idempotency-Key": "a"}
        async with api.put(path, data=b"innhold" * 100_000, headers=headers) as answer:
            assert (answer.status, (await answer.json())["result"]) == (201, "created")
        async with api.put(f"{path}?title=Brev", data=b"innhold" * 100_000, headers=headers) as answer:
            assert (await answer.json(content_type=None))["code"] == "idempotency_key_reused"
        async with api.get(path) as answer:
            assert await answer.read() == b"innhold" * 100_000
    await world.quiet()


@pytest.mark.parametrize(("moment", "told"), [("before", (503, PROBLEM)), ("after", (200, "application/octet-stream"))])
async def test_bytes_that_go_in_the_moment_in_which_they_are_asked_for_come_whole_or_not_at_all(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch, moment: str, told: tuple[int, str]
) -> None:
    opened = LentResponse._opened

    def let_go(response: LentResponse) -> BinaryIO:
        if moment == "before":
            response._file.lent.path.unlink()
        file = opened(response)
        response._file.lent.path.unlink(missing_ok=True)
        return file

    monkeypatch.setattr(LentResponse, "_opened", let_go)
    path = "/v1/cases/2026-101/attachments/brev.pdf"
    async with client(sqlite_world) as api:
        async with api.put(path, data=b"innhold" * 100_000, headers={"Idempotency-Key": "a"}):
            pass
        async with api.get(path) as answer:
            assert (answer.status, answer.content_type) == told
            assert (await answer.read() == b"innhold" * 100_000) == (moment == "after")


async def test_only_a_good_key_opens(world: World) -> None:
    own, now = context(world), world.clock.now()
    async with client(world) as api:
        assert (await get(api, "/v1/status"))[0] == 200
        await asyncio.to_thread(keys.revoke, own, "arkiv-fordeler-184.12", now=now)
        status, told = await get(api, "/v1/status")
        assert (status, told["code"]) == (401, "unknown_key")
