"""A subtask that waits for another one is nobody's work, in no place, before that one is solved; then it is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases.acts import begin_now, closing, disqualification, endings, reassigning, reopening, subtasks
from cases.context import Context
from cases.pages import subtask_pages
from cases.reminders import enqueue, forecast
from domain.endings import Choice, Closing, ClosingAnswer, Reopening
from domain.errors import Refused
from domain.outbox_kinds import OutboxKind
from store import needs, tables
from store import subtasks as subtask_rows
from tests.every_act import ACTS, RUNS
from tests.institution import MONDAY
from tests.relations import LATER, Scene, everything, furnish_anew, furnished, furnished_on, new_scene, slack_id

# What who runs the case does with a subtask that waits: everything that does not need anybody at work on it.
FOR_THE_CASE = {
    "create", "create from set", "close", "redistribute", "upload", "fetch attachments", "see new one as assignee",
    "be disqualified", "lift disqualification", "choose wishes", "read case page", "read history of case", "distribute",
    "thread message", "ask several", "search", "save search",
    "look at the overview",
    "download list",
    "move case with others", "move subtask with others",
}  # fmt: skip
ON_WHAT_WAITS = {
    "enter", "end as not needed", "edit", "begin now", "reassign", "move deadline", "change access",
    "read history of subtask",
}  # fmt: skip


DOES_NOTHING = {"resume", "end wait", "undo solving"}  # what does not rest, wait for the owner, or is not solved


@pytest.fixture(scope="module")
def sqlite_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give the institution, with nobody away: the substitutes are nobody's."""
    with furnished_on("sqlite", tmp_path_factory, sends_mail=True) as made:
        yield made


