"""Every act against every relation that a person can have to a case and its subtask: allowed, or refused in words.

A refusal is a sentence and has no effect: the whole database is compared. The table at the top is the
institution's rule; the acts are called directly, a few of the refusals also through Slack.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from cases import access, chronicle, closing, conclusions, distribution, messages, pages, reassigning, subtasks
from cases.errors import Refused
from cases.messages import Change, Heard, SentFile
from cases.office import Office
from cases.screens import Distribution, Reason
from cases.values import NewSubtask
from store import posts, schema, tables
from store.columns import inserted_number
from store.database import Database
from store.files import FileStore
from tests import postgres
from tests.world import MONDAY, TODAY, World

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
    "deactivated": ((INSTITUTE, "fordeler"), (INSTITUTE, "saksbehandler")),
}
UNKNOWN = ("unknown guest", "person from another workspace")
RELATIONS = (*PEOPLE, *UNKNOWN)

DISTRIBUTORS = {"distributor at the place", "distributor above it"}
RUNS = {"owner", *DISTRIBUTORS}
ALLOWED: dict[str, set[str]] = {
    "create": RUNS,
    "enter": RUNS | {"assignee"},
    "save conclusion": RUNS | {"assignee"},
    "solve": RUNS | {"assignee"},
    "write message": {"owner", "assignee"},
    "thread message": {"owner", "assignee"},
    "close": RUNS,
    "distribute": DISTRIBUTORS,
    "redistribute": RUNS,
    "reassign": RUNS,
    "decline": {"assignee"},
    "change access": RUNS,
    "upload": RUNS,
    "read case page": RUNS,
    "read history of case": RUNS,
    "read history of subtask": RUNS | {"assignee"},
}
CHANGES_NOTHING = {"read history of case", "read history of subtask"}


@dataclass(frozen=True)
class Scene:
    """One cell's own case with one subtask, and who acts."""

    office: Office
    case_id: str
    subtask_id: int
    attachment_id: int
    people: dict[str, int]
    key: str

    def new_subtask(self) -> NewSubtask:
        return NewSubtask("Ny", LATER, self.people["expert at the place"], "Gjør dette.", (self.attachment_id,))


def slack_id(relation: str) -> str:
    return "U" + relation.upper().replace(" ", "")


Act = Callable[[Scene, str, datetime], object]


def _distribute(to: str, *, instead_of: str | None) -> Act:
    def act(scene: Scene, actor: str, now: datetime) -> None:
        before = scene.people[instead_of] if instead_of else None
        given = Distribution(scene.people[to], None, before)
        distribution.distribute(scene.office, scene.case_id, given, actor=actor, key=scene.key, now=now)

    return act


def _hear(scene: Scene, actor: str, now: datetime) -> None:
    """Write into the thread under the assignee's card, which is in her own conversation."""
    heard = Heard(Change.WRITTEN, "DCARD", scene.key, scene.case_id, actor, "Hei", (), (), now, now)
    messages.hear(scene.office, heard, now=now)


