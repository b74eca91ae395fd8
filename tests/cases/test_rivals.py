"""Two acts about the same case at once, on PostgreSQL: neither waits for ever, and none acts on what is past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases import transaction
from cases.acts import (
    absences,
    begin_now,
    closing,
    deadlines,
    disqualification,
    distribution,
    endings,
    messages,
    reassigning,
    subtasks,
)
from cases.context import Context
from cases.importing import take_in
from domain.absences import WantedAbsence
from domain.endings import Closing
from domain.errors import InvalidInputError, Refused
from domain.forms import Distribution, Reason
from domain.history import Act, Line
from domain.values import Ending
from store import absences as absence_rows
from store import cases as case_rows
from store import disqualifications, history, tables
from store import rounds as round_rows
from store import subtasks as subtask_rows
from store.database import Database
from store.files import FileStore
from store.whole_subtask import SubtaskRow
from tests.beside_each_other import waiting
from tests.institution import MONDAY, TODAY
from tests.relations import LATER, Scene, furnish, new_scene, slack_id


@pytest.fixture
def scene(postgres_url: str, tmp_path: Path) -> Iterator[Scene]:
    database = Database(postgres_url)
    with database.begin() as connection:
        furnish(connection)
    yield new_scene(Context(database, FileStore(tmp_path / "files"), ZoneInfo("Europe/Oslo")))
    database.dispose()


def test_a_message_written_during_a_redistribution_reaches_the_new_owner(scene: Scene) -> None:
    database, new_owner = scene.context.database, scene.people["other case worker at the place"]

    def write() -> None:
        actor = slack_id("assignee")
        messages.write(scene.context, scene.subtask_id, "Hei", actor=actor, key="message", now=MONDAY)

    with database.begin() as ours:
        case_rows.get(ours, scene.case_id, lock="update")
        subtask_rows.lock_in(ours, scene.case_id)
        case_rows.give_to(ours, [scene.case_id], new_owner)
        with waiting(scene, write) as writing:
            ours.commit()
            writing.result()
    with database.read() as connection:
        told = sa.select(tables.outbox.c.person_id).where(tables.outbox.c.kind == "message")
        assert set(connection.execute(told).scalars()) == {scene.people["assignee"], new_owner}


def test_closing_does_not_wait_for_one_who_waits_for_the_closing(scene: Scene) -> None:
    database = scene.context.database

    def close() -> None:
        actor = slack_id("owner")
        closing.close(scene.context, scene.case_id, Closing(scene.subtask_id), actor=actor, key="close", now=MONDAY)

    with database.begin() as ours:
        subtask_rows.get(ours, scene.subtask_id, for_update=True)
        with waiting(scene, close) as closed:
            history.add(ours, [Line(Act.CONCLUSION_SAVED, scene.case_id, scene.subtask_id)], MONDAY)
            ours.commit()
            closed.result()
    with database.read() as connection:
        assert connection.execute(sa.select(tables.cases.c.status)).scalar() == "closed"


def test_a_subtask_that_is_closed_with_its_case_is_not_given_away_any_more(scene: Scene) -> None:
    database = scene.context.database

    def reassign() -> None:
        to, actor = scene.people["expert at the place"], slack_id("owner")
        reassigning.reassign(scene.context, scene.subtask_id, to, "Ny.", actor=actor, key="give", now=MONDAY)

    with database.begin() as ours:
        case_rows.get(ours, scene.case_id, lock="update")
        subtask_rows.lock_in(ours, scene.case_id)
        unsolved = subtask_rows.unsolved_in(ours, scene.case_id)
        with transaction.within(ours, now=MONDAY) as act:
            closing.end_subtasks(act, unsolved, Ending.CASE_CLOSED)
        with waiting(scene, reassign) as given:
            ours.commit()
            with pytest.raises(Refused, match="løst"):
                given.result()


def test_a_deadline_is_not_moved_past_what_the_case_is_being_given(scene: Scene) -> None:
    def move() -> None:
        later, actor = date(2026, 12, 5), slack_id("owner")
        deadlines.move(scene.context, scene.subtask_id, later, "", actor=actor, key="move", now=MONDAY)

    with scene.context.database.begin() as ours:
        case_rows.get(ours, scene.case_id, lock="update")
        subtask_rows.lock_in(ours, scene.case_id)
        case_rows.set_deadline(ours, scene.case_id, TODAY)
        with waiting(scene, move) as moved:
            ours.commit()
            with pytest.raises(Refused, match="senere enn sakens frist"):
                moved.result()


def test_an_import_of_a_deadline_does_not_wait_for_one_who_waits_for_the_import(scene: Scene, tmp_path: Path) -> None:
    database, file = scene.context.database, tmp_path / "inn.yaml"
    file.write_text(
        f"cases: [{{id: {scene.case_id}, title: Innpassing, place: '2', deadline: 2026-11-24, "
        "applicant: {name: Ada, email: ada@student.example}, applied_on: 2026-11-23}]"
    )
    with database.begin() as ours:
        subtask_rows.get(ours, scene.subtask_id, for_update=True)
        with waiting(scene, lambda: take_in(scene.context, [file], now=MONDAY)) as imported:
            history.add(ours, [Line(Act.CONCLUSION_SAVED, scene.case_id, scene.subtask_id)], MONDAY)
            ours.commit()
            imported.result()
    with database.read() as connection:
        asked = [row.details["say"] for row in connection.execute(sa.select(tables.outbox)) if row.kind == "notice"]
        assert "deadlines_outside" in asked


def test_the_last_two_who_answer_at_once_end_their_round_and_its_owner_is_told_once(scene: Scene) -> None:
    context = scene.context
    there = new_scene(context, in_round=True)
    first, second = sorted(row.id for row in _members(context, there.round_id))
    with context.database.begin() as ours:
        with transaction.within(ours, now=MONDAY) as act:
            who = act.actor(slack_id("assignee"))
            row = subtask_rows.get(ours, first, for_update=True)
            assert row
            endings.end_in(act, context, row, who, Ending.ASSIGNEE)
        other = slack_id("other case worker at the place")
        with waiting(scene, lambda: subtasks.solve(context, second, actor=other, now=MONDAY)) as solved:
            ours.commit()
            solved.result()
    with context.database.read() as connection:
        ended = round_rows.get(connection, there.round_id)
        said = [row.details["say"] for row in connection.execute(sa.select(tables.outbox)) if row.kind == "notice"]
    assert ended
    assert (ended.standing.answered, ended.standing.ended_at) == (2, MONDAY)
    assert said.count("round_over") == 1
    assert "solved" not in said


def _members(context: Context, round_id: int) -> list[SubtaskRow]:
    with context.database.read() as connection:
        return round_rows.members(connection, round_id)


def _declare(scene: Scene, person: str) -> Callable[[], None]:
    def declare() -> None:
        disqualification.declare(scene.context, scene.case_id, actor=slack_id(person), key="out", now=MONDAY)

    return declare


def _create(scene: Scene) -> None:
    subtasks.create(scene.context, scene.case_id, scene.new_subtask(), actor=slack_id("owner"), key="new", now=MONDAY)


def _reassign(scene: Scene) -> None:
    to, actor = scene.people["expert at the place"], slack_id("owner")
    reassigning.reassign(scene.context, scene.subtask_id, to, "Ny.", actor=actor, key="give", now=MONDAY)


def _distribute(scene: Scene) -> None:
    given = Distribution(scene.people["other case worker at the place"], None, scene.people["owner"])
    distribution.distribute(scene.context, scene.case_id, given, actor=slack_id("owner"), key="given", now=MONDAY)


CHOICES = [
    (_create, "expert at the place"), (_reassign, "expert at the place"),
    (_distribute, "other case worker at the place"),
]  # fmt: skip


@pytest.mark.parametrize(("choose", "who"), CHOICES)
def test_who_is_being_disqualified_is_not_chosen_meanwhile(
    scene: Scene, choose: Callable[[Scene], None], who: str
) -> None:
    with scene.context.database.begin() as ours:
        case_rows.get(ours, scene.case_id, lock="update")
        subtask_rows.lock_in(ours, scene.case_id)
        disqualifications.declare(ours, scene.case_id, scene.people[who], MONDAY)
        with waiting(scene, lambda: choose(scene)) as chosen:
            ours.commit()
            with pytest.raises(InvalidInputError, match=r"velges|sakseier"):
                chosen.result()


@pytest.mark.parametrize(("choose", "who"), CHOICES)
def test_who_is_chosen_just_before_she_is_disqualified_has_nothing_of_it(
    scene: Scene, choose: Callable[[Scene], None], who: str
) -> None:
    """The act that chooses her has its locks, and waits itself before it commits; she waits for it, and sees it."""
    database = scene.context.database
    with database.begin() as ours:
        ours.execute(sa.text("LOCK TABLE history IN ACCESS EXCLUSIVE MODE"))
        with waiting(scene, lambda: choose(scene)) as chosen, waiting(scene, _declare(scene, who)) as declared:
            ours.commit()
            chosen.result()
            declared.result()
    with database.read() as connection:
        case = case_rows.get(connection, scene.case_id)
        hers = [
            row for row in subtask_rows.unsolved_in(connection, scene.case_id) if row.assignee_id == scene.people[who]
        ]
    assert case is not None
    assert case.owner_id != scene.people[who]
    assert all(row.declined_because == Reason.CONFLICT for row in hers)
    assert bool(hers) == (who == "expert at the place")


def _stand_in(scene: Scene, subtask_id: int) -> int | None:
    with scene.context.database.read() as connection:
        stands_in = sa.select(tables.subtasks.c.stand_in_id).where(tables.subtasks.c.id == subtask_id)
        return connection.execute(stands_in).scalar()


def test_what_is_given_while_an_absence_begins_is_stood_in_for(scene: Scene) -> None:
    expert, substitute = scene.people["expert at the place"], scene.people["assignee"]

    def leave() -> None:
        wanted = WantedAbsence(TODAY, LATER, substitute, with_open=True)
        actor = slack_id("expert at the place")
        absences.choose(scene.context, None, wanted, actor=actor, key="absence", now=MONDAY)

    given = {"case_id": scene.case_id, "title": "Ny", "deadline_on": LATER, "assignee_id": expert, "description": "Se."}
    with scene.context.database.begin() as ours:
        number = subtask_rows.add(ours, {**given, "created_by": substitute, "created_at": MONDAY})
        with waiting(scene, leave) as leaving:
            ours.commit()
            leaving.result()
    assert _stand_in(scene, number) == substitute


def test_what_is_given_before_an_absence_is_saved_waits_and_is_stood_in_for(scene: Scene) -> None:
    expert, substitute = scene.people["expert at the place"], scene.people["assignee"]

    def give() -> None:
        actor = slack_id("owner")
        subtasks.create(scene.context, scene.case_id, scene.new_subtask(), actor=actor, key="new", now=MONDAY)

    days = {"from_on": TODAY, "until_on": LATER, "set_by": expert, "set_at": MONDAY, "began_at": MONDAY}
    with scene.context.database.begin() as ours:
        absence_rows.lock_people(ours, [expert])
        absence_rows.add(ours, {**days, "person_id": expert, "substitute_id": substitute, "with_open": True})
        with waiting(scene, give) as giving:
            ours.commit()
            giving.result()
    assert _stand_in(scene, scene.subtask_id + 1) == substitute


def test_what_waits_begins_once_when_its_owner_lets_it_begin_while_the_first_one_is_solved(scene: Scene) -> None:
    there = new_scene(scene.context, later=True)
    owner = slack_id("owner")
    with scene.context.database.begin() as connection:
        subtask_rows.get(connection, there.subtask_id, for_update=True)
        with (
            waiting(there, lambda: subtasks.solve(scene.context, there.first_id, actor=owner, now=MONDAY)) as solving,
            waiting(
                there, lambda: begin_now.begin_now(scene.context, there.subtask_id, actor=owner, now=MONDAY)
            ) as beginning,
        ):
            connection.commit()
            solving.result()
            beginning.result()
    with scene.context.database.read() as connection:
        begun = sa.select(tables.history.c.id).where(
            tables.history.c.act == Act.SUBTASK_BEGUN, tables.history.c.subtask_id == there.subtask_id
        )
        assert len(connection.execute(begun).all()) == 1
        waits = sa.select(tables.subtasks.c.after_id).where(tables.subtasks.c.id == there.subtask_id)
        assert connection.execute(waits).scalar_one() is None
