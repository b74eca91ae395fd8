"""What each act owes besides its line in the history, said once for all of them; cases/transaction.py writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from domain.history import Act


class Recheck(Enum):
    """What the clock looks at again, since something else may fall due by now."""

    NOTHING = auto()
    SUBTASK = auto()
    SUBTASK_AS_BEFORE = auto()
    """It is again what it was: nothing that would have been said of it is passed over."""
    CASE = auto()
    """With what is unsolved in it, when its owner, deadline or place is another one."""


COUNTED: Final = frozenset(
    {
        Act.SUBTASK_SOLVED,
        Act.SUBTASK_SOLVING_UNDONE,
        Act.SUBTASK_REOPENED,
        Act.SUBTASK_DECLINED,
        Act.SUBTASK_REASSIGNED,
        Act.SUBTASK_MOVE_UNDONE,
    }
)
"""Whatever changes how many of a round have answered, or will not (cases/rounds.py)."""


class Redraw(Enum):
    """What is drawn again, for whom."""

    NOTHING = auto()
    PARTIES = auto()
    """Each party's card and main page, and the main page of who did it."""
    HOMES = auto()
    """The main pages of those who have the case in front of them, and of who did it."""
    MESSAGE = auto()
    """The message in its readers' threads, and their main pages and that of who did it."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What an act owes besides its line in the history.

    `settles`: somebody else may stand in afterwards, since what it is about is another one's, or nobody's, by then.
    """

    recheck: Recheck
    redraw: Redraw
    settles: bool = False


ENDS_OFFERS = frozenset(
    {
        Act.CASE_DISTRIBUTED,
        Act.CASE_REDISTRIBUTED,
        Act.CASE_MOVE_UNDONE,
        Act.CASE_CHANGED,
        Act.CASE_CLOSED,
        Act.CASE_WITHDRAWN,
        Act.CASE_REMOVED,
        Act.CASE_DISQUALIFIED,
        Act.SUBTASK_REASSIGNED,
        Act.SUBTASK_MOVE_UNDONE,
        Act.SUBTASK_MOVE_UNDONE,
        Act.SUBTASK_SOLVED,
    }
)
"""After these what was offered to everybody with a role may be nobody's to take any more."""


def owed(act: Act) -> Owed:
    """What each act owes. An act that is missing here is an error of types."""
    match act:
        case Act.SUBTASK_REASSIGNED | Act.SUBTASK_REOPENED | Act.SUBTASK_BEGUN:
            return Owed(Recheck.SUBTASK, Redraw.PARTIES, settles=True)
        case (
            Act.SUBTASK_DEADLINE_MOVED
            | Act.SUBTASK_HELD
            | Act.SUBTASK_RESUMED
            | Act.SUBTASK_HOLD_OVER
            | Act.SUBTASK_NEEDS_MORE
            | Act.SUBTASK_NEEDS_NO_MORE
            | Act.SUBTASK_ANSWERED
        ):
            return Owed(Recheck.SUBTASK, Redraw.PARTIES)
        case Act.SUBTASK_SOLVING_UNDONE | Act.SUBTASK_STAND_IN | Act.SUBTASK_MOVE_UNDONE:
            return Owed(Recheck.SUBTASK_AS_BEFORE, Redraw.PARTIES, settles=True)
        case Act.SUBTASK_CREATED | Act.SUBTASK_DECLINED:
            return Owed(Recheck.NOTHING, Redraw.PARTIES, settles=True)
        # A new one is looked at from the first; of what was opened, solved or declined less falls due than before.
        case (
            Act.SUBTASK_OPENED
            | Act.SUBTASK_SOLVED
            | Act.SUBTASK_EDITED
            | Act.SUBTASK_NUDGED
            | Act.SUBTASK_OFFERED
            | Act.CONCLUSION_SAVED
            | Act.GRANT_GIVEN
            | Act.GRANT_WITHDRAWN
            | Act.GRANT_FETCHED
            | Act.GRANT_END_MOVED
            | Act.GRANT_ENDED
        ):
            return Owed(Recheck.NOTHING, Redraw.PARTIES)
        case Act.MESSAGE_SENT | Act.MESSAGE_DELETED | Act.FILE_TAKEN_BACK:
            return Owed(Recheck.NOTHING, Redraw.MESSAGE)
        case (
            Act.CASE_DISTRIBUTED
            | Act.CASE_REDISTRIBUTED
            | Act.CASE_IMPORTED
            | Act.CASE_CHANGED
            | Act.CASE_MOVE_UNDONE
            | Act.CASE_DISQUALIFIED
            | Act.CASE_DISQUALIFICATION_LIFTED
            | Act.CASE_STAND_IN
        ):
            return Owed(Recheck.CASE, Redraw.HOMES, settles=True)
        case (
            Act.CASE_OPENED
            | Act.CASE_CLOSED
            | Act.CASE_WITHDRAWN
            | Act.CASE_REMOVED
            | Act.ROUND_ASKED
            | Act.ROUND_ENDED
            | Act.ROUND_SUMMED_UP
            | Act.CASE_OFFERED
            | Act.ATTACHMENT_ADDED
            | Act.ATTACHMENT_LOST
            | Act.ATTACHMENT_TAKEN_OUT
        ):
            return Owed(Recheck.NOTHING, Redraw.HOMES)
        # Only who fetches something, or is shown it, sees it, and that is what is being drawn.
        case Act.ATTACHMENT_FETCHED | Act.COPY_DELIVERED | Act.COPY_REMOVED:
            return Owed(Recheck.NOTHING, Redraw.NOTHING)
