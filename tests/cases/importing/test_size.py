"""A whole university in one file: the number of queries does not grow with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa

from cases.importing import Identity, identify, unknown
from store.tables import cases, people, roles
from tests.cases.importing.importer import MONDAY, Importer


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


def statements(importer: Importer, act: Callable[[], object]) -> int:
    """Count the statements that an act takes."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = importer.context.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    act()
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_file(importer: Importer) -> None:
    small = statements(importer, lambda: importer.take(university("a", 10)))
    large = statements(importer, lambda: importer.take(university("b", 300)))

    assert (importer.count(people), importer.count(cases), importer.count(roles)) == (310, 310, 620)
    assert large <= small


def test_nor_does_it_grow_with_the_number_of_people_whom_slack_tells_of(importer: Importer) -> None:
    counts = []
    for name, size in (("a", 10), ("b", 300)):
        importer.take(university(name, size))
        told = [Identity(one.person_id, str(one.slack_id), "nn", "Asia/Tokyo") for one in unknown(importer.context)]
        assert len(told) == size
        counts.append(statements(importer, partial(identify, importer.context, told, now=MONDAY)))

    assert unknown(importer.context) == []
    assert counts[1] <= counts[0]
