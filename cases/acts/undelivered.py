"""What a person is told when something will never reach somebody else: once, and not the content again."""

from __future__ import annotations

from datetime import datetime

from cases import effects, loading, transaction
from cases.context import Context
from domain.notices import UndeliveredCard, UndeliveredMail, UndeliveredMessage
from domain.values import SubtaskStatus
from store import messages as message_rows
from store import subtasks as subtask_rows


def tell_of_message(context: Context, message_id: int, person_id: int, *, unreachable: bool, now: datetime) -> None:
    """Tell the author of a message, once, that it did not reach the other party.

    `unreachable` says that nothing reaches that person; otherwise it was this very message that Slack refused.
    """
    with transaction.begin(context, now=now) as act:
        message = message_rows.get(act.connection, message_id)
        if message is None or message.deleted_at is not None or message.author_id == person_id:
            return
        said, once = UndeliveredMessage(person_id, unreachable), f"undelivered_message:{message_id}:{person_id}"
        act.show([effects.notice(said, message.author_id, subtask_id=message.subtask_id, dedupe_key=once)])


def tell_of_card(context: Context, subtask_id: int, person_id: int, *, now: datetime) -> None:
    """Tell the other party of an unsolved subtask, once, that somebody cannot be shown its card."""
    with transaction.begin(context, now=now) as act:
        row = subtask_rows.get(act.connection, subtask_id)
        parties = set(loading.parties(row)) if row is not None else set()
        if row is None or row.status is SubtaskStatus.SOLVED or person_id not in parties:
            return
        if person_id == row.assignee_id and loading.has_left(row):
            return  # the owner hears of that, and has to choose somebody else
        once = f"undelivered_card:{subtask_id}:{person_id}"
        act.show(
            effects.notice(UndeliveredCard(person_id), other, subtask_id=subtask_id, dedupe_key=f"{once}:{other}")
            for other in sorted({*loading.told(row)} - {person_id})
        )


def tell_of_mail(context: Context, subtask_id: int, person_id: int, *, foreign: bool, now: datetime) -> None:
    """Tell the case owner, once, that the e-mail to an unsolved subtask's assignee was not taken; the card stands.

    `foreign` says that the mail server cannot send to an address with such letters; otherwise it refused this one.
    """
    with transaction.begin(context, now=now) as act:
        row = subtask_rows.get(act.connection, subtask_id)
        if (
            row is None
            or row.status is SubtaskStatus.SOLVED
            or row.assignee_id != person_id
            or row.owner_id in (None, person_id)
        ):
            return
        said, once = UndeliveredMail(person_id, foreign), f"undelivered_mail:{subtask_id}:{person_id}:{row.owner_id}"
        act.show([effects.notice(said, row.acting_owner_id or row.owner_id, subtask_id=subtask_id, dedupe_key=once)])
