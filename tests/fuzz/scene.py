"""Three cases with words in them that stand nowhere else, and who may come to know which of these words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from store import search_index, tables
from tests.institution import CASE, MONDAY, PEOPLE, TODAY
from tests.world import PATIENCE, World

APPLICANT, SECRET, ALFA, BETA, GAMMA = "kvitsøybrev", "legemerket", "alfadalen", "betafjell", "gammavik"
GAMMAS_CASE = "2026-900"
ALFAS_TITLE, BETAS_TITLE = f"Vurder {ALFA}", f"Vurder {BETA}"
SOON = timedelta(minutes=5)
TRIES = 30
FIRST = (CASE, "2026-300", GAMMAS_CASE)
GAMMAS, ALFAS, BETAS = 1, 2, 3  # the numbers of the subtasks
DISTRIBUTORS = ("U0INGRID",)
GRANTED = (
    sa.select(tables.people.c.slack_id)
    .join(tables.subtasks, tables.people.c.id.in_((tables.subtasks.c.assignee_id, tables.subtasks.c.stand_in_id)))
    .join(tables.grants, tables.grants.c.subtask_id == tables.subtasks.c.id)
    .where(tables.grants.c.attachment_id == 3)
)
RUNS = ("U0KARI", "U0INGRID", "fordeler")
PEOPLE_CHANGE = (
    "dm_channel",
    "slack_language",
    "slack_zone",
    "look_at",
    "language",
    "searched",
)  # by what is delivered to them
ANSWERED = ("answered", "out", "ended_at")  # by whoever is asked in a round: it is a count of subtasks
LOOKED_AFTER = ("look_at", "reminds_from_at", "searched")


async def furnish(world: World) -> None:
    """Let there be conversations, attachments and conclusions with these words."""
    with world.database.begin() as connection:
        texts = {"applicant_name": f"Ada {APPLICANT}", "text": f"Jeg søker om {APPLICANT}."}
        connection.execute(tables.cases.update().values(texts))
        hidden = tables.attachments.c.name == "hemmelig.pdf"
        connection.execute(tables.attachments.update().where(hidden).values(title=SECRET))
        case = connection.execute(sa.select(tables.cases).where(tables.cases.c.id == CASE)).one()._asdict()
        stranger = _number(connection, "U0STRANGER")
        place = connection.execute(sa.select(tables.places.c.id).where(tables.places.c.code == "185")).scalar_one()
        gammas = {"id": GAMMAS_CASE, "title": GAMMA, "text": GAMMA, "applicant_name": GAMMA, "owner_id": stranger}
        connection.execute(tables.cases.insert().values(case | gammas | {"place_id": place}))
        undistributed = {"id": "2026-300", "title": "Til fordeling", "owner_id": None}
        connection.execute(tables.cases.insert().values(case | undistributed))
        row = {"case_id": GAMMAS_CASE, "title": GAMMA, "description": GAMMA, "deadline_on": TODAY.replace(day=30)}
        own = {"assignee_id": stranger, "created_by": stranger, "created_at": MONDAY}
        connection.execute(tables.subtasks.insert().values(row | own))
        line = {
            "at": MONDAY,
            "case_id": GAMMAS_CASE,
            "subtask_id": GAMMAS,
            "actor_id": stranger,
            "act": "subtask.opened",
        }
        connection.execute(tables.history.insert().values(line | {"details": {}}))
        search_index.take_in(connection)
    for who, title, mark in (("Aisha Rahman", ALFAS_TITLE, ALFA), ("ola@uni.example", BETAS_TITLE, BETA)):
        person = world.aisha if mark is ALFA else world.ola
        await world.create(title=title, assignee=who, description=f"Se på {mark}.", attachments=["Vitnemål"])
        card = await world.card(person, title)
        said = await person.say(f"Hva er {mark}?", thread_ts=card.ts, files=[(f"{mark}.pdf", b"%PDF-1.7")])
        await rest(world)
        await person.edit(said.ts, f"Hva er så {mark}?")
        await world.kari.say(f"{mark} er et sted.", thread_ts=(await world.card(world.kari, title)).ts)
        await person.click("Åpne", at=card)
        await world.ws.until(lambda person=person: person.modals)  # type: ignore[misc]
        await person.fill("Konklusjon", f"{mark} er greit.")
        await person.send()
        person.modals.clear()
        await rest(world)
    world.ws.refusals.clear()


def _number(connection: sa.Connection, slack_id: str) -> int:
    found = sa.select(tables.people.c.id).where(tables.people.c.slack_id == slack_id)
    return int(connection.execute(found).scalar_one())


@dataclass(frozen=True)
class Sight:
    """Who may read which words, as things stand at one moment."""

    may: dict[str, frozenset[str]]

    def foreign(self, who: str, before: Sight) -> set[str]:
        """The words that somebody may neither read now nor could before."""
        foreign = {word for word, people in self.may.items() if who not in people | before.may[word]}
        return foreign & {GAMMA} if who in RUNS else foreign


def waiting(world: World) -> list[str]:
    """What is not delivered, or not taken in, and why."""
    unsent, unheard = tables.outbox.c.state.in_(("ready", "sending", "unknown")), tables.inbox.c.done_at.is_(None)
    rows = world.rows(
        sa.select(tables.outbox.c.kind, tables.outbox.c.error).where(unsent & (tables.outbox.c.attempts > 0))
    )
    rows += world.rows(
        sa.select(sa.literal("event"), tables.inbox.c.error).where(unheard & (tables.inbox.c.attempts > 0))
    )
    return [f"{kind}: {error}" for kind, error in rows]


def sight(world: World) -> Sight:
    """Who may read what now: parties, who stands in for them, and who distributes at the place."""
    with world.database.read() as connection:
        people = {row.id: row.slack_id for row in connection.execute(sa.select(tables.people))}
        cases = {row.id: row for row in connection.execute(sa.select(tables.cases))}
        subtasks = list(connection.execute(sa.select(tables.subtasks)))
        away = list(connection.execute(sa.select(tables.absences)))
        granted = list(connection.execute(GRANTED).scalars())

    def of(*numbers: int | None) -> frozenset[str]:
        found = {one for one in numbers if one}
        found |= {row.substitute_id for row in away if row.person_id in found and row.substitute_id}
        return frozenset(str(people[one]) for one in found)

    def run(case_id: str) -> frozenset[str]:
        case = cases.get(case_id)
        return of(case.owner_id, case.stand_in_id) if case else frozenset()

    runs = run(CASE) | {*DISTRIBUTORS}
    may = {APPLICANT: runs, SECRET: runs, ALFA: runs, BETA: runs, GAMMA: run(GAMMAS_CASE) | {"beside"}}
    for row in subtasks:
        for word, number in ((ALFA, ALFAS), (BETA, BETAS), (GAMMA, GAMMAS)):
            if number == row.id or word in row.title or word in row.description:
                may[word] |= of(row.assignee_id, row.stand_in_id)
    for slack_id in granted:
        may[SECRET] |= {str(slack_id)}
    return Sight(may)


Rows = dict[str, list[str]]


def not_of(world: World, who: str) -> Rows:
    """What this person, or this system, must leave as it is: others' work, roles, keys and people."""
    with world.database.read() as connection:
        whose = {row.slack_id: row.id for row in connection.execute(sa.select(tables.people))}
        own = whose.get(who)
        first = FIRST[::2] if who == "saksbehandler" else FIRST  # what nobody has begun with may be its own by now
        there = tables.cases.c.id.in_(first) & tables.cases.c.removed_at.is_(None)
        cases = list(connection.execute(sa.select(tables.cases).where(there)))
        runs = {*FIRST} - {GAMMAS_CASE} if who in RUNS else {GAMMAS_CASE} if who == "beside" else set()
        foreign = {
            row.id for row in cases if row.id not in runs and (not own or own not in (row.owner_id, row.stand_in_id))
        }
        subtasks = [row for row in connection.execute(sa.select(tables.subtasks)) if row.case_id in foreign]
        others = {row.id for row in subtasks if not own or own not in (row.assignee_id, row.stand_in_id)}
        return dict(_guarded(connection, foreign, others, own))


