"""Every write at the door: once for each key that the system gives it, with the answer kept beside the effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from cases import transaction
from cases.context import Context
from cases.doors import keys
from cases.doors.seen import Seen
from cases.transaction import Transaction
from domain.errors import N_, Refused
from store import answered
from store.systems import SystemRow

OTHER_BODY = N_("Nøkkelen i Idempotency-Key er brukt til noe annet. Bruk en ny for hver forespørsel.")


class OtherBodyError(Refused):
    """The same idempotency key came with another request."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A write: by which key it comes in, under which key, with which digest, it may come again, and of what it is."""

    key_id: int
    key: str
    digest: str
    seen: Seen = field(default_factory=Seen)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered; nothing of anybody's in it, since it is kept for a while."""

    status: int
    body: bytes
    is_repeated: bool = False

    @staticmethod
    def of(status: int, **said: object) -> Answer:
        """An answer that says this."""
        return Answer(status, orjson.dumps(said))


def once(context: Context, asked: Asked, do: Callable[[Transaction, SystemRow], Answer], *, now: datetime) -> Answer:
    """Do something, or give the answer it had the first time.

    Raises NotAllowedError when the key is good no more, OtherBodyError when it was another request the first time, and
    what `do` raises: then nothing of it is kept, and it may be asked again under the same key.
    """
    with transaction.begin(context, now=now) as act:
        system = keys.system_of(act.connection, asked.key_id, now)
        earlier = answered.begin(act.connection, system.id, asked.key, digest=asked.digest, at=now)
        if earlier and earlier.digest != asked.digest:
            raise OtherBodyError(OTHER_BODY)
        if earlier:
            return Answer(earlier.status, earlier.body.encode(), is_repeated=True)
        act.by_system(system.id)
        answer = do(act, system)
        answered.end(act.connection, system.id, asked.key, status=answer.status, body=answer.body.decode())
        return answer
