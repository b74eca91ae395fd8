"""The dialogs "Flytt frist", for one subtask, and "Flytt fristene", for those that are due after their case."""

from __future__ import annotations

from typing import Any, Final

from domain.forms import DeadlineForm, LateSubtasks
from handlers.views import ids
from handlers.views.blocks import (
    OPTIONS,
    Block,
    Element,
    bold,
    context,
    facts,
    line_of,
    modal,
    one_line,
    option,
    rich,
    section,
    words_of,
)
from handlers.views.inputs import date_input, field, long_text_input, several
from handlers.views.status import assignee, standing
from handlers.views.subtask_form import deadline_hint
from handlers.words import Words

NAMED: Final = 20


def deadline_form(form: DeadlineForm, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    subtask = form.subtask
    date = date_input(subtask.deadline_on)
    reason = long_text_input()
    seen = words.say("Begrunnelsen står i historikken for saken.")
    return modal(
        words.say("Flytt frist"),
        [
            facts(
                [
                    (words.say("Deloppgave"), subtask.title),
                    (words.say("Sak"), subtask.case_title),
                    *assignee(subtask, words),
                ]
            ),
            field(ids.DEADLINE, words.say("Frist"), date, hint=deadline_hint(form, words)),
            field(ids.REASON, words.say("Begrunnelse"), reason, hint=seen, optional=True),
        ],
        submit=words.say("Flytt frist"),
        close=words.say("Avbryt"),
        callback_id=ids.SUBTASK_DEADLINE_MOVE,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )


def deadlines_form(late: LateSubtasks, words: Words) -> dict[str, Any]:
    """Draw the dialog with all of them ticked; more than a field can hold are moved together, and it says so."""
    too_many = len(late.subtasks) > OPTIONS
    return modal(
        words.count("Flytt fristen", "Flytt fristene", len(late.subtasks)),
        [
            facts([(words.say("Sak"), late.case.title), (words.say("Frist for saken"), words.day(late.to_on))]),
            *(_everything(late, words) if too_many else _choice(late, words)),
        ],
        submit=words.say("Flytt"),
        close=words.say("Avbryt"),
        callback_id=ids.CASE_DEADLINES_MOVE,
        metadata={"case": late.case.id, "shown": late.to_on.isoformat(), "all": too_many},
    )


def named(late: LateSubtasks, words: Words) -> list[Block]:
    """List the first twenty, each with its assignee and deadline, and say how many more there are."""
    items: list[Element] = [
        line_of([bold(one_line(one.title, 150)), words_of("\n"), words_of(standing(one, words))])
        for one in late.subtasks[:NAMED]
    ]
    more = len(late.subtasks) - NAMED
    rest = [context(words.count("og {n} deloppgave til", "og {n} deloppgaver til", more))] if more > 0 else []
    return [rich({"type": "rich_text_list", "style": "bullet", "elements": items}), *rest]


def _choice(late: LateSubtasks, words: Words) -> list[Block]:
    options = [option(one.title, str(one.id), standing(one, words)) for one in late.subtasks]
    element = several(options, [each["value"] for each in options], words.say("Velg deloppgaver"), ids.VALUE)
    hint = words.say(
        "De du velger, får fristen {deadline}, og de ansvarlige får beskjed. De andre beholder fristen sin.",
        deadline=late.to_on,
    )
    return [field(ids.SUBTASKS, words.say("Deloppgaver med senere frist enn saken"), element, hint=hint)]


def _everything(late: LateSubtasks, words: Words) -> list[Block]:
    told = words.say(
        "{number} deloppgaver har senere frist enn saken. Det er for mange til å velge blant, så alle flyttes til "
        "{deadline}. De ansvarlige får beskjed.",
        number=len(late.subtasks),
        deadline=late.to_on,
    )
    return [section(told), *named(late, words)]
