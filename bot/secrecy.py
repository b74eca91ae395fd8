"""What opens doors, cut out of everything that is written: the log, what commands print, what they complain of.

The secrets of this very process are known, since they stand in its settings; they are cut out in whatever form they
turn up in. Patterns are left for what is not ours: other people's tokens, rows that a database quotes.
"""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import TracebackType
from typing import Any, TextIO
from urllib.parse import parse_qsl, unquote

from domain.identity_numbers import masked

CUT = "[secret]"
SHORT = 4  # anything shorter is cut out only where it stands alone: "db" is a part of too many words

_WHOLE = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
)
_ADDRESSES = ("DATABASE_URL", "SMTP_URL", "SLACK_API_URL", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_IN_QUERY = ("password", "sslpassword")  # https://www.postgresql.org/docs/current/libpq-connect.html

_PATTERNS = (
    (re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+|\bBearer\s+\S+", re.IGNORECASE), CUT),
    (re.compile(r"(?<=://)([^\s/:@]*):\S*(?=@)"), rf"\1:{CUT}"),
    (re.compile(r"https://hooks\.slack\.com/\S+"), "[response_url]"),
    # PostgreSQL's and SQLAlchemy's own words about a failed statement quote the row.
    (re.compile(r"(?ms)^DETAIL: .*?(?=^\[SQL: |^The above exc|^During handl|\Z)"), "DETAIL: [cut]\n"),
    (re.compile(r"(?ms)^\[parameters: .*?(?=^\(Background on|\Z)"), "[parameters: cut]\n"),
)
_own: list[re.Pattern[str]] = []


def keep_secret(environment: Mapping[str, str], *addresses: str) -> None:
    """Know the tokens and passwords of this environment, and of these addresses, in the place of those known before."""
    named = (secret for address in addresses for secret in _secrets({"DATABASE_URL": address}))
    known = {secret for secret in (*_secrets(environment), *named) if secret}
    # The longest first: a password may be a part of another one.
    _own[:] = [_in_any_form(secret) for secret in sorted(known, key=len, reverse=True)]


def without_secrets(text: str) -> str:
    """The text with tokens, passwords and rows quoted by the database cut out."""
    for own in _own:
        text = own.sub(CUT, text)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def shown(name: str, value: str) -> str:
    """A setting as it may be written down: of a token only whether it is set, of an address not who logs in."""
    if name in _WHOLE:
        return "set" if value else ""
    login, password = credentials(value) if name in _ADDRESSES else ("", "")
    return value.replace(f"{login}:{password}@" if password else f"{login}@", "") if login else without_secrets(value)


@contextmanager
def secrets_kept() -> Iterator[None]:
    """Cut the secrets out of all that is printed inside the block, and out of the last words of a crash."""
    sys.excepthook = _last_words
    with redirect_stdout(_Sieve(sys.stdout)), redirect_stderr(_Sieve(sys.stderr)):
        yield


def credentials(address: str) -> tuple[str, str]:
    """The login and the password of a web-like address as they are written: all between `://` and the last `@`."""
    login, _, password = address.partition("://")[2].rpartition("@")[0].partition(":")
    return login, password


def require_encoded(address: str, login: str | None, password: str | None) -> None:
    """Refuse an address of which a parser takes a part of the password for something else, and would show it.

    `login` and `password` are what the parser made of it. Raises ValueError, whose words do not show the address.
    """
    if (login or "", password or "") != tuple(unquote(one) for one in credentials(address)):
        raise ValueError(
            "has a sign in its login or password that must be encoded: @ is %40, / %2F, : %3A, ? %3F, # %23"
        )


class _Sieve:
    """A stream that lets no secret through; what its encoding has no sign for is written by number."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(without_secrets(text).encode(encoding, "backslashreplace").decode(encoding))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(masked(without_secrets("".join(traceback.format_exception(kind, error, trace)))))


def _secrets(environment: Mapping[str, str]) -> Iterator[str]:
    for name in _WHOLE:
        yield environment.get(name, "").strip()
    for name in (*_ADDRESSES, *(name.lower() for name in _ADDRESSES)):
        address = environment.get(name, "").strip()
        behind = address.partition("://")[2]
        until = [found.start() for found in re.finditer("@", behind)]  # whichever a parser takes for the end of it
        yield from _as_written_and_meant(behind[:end].partition(":")[2] for end in until)
        query = address.rpartition("?")[2] if "?" in address else ""
        yield from _as_written_and_meant(value for key, value in parse_qsl(query) if key in _IN_QUERY)


def _as_written_and_meant(passwords: Iterable[str]) -> Iterator[str]:
    for password in passwords:
        yield from (password, unquote(password), " ".join(unquote(password).split()))


def _in_any_form(secret: str) -> re.Pattern[str]:
    """Find a secret raw, percent-encoded, and with what Python and JSON write for some signs."""
    pattern = "".join(_forms_of(sign) for sign in secret)
    return re.compile(rf"(?<!\w){pattern}(?!\w)" if len(secret) < SHORT else pattern)


def _forms_of(sign: str) -> str:
    if sign.isascii() and sign.isalnum():
        return sign
    encoded = "".join(f"%{byte:02x}" for byte in sign.encode("utf-8", "surrogatepass"))
    escaped = {sign.encode("unicode_escape").decode(), json.dumps(sign)[1:-1], f"\\{sign}"}
    forms = "|".join(re.escape(form) for form in (sign, *sorted(escaped)))
    return rf"(?:{forms}|(?i:{encoded}){'|[+]' if sign == ' ' else ''})"


@contextmanager
def hidden_from_others() -> Iterator[None]:
    """Let no other user of the machine read what is written: databases, files, packages, lists of what is kept."""
    usual = os.umask(0o077)
    os.umask(usual | 0o007)  # a group may be meant to
    try:
        yield
    finally:
        os.umask(usual)
