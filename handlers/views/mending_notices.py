"""The messages in a subtask's thread that its ending or its words have become others."""

from __future__ import annotations

from typing import Final

from domain.errors import N_
from domain.notices import Edited, Reopened
from domain.values import Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import Message, bold, escaped, line_of, one_line, rich, words_of
from handlers.views.messages import called
from handlers.views.status import name_of

_EDITED: Final = {
    (True, False): N_("{name} har endret tittelen på deloppgaven. Den heter nå «{title}»."),
    (False, True): N_("{name} har endret beskrivelsen av deloppgaven «{title}»."),
    (True, True): N_("{name} har endret tittel og beskrivelse. Deloppgaven heter nå «{title}»."),
}


def solving_undone(subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person, _: object) -> Message:
    """Tell who had heard that a subtask is solved that this was taken back."""
    told = translator.say(
        "{name} har angret: Deloppgaven «{title}» er ikke løst likevel. Frist {deadline}.",
        **_values(subtask, translator, by),
    )
    return Message(escaped(told), [called(recipient, told, translator)])


def reopened(
    subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person, told_of: Reopened
) -> Message:
    """Tell that a solved subtask is to be gone on with, until when and why."""
    told = translator.say(
        "{name} har gjenåpnet deloppgaven «{title}». Frist {deadline}.", **_values(subtask, translator, by)
    )
    why = line_of([bold(f"{translator.say('Begrunnelse')}: "), words_of(told_of.reason)])
    return Message(escaped(told), [called(recipient, told, translator), rich(why)])


def edited(subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person, told_of: Edited) -> Message:
    """Tell an assignee that what they have read of a subtask reads otherwise now."""
    told = translator.say(_EDITED[told_of.title, told_of.description], **_values(subtask, translator, by))
    return Message(escaped(told), [called(recipient, told, translator)])


def _values(subtask: SubtaskFacts, translator: Translator, by: Person) -> dict[str, object]:
    return {"name": name_of(by, translator), "title": one_line(subtask.title, 150), "deadline": subtask.deadline_on}
