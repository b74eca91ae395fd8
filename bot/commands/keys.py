"""`keys`: systems and their keys, made, listed, rotated and taken back by an administrator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from bot.context import opened
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from cases.context import Context
from cases.doors import keys
from domain.errors import Refused
from handlers.translator import Translator


def new(settings: Settings, name: str, place: str, role: str, days: int | None) -> list[str]:
    """Make a key for a system. Raises CannotStartError."""
    lasts = timedelta(days=days) if days else None
    made = _done(settings, lambda context: keys.new(context, name, place=place, role=role, now=_now(), lasts=lasts))
    return [made, "This is shown once. Keep it as a password is kept."]


def rotate(settings: Settings, name: str, days: int) -> list[str]:
    """Give a system a new key beside those it has. Raises CannotStartError."""
    keep = timedelta(days=days)
    made = _done(settings, lambda context: keys.rotate(context, name, now=_now(), keep=keep))
    return [made, f"This is shown once. The earlier keys are good for {days} more days."]


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


def _done(settings: Settings, act: Callable[[Context], str]) -> str:
    translator = Translator.of(settings.language, settings.timezone)
    with opened(settings) as context, plain_words(context.database):
        try:
            return act(context)
        except Refused as refused:
            raise CannotStartError(translator.say(refused.words, **refused.values)) from refused


def _now() -> datetime:
    return datetime.now(UTC)
