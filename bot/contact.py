"""Whom people are told to ask (`CONTACT`): as the administrator wrote it, or the name behind the Slack id there."""

from __future__ import annotations

import logging
import re

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import NO_ANSWER, call
from domain import arriving
from handlers.translators import Translators

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{6,}")

log = logging.getLogger(__name__)


def is_slack_id(contact: str) -> bool:
    """Tell whether it names somebody by their id in Slack."""
    return _SLACK_ID.fullmatch(contact) is not None


async def name_in_slack(slack: AsyncWebClient, slack_id: str) -> str:
    """The name that Slack shows for this person. Raises one of NO_ANSWER."""
    user = (await call(slack.users_info(user=slack_id)))["user"]
    return arriving.line(str(user.get("profile", {}).get("real_name") or user.get("real_name") or user["name"]))


class Contact:
    """Tells the translators whom people are to ask."""

    def __init__(self, translators: Translators, slack: AsyncWebClient, contact: str) -> None:
        """`contact` is what the setting says."""
        self._translators = translators
        self._slack = slack
        self._unknown = contact if is_slack_id(contact) else ""
        translators.contact = "" if self._unknown else contact

    async def learn(self) -> None:
        """Ask Slack for the name behind an id, if it is not known yet; until then there is a general phrase."""
        if not self._unknown:
            return
        try:
            self._translators.contact = await name_in_slack(self._slack, self._unknown)
        except NO_ANSWER as error:
            log.warning("CONTACT: Slack does not say who %s is: %s", self._unknown, error)
        else:
            self._unknown = ""
