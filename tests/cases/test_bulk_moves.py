"""Many moved at once, on both databases: all of it or nothing, as it was shown, once; in as many statements as few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.acts import bulk_doing, bulk_moves, offers, reassigning
from cases.acts.bulk_doing import ShownAgainError
from cases.context import Context
from cases.importing import take_in
from cases.pages import moves as move_pages
from domain.bulk_moves import From, Listed, Wanted
from domain.errors import TooLateError
from domain.forms import Reason
from domain.values import Role
from store import tables
from store.files import FileStore
from tests import moves
from tests.databases import open_database
from tests.institution import MONDAY
from tests.relations import LATER, Scene, everything, furnish, new_scene, slack_id

TO, EXPERT = "other case worker at the place", "expert at the place"


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    database = open_database(database_url)
    with database.begin() as connection:
        furnish(connection)
    yield new_scene(Context(database, FileStore(tmp_path / "files"), ZoneInfo("Europe/Oslo")))
    database.dispose()


class PulledPlugError(Exception):
    """What ends a transaction in its middle."""


@contextmanager
def counting(scene: Scene, plug_at: int | None = None) -> Iterator[list[str]]:
    """Note each statement; the one with this number is never done, nor anything after it."""
    said: list[str] = []

    def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
        said.append(statement)
        if len(said) == plug_at:
            raise PulledPlugError

    engine = scene.context.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(engine, "before_cursor_execute", note)


def add_subtasks(scene: Scene, count: int) -> list[str]:
    """More subtasks of the assignee's in the scene's case; the keys of all."""
    row = {"case_id": scene.case_id, "deadline_on": LATER, "description": "Se på dette.", "created_at": MONDAY}
    whose = {"assignee_id": scene.people["assignee"], "created_by": scene.people["owner"]}
    with scene.context.database.begin() as connection:
        connection.execute(tables.subtasks.insert(), [{**row, **whose, "title": f"Nr. {at}"} for at in range(count)])
        found = connection.execute(sa.select(tables.subtasks.c.id).where(tables.subtasks.c.case_id == scene.case_id))
        return [str(number) for number in found.scalars()]


def add_cases(scene: Scene, count: int) -> list[str]:
    """As many cases that wait, with a subtask in each; their keys."""
    keys = [f"{scene.case_id}-{at:03}" for at in range(count)]
    row = {"place_id": 2, "applicant_name": "Ada", "applicant_email": "a@x.example", "applied_on": LATER, "text": ""}
    inside = {"deadline_on": LATER, "description": "Se.", "created_at": MONDAY, "title": "Vurder"}
    whose = {"assignee_id": scene.people["assignee"], "created_by": scene.people["owner"]}
    with scene.context.database.begin() as connection:
        connection.execute(tables.cases.insert(), [{**row, "id": key, "title": f"Sak {key}"} for key in keys])
        connection.execute(tables.subtasks.insert(), [{**inside, **whose, "case_id": key} for key in keys])
    return keys


def owners(scene: Scene, keys: list[str]) -> set[int | None]:
    with scene.context.database.read() as connection:
        statement = sa.select(tables.cases.c.owner_id).where(tables.cases.c.id.in_(keys))
        return set(connection.execute(statement).scalars())


def do(scene: Scene, number: int) -> None:
    actor = moves.DISTRIBUTOR
    bulk_doing.move(scene.context, number, actor=actor, key=f"move-{number}", now=MONDAY)


KINDS: dict[str, Callable[[Scene, int], Wanted]] = {
    "cases": lambda scene, n: moves.cases_to(scene, TO, add_cases(scene, n)),
    "subtasks": lambda scene, n: moves.subtasks_to(scene, EXPERT, add_subtasks(scene, n)),
    "offers": lambda scene, n: Wanted(True, tuple(add_cases(scene, n)), None, Role.CASE_WORKER, False, ""),
}


@pytest.mark.parametrize("kind", KINDS)
def test_wherever_it_is_cut_off_nothing_has_happened_and_again_all_of_it_once(scene: Scene, kind: str) -> None:
    wanted = KINDS[kind](scene, 3)
    number = bulk_moves.plan(scene.context, wanted, actor=moves.DISTRIBUTOR, now=MONDAY).number
    before = everything(scene.context.database)
    at, done = 0, False
    while not done:
        at += 1
        with counting(scene, plug_at=at), suppress(PulledPlugError):
            do(scene, number)
            done = True
        if not done:
            assert everything(scene.context.database) == before
    assert at > 10
    after = everything(scene.context.database)
    do(scene, number)
    assert everything(scene.context.database) == after
    with scene.context.database.read() as connection:
        told = sa.select(tables.outbox.c.person_id).where(tables.outbox.c.kind == "move")
        people = list(connection.execute(told).scalars())
    assert len(people) == len(set(people))


def test_a_round_counts_anew_when_a_move_of_one_of_those_asked_is_taken_back(scene: Scene) -> None:
    there = new_scene(scene.context, in_round=True)
    asked = there.subtask_id
    reassigning.decline(there.context, asked, Reason.NO_TIME, "", actor=slack_id("assignee"), key="no", now=MONDAY)
    number = moves.move(there, moves.subtasks_to(there, TO))
    assert out_of_round(there) == 0

    bulk_doing.undo(there.context, number, actor=moves.DISTRIBUTOR, now=MONDAY)
    assert out_of_round(there) == 1


def out_of_round(scene: Scene) -> int:
    """How many of the round's people are not going to answer."""
    with scene.context.database.read() as connection:
        out = connection.execute(sa.select(tables.rounds.c.out).where(tables.rounds.c.id == scene.round_id)).scalar()
    return int(out or 0)


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_need_hardly_more_statements_than_three(scene: Scene, kind: str) -> None:
    counts = []
    for size in (3, 200):
        wanted = KINDS[kind](new_scene(scene.context), size)
        run = bulk_moves.plan(scene.context, wanted, actor=moves.DISTRIBUTOR, now=MONDAY)
        assert len([line for line in run.lines if line.outcome.is_done]) >= size
        with counting(scene) as said:
            do(scene, run.number)
        counts.append(len(said))
    assert counts[1] <= counts[0] + 5, counts


