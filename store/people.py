"""People, their roles at places, and who can be chosen at a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam, func, literal, or_, select
from sqlalchemy.engine import Connection

from domain.notification_settings import Reminding
from domain.values import OWNING, Person, Role
from store import rows
from store.disqualifications import cases_of, is_out
from store.ready import Ready
from store.sql import among, is_one_of
from store.systems import is_system
from store.tables import can_act, can_answer, cases, people, places, roles, subtasks

# What they have chosen, else what their chat asks for; None for the institution's own.
_language = func.coalesce(people.c.language, people.c.slack_language)

PERSON = (
    people.c.id,
    people.c.name,
    people.c.email,
    people.c.slack_id,
    can_act().label("active"),
    _language.label("language"),
)


class PlacedRow(NamedTuple):
    """A person with one of their roles, and the path of the place where they have it; both are None without any.

    `disqualified_from` are the numbers of the cases from which they are disqualified (store/disqualifications.py),
    `stands_in` says whether they stand in for anybody now.
    """

    role: Role | None
    path: str | None
    disqualified_from: str | None
    stands_in: bool
    person: Person


class EligibleRow(NamedTuple):
    """A person who can be chosen, with one of the roles for which they can."""

    role: Role
    person: Person


class RecipientRow(NamedTuple):
    """A person with their zone, and how they want to be told; `muted` are blank-separated words."""

    dm_channel: str | None
    slack_zone: str | None
    reminding: Reminding
    muted: str | None
    quiet_hours: bool
    person: Person


class UnopenedRow(NamedTuple):
    """A person whose conversation with the bot has not been opened yet."""

    id: int
    slack_id: str


_first_of_each = [
    select(one.c.id).where(one.c.stand_in_id == people.c.id).correlate(people).limit(1).scalar_subquery()
    for one in (subtasks, cases)
]
_stands_in = sa.or_(*(one.is_not(None) for one in _first_of_each))  # not EXISTS: see store/whole_subtask.py
_PEOPLE = rows.of(Person, select(*PERSON))
_WITH_ROLES = Ready(
    rows.of(
        PlacedRow,
        select(
            roles.c.role,
            places.c.path,
            cases_of(people.c.id).label("disqualified_from"),
            _stands_in.label("stands_in"),
            *PERSON,
        )
        .select_from(people.outerjoin(roles, roles.c.person_id == people.c.id).outerjoin(places))
        .where(people.c.slack_id == bindparam("slack_id")),
    )
)
ELIGIBLE = rows.of(
    EligibleRow,
    select(roles.c.role, *PERSON)
    .select_from(people.join(roles, roles.c.person_id == people.c.id))
    .where(can_act(), people.c.slack_id.is_not(None))
    .where(sa.not_(is_out(people.c.id, bindparam("case_id", type_=sa.Text())))),
)
_at_place = ELIGIBLE.where(roles.c.place_id == bindparam("place_id"))
_AT_PLACE, _ONE_AT_PLACE = Ready(_at_place), Ready(_at_place.where(people.c.id == bindparam("person_id")))
_POSSIBLE_OWNERS = ELIGIBLE.where(is_one_of(roles.c.role, OWNING)).distinct()
_RECIPIENTS = Ready(
    rows.of(
        RecipientRow,
        select(*(people.c[name] for name in RecipientRow._fields[:-1]), *PERSON).where(
            among(people.c.id, "person_ids", sa.Integer)
        ),
    )
)
_LANGUAGE = Ready(select(_language).where(people.c.slack_id == bindparam("slack_id")))

_WITHOUT_CONVERSATION = rows.of(
    UnopenedRow,
    select(people.c.id, people.c.slack_id)
    .where(can_act(), people.c.slack_id.is_not(None), people.c.dm_channel.is_(None))
    .where(select(roles.c.person_id).where(roles.c.person_id == people.c.id).exists())
    .order_by(people.c.id),
)


def with_roles(connection: Connection, slack_id: str) -> list[PlacedRow]:
    """Everything about the person with this Slack id: one row for each role, at least one if they are known."""
    return rows.many(connection, _WITH_ROLES, {"slack_id": slack_id})


def at_place(connection: Connection, place_id: int, *, case_id: str | None) -> list[EligibleRow]:
    """Everybody active who can be reached in Slack and has a role at exactly this place: one row a role.

    Who is disqualified from this case is left out; with None the choice is for no case.
    """
    return rows.many(connection, _AT_PLACE, {"place_id": place_id, "case_id": case_id})


def roles_at(connection: Connection, person_id: int, place_id: int, *, case_id: str | None) -> list[EligibleRow]:
    """The rows of `at_place` that are about one person; empty when they cannot be chosen there."""
    return rows.many(connection, _ONE_AT_PLACE, {"person_id": person_id, "place_id": place_id, "case_id": case_id})


def roles_of(connection: Connection, person_id: int) -> list[tuple[int, Role]]:
    """At which places somebody has which roles; none for one who has left, or cannot be reached in Slack."""
    statement = select(roles.c.place_id, roles.c.role).join(people, people.c.id == roles.c.person_id)
    found = connection.execute(statement.where(people.c.id == person_id, can_act(), people.c.slack_id.is_not(None)))
    return [(row.place_id, row.role) for row in found]


def possible_owners(connection: Connection, words: Sequence[str], *, case_id: str | None) -> list[EligibleRow]:
    """Active case workers and distributors of the whole institution, by name or address (F4): one row a role.

    Who is disqualified from this case is left out; with None the choice is for no case.
    """
    found = _POSSIBLE_OWNERS.where(*(people.c.searched.contains(word, autoescape=True) for word in words))
    return rows.many(connection, found, {"case_id": case_id})


def can_own(connection: Connection, person_id: int, *, case_id: str) -> bool:
    """Whether a person may be given this case: they can be reached, and are case worker or distributor anywhere (F4).

    Nobody may who is disqualified from it.
    """
    statement = select(people.c.id).where(people.c.id == person_id, can_answer())
    return connection.execute(statement.where(sa.not_(is_out(people.c.id, literal(case_id))))).scalar() is not None


def distributors_over(connection: Connection, path: str) -> list[int]:
    """The distributors who reach the place with this path."""
    statement = (
        select(roles.c.person_id)
        .join(places, places.c.id == roles.c.place_id)
        .where(roles.c.role == Role.DISTRIBUTOR, literal(path).startswith(places.c.path))
        .distinct()
    )
    return list(connection.execute(statement).scalars())


def called(connection: Connection, address: str) -> list[Person]:
    """Who has this address, or had it once; a system has none, whatever stands in its row."""
    had = (" " + func.coalesce(people.c.former_emails, "") + " ").contains(f" {address} ", autoescape=True)
    found = _PEOPLE.where(or_(people.c.email == address, had), ~is_system(people.c.id))
    return rows.many(connection, found.order_by(people.c.id))


def by_id(connection: Connection, person_id: int) -> RecipientRow | None:
    """The person with this number, with their zone and how they want to be told."""
    return several(connection, [person_id]).get(person_id)


def several(connection: Connection, person_ids: Iterable[int]) -> dict[int, RecipientRow]:
    """The same of these people, by their numbers."""
    return {row.person.id: row for row in rows.many(connection, _RECIPIENTS, {"person_ids": sorted(person_ids)})}


def name(connection: Connection, person_id: int) -> str:
    """What a person is called; empty for nobody."""
    return connection.execute(select(people.c.name).where(people.c.id == person_id)).scalar_one_or_none() or ""


def with_slack_ids(connection: Connection, slack_ids: Iterable[str]) -> list[Person]:
    """Those who are known by one of these Slack ids."""
    return rows.among(connection, _PEOPLE, people.c.slack_id, slack_ids)


def with_numbers(connection: Connection, numbers: Iterable[int]) -> list[Person]:
    """The people with these numbers."""
    return rows.among(connection, _PEOPLE, people.c.id, numbers)


def language_of(connection: Connection, slack_id: str) -> str | None:
    """The language a person has chosen, else that of their Slack, else None."""
    return next(iter(rows.firsts(connection, _LANGUAGE, {"slack_id": slack_id})), None)


def set_language(connection: Connection, person_id: int, language: str | None) -> None:
    """Remember which language a person wants; None for that of their Slack."""
    connection.execute(people.update().where(people.c.id == person_id).values(language=language))


def set_wishes(connection: Connection, person_id: int, *, reminding: str, muted: str | None, quiet_hours: bool) -> None:
    """Remember how a person wants to be told; `muted` are blank-separated words, None for none."""
    values = {"reminding": reminding, "muted": muted, "quiet_hours": quiet_hours}
    connection.execute(people.update().where(people.c.id == person_id).values(values))


def set_dm_channel(connection: Connection, person_id: int, channel: str | None) -> None:
    """Remember which conversation with the bot is this person's; None for one that has to be opened anew."""
    connection.execute(people.update().where(people.c.id == person_id).values(dm_channel=channel))


def forget_conversations(connection: Connection) -> None:
    """Forget which conversation is whose: each has to be opened anew."""
    connection.execute(people.update().where(people.c.dm_channel.is_not(None)).values(dm_channel=None))


def without_conversation(connection: Connection) -> list[UnopenedRow]:
    """Those who have work here and an account in Slack, but no conversation with the bot yet."""
    return rows.many(connection, _WITHOUT_CONVERSATION)


def count(connection: Connection) -> int:
    """How many people are known at all."""
    return connection.execute(select(sa.func.count()).select_from(people).where(~is_system(people.c.id))).scalar_one()


def anybody(connection: Connection) -> int:
    """The number of somebody, for what has to be anybody's and is nobody's."""
    return int(connection.execute(select(func.min(people.c.id))).scalar_one())
