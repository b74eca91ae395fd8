"""A line to PostgreSQL on which nobody waits for ever. Only what connects to PostgreSQL loads this and psycopg."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus


class Line(psycopg.Connection[Any]):
    """A connection that is closed when no answer comes for `patience` seconds (None: for as long as it takes)."""

    patience: float | None = None

    def rollback(self) -> None:
        """Undo the transaction; what was prepared stays so, since nothing that it names is made or dropped here.

        psycopg forgets it all with each act that is refused, and PostgreSQL then reads and plans everything anew.
        """
        kept, self._prepared = self._prepared, type(self._prepared)()
        try:
            super().rollback()
        finally:
            self._prepared = kept

    def wait(self, gen: PQGen[RV], *args: Any, **kwargs: Any) -> RV:
        """Wait as psycopg does, but not for ever. Raises psycopg.OperationalError."""
        kwargs.setdefault("timeout", self.patience)
        try:
            return super().wait(gen, *args, **kwargs)
        except psycopg.OperationalError:
            if self.info.transaction_status is TransactionStatus.ACTIVE:  # there was no answer, not even a refusal
                self.close()
            raise
