"""What systems can be told of by webhook, and where a webhook may go."""

from __future__ import annotations

import ipaddress
import socket
from enum import StrEnum
from urllib.parse import urlsplit

from domain.errors import N_, Refused

LONGEST_ADDRESS = 2000
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
NO_ADDRESS = N_("Adressen må begynne med https:// (http:// bare til samme maskin), og være uten navn, passord og «#».")
NO_PLACE = N_("En webhook kan ikke gå til denne adressen.")


class Event(StrEnum):
    """The kinds of events, as systems choose and read them; never renamed or reused."""

    CASE_CREATED = "case.created"
    CASE_ASSIGNED = "case.assigned"
    """It has another owner than before, or none."""
    CASE_CLOSED = "case.closed"
    """Or withdrawn: its status says which."""
    SUBTASK_CREATED = "subtask.created"
    SUBTASK_ASSIGNED = "subtask.assigned"
    SUBTASK_MESSAGED = "subtask.messaged"
    SUBTASK_SOLVED = "subtask.solved"
    SUBTASK_REOPENED = "subtask.reopened"
    """Whoever was told that it is solved is told that it is not any more."""


def is_this_machine(host: str) -> bool:
    """Whether a host's name or address means the machine that asks."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def require_address(url: str) -> None:
    """Refuse what no webhook may go to: no TLS on the way, a login in the address, or an address of the machine's net.

    Institutions have their systems in private networks, so those are allowed. What a name stands for is not looked up.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(NO_ADDRESS) from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_ADDRESS
    if not (host and is_safe and is_plain) or parts.username is not None or "#" in url:
        raise Refused(NO_ADDRESS)
    address = _address(host)
    if address and (address.is_link_local or address.is_multicast or address.is_unspecified):
        raise Refused(NO_PLACE)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is written as, in whichever way it is connected to; None for a name."""
    try:
        written = ipaddress.ip_address(host.removesuffix("."))
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host.removesuffix(".")))  # 0x…, octal, or short
        except OSError:
            return None
    if isinstance(written, ipaddress.IPv4Address):
        return written
    within = ipaddress.IPv4Address(written.packed[-4:]) if written in _NAT64 else None
    return written.ipv4_mapped or written.sixtofour or within or written


def shown(url: str) -> str:
    """An address without its query, in which there may be something secret."""
    return url.partition("?")[0]
