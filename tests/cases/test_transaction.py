"""Whatever is done is written in one way: nothing goes round it, and nothing that it owes is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases import transaction
from cases.acts import messages, reassigning
from cases.context import Context
from cases.owed import Redraw, owed
from domain.errors import TooLateError
from domain.history import Act
from domain.outbox_kinds import OutboxKind
from store import tables
from store.database import Database
from store.files import FileStore
from tests.institution import MONDAY
from tests.relations import Scene, furnish, new_scene, slack_id

ROOT = Path(__file__).parents[2]
OWN = "cases/transaction.py"
# Who else may name what an act's effects are written with, and why.
OTHERS = {
    "store.history": {  # read it
        "cases/pages/history_pages.py",
        "cases/doors/cases_out.py",
        "cases/doors/calendars_out.py",
    },
    "store.inbox": {"cases/inbox.py"},  # keeps what has not led to an act yet
    "store.outbox": {  # ask whether one is on its way
        "cases/archive/downloads.py",
        "cases/pages/granted.py",
        "cases/pages/lists.py",
    },
    "store.reminder_checks": set[str](),
}


def imported(source: str) -> Iterator[str]:
    """Everything that a module names in its imports, in full."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def goes_round(name: str, source: str) -> list[str]:
    """What of this file writes effects by itself."""
    found = []
    for one in imported(source):
        module = ".".join(one.split(".")[:2])
        is_table = one in {"store.tables.history", "store.tables.inbox", "store.tables.outbox"}
        is_other = module in OTHERS and name not in OTHERS[module] and one != "store.outbox.OutboxItem"
        if is_table or is_other:
            found.append(f"{name}: {one}")
    return found


def test_nothing_in_cases_goes_round_the_one_call() -> None:
    files = [path for path in sorted((ROOT / "cases").rglob("*.py")) if path != ROOT / OWN]

    assert len(files) > 40
    assert [
        one for path in files for one in goes_round(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "from store import outbox",
        "from store import history as lines",
        "from store.outbox import OutboxItem, add",
        "import store.reminder_checks",
        "from store.inbox import note",
        "from store.tables import cases, history",
    ],
)
def test_one_that_did_would_be_noticed(line: str) -> None:
    assert goes_round("cases/acts/new.py", line) != []


@pytest.mark.parametrize("act", [act for act in Act if act.startswith(("subtask.", "grant.", "conclusion."))])
def test_whatever_changes_a_subtask_is_drawn_again_for_its_parties(act: Act) -> None:
    assert owed(act).redraw is Redraw.PARTIES


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    database = Database(database_url)
    with database.begin() as connection:
        furnish(connection)
    made = new_scene(Context(database, FileStore(tmp_path / "files"), ZoneInfo("Europe/Oslo")))
    with database.begin() as connection:
        connection.execute(tables.outbox.delete())
    yield made
    database.dispose()


def homes(scene: Scene) -> set[int]:
    drawn = sa.select(tables.outbox.c.person_id).where(tables.outbox.c.kind == OutboxKind.HOME)
    with scene.context.database.read() as connection:
        return set(connection.execute(drawn).scalars())


def test_who_acts_sees_it_on_her_own_main_page_though_she_is_no_party(scene: Scene) -> None:
    to, distributor = scene.people["expert at the place"], scene.people["distributor at the place"]
    reassigning.reassign(
        scene.context, scene.subtask_id, to, "Ny.", actor=slack_id("distributor at the place"), key="k", now=MONDAY
    )

    assert homes(scene) == {scene.people["owner"], scene.people["assignee"], to, distributor}


def test_the_same_owed_twice_is_written_once(scene: Scene) -> None:
    with transaction.begin(scene.context, now=MONDAY) as act:
        for details in ({"version": 1}, {"version": 2}):
            people = [scene.people["owner"], scene.people["assignee"]]
            act.did_between(Act.CONCLUSION_SAVED, scene.case_id, scene.subtask_id, people, details)

    with scene.context.database.read() as connection:
        said = sa.select(tables.history.c.details).where(tables.history.c.act == Act.CONCLUSION_SAVED)
        assert [row.details["version"] for row in connection.execute(said.order_by(tables.history.c.id))] == [1, 2]
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.outbox)).scalar() == 4


def test_who_was_given_no_answer_and_sends_something_else_in_is_told_what_is_saved(scene: Scene) -> None:
    owner, said = scene.people["owner"], sa.select(sa.func.count()).select_from(tables.messages)
    slack = slack_id("owner")
    for _ in range(2):
        messages.write(scene.context, scene.subtask_id, "Hei", actor=slack, key="view:V1", now=MONDAY)
    with pytest.raises(TooLateError):
        messages.write(scene.context, scene.subtask_id, "Hei igjen", actor=slack, key="view:V1", now=MONDAY)
    with scene.context.database.read() as connection:
        assert connection.execute(said.where(tables.messages.c.author_id == owner)).scalar_one() == 1


def test_every_dialog_says_what_it_was_sent_in_with() -> None:
    files = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "cases").rglob("*.py"))}
    assert [name for name, source in files.items() if 'digest=""' in source] == []
