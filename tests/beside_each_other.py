"""Two acts at once: one that begins elsewhere, and waits for a lock of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.engine import Connection

from tests.relations import Scene

T = TypeVar("T")


@contextmanager
def waiting(scene: Scene, act: Callable[[], T]) -> Iterator[Future[T]]:
    """Let an act begin elsewhere, and go on here once it waits for a lock of ours."""
    with ThreadPoolExecutor(1) as elsewhere:
        begun = elsewhere.submit(act)
        with scene.context.database.read() as looking:
            while not begun.done() and not _somebody_waits(looking):
                pass
        yield begun


def _somebody_waits(connection: Connection) -> bool:
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    return bool(connection.exec_driver_sql(waits).scalar())
