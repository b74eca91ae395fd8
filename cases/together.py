"""Who gets several subtasks at once is called once: by the card of the first one, which names the others.

Each has a card of its own. But Slack makes itself heard with every message that is posted into a conversation, so that
the others' cards come when their reader turns to them, by opening one, or when something is said in it. Nothing else
waits for that: they stand in `Å gjøre` and are reminded of as any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from cases import effects
from domain.permissions import Relation
from domain.values import OtherSubtask, SubtaskStatus
from store import messages as message_rows
from store import together as rows
from store.outbox import OutboxItem
from store.together import TogetherRow
from store.whole_subtask import SubtaskRow


@dataclass(frozen=True, slots=True)
class Together:
    """How a card stands among those of what was given at once: whether it is held back, and whom it names besides."""

    is_held_back: bool = False
    others: tuple[OtherSubtask, ...] = ()


ALONE = Together()


def standing(connection: Connection, row: SubtaskRow, relation: Relation, reader: int) -> Together:
    """How a reader's card of this subtask stands among the others that the reader was given with it."""
    if row.together_id is None or not relation.is_party:
        return ALONE
    found = rows.given(connection, row.together_id)
    theirs = [one for one in found if _is_theirs(one, reader)] if relation.assignee else found
    first = min((one.id for one in theirs), default=row.id)
    if row.id != first:
        turned_to = relation.assignee and row.opened_at is not None
        return Together(is_held_back=not turned_to and not message_rows.counts(connection, [row.id]))
    if not relation.assignee:
        return ALONE
    untouched = (one for one in theirs if one.opened_at is None and one.status is not SubtaskStatus.SOLVED)
    return Together(others=tuple(OtherSubtask(one.id, one.title) for one in untouched if one.id != row.id))


def _is_theirs(one: TogetherRow, reader: int) -> bool:
    return reader in (one.assignee_id, one.stand_in_id) and one.declined_at is None


def cards(connection: Connection, together_id: int, reader: int) -> list[OutboxItem]:
    """After something was done with one of them: all the reader's cards, which name it or are due now."""
    return [effects.card(one.id, reader) for one in rows.given(connection, together_id) if _is_theirs(one, reader)]
