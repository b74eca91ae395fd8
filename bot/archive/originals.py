"""The original files of a case, as they lie in its package: what they are called there, and which are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.archive.names import numbered
from domain.archive_package import Document
from domain.case_record import AttachmentRecord, CaseRecord, SentFileRecord, SubtaskRecord
from store.files import DamagedError, Files, Lent, MissingError


class Fault(Enum):
    """Why a file of the case is not in its package."""

    MISSING = "missing"
    DAMAGED = "damaged"
    NOT_FETCHED = "not fetched"


@dataclass(frozen=True, slots=True)
class Original:
    """A file of the case as its record has it, and the path that it has in the package."""

    path: str
    title: str
    name: str
    media_type: str
    size: int
    sha256: str | None
    subtask_id: int | None = None
    message_file_id: int | None = None
    attachment_id: int | None = None

    def document(self, sha256: str, size: int) -> Document:
        """The same, once its bytes are in the package."""
        known = (self.path, self.title, self.media_type, size, sha256)
        return Document(*known, self.subtask_id, self.message_file_id, self.attachment_id)


def originals(record: CaseRecord) -> Iterator[Original]:
    """All files that stand in the case, attachments first; not those that were taken out of it or taken back."""
    for number, one in enumerate(record.attachments, 1):
        if one.withdrawn_at is None:
            yield _attachment(number, one)
    for subtask in record.subtasks:
        sent = [file for message in subtask.conversation.messages for file in message.files]
        for number, file in enumerate(sent, 1):
            if file.removed_at is None:
                yield _sent(number, file, subtask)


def bytes_of(files: Files, original: Original) -> Lent | Fault:
    """The bytes of a file, found whole; or why they are not there. Reads all of them."""
    if original.sha256 is None:
        return Fault.NOT_FETCHED
    try:
        return files.lend(original.sha256)
    except MissingError:
        return Fault.MISSING
    except DamagedError:
        return Fault.DAMAGED


def _attachment(number: int, one: AttachmentRecord) -> Original:
    path = f"vedlegg/{numbered(number, one.name)}"
    title = one.title.strip() or one.name
    return Original(path, title, one.name, one.media_type, one.size, one.sha256, attachment_id=one.id)


def _sent(number: int, file: SentFileRecord, subtask: SubtaskRecord) -> Original:
    path = f"samtale/{numbered(number, file.name, before=f'{subtask.number:02}-')}"
    known = (path, file.name, file.name, file.media_type, file.size, file.sha256)
    return Original(*known, subtask_id=subtask.id, message_file_id=file.id)
