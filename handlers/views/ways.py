"""The buttons that lead to one subtask or case from wherever it is named; each says to which to who does not see."""

from __future__ import annotations

from domain.values import SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import Element, button, one_line
from handlers.words import Words

NAMED = 40  # characters of a title: with all the words around it below Slack's 75


def to_subtask(subtask: SubtaskFacts, words: Words, *, style: str | None = None) -> Element:
    """Draw `Åpne` for a subtask."""
    about = words.say("Åpne deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(words.say("Åpne"), ids.SUBTASK_OPEN, str(subtask.id), style=style, about=about)


def to_case(case_id: str, title: str, words: Words, *, style: str | None = None) -> Element:
    """Draw `Åpne` for a case."""
    about = words.say("Åpne saken {title}", title=one_line(title, NAMED))
    return button(words.say("Åpne"), ids.CASE_OPEN, case_id, style=style, about=about)


def to_another_assignee(subtask: SubtaskFacts, words: Words, *, style: str | None = None) -> Element:
    """Draw `Bytt ansvarlig` for a subtask."""
    about = words.say("Bytt ansvarlig for deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(words.say("Bytt ansvarlig"), ids.SUBTASK_REASSIGN_ASK, str(subtask.id), style=style, about=about)


def to_another_owner(case_id: str, title: str, words: Words) -> Element:
    """Draw the button to the dialog that gives a case to another owner."""
    about = words.say("Omfordel saken {title}", title=one_line(title, 40))
    return button(words.say("Omfordel sak"), ids.CASE_DISTRIBUTE_ASK, case_id, about=about)
