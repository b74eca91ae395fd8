"""The messages in a subtask's thread of two colleagues who wait for each other."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import N_
from domain.values import Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import Message, escaped, one_line
from handlers.views.messages import called
from handlers.views.status import name_of

Drawn = Callable[[SubtaskFacts, Translator, Person, Person, object], Message]


def _line(said: str) -> Drawn:
    """Draw one line of a colleague, with the subtask's title and deadline where it has room for them."""

    def drawn(subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person, _: object) -> Message:
        title = one_line(subtask.title, 150)
        told = translator.say(said, name=name_of(by, translator), title=title, deadline=subtask.deadline_on)
        return Message(escaped(told), [called(recipient, told, translator)])

    return drawn


nudged = _line(N_("{name} minner vennlig om deloppgaven «{title}». Frist {deadline}."))
needs_more = _line(N_("{name} trenger mer for å løse deloppgaven «{title}», og venter på svar fra deg her i tråden."))
needs_no_more = _line(N_("{name} trenger ikke lenger svar for å løse deloppgaven «{title}»."))
answered = _line(N_("{name} har merket det du trengte til deloppgaven «{title}», som besvart. Frist {deadline}."))
