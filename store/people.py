"""People, their roles at places, and who can be chosen at a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import bindparam, func, literal, or_, select
from sqlalchemy.engine import Connection

from store.columns import AnyRow
from store.sql import pieces
from store.tables import can_act, can_answer, people, places, roles

# What she has chosen, else what her chat asks for; None for the institution's own.
_language = func.coalesce(people.c.language, people.c.slack_language)

_person = (
    people.c.id,
    people.c.name,
    people.c.email,
    people.c.slack_id,
    can_act().label("active"),
    _language.label("language"),
    people.c.dm_channel,
)
_WISHES = (people.c.slack_zone, people.c.reminding, people.c.muted, people.c.quiet_hours)

_WITH_ROLES = (
    select(*_person, roles.c.role, roles.c.place_id, places.c.path)
    .select_from(people.outerjoin(roles, roles.c.person_id == people.c.id).outerjoin(places))
    .where(people.c.slack_id == bindparam("slack_id"))
)
_AT_PLACE = (
    select(*_person, roles.c.role)
    .select_from(people.join(roles, roles.c.person_id == people.c.id))
    .where(roles.c.place_id == bindparam("place_id"), can_act(), people.c.slack_id.is_not(None))
)
_ONE_AT_PLACE = _AT_PLACE.where(people.c.id == bindparam("person_id"))
_BY_ID = select(*_person, *_WISHES).where(people.c.id == bindparam("person_id"))


def with_roles(connection: Connection, slack_id: str) -> list[AnyRow]:
    """Everything about the person with this Slack id: one row for each role, at least one if she is known."""
    return list(connection.execute(_WITH_ROLES, {"slack_id": slack_id}))


def at_place(connection: Connection, place_id: int) -> list[AnyRow]:
    """Everybody active who can be reached in Slack and has a role at exactly this place: one row a role."""
    return list(connection.execute(_AT_PLACE, {"place_id": place_id}))


def roles_at(connection: Connection, person_id: int, place_id: int) -> list[AnyRow]:
    """The rows of `at_place` that are about one person; empty when she can not be chosen there."""
    return list(connection.execute(_ONE_AT_PLACE, {"person_id": person_id, "place_id": place_id}))


def possible_owners(connection: Connection, words: Sequence[str]) -> list[AnyRow]:
    """Active case workers and distributors of the whole institution, by name or address (F4): one row a role."""
    statement = (
        select(*_person, roles.c.role)
        .join(roles, roles.c.person_id == people.c.id)
        .where(roles.c.role.in_(("saksbehandler", "fordeler")), can_act(), people.c.slack_id.is_not(None))
        .where(*(people.c.searched.contains(word, autoescape=True) for word in words))
        .distinct()
    )
    return list(connection.execute(statement))


def can_own(connection: Connection, person_id: int) -> bool:
    """Whether a person may be given a case: she can be reached, and is case worker or distributor anywhere (F4)."""
    return connection.execute(select(people.c.id).where(people.c.id == person_id, can_answer())).scalar() is not None


def distributors_over(connection: Connection, path: str) -> list[int]:
    """The distributors who reach the place with this path."""
    statement = (
        select(roles.c.person_id)
        .join(places, places.c.id == roles.c.place_id)
        .where(roles.c.role == "fordeler", literal(path).startswith(places.c.path))
        .distinct()
    )
    return list(connection.execute(statement).scalars())


def by_id(connection: Connection, person_id: int) -> AnyRow | None:
    """The person with this number, with her zone and how she wants to be told."""
    return connection.execute(_BY_ID, {"person_id": person_id}).one_or_none()


def name(connection: Connection, person_id: int) -> str:
    """What a person is called; empty for nobody."""
    return connection.execute(select(people.c.name).where(people.c.id == person_id)).scalar_one_or_none() or ""


def with_slack_ids(connection: Connection, slack_ids: Iterable[str]) -> list[AnyRow]:
    """Those who are known by one of these Slack ids: id, name, email, slack_id."""
    found: list[AnyRow] = []
    for piece in pieces(slack_ids):
        columns = (people.c.id, people.c.name, people.c.email, people.c.slack_id)
        found += connection.execute(select(*columns).where(people.c.slack_id.in_(piece)))
    return found


def accounts(connection: Connection, slack_ids: Iterable[str]) -> list[AnyRow]:
    """What is known of the accounts with these Slack ids: slack_id, slack_language, slack_zone, account_closed."""
    columns = (people.c.slack_id, people.c.slack_language, people.c.slack_zone, people.c.account_closed)
    return [
        row
        for piece in pieces(slack_ids)
        for row in connection.execute(select(*columns).where(people.c.slack_id.in_(piece)))
    ]


def with_numbers(connection: Connection, numbers: Iterable[int]) -> list[AnyRow]:
    """The people with these numbers."""
    found: list[AnyRow] = []
    for piece in pieces(numbers):
        found += connection.execute(select(*_person).where(people.c.id.in_(piece)))
    return found


def update_from_slack(
    connection: Connection, slack_id: str, *, language: str | None, zone: str | None, account_closed: bool
) -> bool:
    """Keep what Slack says of a person; True when that makes a difference to what she does here, and when."""
    values: dict[str, object] = {"slack_language": language, "slack_zone": zone, "account_closed": account_closed}
    known = {name: value for name, value in values.items() if value is not None}
    hers = people.c.slack_id == slack_id
    before = connection.execute(select(people.c.slack_zone, people.c.account_closed).where(hers)).one_or_none()
    if before is None:
        return False
    connection.execute(people.update().where(hers).values(known))
    return zone not in (None, before.slack_zone) or account_closed != before.account_closed


def close_account(connection: Connection, person_id: int) -> bool:
    """Note that nothing reaches a person in Slack; False when that was known."""
    hers = people.update().where(people.c.id == person_id, sa.not_(people.c.account_closed))
    return connection.execute(hers.values(account_closed=True)).rowcount == 1


def with_closed_account(connection: Connection) -> list[str]:
    """The addresses of those who have a role here, and whose account in Slack is closed."""
    works_here = select(roles.c.role).where(roles.c.person_id == people.c.id).exists()
    statement = select(people.c.email).where(people.c.active, people.c.account_closed, works_here)
    return list(connection.execute(statement.order_by(people.c.email)).scalars())


def take_identities(connection: Connection, found: Sequence[tuple[int, str, str | None, str | None]]) -> None:
    """Keep who people are in Slack: number, id there, language and zone; None leaves what is known as it is."""
    statement = people.update().where(people.c.id == bindparam("number"))
    statement = statement.values(
        slack_id=bindparam("slack"),
        slack_language=func.coalesce(bindparam("spoken"), people.c.slack_language),
        slack_zone=func.coalesce(bindparam("zone"), people.c.slack_zone),
    )
    rows = [{"number": one[0], "slack": one[1], "spoken": one[2], "zone": one[3]} for one in found]
    if rows:
        connection.execute(statement, rows)


def unknown_to_slack(connection: Connection) -> list[AnyRow]:
    """Active people of whom Slack has not said who or where they are: id, email, slack_id."""
    asked = or_(people.c.slack_id.is_(None), people.c.slack_zone.is_(None))
    columns = (people.c.id, people.c.email, people.c.slack_id)
    return list(connection.execute(select(*columns).where(asked, people.c.active).order_by("id")))


def language_of(connection: Connection, slack_id: str) -> str | None:
    """The language a person has chosen, else that of her Slack, else None."""
    return connection.execute(select(_language).where(people.c.slack_id == slack_id)).scalar_one_or_none()


def set_language(connection: Connection, person_id: int, language: str | None) -> None:
    """Remember which language a person wants; None for that of her Slack."""
    connection.execute(people.update().where(people.c.id == person_id).values(language=language))


def set_wishes(connection: Connection, person_id: int, *, reminding: str, muted: str | None, quiet_hours: bool) -> None:
    """Remember how a person wants to be told; `muted` are blank-separated words, None for none."""
    values = {"reminding": reminding, "muted": muted, "quiet_hours": quiet_hours}
    connection.execute(people.update().where(people.c.id == person_id).values(values))


def set_dm_channel(connection: Connection, person_id: int, channel: str | None) -> None:
    """Remember which conversation with the bot is this person's; None for one that has to be opened anew."""
    connection.execute(people.update().where(people.c.id == person_id).values(dm_channel=channel))


def without_conversation(connection: Connection) -> list[AnyRow]:
    """Those who have work here and an account in Slack, but no conversation with the bot yet: id, slack_id."""
    works_here = select(roles.c.person_id).where(roles.c.person_id == people.c.id).exists()
    statement = select(people.c.id, people.c.slack_id).where(can_act(), people.c.slack_id.is_not(None))
    return list(connection.execute(statement.where(people.c.dm_channel.is_(None), works_here).order_by(people.c.id)))


def count(connection: Connection) -> int:
    """How many people are known at all."""
    return connection.execute(select(sa.func.count()).select_from(people)).scalar_one()


def anybody(connection: Connection) -> int:
    """The number of somebody, for what has to be anybody's and is nobody's."""
    return int(connection.execute(select(func.min(people.c.id))).scalar_one())
