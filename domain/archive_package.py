"""What lies in the archive package of a case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file that lies in the package, and what it is there: the title says so to people.

    The numbers say of what: `attachment_id` an attachment of the case, `subtask_id` alone the PDF that is drawn of a
    subtask, with a `message_file_id` a file that hung on one of its messages.
    """

    path: str
    title: str
    media_type: str
    size: int
    sha256: str
    subtask_id: int | None = None
    message_file_id: int | None = None
    attachment_id: int | None = None
