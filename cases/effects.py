"""Who must be shown what after a change: the outbox rows that every act of a kind leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy.engine import Connection

from domain.lists import WantedList
from domain.notices import Notice, Solved
from domain.outbox_kinds import OutboxKind
from domain.stored_notices import to_json
from store import people as people_rows
from store import posts
from store.outbox import OutboxItem
from store.posts import PostRow


def open_ahead(connection: Connection, *, again: str = "") -> list[OutboxItem]:
    """After people have come: their conversations, so that nobody's first card has to wait for one to be opened.

    `again` says what they are opened for once more, if they are.
    """
    found = people_rows.without_conversation(connection)
    return [OutboxItem(OutboxKind.OPEN, row.id, row.id, dedupe_key=f"open:{row.slack_id}{again}") for row in found]


def card(subtask_id: int, person_id: int) -> OutboxItem:
    """A subtask's card, for one who has, or is to have, it."""
    return OutboxItem(OutboxKind.CARD, subtask_id, person_id)


def cards_again(
    connection: Connection, subtask_ids: Collection[int], person_ids: Collection[int] | None = None
) -> list[OutboxItem]:
    """After people are something else to these subtasks than before: the cards that stand or come, of these, or of all.

    It may be of one that is solved, of which nobody gets a new card.
    """
    return [card(one.subject_id, one.person_id) for one in posts.cards_before(connection, subtask_ids, person_ids)]


def home(person_id: int) -> OutboxItem:
    """The main page that somebody may have in front of them."""
    return OutboxItem(OutboxKind.HOME, person_id, person_id)


def homes(*people: int | None) -> list[OutboxItem]:
    """The main pages of those of these who are somebody, once each."""
    return [home(person) for person in dict.fromkeys(people) if person]


def redraw(subtask_id: int, parties: Iterable[int]) -> list[OutboxItem]:
    """After any change of a subtask: each party's card and main page."""
    return [item for person in parties for item in (card(subtask_id, person), home(person))]


def notice(said: Notice, person_id: int, *, subtask_id: int = 0, dedupe_key: str | None = None) -> OutboxItem:
    """Something to be said once; with a `dedupe_key` once for ever."""
    return OutboxItem(OutboxKind.NOTICE, subtask_id, person_id, to_json(said), dedupe_key=dedupe_key)


def reminder(bundle_id: int, person_id: int) -> OutboxItem:
    """What somebody is to be reminded of now."""
    return OutboxItem(OutboxKind.REMINDER, bundle_id, person_id, dedupe_key=f"reminder:{bundle_id}")


def solved(subtask_id: int, person_id: int, at: datetime) -> OutboxItem:
    """Something to be said once of each ending: that there is one, and which."""
    return notice(Solved(), person_id, subtask_id=subtask_id, dedupe_key=solved_once(subtask_id, person_id, at))


def solved_once(subtask_id: int, person_id: int, at: datetime) -> str:
    """What the telling of this ending is known by; a subtask that was reopened has another one."""
    return f"solved:{subtask_id}:{person_id}:{at.astimezone(UTC).isoformat()}"


def nudge(subtask_id: int, person_id: int, on: date) -> OutboxItem:
    """A colleague's polite line, once on a day; what it says is put in."""
    once = f"nudge:{subtask_id}:{person_id}:{on}"
    return OutboxItem(OutboxKind.NOTICE, subtask_id, person_id, dedupe_key=once, unhurried=True)


def undo_over(subtask_id: int, person_id: int, at: datetime) -> OutboxItem:
    """When somebody cannot take back any more that they have solved it: their card, which then offers it no more."""
    return OutboxItem(OutboxKind.UNDO_OVER, subtask_id, person_id, not_before_at=at)


def moved(move_id: int, people: Iterable[int]) -> list[OutboxItem]:
    """After much was moved at once, or offered, and whenever that changes: the one message of each of these."""
    return [OutboxItem(OutboxKind.MOVE, move_id, person) for person in people]


def mail_of_move(move_id: int, person_id: int) -> OutboxItem:
    """After many subtasks were given to somebody at once: the one e-mail about them; its subject is none of them."""
    return OutboxItem(OutboxKind.MAIL, 0, person_id, {"move": move_id})


def move_undo_over(move_id: int, person_id: int, at: datetime) -> OutboxItem:
    """When somebody cannot take back any more what they have moved at once: their message, which then says so."""
    return OutboxItem(OutboxKind.UNDO_OVER, 0, person_id, {"move": move_id}, not_before_at=at)


def mail(subtask_id: int, assignee: int) -> OutboxItem:
    """After a subtask was given to somebody: the e-mail about it (S15)."""
    return OutboxItem(OutboxKind.MAIL, subtask_id, assignee)


