"""The dialog "Kalender": the link by which one's own calendar fetches one's deadlines, made, made anew and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.forms import Home
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Element, actions, button, confirm, context, modal, paragraphs, rich, section, words_of


def to_calendar(home: Home, translator: Translator) -> list[Element]:
    """Draw the way to the dialog, for the menu of a row, where calendars can fetch anything."""
    if not home.may_have_calendar:
        return []
    return [button(translator.say("Kalender"), ids.HOME_CALENDAR_ASK, str(home.reader.id))]


def calendar_form(made_at: datetime | None, translator: Translator, *, discreet: bool) -> dict[str, Any]:
    """Draw the dialog; `made_at` is since when the reader has a link."""
    told = translator.say(
        "Kalenderen din kan hente fristene dine: deloppgavene du skal løse, og dem du har gitt til andre. "
        "Den gjør det med en lenke som bare du skal ha."
    )
    shown = (
        translator.say("Den som har lenken, ser datoene, men ingen titler.")
        if discreet
        else translator.say("Den som har lenken, ser datoene, titlene på deloppgavene og saksnumrene.")
    )
    return modal(
        translator.say("Kalender"),
        [*paragraphs(told), context(shown), *_standing(made_at, translator)],
        close=translator.say("Lukk"),
    )


def _standing(made_at: datetime | None, translator: Translator) -> list[Element]:
    if made_at is None:
        return [actions(button(translator.say("Lag lenke"), ids.CALENDAR_MAKE, "new", style="primary"))]
    renew, end = translator.say("Lag ny lenke"), translator.say("Slett lenken")
    old = translator.say("Lenken du har nå, slutter å virke. Kalenderen må få den nye.")
    gone = translator.say("Kalenderen får ikke flere frister. Det den har hentet, kan du slette der.")
    no = translator.say("Avbryt")
    return [
        section(translator.say("Du fikk en lenke {at}. Den kan ikke vises igjen.", at=made_at)),
        actions(
            button(renew, ids.CALENDAR_MAKE, "renew", confirm=confirm(renew, old, renew, no)),
            button(end, ids.CALENDAR_END, "end", confirm=confirm(end, gone, end, no)),
        ),
    ]


def made(link: str, translator: Translator) -> dict[str, Any]:
    """Show the link, this once."""
    told = translator.say(
        "Kopier lenken nå, for den vises bare denne gangen. Legg den til i kalenderen din som et abonnement "
        "(i Outlook: «Abonner fra nettet»)."
    )
    code = {"type": "rich_text_preformatted", "elements": [words_of(link)]}
    secret = translator.say("Ikke gi den til noen. Har andre fått den, velger du «Lag ny lenke» under «Kalender».")
    return modal(translator.say("Kalender"), [section(told), rich(code), context(secret)], close=translator.say("Lukk"))


def ended(translator: Translator) -> str:
    """Say that it shows nothing any more, in place of the dialog."""
    return translator.say("Lenken er slettet. Kalenderen får ikke flere frister.")
