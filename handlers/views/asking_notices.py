"""The messages in a subtask's thread of two colleagues who wait for each other."""

from __future__ import annotations

from domain.values import Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import Message, escaped, one_line
from handlers.views.messages import called
from handlers.views.status import name_of


def nudged(subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person, _: object) -> Message:
    """Remind an assignee, in one line, that a colleague waits."""
    told = translator.say(
        "{name} minner vennlig om deloppgaven «{title}». Frist {deadline}.",
        name=name_of(by, translator),
        title=one_line(subtask.title, 150),
        deadline=subtask.deadline_on,
    )
    return Message(escaped(told), [called(recipient, told, translator)])
