"""What systems are told is what became of the cases: no act forgets it, and none says what is not so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases import importing, transaction
from cases.acts import bulk_doing, messages
from cases.context import Context
from cases.doors import hooks, keys
from domain.history import Act
from domain.outbox_kinds import OutboxKind
from domain.values import SubtaskStatus
from domain.webhooks import Event
from store import tables
from tests import moves
from tests.beside_each_other import waiting
from tests.every_act import ACTS, ALLOWED, scene_for
from tests.institution import MONDAY
from tests.relations import ELSEWHERE, RELATIONS, Scene, furnished, furnished_on, new_scene, slack_id

ENDED = ("closed", "withdrawn")
Seen = tuple[str, str, int | None]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give an institution in which a system is told of everything."""
    with furnished_on("sqlite", tmp_path_factory) as made:
        let_a_system_listen(made)
        yield made


def let_a_system_listen(context: Context) -> None:
    keys.new(context, "arkiv", place="1", role="fordeler", now=MONDAY)
    hooks.put(context, "arkiv", "https://arkiv.example/", [], now=MONDAY)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_tells_systems_what_it_has_changed_and_nothing_else(context: Context, act: str) -> None:
    scene = scene_for(act, context)
    before, last = facts(context), newest(context)
    who = next(one for one in RELATIONS if one in ALLOWED[act])
    ACTS[act](scene, slack_id(who), MONDAY)
    assert told(scene, last) == became(before, facts(context))


def test_so_do_an_import_and_taking_back_a_move_of_subtasks(sqlite_url: str, tmp_path: Path) -> None:
    case = "{{id: ny, title: A, place: '1', applicant: {{name: A, email: a@x.example}}, applied_on: 2026-11-23{}}}"
    owner = "{email: ny@x.example, name: Ny, slack_id: UNY, roles: [{place: '1', role: saksbehandler}]}"
    owned, gone, file = ", owner: ny@x.example", ", withdrawn: true", tmp_path / "inn.yaml"
    with furnished(sqlite_url, tmp_path) as context:
        let_a_system_listen(context)
        scene = new_scene(context)
        moves.move(scene, moves.subtasks_to(scene, "expert at the place"))

        def undo() -> None:
            bulk_doing.undo(context, moves.last_move(scene), actor=slack_id("distributor at the place"), now=MONDAY)

        def take_in(more: str) -> None:
            file.write_text(f"people: [{owner}]\ncases: [{case.format(more)}]")
            importing.take_in(context, [file], now=MONDAY)

        acts: list[Callable[[], None]] = [undo, *(partial(take_in, more) for more in ("", owned, owned + gone))]
        for act in acts:
            before, last = facts(context), newest(context)
            act()
            assert (found := told(scene, last)) == became(before, facts(context))
            assert found


def test_a_case_that_has_gone_elsewhere_meanwhile_is_not_told_any_more(context: Context) -> None:
    scene, after = scene_for("close", context), newest(context)
    ACTS["close"](scene, slack_id("owner"), MONDAY)
    asked = sa.select(tables.outbox).where(tables.outbox.c.kind == OutboxKind.WEBHOOK, tables.outbox.c.id > after)
    with context.database.read() as connection:
        row = connection.execute(asked).first()
    assert row

    def to_tell() -> str | None:
        told = hooks.to_tell(context, row.person_id, row.subject_id, row.details["event"], now=MONDAY)
        return told.case_id if told else None

    assert to_tell() == scene.case_id
    with context.database.begin() as connection:
        here = tables.cases.c.id == scene.case_id
        connection.execute(tables.cases.update().where(here).values(place_id=ELSEWHERE))
    assert to_tell() is None


def test_of_two_acts_at_once_in_a_case_the_one_that_is_committed_first_is_told_first(
    postgres_url: str, tmp_path: Path
) -> None:
    with furnished(postgres_url, tmp_path) as context:
        let_a_system_listen(context)
        scene = new_scene(context)
        after = newest(context)
        assignee = slack_id("assignee")

        def write() -> None:
            messages.write(context, scene.subtask_id, "To", actor=assignee, key="two", now=MONDAY)

        with context.database.begin() as ours:
            with transaction.within(ours, now=MONDAY) as act:
                act.did_in_case(Act.CASE_CLOSED, scene.case_id, homes=())
            with waiting(scene, write) as second:
                ours.commit()
                second.result()
        assert list(told(scene, after)) == [
            (Event.CASE_CLOSED, scene.case_id, None),
            (Event.SUBTASK_MESSAGED, scene.case_id, scene.subtask_id),
        ]


def became(before: dict[str, dict[Any, Any]], after: dict[str, dict[Any, Any]]) -> Counter[Seen]:
    """The events that these two states of the database differ by."""
    found: Counter[Seen] = Counter()
    for number, (owner, status) in after["cases"].items():
        if number not in before["cases"]:
            found[Event.CASE_CREATED, number, None] += 1
            continue
        former_owner, former_status = before["cases"][number]
        found[Event.CASE_ASSIGNED, number, None] += owner != former_owner
        found[Event.CASE_CLOSED, number, None] += status in ENDED and former_status not in ENDED
    for number, (case, assignee, status) in after["subtasks"].items():
        if number not in before["subtasks"]:
            found[Event.SUBTASK_CREATED, case, number] += 1
            continue
        _, former, was = before["subtasks"][number]
        found[Event.SUBTASK_ASSIGNED, case, number] += assignee != former
        is_solved, was_solved = status == SubtaskStatus.SOLVED, was == SubtaskStatus.SOLVED
        found[Event.SUBTASK_SOLVED, case, number] += is_solved and not was_solved
        found[Event.SUBTASK_REOPENED, case, number] += was_solved and not is_solved
    for message in after["messages"].keys() - before["messages"].keys():
        subtask = after["messages"][message][0]
        found[Event.SUBTASK_MESSAGED, after["subtasks"][subtask][0], subtask] += 1
    return +found


def facts(context: Context) -> dict[str, dict[Any, Any]]:
    """What events are about, by number."""
    cases, subtasks, messages = tables.cases, tables.subtasks, tables.messages
    asked = {
        "cases": sa.select(cases.c.id, cases.c.owner_id, cases.c.status),
        "subtasks": sa.select(subtasks.c.id, subtasks.c.case_id, subtasks.c.assignee_id, subtasks.c.status),
        "messages": sa.select(messages.c.id, messages.c.subtask_id),
    }
    with context.database.read() as connection:
        return {name: {row[0]: tuple(row[1:]) for row in connection.execute(one)} for name, one in asked.items()}


def newest(context: Context) -> int:
    with context.database.read() as connection:
        return connection.execute(sa.select(sa.func.max(tables.outbox.c.id))).scalar() or 0


def told(scene: Scene, after: int) -> Counter[Seen]:
    """What waits to be told since this row of the outbox, each case's in its order and without a gap."""
    asked = (
        sa.select(tables.told_cases.c.case_id, tables.outbox.c.details)
        .join(tables.told_cases, tables.told_cases.c.id == tables.outbox.c.subject_id)
        .where(tables.outbox.c.kind == OutboxKind.WEBHOOK, tables.outbox.c.id > after)
        .order_by(tables.outbox.c.id)
    )
    with scene.context.database.read() as connection:
        found = connection.execute(asked).all()
    numbers = [row.details["sequence"] for row in found if row.case_id == scene.case_id]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    return Counter((row.details["event"], row.case_id, row.details.get("subtask")) for row in found)
