"""Everybody a case can have to do with: one person for each relation, and a case with its past for each test."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from cases.acts import distribution, holding, needing_more, reassigning, subtasks
from cases.context import Context
from domain.forms import Distribution, Hold
from domain.ready_sets import WantedSet, mark_of
from domain.round_forms import NewRound
from domain.templates import TemplateLine, Templates, TemplateSet
from domain.values import NewSubtask, Role
from store import disqualifications, grants, posts, tables
from store.columns import inserted_number
from store.database import Database
from store.files import FileStore
from store.round_tables import rounds
from tests import postgres
from tests.databases import new_sqlite, open_database
from tests.filled_in import new_subtask
from tests.institution import MONDAY, TODAY

LATER = date(2026, 12, 1)
FACULTY, INSTITUTE, OTHER_INSTITUTE, ELSEWHERE = 1, 2, 3, 4
PLACES = {FACULTY: "/1/", INSTITUTE: "/1/2/", OTHER_INSTITUTE: "/1/3/", ELSEWHERE: "/4/"}

# Each relation's roles; the case is at the institute. Who is not listed in PEOPLE is not known here at all.
PEOPLE: dict[str, tuple[tuple[int, str], ...]] = {
    "owner": ((ELSEWHERE, "saksbehandler"),),
    "former owner": ((INSTITUTE, "saksbehandler"),),
    "assignee": ((INSTITUTE, "fagperson"),),
    "former assignee": ((INSTITUTE, "fagperson"),),
    "distributor at the place": ((INSTITUTE, "fordeler"),),
    "distributor above it": ((FACULTY, "fordeler"),),
    "distributor beside it": ((OTHER_INSTITUTE, "fordeler"),),
    "other case worker at the place": ((INSTITUTE, "saksbehandler"),),
    "expert at the place": ((INSTITUTE, "fagperson"),),
    "stranger": ((ELSEWHERE, "saksbehandler"),),
    "the owner's substitute": ((ELSEWHERE, "saksbehandler"),),
    "the assignee's substitute": ((INSTITUTE, "fagperson"),),
    "disqualified": ((INSTITUTE, "fordeler"), (INSTITUTE, "saksbehandler")),
    "deactivated": ((INSTITUTE, "fordeler"), (INSTITUTE, "saksbehandler")),
}
SET = TemplateSet(
    "Vanlig",
    (TemplateLine("Vurder emnene", "Se.", Role.EXPERT, 1), TemplateLine("Utkast", "Skriv.", Role.EXPERT, 0, after=0)),
)
TEMPLATES = Templates({"innpassing": (SET,)})
UNKNOWN = ("unknown guest", "person from another workspace")
RELATIONS = (*PEOPLE, *UNKNOWN)


@dataclass(frozen=True)
class Scene:
    """One cell's own case with one subtask, and who acts."""

    context: Context
    case_id: str
    subtask_id: int
    attachment_id: int
    people: dict[str, int]
    key: str
    grant_id: int = 0
    first_id: int = 0
    round_id: int = 0

    def new_set(self) -> WantedSet:
        new = self.new_subtask()
        return WantedSet(0, mark_of([SET]), ((0, new), (1, new)))

    def new_subtask(self) -> NewSubtask:
        expert = self.people["expert at the place"]
        return new_subtask(expert, "Ny", deadline_on=LATER, attachment_ids=(self.attachment_id,))

    def new_round(self) -> NewRound:
        asked = (self.people["expert at the place"], self.people["other case worker at the place"])
        return NewRound("Ny", LATER, asked, "Se på dette.", (self.attachment_id,))


def slack_id(relation: str) -> str:
    return "U" + relation.upper().replace(" ", "").replace("'", "")


