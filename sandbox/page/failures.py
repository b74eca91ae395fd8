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
    Failure("slow", "Tregt", "Neste kall tar to sekunder."),
    Failure("ratelimited", "For mange kall", "Neste kall får 429 og må vente ett sekund."),
    Failure("http_500", "Intern feil", "Neste kall får 500; ingenting skjedde."),
    Failure("http_500_after_effect", "Intern feil etterpå", "Neste kall får 500, men virkningen ble stående."),
    Failure("cut_before", "Kallet går tapt", "Neste kall kommer ikke fram."),
    Failure("cut_after_effect", "Svaret går tapt", "Neste kall virker, men svaret kommer aldri fram."),
)
BROKEN = "Forbindelsen til boten brytes uten varsel; den skal komme tilbake av seg selv."
DELETED = "En regel for lagringstid sletter alle meldinger i samtalene med boten, som ikke får vite det."


def failure_switches(waiting: Mapping[Kind, int], reader: Reader) -> list[Piece]:
    """The ways of failing, each with how many calls it still strikes."""
    return [piece(one.kind, _switch(one, waiting.get(one.kind, 0), reader)) for one in FAILURES] + [
        piece("cut", _act("drop", "Bryt Socket Mode-linjen", BROKEN, reader)),
        piece("retain", _act("retain", "Slett gamle meldinger", DELETED, reader)),
    ]


def _switch(one: Failure, left: int, reader: Reader) -> h.Element:
    return h.li(".switch")[
        h.button(".btn", type="button", data_do="fault", data_kind=one.kind, aria_pressed="true" if left else "false")[
            reader.say(one.words)
        ],
        h.span(".quiet")[reader.say(one.explained), left > 0 and [" ", reader.say("Venter på {n} kall.", n=left)]],
    ]


def _act(do: str, words: str, explained: str, reader: Reader) -> h.Element:
    return h.li(".switch")[
        h.button(".btn", type="button", data_do=do)[reader.say(words)],
        h.span(".quiet")[reader.say(explained)],
    ]
