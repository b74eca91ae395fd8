"""What `check` says of webhooks: what was given up, and which of them have ended. Nothing where there are none."""

from __future__ import annotations

from collections.abc import Iterator

from bot.commands.findings import Finding
from bot.commands.outbox import reason_and_cure
from bot.startup_checks import plain_words
from domain.webhooks import shown
from store import systems, undelivered, webhooks
from store.database import Database


def found(database: Database) -> Iterator[Finding]:
    """A line for each thing. Raises CannotStartError."""
    with plain_words(database), database.read() as connection:
        lost = undelivered.untold(connection)
        ended = {one.person_id: one for one in webhooks.all_of_them(connection) if one.ended_at}
        names = {one.id: one.name for one in systems.all_of_them(connection)} if ended else {}
    for row in lost:
        said = f"{row.number} not taken by {row.person}, and given up: {reason_and_cure(row.error)}"
        yield Finding("FAULT", "webhook", said)
    for number, hook in ended.items():
        said = (
            f"{names[number]} is told nothing since {hook.ended_at:%Y-%m-%d %H:%M} UTC: {shown(hook.url)} answered 410"
        )
        yield Finding("off", "webhook", f"{said} (keys webhook {names[number]} --url begins anew)")
