"""What a person is told when something will never reach somebody else: once, and not the content again."""

from __future__ import annotations

from datetime import datetime

from cases import loading
from cases.office import Office
from store import messages as message_rows
from store import outbox
from store import subtasks as subtask_rows
from store.outbox import OutboxItem


def tell_of_message(office: Office, message_id: int, person_id: int, *, unreachable: bool, now: datetime) -> None:
    """Tell the author of a message, once, that it did not reach the other party.

    `unreachable` says that nothing reaches that person; otherwise it was this very message that Slack refused.
    """
    with office.database.begin() as connection:
        message = message_rows.get(connection, message_id)
        if message is None or message.deleted_at is not None or message.author_id == person_id:
            return
        details: dict[str, object] = {
            "say": "undelivered_message",
            "person": person_id,
            "unreachable": unreachable,
        }
        once = f"undelivered_message:{message_id}:{person_id}"
        outbox.add(connection, [OutboxItem("notice", message.subtask_id, message.author_id, details, once=once)], now)


def tell_of_card(office: Office, subtask_id: int, person_id: int, *, now: datetime) -> None:
    """Tell the other party of an unsolved subtask, once, that somebody can not be shown its card."""
    with office.database.begin() as connection:
        row = subtask_rows.get(connection, subtask_id)
        parties = set(loading.parties(row)) if row is not None else set()
        if row is None or row.status == "solved" or person_id not in parties:
            return
        if person_id == row.assignee_id and loading.has_left(row):
            return  # her owner hears of that, and has to choose somebody else
        details: dict[str, object] = {"say": "undelivered_card", "person": person_id}
        told = [
            OutboxItem("notice", subtask_id, other, details, once=f"undelivered_card:{subtask_id}:{person_id}:{other}")
            for other in sorted(parties - {person_id})
        ]
        outbox.add(connection, told, now)


def tell_of_mail(office: Office, subtask_id: int, person_id: int, *, foreign: bool, now: datetime) -> None:
    """Tell the case owner, once, that the e-mail to an unsolved subtask's assignee was not taken; the card stands.

    `foreign` says that the mail server can not send to an address with such letters; otherwise it refused this one.
    """
    with office.database.begin() as connection:
        row = subtask_rows.get(connection, subtask_id)
        if row is None or row.status == "solved" or row.assignee_id != person_id or row.owner_id in (None, person_id):
            return
        details: dict[str, object] = {"say": "undelivered_mail", "assignee": person_id, "foreign": foreign}
        once = f"undelivered_mail:{subtask_id}:{person_id}:{row.owner_id}"
        outbox.add(connection, [OutboxItem("notice", subtask_id, row.owner_id, details, once=once)], now)
