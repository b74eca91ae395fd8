"""Lines to PostgreSQL that outlive their test: making one, and what the server learns on it, takes half a test."""

from __future__ import annotations

import atexit
import os
import select
from collections import defaultdict
from collections.abc import Callable
from typing import Any, cast

from psycopg.pq import TransactionStatus
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry

import store.postgres
from store.postgres_line import Line


class Lines:
    """Those that nobody uses now, by the database that they lead to."""

    def __init__(self) -> None:
        self._idle: defaultdict[str, list[Line]] = defaultdict(list)
        # Those that an engine has. One that comes back to an engine just disposed of is nobody's: closed at the end.
        self._taken: set[Line] = set()
        atexit.register(self._close)
        os.register_at_fork(after_in_child=self._leave_to_parent)

    def serve(self, engine: Engine) -> None:
        """Let an engine take its lines from here, and give them back instead of closing them."""
        name = str(engine.url.database)

        pool, connect = engine.pool, cast(Callable[[ConnectionPoolEntry], Any], engine.pool._invoke_creator)

        def take(entry: ConnectionPoolEntry) -> Any:
            line = self.take(name) or connect(entry)
            self._taken.add(line)
            return line

        def give_back(line: Line) -> None:
            self.give_back(name, line)

        pool._creator = cast(Any, take)
        pool._dialect.do_close = give_back  # type: ignore[method-assign, assignment]

    def take(self, name: str) -> Line | None:
        """Give one that the server has not closed, if there is one."""
        while self._idle[name]:
            line = self._idle[name].pop()
            if not _has_something_to_say(line):
                line.patience = store.postgres.SILENT_SECONDS
                return line
            line.close()
        return None

    def give_back(self, name: str, line: Line) -> None:
        """Keep it for the next test, if it is still of use."""
        self._taken.discard(line)
        if not line.closed and line.info.transaction_status is TransactionStatus.IDLE:
            self._idle[name].append(line)
        else:
            line.close()

    def servers(self, name: str) -> list[int]:
        """The server's processes at the other end of those that nobody uses."""
        return [line.info.backend_pid for line in self._idle[name]]

    def _leave_to_parent(self) -> None:
        """Take none of them in a process forked off: what it prepares there, the other one knows nothing of."""
        self._parents = self._idle, self._taken  # kept, as letting go of one would close it
        self._idle, self._taken = defaultdict(list), set()

    def _close(self) -> None:
        for lines in (*self._idle.values(), self._taken):
            for line in lines:
                line.close()


def _has_something_to_say(line: Line) -> bool:
    poll = select.poll()
    poll.register(line.fileno(), select.POLLIN)
    return bool(poll.poll(0))
