"""Webhooks: where a system is told of what happens in its cases, set by an administrator, and what is told just now.

The secret has to be there as it is, since each message is signed with it (docs/decisions/0027). It opens nothing here:
who knows it can write to the receiver in our name.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from cases.context import Context
from cases.doors import keys, sight
from domain.administration import Measure
from domain.errors import N_, NotFoundError, Refused
from domain.webhooks import Event, require_address, shown
from store import systems, webhooks
from store.webhooks import WebhookRow

PREFIX = "whsec_"
NO_WEBHOOK = N_("«{name}» har ingen webhook.")


@dataclass(frozen=True, slots=True)
class Telling:
    """An event, on its way to the address of a system; the first of the secrets is the newest."""

    url: str
    secrets: tuple[bytes, ...]
    case_id: str


def put(context: Context, name: str, url: str, events: Collection[str], *, now: datetime) -> str:
    """Let a system be told at this address of these events, or of all, from now on; gives the secret where it is new.

    Where the system has a webhook already, its secrets stay. Raises NotFoundError, and Refused for an address or
    events that cannot be.
    """
    require_address(url)
    unknown = sorted(set(events) - {*Event})
    if unknown:
        raise Refused(N_("Det er ingen hendelse som heter «{name}»."), name=unknown[0])
    wanted = [event for event in Event if event in events or not events]
    with context.database.begin() as connection:
        system = keys.required(connection, name)
        known = webhooks.of_system(connection, system.id)
        values: dict[str, object] = {"url": url, "events": wanted, "set_at": now, "ended_at": None}
        secret = "" if known else _new_secret()
        if known:
            webhooks.change(connection, system.id, **values)
        else:
            webhooks.add(connection, system.id, {**values, "secret": secret})
        keys.note(context, connection, Measure.WEBHOOK_SET, system.id, now, url=shown(url), events=wanted)
        return secret


def rotate(context: Context, name: str, *, now: datetime, keep: timedelta) -> str:
    """Sign with a new secret, and for so long with the former one as well. Raises NotFoundError."""
    with context.database.begin() as connection:
        known = _required(connection, name)
        secret = _new_secret()
        former = {"former_secret": known.secret, "former_until_at": now + keep}
        webhooks.change(connection, known.person_id, secret=secret, **former)
        keys.note(context, connection, Measure.WEBHOOK_ROTATED, known.person_id, now)
        return secret


def remove(context: Context, name: str, *, now: datetime) -> None:
    """Tell a system nothing more, not even what waits. Raises NotFoundError."""
    with context.database.begin() as connection:
        known = _required(connection, name)
        webhooks.remove(connection, known.person_id)
        keys.note(context, connection, Measure.WEBHOOK_REMOVED, known.person_id, now)


def to_tell(context: Context, system_id: int, number: int, event: str, *, now: datetime) -> Telling | None:
    """Where a system is to be told now of an event in the case of this number.

    None when it is not to hear of it any more: it has no good key, does not see the case, or has chosen otherwise.
    """
    with context.database.read() as connection:
        known = webhooks.of_system(connection, system_id)
        system = systems.with_good_key(connection, system_id, now)
        case_id = webhooks.case_of(connection, number)
        if known is None or known.ended_at or system is None or case_id is None or event not in known.events:
            return None
        if not sight.seen_of(connection, [case_id], system):
            return None
        return Telling(known.url, _secrets(known, now), case_id)


def end(context: Context, system_id: int, url: str, *, now: datetime) -> None:
    """The receiver at this address wants nothing more (410 Gone): what waits is not sent, and the log says why."""
    with context.database.begin() as connection:
        if webhooks.end(connection, system_id, url, now):
            keys.note(context, connection, Measure.WEBHOOK_ENDED, system_id, now, url=shown(url))


def is_back(context: Context, system_id: int, *, now: datetime) -> None:
    """A receiver that was away has taken something: what else waits for it is tried now."""
    with context.database.begin() as connection:
        webhooks.hasten(connection, system_id, now)


def _required(connection: Connection, name: str) -> WebhookRow:
    system = keys.required(connection, name)
    known = webhooks.of_system(connection, system.id)
    if known is None:
        raise NotFoundError(NO_WEBHOOK, name=name)
    return known


def _new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _secrets(known: WebhookRow, now: datetime) -> tuple[bytes, ...]:
    former = known.former_secret if known.former_until_at and known.former_until_at > now else None
    return tuple(base64.b64decode(one.removeprefix(PREFIX)) for one in (known.secret, former) if one)
