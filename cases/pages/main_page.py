"""The main page, App Home: what each person has to do, has given to others, owns, and has to distribute (S23-S25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import absences, distribution, notification_settings
from cases.context import Context
from cases.pages import moves, needs, overview, search_page, subtask_pages
from cases.pages.paging import page_of
from cases.reminders.watched import zone_of
from domain import page_sizes
from domain.errors import Refused
from domain.forms import Delivery, Home, Tab, Undelivered
from domain.home_pages import CaseOnHome, HomePage
from domain.languages import LANGUAGES
from domain.outbox_kinds import OutboxKind
from domain.permissions import Actor
from domain.values import SubtaskFacts
from store import case_lists
from store import needs as need_rows
from store import people as people_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store import undelivered as undelivered_rows
from store.posts import HomeRow

Measure = Mapping[str, object]


class OtherPage(Protocol):
    """What reads another page from how it is turned; it refuses one who may not see it."""

    def __call__(self, context: Context, turned: HomeRow, *, actor: str, now: datetime) -> object:
        """Give what is drawn."""


_OTHERS: dict[HomePage, OtherPage] = {HomePage.SEARCH: search_page.page, HomePage.MORNING: overview.page}

_TOP: dict[str, str | int | None] = {
    "tab": Tab.MINE, "case_id": None, "case_page": 0, "subtasks_page": 0, "cases_page": 0, "waiting_page": 0,
    "page": None, "page_state": None,
}  # fmt: skip
ON_ITS_WAY = timedelta(minutes=1)  # what is younger waits for nothing but its turn


def home(context: Context, person_id: int, *, actor: str, now: datetime) -> object:
    """The page of App Home that this person has in front of them; None when they have never opened it.

    It is one of those that handlers/views/home_pages.py draws. A page that they may no longer see gives way to the one
    behind it. Raises NotAllowedError for one who has left, and still has something open.
    """
    with context.database.read() as connection:
        turned = post_rows.home_of(connection, person_id)
        if turned is None:
            return None
        who = loading.actor(connection, actor)
        behind = HomePage(turned.page) if turned.page in set(_OTHERS) else None
        if turned.case_id:
            try:
                case = subtask_pages.case_page_in(context, connection, turned.case_id, who, turned.case_page, now)
                return CaseOnHome(case, behind)
            except Refused:
                pass  # no longer theirs: what lies behind it shows what is
        if behind is None:
            return _main_page(connection, context, who, now, turned)
    try:
        return _OTHERS[behind](context, turned, actor=actor, now=now)
    except Refused:
        with context.database.read() as connection:
            return _main_page(connection, context, loading.actor(connection, actor), now, turned)


def lists(context: Context, *, actor: str, now: datetime) -> Home:
    """The first page of own subtasks and cases, whatever App Home shows: what the slash commands list."""
    with context.database.read() as connection:
        return _main_page(connection, context, loading.actor(connection, actor), now, None)


def _main_page(connection: Connection, context: Context, who: Actor, now: datetime, turned: HomeRow | None) -> Home:
    tab = Tab(turned.tab) if turned else Tab.MINE
    number = who.person.id
    at = (turned.subtasks_page, turned.cases_page, turned.waiting_page) if turned else (0, 0, 0)
    late = needs.measure(context, now)
    subtasks = page_of(partial(_SUBTASKS[tab], connection, number, late), page_sizes.SUBTASKS, at[0])
    needing = need_rows.needing(connection, number, late, limit=page_sizes.NEEDING) if tab is not Tab.GIVEN else []
    cases = page_of(partial(case_lists.owned_by, connection, number), page_sizes.CASES, at[1])
    waiting = page_of(partial(distribution.waiting_in, connection, who), page_sizes.WAITING, at[2])
    return Home(
        reader=who.person,
        today=context.today(now),
        subtasks=tuple(subtasks.shown),
        more_subtasks=subtasks.has_more,
        subtask_page=subtasks.number,
        cases=tuple(loading.case_line(row) for row in cases.shown),
        more_cases=cases.has_more,
        case_page=cases.number,
        tab=tab,
        waiting=tuple(waiting.shown) if who.reach else None,
        more_waiting=waiting.has_more,
        waiting_page=waiting.number,
        ownerless=tuple(distribution.ownerless_in(connection, who, limit=page_sizes.WAITING)),
        count_ownerless=distribution.count_ownerless(connection, who),
        count_waiting=distribution.count_waiting(connection, who),
        needing=tuple(loading.subtask(row.subtask, row.need) for row in needing),
        count_needing=needing[0].of_all if needing else 0,
        preferences=notification_settings.chosen_by(connection, number),
        delivery=_delivery(connection, number, turned, now) if turned else Delivery(),
        absence=absences.of_person(connection, number),
        may_set_absences=bool(who.reach),
        may_have_calendar=bool(context.calendars_at),
        saved=search_page.saved_by(connection, number),
        takeable=len(moves.takeable_in(connection, who)),
    )


def _delivery(connection: Connection, number: int, turned: HomeRow, now: datetime) -> Delivery:
    rows = undelivered_rows.to_person(connection, number, now - ON_ITS_WAY)
    return Delivery(
        turned.reminded_at, tuple(Undelivered(OutboxKind(row.kind), row.is_refused, row.since_at) for row in rows)
    )


def _mine(connection: Connection, number: int, late: Measure, **page: int) -> list[SubtaskFacts]:
    return [loading.subtask(row) for row in subtask_rows.unsolved_of(connection, number, **page)]


def _given(connection: Connection, number: int, late: Measure, **page: int) -> list[SubtaskFacts]:
    return [loading.subtask(row.subtask, row.need) for row in need_rows.given_by(connection, number, late, **page)]


def _solved(connection: Connection, number: int, late: Measure, **page: int) -> list[SubtaskFacts]:
    return [loading.subtask(row) for row in subtask_rows.solved_of(connection, number, **page)]


_SUBTASKS = {Tab.MINE: _mine, Tab.GIVEN: _given, Tab.SOLVED: _solved}


def opened(context: Context, *, actor: str, now: datetime) -> None:
    """App Home was opened: draw it, on another day than the last time from its top; their own zone says which day."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        before = post_rows.home_of(act.connection, who.person.id)
        person = people_rows.by_id(act.connection, who.person.id)
        zone = zone_of(context, person.slack_zone if person else None)
        is_new_day = before is not None and before.seen_at.astimezone(zone).date() != now.astimezone(zone).date()
        post_rows.turn_home(act.connection, who.person.id, now, **(_TOP if is_new_day else {}))
        act.show(effects.homes(who.person.id))


def turn(context: Context, /, *, actor: str, now: datetime, **turned: Any) -> None:
    """Turn the actor's App Home to another page and have it drawn.

    `turned` is any of `tab`, `case_id` (None: out of the case), `page` (a HomePage; None: the main page) with its
    `page_state`, and the page numbers `case_page`, `subtasks_page`, `cases_page` and `waiting_page`. Opening a case
    this way is its owner's opening of it (F9); it lies on the page from which it was opened.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        case_id = turned.get("case_id")
        if isinstance(case_id, str):
            subtask_pages.open_case_in(act, case_id, who)
        post_rows.turn_home(act.connection, who.person.id, now, **turned)
        act.show(effects.homes(who.person.id))


def choose_language(context: Context, language: str, *, actor: str, now: datetime) -> None:
    """Take the language the actor has chosen, and draw their unsolved cards and main page again in it.

    Anything that is not one of our languages is taken as no choice.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        people_rows.set_language(act.connection, who.person.id, language if language in LANGUAGES else None)
        shown = subtask_rows.unsolved_with_card_of(act.connection, who.person.id)
        act.show([item for number in shown for item in effects.redraw(number, [who.person.id])])
        act.show(effects.homes(who.person.id))
