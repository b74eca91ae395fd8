"""How an address of the web is written."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(host: str, port: int) -> str:
    """The address of a port of this machine's, over plain HTTP."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_web_address(text: str, *schemes: str) -> bool:
    """Whether something is the address of a server of one of these schemes, http and https where none is named."""
    try:
        address = urlsplit(text)
        return address.scheme in (schemes or ("http", "https")) and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that there is not, or half of an IPv6 address
        return False
