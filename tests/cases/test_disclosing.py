"""What is kept about a person: every column of every table is in what they are shown, or named as left out."""

from __future__ import annotations

from bot.disclosure import words
from store import disclosure_contents as contents
from store import tables
from store.disclosure_contents import ANOTHERS, APPLICANT, LEFT_OUT, LOOKS

COLUMNS = {f"{table.name}.{column.name}" for table in tables.metadata.tables.values() for column in table.columns}
IN = {f"{look.table.name}.{name}" for look in LOOKS for name in (*look.given, *look.internal)}
INTERNAL = {
    "subtasks", "grants", "messages", "message_versions", "message_files", "conclusions", "rounds", "offers",
    "disqualifications", "history", "administration",
}  # fmt: skip


def test_every_column_is_shown_or_named_as_left_out_with_a_reason() -> None:
    out = {name for name in COLUMNS if name in LEFT_OUT or name.partition(".")[0] in LEFT_OUT}

    assert sorted(COLUMNS - IN - out) == []
    assert sorted(IN & out) == []
    assert {*LEFT_OUT} - COLUMNS - {*tables.metadata.tables} == set()
    assert all(LEFT_OUT.values())


def test_each_face_is_shown_every_column_but_what_is_another_ones_in_a_colleagues_cases() -> None:
    for look in LOOKS:
        shown = {*look.given, *look.internal} | {name for name in ANOTHERS if look.name == "cases"}
        kept = {column.name for column in look.table.columns if f"{look.table.name}.{column.name}" not in LEFT_OUT}
        assert (look.name, sorted(kept - shown)) == (look.name, [])


def test_every_reference_to_a_person_is_looked_at() -> None:
    asked = {table.name for table in tables.metadata.tables.values() for column in table.columns
             if any(key.column is tables.people.c.id for key in column.foreign_keys)}  # fmt: skip

    of_nobody = {"systems"}  # each has a row among the people, so that the history can name it
    assert asked - of_nobody <= {look.table.name for look in contents.COLLEAGUE}


def test_what_colleagues_write_is_only_in_the_internal_part_for_who_has_applied() -> None:
    assert {look.table.name for look in APPLICANT if not look.given} == INTERNAL
    assert {look.table.name for look in APPLICANT if look.given} & INTERNAL == set()


def test_each_kind_and_each_column_has_a_name_in_norwegian() -> None:
    assert [look.name for look in LOOKS] == [*words.SECTIONS]
    assert {name for look in LOOKS for name in (*look.given, *look.internal)} == {*words.COLUMNS}
