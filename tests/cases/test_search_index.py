"""The index of the search follows every change, whoever makes it, and keeps nothing that goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases.acts import editing, messages
from cases.context import Context
from cases.pages import searching
from domain.endings import Edit
from domain.search import Sought
from store import cases as case_rows
from store import schema, search, search_index, tables
from store.database import Database
from tests.every_act import ACTS, ALLOWED, scene_for
from tests.institution import MONDAY
from tests.relations import furnished, new_scene, slack_id
from tests.searched import bytes_of_index, held, is_as_afresh, made_afresh


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    """Give an institution on either database."""
    with furnished(database_url, tmp_path, away=True) as made:
        yield made


def take_in(database: Database) -> None:
    """Take in what has changed, as the bot does beside the acts."""
    with database.begin() as connection:
        search_index.take_in(connection)


def waiting(database: Database) -> int:
    """How many notes nobody has taken up."""
    with database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(tables.search_stale)).scalar_one()


def test_after_every_act_that_was_taken_in_the_index_is_as_if_it_were_made_afresh(context: Context) -> None:
    for act, perform in ACTS.items():
        there = scene_for(act, context)
        take_in(context.database)  # what the scene itself has put there
        for relation in sorted(ALLOWED[act])[:1]:
            perform(there, slack_id(relation), MONDAY)
        take_in(context.database)
        assert waiting(context.database) == 0, act
        assert is_as_afresh(context.database), act


# Each column by which something is found, changed by a bare statement as no act does it: the database notes it itself.
CHANGES: dict[str, sa.UpdateBase] = {
    "a case's title": tables.cases.update().values(title="Annerledes"),
    "a case's owner": tables.cases.update().values(owner_id=3),
    "a subtask's title": tables.subtasks.update().values(title="Annerledes"),
    "a description": tables.subtasks.update().values(description="Annerledes"),
    "an assignee": tables.subtasks.update().values(assignee_id=4),
    "a name": tables.people.update().values(name="Annerledes"),
    "a message's words": tables.message_versions.update().values(text="Annerledes"),
    "a version": tables.message_versions.insert().values(
        message_id=1, number=2, text="Annerledes", blocks=[], at=MONDAY
    ),
    "a deleted message": tables.messages.update().values(deleted_at=MONDAY),
    "a version that goes": tables.message_versions.delete(),
    "a conclusion": tables.conclusions.update().values(text="Annerledes"),
    "a conclusion that goes": tables.conclusions.delete(),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_by_which_something_is_found_is_noted_by_the_database_itself(
    context: Context, what: str
) -> None:
    there = new_scene(context)
    messages.write(context, there.subtask_id, "Hei der", actor=slack_id("owner"), key="m", now=MONDAY)
    ACTS["save conclusion"](there, slack_id("owner"), MONDAY)
    with context.database.begin() as connection:
        before = held(connection)
        connection.execute(CHANGES[what])
        search_index.take_in(connection)
        assert held(connection) != before
    assert is_as_afresh(context.database)


def test_columns_that_are_searched_are_those_that_are_watched(context: Context) -> None:
    """Whoever lets more be found has to let it be noted, too: these are what `search_index` reads texts from."""
    searched = (*search_index.FACTS, search_index.SAID.selected_columns["text"])
    read = {
        f"{part.table.name}.{part.name}"
        for text in searched
        for part in sa.sql.visitors.iterate(text)
        if isinstance(part, sa.Column)
    }
    assert {name for name in read if not name.endswith(("_id", ".id", ".number"))} == {
        "cases.title",
        "subtasks.title",
        "subtasks.description",
        "assignee.name",
        "owner.name",
        "conclusions.text",
        "message_versions.text",
    }


def test_deleted_and_earlier_words_stand_in_no_byte_of_the_index(context: Context) -> None:
    there, owner = new_scene(context), slack_id("owner")
    messages.write(context, there.subtask_id, "Hemmelighetsfull sak", actor=owner, key="m", now=MONDAY)
    take_in(context.database)
    assert "hemmelighetsfull" in bytes_of_index(context.database)
    with context.database.begin() as connection:
        connection.execute(tables.messages.update().values(deleted_at=MONDAY))
        search_index.take_in(connection)
    assert "hemmelighetsfull" not in bytes_of_index(context.database)

    editing.edit(context, there.subtask_id, Edit("Først", "Urettmessig."), actor=owner, key="a", now=MONDAY)
    take_in(context.database)
    assert "urettmessig" in bytes_of_index(context.database)
    editing.edit(context, there.subtask_id, Edit("Så", "Riktig."), actor=owner, key="b", now=MONDAY)
    take_in(context.database)
    assert "urettmessig" not in bytes_of_index(context.database)


def test_a_removed_case_stands_in_the_index_no_more(context: Context) -> None:
    row: dict[str, Any] = {
        "id": "2026-900", "title": "Feilimportert", "place_id": 2, "applicant_name": "A", "applicant_email": "e",
        "applied_on": MONDAY.date(), "text": "",
    }  # fmt: skip
    with context.database.begin() as connection:
        connection.execute(tables.cases.insert().values(row))
        search_index.take_in(connection)
    assert "feilimportert" in bytes_of_index(context.database)

    with context.database.begin() as connection:
        case_rows.remove(connection, "2026-900", MONDAY)
        search_index.take_in(connection)

    assert "feilimportert" not in bytes_of_index(context.database)
    assert "2026-900" not in bytes_of_index(context.database)


def test_an_act_that_is_undone_leaves_the_index_as_it_was(context: Context) -> None:
    there = new_scene(context)
    with context.database.begin() as connection:
        search_index.take_in(connection)
        before = held(connection)
    with context.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(title=there.case_id))
        search_index.take_in(connection)
        connection.rollback()
    with context.database.read() as connection:
        assert held(connection) == before


def test_the_index_is_asked_where_the_beginning_of_the_list_does_not_fill_the_page(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "GONE_THROUGH", 1)
    there = new_scene(context)
    new = {"case_id": there.case_id, "deadline_on": MONDAY.date(), "assignee_id": 1, "description": "Se på det."}
    titles = ("Regn etter i Wrocław", "Annet", "Noe annet", "Noe helt annet")
    with context.database.begin() as connection:
        for title in titles:
            values = {**new, "title": title, "created_by": 1, "created_at": MONDAY}
            connection.execute(tables.subtasks.insert().values(values))
        search_index.take_in(connection)

    found = searching.find(context, Sought("wroclaw regn"), actor=slack_id("owner"), now=MONDAY, limit=1)

    assert [hit.subtask.title for hit in found.hits if hit.subtask] == [titles[0]]


def test_an_upgrade_takes_in_what_is_there(context: Context) -> None:
    there = new_scene(context)
    ACTS["save conclusion"](there, slack_id("owner"), MONDAY)
    with context.database.begin() as connection:
        expected = made_afresh(connection)
        connection.execute(tables.search_texts.delete())
        connection.execute(tables.search_stale.insert().from_select(["case_id"], sa.select(tables.cases.c.id)))

    schema.upgrade(context.database)

    with context.database.read() as connection:
        assert held(connection) == expected
