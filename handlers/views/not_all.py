"""What of a person's message did not come, said to them at once in words; and a message proposed as a description."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from domain.errors import N_
from domain.heard import Lost
from handlers.translator import Translator
from handlers.views.blocks import TEXT, Message, bullets, clip, escaped, one_line, section
from handlers.views.messages import notice

_UNNAMED: Final = {
    "file": N_("en fil som Slack ikke gir fra seg"),
    "document": N_("innholdet i et dokument i Slack, bare lenken kom fram"),
    "user": N_("navnet på en person"),
    "usergroup": N_("navnet på en brukergruppe"),
    "channel": N_("navnet på en kanal"),
    "block": N_("noe som Saksbot ikke kan lese"),
}
_NAMED: Final = {
    "file": N_("filen {name}, som Slack ikke gir fra seg"),
    "document": N_("innholdet i {name}, bare lenken kom fram"),
}


def not_all_came(lost: Sequence[Lost], translator: Translator) -> Message:
    """Tell the author of a message which parts of it did not reach the other party."""
    told = translator.say("Ikke alt i meldingen din kom fram. Dette mangler:")
    after = translator.say("Skriv det på en annen måte, eller legg ved filen på nytt.")
    things = _things(lost, translator)
    return Message(escaped(f"{told} {', '.join(things)}"), [section(told), bullets(things), section(after)])


def nothing_came(lost: Sequence[Lost], translator: Translator) -> Message:
    """Tell the author of a message that there was nothing in it that could be passed on."""
    told = translator.say("Meldingen din er ikke sendt videre: Saksbot fant ikke noe i den som kunne sendes.")
    things = _things(lost, translator)
    if not things:
        return notice(told)
    return Message(escaped(f"{told} {', '.join(things)}"), [section(told), bullets(things)])


def proposal(text: str, files: Sequence[str], lost: Sequence[tuple[str, str]], translator: Translator) -> str:
    """Propose a message as a description: what it says, and what hung on it and does not come along."""
    things = [*(one_line(name, 150) for name in files), *_things(lost, translator)]
    if not things:
        return clip(text, TEXT)
    missing = clip(translator.say("(Ikke tatt med: {what})", what=", ".join(dict.fromkeys(things))), 500)
    return "\n".join(filter(None, [clip(text, TEXT - len(missing) - 1), missing]))


def _things(lost: Iterable[tuple[str, str]], translator: Translator) -> list[str]:
    return list(dict.fromkeys(_thing(what, name, translator) for what, name in lost))[:20]


def _thing(what: str, name: str, translator: Translator) -> str:
    if name and what in _NAMED:
        return translator.say(_NAMED[what], name=one_line(name, 150))
    return translator.say(_UNNAMED[what])