@pytest.fixture(scope="module")
def postgres_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give another one on PostgreSQL."""
    with furnished_on("postgres", tmp_path_factory, sends_mail=True) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgres"])
def context(request: pytest.FixtureRequest) -> Iterator[Context]:
    """Give one of the two; what a test left goes, as the next one compares all rows."""
    made: Context = request.getfixturevalue(f"{request.param}_context")
    yield made
    furnish_anew(made.database, away=False)


WHO = [*sorted(RUNS - {"the owner's substitute"}), "assignee", "former assignee", "stranger"]


@pytest.mark.parametrize("relation", WHO)
@pytest.mark.parametrize("act", [act for act in ACTS if act not in FOR_THE_CASE])
def test_only_who_runs_the_case_does_anything_with_it_and_nothing_that_needs_somebody_at_work(
    context: Context, act: str, relation: str
) -> None:
    there = new_scene(context, later=True, late=act == "move late deadlines")
    before = everything(context.database)
    if relation in RUNS and (act in ON_WHAT_WAITS or act == "move late deadlines"):
        ACTS[act](there, slack_id(relation), MONDAY)
    else:
        with suppress(Refused) if act in DOES_NOTHING else pytest.raises(Refused):
            ACTS[act](there, slack_id(relation), MONDAY)
        assert everything(context.database) == before


@pytest.mark.parametrize("act", sorted(ON_WHAT_WAITS - {"begin now"}))
def test_whatever_is_done_with_it_its_assignee_hears_and_sees_nothing(context: Context, act: str) -> None:
    there = new_scene(context, later=True, granted=True)
    seen = _sent(there)

    ACTS[act](there, slack_id("owner"), MONDAY)

    assert [one for one in _sent(there)[len(seen) :] if one.kind != OutboxKind.HOME] == []
    assert _sees(there, "assignee") == _sees(there, "expert at the place") == set()


def test_neither_a_list_nor_the_clock_nor_a_need_knows_it(context: Context) -> None:
    there = new_scene(context, later=True)
    long_after = MONDAY + timedelta(days=40)
    while enqueue.look(context, now=long_after):
        pass
    while enqueue.bundle(context, now=long_after):
        pass
    with context.database.read() as connection:
        mine = tables.reminders.c.subtask_id == there.subtask_id
        assert connection.execute(sa.select(tables.reminders).where(mine)).all() == []
    about = [one for one in forecast.forecast(context, long_after) if f"subtask {there.subtask_id} " in one.about]
    assert about == []
    assert _sees(there, "owner") == set()


def _sent(there: Scene) -> list[Any]:
    """What lies in the outbox for others than who runs the case."""
    others = [there.people[one] for one in ("assignee", "former assignee", "expert at the place")]
    with there.context.database.read() as connection:
        found = sa.select(tables.outbox.c.kind, tables.outbox.c.subject_id, tables.outbox.c.person_id)
        return list(connection.execute(found.where(tables.outbox.c.person_id.in_(others)).order_by(tables.outbox.c.id)))


def _sees(there: Scene, relation: str) -> set[str]:
    """Where somebody comes upon the subtask: in any list, on their card, or as a party that is told."""
    person, actor = there.people[relation], slack_id(relation)
    measure = {"today": LATER + timedelta(days=60), "unopened_before": MONDAY + timedelta(days=60)}
    found = set()
    with there.context.database.read() as connection:
        lists = {
            "to do": subtask_rows.unsolved_of(connection, person, limit=900, offset=0),
            "solved": [
                row for row in subtask_rows.solved_of(connection, person, limit=900, offset=0) if row.owner_id != person
            ],
            "given": [one.subtask for one in needs.given_by(connection, person, measure, limit=900, offset=0)],
            "needing": [one.subtask for one in needs.needing(connection, person, measure, limit=900)],
        }
        found |= {name for name, rows in lists.items() if there.subtask_id in {row.id for row in rows}}
    card = subtask_pages.card(there.context, there.subtask_id, actor, MONDAY)
    found |= {"card"} if card and card.is_party else set()
    found |= {"notice"} if subtask_pages.notice_about(there.context, there.subtask_id, reader=actor) else set()
    return found


WAYS: dict[str, Callable[[Scene], object]] = {
    "by its assignee": lambda s: subtasks.solve(s.context, s.first_id, actor=slack_id("former owner"), now=MONDAY),
    "by the owner": lambda s: subtasks.solve(s.context, s.first_id, actor=slack_id("owner"), now=MONDAY),
    "as not needed": lambda s: endings.not_needed(
        s.context, s.first_id, "Nei.", actor=slack_id("owner"), key=f"{s.key}-n", now=MONDAY
    ),
    "in the closing dialog": lambda s: closing.close(
        s.context,
        s.case_id,
        Closing(
            s.subtask_id,
            (s.first_id, s.subtask_id),
            {s.first_id: ClosingAnswer(Choice.SOLVE, "Ja."), s.subtask_id: ClosingAnswer(Choice.KEEP)},
        ),
        actor=slack_id("owner"),
        key=f"{s.key}-c",
        now=MONDAY,
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_when_the_first_one_is_solved_it_is_new_and_its_assignee_gets_card_letter_and_attachments(
    context: Context, way: str
) -> None:
    there = new_scene(context, later=True, granted=True)
    before = len(_sent(there))

    WAYS[way](there)

    sent = [(one.kind, one.person_id) for one in _sent(there)[before:] if one.subject_id == there.subtask_id]
    assignee = there.people["assignee"]
    assert sorted(sent) == sorted([(OutboxKind.CARD, assignee), (OutboxKind.MAIL, assignee)])
    row = _row(there)
    assert (row.status, row.after_id, row.given_at, row.look_at) == ("new", None, MONDAY, MONDAY)
    assert _sees(there, "assignee") >= {"to do", "card"}
    assert _acts(there)[-1] == "subtask.begun"


def test_what_is_closed_with_its_case_never_begins(context: Context) -> None:
    there = new_scene(context, later=True)
    before = len(_sent(there))
    closing.close(
        context,
        there.case_id,
        Closing(there.subtask_id, (), {there.first_id: ClosingAnswer(Choice.SOLVE, "Ja.")}),
        actor=slack_id("owner"),
        key=f"{there.key}-x",
        now=MONDAY,
    )
    assert _row(there).status == "solved"
    assert [one for one in _sent(there)[before:] if one.kind != OutboxKind.HOME] == []
    assert _sees(there, "assignee") == set()
    assert "subtask.begun" not in _acts(there)


def test_a_chain_begins_one_after_the_other(context: Context) -> None:
    there = new_scene(context, later=True)
    with context.database.begin() as connection:
        row = connection.execute(sa.select(tables.subtasks).where(tables.subtasks.c.id == there.subtask_id)).one()
        third = {**row._mapping, "title": "Til slutt", "after_id": there.subtask_id}
        third.pop("id")
        connection.execute(tables.subtasks.insert().values(third))
    subtasks.solve(context, there.first_id, actor=slack_id("owner"), now=MONDAY)
    assert [one.after_id for one in _case(there)] == [None, None, there.subtask_id]
    subtasks.solve(context, there.subtask_id, actor=slack_id("owner"), now=MONDAY)
    assert [one.after_id for one in _case(there)] == [None, None, None]


def test_what_has_begun_stays_so_when_the_solving_of_the_first_one_is_undone(context: Context) -> None:
    there = new_scene(context, later=True)
    subtasks.solve(context, there.first_id, actor=slack_id("owner"), now=MONDAY)
    endings.undo(context, there.first_id, actor=slack_id("owner"), now=MONDAY)
    assert _row(there).after_id is None
    assert "card" in _sees(there, "assignee")


def test_an_ending_that_is_undone_after_the_first_one_was_solved_lets_it_begin(context: Context) -> None:
    there = new_scene(context, later=True)
    owner = slack_id("owner")
    endings.not_needed(context, there.subtask_id, "Nei.", actor=owner, key=f"{there.key}-n", now=MONDAY)
    endings.undo(context, there.subtask_id, actor=owner, now=MONDAY)
    assert _row(there).after_id == there.first_id
    endings.not_needed(context, there.subtask_id, "Nei.", actor=owner, key=f"{there.key}-m", now=MONDAY)
    subtasks.solve(context, there.first_id, actor=owner, now=MONDAY)
    assert _row(there).after_id == there.first_id
    assert _sees(there, "assignee") == set()
    endings.undo(context, there.subtask_id, actor=owner, now=MONDAY)
    assert (_row(there).after_id, _row(there).status) == (None, "new")
    assert "card" in _sees(there, "assignee")


def test_what_ended_while_it_waited_begins_when_it_is_reopened(context: Context) -> None:
    there = new_scene(context, later=True)
    owner = slack_id("owner")
    endings.not_needed(context, there.subtask_id, "Nei.", actor=owner, key=f"{there.key}-n", now=MONDAY)
    reopening.reopen(
        context, there.subtask_id, Reopening("Likevel.", LATER), actor=owner, key=f"{there.key}-r", now=MONDAY
    )
    assert (_row(there).after_id, _row(there).status) == (None, "new")
    assert "card" in _sees(there, "assignee")


def test_who_has_it_when_it_begins_gets_it_and_nobody_before(context: Context) -> None:
    there = new_scene(context, later=True)
    owner = slack_id("owner")
    expert = there.people["expert at the place"]
    reassigning.reassign(context, there.subtask_id, expert, "Fordi.", actor=owner, key=f"{there.key}-e", now=MONDAY)
    assert _sees(there, "expert at the place") == set()
    begin_now.begin_now(context, there.subtask_id, actor=owner, now=MONDAY)
    begin_now.begin_now(context, there.subtask_id, actor=owner, now=MONDAY)
    assert _acts(there).count("subtask.begun") == 1
    assert "card" in _sees(there, "expert at the place")
    assert _sees(there, "assignee") == set()


def test_one_whose_assignee_is_disqualified_meanwhile_needs_its_owner_once_it_begins(context: Context) -> None:
    there = new_scene(context, later=True)
    disqualification.declare(context, there.case_id, actor=slack_id("assignee"), key=f"{there.key}-d", now=MONDAY)
    assert _sees(there, "owner") == set()
    subtasks.solve(context, there.first_id, actor=slack_id("owner"), now=MONDAY)
    assert _sees(there, "owner") >= {"card", "needing"}
    assert _sees(there, "assignee") == set()


def test_nobody_stands_in_before_and_the_substitute_gets_it_when_it_begins(tmp_path: Path, sqlite_url: str) -> None:
    with furnished(sqlite_url, tmp_path, away=True) as away:
        there = new_scene(away, later=True)
        assert _sees(there, "the assignee's substitute") == set()
        subtasks.solve(away, there.first_id, actor=slack_id("former owner"), now=MONDAY)
        assert _sees(there, "the assignee's substitute") >= {"to do", "card"}


def test_the_case_page_says_for_which_one_it_waits(context: Context) -> None:
    there = new_scene(context, later=True)
    page = subtask_pages.enter_case(context, there.case_id, actor=slack_id("owner"), now=MONDAY)
    waits = {one.subtask.id: one.subtask.waits_for for one in page.subtasks}
    assert waits == {there.first_id: "", there.subtask_id: "Først"}


def _row(there: Scene) -> Any:
    return next(one for one in _case(there) if one.id == there.subtask_id)


def _case(there: Scene) -> list[Any]:
    with there.context.database.read() as connection:
        found = sa.select(tables.subtasks).where(tables.subtasks.c.case_id == there.case_id)
        return list(connection.execute(found.order_by(tables.subtasks.c.id)))


def _acts(there: Scene) -> list[str]:
    with there.context.database.read() as connection:
        lines = sa.select(tables.history.c.act).where(tables.history.c.subtask_id == there.subtask_id)
        return list(connection.execute(lines.order_by(tables.history.c.id)).scalars())
