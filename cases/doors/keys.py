"""Systems and their keys: made, rotated and taken back by an administrator, and known again at the door.

A key is 256 random bits, so that its plain digest tells nobody anything: no salt, and no slow hash, is needed for what
cannot be guessed. It is shown once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from cases.context import Context
from domain.administration import LogLine, Measure
from domain.doors import WhoIs
from domain.errors import N_, NotAllowedError, NotFoundError, Refused
from domain.values import Role
from store import administration, current, systems, webhooks
from store.systems import KeyRow, SystemRow
from store.webhooks import WebhookRow

PREFIX = "sbk_"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,49}")
CALLED = "Fagsystem {name}"
UNKNOWN_KEY = N_("Nøkkelen er ukjent, utløpt eller trukket tilbake.")
_KEY = re.compile(r"sbk_([a-z0-9]{10})_[A-Za-z0-9_-]{43}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Listed:
    """A system with its keys that are, or will be, good for a while, and where it is told of what happens."""

    system: SystemRow
    keys: tuple[KeyRow, ...]
    webhook: WebhookRow | None


def new(context: Context, name: str, *, place: str, role: str, now: datetime, lasts: timedelta | None = None) -> str:
    """Make a system, or give one that lost all its keys back its right, and return its key; `lasts` says how long.

    Raises Refused for a name that cannot be one or has good keys, a place that is not there, or another role.
    """
    if not NAME.fullmatch(name):
        raise Refused(N_("Navnet må være bokstaver, tall, punktum, strek eller understrek, høyst 50 tegn."))
    if role not in (Role.CASE_WORKER, Role.DISTRIBUTOR):
        raise Refused(N_("Et fagsystem kan være saksbehandler eller fordeler."))
    with context.database.begin() as connection:
        places = {row.code: row.id for row in current.all_places(connection)}
        if place not in places:
            raise Refused(N_("Stedet «{code}» finnes ikke."), code=place)
        values = {"place_id": places[place], "role": Role(role)}
        known = systems.named(connection, name)
        if known is None:
            called = CALLED.format(name=name)
            number = systems.add(connection, {"name": name, **values}, called=called, known_as=f"<{called}>")
        elif any(_lasts(one, now) for one in _keys_of(connection, known.id)):
            raise Refused(N_("«{name}» har en nøkkel. Bytt den, eller trekk den tilbake først."), name=name)
        else:
            systems.change(connection, number := known.id, **values)
        key = _add_key(connection, number, now, now + lasts if lasts else None)
        told = {"place": place, "role": role, "ends_at": (now + lasts).isoformat() if lasts else None}
        note(context, connection, Measure.KEY_MADE, number, now, key=_shown(key), **told)
        return key


def rotate(context: Context, name: str, *, now: datetime, keep: timedelta) -> str:
    """Give a system a new key, for as long as the last one was made for; those it has are good for so long beside it.

    Raises NotFoundError, and Refused where it has none that is good: of one that has ended nobody knows here whether it
    did so by itself, and the next one would have no end.
    """
    with context.database.begin() as connection:
        system = required(connection, name)
        good = [one for one in _keys_of(connection, system.id) if _lasts(one, now)]
        if not good:
            raise Refused(N_("«{name}» har ingen nøkkel som gjelder. Lag en ny (keys new)."), name=name)
        lasts = good[-1].ends_at and good[-1].ends_at - good[-1].made_at
        systems.end_keys(connection, system.id, now + keep)
        key = _add_key(connection, system.id, now, now + lasts if lasts else None)
        note(context, connection, Measure.KEY_ROTATED, system.id, now, key=_shown(key))
        return key


def revoke(context: Context, name: str, *, now: datetime) -> int:
    """Let none of a system's keys be good from now on; gives how many were. Raises NotFoundError."""
    with context.database.begin() as connection:
        system = required(connection, name)
        number = systems.end_keys(connection, system.id, now)
        if number:
            note(context, connection, Measure.KEYS_REVOKED, system.id, now, number=number)
        return number


def listed(context: Context, *, now: datetime) -> list[Listed]:
    """Every system with its good keys, by name."""
    with context.database.read() as connection:
        keys: dict[int, list[KeyRow]] = defaultdict(list)
        for one in systems.all_keys(connection):
            if _lasts(one, now):
                keys[one.person_id].append(one)
        told = {one.person_id: one for one in webhooks.all_of_them(connection)}
        found = systems.all_of_them(connection)
        return [Listed(system, tuple(keys[system.id]), told.get(system.id)) for system in found]


def known(context: Context, written: str, *, now: datetime) -> int:
    """The number of the good key that somebody shows. Raises NotAllowedError for anything else."""
    found = _KEY.fullmatch(written)
    if found:
        with context.database.read() as connection:
            row = systems.key_with(connection, found[1], now)
        if row and hmac.compare_digest(row.digest, _digest(written)):
            return row.id
    raise NotAllowedError(UNKNOWN_KEY)


def system_of(connection: Connection, key_id: int, now: datetime) -> SystemRow:
    """Inside a transaction: who acts with this key. Raises NotAllowedError when it is good no more."""
    system = systems.of_key(connection, key_id, now)
    if system is None:
        raise NotAllowedError(UNKNOWN_KEY)
    return system


def who_is(context: Context, key_id: int, *, now: datetime) -> WhoIs:
    """Whose key this is, and what it may. Raises NotAllowedError."""
    with context.database.read() as connection:
        system = system_of(connection, key_id, now)
        return WhoIs(system.name, system.place_code, system.role)


def required(connection: Connection, name: str) -> SystemRow:
    """The system of this name. Raises NotFoundError."""
    system = systems.named(connection, name)
    if system is None:
        raise NotFoundError(N_("Det er ikke noe fagsystem som heter «{name}»."), name=name)
    return system


def _add_key(connection: Connection, person_id: int, now: datetime, ends_at: datetime | None) -> str:
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(10))
    key = f"{PREFIX}{prefix}_{secrets.token_urlsafe(32)}"
    values = {"person_id": person_id, "prefix": prefix, "digest": _digest(key), "made_at": now, "ends_at": ends_at}
    systems.add_key(connection, values)
    return key


def note(
    context: Context, connection: Connection, measure: Measure, person_id: int, now: datetime, **details: object
) -> None:
    """Inside a transaction: have the log of administration say what was done about a system."""
    line = LogLine(measure, person_id=person_id, details=details)
    administration.add(connection, [line], now, by=context.operator)


def _shown(key: str) -> str:
    """As much of a key as tells it from others, and opens nothing; `keys list` says the same."""
    return key[: len(PREFIX) + 10]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _keys_of(connection: Connection, person_id: int) -> list[KeyRow]:
    return [one for one in systems.all_keys(connection) if one.person_id == person_id]


def _lasts(key: KeyRow, now: datetime) -> bool:
    return key.ends_at is None or key.ends_at > now
