"""Every action id, callback id and form field, once.

They are part of messages that live for years: one that was released is never renamed or reused.
A button's value holds only an id (of the subtask or the case) or a page number, see `case_page_value`.
"""

from __future__ import annotations

from typing import Final

# ---- buttons and menus ---------------------------------------------------------------------------

SUBTASK_OPEN: Final = "subtask.open"
SUBTASK_SOLVE: Final = "subtask.solve"
TASK_SOLVE: Final = "task.solve"
TASK_WRITE: Final = "task.write"
CASE_OPEN: Final = "case.open"
CASE_SUBTASK: Final = "case.subtask"
CASE_ANSWER: Final = "case.answer"
CASE_NEW_SUBTASK: Final = "case.new_subtask"
CASE_CLOSE_ASK: Final = "case.close"
CASE_PAGE: Final = "case.page"
HOME_BACK: Final = "home.back"
HOME_SUBTASKS_PAGE: Final = "home.subtasks_page"
HOME_CASES_PAGE: Final = "home.cases_page"
HOME_LANGUAGE: Final = "home.language"

# ---- inputs --------------------------------------------------------------------------------------

VALUE: Final = "value"
ASSIGNEE_PICK: Final = "assignee.pick"
CASE_PICK: Final = "case.pick"
ATTACHMENTS_PICK: Final = "attachments.pick"

TITLE: Final = "title"
DEADLINE: Final = "deadline"
ASSIGNEE: Final = "assignee"
CASE: Final = "case"
DESCRIPTION: Final = "description"
ATTACHMENTS: Final = "attachments"
CONCLUSION: Final = "conclusion"
MESSAGE: Final = "message"
LANGUAGE: Final = "language"

# ---- callbacks of modals and shortcuts -----------------------------------------------------------

SUBTASK_CREATE: Final = "subtask.create"
SUBTASK_CHOOSE_CASE: Final = "subtask.choose_case"
CONCLUSION_SAVE: Final = "conclusion.save"
MESSAGE_SEND: Final = "message.send"
SUBTASK_SOLVE_EMPTY: Final = "subtask.solve_empty"
CASE_CLOSE: Final = "case.close"
CREATE_SUBTASK: Final = "create_subtask"
CREATE_SUBTASK_FROM_MESSAGE: Final = "create_subtask_from_message"


def case_page_value(case_id: str, page: int) -> str:
    """Give the value of a button that turns to another page of a case's subtasks."""
    return f"{case_id}|{page}"


def read_case_page(value: str) -> tuple[str, int]:
    """Read what `case_page_value` wrote: the case's id and the page. Raises ValueError for anything else."""
    case_id, mark, page = value.rpartition("|")
    if not mark:
        raise ValueError(f"no page in {value!r}")
    return case_id, int(page)
