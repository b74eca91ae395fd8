"""`keys`: systems, their keys and where they are told, made, listed, rotated and taken back by an administrator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.context import opened
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from cases.context import Context
from cases.doors import hooks, keys
from domain.errors import Refused
from domain.webhooks import Event, shown
from handlers.translator import Translator
from store.webhooks import WebhookRow

T = TypeVar("T")


def new(settings: Settings, name: str, place: str, role: str, days: int | None) -> list[str]:
    """Make a key for a system. Raises CannotStartError."""
    lasts = timedelta(days=days) if days else None
    made = _done(settings, lambda context: keys.new(context, name, place=place, role=role, now=_now(), lasts=lasts))
    return [made, "This is shown once. Keep it as a password is kept."]


def rotate(settings: Settings, name: str, days: int) -> list[str]:
    """Give a system a new key beside those it has. Raises CannotStartError."""
    keep = timedelta(days=days)
    made = _done(settings, lambda context: keys.rotate(context, name, now=_now(), keep=keep))
    shown = f"This is shown once. The earlier keys are good for {days} more days"
    return [made, f"{shown}; this one for as long as the last was made for, as `keys list` shows."]


def revoke(settings: Settings, name: str) -> list[str]:
    """Let no key of a system be good any more. Raises CannotStartError."""
    count = _done(settings, lambda context: str(keys.revoke(context, name, now=_now())))
    return [f"Keys revoked: {count}"]


def listed(settings: Settings) -> Iterator[str]:
    """A line for each system, and one for each of its good keys. Raises CannotStartError."""
    with opened(settings) as context, plain_words(context.database):
        found = keys.listed(context, now=_now())
    if not found:
        yield "There are no systems."
    for one in found:
        yield f"{one.system.name}  {one.system.role} at {one.system.place_code} and below"
        for key in one.keys:
            until = f"until {key.ends_at:%Y-%m-%d %H:%M} UTC" if key.ends_at else "without end"
            yield f"    {keys.PREFIX}{key.prefix}_…  made {key.made_at:%Y-%m-%d}, good {until}"
        if not one.keys:
            yield "    no good key"
        if one.webhook:
            yield f"    {_webhook(one.webhook)}"


def set_webhook(settings: Settings, name: str, url: str, events: Sequence[str]) -> list[str]:
    """Let a system be told of these events at this address, or of all. Raises CannotStartError."""
    secret = _done(settings, lambda context: hooks.put(context, name, url, events, now=_now()))
    if not secret:
        return ["The webhook is changed; its secret is the same."]
    return [secret, "This is shown once. The receiver knows by it that a message comes from here."]


def rotate_webhook(settings: Settings, name: str, days: int) -> list[str]:
    """Sign what a system is told with a new secret. Raises CannotStartError."""
    keep = timedelta(days=days)
    secret = _done(settings, lambda context: hooks.rotate(context, name, now=_now(), keep=keep))
    return [secret, f"This is shown once. The former one is signed with beside it for {days} more days."]


def remove_webhook(settings: Settings, name: str) -> list[str]:
    """Tell a system nothing more. Raises CannotStartError."""
    _done(settings, lambda context: hooks.remove(context, name, now=_now()))
    return ["The webhook is removed. What waits is not sent."]


def _webhook(row: WebhookRow) -> str:
    events = "all events" if len(row.events) == len(Event) else ", ".join(row.events)
    if row.ended_at:
        return f"webhook {shown(row.url)}  ended {row.ended_at:%Y-%m-%d %H:%M} UTC: it answered 410"
    return f"webhook {shown(row.url)}  {events}, since {row.set_at:%Y-%m-%d %H:%M} UTC"


def _done(settings: Settings, act: Callable[[Context], T]) -> T:
    translator = Translator.of(settings.language, settings.timezone)
    with opened(settings) as context, plain_words(context.database):
        try:
            return act(context)
        except Refused as refused:
            raise CannotStartError(translator.say(refused.words, **refused.values)) from refused


def _now() -> datetime:
    return datetime.now(UTC)