def mirrored(message_id: int, reader: int) -> OutboxItem:
    """A message in a reader's thread."""
    return OutboxItem(OutboxKind.MESSAGE, message_id, reader)


def show_message(message_id: int, readers: Iterable[int]) -> list[OutboxItem]:
    """After a message was written, changed or taken away: each reader's thread, and the case page they may look at."""
    return [item for person in readers for item in (mirrored(message_id, person), home(person))]


def fetch_files(file_ids: Iterable[int], *, author: int) -> list[OutboxItem]:
    """After files came with a message: fetch each one; the copies follow when its bytes are here."""
    return [OutboxItem(OutboxKind.FETCH, number, author) for number in file_ids]


def fetch_uploads(attachment_ids: Iterable[int], *, by: int) -> list[OutboxItem]:
    """After files were handed in for a case: fetch each one."""
    return [OutboxItem(OutboxKind.UPLOAD, number, by) for number in attachment_ids]


def show_copies(file_ids: Iterable[int], readers: Iterable[int]) -> list[OutboxItem]:
    """After files that came with a message are kept here, or were taken away: each reader's copies of them."""
    people = list(readers)
    return [OutboxItem(OutboxKind.COPY, number, person) for number in file_ids for person in people]


def show_granted(grant_ids: Iterable[int], holders: Iterable[int]) -> list[OutboxItem]:
    """After attachments were granted, or access to them ended: the copies of who is, or was, to solve the subtask."""
    people = list(holders)
    return [OutboxItem(OutboxKind.GRANT, number, person) for number in grant_ids for person in people]


def bring_case_files(attachment_ids: Sequence[int], person_id: int, *, root_id: int) -> list[OutboxItem]:
    """After somebody has fetched a case's attachments: what they hang under, and each copy."""
    copies = [OutboxItem(OutboxKind.CASE_COPY, number, person_id) for number in attachment_ids]
    return [OutboxItem(OutboxKind.CASE_FILES, root_id, person_id), *copies]


def look_again(kind: str, subject_id: int, person_id: int) -> OutboxItem:
    """Something that stands in a conversation, or is on its way there: brought to what is true by then.

    A package, which nobody has asked for anew, stays as it is or goes.
    """
    stands: dict[str, object] = {"stands": True} if kind == OutboxKind.PACKAGE else {}
    return OutboxItem(OutboxKind(kind), subject_id, person_id, stands)


def let_bytes_go(files: Iterable[tuple[int, str | None]], person_id: int) -> list[OutboxItem]:
    """After something was taken back: its bytes, by the number of what referred to them; the person hears nothing."""
    return [OutboxItem(OutboxKind.DISCARD, number, person_id, {"sha256": sha256}) for number, sha256 in files if sha256]


def package(line_id: int, person_id: int, *, failed: bool = False) -> OutboxItem:
    """The package of the case whose history begins with this line; or, `failed`, that it could not be brought."""
    return OutboxItem(OutboxKind.PACKAGE, line_id, person_id, {"failed": True} if failed else {})


def take_away(erasure_id: int, person_id: int, where: dict[str, object]) -> OutboxItem:
    """After an erasure: something that stands in Slack, or bytes that nothing may refer to any more."""
    return OutboxItem(OutboxKind.ERASED, erasure_id, person_id, where)


def forgotten(stood: Iterable[PostRow]) -> list[OutboxItem]:
    """After a time: what stands in Slack of what nothing is known of any more; it belongs to no erasure."""
    places = ((one.person_id, {"channel": one.channel, "ts": one.ts}) for one in stood if one.channel and one.ts)
    return [take_away(0, person_id, {**where}) for person_id, where in places]


def list_file(wanted: WantedList, person_id: int, on: date, *, failed: bool = False) -> OutboxItem:
    """A list as a file, asked for on this day; or, `failed`, that it could not be brought."""
    details = {**wanted.written, "on": on.isoformat(), **({"failed": True} if failed else {})}
    return OutboxItem(OutboxKind.LIST, wanted.number, person_id, details)


def list_over(wanted: WantedList, person_id: int, digest: str, at: datetime) -> OutboxItem:
    """A list that stands as a file of these bytes has lain there long enough by then."""
    return OutboxItem(OutboxKind.LIST_OVER, wanted.number, person_id, {"digest": digest}, not_before_at=at)


def list_taken_away(number: int, person_id: int, digest: str) -> OutboxItem:
    """The file of these bytes goes."""
    return OutboxItem(OutboxKind.LIST, number, person_id, {"over": digest})
