"""Cursors: a page of a list and the mark where the next one begins."""

import base64
from typing import TypeVar

from sandbox.state.refusing import ApiError

T = TypeVar("T")


def page(items: list[T], limit: int, cursor: str | None, *, most: int) -> tuple[list[T], str]:
    """Return one page and the next cursor ("" at the end); raises ApiError for a bad limit or cursor."""
    if not 0 < limit <= most:
        raise ApiError("invalid_limit", f"limit must be 1 to {most}")
    start = 0
    if cursor:
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except ValueError:
            raise ApiError("invalid_cursor", f"{cursor!r} is no cursor") from None
    rest = start + limit < len(items)
    after = base64.b64encode(f"next:{start + limit}".encode()).decode() if rest else ""
    return items[start : start + limit], after
