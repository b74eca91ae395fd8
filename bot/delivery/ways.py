"""What each way of the outbox needs of Slack, and so how many rows of it may be begun now.

A way that Slack holds up, or that is slow, takes none of the others' room: each has hands of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.delivery.pace import POST, Pace
from store.claimable import Way

# The methods that a row of each way may call before it is done. All of them must have room.
METHODS: Mapping[Way, tuple[str, ...]] = MappingProxyType(
    {
        Way.OPEN: ("conversations.open", POST),
        Way.POST: (POST,),
        Way.CHANGE: ("chat.update", "chat.delete"),
        Way.HOME: ("views.publish",),
        Way.HOME_NOW: ("views.publish",),
        Way.FILE: ("files.info", "files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"),
        Way.MAIL: ("chat.getPermalink",),
        Way.HOOK: (),
    }
)
HANDS: Mapping[Way, int] = MappingProxyType(
    {Way.OPEN: 4, Way.POST: 16, Way.CHANGE: 8, Way.HOME: 4, Way.HOME_NOW: 4, Way.FILE: 4, Way.MAIL: 2, Way.HOOK: 8}
)
# Redrawings of main pages that nobody waits for leave so many calls a minute to people who do.
KEPT_FREE: Mapping[Way, int] = MappingProxyType({Way.HOME: 10})


def room_for(way: Way, pace: Pace, busy: int) -> int:
    """How many rows of a way may be begun now, when so many are in hand already."""
    free = (pace.room(method, beyond=KEPT_FREE.get(way, 0)) for method in METHODS[way])
    return max(0, min((HANDS[way] - busy, *free)))


def seconds_until_room(way: Way, pace: Pace) -> float:
    """For how long Slack's limits leave no room for a way; 0 where it is only our hands that are full."""
    return max((pace.seconds_until_room(method, beyond=KEPT_FREE.get(way, 0)) for method in METHODS[way]), default=0.0)
