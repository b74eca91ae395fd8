"""Every action id, callback id and form field, once.

They are part of messages that live for years: one that was released is never renamed or reused.
A button's value holds only an id (of the subtask or the case) or a page number, see `case_page_value`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from typing import Final

# ---- buttons and menus ---------------------------------------------------------------------------

SUBTASK_OPEN: Final = "subtask.open"
SUBTASK_SOLVE: Final = "subtask.solve"
TASK_SOLVE: Final = "task.solve"
TASK_WRITE: Final = "task.write"
CASE_OPEN: Final = "case.open"
CASE_ROUND_ASK: Final = "case.round"
ROUND_ANSWERS: Final = "round.answers"
ROUND_NUDGE: Final = "round.nudge"
CASE_SUBTASK: Final = "case.subtask"
CASE_ANSWER: Final = "case.answer"
CASE_NEW_SUBTASK: Final = "case.new_subtask"
CASE_SETS_ASK: Final = "case.sets"
CASE_CLOSE_ASK: Final = "case.close"
CASE_DISTRIBUTE_ASK: Final = "case.distribute"
CASE_PAGE: Final = "case.page"
CLOSING_SUBTASK: Final = "closing.subtask"
SUBTASK_REASSIGN_ASK: Final = "subtask.reassign"
SUBTASK_DECLINE_ASK: Final = "subtask.decline"
SUBTASK_HOLD_ASK: Final = "subtask.hold"
TASK_RESUME: Final = "task.resume"
SUBTASK_UNDO: Final = "subtask.undo"
SUBTASK_REOPEN_ASK: Final = "subtask.reopen"
SUBTASK_NOT_NEEDED_ASK: Final = "subtask.not_needed"
SUBTASK_EDIT_ASK: Final = "subtask.edit"
SUBTASK_NUDGE: Final = "subtask.nudge"
SUBTASK_BEGIN: Final = "subtask.begin"
SUBTASK_NEED_MORE_ASK: Final = "subtask.need_more"
SUBTASK_WAIT_OVER: Final = "subtask.wait_over"
SUBTASK_COPY_ASK: Final = "subtask.copy"
SUBTASK_DEADLINE_ASK: Final = "subtask.deadline"
CASE_DEADLINES_ASK: Final = "case.deadlines"
CASE_MORE_TIME_ASK: Final = "case.more_time"
CASE_UPLOAD_ASK: Final = "case.upload"
CASE_FETCH: Final = "case.fetch"
GRANT_FETCH: Final = "grant.fetch"
CREATE_PREVIEW: Final = "create.preview"
TASK_PREVIEW: Final = "task.preview"
CASE_TAKE_OUT_ASK: Final = "case.take_out"
CASE_ACCESS_ASK: Final = "case.access"
TASK_ACCESS_ASK: Final = "task.access"
CASE_DISQUALIFY_ASK: Final = "case.disqualify"
CASE_LIFT_ASK: Final = "case.lift_disqualification"
CASE_HISTORY: Final = "case.history"
TASK_HISTORY: Final = "task.history"
HISTORY_PAGE: Final = "history.page"
HISTORY_BACK_PAGE: Final = "history.back_page"
TASK_CONVERSATION: Final = "task.conversation"
CONVERSATION_PAGE: Final = "conversation.page"
CONVERSATION_BACK_PAGE: Final = "conversation.back_page"
TASK_CONCLUSIONS: Final = "task.conclusions"
CONCLUSIONS_PAGE: Final = "conclusions.page"
CONCLUSIONS_BACK_PAGE: Final = "conclusions.back_page"
HOME_BACK: Final = "home.back"
HOME_LEAVE: Final = "home.leave_page"
HOME_TAB_MINE: Final = "home.tab.mine"
HOME_TAB_GIVEN: Final = "home.tab.given"
HOME_TAB_SOLVED: Final = "home.tab.solved"
HOME_SUBTASKS_PAGE: Final = "home.subtasks_page"
HOME_CASES_PAGE: Final = "home.cases_page"
HOME_WAITING_PAGE: Final = "home.waiting_page"
HOME_LANGUAGE: Final = "home.language"
HOME_WISHES_ASK: Final = "home.wishes"
HOME_ABSENCE_ASK: Final = "home.absence"
HOME_ABSENCE_OTHER: Final = "home.absence_of_other"
ABSENCE_END: Final = "absence.end"
SEARCH_ASK: Final = "search.ask"
SEARCH_CHANGE_ASK: Final = "search.change"
SEARCH_HELD: Final = "search.held"
SEARCH_VIEW: Final = "search.view"
SEARCH_NAME_ASK: Final = "search.name"
SEARCH_REMOVE: Final = "search.remove"
SEARCH_HIT: Final = "search.hit"
OVERVIEW_OPEN: Final = "overview.open"
OVERVIEW_REFRESH: Final = "overview.refresh"
OVERVIEW_LIST: Final = "overview.list"
OVERVIEW_LIST_SECOND: Final = "overview.list_second"
OVERVIEW_LIST_THIRD: Final = "overview.list_third"
OVERVIEW_PAGE: Final = "overview.page"
OVERVIEW_PLACE: Final = "overview.place"
OVERVIEW_CASE: Final = "overview.case"
BULK_MOVE_ASK: Final = "bulk_move.ask"
BULK_MOVE_UNDO: Final = "bulk_move.undo"
OFFER_TAKE: Final = "offer.take"
OFFERS_END: Final = "offers.end"
OFFERS_SHOW: Final = "offers.show"

# ---- the menu of a row -----------------------------------------------------------------------------

MORE: Final = "more"

# ---- inputs --------------------------------------------------------------------------------------

VALUE: Final = "value"
ASSIGNEE_PICK: Final = "assignee.pick"
ASSIGNEES_PICK: Final = "round.assignees_pick"
CASE_PICK: Final = "case.pick"
OWNER_PICK: Final = "owner.pick"
ATTACHMENTS_PICK: Final = "attachments.pick"
ACCESS_PICK: Final = "access.pick"
TAKE_OUT_PICK: Final = "case.take_out_pick"
REOPEN_PICK: Final = "subtask.reopen_pick"
PERSON_PICK: Final = "absence.person_pick"
SUBSTITUTE_PICK: Final = "absence.substitute_pick"
SEARCH_PLACE_PICK: Final = "search.place_pick"
SEARCH_ASSIGNEE_PICK: Final = "search.assignee_pick"
HOLDER_PICK: Final = "bulk_move.holder_pick"
PLACE_PICK: Final = "bulk_move.place_pick"
RECEIVER_PICK: Final = "bulk_move.receiver_pick"

TITLE: Final = "title"
DEADLINE: Final = "deadline"
ASSIGNEE: Final = "assignee"
CASE: Final = "case"
DESCRIPTION: Final = "description"
ATTACHMENTS: Final = "attachments"
FILES: Final = "files"
ENDS_ON: Final = "ends_on"
CONCLUSION: Final = "conclusion"
MESSAGE: Final = "message"
LANGUAGE: Final = "language"
OWNER: Final = "owner"
PERSON: Final = "person"
REASON: Final = "reason"
SUBTASKS: Final = "subtasks"
HELD_UNTIL: Final = "held_until"
TEXT: Final = "text"
SET: Final = "set"
LINES: Final = "lines"
KIND: Final = "kind"
QUESTION: Final = "question"
OPTIONS: Final = "options"
SHOWS_ANSWERS: Final = "shows_answers"
ANSWERS: Final = "answers"
REMINDING: Final = "reminding"
KINDS: Final = "kinds"
QUIET_HOURS: Final = "quiet_hours"
KEEP_NUMBER: Final = "keep_number"
ABSENT_FROM: Final = "absent_from"
ABSENT_UNTIL: Final = "absent_until"
SUBSTITUTE: Final = "substitute"
COVERS: Final = "covers"
WORDS: Final = "words"
STANDING: Final = "standing"
DUE: Final = "due"
PLACE: Final = "place"
ORDER: Final = "order"
NAME: Final = "name"
REPLACES: Final = "replaces"
LISTED: Final = "listed"
EVERY: Final = "every"
RECEIVER: Final = "receiver"
ROLE: Final = "role"
RESTING: Final = "resting"

# ---- callbacks of modals and shortcuts -----------------------------------------------------------

SUBTASK_CREATE: Final = "subtask.create"
SUBTASK_CHOOSE_CASE: Final = "subtask.choose_case"
SETS_CHOOSE: Final = "sets.choose"
SETS_TICK: Final = "sets.tick"
SETS_CREATE: Final = "sets.create"
ROUND_CREATE: Final = "round.create"
ROUND_CHOOSE: Final = "round.choose"
ROUND_SUM_UP: Final = "round.sum_up"
CONCLUSION_SAVE: Final = "conclusion.save"
MESSAGE_SEND: Final = "message.send"
SUBTASK_SOLVE_EMPTY: Final = "subtask.solve_empty"
CASE_CLOSE: Final = "case.close"
CASE_UPLOAD: Final = "case.upload_files"
CASE_TAKE_OUT: Final = "case.take_out_attachments"
CASE_DISQUALIFY: Final = "case.disqualify"
CASE_LIFT: Final = "case.lift_disqualification"
ACCESS_CHANGE: Final = "access.change"
CASE_DISTRIBUTE: Final = "case.distribute"
SUBTASK_REASSIGN: Final = "subtask.reassign"
SUBTASK_DECLINE: Final = "subtask.decline"
WISHES_CHOOSE: Final = "wishes.choose"
SUBTASK_HOLD: Final = "subtask.hold"
SUBTASK_REOPEN: Final = "subtask.reopen_solved"
SUBTASK_NOT_NEEDED: Final = "subtask.end_not_needed"
SUBTASK_EDIT: Final = "subtask.edit_words"
SUBTASK_NEED_MORE: Final = "subtask.ask_for_more"
SUBTASK_DEADLINE_MOVE: Final = "subtask.move_deadline"
CASE_DEADLINES_MOVE: Final = "case.move_deadlines"
ABSENCE_CHOOSE: Final = "absence.choose"
ABSENCE_CHOOSE_PERSON: Final = "absence.choose_person"
SEARCH_SHOW: Final = "search.show"
SEARCH_SAVE: Final = "search.save"
BULK_MOVE_CHOOSE: Final = "bulk_move.choose"
BULK_MOVE_PLAN: Final = "bulk_move.plan"
BULK_MOVE: Final = "bulk_move.move"
CREATE_SUBTASK: Final = "create_subtask"
CREATE_SUBTASK_FROM_MESSAGE: Final = "create_subtask_from_message"


# ---- ids and values that say a page ----------------------------------------------------------------

_CASE_MODAL: Final = "case.page:"


def entry_value(action_id: str, value: str) -> str:
    """Give the value of a menu's entry that stands for a button with this id and value."""
    return f"{action_id}|{value}"


