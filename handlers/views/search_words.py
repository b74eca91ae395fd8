"""What a search is called, in words: what narrows it, and in which order it stands."""

from __future__ import annotations

from typing import Final

from domain.errors import N_
from domain.search import Due, Order, Standing
from domain.search_pages import ON_HOLD, SearchPage
from handlers.translator import Translator
from handlers.views.status import name_of

EVERY: Final = N_("Alle")
HELD: Final = N_("På vent")
STANDINGS: Final = {
    Standing.UNSOLVED: N_("Uløste"),
    Standing.NEW: N_("Nye"),
    Standing.OPEN: N_("Åpne"),
    Standing.HELD: HELD,
    Standing.SOLVED: N_("Løste"),
}
DUES: Final = {
    Due.OVERDUE: N_("Har gått ut"),
    Due.TODAY: N_("I dag"),
    Due.THIS_WEEK: N_("Denne uken"),
    Due.LATER: N_("Senere"),
}
ORDERS: Final = {
    Order.NEWEST: N_("Nyeste først"),
    Order.DEADLINE: N_("Nærmeste frist først"),
    Order.CASE: N_("Etter saksnummer"),
}


def title(page: SearchPage, translator: Translator) -> str:
    """Say what the page is called: the name that the search was given, where it is still the same search."""
    if page.view and page.is_view:
        return page.view.name
    return translator.say(HELD) if page.sought == ON_HOLD else translator.say("Søk")


def said(page: SearchPage, translator: Translator) -> str:
    """Say on one line what was sought."""
    sought = page.sought
    told = [f"«{sought.words}»"] if sought.words else []
    if sought.standing:
        told.append(translator.say("status: {status}", status=translator.say(STANDINGS[sought.standing]).lower()))
    if sought.due:
        told.append(translator.say("frist: {due}", due=translator.say(DUES[sought.due]).lower()))
    if sought.place_id:
        place = page.place.name if page.place else translator.say("ukjent")
        told.append(translator.say("sted: {place}", place=place))
    if sought.assignee_id:
        name = name_of(page.assignee, translator) if page.assignee else translator.say("ukjent")
        told.append(translator.say("ansvarlig: {name}", name=name))
    order = translator.say(ORDERS[sought.order])
    line = " · ".join([*(told or [translator.say("Alt du kan åpne")]), f"{order[:1].lower()}{order[1:]}"])
    return f"{line[:1].upper()}{line[1:]}"
