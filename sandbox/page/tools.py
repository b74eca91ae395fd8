"""The drawer behind the scenes: live traffic between bot and workspace, the clock, and ways to make Slack fail."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import htpy as h

from sandbox.faults import Kind
from sandbox.page.dates import clock_time, day, local
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader
from sandbox.records import Call, Refusal, Request

Line = TypeVar("Line")
SHOWN = 150
LONGEST = 6000


@dataclass(frozen=True)
class Failure:
    """A way of failing that can be switched on for the bot's next calls."""

    kind: Kind
    words: str
    explained: str


FAILURES = (
    Failure("slow", "Tregt", "Neste kall tar to sekunder."),
    Failure("ratelimited", "For mange kall", "Neste kall får 429 og må vente ett sekund."),
    Failure("http_500", "Intern feil", "Neste kall får 500; ingenting skjedde."),
    Failure("http_500_after_effect", "Intern feil etterpå", "Neste kall får 500, men virkningen ble stående."),
    Failure("cut_before", "Linjen brytes før", "Neste kall kommer ikke fram."),
    Failure("cut_after_effect", "Svaret går tapt", "Neste kall virker, men svaret kommer aldri fram."),
)


def traffic(calls: list[Call], requests: list[Request], refusals: list[Refusal], reader: Reader) -> list[Piece]:
    """The latest calls and requests, newest first."""
    lines: list[tuple[datetime, Piece]] = [
        *((call.started_at, _call(at, call, reader)) for at, call in _latest(calls)),
        *((request.sent_at, _request(at, request, reader)) for at, request in _latest(requests)),
        *((refusal.at, _refusal(at, refusal, reader)) for at, refusal in _latest(refusals)),
    ]
    newest = sorted(lines, key=lambda line: line[0], reverse=True)[:SHOWN]
    return [line for _, line in newest] or [piece("none", h.li(".quiet")["Ingen trafikk ennå."])]


def _latest(things: list[Line]) -> Iterable[tuple[int, Line]]:
    start = max(0, len(things) - SHOWN)
    return enumerate(things[start:], start)


def _call(at: int, call: Call, reader: Reader) -> Piece:
    answer = call.answer or {}
    if call.ended_at is None:
        outcome = "venter"
    elif answer.get("ok"):
        outcome = "ok"
    else:
        outcome = f"feil: {answer.get('error') or call.status or 'ingen svar'}"
    times = (call.started_at, call.ended_at)
    words = ("boten → miljøet", call.method, outcome)
    return _line(f"call-{at}", times, words, {"argumenter": call.args, "svar": call.answer}, reader)


def _request(at: int, request: Request, reader: Reader) -> Piece:
    ack = request.ack
    if request.trouble:
        outcome = f"feil: {request.trouble}"
    elif ack is None:
        outcome = "venter"
    else:
        outcome = "ok" if ack.status == 200 else f"feil: {ack.status}"
    kind = request.kind + (f" (forsøk {request.attempt + 1})" if request.attempt else "")
    details = {"innhold": request.payload, "svar": ack.body if ack else None}
    times = (request.sent_at, ack.at if ack else None)
    return _line(f"request-{at}", times, ("miljøet → boten", kind, outcome), details, reader)


def _refusal(at: int, refusal: Refusal, reader: Reader) -> Piece:
    words = ("avvist", refusal.method or "", f"feil: {refusal.code}")
    return _line(f"refusal-{at}", (refusal.at, None), words, {"forklaring": refusal.detail}, reader)


def _line(
    key: str,
    times: tuple[datetime, datetime | None],
    words: tuple[str, str, str],
    details: Mapping[str, object],
    reader: Reader,
) -> Piece:
    (started, ended), (way, method, outcome) = times, words
    took = f"{max(0, round((ended - started).total_seconds() * 1000))} ms" if ended else ""
    line = h.summary[
        h.time[clock_time(started, reader, seconds=True)],
        h.span(".way")[way],
        h.code[method],
        h.span(".outcome")[outcome],
        h.span(".quiet")[took],
    ]
    wrong = outcome.startswith("feil")
    return piece(
        key,
        h.li(class_=["call", {"wrong": wrong}])[h.details[line, h.pre(".code", tabindex="0")[_readable(details)]]],
    )


def _readable(details: Mapping[str, object]) -> str:
    text = json.dumps(details, ensure_ascii=False, indent=1, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n…"


def clock_panel(reader: Reader) -> list[Piece]:
    """The workspace's time and the ways to move it; the script lets the minutes run on."""
    there = local(reader.now, reader)
    return [
        piece(
            "now",
            h.p(".clock-now")[
                h.span["Klokken i prøvemiljøet er "],
                h.strong[f"{day(there.date(), reader, 'date_long')} kl. {clock_time(reader.now, reader)}"],
            ],
        ),
        piece("moves", _moves()),
    ]


def _moves() -> h.Element:
    return h.form(".clock-moves", data_form="clock")[
        h.button(".btn", type="button", data_do="clock", data_move="hour")["+1 time"],
        h.button(".btn", type="button", data_do="clock", data_move="tomorrow")["I morgen 08:00"],
        h.label[
            "Gå til ",
            h.span(".dated")[
                h.input(".box", type="datetime-local", name="at", required=True),
                h.span(".date-words", lang="nb", aria_hidden="true")["Velg dato"],
            ],
        ],
        h.button(".btn", type="submit")["Still klokken"],
    ]


def failure_switches(waiting: Mapping[Kind, int]) -> list[Piece]:
    """The ways of failing, each with how many calls it still strikes."""
    return [piece(one.kind, _switch(one, waiting.get(one.kind, 0))) for one in FAILURES] + [
        piece("cut", _socket_switch())
    ]


def _switch(one: Failure, left: int) -> h.Element:
    return h.li(".switch")[
        h.button(".btn", type="button", data_do="fault", data_kind=one.kind, aria_pressed="true" if left else "false")[
            one.words
        ],
        h.span(".quiet")[one.explained, f" Venter på {left} kall." if left else ""],
    ]


def _socket_switch() -> h.Element:
    return h.li(".switch")[
        h.button(".btn", type="button", data_do="drop")["Bryt Socket Mode-linjen"],
        h.span(".quiet")["Forbindelsen til boten brytes uten varsel; den skal komme tilbake av seg selv."],
    ]
