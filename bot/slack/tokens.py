"""What Slack says of our tokens, at the start and in `check`: whether it takes them, and with which scopes."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.client import NO_ANSWER, WaitError, call
from bot.slack.errors import WRONG_TOKEN, cure_of
from bot.startup_checks import CannotStartError

logger = logging.getLogger(__name__)

_HERE = Path(__file__).parents[1]
MANIFEST = _HERE / "manifest.yml" if (_HERE / "manifest.yml").exists() else _HERE.parent / "manifest.yml"
"""What an administrator pastes: an installed package has it inside, a checkout at its top."""
NEW_SCOPES = "paste manifest.yml into App Manifest, then install the app again"
REACH = "see whether this machine reaches Slack (firewall, HTTPS_PROXY) and whether status.slack.com tells of trouble"
TRUST = (
    "the certificate shown is not trusted: does something on the way open TLS? Let this machine trust the authority of "
    "that (docs/install.md, Behind a proxy)"
)
PATIENCE = 5.0  # seconds; the start waits no longer for a silent Slack

NOT_TRUSTED = re.compile(r"\w*Certificate\w*Error")
"""What a call that failed for that reason is noted as."""

_NEW_TOKEN: Mapping[str, str] = MappingProxyType(
    {
        "SLACK_BOT_TOKEN": "copy the token (xoxb-…) from Install App, or make a new one there; set it, and start again",
        "SLACK_APP_TOKEN": "make an app-level token (xapp-…) with connections:write under Basic Information; set it, "
        "and start again",
    }
)


@dataclass(frozen=True, slots=True)
class Scopes:
    """The manifest's scopes beside the token's."""

    wanted: frozenset[str]
    given: frozenset[str]

    @property
    def missing(self) -> list[str]:
        """What the manifest wants and the token has not."""
        return sorted(self.wanted - self.given)

    @property
    def more(self) -> list[str]:
        """What the token has and the manifest does not want."""
        return sorted(self.given - self.wanted)


async def ask_slack(slack: AsyncWebClient) -> None:
    """Ask Slack at the start whether it takes the bot's token, and warn of missing scopes.

    Raises CannotStartError when only another token helps. A Slack that cannot be asked now stops nothing.
    https://docs.slack.dev/reference/methods/auth.test
    """
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await call(slack.auth_test())
    except (*NO_ANSWER, TimeoutError) as error:
        if str(error) in WRONG_TOKEN:
            raise CannotStartError(refused("SLACK_BOT_TOKEN", str(error))) from error
        logger.warning("Slack cannot be asked about SLACK_BOT_TOKEN now, going on: %s", told("SLACK_BOT_TOKEN", error))
        return
    scopes = scopes_of(answer)
    if scopes and scopes.missing:
        logger.warning("SLACK_BOT_TOKEN lacks scopes: %s. What to do: %s", ", ".join(scopes.missing), NEW_SCOPES)


def refused(setting: str, code: str) -> str:
    """One sentence for a token that Slack does not take: which setting, what Slack says, what to do."""
    return f"Slack does not take {setting}: {code}: {_NEW_TOKEN[setting]}."


def told(setting: str, error: Exception) -> str:
    """Why Slack could not be asked with the token in this setting, and what to do about it.

    `error` is one of NO_ANSWER, or a TimeoutError.
    """
    said = str(error)
    if said in WRONG_TOKEN:
        return f"{said}: {_NEW_TOKEN[setting]}"
    if isinstance(error, WaitError):
        return f"{said}: Slack has been asked too much; wait, and try again"
    if said.islower() and not said.startswith("status "):
        return f"{said}: {cure_of(said) or 'wait, and try again'}"
    if NOT_TRUSTED.fullmatch(said):
        return f"no answer: {TRUST}"
    return f"no answer{f' ({said})' if said.startswith('status ') else ''}: {REACH}"


def scopes_of(answer: AsyncSlackResponse) -> Scopes | None:
    """The scopes that an answer of Slack names, beside the manifest's; None without a manifest to compare with.

    https://docs.slack.dev/authentication/installing-with-oauth (X-OAuth-Scopes)
    """
    if not MANIFEST.exists():
        return None
    wanted = yaml.safe_load(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
    header = next((str(text) for name, text in answer.headers.items() if name.lower() == "x-oauth-scopes"), "")
    return Scopes(frozenset(wanted), frozenset(scope.strip() for scope in header.split(",")) - {""})
