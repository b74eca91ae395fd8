"""How the database goes about what it is asked: it says so itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def plans(connection: Connection, look: Callable[[], object]) -> list[tuple[str, str]]:
    """Each statement that is asked over a connection meanwhile, in its order, with the lines of its plan."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        asked.append((text, values))

    sa.event.listen(connection, "before_cursor_execute", note)
    look()
    sa.event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    return [
        (text, "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + text, values)))
        for text, values in asked
        if text.startswith(("SELECT", "WITH"))
    ]
