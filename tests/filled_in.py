"""What people have filled into a dialog, where only a part of it matters to a test."""

from __future__ import annotations

from datetime import date

from domain.values import NewSubtask

DUE = date(2026, 12, 10)


def new_subtask(
    assignee_id: int,
    title: str = "Vurder",
    *,
    deadline_on: date = DUE,
    description: str = "Gjør dette.",
    attachment_ids: tuple[int, ...] = (),
) -> NewSubtask:
    """Give a dialog `Ny deloppgave` in which all that must be filled in is."""
    return NewSubtask(
        title=title,
        deadline_on=deadline_on,
        assignee_id=assignee_id,
        description=description,
        attachment_ids=attachment_ids,
    )
