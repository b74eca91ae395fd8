"""`Last ned` at a list: the button, the dialog behind it, and what is said where the file comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.errors import N_
from domain.lists import KEPT_FOR, Format, ListKind, WantedList
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Element, Message, button, context, facts, modal, option
from handlers.views.inputs import field, radio_buttons
from handlers.views.list_tables import called
from handlers.views.messages import notice

FORMATS: Final[Mapping[Format, str]] = {
    Format.XLSX: N_("Regneark (XLSX)"),
    Format.CSV: N_("Tekst med semikolon (CSV)"),
}


def to_list(value: str, translator: Translator) -> Element:
    """Draw the way to the dialog."""
    return button(translator.say("Last ned"), ids.LIST_ASK, value)


def list_form(wanted: Sequence[WantedList], chosen: WantedList, translator: Translator) -> dict[str, Any]:
    """Draw the dialog: which of the lists, where there are several, and as what."""
    formats = [option(translator.say(label), one) for one, label in FORMATS.items()]
    kinds = [option(called(one, translator), one.kind) for one in wanted]
    which = (
        field(ids.LISTED, translator.say("Hvilken liste?"), radio_buttons(kinds, chosen.kind))
        if len(wanted) > 1
        else facts([(translator.say("Liste"), called(chosen, translator))])
    )
    told = translator.say(
        "Hele listen kommer som en fil i samtalen din med Saksbot, i fanen Messages. Den slettes derfra etter {n} "
        "dager.",
        n=KEPT_FOR.days,
    )
    return modal(
        translator.say("Last ned"),
        [which, field(ids.FORMAT, translator.say("Filtype"), radio_buttons(formats, chosen.format)), context(told)],
        submit=translator.say("Last ned"),
        close=translator.say("Avbryt"),
        callback_id=ids.LIST_DOWNLOAD,
        metadata=chosen.written,
    )


def of_home(kinds: Sequence[ListKind]) -> list[WantedList]:
    """The lists of the main page that can be chosen."""
    return [WantedList(one) for one in kinds]


def brought(rows: int, translator: Translator, *, has_more: bool) -> str:
    """Say above the file how much is in it, and until when it lies there."""
    told = translator.count("{n} rad.", "{n} rader.", rows)
    if has_more:
        told = translator.say("Bare de {n} første er med. Det er flere i listen.", n=rows)
    return f"{told} {translator.say('Filen slettes herfra etter {n} dager.', n=KEPT_FOR.days)}"


def not_brought(wanted: WantedList, translator: Translator) -> Message:
    """Say that Slack did not take the file."""
    words = translator.say(
        "Filen «{list}» kunne ikke legges her. Prøv igjen, eller spør {contact}.", list=called(wanted, translator)
    )
    return notice(words)
