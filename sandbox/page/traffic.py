"""The drawer of live traffic: every call and request between bot and workspace, with what was said and how it went.

A line that is finished is drawn once and kept as long as it is shown.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import htpy as h

from sandbox.page.dates import clock_time
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader
from sandbox.records import Call, Refusal, Request
from sandbox.workspace import Workspace

SHOWN = 150
LONGEST = 6000
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Line:
    """One call, request or refusal; `way` and the names of the details are in English."""

    started_at: datetime
    ended_at: datetime | None
    way: str
    what: str
    details: Mapping[str, object]
    done: bool
    fault: object = None


class Traffic:
    """Draws the ledgers of a workspace for one person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: dict[tuple[str, str], Piece] = {}

    def drawn(self, reader: Reader) -> list[Piece]:
        """The latest calls and requests, newest first."""
        newest = sorted(self._latest(), key=lambda one: one[1].started_at, reverse=True)[:SHOWN]
        before, self._kept = self._kept, {}
        drawn = []
        for key, line in newest:
            found = before.get((key, reader.language)) or _piece(key, line, reader)
            if line.done:
                self._kept[key, reader.language] = found
            drawn.append(found)
        return drawn or [piece("none", h.li(".quiet")[reader.say("No traffic yet.")])]

    def _latest(self) -> Iterator[tuple[str, Line]]:
        yield from _last("call", self._workspace.calls, _call)
        yield from _last("request", self._workspace.requests, _request)
        yield from _last("refusal", self._workspace.refusals, _refusal)


def _last(kind: str, things: Sequence[Thing], line_of: Callable[[Thing], Line]) -> Iterator[tuple[str, Line]]:
    for at in range(max(0, len(things) - SHOWN), len(things)):
        yield f"{kind}-{at}", line_of(things[at])


def _call(call: Call) -> Line:
    answer = call.answer or {}
    done = call.ended_at is not None
    fault = (answer.get("error") or call.status or "no answer") if done and not answer.get("ok") else None
    details = {"arguments": call.args, "answer": call.answer}
    return Line(call.started_at, call.ended_at, "bot → workspace", call.method, details, done, fault)


def _request(request: Request) -> Line:
    ack = request.ack
    fault = request.trouble or (ack.status if ack and ack.status != 200 else None)
    details = {"content": request.payload, "answer": ack.body if ack else None}
    what = f"{request.kind} ({request.attempt + 1})" if request.attempt else request.kind
    done = ack is not None or fault is not None
    return Line(request.sent_at, ack.at if ack else None, "workspace → bot", what, details, done, fault)


def _refusal(refusal: Refusal) -> Line:
    details = {"explanation": refusal.detail}
    return Line(refusal.at, None, "refused", refusal.method or "", details, True, refusal.code)


def _piece(key: str, line: Line, reader: Reader) -> Piece:
    took = max(0, round((line.ended_at - line.started_at).total_seconds() * 1000)) if line.ended_at else None
    head = h.summary[
        h.time[clock_time(line.started_at, reader, seconds=True)],
        h.span(".way")[reader.say(line.way)],
        h.code[line.what],
        h.span(".outcome")[_outcome(line, reader)],
        h.span(".quiet")[took is not None and f"{took} ms"],
    ]
    body = h.pre(".code", tabindex="0")[_readable(line.details, reader)]
    return piece(key, h.li(class_=["call", {"wrong": line.fault is not None}])[h.details[head, body]])


def _outcome(line: Line, reader: Reader) -> str:
    if line.fault is not None:
        what = reader.say("no answer") if line.fault == "no answer" else line.fault
        return reader.say("fault: {what}", what=what)
    return "ok" if line.done else reader.say("waiting")


def _readable(details: Mapping[str, object], reader: Reader) -> str:
    named = {reader.say(name): what for name, what in details.items()}
    text = json.dumps(named, ensure_ascii=False, indent=1, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n…"
