"""Who people are in Slack, for those of whom the files did not say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import errands
from cases.office import Office
from store import intake as rows
from store import outbox, watch
from store import people as people_rows


@dataclass(frozen=True, slots=True)
class Identity:
    """What Slack said of a person: her id there, her language (nb, nn, en) and zone where it is known."""

    person_id: int
    slack_id: str
    language: str | None
    zone: str | None


def unidentified(office: Office) -> dict[str, int]:
    """The e-mail addresses and numbers of active people who can not be reached in Slack yet."""
    with office.database.read() as connection:
        return {row.email: row.id for row in people_rows.without_slack_id(connection)}


def identify(office: Office, found: Sequence[Identity], *, now: datetime) -> list[Identity]:
    """Remember these identities and show the people what waits for them; returns those that were remembered.

    A Slack id that somebody else has already is left alone.
    """
    remembered: list[Identity] = []
    with office.database.begin() as connection:
        taken = people_rows.by_slack_ids(connection, [one.slack_id for one in found])
        moved: list[int] = []
        for one in found:
            if one.slack_id not in taken:
                people_rows.set_slack_id(connection, one.person_id, one.slack_id)
                if people_rows.update_from_slack(
                    connection, one.slack_id, language=one.language, zone=one.zone, active=None
                ):
                    moved.append(one.person_id)
                taken[one.slack_id] = ""
                remembered.append(one)
        watch.changed_people(connection, moved, now)
        people = {one.person_id for one in remembered}
        waiting = [row for row in rows.subtasks_of_people(connection, people) if row.status != "solved"]
        for row in waiting:
            parties = people & {row.assignee_id, row.owner_id}
            outbox.add(connection, errands.redraw(row.id, sorted(parties)), now)
    return remembered