ACTS: dict[str, Act] = {
    "create": lambda s, actor, now: subtasks.create(
        s.office, s.case_id, s.new_subtask(), actor=actor, key=s.key, now=now
    ),
    "enter": lambda s, actor, now: subtasks.enter(s.office, s.subtask_id, actor=actor, now=now),
    "save conclusion": lambda s, actor, now: conclusions.save(s.office, s.subtask_id, "Ja.", actor=actor, now=now),
    "solve": lambda s, actor, now: subtasks.solve(s.office, s.subtask_id, actor=actor, now=now),
    "write message": lambda s, actor, now: messages.write(
        s.office, s.subtask_id, "Hei", actor=actor, key=s.key, now=now
    ),
    "thread message": _hear,
    "close": lambda s, actor, now: closing.close(
        s.office, s.case_id, seen=s.subtask_id, actor=actor, key=s.key, now=now
    ),
    "distribute": _distribute("other case worker at the place", instead_of=None),
    "redistribute": _distribute("other case worker at the place", instead_of="owner"),
    "reassign": lambda s, actor, now: reassigning.reassign(
        s.office, s.subtask_id, s.people["expert at the place"], "Fordi.", actor=actor, key=s.key, now=now
    ),
    "decline": lambda s, actor, now: reassigning.decline(
        s.office, s.subtask_id, Reason.CONFLICT, "", actor=actor, key=s.key, now=now
    ),
    "change access": lambda s, actor, now: access.change(
        s.office, s.subtask_id, [s.attachment_id], actor=actor, key=s.key, now=now
    ),
    "upload": lambda s, actor, now: access.upload(
        s.office, s.case_id, [SentFile("F1", "ny.pdf", "application/pdf", 5)], actor=actor, key=s.key, now=now
    ),
    "read case page": lambda s, actor, now: pages.enter_case(s.office, s.case_id, actor=actor, now=now),
    "read history of case": lambda s, actor, _: chronicle.of_case(s.office, s.case_id, actor=actor),
    "read history of subtask": lambda s, actor, _: chronicle.of_subtask(s.office, s.subtask_id, actor=actor),
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give one institution for the whole table; every cell has a case of its own in it."""
    folder: Path = tmp_path_factory.mktemp("rights")
    url = f"sqlite:///{folder / 'rights.db'}" if request.param == "sqlite" else postgres.new_database()
    database = Database(url)
    schema.upgrade(database)
    with database.begin() as connection:
        _furnish(connection)
    yield Office(database, FileStore(folder / "files"), ZoneInfo("Europe/Oslo"))
    database.dispose()
    if request.param == "postgres":
        postgres.drop_database(url)


def _furnish(connection: Connection) -> None:
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


_numbers = itertools.count(1)


def scene(office: Office, *, distributed: bool = True) -> Scene:
    """A new case at the institute with one subtask, which the former owner and the former assignee had before."""
    number = next(_numbers)
    with office.database.begin() as connection:
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
        }
        connection.execute(tables.cases.insert().values(case))
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
        subtask_id = inserted_number(connection.execute(tables.subtasks.insert().values(subtask)))
        posts.put(connection, "card", subtask_id, people["assignee"], channel="DCARD", ts=case_id)
    made = Scene(office, case_id, subtask_id, attachment, people, f"key-{number}")
    if distributed:
        _hand_over(made)
    return made


def _hand_over(scene: Scene) -> None:
    """Make the former ones former, as it happens: by the acts themselves."""
    by, now = slack_id("former owner"), MONDAY
    reassigning.reassign(
        scene.office, scene.subtask_id, scene.people["assignee"], "Ny.", actor=by, key=f"{scene.key}-a", now=now
    )
    given = Distribution(scene.people["owner"], None, scene.people["former owner"])
    distribution.distribute(scene.office, scene.case_id, given, actor=by, key=f"{scene.key}-b", now=now)


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(sa.select(table))))
            for name, table in tables.metadata.tables.items()
        }


def test_the_table_knows_every_act() -> None:
    assert ALLOWED.keys() == ACTS.keys()
    assert all(allowed <= set(RELATIONS) for allowed in ALLOWED.values())


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_allowed_or_refused_with_a_sentence_and_no_effect(
    office: Office, act: str, relation: str
) -> None:
    if act == "thread message":
        pytest.skip("what is written in Slack can not be refused: see the next test")
    there = scene(office, distributed=act != "distribute")
    before = everything(office.database)
    if relation in ALLOWED[act]:
        ACTS[act](there, slack_id(relation), MONDAY)
        assert (everything(office.database) == before) == (_looks_only(act, relation))
    else:
        with pytest.raises(Refused) as refused:
            ACTS[act](there, slack_id(relation), MONDAY)
        assert len(refused.value.words) > 20
        assert everything(office.database) == before


def _looks_only(act: str, relation: str) -> bool:
    """Opening changes something only for the one whose opening it is (A16, F9)."""
    opener = {"enter": "assignee", "read case page": "owner"}
    return act in CHANGES_NOTHING or (act in opener and opener[act] != relation)


@pytest.mark.parametrize("relation", RELATIONS)
def test_what_is_written_in_a_thread_is_kept_for_the_parties_and_answered_for_others(
    office: Office, relation: str
) -> None:
    there = scene(office)
    before = everything(office.database)
    ACTS["thread message"](there, slack_id(relation), MONDAY)
    after = everything(office.database)
    changed = {name for name in after if after[name] != before[name]}
    if relation in ALLOWED["thread message"]:
        assert {"messages", "message_versions", "history", "outbox"} <= changed
    elif relation in (*UNKNOWN, "deactivated"):
        assert changed == set()
    else:
        assert changed == {"outbox"}
        (answer,) = set(after["outbox"]) - set(before["outbox"])
        assert "no_access" in answer


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_dialogs_open_only_for_those_whose_act_is_allowed(office: Office, relation: str) -> None:
    there, actor = scene(office), slack_id(relation)
    forms: dict[str, Callable[[], object]] = {
        "create": lambda: subtasks.form(office, there.case_id, actor=actor, now=MONDAY),
        "close": lambda: closing.ask(office, there.case_id, actor=actor),
        "redistribute": lambda: distribution.form(office, there.case_id, actor=actor, now=MONDAY),
        "reassign": lambda: reassigning.form(office, there.subtask_id, actor=actor),
        "decline": lambda: reassigning.decline_form(office, there.subtask_id, actor=actor),
        "change access": lambda: access.form(office, there.subtask_id, actor=actor),
        "upload": lambda: access.may_upload(office, there.case_id, actor=actor),
    }
    opened = {act for act, form in forms.items() if _opens(form)}
    assert opened == {act for act in forms if relation in ALLOWED[act]}


def _opens(form: Callable[[], object]) -> bool:
    try:
        form()
    except Refused:
        return False
    return True


@pytest.mark.parametrize("relation", RELATIONS)
def test_searching_for_owners_and_cases_tells_nothing_to_those_without_the_case(office: Office, relation: str) -> None:
    there, actor = scene(office), slack_id(relation)
    found = _opens(lambda: distribution.possible_owners(office, there.case_id, "case worker", actor=actor))
    assert found == (relation in RUNS)
    try:
        listed = there.case_id in [line.id for line in pages.open_cases(office, there.case_id, actor=actor)]
    except Refused:
        listed = False
    assert listed == (relation in RUNS)


# ---- through Slack -------------------------------------------------------------------------------

FORWARDED = {
    "subtask.open": "1",
    "subtask.solve": "1",
    "subtask.reassign": "1",
    "subtask.decline": "1",
    "closing.subtask": "1",
    "case.open": "2026-101",
    "case.close": "2026-101",
    "case.distribute": "2026-101",
    "case.new_subtask": "2026-101",
}


@pytest.mark.parametrize("who", ["ola", "stranger", "guest", "elsewhere"])
async def test_a_forwarded_button_is_answered_with_a_sentence_and_has_no_effect(world: World, who: str) -> None:
    await world.create()
    known = {"guest": {"guest": True}, "elsewhere": {"stranger": True}}
    if who in known:
        details = {"name": "Gjest", "email": "g@x.example", "locale": "nb-NO", "tz": "Europe/Oslo", "title": ""}
        person = world.ws.add_person("U0GUEST", **details, **known[who])
    else:
        person = world.people[who]
    before = {name: world.count(table) for name, table in tables.metadata.tables.items()}
    for action_id, value in FORWARDED.items():
        trigger = world.ws.view_desk.new_trigger(person) if hasattr(world.ws.view_desk, "new_trigger") else ""
        body = {
            "type": "block_actions",
            "user": {"id": person.id, "team_id": person.team_id},
            "team": {"id": world.ws.team_id},
            "trigger_id": trigger,
            "view": {"type": "modal", "id": "V0"} if action_id == "closing.subtask" else None,
            "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
            "container": {"type": "message"},
        }
        assert (await world.bot.dispatch(body)).status == 200
    await world.quiet()
    assert {name: world.count(table) for name, table in tables.metadata.tables.items()} == before
    assert not person.messages
