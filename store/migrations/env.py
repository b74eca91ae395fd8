"""Run by Alembic for every command: joins the caller's connection with the tables of store/tables.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.dialects import sqlite

from store.columns import Instant
from store.tables import metadata

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from sqlalchemy.engine import Connection


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write what the template has a name for, and what Alembic would write for one database only."""
    if kind == "type" and isinstance(item, Instant):
        return "INSTANT"
    if kind == "type" and isinstance(item, sa.BigInteger) and item.compile(sqlite.dialect()) == "INTEGER":
        return "NUMBER"
    if kind == "server_default" and isinstance(item.arg, sa.True_ | sa.False_):
        return f"sa.{item.arg}()"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=True,
    # SQLite changes a table by making it anew; there is nothing to change before the first step.
    render_as_batch=bool(context.script.get_heads()),
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