def furnish(connection: Connection, *, away: bool = False) -> None:
    """Fill a database with the places and the people; the owner and the assignee are `away`, or there."""
    for number, path in PLACES.items():
        row = {"id": number, "code": str(number), "name": f"Sted {number}", "path": path}
        connection.execute(tables.places.insert().values(row))
    for relation, roles in PEOPLE.items():
        row = {"name": relation, "email": f"{slack_id(relation)}@x.example", "slack_id": slack_id(relation)}
        active = relation != "deactivated"
        person = inserted_number(connection.execute(tables.people.insert().values(**row, active=active)))
        for place, role in roles:
            values = {"person_id": person, "place_id": place, "role": role}
            connection.execute(tables.roles.insert().values(values))
    for absent in ("owner", "assignee") if away else ():
        _leave(connection, absent)


def _leave(connection: Connection, absent: str) -> None:
    """Let somebody be away, who is stood in for wherever that one comes to have something."""
    named = sa.select(tables.people.c.id).where(tables.people.c.name == sa.bindparam("who"))
    person, substitute = (
        connection.execute(named, {"who": who}).scalar_one() for who in (absent, f"the {absent}'s substitute")
    )
    days = {"from_on": TODAY, "until_on": LATER, "set_by": person, "set_at": MONDAY, "began_at": MONDAY}
    whom = {"person_id": person, "substitute_id": substitute, "with_open": True}
    connection.execute(tables.absences.insert().values(**days, **whom))


@contextmanager
def furnished(address: str, folder: Path, *, sends_mail: bool = False, away: bool = False) -> Iterator[Context]:
    """Open the institution in an empty database."""
    database = open_database(address)
    with database.begin() as connection:
        furnish(connection, away=away)
    files, zone = FileStore(folder / "files"), ZoneInfo("Europe/Oslo")
    yield Context(database, files, zone, sends_mail=sends_mail, templates=TEMPLATES)
    database.dispose()


@contextmanager
def furnished_on(
    database: str, folders: pytest.TempPathFactory, *, sends_mail: bool = False, away: bool = False
) -> Iterator[Context]:
    """The same in a database of its own, of this kind: for all tests of a module."""
    folder = folders.mktemp("institution")
    address = new_sqlite(folder / "saksbot.db") if database == "sqlite" else postgres.new_database()
    with furnished(address, folder, sends_mail=sends_mail, away=away) as made:
        yield made
    if database != "sqlite":
        postgres.drop_database(address)


def furnish_anew(database: Database, *, away: bool) -> None:
    """Let the institution be again as when it was opened."""
    database.dispose()
    address = database.url.render_as_string(hide_password=False)
    if database.is_sqlite:
        _restore(database.file, _furnished(away=away))
        return
    postgres.clear(address)
    with database.begin() as connection:
        furnish(connection, away=away)


