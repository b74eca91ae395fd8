"""The drawer of faults: the ways to make Slack fail, so that anybody can see that nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

import htpy as h

from sandbox.faults import Kind
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader


@dataclass(frozen=True)
class Failure:
    """A way of failing that can be switched on for the bot's next calls."""

    kind: Kind
    words: str
    explained: str


FAILURES = (
    Failure("slow", "Slow", "The next call takes two seconds."),
    Failure("ratelimited", "Too many calls", "The next call gets 429 and must wait one second."),
    Failure("http_500", "Internal error", "The next call gets 500; nothing happened."),
    Failure("http_500_after_effect", "Internal error afterwards", "The next call gets 500, but what it did stands."),
    Failure("cut_before", "Call lost", "The next call does not arrive."),
    Failure("cut_after_effect", "Answer lost", "The next call works, but its answer never arrives."),
)
BROKEN = "The connection to the bot is cut without warning; it should come back by itself."
DELETED = "A retention rule deletes every message in the conversations with the bot, which does not hear of it."


def failure_switches(waiting: Mapping[Kind, int], reader: Reader) -> list[Piece]:
    """The ways of failing, each with how many calls it still strikes."""
    return [piece(one.kind, _switch(one, waiting.get(one.kind, 0), reader)) for one in FAILURES] + [
        piece("cut", _act("drop", "Cut the Socket Mode line", BROKEN, reader)),
        piece("retain", _act("retain", "Delete old messages", DELETED, reader)),
    ]


def _switch(one: Failure, left: int, reader: Reader) -> h.Element:
    return h.li(".switch")[
        h.button(".btn", type="button", data_do="fault", data_kind=one.kind, aria_pressed="true" if left else "false")[
            reader.say(one.words)
        ],
        h.span(".quiet")[reader.say(one.explained), left > 0 and [" ", reader.say("Waiting for {n} call(s).", n=left)]],
    ]


def _act(do: str, words: str, explained: str, reader: Reader) -> h.Element:
    return h.li(".switch")[
        h.button(".btn", type="button", data_do=do)[reader.say(words)],
        h.span(".quiet")[reader.say(explained)],
    ]
