"""The distributor's overview on App Home (`Oversikt`): what is open now at the places in reach, and who has it.

A page is drawn from a handful of statements, whatever there is (tests/test_cost.py): what is counted, and one list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from cases import choosing, effects, loading, transaction
from cases.acts import distribution
from cases.context import Context
from domain import letters, page_sizes, permissions
from domain.errors import N_
from domain.home_pages import HomePage
from domain.namesakes import told_apart
from domain.overview import Listing, Load, Overview, PlacedCase, Turned
from domain.permissions import Actor
from domain.places import Place
from domain.values import Person
from store import absences as absence_rows
from store import overview as rows
from store import places as place_rows
from store import posts as post_rows
from store.absences import AbsenceRow
from store.overview import Overseen, PlacedCaseRow
from store.posts import HomeRow

UNOPENED_FOR = timedelta(days=7)
MOST_PLACES = 99  # and "all": as many as a menu of Slack's holds
SIZES: Mapping[Listing, int] = {
    Listing.OWNERLESS: page_sizes.OVERVIEW,
    Listing.UNDISTRIBUTED: page_sizes.OVERVIEW,
    Listing.LATE_CASES: page_sizes.OVERVIEW,
    Listing.LATE_SUBTASKS: page_sizes.OVERVIEW,
    Listing.UNOPENED: page_sizes.OVERVIEW,
    Listing.WAITING: page_sizes.OVERVIEW,
    Listing.AWAY: page_sizes.AWAY,
    Listing.CASES: page_sizes.TABLE,
    Listing.WORK: page_sizes.CHARTED,
}
ONLY_DISTRIBUTORS = N_("Bare fordelere har en oversikt.")


def turn(context: Context, change: Callable[[Turned], Turned], *, actor: str, now: datetime) -> None:
    """Have the actor's App Home show the overview, turned from where it is to where `change` says.

    Raises NotAllowedError for one who distributes at no place.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        permissions.require_distributes(who, ONLY_DISTRIBUTORS)
        before = post_rows.home_of(act.connection, who.person.id)
        turned = change(Turned.read(before.page_state if before and before.page == HomePage.MORNING else None))
        page = {"case_id": None, "page": HomePage.MORNING, "page_state": turned.written}
        post_rows.turn_home(act.connection, who.person.id, now, **page)
        act.show(effects.homes(who.person.id))


def page(context: Context, turned: HomeRow, *, actor: str, now: datetime) -> Overview:
    """What stands on the overview, turned to where it was. Raises NotAllowedError for who distributes nowhere."""
    with context.database.read() as connection:
        return page_in(context, connection, Turned.read(turned.page_state), loading.actor(connection, actor), now)


def page_in(
    context: Context, connection: Connection, to: Turned, who: Actor, now: datetime, *, size: int | None = None
) -> Overview:
    """The same for one who is known already; with a `size` so much on a page. Raises NotAllowedError as well."""
    permissions.require_distributes(who, ONLY_DISTRIBUTORS)
    everywhere = place_rows.within(connection, who.reach)
    chosen = next((one for one in everywhere if one.id == to.place_id), None)
    paths = (chosen.path,) if chosen else who.reach
    here = [one.id for one in everywhere if one.path.startswith(paths)]
    overseen = Overseen(who.person.id, here, context.today(now), now - UNOPENED_FOR)
    away = absence_rows.away_at(connection, here)
    counts = _counts(connection, overseen, away)
    listing = to.listing or next((one for one in Listing if counts.get(one)), Listing.CASES)
    empty = Overview(
        reader=who.person,
        at=now,
        today=overseen.today,
        listing=listing,
        counts=counts,
        places=tuple(_choices(everywhere)),
        place_id=chosen.id if chosen else None,
    )
    return _filled(connection, empty, who, overseen, paths, away, (to.page, size or SIZES[listing]))


def _counts(connection: Connection, overseen: Overseen, away: Sequence[AbsenceRow]) -> dict[Listing, int]:
    of_cases, of_subtasks = rows.count_cases(connection, overseen), rows.count_subtasks(connection, overseen)
    return {
        Listing.OWNERLESS: of_cases.ownerless,
        Listing.UNDISTRIBUTED: of_cases.undistributed,
        Listing.LATE_CASES: of_cases.late,
        Listing.LATE_SUBTASKS: of_subtasks.late,
        Listing.UNOPENED: of_subtasks.unopened,
        Listing.WAITING: of_subtasks.waiting,
        Listing.AWAY: len(away),
        Listing.CASES: of_cases.distributed,
    }


def _choices(everywhere: Sequence[Place]) -> list[Place]:
    """The places that can be chosen, by name; of very many those that have others below them, which they stand for."""
    nearest = sorted(everywhere, key=lambda one: (one.path.count("/"), letters.in_order(one.name)))[:MOST_PLACES]
    by_name = sorted(nearest, key=lambda one: letters.in_order(one.name))
    return by_name if len(by_name) > 1 else []


def _filled(
    connection: Connection,
    empty: Overview,
    who: Actor,
    overseen: Overseen,
    paths: Sequence[str],
    away: Sequence[AbsenceRow],
    part: tuple[int, int],
) -> Overview:
    """Put the page of the list in that was asked for, or the first where there is no such page any more."""
    (number, size), listing = part, empty.listing
    work = _work(connection, overseen) if listing is Listing.WORK else []
    total = len(work) if listing is Listing.WORK else empty.counts[listing]
    page = number if number * size < total else 0
    turned = replace(empty, page=page, has_more=(page + 1) * size < total)
    limits = {"limit": size, "offset": page * size}
    here = slice(page * size, (page + 1) * size)
    match listing:
        case Listing.OWNERLESS:
            given = distribution.ownerless_in(connection, who, paths=paths, **limits)
            return replace(turned, to_give=tuple(given))
        case Listing.UNDISTRIBUTED:
            given = distribution.waiting_in(connection, who, paths=paths, **limits)
            return replace(turned, to_give=tuple(given))
        case Listing.LATE_CASES | Listing.CASES:
            found = rows.cases_of(connection, overseen, listing, **limits)
            return replace(turned, cases=tuple(_case(row) for row in found))
        case Listing.LATE_SUBTASKS | Listing.UNOPENED | Listing.WAITING:
            unsolved = rows.subtasks_of(connection, overseen, listing, **limits)
            return replace(turned, subtasks=tuple(loading.subtask(row) for row in unsolved))
        case Listing.AWAY:
            absences = sorted((choosing.absence(row) for row in away), key=lambda one: _by_name(one.person))
            return replace(turned, away=tuple(absences[here]))
        case Listing.WORK:
            return replace(turned, work=tuple(work[here]))


def _work(connection: Connection, overseen: Overseen) -> list[Load]:
    found = [Load(row.person, row.cases, row.subtasks) for row in rows.work(connection, overseen)]
    return told_apart(sorted(found, key=lambda one: _by_name(one.person)))  # also from one who stands on another page


def _by_name(person: Person) -> tuple[object, str]:
    return letters.in_order(person.name), person.email


def _case(row: PlacedCaseRow) -> PlacedCase:
    return PlacedCase(
        id=row.id,
        title=row.title,
        place=row.place,
        status=row.status,
        deadline_on=row.deadline_on,
        open_subtasks=row.open_subtasks,
        owner=row.owner,
        owner_lost=row.owner is not None and not row.owner_answers,
    )
