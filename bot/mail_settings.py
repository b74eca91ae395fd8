"""How the mail server is named in the settings, and whose certificates the bot trusts."""

from __future__ import annotations

import os
import re
import ssl
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.secrecy import require_encoded
from domain.addresses import on_the_way

NO_SERVER = "must be smtp://server or smtps://server, with user:password@ and :port where needed"


def read_smtp_url(text: str) -> str:
    """The mail server's address, empty for none. Raises ValueError for a text that is none.

    Its words show neither the text nor what Python says of it: there may be a password in it.
    """
    try:
        address = urlsplit(text)
    except ValueError:
        raise ValueError(NO_SERVER) from None
    require_encoded(text, unquote(address.username or ""), unquote(address.password or ""))
    if text and not _is_server(text):
        raise ValueError(NO_SERVER)
    if not unquote(address.netloc.rpartition("@")[0]).isascii():
        raise ValueError("user and password can have no letters outside ASCII: mail servers do not agree on them")
    return text


def _is_server(text: str) -> bool:
    try:
        address = urlsplit(text)
        host = (address.hostname or "").encode("idna")
        has_name = bool(host) and not re.search(rb"[\s,;]", host)
        return address.scheme in ("smtp", "smtps") and has_name and (address.port is None or address.port > 0)
    except ValueError:
        return False


def read_authority(text: str) -> Path | None:
    """The file with an own authority's certificate. Raises ValueError for one that cannot be used."""
    if not text:
        return None
    trusting(Path(text))
    return Path(text)


def read_sender(text: str) -> str:
    """The sender's address, empty for none. Raises ValueError for a text that is none."""
    if text and (text.count("@") != 1 or not text.isprintable() or any(letter.isspace() for letter in text)):
        raise ValueError(f"must be an e-mail address; not {text!r}")
    try:
        on_the_way(text or "a@b")
    except ValueError:
        raise ValueError(f"has a domain that cannot be one; not {text!r}") from None
    return text


def trusting(authority: Path | None) -> ssl.SSLContext:
    """A context that lets nobody in without a certificate for the right name from somebody trusted.

    An institution's own authority often leaves out what Python 3.13 began to ask for besides (RFC 5280's key
    identifiers, critical constraints): that is asked for nowhere, so that a newer Python lets in whom an older one did.
    Raises ValueError, with words for the administrator, for an authority's file that cannot be used.
    """
    context = ssl.create_default_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if authority:
        try:
            context.load_verify_locations(authority)
        except ssl.SSLError:
            raise ValueError(f"{authority} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)") from None
        except OSError as error:
            raise ValueError(f"{authority} cannot be read: {os.strerror(error.errno or 0)}") from None
    return context