def _guarded(
    connection: sa.Connection, cases: set[str], subtasks: set[int], own: int | None
) -> Iterator[tuple[str, list[str]]]:
    for table in (tables.conclusions, tables.grants, tables.messages):
        yield table.name, _all(connection, table.select().where(table.c.subtask_id.in_(subtasks)))
    for table, counted in ((tables.attachments, ()), (tables.rounds, ANSWERED)):
        yield table.name, _all(connection, _but(table, *counted).where(table.c.case_id.in_(cases)))
    yield "cases", _all(connection, _but(tables.cases, *LOOKED_AFTER).where(tables.cases.c.id.in_(cases)))
    yield "subtasks", _all(connection, _but(tables.subtasks, *LOOKED_AFTER).where(tables.subtasks.c.id.in_(subtasks)))
    line = tables.history.c
    told = line.case_id.in_(cases) & (line.subtask_id.is_(None) | line.subtask_id.in_(subtasks))
    told &= (line.actor_id == own if own else line.actor_id.is_not(None)) & ~line.act.like("case.disqual%")
    yield "history", _all(connection, tables.history.select().where(told))
    people = tables.people
    known = people.c.id <= len(PEOPLE)
    yield "people", _all(connection, _but(people, *PEOPLE_CHANGE).where(known & (people.c.id != (own or 0))))
    for table in (tables.places, tables.roles, tables.systems, tables.keys):
        yield table.name, _all(connection, table.select())


def _but(table: sa.Table, *left_out: str) -> sa.Select[Any]:
    return sa.select(*(column for column in table.c if column.name not in left_out))


def _all(connection: sa.Connection, statement: sa.Executable) -> list[str]:
    return sorted(map(repr, connection.execute(statement)))


async def rest(world: World) -> None:
    """Wait until all is done that can be done now, or by a second try a little later."""
    for _ in range(TRIES):
        if world.is_quiet():
            return
        later = await world.ws.until(lambda: world.is_quiet() or world._waits_until(), PATIENCE)
        if isinstance(later, datetime):
            if later > world.clock.now() + SOON:
                return
            world.clock.set(max(later, world.clock.now()))