def read_entry(value: str) -> tuple[str, str]:
    """Read what `entry_value` wrote: the id and the value of the button that an entry stands for."""
    action_id, _, of_button = value.partition("|")
    return action_id, of_button


def case_page_value(case_id: str, page: int) -> str:
    """Give the value of a button that turns to another page of a case's subtasks."""
    return f"{case_id}|{page}"


def read_case_page(value: str) -> tuple[str, int]:
    """Read what `case_page_value` wrote: the case's id and the page. Raises ValueError for anything else."""
    case_id, mark, page = value.rpartition("|")
    if not mark:
        raise ValueError(f"no page in {value!r}")
    return case_id, int(page)


def list_value(listing: str, page: int) -> str:
    """Give the value of a button that turns to a page of one of several lists."""
    return f"{listing}|{page}"


def read_list(value: str) -> tuple[str, int]:
    """Read what `list_value` wrote: the list and the page, which is the first in anything else."""
    listing, _, page = value.partition("|")
    return listing, int(page) if page.isdecimal() else 0


def more_time_value(case_id: str, was_on: date) -> str:
    """Give the value of the button that asks to move what was due with a case when its deadline was this day."""
    return f"{case_id}|{was_on.isoformat()}"


def read_more_time(value: str) -> tuple[str, date]:
    """Read what `more_time_value` wrote. Raises ValueError for anything else."""
    case_id, _, was_on = value.rpartition("|")
    return case_id, date.fromisoformat(was_on)


