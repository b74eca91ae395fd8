"""The dialogs "Flytt frist", for one subtask, and "Flytt fristene", for those that are due after their case."""

from __future__ import annotations

from typing import Any, Final

from domain.forms import DeadlineForm, LateSubtasks
from domain.values import SubtaskFacts
from handlers.translator import Translator
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
from handlers.views.standing import standing
from handlers.views.status import assignee
from handlers.views.subtask_form import deadline_hint

NAMED: Final = 20


def deadline_form(form: DeadlineForm, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog; `under` is the callback id of the page it lies on, which is redrawn afterwards."""
    subtask = form.subtask
    date = date_input(subtask.deadline_on)
    reason = long_text_input()
    seen = translator.say("Begrunnelsen står i historikken for saken.")
    return modal(
        translator.say("Flytt frist"),
        [
            facts(
                [
                    (translator.say("Deloppgave"), subtask.title),
                    (translator.say("Sak"), subtask.case_title),
                    *assignee(subtask, translator),
                ]
            ),
            *_for_all(subtask, translator),
            field(ids.DEADLINE, translator.say("Frist"), date, hint=deadline_hint(form, translator)),
            field(ids.REASON, translator.say("Begrunnelse"), reason, hint=seen, optional=True),
        ],
        submit=translator.say("Flytt frist"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_DEADLINE_MOVE,
        metadata={"subtask": subtask.id, "case": subtask.case_id, "under": under},
    )


def _for_all(subtask: SubtaskFacts, translator: Translator) -> list[Block]:
    """Say it where the day is moved for others, too: it is the day that opens their answers."""
    if subtask.round is None or subtask.round.ended_at:
        return []
    return [context(translator.say("Flere er spurt om det samme. Fristen flyttes for alle som ikke har svart."))]


def deadlines_form(late: LateSubtasks, translator: Translator) -> dict[str, Any]:
    """Draw the dialog with all of them ticked; more than a field can hold are moved together, and it says so."""
    too_many = len(late.subtasks) > OPTIONS
    return modal(
        translator.count("Flytt fristen", "Flytt fristene", len(late.subtasks)),
        [
            facts(
                [
                    (translator.say("Sak"), late.case.title),
                    (translator.say("Frist for saken"), translator.day(late.to_on)),
                ]
            ),
            *(_everything(late, translator) if too_many else _choice(late, translator)),
        ],
        submit=translator.say("Flytt"),
        close=translator.say("Avbryt"),
        callback_id=ids.CASE_DEADLINES_MOVE,
        metadata={
            "case": late.case.id,
            "shown": late.to_on.isoformat(),
            "all": too_many,
            "was": late.was_on and late.was_on.isoformat(),
        },
    )


def named(late: LateSubtasks, translator: Translator) -> list[Block]:
    """List the first twenty, each with its assignee and deadline, and say how many more there are."""
    items: list[Element] = [
        line_of([bold(one_line(one.title, 150)), words_of("\n"), words_of(standing(one, late.today, translator))])
        for one in late.subtasks[:NAMED]
    ]
    more = len(late.subtasks) - NAMED
    rest = [context(translator.count("og {n} deloppgave til", "og {n} deloppgaver til", more))] if more > 0 else []
    return [rich({"type": "rich_text_list", "style": "bullet", "elements": items}), *rest]


def _choice(late: LateSubtasks, translator: Translator) -> list[Block]:
    options = [option(one.title, str(one.id), standing(one, late.today, translator)) for one in late.subtasks]
    element = several(options, [each["value"] for each in options], translator.say("Velg deloppgaver"), ids.VALUE)
    hint = translator.say(
        "De du velger, får fristen {deadline}, og de ansvarlige får beskjed. De andre beholder fristen sin.",
        deadline=late.to_on,
    )
    later, tied = (
        translator.say("Deloppgaver med senere frist enn saken"),
        translator.say("Deloppgaver som kan få mer tid"),
    )
    return [field(ids.SUBTASKS, tied if late.was_on else later, element, hint=hint)]


def _everything(late: LateSubtasks, translator: Translator) -> list[Block]:
    values = {"number": len(late.subtasks), "deadline": late.to_on}
    later = translator.say(
        "{number} deloppgaver har senere frist enn saken. Det er for mange til å velge blant, så alle flyttes til "
        "{deadline}. De ansvarlige får beskjed.",
        **values,
    )
    tied = translator.say(
        "{number} deloppgaver kan få mer tid. Det er for mange til å velge blant, så alle flyttes til {deadline}. "
        "De ansvarlige får beskjed.",
        **values,
    )
    return [section(tied if late.was_on else later), *named(late, translator)]
