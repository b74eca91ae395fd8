"""Spoiled requests to the door for machines: with good keys, keys of other places, and none."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import quote

from cases.doors import keys
from tests.api.callers import CASE
from tests.beside import context
from tests.fuzz.mutations import Spoiler
from tests.fuzz.scene import GAMMAS_CASE
from tests.fuzz.slack_side import Shot
from tests.world import World

KEYS = {
    "fordeler": ("184.12", "fordeler"),
    "saksbehandler": ("184.12.1", "saksbehandler"),
    "beside": ("185", "fordeler"),
}
CASES = ("2026-101", "2026-300", "2026-8", "2026-9", GAMMAS_CASE, "2026/7")
FULL = CASE | {"owner": "kari@uni.example", "deadline": "2026-12-18", "type": "innpassing"}
READS = (
    "/v1/status", "/openapi.json", "/v1/cases", "/v1/cases?limit=2&after=", "/v1/cases?status=open", "/v1/cases/{id}",
    "/v1/cases/{id}/subtasks", "/v1/cases/{id}/history", "/v1/cases/{id}/history?limit=1&after=MQ",
    "/v1/cases/{id}/attachments/vitnemal.pdf", "/v1/cases/{id}/attachments/hemmelig.pdf",
)  # fmt: skip
WRITES = (
    ("PUT", "/v1/cases/{id}"), ("PUT", "/v1/cases/{id}"), ("PUT", "/v1/cases/{id}"), ("DELETE", "/v1/cases/{id}"),
    ("PUT", "/v1/cases/{id}/attachments/brev.pdf?title=Brev"), ("DELETE", "/v1/cases/{id}/attachments/brev.pdf"),
    ("PUT", "/v1/cases/{id}/attachments/vitnemal.pdf"), ("DELETE", "/v1/cases/{id}/attachments/vitnemal.pdf"),
)  # fmt: skip
METHODS = ("GET", "PUT", "DELETE", "POST", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "X")


@dataclass
class Keys:
    """The keys of this world, by who has them, and some that are none."""

    good: dict[str, str]
    bad: list[str]


def make_keys(world: World) -> Keys:
    """Let there be systems with keys, good ones and ones that are good no more."""
    own, now = context(world), world.clock.now()
    good = {name: keys.new(own, name, place=place, role=role, now=now) for name, (place, role) in KEYS.items()}
    over = keys.new(own, "over", place="184.12", role="fordeler", now=now - timedelta(days=9), lasts=timedelta(days=1))
    gone = keys.new(own, "gone", place="184.12", role="fordeler", now=now)
    keys.revoke(own, "gone", now=now)
    one = good["fordeler"]
    return Keys(
        good, [over, gone, "", one[:-1], one + "x", one.upper(), one[:15] + good["beside"][15:], "\0", "æ" * 40]
    )


class ApiGun:
    """Makes requests that no fellow system would."""

    def __init__(self, keys_there: Keys, lot: Random) -> None:
        """Use these keys."""
        self._keys, self._lot, self._spoiler, self._numbers = keys_there, lot, Spoiler(lot), 0
        self._spoiler.learn([FULL, *({"id": one} for one in CASES)])

    def shots(self, who: str, number: int, foreign: set[str]) -> Iterator[Shot]:
        """So many with this system's key; "nobody" has none that is good."""
        while number:
            number -= 1
            yield self._one(who)

    def _one(self, who: str) -> Shot:
        lot = self._lot
        method, path = ("GET", lot.choice(READS)) if lot.random() < 0.4 else lot.choice(WRITES)
        case = lot.choice(CASES) if lot.random() < 0.9 else str(self._spoiler.strange())[:2000]
        path = path.replace("{id}", quote(case, safe="", errors="replace"))
        if lot.random() < 0.3:
            path = self._other(path)
        if lot.random() < 0.05:
            method = lot.choice(METHODS)
        body = self._body(path) if method == "PUT" or lot.random() < 0.1 else b""
        return Shot(f"{method} {path}", self._headers(who), body)

    def _other(self, path: str) -> str:
        """Another path, with letters of HTTP's only: what else a client may send is refused by the server of it."""
        odd = quote(str(self._spoiler.strange())[:3000], safe="/%?&=", errors="replace")
        start, mark, query = path.partition("?")
        parts = start.split("/")
        parts[self._lot.randrange(1, len(parts))] = odd
        after = base64.urlsafe_b64encode(str(self._spoiler.strange()).encode(errors="replace")[:300]).decode()
        queries = (
            f"after={after}",
            f"after={odd}",
            f"limit={odd}",
            f"status={odd}",
            f"title={odd}",
            f"{query}&{query}",
        )
        return self._lot.choice(
            ("/".join(parts), f"{start}/{odd}", f"{start}?{self._lot.choice(queries)}", start + mark + odd)
        )

    def _headers(self, who: str) -> dict[str, str]:
        lot = self._lot
        self._numbers += 1
        key = lot.choice(self._keys.bad) if who == "nobody" else self._keys.good[who]
        found = {"Authorization": f"Bearer {key}", "Idempotency-Key": lot.choice((f"k{self._numbers}", "again"))}
        if lot.random() < 0.2:
            names = (
                "If-Match",
                "If-None-Match",
                "Idempotency-Key",
                "Content-Type",
                "Range",
                "Accept",
                "X-Forwarded-For",
            )
            odd = str(self._spoiler.strange()).replace("\r", "").replace("\n", "").replace("\0", "")[:4000]
            found[lot.choice(names)] = lot.choice((odd, "*", '"x"', "bytes=0-", "bytes=5-1", "application/json"))
        if who == "nobody" and lot.random() < 0.2:
            found["Authorization"] = lot.choice(("", "Bearer", "Basic eDp4", f"bearer  {key}", "Bearer a b"))
        return found

    def _body(self, path: str) -> bytes:
        lot = self._lot
        if "attachments" in path:
            # No two alike: whoever sends what another one is just letting go is asked to come again, with 503.
            return lot.choice((b"", b"%PDF-1.7", lot.randbytes(2000), b"x" * 300_000)) + lot.randbytes(8)
        told: Any = self._spoiler.spoil(lot.choice((FULL, CASE, {"withdrawn": True}, FULL | {"status": "closed"})))
        body = json.dumps(told).encode(errors="replace")
        at = lot.randrange(len(body) + 1)
        return body if lot.random() < 0.95 else lot.choice((body[:at], b"", b"[]", b"\xff" + body, body * 2))
