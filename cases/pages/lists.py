"""`Last ned`: a whole list as its reader would see it page by page, for a file that is made when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import distribution
from cases.context import Context
from cases.pages import needs, overview, round_pages, search_page, searching
from domain import lists, permissions, search_pages
from domain.administration import LogLine, Measure
from domain.errors import N_, NotFoundError, Refused
from domain.lists import KEPT_FOR, OF_DISTRIBUTORS, ON_HOME, Gathered, ListKind, WantedList
from domain.namesakes import told_apart
from domain.outbox_kinds import OutboxKind
from domain.overview import Listing, Overview, Turned
from domain.permissions import Actor
from domain.round_forms import RoundPage
from store import case_lists, outbox
from store import needs as need_rows
from store import subtasks as subtask_rows

NO_SUCH_LIST: Final = N_("Listen finnes ikke, eller du har ikke tilgang til den.")


def offered(context: Context, *, actor: str) -> tuple[ListKind, ...]:
    """The lists that stand on somebody's main page."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        return (*ON_HOME, *OF_DISTRIBUTORS) if who.reach else ON_HOME


def sought(context: Context, *, actor: str) -> WantedList:
    """What the actor has searched for, as it stands in front of them."""
    form = search_page.form(context, change=True, actor=actor)
    return WantedList(ListKind.SEARCH, about=form.view_id or 0, sought=search_pages.kept(form.sought))


def download(context: Context, wanted: WantedList, *, actor: str, key: str, now: datetime) -> bool:
    """Bring a list to the actor's own conversation; False when it is on its way already.

    Raises NotAllowedError or NotFoundError for a list that the actor may not see.
    """
    with transaction.once(context, key, digest=repr(wanted), now=now) as act:
        if act is None:
            return False
        who = act.actor(actor)
        _require(context, act.connection, wanted, who, now)
        if outbox.is_waiting(act.connection, OutboxKind.LIST, wanted.number, who.person.id):
            return False
        act.show([effects.list_file(wanted, who.person.id, context.today(now))])
        act.log(LogLine(Measure.LIST_DOWNLOADED, actor_id=who.person.id, details=wanted.named))
        return True


def for_reader(context: Context, wanted: WantedList, *, reader: str, now: datetime) -> Gathered | None:
    """The whole list as its reader may see it now; None for who may see it no more."""
    with context.database.read(patient=True, whole=True) as connection:
        try:
            who = loading.actor(connection, reader)
            return told_apart(_gathered(context, connection, wanted, who, now))
        except Refused:
            return None


def may_have(context: Context, wanted: WantedList, *, reader: str, now: datetime) -> bool:
    """Whether somebody still may see a list, without reading it."""
    with context.database.read() as connection:
        try:
            _require(context, connection, wanted, loading.actor(connection, reader), now)
        except Refused:
            return False
        return True


def tell_failed(context: Context, wanted: WantedList, person_id: int, *, now: datetime) -> None:
    """Have somebody told that the list which they wanted could not be brought."""
    with transaction.begin(context, now=now) as act:
        act.show([effects.list_file(wanted, person_id, context.today(now), failed=True)])


def stands(context: Context, wanted: WantedList, person_id: int, digest: str, *, now: datetime) -> None:
    """A file of these bytes has been brought: it is taken away when it has lain long enough."""
    with transaction.begin(context, now=now) as act:
        act.show([effects.list_over(wanted, person_id, digest, now + KEPT_FOR)])


def over(context: Context, subject_id: int, person_id: int, digest: str, *, now: datetime) -> None:
    """A file has lain long enough; it is taken away in its own turn, unless a newer one stands there."""
    with transaction.begin(context, now=now) as act:
        act.show([effects.list_taken_away(subject_id, person_id, digest)])


def _require(context: Context, connection: Connection, wanted: WantedList, who: Actor, now: datetime) -> None:
    if wanted.kind in (*OF_DISTRIBUTORS, ListKind.OVERVIEW):
        permissions.require_distributes(who, overview.ONLY_DISTRIBUTORS)
    if wanted.kind is ListKind.ANSWERS:
        round_pages.page_in(context, connection, wanted.about, who, now)


def _gathered(context: Context, connection: Connection, wanted: WantedList, who: Actor, now: datetime) -> Gathered:
    _require(context, connection, wanted, who, now)
    today = context.today(now)
    match wanted.kind:
        case ListKind.ANSWERS:
            page = round_pages.page_in(context, connection, wanted.about, who, now)
            return _of_round(wanted, page, today)
        case ListKind.SEARCH:
            asked = search_pages.read(wanted.sought)
            found = searching.whole_in(connection, who, asked, today, limit=lists.MOST)
            return Gathered(wanted, who.person, today, found.hits, found.has_more)
        case ListKind.OVERVIEW:
            to = Turned(wanted.listing, wanted.about or None)
            shown = overview.page_in(context, connection, to, who, now, size=lists.MOST)
            if wanted.about and shown.place_id is None:
                raise NotFoundError(NO_SUCH_LIST)
            return Gathered(wanted, who.person, today, _of_overview(shown), shown.has_more)
        case _:
            rows = _of_home(context, connection, wanted.kind, who, now)
            return Gathered(wanted, who.person, today, tuple(rows[: lists.MOST]), len(rows) > lists.MOST)


def _of_round(wanted: WantedList, page: RoundPage, today: date) -> Gathered:
    return Gathered(
        wanted, page.reader, today, page.given, case_id=page.case_id, form=page.form, runs_case=page.runs_case
    )


def _of_overview(page: Overview) -> tuple[Any, ...]:
    match page.listing:
        case Listing.OWNERLESS | Listing.UNDISTRIBUTED:
            return page.to_give
        case Listing.LATE_CASES | Listing.CASES:
            return page.cases
        case Listing.AWAY:
            return page.away
        case Listing.WORK:
            return page.work
        case _:
            return page.subtasks


def _of_home(context: Context, connection: Connection, kind: ListKind, who: Actor, now: datetime) -> Sequence[Any]:
    """A list of the main page, and one more than a file holds where there are so many."""
    number, page = who.person.id, {"limit": lists.MOST + 1, "offset": 0}
    match kind:
        case ListKind.MINE:
            return [loading.subtask(row) for row in subtask_rows.unsolved_of(connection, number, **page)]
        case ListKind.GIVEN:
            given = need_rows.given_by(connection, number, needs.measure(context, now), **page)
            return [loading.subtask(row.subtask, row.need) for row in given]
        case ListKind.SOLVED:
            return [loading.subtask(row) for row in subtask_rows.solved_of(connection, number, **page)]
        case ListKind.OWN_CASES:
            return [loading.case_line(row) for row in case_lists.owned_by(connection, number, **page)]
        case ListKind.UNDISTRIBUTED:
            return distribution.waiting_in(connection, who, limit=lists.MOST + 1)
        case _:
            return distribution.ownerless_in(connection, who, limit=lists.MOST + 1)
