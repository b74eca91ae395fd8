"""Nothing that the store finds for a person is of a case from which she is disqualified, whatever else she is to it.

Every function that gives cases or subtasks for a person, or people for a case, stands in a table here; one that is new
has to be put there, or named as one that gives nobody anything to see.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

import store
from domain import searching
from domain.bulk_moves import Listed
from domain.overview import Listing
from domain.search import Sought
from store import (
    bulk_moves,
    case_lists,
    disqualifications,
    needs,
    offers,
    openable,
    overview,
    people,
    reminders,
    search,
    search_index,
    subtasks,
    tables,
    watched,
)
from store.database import Database
from tests import postgres
from tests.databases import new_sqlite
from tests.institution import MONDAY, TODAY

ME, OTHER = 1, 2
HERE = "/1/"
LATER = datetime(2027, 6, 1, tzinfo=UTC)
LATE = {"today": date(2027, 6, 1), "unopened_before": MONDAY}
PAGE: dict[str, Any] = {"limit": 10, "offset": 0}

Find = Callable[[Connection], object]


def _told(connection: Connection) -> list[object]:
    """Everything of which the clock would tell her something."""
    found = [
        *watched.watched(connection, "cases", ["LOST"]),
        *watched.watched(connection, "subtasks", [1]),
        *watched.watched(connection, "people", [ME]),
    ]
    return [row for row in found if _is_told(row)]


def _is_told(row: watched.WatchedRow) -> bool:
    match row:
        case watched.WatchedCaseRow():
            return row.distributor is not None and row.distributor.id == ME
        case watched.WatchedSubtaskRow():
            return row.assignee_at_place
        case watched.WatchedPersonRow():
            return row.owns_from_at is not None


def _me(rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.person.id == ME]


def _looking(connection: Connection, words: str) -> search.Looking:
    search_index.take_in(connection)
    scope = openable.scope(connection, ME, [HERE], None)
    return search.Looking(scope, Sought(), searching.sought(words), TODAY)


OVER = overview.Overseen(ME, [1], date(2027, 6, 1), LATER)


def _listed(connection: Connection) -> list[object]:
    """All that stands in any list of the overview."""
    of_cases = [
        one for of in (Listing.LATE_CASES, Listing.CASES) for one in overview.cases_of(connection, OVER, of, **PAGE)
    ]
    of_subtasks = (Listing.LATE_SUBTASKS, Listing.UNOPENED, Listing.WAITING)
    return [*of_cases, *(one for of in of_subtasks for one in overview.subtasks_of(connection, OVER, of, **PAGE))]


# Each finds something of the case "OUT" for ME, or ME for it, unless she is disqualified.
FINDS: dict[str, Find] = {
    "bulk_moves.cases_from": lambda c: bulk_moves.cases_from(
        c, ME, [HERE], Listed.CASES, holder_id=None, place=None, limit=10
    ),
    "bulk_moves.subtasks_from": lambda c: bulk_moves.subtasks_from(
        c, ME, [HERE], Listed.UNOPENED, holder_id=None, place=None, today=TODAY, limit=10
    ),
    "bulk_moves.holders": lambda c: bulk_moves.holders(c, ME, [HERE], [], 10),
    "offers.open_to": lambda c: offers.open_to(c, ME, 10),
    "case_lists.count_waiting_in_reach": lambda c: case_lists.count_waiting_in_reach(c, ME, [HERE]),
    "case_lists.waiting_in_reach": lambda c: case_lists.waiting_in_reach(c, ME, [HERE], **PAGE),
    "case_lists.ownerless_in_reach": lambda c: case_lists.ownerless_in_reach(c, ME, [HERE], limit=10),
    "case_lists.count_ownerless_in_reach": lambda c: case_lists.count_ownerless_in_reach(c, ME, [HERE]),
    "case_lists.owned_by": lambda c: case_lists.owned_by(c, ME, **PAGE),
    "case_lists.open_in_reach": lambda c: [
        *case_lists.open_in_reach(c, ME, [HERE], [], 10),
        *case_lists.open_in_reach(c, ME, [], [], 10),
    ],
    "needs.given_by": lambda c: needs.given_by(c, ME, LATE, **PAGE),
    "needs.needing": lambda c: needs.needing(c, ME, LATE, limit=10),
    "overview.cases_of": lambda c: [one for one in _listed(c) if isinstance(one, overview.PlacedCaseRow)],
    "overview.subtasks_of": lambda c: [one for one in _listed(c) if not isinstance(one, overview.PlacedCaseRow)],
    "overview.count_cases": lambda c: any(overview.count_cases(c, OVER)),
    "overview.count_subtasks": lambda c: any(overview.count_subtasks(c, OVER)),
    "overview.work": lambda c: [one for one in overview.work(c, OVER) if one.cases or one.subtasks],
    "people.at_place": lambda c: _me(people.at_place(c, 1, case_id="OUT")),
    "people.roles_at": lambda c: people.roles_at(c, ME, 1, case_id="OUT"),
    "people.possible_owners": lambda c: _me(people.possible_owners(c, [], case_id="OUT")),
    "people.can_own": lambda c: people.can_own(c, ME, case_id="OUT"),
    "reminders.old_cases": lambda c: reminders.old_cases(c, ME, TODAY, limit=10),
    "reminders.count_old_cases": lambda c: reminders.count_old_cases(c, ME, TODAY),
    "search.subtasks_found": lambda c: [
        *search.subtasks_found(c, _looking(c, ""), 10),
        *search.subtasks_found(c, _looking(c, "t"), 10),
    ],
    "search.bare_cases": lambda c: search.bare_cases(c, _looking(c, ""), 10),
    "search.assignees": lambda c: search.assignees(c, _looking(c, ""), 10),
    "watched.watched": _told,
    "subtasks.get": lambda c: [row for row in [subtasks.get(c, 1)] if row and row.assignee_at_place],
    "subtasks.unsolved_of": lambda c: subtasks.unsolved_of(c, ME, **PAGE),
    "subtasks.solved_of": lambda c: subtasks.solved_of(c, ME, **PAGE),
}
# These change something, look at what stands in her conversation, or say what is drawn again: that is drawn by her
# rights, which cases/loading.py reads.
OTHERS = {
    "accounts.close", "accounts.update_from_slack",
    "absences.colleagues", "absences.in_reach", "absences.lock_people", "absences.of_people", "absences.stood_in_for",
    "calendars.end", "calendars.keep", "calendars.made_at",
    "saved_searches.of", "saved_searches.remove", "saved_searches.save",
    "stand_ins.cases_of", "stand_ins.covered", "stand_ins.set_in_case", "stand_ins.set_in_subtask",
    "stand_ins.subtasks_of",
    "bulk_moves.answers", "bulk_moves.plan",
    "bulk_moves.with_message_to", "offers.has_role", "people.roles_of",
    "cases.distributors_over_cases_of", "disqualifications.declare", "disqualifications.lift",
    "gaps.set_visited", "openable.scope", "openable.with_those_below",
    "importing.forget_posts", "importing.free_emails", "importing.free_slack_ids",
    "importing.owners_of_open_cases", "importing.subtasks_of_people", "messages.mark_read", "messages.sent_to",
    "messages.unread", "metadata.one_of", "needs.of_case", "nudges.away", "outbox.hasten", "outbox.is_waiting",
    "outbox.release", "people.by_id", "people.distributors_over", "people.language_of",
    "people.name", "people.several",
    "people.set_dm_channel", "people.set_language", "people.set_wishes",
    "people.with_roles", "posts.cards_before", "posts.roots_elsewhere", "posts.copies_of", "posts.forget_root",
    "posts.get", "posts.home_of", "posts.in_thread", "posts.put",
    "posts.put_anew", "posts.reminded", "posts.remove", "posts.take_put", "posts.turn_home",
    "reminder_checks.changed_people", "reminders.bundle",
    "reminders.put_off", "places.below", "places.reached", "places.within",
    "administration.about", "administration.has_read",
    "answered.begin", "answered.end", "door_reads.cases_below", "door_reads.code_of",
    "systems.brought_in", "systems.change", "systems.end_keys",
    "erasing.begin", "erasing_people.cases_with", "erasing_people.forget", "erasing_people.make_nameless",
    "erasing_people.take_posts",
    "subtasks.parties_of_unsolved", "undelivered.to_person", "subtasks.unsolved_with_card_of",
}  # fmt: skip
ABOUT_PEOPLE = {
    "person_id", "person_ids", "paths", "path", "place_id", "words", "reader", "slack_id", "looking", "overseen",
}  # fmt: skip


@contextmanager
def filled(url: str) -> Iterator[Database]:
    """An institution in which one person is everything that anybody can be to a case, at once."""
    database = Database(url)
    with database.begin() as connection:
        _furnish(connection)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give it on SQLite."""
    with filled(new_sqlite(tmp_path_factory.mktemp("out") / "out.db")) as made:
        yield made


