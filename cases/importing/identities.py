"""Who people are in Slack, and where: the files say at most their ids there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import effects, transaction
from cases.acts.people import language_of
from cases.context import Context
from domain.administration import LogLine, Measure
from domain.values import SubtaskStatus
from store import cases as case_rows
from store import identities
from store import importing as rows
from store import people as people_rows


@dataclass(frozen=True, slots=True)
class Identity:
    """What Slack said of a person: the id there, the locale of the client and the zone where it is known."""

    person_id: int
    slack_id: str
    locale: str | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class Identified:
    """What became of identities: those who can be reached now, and those whose account another one has here."""

    new: list[Identity]
    taken: list[tuple[Identity, str]]  # with the other one's address


@dataclass(frozen=True, slots=True)
class Unknown:
    """An active person of whom Slack must still be asked: who they are there, or, with an id, only where they work.

    Whose account is closed may have got another one since: a person who is invited anew has a new id.
    """

    person_id: int
    email: str
    slack_id: str | None
    is_closed: bool = False


def unknown(context: Context) -> list[Unknown]:
    """The people whose id or time zone in Slack is not known here."""
    with context.database.read() as connection:
        found = identities.unknown_to_slack(connection)
    return [
        Unknown(row.id, row.email, None if row.account_closed else row.slack_id, row.account_closed) for row in found
    ]


def identify(context: Context, found: Sequence[Identity], *, now: datetime) -> Identified:
    """Remember these identities and show the people what waits for them.

    A Slack id that somebody else has already is left alone, and told.
    """
    with transaction.begin(context, now=now) as act:
        connection = act.connection
        # Cases and subtasks are locked before people, as the acts do, so that nobody waits in a circle.
        act.changed_people([one.person_id for one in found])
        rows_known = people_rows.with_slack_ids(connection, [one.slack_id for one in found])
        holders = {row.slack_id: row.id for row in rows_known}
        known = set(holders)
        emails = {row.slack_id: row.email for row in rows_known}
        hers = [one for one in found if holders.setdefault(one.slack_id, one.person_id) == one.person_id]
        new = [one for one in hers if one.slack_id not in known]
        people = {one.person_id for one in new}
        rows.free_slack_ids(connection, people)
        rows.forget_posts(connection, people)  # those of a former account are seen by nobody
        identities.take_identities(
            connection, [(one.person_id, one.slack_id, language_of(one.locale), one.zone) for one in hers]
        )
        act.log(*(LogLine(Measure.PERSON_IDENTIFIED, person_id=one.person_id) for one in new))
        waiting = [row for row in rows.subtasks_of_people(connection, people) if row.status is not SubtaskStatus.SOLVED]
        for row in waiting:
            act.show(effects.redraw(row.id, row.people))
        act.show(effects.homes(*case_rows.distributors_over_cases_of(connection, people)))
        act.show(effects.open_ahead(connection))
    taken = [(one, emails[one.slack_id]) for one in found if one.slack_id in emails and one not in hers]
    return Identified(new, taken)
