"""E-mail addresses: which texts are one, and how one is written on its way through the mail."""

from __future__ import annotations

import re

import idna

from domain import letters

LOCAL_PART = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)
DOMAIN = 255  # octets after it (RFC 5321, 4.5.3.1.2)
LABEL = 63  # octets between two dots of a domain (RFC 1035, 2.3.4)
_SHAPE = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[^@\s<>()\[\],;:\"\\.]+(\.[^@\s<>()\[\],;:\"\\.]+)+")


def is_address(text: str) -> bool:
    """Whether an e-mail can be sent to this text, by a mail system that knows all letters before the @."""
    if not text.isprintable() or not all(map(letters.shows, text)) or not _SHAPE.fullmatch(text):
        return False
    try:
        on_the_way(text)
    except ValueError:
        return False
    return len(text.partition("@")[0].encode()) <= LOCAL_PART


def on_the_way(address: str) -> str:
    """The address with its domain in ASCII (IDNA 2008, RFC 5891). Raises ValueError for a domain that has no such form.

    What stands before the @ stays as it is: SMTPUTF8 is for that (RFC 6531).
    """
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        domain = idna.encode(domain, uts46=True).decode("ascii")
    labels = domain.split(".")
    if len(domain) > DOMAIN or any(not 0 < len(label) <= LABEL for label in labels):
        raise ValueError("the domain, or a part of it, is empty or too long")
    if any(label.startswith("-") or label.endswith("-") for label in labels):
        raise ValueError("a part of the domain begins or ends with a hyphen")
    return f"{local}@{domain}"
