"""A card that Slack has deleted, by its rule for old messages: noticed when its subtask's page is opened elsewhere.

The page says what lies in the thread below the card, and nothing of that is there then.
"""

from __future__ import annotations

from typing import Final

from slack_sdk.errors import SlackApiError

from cases.acts import gaps
from domain.values import SubtaskStatus, TaskPage
from handlers import asking
from handlers.request import Request
from handlers.services import Services

GONE: Final = "message_not_found"


def look_for_card(services: Services, request: Request, page: TaskPage) -> None:
    """After a page was opened, and not from the card itself: have the reader's card brought back if it is gone."""
    if request.view and page.subtask.status is not SubtaskStatus.SOLVED:
        services.background.later(_look(services, page.subtask.id, page.reader.id))


async def _look(services: Services, subtask_id: int, person_id: int) -> None:
    place = await services.executor.query(gaps.place_of_card, subtask_id, person_id)
    if place is None:
        return
    channel, ts = place
    try:
        await services.slack.chat_getPermalink(channel=channel, message_ts=ts)
    except SlackApiError as error:
        if error.response.get("error") == GONE:
            await services.executor.execute(gaps.card_gone, person_id, ts, now=services.clock.now())
    except asking.NO_ANSWER:
        return  # whatever comes next for the thread notices it, too
