"""Packages of cases: which were made, of which state of it, which the archive has, and what is still to come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from domain.values import CaseStatus
from store import rows
from store.columns import inserted_number
from store.delivery_tables import WAITING
from store.reminders import mark, set_mark
from store.sql import insert_into, is_one_of
from store.tables import cases, erasures, history, marks, outbox, packages, posts

FROM, BY = "packages from", "packages by"  # the last line of the history that was looked at; until when somebody packs
ENDED = (CaseStatus.CLOSED, CaseStatus.WITHDRAWN)


class PackageRow(NamedTuple):
    """A package as it was handed out."""

    id: int
    case_id: str
    made_at: datetime
    digest: str
    size: int
    upto_id: int
    state: str
    confirmed_at: datetime | None
    confirmed_by: str | None


_PACKAGES = rows.of(PackageRow, select(*rows.columns(PackageRow, packages)))
_is_whole = sa.and_(
    is_one_of(cases.c.status, ENDED),
    cases.c.removed_at.is_(None),
    ~sa.exists().where(erasures.c.case_id == cases.c.id, erasures.c.kind == "case"),
)
_newest = select(sa.func.max(history.c.id)).where(history.c.case_id == cases.c.id).correlate(cases).scalar_subquery()
_last = history.alias("last")
_DUE = (
    select(cases.c.id)
    .select_from(cases.join(_last, _last.c.id == _newest))
    .where(_is_whole, cases.c.id.in_(select(history.c.case_id).where(history.c.id > sa.bindparam("from_id"))))
    .where(_last.c.at <= sa.bindparam("settled_at"))
    .where(~sa.exists().where(packages.c.case_id == cases.c.id, packages.c.upto_id >= _newest))
    .where(cases.c.id > sa.bindparam("after"))
    .order_by(cases.c.id)
    .limit(1)
)


def newest(connection: Connection, case_id: str) -> PackageRow | None:
    """The package of a case that was made last."""
    found = _PACKAGES.where(packages.c.case_id == case_id).order_by(packages.c.id.desc()).limit(1)
    return rows.one(connection, found)


def add(connection: Connection, case_id: str, digest: str, size: int, upto_id: int, state: str, *, at: datetime) -> int:
    """Note a package that was made, and return its number."""
    values = {"case_id": case_id, "digest": digest, "size": size, "upto_id": upto_id, "state": state, "made_at": at}
    return inserted_number(connection.execute(packages.insert(), values))


def made_again(connection: Connection, package_id: int, upto_id: int) -> None:
    """Note that a package, made again of what has new lines only, says the same as before."""
    connection.execute(packages.update().where(packages.c.id == package_id).values(upto_id=upto_id))


def confirm(connection: Connection, package_id: int, *, by: str, at: datetime) -> bool:
    """Note that the archive has a package; False when that was noted before."""
    here = (packages.c.id == package_id, packages.c.confirmed_at.is_(None))
    return connection.execute(packages.update().where(*here).values(confirmed_at=at, confirmed_by=by)).rowcount == 1


def is_whole(connection: Connection, case_id: str) -> bool:
    """Whether a case has ended and is still there, so that a package can be made of it."""
    return connection.execute(select(cases.c.id).where(cases.c.id == case_id, _is_whole)).scalar() is not None


def ended_since(connection: Connection, at: datetime) -> list[str]:
    """The numbers of the cases that have ended since then, and can be made a package of."""
    found = select(cases.c.id).where(_is_whole, cases.c.closed_at >= at).order_by(cases.c.closed_at, cases.c.id)
    return list(connection.execute(found).scalars())


def last_line(connection: Connection, case_id: str) -> int:
    """The number of the newest line of a case's history; 0 without one."""
    return connection.execute(select(sa.func.max(history.c.id)).where(history.c.case_id == case_id)).scalar() or 0


def first_line(connection: Connection, case_id: str) -> int:
    """The number of the first line of a case's history, which stays the same; 0 without one."""
    return connection.execute(select(sa.func.min(history.c.id)).where(history.c.case_id == case_id)).scalar() or 0


def readers(connection: Connection, line_id: int) -> set[int]:
    """In whose conversations the package stands of the case whose history begins with this line, or is on its way."""
    stands = select(posts.c.person_id).where(posts.c.kind == OutboxKind.PACKAGE, posts.c.subject_id == line_id)
    is_it = (outbox.c.kind == OutboxKind.PACKAGE, outbox.c.subject_id == line_id)
    comes = select(outbox.c.person_id).where(sa.text(WAITING), *is_it)
    return set(connection.execute(stands.union(comes)).scalars())


def case_of_line(connection: Connection, line_id: int) -> str | None:
    """The number of the case that a line of the history is about."""
    return connection.execute(select(history.c.case_id).where(history.c.id == line_id)).scalar()


def due(connection: Connection, *, from_id: int, settled_at: datetime, after: str) -> str | None:
    """The next case, in the order of their numbers, that has ended, and has no package of how it is now.

    Of those that have a line after `from_id`, and none after `settled_at`.
    """
    keys = {"from_id": from_id, "settled_at": settled_at, "after": after}
    found: str | None = connection.execute(_DUE, keys).scalar()
    return found


def last_before(connection: Connection, at: datetime) -> int:
    """The number of the newest line of all that was written before then."""
    found = select(history.c.id).where(history.c.at <= at).order_by(history.c.id.desc()).limit(1)
    return connection.execute(found).scalar() or 0


def looked_up_to(connection: Connection) -> int | None:
    """Up to which line of the history all that has ended has its package; None before anybody has looked."""
    found = mark(connection, FROM)
    return None if found is None else int(found)


def note_looked(connection: Connection, line_id: int) -> None:
    """Remember up to which line all that has ended has its package."""
    set_mark(connection, FROM, str(line_id))


def take(connection: Connection, now: datetime, until: datetime) -> bool:
    """Be the one who makes packages until then; False while another process is.

    Whoever was and said no more is not any longer; a time further ahead than `until` was written by another clock.
    """
    connection.execute(insert_into(connection, marks).values(name=BY, value="").on_conflict_do_nothing())
    is_free = sa.or_(marks.c.value <= now.isoformat(), marks.c.value > until.isoformat())
    statement = marks.update().where(marks.c.name == BY, is_free).values(value=until.isoformat())
    return connection.execute(statement).rowcount == 1


def renew(connection: Connection, until: datetime) -> None:
    """Go on being that until then."""
    connection.execute(marks.update().where(marks.c.name == BY).values(value=until.isoformat()))


def let_go(connection: Connection) -> None:
    """Let another process make packages from now on."""
    connection.execute(marks.update().where(marks.c.name == BY).values(value=""))


def confirmed(connection: Connection, case_ids: Collection[str]) -> list[PackageRow]:
    """The newest package of each of these cases, where the archive has it."""
    later = packages.alias("later")
    is_newest = ~sa.exists().where(later.c.case_id == packages.c.case_id, later.c.id > packages.c.id)
    found = _PACKAGES.where(is_newest, packages.c.confirmed_at.is_not(None)).order_by(packages.c.id)
    return rows.among(connection, found, packages.c.case_id, case_ids)


def is_now(connection: Connection, package_id: int, state: str) -> None:
    """Note that a case, of which something was erased, is still the one that a package is of."""
    connection.execute(packages.update().where(packages.c.id == package_id).values(state=state))
