"""What it means that a mail server does not take a letter: who can mend it, and how.

Neither the server's own words nor any address gets into what is said: they name people, and may name more.
Codes are RFC 5321's, 4.2.3; those with dots are RFC 3463's and RFC 5248's.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.slack.client import NotDoneError, RefusedError, UnknownOutcomeError

_MARK = "mail: "
_STATUS = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
# Said at a recipient or after a letter, these are not about them: the server does not take our mail, or not like this.
_ABOUT_US = frozenset({500, 502, 503, 504, 521, 530, 534, 535, 538})
_STATUS_ABOUT_US = re.compile(r"5\.(1\.[78]|3\.[^4]|5\.\d+|7\.\d+)")


class Reason(StrEnum):
    """Why a letter was not taken."""

    UNREACHABLE = "no way to the mail server"
    CERTIFICATE = "the mail server's certificate is not trusted"
    TLS = "no TLS with the mail server"
    NO_STARTTLS = "the mail server offers no STARTTLS, so the login is not shown to it"
    TURNED_AWAY = "the mail server turns us away"
    LOGIN = "the login is refused"
    SENDER = "the sender is refused"
    POLICY = "letters from here are refused"
    LATER = "the mail server takes it later"
    LOST = "the mail server's answer was lost"
    LETTER = "the letter is refused"
    ADDRESS = "the mail server cannot send to such an address"


_TOLD = "the case owner has been told, and the card is in Slack; once the address is right: outbox retry"

CURES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.UNREACHABLE: "see whether the server runs, and whether SMTP_URL has its right name, scheme and port",
        Reason.CERTIFICATE: "set SMTP_URL to the name in the certificate; for an own authority set SMTP_CA to its file",
        Reason.TLS: "begin SMTP_URL with smtps:// for a port that speaks TLS at once (465), else with smtp://",
        Reason.NO_STARTTLS: "turn STARTTLS on at the server, or begin SMTP_URL with smtps://",
        Reason.TURNED_AWAY: "ask who runs the mail server whether this machine may send",
        Reason.LOGIN: "set SMTP_URL to a user and a password that the server takes, and start again",
        Reason.SENDER: "set MAIL_FROM to an address that this login may send from, and start again",
        Reason.POLICY: "ask who runs the mail server to let this machine, login and sender send to such recipients",
        Reason.LATER: "",
        Reason.LOST: "sent again under the same Message-ID",
        Reason.LETTER: _TOLD,
        Reason.ADDRESS: _TOLD,
    }
)


def said(reason: Reason, detail: str = "") -> str:
    """What is noted for the administrator, in `outbox`, in `check` and in the log."""
    return f"{_MARK}{reason}: {detail}" if detail else f"{_MARK}{reason}"


def reason_of(error: str) -> Reason | None:
    """The reason in what was noted; None when it is not about e-mail."""
    if not error.startswith(_MARK):
        return None
    return next((reason for reason in Reason if error.removeprefix(_MARK).startswith(reason)), None)


def not_let_in(error: OSError) -> NotDoneError:
    """What it means that the conversation failed before any letter was handed over: always for the administrator."""
    match error:
        case smtplib.SMTPResponseException() if 400 <= error.smtp_code < 500:  # at AUTH, too: not about the login
            return NotDoneError(said(Reason.LATER, _codes(error)))
        case smtplib.SMTPAuthenticationError():
            return NotDoneError(said(Reason.LOGIN, _codes(error)))
        case smtplib.SMTPResponseException():
            return NotDoneError(said(Reason.TURNED_AWAY, _codes(error)))
        case smtplib.SMTPServerDisconnected():
            return NotDoneError(said(Reason.UNREACHABLE, "it hangs up"))
        case smtplib.SMTPException():
            return NotDoneError(said(Reason.LOGIN, "the server offers no way to log in that we know"))
        case ssl.SSLCertVerificationError():
            return NotDoneError(said(Reason.CERTIFICATE, error.verify_message))
        case ssl.SSLError():
            return NotDoneError(said(Reason.TLS, error.reason or ""))
        case TimeoutError():
            return NotDoneError(said(Reason.UNREACHABLE, "no answer"))
        case socket.gaierror():
            return NotDoneError(said(Reason.UNREACHABLE, "its name is not known"))
    return NotDoneError(said(Reason.UNREACHABLE, error.strerror or type(error).__name__))


def not_taken(error: OSError, *, has_letter: bool) -> NotDoneError | RefusedError | UnknownOutcomeError:
    """What it means that the server, which has let us in and may have the letter, did not say that it took it."""
    match error:
        case smtplib.SMTPSenderRefused():
            return NotDoneError(said(Reason.LATER if error.smtp_code < 500 else Reason.SENDER, _codes(error)))
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return _refusal(smtplib.SMTPResponseException(code, words))
        case smtplib.SMTPResponseException() if error.smtp_code > 0:  # otherwise it was no answer
            return _refusal(error)
        case smtplib.SMTPNotSupportedError():
            return RefusedError(said(Reason.ADDRESS))
    return UnknownOutcomeError(said(Reason.LOST)) if has_letter else not_let_in(error)


def _refusal(error: smtplib.SMTPResponseException) -> NotDoneError | RefusedError:
    """A refusal of the recipient, or of the letter: 4xx for now, 5xx for good, unless it is really about us.

    Many servers say only at the recipient, or after the letter, that they do not take mail from this client,
    login or sender (Postfix's `smtpd_delay_reject`).
    """
    codes = _codes(error)
    if error.smtp_code < 500:
        return NotDoneError(said(Reason.LATER, codes))
    if error.smtp_code in _ABOUT_US or _STATUS_ABOUT_US.fullmatch(codes.rpartition(" ")[2]):
        return NotDoneError(said(Reason.POLICY, codes))
    return RefusedError(said(Reason.LETTER, codes))


def _codes(error: smtplib.SMTPResponseException) -> str:
    """The code, and the enhanced one where the server gives it."""
    words = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
    status = _STATUS.match(words)
    return f"{error.smtp_code} {status[0].decode()}" if status else str(error.smtp_code)
