"""Makes the record of a case from what the database has of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from sqlalchemy.engine import Connection

from cases.archive.gone_names import GoneNames
from domain import answer_forms
from domain.case_record import (
    AttachmentRecord,
    CaseRecord,
    ConclusionRecord,
    ConversationRecord,
    DisqualificationRecord,
    GrantRecord,
    HistoryRecord,
    MessageRecord,
    OfferRecord,
    PlaceRecord,
    RoundRecord,
    SentFileRecord,
    SubtaskRecord,
    VersionRecord,
    Who,
)
from store import case_record, case_rows
from store.case_rows import Everything

T = TypeVar("T")
TEXTS: Final = frozenset({"type", "held_because", "declined_because", "declined_text", "ending_text", "summary"})
"""The texts that are empty in a record where the database has none."""


def record_of(connection: Connection, case_id: str) -> CaseRecord | None:
    """The whole record of a case, to be read in one reading transaction; None without such a case."""
    found = case_record.everything(connection, case_id)
    return _Gathering(found).case() if found else None


class _Gathering:
    """All rows of a case, by what they belong to."""

    def __init__(self, found: Everything) -> None:
        self._found = found
        self._people = {row.id: Who(*row) for row in found.people}
        self._places = {row.id: row for row in found.places}
        self._offered_by = {row.id: row.moved_by for row in found.moves}
        self._grants = _by(found.grants, lambda row: row.subtask_id)
        self._messages = _by(found.messages, lambda row: row.subtask_id)
        self._versions = _by(found.versions, lambda row: row.message_id)
        self._files = _by(found.files, lambda row: row.message_id)
        self._conclusions = _by(found.conclusions, lambda row: row.subtask_id)

    def case(self) -> CaseRecord:
        """The case with everything that is in it."""
        found = self._found
        gone = GoneNames.of(found.attachments)
        return CaseRecord(
            **self._facts(found.case),
            place=self._place(found.case.place_id),
            disqualified=tuple(DisqualificationRecord(**self._facts(row)) for row in found.disqualifications),
            attachments=tuple(self._attachment(row) for row in found.attachments),
            subtasks=tuple(self._subtask(number, row) for number, row in enumerate(found.subtasks, 1)),
            rounds=tuple(RoundRecord(**self._facts(row)) for row in found.rounds),
            offers=tuple(self._offer(row) for row in found.offers),
            history=tuple(self._line(row, gone) for row in found.history),
        )

    def _facts(self, row: Any, *without: str) -> dict[str, Any]:
        """The values of a row under the record's names: who instead of numbers, empty texts instead of none."""
        facts: dict[str, Any] = {}
        for name, value in row._asdict().items():
            if name in without or name in _PLACED:
                continue
            if name in case_record.WHO:
                facts[name.removesuffix("_id")] = self._people[value] if value is not None else None
            else:
                facts[name] = "" if value is None and name in TEXTS else value
        return facts

    def _place(self, place_id: int) -> PlaceRecord:
        row = self._places[place_id]
        above: list[str] = []
        over = row
        while over.parent_id is not None:
            over = self._places[over.parent_id]
            above.insert(0, over.name)
        return PlaceRecord(row.code, row.name, tuple(above))

    def _attachment(self, row: case_rows.AttachmentRow) -> AttachmentRecord:
        """What was taken out of the case is not called by its name any more."""
        is_out = row.withdrawn_at is not None
        return AttachmentRecord(**self._facts(row._replace(title="", name="") if is_out else row))

    def _subtask(self, number: int, row: case_rows.SubtaskRow) -> SubtaskRecord:
        return SubtaskRecord(
            number=number,
            **self._facts(row, "answer_form"),
            answer_form=answer_forms.from_json(row.answer_form),
            grants=tuple(GrantRecord(**self._facts(one)) for one in self._grants[row.id]),
            conversation=ConversationRecord(tuple(self._message(one) for one in self._messages[row.id])),
            conclusions=tuple(self._conclusion(one) for one in self._conclusions[row.id]),
        )

    def _message(self, row: case_rows.MessageRow) -> MessageRecord:
        return MessageRecord(
            row.id,
            self._people[row.author_id],
            row.sent_at,
            tuple(VersionRecord(one.number, one.at, one.text, tuple(one.blocks)) for one in self._versions[row.id]),
            tuple(SentFileRecord(**self._facts(one)) for one in self._files[row.id]),
            row.deleted_at,
        )

    def _conclusion(self, row: case_rows.ConclusionRow) -> ConclusionRecord:
        author = self._people[row.author_id]
        return ConclusionRecord(row.number, row.saved_at, author, row.text, row.answers or {})

    def _offer(self, row: case_rows.OfferRow) -> OfferRecord:
        offered_by = self._people[self._offered_by[row.move_id]]
        facts = self._facts(row, "subtask_id")
        return OfferRecord(**facts, subtask_id=row.subtask_id, offered_by=offered_by, place=self._place(row.place_id))

    def _line(self, row: case_rows.LineRow, gone: GoneNames) -> HistoryRecord:
        actor = self._people[row.actor_id] if row.actor_id is not None else None
        details = gone.hidden_in(row.details)
        return HistoryRecord(row.id, row.at, row.subtask_id, row.act, actor, details, row.erasure_id)


_PLACED: Final = frozenset({"case_id", "subtask_id", "message_id", "place_id", "move_id"})
"""The columns that only say where a row belongs."""


def _by(found: Iterable[T], key: Callable[[T], int]) -> Mapping[int, list[T]]:
    sorted_out: defaultdict[int, list[T]] = defaultdict(list)
    for row in found:
        sorted_out[key(row)].append(row)
    return sorted_out
