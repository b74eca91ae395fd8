"""What each person has chosen to be told, and when: what the dialog `Varsler` shows, and what is done with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.context import Context
from domain.notification_settings import Concerns, NoticeKind, Preferences, Reminding, Wanted, WishesForm
from domain.permissions import Actor
from domain.values import OWNING, Role
from store import people as people_rows


def chosen_by(connection: Connection, person_id: int) -> Preferences:
    """How a person wants to be told."""
    row = people_rows.by_id(connection, person_id)
    return loading.preferences(row) if row else Preferences()


def form(context: Context, *, actor: str) -> WishesForm:
    """What the dialog shows the actor about their own settings."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        return WishesForm(chosen_by(connection, who.person.id), _kinds_for(who))


def _kinds_for(who: Actor) -> tuple[NoticeKind, ...]:
    roles = {role for role, _ in who.roles}
    hers = {Concerns.EVERYBODY}
    hers |= {Concerns.OWNERS} if roles & set(OWNING) else set()
    hers |= {Concerns.DISTRIBUTORS} if Role.DISTRIBUTOR in roles else set()
    return tuple(kind for kind in NoticeKind if kind.concerns in hers)


def choose(context: Context, wanted: Wanted, *, actor: str, now: datetime) -> None:
    """Take what the actor has chosen, and draw their main page again.

    Words that are not ours are ignored, and a kind that the dialog did not offer stays as it was.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        before = chosen_by(act.connection, who.person.id)
        offered = {kind for kind in NoticeKind if kind in wanted.offered}
        refused = {kind for kind in offered if kind not in wanted.ticked}
        people_rows.set_wishes(
            act.connection,
            who.person.id,
            reminding=wanted.reminding if wanted.reminding in set(Reminding) else before.reminding,
            muted=" ".join(sorted((before.muted - offered) | refused)) or None,
            quiet_hours=wanted.quiet_hours,
        )
        act.show(effects.homes(who.person.id))