def test_what_an_import_changes_between_is_shown_again(scene: Scene, tmp_path: Path) -> None:
    wanted = moves.cases_to(scene, TO)
    number = bulk_moves.plan(scene.context, wanted, actor=moves.DISTRIBUTOR, now=MONDAY).number
    give(scene, tmp_path, "stranger")
    before = everything(scene.context.database)
    with pytest.raises(ShownAgainError):
        do(scene, number)
    assert everything(scene.context.database) == before
    run = bulk_moves.show_again(scene.context, number, actor=moves.DISTRIBUTOR, now=MONDAY)
    assert run.shown_again
    do(scene, number)
    assert owners(scene, [scene.case_id]) == {scene.people[TO]}


def give(scene: Scene, folder: Path, to: str) -> None:
    """Let an import give the scene's case to somebody."""
    file = folder / "inn.yaml"
    file.write_text(
        f"people: [{{email: {to}@x.example, name: {to}, slack_id: {slack_id(to)}, "
        "roles: [{place: '4', role: saksbehandler}]}]\n"
        f"cases: [{{id: {scene.case_id}, title: Innpassing, place: '2', owner: {to}@x.example, "
        "applicant: {name: Ada Søker, email: ada@student.example}, applied_on: 2026-11-23}]"
    )
    take_in(scene.context, [file], now=MONDAY)


def test_an_import_that_gives_an_offered_case_away_ends_the_offer(scene: Scene, tmp_path: Path) -> None:
    moves.move(scene, moves.to_role(scene, Role.CASE_WORKER, of_case=True))
    give(scene, tmp_path, "stranger")
    with pytest.raises(TooLateError, match="tilbys ikke lenger"):
        offers.take(scene.context, moves.last_offer(scene), actor=slack_id(TO), now=MONDAY)
    assert owners(scene, [scene.case_id]) == {scene.people["stranger"]}


def test_of_two_who_take_at_once_one_has_it_and_the_other_is_told_who(scene: Scene) -> None:
    moves.move(scene, moves.to_role(scene, Role.CASE_WORKER, of_case=True))
    number = moves.last_offer(scene)

    def take(who: str) -> str:
        try:
            offers.take(scene.context, number, actor=slack_id(who), now=MONDAY)
        except TooLateError as refused:
            return str(refused.values["name"])
        return "taken"

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(take, (TO, "former owner"))
    taker = TO if first == "taken" else "former owner"
    assert sorted([first, second]) == sorted(["taken", taker])
    assert owners(scene, [scene.case_id]) == {scene.people[taker]}


def test_of_two_who_move_the_same_at_once_the_second_is_shown_what_the_first_has_done(scene: Scene) -> None:
    keys = add_cases(scene, 5)
    first, second = (
        bulk_moves.plan(scene.context, moves.cases_to(scene, to, keys), actor=moves.DISTRIBUTOR, now=MONDAY).number
        for to in (TO, "stranger")
    )

    def attempt(number: int) -> bool:
        try:
            do(scene, number)
        except ShownAgainError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(attempt, (first, second)))
    assert sorted(done) == [False, True]
    assert len(owners(scene, keys)) == 1


def test_the_message_about_a_move_names_nothing_to_a_receiver_who_has_lost_the_role(scene: Scene) -> None:
    number = moves.move(scene, moves.subtasks_to(scene, EXPERT))
    assert got(scene, number, EXPERT) == 1
    lose_roles(scene, EXPERT)
    assert got(scene, number, EXPERT) == 0


def got(scene: Scene, number: int, reader: str) -> int:
    """How many the message about a move names to its receiver."""
    told = move_pages.told(scene.context, number, reader=slack_id(reader), now=MONDAY)
    return len(told.got) if told else 0


def lose_roles(scene: Scene, who: str) -> None:
    with scene.context.database.begin() as connection:
        connection.execute(tables.roles.delete().where(tables.roles.c.person_id == scene.people[who]))


def test_what_stayed_when_a_move_was_taken_back_is_named_only_while_it_is_in_reach(scene: Scene) -> None:
    number = moves.move(scene, moves.subtasks_to(scene, EXPERT, add_subtasks(scene, 1)))
    with scene.context.database.begin() as connection:
        changed = {"status": "solved", "solved_at": MONDAY, "ending": "assignee"}
        connection.execute(tables.subtasks.update().where(tables.subtasks.c.id == scene.subtask_id).values(changed))
    bulk_doing.undo(scene.context, number, actor=moves.DISTRIBUTOR, now=MONDAY)
    assert kept(scene, number) == 1
    lose_roles(scene, "distributor at the place")
    assert kept(scene, number) == 0


def kept(scene: Scene, number: int) -> int:
    """How many the receipt names that stayed where they are."""
    receipt = move_pages.receipt(scene.context, number, actor=moves.DISTRIBUTOR, now=MONDAY).receipt
    return len(receipt.kept) if receipt else 0


def test_the_number_of_somebody_who_has_nothing_within_reach_names_nobody(scene: Scene) -> None:
    for who, known in (("assignee", True), ("stranger", False)):
        wanted = From(Listed.SUBTASKS, scene.people[who])
        found = bulk_moves.candidates(scene.context, wanted, actor=moves.DISTRIBUTOR, now=MONDAY)
        assert (found.person is not None) == known
