"""The buttons that lead to one subtask or case from wherever it is named; each says to which to who does not see."""

from __future__ import annotations

from domain.values import OtherSubtask, SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Element, button, one_line

NAMED = 40  # characters of a title: with all the words around it below Slack's 75


def to_subtask(subtask: SubtaskFacts, translator: Translator, *, style: str | None = None) -> Element:
    """Draw `Åpne` for a subtask."""
    about = translator.say("Åpne deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Åpne"), ids.SUBTASK_OPEN, str(subtask.id), style=style, about=about)


def open_other(other: OtherSubtask, translator: Translator) -> Element:
    """Draw `Åpne` for a subtask that was given at once with the one whose card it stands on."""
    about = translator.say("Åpne deloppgaven {title}", title=one_line(other.title, NAMED))
    return button(translator.say("Åpne"), ids.SUBTASK_OPEN, str(other.id), about=about)


def to_case(case_id: str, title: str, translator: Translator, *, style: str | None = None) -> Element:
    """Draw `Åpne` for a case."""
    about = translator.say("Åpne saken {title}", title=one_line(title, NAMED))
    return button(translator.say("Åpne"), ids.CASE_OPEN, case_id, style=style, about=about)


def to_another_assignee(subtask: SubtaskFacts, translator: Translator, *, style: str | None = None) -> Element:
    """Draw `Bytt ansvarlig` for a subtask."""
    about = translator.say("Bytt ansvarlig for deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Bytt ansvarlig"), ids.SUBTASK_REASSIGN_ASK, str(subtask.id), style=style, about=about)


def undo(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the button with which the one who has solved a subtask takes that back."""
    about = translator.say("Angre at deloppgaven {title} er løst", title=one_line(subtask.title, NAMED))
    return button(translator.say("Angre"), ids.SUBTASK_UNDO, str(subtask.id), about=about)


def reopen(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the way to the dialog that reopens a solved subtask."""
    about = translator.say("Gjenåpne deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Gjenåpne"), ids.SUBTASK_REOPEN_ASK, str(subtask.id), about=about)


def edit(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the way to the dialog for a subtask's title and description."""
    about = translator.say("Rediger deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Rediger"), ids.SUBTASK_EDIT_ASK, str(subtask.id), about=about)


def begin(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the button with which a subtask waits for another one no more."""
    about = translator.say("La deloppgaven {title} begynne nå", title=one_line(subtask.title, NAMED))
    return button(translator.say("Begynn nå"), ids.SUBTASK_BEGIN, str(subtask.id), about=about)


def nudge(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the button that reminds a subtask's assignee."""
    about = translator.say("Purr på deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Purr"), ids.SUBTASK_NUDGE, str(subtask.id), about=about)


def need_more(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the way to the dialog in which an assignee says what is missing."""
    about = translator.say("Si hva du trenger til deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Trenger mer"), ids.SUBTASK_NEED_MORE_ASK, str(subtask.id), about=about)


def need_no_more(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the button with which an assignee waits for no answer any more."""
    about = translator.say("Trenger ikke mer til deloppgaven {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Trenger ikke mer"), ids.SUBTASK_WAIT_OVER, str(subtask.id), about=about)


def answered(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the button with which who runs the case says that the assignee has been answered."""
    about = translator.say("Merk deloppgaven {title} som besvart", title=one_line(subtask.title, NAMED))
    return button(translator.say("Besvart"), ids.SUBTASK_WAIT_OVER, str(subtask.id), about=about)


def copy(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the way to the dialog for a new subtask that is filled like this one."""
    about = translator.say("Lag en deloppgave lik {title}", title=one_line(subtask.title, NAMED))
    return button(translator.say("Lag en lik"), ids.SUBTASK_COPY_ASK, str(subtask.id), about=about)


def not_needed(subtask: SubtaskFacts, translator: Translator) -> Element:
    """Draw the way to the dialog that ends a subtask which nobody has to solve."""
    about = translator.say("Avslutt deloppgaven {title} som ikke nødvendig", title=one_line(subtask.title, 30))
    return button(translator.say("Ikke nødvendig"), ids.SUBTASK_NOT_NEEDED_ASK, str(subtask.id), about=about)


def to_overview(translator: Translator) -> Element:
    """Draw the way to a distributor's overview."""
    return button(translator.say("Oversikt"), ids.OVERVIEW_OPEN, "open")


def to_another_owner(case_id: str, title: str, translator: Translator) -> Element:
    """Draw the button to the dialog that gives a case to another owner."""
    about = translator.say("Omfordel saken {title}", title=one_line(title, 40))
    return button(translator.say("Omfordel sak"), ids.CASE_DISTRIBUTE_ASK, case_id, about=about)
