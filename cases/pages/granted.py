"""The attachments that are open to a subtask's assignee, as one reader sees them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from domain.access import Granted
from domain.outbox_kinds import OutboxKind
from domain.permissions import Relation
from domain.values import Person, SubtaskStatus
from store import grants as grant_rows
from store import outbox
from store import posts as post_rows
from store.whole_subtask import SubtaskRow


def seen_by(
    context: Context, connection: Connection, row: SubtaskRow, relation: Relation, reader: Person
) -> tuple[Granted, ...]:
    """The granted attachments: for the assignee while they are open (S35), for who runs the case as a record."""
    if not relation.runs_case and not loading.has_granted(context, row):
        return ()
    found = grant_rows.open_to(connection, row.id)
    asks = context.attachments_on_request and relation.assignee and row.status is not SubtaskStatus.SOLVED
    fetched = {one.id for one in found if one.fetcher and one.fetcher.id == reader.id}
    absent = without_copy(connection, {one.id for one in found}, reader.id) if asks else set()
    coming = {one for one in absent & fetched if outbox.is_waiting(connection, OutboxKind.GRANT, one, reader.id)}
    waiting = absent - coming  # what was fetched and has been deleted in the chat can be fetched again
    tells_who = relation.runs_case and not relation.assignee
    return tuple(loading.granted(one, waits=one.id in waiting, tells_who=tells_who) for one in found)


def without_copy(connection: Connection, grant_ids: Collection[int], person_id: int) -> set[int]:
    """Those of these grants of which no copy stands in a person's conversation."""
    standing = post_rows.readers_of(connection, OutboxKind.GRANT, grant_ids) if grant_ids else []
    return set(grant_ids) - {one.subject_id for one in standing if one.person_id == person_id}
