"""How the database goes about what it is asked: it says so itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from tests.postgres import check_untouched

_PLACE = re.compile(r"%\((\w+)\)s")


def asked(connection: Connection, look: Callable[[], object]) -> list[tuple[str, Any]]:
    """Each statement that is asked over a connection meanwhile, in its order, and with what."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        seen.append((text, values))

    sa.event.listen(connection, "before_cursor_execute", note)
    look()
    sa.event.remove(connection, "before_cursor_execute", note)
    return seen


def plans(connection: Connection, look: Callable[[], object]) -> list[tuple[str, str]]:
    """Each statement that is asked over a connection meanwhile, in its order, with the lines of its plan."""
    check_untouched(connection)
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    return [
        (text, "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + text, values)))
        for text, values in asked(connection, look)
        if text.startswith(("SELECT", "WITH"))
    ]


def generic_plan(connection: Connection, text: str) -> str:
    """How PostgreSQL goes about a statement whatever it is asked with: so it does once it has been asked some times."""
    names = list(dict.fromkeys(_PLACE.findall(text)))
    numbered = _PLACE.sub(lambda found: f"${names.index(found[1]) + 1}", text)
    nothing = f"({', '.join('NULL' for _ in names)})" if names else ""
    connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    connection.exec_driver_sql(f"PREPARE asked AS {numbered}")
    plan = connection.exec_driver_sql(f"EXPLAIN EXECUTE asked{nothing}").scalars().all()
    connection.exec_driver_sql("DEALLOCATE asked")
    return "\n".join(plan)
