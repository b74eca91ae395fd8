"""What an import leaves in the log of administration: which files, and each person whose access is another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cases.importing.plan import PersonStep, Plan
from domain.administration import LogLine, Measure


def lines_of(plan: Plan, person_ids: Mapping[str, int], files: Sequence[Path]) -> Iterator[LogLine]:
    """The lines, once everything is written; `person_ids` are the numbers that people have got, by address."""
    counts = {
        name: len(steps)
        for name, steps in (("places", plan.places), ("people", plan.people), ("cases", plan.cases))
        if steps
    }
    removed = {"removed": list(plan.removed)} if plan.removed else {}
    yield LogLine(Measure.FILES_IMPORTED, details={"files": [file.name for file in files], **counts, **removed})
    for number, into in plan.absorbed.items():
        yield LogLine(Measure.PERSON_TAKEN_IN, person_id=into, details={"second": number})
    for step in plan.people:
        yield _person(step, person_ids[step.record.email])


def _person(step: PersonStep, person_id: int) -> LogLine:
    before = step.known.roles if step.known else frozenset()
    details: dict[str, object] = {}
    for name, pairs in (("given", step.roles - before), ("taken", before - step.roles)):
        details |= {name: [list(pair) for pair in sorted(pairs)]} if pairs else {}
    if step.known is None:
        return LogLine(Measure.PERSON_ADDED, person_id=person_id, details={**details, "active": step.active})
    changed = {
        name: [was, now]
        for name, was, now in (
            ("name", step.known.name, step.record.name),
            ("email", step.known.email, step.record.email),
            ("slack_id", step.known.slack_id, step.slack_id),
            ("active", step.known.active, step.active),
        )
        if was != now
    }
    details |= {"changes": changed} if changed else {}
    return LogLine(Measure.PERSON_CHANGED, person_id=person_id, details=details)
