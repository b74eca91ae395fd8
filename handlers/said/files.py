"""The files on a message: those that can be fetched, those that lie elsewhere, those that Slack does not hand out.

Source: https://docs.slack.dev/reference/objects/file-object; what stands for a file that the app may not see, has an id
and `file_access` alone (zulip/zulip#23197).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain import arriving
from domain.heard import Lost, SentFile
from handlers.views.blocks import Element, line_of, words_of
from handlers.views.rich_text import link

GONE: Final = "tombstone"
_DENIED: Final = ("access_denied", "file_not_found")
_NO_BYTES: Final = ("post", "space", "quip", "canvas", "list")  # by mode or filetype: Slack shows them itself


@dataclass(slots=True)
class Files:
    """A message's files, each in one of these lists; `lines` show where the others lie."""

    sent: list[SentFile] = field(default_factory=list)
    lines: list[Element] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)


def sort(files: list[Mapping[str, Any]]) -> Files:
    """Look at every file; what was taken out of the message is not there any more."""
    found = Files()
    for file in files:
        if file.get("mode") != GONE:
            _sort(file, found)
    return found


def _sort(file: Mapping[str, Any], found: Files) -> None:
    kinds = {str(file.get("mode")), str(file.get("filetype"))}
    if file.get("mode") == "hidden_by_limit" or file.get("file_access") in _DENIED or not file.get("id"):
        found.lost.append(Lost("file", _title(file)))
        if _title(file) and file.get("id"):
            found.sent.append(sent_file(file, is_given=False))
    elif file.get("is_external") or file.get("mode") == "external":
        found.lines += _line(file, str(file.get("external_url") or file.get("url_private") or file.get("permalink")))
    elif kinds & set(_NO_BYTES):
        found.lines += _line(file, str(file.get("permalink") or file.get("url_private") or ""))
        found.lost.append(Lost("document", _title(file)))
    else:
        found.sent.append(sent_file(file))


def _line(file: Mapping[str, Any], address: str) -> list[Element]:
    inside = link(address, _title(file)) or [words_of(_title(file))]
    return [line_of(inside)] if address or _title(file) else []


def _title(file: Mapping[str, Any]) -> str:
    return arriving.line(str(file.get("name") or file.get("title") or ""))


def sent_file(file: Mapping[str, Any], *, is_given: bool = True) -> SentFile:
    """Read one of Slack's file objects."""
    size = file.get("size")
    return SentFile(
        slack_file_id=str(file["id"]),
        name=_title(file) or str(file["id"]),
        media_type=str(file.get("mimetype") or "application/octet-stream"),
        size=size if isinstance(size, int) else 0,
        is_given=is_given,
    )