def choice_of(whose: int | str) -> str:
    """Give the name of the field that says what is to become of a subtask when its case is closed."""
    return f"choice:{whose}"


def sentence_of(whose: int | str) -> str:
    """Give the name of the field for the sentence to it."""
    return f"text:{whose}"


def read_choice(name: str) -> int | None:
    """Read whose field `choice_of` named; None for any other field."""
    _, mark, number = name.partition("choice:")
    return int(number) if mark and number.isdecimal() else None


def hit_value(case_id: str, subtask_id: int | None) -> str:
    """Give the value of the choice that opens a hit: a subtask, or a case."""
    return f"case:{case_id}" if subtask_id is None else f"subtask:{subtask_id}"


def read_hit(value: str) -> tuple[str, int | None]:
    """Read what `hit_value` wrote: the case's id, or the subtask's number (0, which none has, for anything else)."""
    kind, _, whose = value.partition(":")
    if kind == "case":
        return whose, None
    return "", int(whose) if whose.isdecimal() else 0


def numbers_value(numbers: Iterable[int], most: int = 2000) -> str:
    """Write ascending numbers as their distances, as many of them as `most` characters hold."""
    written, last = "", 0
    for number in sorted(numbers):
        written, last, before = f"{written},{number - last}", number, written
        if len(written) > most:
            return before.removeprefix(",")
    return written.removeprefix(",")


def read_numbers(value: str) -> tuple[int, ...]:
    """Read what `numbers_value` wrote."""
    return tuple(accumulate(int(one) for one in value.split(",") if one.isdecimal()))


def case_modal_id(page: int) -> str:
    """Give the callback id of a case page as a modal: a dialog on it learns from it which page to draw again."""
    return f"{_CASE_MODAL}{page}"


def page_of_case_modal(callback_id: str) -> int:
    """Read the page that `case_modal_id` wrote; the first one from anything else."""
    number = callback_id.removeprefix(_CASE_MODAL)
    return int(number) if number.isdecimal() else 0
