"""The messages about deadlines that were moved: to the assignee, and to the owner whose subtasks are due too late."""

from __future__ import annotations

from cases.screens import LateSubtasks
from cases.values import Person, SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import Message, actions, button, escaped, one_line, section
from handlers.views.deadline_form import named
from handlers.views.messages import called
from handlers.words import Words


def deadline_moved(subtask: SubtaskFacts, words: Words, recipient: Person, by: str) -> Message:
    """Tell the assignee by whom, and to when, her deadline was moved."""
    told = words.say(
        "{name} har flyttet fristen for «{title}» til {deadline}.",
        name=one_line(by, 100),
        title=one_line(subtask.title, 150),
        deadline=subtask.deadline_on,
    )
    return Message(escaped(told), [called(recipient, told, words)])


def deadlines_outside(late: LateSubtasks, words: Words) -> Message:
    """Ask the owner whether to move the subtasks that are due after their case; nothing moves by itself."""
    told = words.count(
        "Saken «{title}» har frist {deadline}, men {n} deloppgave har senere frist.",
        "Saken «{title}» har frist {deadline}, men {n} deloppgaver har senere frist.",
        len(late.subtasks),
        title=one_line(late.case.title, 255),
        deadline=late.to_on,
    )
    move = button(words.say("Flytt fristene"), ids.CASE_DEADLINES_ASK, late.case.id, style="primary")
    asked = words.say("Vil du sette fristen til samme dag som saken? Ingenting flyttes av seg selv.")
    return Message(escaped(told), [section(told), *named(late, words), section(asked), actions(move)])
