"""From a submitted modal to plain values: the only code that knows how Slack nests what was typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from domain import arriving, search_pages
from domain.absences import WantedAbsence
from domain.access import Access
from domain.answer_forms import key_of
from domain.bulk_moves import From, Listed, Wanted
from domain.endings import OTHERS, Choice, Closing, ClosingAnswer, Edit, Reopening
from domain.forms import Hold
from domain.heard import SentFile
from domain.ready_sets import WantedSet, field_of
from domain.round_forms import NewRound, WantedQuestion
from domain.search import Sought
from domain.search_pages import Naming
from domain.values import NewSubtask, Role
from handlers.said.files import sent_file
from handlers.views import bulk_fields, button_values, ids
from handlers.views.absence_form import ONLY_NEW


def about(view: dict[str, Any]) -> dict[str, Any]:
    """Read which case or subtask a modal is about; empty when it does not say."""
    try:
        found = orjson.loads(view.get("private_metadata") or "{}")
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def subtask_id(view: dict[str, Any]) -> int:
    """Read which subtask a modal is about; 0, which none has, when it does not say."""
    return _number_of(view, "subtask")


def round_id(view: dict[str, Any]) -> int:
    """Read which round a modal is about; 0, which none has, when it does not say."""
    return _number_of(view, "round")


def move_id(view: dict[str, Any]) -> int:
    """Read which bulk move a modal is about; 0, which none has, when it does not say."""
    return _number_of(view, "move")


def _numbers(options: list[dict[str, Any]]) -> tuple[int, ...]:
    found = (arriving.number(str(option.get("value"))) for option in options)
    return tuple(one for one in found if one is not None)


def _number_of(view: dict[str, Any], name: str) -> int:
    return known_number(view, name) or 0


def known_number(view: dict[str, Any], name: str) -> int | None:
    """Read a number that a modal was drawn with; None when it does not say one that anything can have."""
    return arriving.whole(about(view).get(name))


def text(view: dict[str, Any], name: str) -> str:
    """Read a text field; empty when it was left empty."""
    return str(_element(view, name).get("value") or "")


def day(view: dict[str, Any], name: str) -> date | None:
    """Read a date field; None when it is empty or no date."""
    return _day(_element(view, name).get("selected_date"))


def chosen(view: dict[str, Any], name: str) -> str:
    """Read what was chosen in a menu; empty when nothing was."""
    option = _element(view, name).get("selected_option") or {}
    return str(option.get("value") or "")


def number(view: dict[str, Any], name: str) -> int | None:
    """Read the id that was chosen in a menu; None when nothing was."""
    return arriving.number(chosen(view, name))


def ticked(view: dict[str, Any], name: str) -> tuple[int, ...]:
    """Read which ids were ticked in a list."""
    options = _element(view, name).get("selected_options") or []
    return _numbers(options)


def ticked_words(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """Read which words were ticked in a list."""
    return tuple(str(option.get("value")) for option in _element(view, name).get("selected_options") or [])


def offered_words(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """Read which words could be ticked when the dialog was drawn."""
    return tuple(str(option.get("value")) for option in _drawn(view, name).get("options") or [])


def ticked_before(view: dict[str, Any], name: str) -> tuple[int, ...]:
    """Read which ids were ticked when the dialog was drawn."""
    return _numbers(_drawn(view, name).get("initial_options") or [])


def day_before(view: dict[str, Any], name: str) -> date | None:
    """Read which day stood in a field when the dialog was drawn; None for none."""
    return _day(_drawn(view, name).get("initial_date"))


def files(view: dict[str, Any], name: str) -> tuple[SentFile, ...]:
    """Read which files were handed in."""
    return tuple(sent_file(file) for file in _element(view, name).get("files") or [])


def answers(view: dict[str, Any]) -> dict[str, str]:
    """Read what stands in the fields for a subtask's questions, by the questions' keys."""
    fields = [str(block.get("block_id")) for block in view.get("blocks") or [] if block.get("type") == "input"]
    keys = {name: key for name in fields if (key := key_of(name))}
    return {key: text(view, name) or chosen(view, name) for name, key in keys.items()}


def new_subtask(view: dict[str, Any]) -> NewSubtask:
    """Read the dialog "Ny deloppgave"."""
    return NewSubtask(
        title=text(view, ids.TITLE),
        deadline_on=day(view, ids.DEADLINE),
        assignee_id=number(view, ids.ASSIGNEE),
        description=text(view, ids.DESCRIPTION),
        attachment_ids=ticked(view, ids.ATTACHMENTS),
        like_id=known_number(view, "like"),
    )


def wanted_set(view: dict[str, Any]) -> WantedSet:
    """Read the dialog in which the lines of a set become subtasks."""
    told, number = about(view), known_number(view, "set")
    numbers = [one for one in told.get("lines") or [] if isinstance(one, int)]
    lines = tuple((one, _line_of_set(view, one)) for one in numbers)
    return WantedSet(-1 if number is None else number, str(told.get("mark")), lines)


def _line_of_set(view: dict[str, Any], place: int) -> NewSubtask:
    return NewSubtask(
        title=text(view, field_of(place, ids.TITLE)),
        deadline_on=day(view, field_of(place, ids.DEADLINE)),
        assignee_id=number(view, field_of(place, ids.ASSIGNEE)),
        description=text(view, field_of(place, ids.DESCRIPTION)),
        attachment_ids=ticked(view, field_of(place, ids.ATTACHMENTS)),
    )


def new_round(view: dict[str, Any]) -> NewRound:
    """Read the dialog "Spør flere"."""
    return NewRound(
        title=text(view, ids.TITLE),
        deadline_on=day(view, ids.DEADLINE),
        assignee_ids=ticked(view, ids.ASSIGNEE),
        description=text(view, ids.DESCRIPTION),
        attachment_ids=ticked(view, ids.ATTACHMENTS),
        question=WantedQuestion(chosen(view, ids.KIND), text(view, ids.QUESTION), text(view, ids.OPTIONS)),
        shows_answers=bool(ticked_words(view, ids.SHOWS_ANSWERS)),
    )


def access(view: dict[str, Any]) -> Access:
    """Read the dialog "Tilgang til vedlegg"."""
    return Access(
        attachment_ids=ticked(view, ids.ATTACHMENTS),
        ends_on=day(view, ids.ENDS_ON),
        shown=ticked_before(view, ids.ATTACHMENTS),
        shown_ends_on=day_before(view, ids.ENDS_ON),
        assignee_id=known_number(view, "assignee"),
    )


def hold(view: dict[str, Any]) -> Hold:
    """Read the dialog "Sett på vent"."""
    accepted_on = _known_day(view, "accepts")
    return Hold(day(view, ids.HELD_UNTIL), text(view, ids.REASON), accepted_on, day(view, ids.DEADLINE))


def was_on(view: dict[str, Any]) -> date | None:
    """Read from the dialog "Flytt fristene" which deadline the case had; None unless it has got more time."""
    return _known_day(view, "was")


def _known_day(view: dict[str, Any], name: str) -> date | None:
    """Read a day that the dialog was drawn with; None when there was none."""
    return _day(about(view).get(name))


def closing(view: dict[str, Any]) -> Closing:
    """Read the dialog "Avslutt sak"; one that an older version has drawn has no fields."""
    told, fields = about(view), [str(block.get("block_id")) for block in view.get("blocks") or []]
    numbers = [number for name in fields if (number := button_values.read_choice(name)) is not None]
    return Closing(
        seen=_number_of(view, "seen"),
        shown=button_values.read_numbers(str(told.get("shown", ""))),
        answers={number: _answer(view, number) for number in numbers},
        others=_answer(view, OTHERS),
    )


def _answer(view: dict[str, Any], whose: int | str) -> ClosingAnswer:
    choice = chosen(view, button_values.choice_of(whose))
    known = Choice(choice) if choice in {*Choice} else Choice.WITH_CASE
    return ClosingAnswer(known, text(view, button_values.sentence_of(whose)))


def reopening(view: dict[str, Any]) -> Reopening:
    """Read the dialog "Gjenåpne"."""
    return Reopening(text(view, ids.REASON), day(view, ids.DEADLINE), ticked(view, ids.ATTACHMENTS))


def edit(view: dict[str, Any]) -> Edit:
    """Read the dialog "Rediger"."""
    return Edit(text(view, ids.TITLE), text(view, ids.DESCRIPTION), str(about(view).get("was")))


def absence(view: dict[str, Any]) -> WantedAbsence:
    """Read the dialog "Borte"."""
    return WantedAbsence(
        from_on=day(view, ids.ABSENT_FROM),
        until_on=day(view, ids.ABSENT_UNTIL),
        substitute_id=number(view, ids.SUBSTITUTE),
        with_open=chosen(view, ids.COVERS) != ONLY_NEW,
    )


def sought(view: dict[str, Any]) -> tuple[Sought, int | None]:
    """Read the dialog "Søk": what is looked for, and the named search from which it was made."""
    said = {"words": text(view, ids.WORDS)} | {name: chosen(view, name) for name in (ids.STANDING, ids.DUE, ids.ORDER)}
    numbers = {"place_id": number(view, ids.PLACE) or None, "assignee_id": number(view, ids.ASSIGNEE) or None}
    return search_pages.read(said | numbers), search_pages.number(about(view).get("view"))


def naming(view: dict[str, Any]) -> Naming:
    """Read the dialog "Lagre søket"."""
    said = about(view).get("sought")
    found = search_pages.read(said if isinstance(said, dict) else {})
    return Naming(text(view, ids.NAME), found, number(view, ids.REPLACES) or None)


def bulk_list(view: dict[str, Any]) -> From:
    """Read the first step of the dialog "Flytt flere"."""
    listed = chosen(view, ids.LISTED)
    known = Listed(listed) if listed in {*Listed} else Listed.UNDISTRIBUTED
    return From(known, number(view, ids.PERSON), number(view, ids.PLACE))


def bulk_move(view: dict[str, Any]) -> Wanted:
    """Read its second step: what was ticked, or everything that could be."""
    groups = [
        name for block in view.get("blocks") or [] if bulk_fields.is_of_things(name := str(block.get("block_id")))
    ]
    read = offered_words if ticked_words(view, ids.EVERY) else ticked_words
    role = chosen(view, ids.ROLE)
    return Wanted(
        is_of_cases=bool(about(view).get("cases")),
        keys=tuple(word for name in groups for word in read(view, name)),
        receiver_id=number(view, ids.RECEIVER),
        role=Role(role) if role in {*Role} else None,
        with_resting=bool(ticked_words(view, ids.RESTING)),
        reason=text(view, ids.REASON),
    )


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def _drawn(view: dict[str, Any], name: str) -> dict[str, Any]:
    """The field of this name as the dialog was drawn with it."""
    blocks = view.get("blocks") or []
    return next((block.get("element") or {} for block in blocks if block.get("block_id") == name), {})


def _element(view: dict[str, Any], name: str) -> dict[str, Any]:
    values = (view.get("state") or {}).get("values") or {}
    if name not in values:
        return _untouched(_drawn(view, name))
    return next(iter((values[name] or {}).values()), None) or {}


def _untouched(drawn: dict[str, Any]) -> dict[str, Any]:
    """What stands in a field of which Slack tells nothing: what it was drawn with.

    So it is with fields that came with a redrawn dialog and nobody touched (slackapi/bolt-js#1073, #1258).
    """
    said = {"value": "value", "date": "selected_date", "option": "selected_option", "options": "selected_options"}
    return {name: drawn[f"initial_{one}"] for one, name in said.items() if f"initial_{one}" in drawn}
