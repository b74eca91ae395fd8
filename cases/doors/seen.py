"""What a system says that it saw last of something (RFC 9110, 13.1): nothing else is changed, or sent again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.errors import N_, Refused

CHANGED = N_("Saken er endret siden du leste den. Les den på nytt.")
_COMPRESSED = re.compile(r'[-;](gzip|br|zstd|deflate)"$')
IS_THERE = N_("Det som skulle bli nytt, finnes fra før.")


class ChangedError(Refused):
    """What the system wants to change is not what it saw last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The headers If-Match and If-None-Match of a write."""

    if_match: str | None = None
    if_none_match: str | None = None

    def require(self, etag: str, changed: str = CHANGED) -> None:
        """Raise ChangedError with these words unless it is about what has this ETag; nothing there has an empty one."""
        if self.if_match is not None and not names(self.if_match, etag):
            raise ChangedError(changed)
        if self.if_none_match is not None and names(self.if_none_match, etag):
            raise ChangedError(IS_THERE)


def names(written: str, etag: str) -> bool:
    """Whether a header names this version.

    Weak or not, and with what a web server in front that compresses what it passes on writes behind our own tags
    (Apache: https://bz.apache.org/bugzilla/show_bug.cgi?id=45023).
    """
    named = {_COMPRESSED.sub('"', one.strip().removeprefix("W/")) for one in written.split(",")}
    return bool(etag) and not named.isdisjoint({"*", etag.removeprefix("W/")})