def _restore(file: Path, content: bytes) -> None:
    for rest in (file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm")):
        rest.unlink(missing_ok=True)
    file.write_bytes(content)


@cache
def _furnished(*, away: bool) -> bytes:
    with tempfile.TemporaryDirectory(prefix="saksbot-") as folder:
        file = Path(folder) / "saksbot.db"
        database = open_database(new_sqlite(file))
        with database.begin() as connection:
            furnish(connection, away=away)
        database.dispose()  # the last one to close it leaves one file
        return file.read_bytes()


_numbers = itertools.count(1)


def new_scene(
    context: Context,
    *,
    distributed: bool = True,
    held: bool = False,
    waits: bool = False,
    late: bool = False,
    solved: bool = False,
    granted: bool = False,
    later: bool = False,
    in_round: bool = False,
    over: bool = False,
) -> Scene:
    """A new case at the institute with one subtask, which the former owner and the former assignee had before.

    `held` puts the subtask on hold, `waits` lets its assignee have asked for more, `late` lets it be due after the
    case, `solved` lets the owner have solved it, `granted` opens its attachment to the
    assignee, `later` lets it wait for another one of the case, which has number `first_id`. `in_round` lets it
    be one of two with the same question, `over` lets that be over.
    """
    number = next(_numbers)
    with context.database.begin() as connection:
        people = {row.name: row.id for row in connection.execute(sa.select(tables.people.c.id, tables.people.c.name))}
        case_id = f"2026-{number}"
        case = {
            "id": case_id,
            "title": "Innpassing",
            "place_id": INSTITUTE,
            "applicant_name": "Ada Søker",
            "applicant_email": "ada@student.example",
            "applied_on": TODAY,
            "owner_id": people["former owner"] if distributed else None,
            "text": "",
            "type": "innpassing",
            "deadline_on": TODAY if late else None,
        }
        connection.execute(tables.cases.insert().values(case))
        disqualifications.declare(connection, case_id, people["disqualified"], MONDAY)
        file = {"case_id": case_id, "title": "A", "name": "a.pdf", "media_type": "a/b", "size": 1, "sha256": "a"}
        attachment = inserted_number(connection.execute(tables.attachments.insert().values(**file, added_at=MONDAY)))
        subtask = {
            "case_id": case_id,
            "title": "Vurder",
            "deadline_on": LATER,
            "assignee_id": people["former assignee"],
            "description": "Se på dette.",
            "created_by": people["former owner"],
            "created_at": MONDAY,
        }
        first = subtask | {"title": "Først", "assignee_id": people["former owner"]}
        first_id = inserted_number(connection.execute(tables.subtasks.insert().values(first))) if later else None
        subtask["after_id"] = first_id
        subtask_id = inserted_number(connection.execute(tables.subtasks.insert().values(subtask)))
        grant = grants.add(
            connection, subtask_id, [attachment] if granted else [], by=people["former owner"], at=MONDAY
        )
        if not later:
            posts.put(connection, "card", subtask_id, people["assignee"], channel="DCARD", ts=case_id)
        asked = _ask_another(connection, subtask, over=over) if in_round else 0
    others = (grant[0] if grant else 0, first_id or 0, asked)
    made = Scene(context, case_id, subtask_id, attachment, people, f"key-{number}", *others)
    if distributed:
        _hand_over(made)
    if held:
        holding.hold(
            context, subtask_id, Hold(LATER, "Venter."), actor=slack_id("owner"), key=f"{made.key}-c", now=MONDAY
        )
    if waits:
        assignee = slack_id("assignee")
        needing_more.ask(context, subtask_id, "Hva?", actor=assignee, key=f"{made.key}-d", now=MONDAY)
    if solved:
        subtasks.solve(context, subtask_id, actor=slack_id("owner"), now=MONDAY)
    return made


def _ask_another(connection: Connection, subtask: dict[str, Any], *, over: bool) -> int:
    """Let the subtask that was just made be one of two with the same question."""
    values = {"asked": 2, "answered": 0, "out": 0, "shows_answers": True, "ended_at": MONDAY if over else None}
    case = {"case_id": subtask["case_id"], "created_by": subtask["created_by"], "created_at": MONDAY}
    number = inserted_number(connection.execute(rounds.insert().values(**case, **values)))
    of_case = tables.subtasks.c.case_id == subtask["case_id"]
    connection.execute(tables.subtasks.update().where(of_case).values(round_id=number))
    other = sa.select(tables.people.c.id).where(tables.people.c.name == "other case worker at the place")
    assignee = connection.execute(other).scalar_one()
    connection.execute(tables.subtasks.insert().values(subtask | {"assignee_id": assignee, "round_id": number}))
    return number


def _hand_over(scene: Scene) -> None:
    """Make the former ones former, as it happens: by the acts themselves."""
    by, now = slack_id("former owner"), MONDAY
    reassigning.reassign(
        scene.context, scene.subtask_id, scene.people["assignee"], "Ny.", actor=by, key=f"{scene.key}-a", now=now
    )
    given = Distribution(scene.people["owner"], None, scene.people["former owner"])
    distribution.distribute(scene.context, scene.case_id, given, actor=by, key=f"{scene.key}-b", now=now)


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(sa.select(table))))
            for name, table in tables.metadata.tables.items()
        }
