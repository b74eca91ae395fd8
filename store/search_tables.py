"""The tables of finding work again: what is searched for each case and subtask, and the searches that have a name.

Which text has to be taken in anew is noted by the database itself (store/search_statements.py), store/search_index.py
takes it in.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from store.columns import Json, Number
from store.metadata import metadata, number
from store.search_statements import STATEMENTS, TAKEN_BACK

saved_searches = Table(
    "saved_searches",
    metadata,
    number(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("name", sa.Text, nullable=False),
    Column("sought", Json, nullable=False),
    UniqueConstraint("person_id", "name"),
)

# Every word by which a case, or a subtask, is found: a row for the one or the other.
search_texts = Table(
    "search_texts",
    metadata,
    number(),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), unique=True),
    Column("subtask_id", ForeignKey("subtasks.id", ondelete="CASCADE"), unique=True),
    Column("text", sa.Text, nullable=False),
)

# Whose words have changed in this transaction: all of a case and what is in it, all of a subtask, or one new message.
search_stale = Table(
    "search_stale",
    metadata,
    Column("case_id", sa.Text),
    Column("subtask_id", Number),
    Column("message_id", Number),
)

for _dialect in STATEMENTS:
    for _event, _statements in (("after_create", STATEMENTS[_dialect]), ("before_drop", TAKEN_BACK[_dialect])):
        for _statement in _statements:
            sa.event.listen(metadata, _event, sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
