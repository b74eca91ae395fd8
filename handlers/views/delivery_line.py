"""The last line of Home: when one was last reminded, and whether everything has come that was sent to one."""

from __future__ import annotations

from typing import Final

from domain.errors import N_
from domain.forms import Home, Undelivered
from domain.outbox_kinds import OutboxKind
from handlers.translator import Translator
from handlers.views.blocks import Block, context

_OTHER: Final = N_("melding")
_CALLED: Final = {
    OutboxKind.CARD: N_("deloppgave"),
    OutboxKind.MAIL: N_("e-post"),
    OutboxKind.COPY: N_("vedlegg"),
    OutboxKind.GRANT: N_("vedlegg"),
    OutboxKind.UPLOAD: N_("vedlegg"),
    OutboxKind.CASE_FILES: N_("vedlegg"),
    OutboxKind.CASE_COPY: N_("vedlegg"),
    OutboxKind.PACKAGE: N_("arkivpakke"),
    OutboxKind.LIST: N_("liste"),
    OutboxKind.REMINDER: N_("påminnelse"),
}


def delivery_line(home: Home, translator: Translator) -> Block:
    """Draw the line; what waits only for working hours, or is just on its way, is no trouble and not named."""
    parts = []
    if home.delivery.reminded_at:
        parts.append(
            translator.say("Siste påminnelser {at}", at=translator.since(home.delivery.reminded_at, home.today))
        )
    waits = [one for one in home.delivery.undelivered if not one.is_refused]
    refused = [one for one in home.delivery.undelivered if one.is_refused]
    if waits:
        parts.append(translator.say("ikke levert ennå: {what}", what=_named(waits, home, translator)))
    if refused:
        parts.append(
            translator.say("kunne ikke leveres: {what} (spør {contact})", what=_named(refused, home, translator))
        )
    if not home.delivery.undelivered:
        parts.append(translator.say("alt er levert"))
    line = " · ".join(parts)
    return context(line[0].upper() + line[1:])


def _named(some: list[Undelivered], home: Home, translator: Translator) -> str:
    """Name each kind of thing once, the oldest first, with the time since which it should be there."""
    since = {translator.say(_CALLED.get(one.kind, _OTHER)): one.since_at for one in reversed(some)}
    named = [
        translator.say("{what} fra {at}", what=what, at=translator.since(since_at, home.today))
        for what, since_at in sorted(since.items(), key=lambda one: one[1])
    ]
    return translator.together(named)
