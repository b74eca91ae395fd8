"""The worked example takes cases out of a GraphQL that answers as it expects, into the real door."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from examples import from_graphql
from tests.api.callers import client, get
from tests.world import World


def node(number: str, **other: Any) -> dict[str, Any]:
    person = {"navn": {"fornavn": "Bo", "etternavn": "Søker"}, "institusjonsEpost": "bo@student.example"}
    when = {"mottattDato": "2026-11-02", "frist": None, "begrunnelse": "Jeg søker."}
    who = {"saksbehandler": {"epost": "kari@uni.example"}, "organisasjonsenhet": {"kode": "184.12.1"}}
    return {"saksnummer": number, "tittel": "Innpassing", "personProfil": person, **when, **who, **other}


PAGES = [[node("2026/7"), node("2026/8", mottattDato="i går")], [node("2026/9", saksbehandler=None)]]


class Answering(BaseHTTPRequestHandler):
    """Another one's GraphQL, with a page for each cursor, which is busy the first time."""

    asked: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"] == "Basic dXNlcjpwYXNzd29yZA=="
        assert said["variables"]["owner"] == "184"
        self.asked.append(said)
        page = int(said["variables"]["after"] or 0)
        info = {"endCursor": str(page + 1), "hasNextPage": page + 1 < len(PAGES)}
        body = json.dumps({"data": {"soknader": {"nodes": PAGES[page], "pageInfo": info}}}).encode()
        self.send_response(503 if len(self.asked) == 1 else 200)
        self.send_header("Retry-After", "0.01")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return


@contextmanager
def case_system() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/graphql/"
        server.shutdown()
        thread.join()


async def test_it_hands_in_what_can_be_and_tells_what_cannot(
    sqlite_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world = sqlite_world
    Answering.asked.clear()
    async with client(world) as api:
        async with api.get("/openapi.json") as answer:
            address = str(answer.url.origin())
        with case_system() as graphql:
            key = api.headers["Authorization"].removeprefix("Bearer ")
            known = {"GRAPHQL_URL": graphql, "GRAPHQL_LOGIN": "user:password", "OWNER_CODE": "184"}
            known |= {"SAKSBOT_URL": address, "SAKSBOT_KEY": key}
            assert [await asyncio.to_thread(from_graphql.main, known) for _ in range(2)] == [1, 1]
        assert len(Answering.asked) == 1 + 2 * len(PAGES)
        told = capsys.readouterr()
        assert told.out.splitlines() == [
            *("2026/7: created", "2026/9: created"),
            *("2026/7: unchanged", "2026/9: unchanged"),
        ]
        assert [line.partition(": ")[0] for line in told.err.splitlines()] == ["2026/8", "2026/8"]
        assert "/applied_on" in told.err
        _, case = await get(api, "/v1/cases/2026%2F7")
        assert (case["owner"]["name"], case["applicant"]["name"]) == ("Kari Nordmann", "Bo Søker")
    await world.quiet()
