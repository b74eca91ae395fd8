"""The messages about deadlines that were moved: a subtask's to its assignee, a case's to its owner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.forms import LateSubtasks
from domain.values import CaseFacts, Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views import button_values, ids
from handlers.views.blocks import Message, actions, button, context, escaped, one_line, section
from handlers.views.deadline_form import named
from handlers.views.messages import about_case, called
from handlers.views.status import name_of
from handlers.views.ways import to_subtask

SHOWN: Final = 10


def deadline_moved(subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person) -> Message:
    """Tell the assignee by whom, and to when, their deadline was moved."""
    told = translator.say(
        "{name} har flyttet fristen for «{title}» til {deadline}.",
        name=name_of(by, translator),
        title=one_line(subtask.title, 150),
        deadline=subtask.deadline_on,
    )
    return Message(escaped(told), [called(recipient, told, translator)])


def deadlines_moved(moved: Sequence[SubtaskFacts], translator: Translator, recipient: Person, by: Person) -> Message:
    """Tell the assignee by whom, and to when, the deadlines of several of their subtasks were moved.

    Of one that is left it tells as `deadline_moved` does, with the way to it: it stands in no thread.
    """
    if len(moved) == 1:
        single = deadline_moved(moved[0], translator, recipient, by)
        return Message(single.text, [*single.blocks, actions(to_subtask(moved[0], translator))])
    told = translator.say(
        "{name} har flyttet fristen for {n} av deloppgavene dine til {deadline}.",
        name=name_of(by, translator),
        n=len(moved),
        deadline=moved[0].deadline_on,
    )
    items = [section(one_line(one.title, 150), to_subtask(one, translator)) for one in moved[:SHOWN]]
    more = len(moved) - SHOWN
    rest = (
        [context(translator.count("Og {n} til. Se fanen Home.", "Og {n} til. Se fanen Home.", more))]
        if more > 0
        else []
    )
    return Message(escaped(told), [section(told), *items, *rest])


def case_deadline(case: CaseFacts, translator: Translator) -> Message:
    """Tell a case's owner that it has got another deadline, or has none any more, with the way to it."""
    title = one_line(case.title, 255)
    if case.deadline_on is None:
        return about_case(translator.say("Saken «{title}» har ikke lenger noen frist.", title=title), case, translator)
    told = translator.say("Saken «{title}» har nå frist {deadline}.", title=title, deadline=case.deadline_on)
    return about_case(told, case, translator)


def deadlines_outside(late: LateSubtasks, translator: Translator) -> Message:
    """Ask the owner whether to move the subtasks that are due after their case; nothing moves by itself."""
    told = translator.count(
        "Saken «{title}» har frist {deadline}, men {n} deloppgave har senere frist.",
        "Saken «{title}» har frist {deadline}, men {n} deloppgaver har senere frist.",
        len(late.subtasks),
        title=one_line(late.case.title, 255),
        deadline=late.to_on,
    )
    label = translator.count("Flytt fristen", "Flytt fristene", len(late.subtasks))
    move = button(label, ids.CASE_DEADLINES_ASK, late.case.id, style="primary")
    asked = translator.count(
        "Vil du flytte fristen til samme dag som fristen for saken? Ingenting flyttes av seg selv.",
        "Vil du flytte fristene til samme dag som fristen for saken? Ingenting flyttes av seg selv.",
        len(late.subtasks),
    )
    return Message(escaped(told), [section(told), *named(late, translator), section(asked), actions(move)])


def more_time(late: LateSubtasks, translator: Translator) -> Message:
    """Tell the owner that a case has got more time, and ask whether what was due with it is to have it, too."""
    told = translator.say(
        "Saken «{title}» har fått mer tid. Fristen er nå {deadline}.",
        title=one_line(late.case.title, 255),
        deadline=late.to_on,
    )
    value = button_values.more_time_value(late.case.id, late.was_on or late.to_on)
    label = translator.count("Flytt fristen", "Flytt fristene", len(late.subtasks))
    asked = translator.count(
        "{n} deloppgave har den gamle fristen. Vil du gi den mer tid også? Ingenting flyttes av seg selv.",
        "{n} deloppgaver har den gamle fristen. Vil du gi dem mer tid også? Ingenting flyttes av seg selv.",
        len(late.subtasks),
    )
    move = button(label, ids.CASE_MORE_TIME_ASK, value, style="primary")
    return Message(escaped(told), [section(told), *named(late, translator), section(asked), actions(move)])
