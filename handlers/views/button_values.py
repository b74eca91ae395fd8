"""What stands in the values of buttons and choices and in the names of fields: each written and read by a pair.

Slack gives them back as they were drawn, so that what was drawn by an older version is read, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from typing import Final

from domain import arriving
from domain.lists import ListKind, WantedList
from domain.overview import Listing

_MOST: Final = 2000  # characters that the value of a button holds
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
    """Read what `case_page_value` wrote: the case's id and the page, which is the first in anything else."""
    case_id, _, page = value.rpartition("|")
    return case_id, arriving.number(page) or 0


def list_value(listing: str, page: int) -> str:
    """Give the value of a button that turns to a page of one of several lists."""
    return f"{listing}|{page}"


def read_list(value: str) -> tuple[str, int]:
    """Read what `list_value` wrote: the list and the page, which is the first in anything else."""
    listing, _, page = value.partition("|")
    return listing, arriving.number(page) or 0


def more_time_value(case_id: str, was_on: date) -> str:
    """Give the value of the button that asks to move what was due with a case when its deadline was this day."""
    return f"{case_id}|{was_on.isoformat()}"


def read_more_time(value: str) -> tuple[str, date | None]:
    """Read what `more_time_value` wrote: the case's id, and the day, which is missing in anything else."""
    case_id, _, was_on = value.rpartition("|")
    try:
        return case_id, date.fromisoformat(was_on)
    except ValueError:
        return case_id, None


def choice_of(whose: int | str) -> str:
    """Give the name of the field that says what is to become of a subtask when its case is closed."""
    return f"choice:{whose}"


def sentence_of(whose: int | str) -> str:
    """Give the name of the field for the sentence to it."""
    return f"text:{whose}"


def read_choice(name: str) -> int | None:
    """Read whose field `choice_of` named; None for any other field."""
    _, mark, number = name.partition("choice:")
    return arriving.number(number) if mark else None


def hit_value(case_id: str, subtask_id: int | None) -> str:
    """Give the value of the choice that opens a hit: a subtask, or a case."""
    return f"case:{case_id}" if subtask_id is None else f"subtask:{subtask_id}"


def read_hit(value: str) -> tuple[str, int | None]:
    """Read what `hit_value` wrote: the case's id, or the subtask's number (0, which none has, for anything else)."""
    kind, _, whose = value.partition(":")
    if kind == "case":
        return whose, None
    return "", arriving.number(whose) or 0


def numbers_value(numbers: Iterable[int]) -> str:
    """Write ascending numbers as their distances, as many of them as a button's value holds."""
    written, last = "", 0
    for number in sorted(numbers):
        written, last, before = f"{written},{number - last}", number, written
        if len(written) > _MOST:
            return before.removeprefix(",")
    return written.removeprefix(",")


def read_numbers(value: str) -> tuple[int, ...]:
    """Read what `numbers_value` wrote."""
    return tuple(accumulate(one for one in map(arriving.number, value.split(",")) if one is not None))


def case_modal_id(page: int) -> str:
    """Give the callback id of a case page as a modal: a dialog on it learns from it which page to draw again."""
    return f"{_CASE_MODAL}{page}"


def page_of_case_modal(callback_id: str) -> int:
    """Read the page that `case_modal_id` wrote; the first one from anything else."""
    number = callback_id.removeprefix(_CASE_MODAL)
    return arriving.number(number) or 0


def wanted_list_value(kind: ListKind, listing: Listing | None = None, about: int | None = None) -> str:
    """Give the value of a button that asks for a list as a file."""
    return f"{kind}|{listing or ''}|{about or 0}"


def read_wanted_list(value: str) -> WantedList:
    """Read what `wanted_list_value` wrote; the reader's own subtasks for anything else."""
    kind, listing, about = (*value.split("|"), "", "", "")[:3]
    said = {"list": kind, "listing": listing, "about": arriving.number(about) or 0}
    return WantedList.read(said) or WantedList(ListKind.MINE)
