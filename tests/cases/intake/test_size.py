"""A whole university in one file: the number of queries does not grow with it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.tables import cases, people, roles
from tests.cases.intake.conftest import Importer


def university(name: str, size: int) -> str:
    """Make a file with this many people and cases."""
    people = [
        f"  - {{email: {name}{number}@uni.example, name: Person {number}, slack_id: U0{name.upper()}{number}, "
        'roles: [{place: "1", role: saksbehandler}, {place: "1", role: fagperson}]}'
        for number in range(size)
    ]
    cases_ = [
        f'  - {{id: "{name}-{number}", title: Sak, place: "1", applicant: {{name: A, email: a@b.no}}, '
        f"applied_on: 2026-11-02, owner: {name}{number}@uni.example}}"
        for number in range(size)
    ]
    return "\n".join(["places:", '  - {code: "1", name: Fakultetet}', "people:", *people, "cases:", *cases_])


def statements(importer: Importer, text: str) -> int:
    """Count the statements that an import takes."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = importer.office.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    importer.take(text)
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_file(importer: Importer) -> None:
    small = statements(importer, university("a", 10))
    large = statements(importer, university("b", 300))

    assert (importer.count(people), importer.count(cases), importer.count(roles)) == (310, 310, 620)
    assert large <= small
