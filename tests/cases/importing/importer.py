"""A context with an empty database, files to import into it, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases.context import Context
from cases.importing import Fault, FaultyFilesError, Report, take_in

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
INSTITUTION = """\
places:
  - {code: "184.12", name: "Det humanistiske fakultet"}
  - {code: "184.12.1", name: "Institutt for historie", under: "184.12"}
people:
  - email: kari@uni.example
    name: Kari Nordmann
    slack_id: U0KARI
    roles:
      - {place: "184.12.1", role: saksbehandler}
  - email: ola@uni.example
    name: Ola Hansen
    slack_id: U0OLA
    roles:
      - {place: "184.12.1", role: fagperson}
cases:
  - id: "2026-101"
    title: "Innpassing av eksterne emner – Bachelor i historie"
    place: "184.12.1"
    applicant: {name: Ada Søker, email: ada@student.example}
    applied_on: 2026-11-02
    owner: kari@uni.example
    deadline: 2026-12-18
    text: "Jeg søker om innpassing."
    attachments:
      - {file: vitnemal.pdf, title: Vitnemål}
"""
OTHERS = """\
people:
  - {email: per@uni.example, name: Per Strand, slack_id: U0PER, roles: [{place: "184.12", role: saksbehandler}]}
  - {email: liv@uni.example, name: Liv Dahl, slack_id: U0LIV, roles: [{place: "184.12.1", role: fagperson}]}
"""


@dataclass(frozen=True)
class Importer:
    """Writes files, imports them, and looks at what came of it."""

    context: Context
    folder: Path

    def write(self, text: str | bytes, name: str = "inn.yaml") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def take(self, *texts: str, now: datetime = MONDAY) -> Report:
        paths = [self.write(text, f"inn{number}.yaml") for number, text in enumerate(texts)]
        return take_in(self.context, paths, now=now)

    def institution(self) -> Report:
        self.write(b"%PDF vitnemaal", "vitnemal.pdf")
        return self.take(INSTITUTION)

    def faults(self, *texts: str) -> Sequence[Fault]:
        with pytest.raises(FaultyFilesError) as caught:
            self.take(*texts)
        return caught.value.faults

    def only_fault(self, text: str) -> tuple[int, str]:
        """The line and the sentence, its places filled, of the only fault."""
        (fault,) = self.faults(text)
        return fault.line, fault.words.format_map(dict(fault.values))

    def rows(self, statement: sa.Executable) -> list[sa.Row[Any]]:
        with self.context.database.read() as connection:
            return list(connection.execute(statement))

    def one(self, statement: sa.Executable) -> Any:
        (row,) = self.rows(statement)
        return row

    def count(self, table: sa.Table) -> int:
        return int(self.one(sa.select(sa.func.count()).select_from(table))[0])
