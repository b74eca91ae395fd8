"""HTTPS_PROXY and its like, as other programs read them: what cannot be used is said before Slack seems to be away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.addresses import is_web_address
from bot.quoted import as_meant

# The first that is set is the way to Slack (bot/slack/client.py), the small letters before the large ones.
_NAMES = [written(f"{kind}_proxy") for kind in ("https", "http", "all") for written in (str.lower, str.upper)]


def faults_in_proxy(environment: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the address of the proxy; it is not shown, since there may be a password in it."""
    for name in _NAMES:
        try:
            text = as_meant(environment, name)
        except ValueError as fault:
            yield f"{name}: {fault}"
            return
        if text:
            if not is_web_address(text if "://" in text else f"http://{text}"):
                yield f"{name}: must be the address of a proxy for HTTP, such as http://proxy.uni.example:3128"
            return
