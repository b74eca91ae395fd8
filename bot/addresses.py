"""How an address of the web is written."""

from __future__ import annotations


def web_address(host: str, port: int) -> str:
    """The address of a port of this machine's, over plain HTTP."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