@pytest.fixture(scope="module")
def postgres_database() -> Iterator[Database]:
    """Give it on PostgreSQL."""
    url = postgres.new_database()
    with filled(url) as made:
        yield made
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Give one of the two."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made


def _furnish(connection: Connection) -> None:
    def insert(table: sa.Table, rows: list[dict[str, object]]) -> None:
        connection.execute(table.insert(), rows)

    insert(tables.places, [{"code": "1", "name": "Her", "path": HERE}])
    both = {"active": True}
    insert(tables.people, [{"name": one, "email": f"{one}@x", "slack_id": f"U{one}", **both} for one in "AB"])
    insert(tables.roles, [{"person_id": ME, "place_id": 1, "role": role} for role in ("saksbehandler", "fordeler")])
    case = {
        "title": "T", "place_id": 1, "applicant_name": "N", "applicant_email": "e", "applied_on": date(2026, 1, 2),
        "text": "", "status": "open", "owned_from_at": MONDAY,
    }  # fmt: skip
    owners = {"OUT": ME, "WAITS": None, "LOST": OTHER, "ENDED": ME, "AWAY": OTHER}
    insert(tables.cases, [{**case, "id": one, "owner_id": owner} for one, owner in owners.items()])
    stands_in = tables.cases.update().where(tables.cases.c.id == "AWAY")
    connection.execute(stands_in.values(stand_in_id=ME))
    connection.execute(tables.cases.update().where(tables.cases.c.id == "ENDED").values(status="closed"))
    insert(tables.bulk_moves, [{"moved_by": OTHER, "planned_at": MONDAY, "planned": {}}])
    offer = {"move_id": 1, "case_id": "WAITS", "place_id": 1, "role": "saksbehandler", "offered_at": MONDAY}
    insert(tables.offers, [offer])
    subtask = {
        "title": "T", "deadline_on": date(2026, 2, 1), "description": "", "created_by": OTHER, "created_at": MONDAY,
        "reminds_from_at": MONDAY,
    }  # fmt: skip
    solved = {"status": "solved", "ending": "owner", "solved_at": MONDAY}
    work = [("OUT", ME), ("OUT", OTHER), ("LOST", ME)]
    insert(tables.subtasks, [{**subtask, "case_id": one, "assignee_id": who} for one, who in work])
    away = {**subtask, "assignee_id": OTHER, "stand_in_id": ME}
    insert(tables.subtasks, [{**away, "case_id": "AWAY"}, {**away, **solved, "case_id": "AWAY"}])
    insert(tables.subtasks, [{**subtask, "case_id": one, "assignee_id": who, **solved} for one, who in work])


def _found(database: Database, find: Find, *, out: bool) -> object:
    """What is found, of cases of which she is disqualified from all, or from none."""
    with database.begin() as connection:
        if out:
            for case in ("OUT", "WAITS", "LOST", "ENDED", "AWAY"):
                assert disqualifications.declare(connection, case, ME, MONDAY)
        found = find(connection)
        connection.rollback()
    return found


@pytest.mark.parametrize("name", FINDS)
def test_one_who_is_disqualified_finds_nothing_of_the_case_and_is_not_found_for_it(
    database: Database, name: str
) -> None:
    assert _found(database, FINDS[name], out=False), "shows nothing in any case"
    assert not _found(database, FINDS[name], out=True)


def test_every_function_about_people_is_in_the_table() -> None:
    names = {
        f"{module.name.removeprefix('store.')}.{name}"
        for module in pkgutil.iter_modules(store.__path__, "store.")
        if not module.ispkg
        for name, function in vars(importlib.import_module(module.name)).items()
        if inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_")
        if ABOUT_PEOPLE & inspect.signature(function).parameters.keys()
    }
    assert names - OTHERS == FINDS.keys() - {"watched.watched", "subtasks.get"}
    assert names >= OTHERS
