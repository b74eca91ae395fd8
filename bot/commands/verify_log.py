"""`log --verify`: whether the history is as it was sealed, and where its chain ends."""

from __future__ import annotations

from bot.context import opened
from bot.settings import Settings
from bot.startup_checks import plain_words
from cases import sealing
from cases.sealing import Found, Standing, Verdict


def verify(settings: Settings) -> tuple[list[str], bool]:
    """The lines to print, and whether nothing is wrong. Raises CannotStartError."""
    with opened(settings) as context, plain_words(context.database):
        verdict = sealing.verify(context.database)
    return lines(verdict), verdict.is_whole


def lines(verdict: Verdict) -> list[str]:
    """What was found, and where the chain ends."""
    return [*told(verdict), f"end: {verdict.number} {verdict.seal}"]


def told(verdict: Verdict) -> list[str]:
    """What was found, in words."""
    counts = verdict.counts
    said = [f"{counts[Standing.MATCHES] + counts[Standing.ERASED]} lines as they were sealed"]
    if counts[Standing.ERASED]:
        said = [f"{said[0]}, of which {counts[Standing.ERASED]} have lost details to an erasure on record"]
    if verdict.unsealed:
        said.append(f"{verdict.unsealed} not sealed yet")
    bad = counts[Standing.CHANGED] + counts[Standing.MISSING]
    if bad:
        first = ", ".join(map(_named, verdict.wrong))
        more = " and more" if bad > len(verdict.wrong) else ""
        said.append(f"{bad} changed or missing behind the program: {first}{more}; compare with a backup")
    return said


def _named(found: Found) -> str:
    line = "" if found.history_id is None else f" (history {found.history_id})"
    return f"number {found.number}{line} {found.standing}"
