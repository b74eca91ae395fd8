"""The dialogs `Søk` and `Lagre søket`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from domain import search_pages
from domain.namesakes import named
from domain.places import Place
from domain.search_pages import NamingForm, SearchForm
from domain.values import Person
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import OPTIONS, Block, Element, context, modal, option
from handlers.views.inputs import external_select, field, static_select, text_input
from handlers.views.search_words import DUES, EVERY, ORDERS, STANDINGS

ANY: Final = "0"  # the choice that narrows nothing, since a menu that is chosen from cannot be emptied


def search_form(form: SearchForm, translator: Translator) -> dict[str, Any]:
    """Draw the dialog: words, and below them what narrows the search."""
    sought = form.sought
    hint = translator.say("Saksnummer, ord i titler, beskrivelser, konklusjoner og meldinger, eller navn på personer.")
    words = text_input(most=search_pages.WORDS, initial=sought.words)
    return modal(
        translator.say("Søk"),
        [
            field(ids.WORDS, translator.say("Søk etter"), words, hint=hint, optional=True),
            field(ids.STANDING, translator.say("Status"), _one_of(STANDINGS, sought.standing, translator)),
            field(ids.DUE, translator.say("Frist"), _one_of(DUES, sought.due, translator)),
            _place(form, translator),
            _assignee(form, translator),
            field(ids.ORDER, translator.say("Sortering"), _menu(_orders(translator), sought.order, translator)),
        ],
        submit=translator.say("Vis"),
        close=translator.say("Avbryt"),
        callback_id=ids.SEARCH_SHOW,
        metadata={"view": form.view_id},
    )


def place_options(places: Sequence[Place], translator: Translator) -> list[Element]:
    """Give the choices of `Sted`."""
    return [any_option(translator), *(_place_option(one) for one in places[: OPTIONS - 1])]


def person_options(people: Sequence[Person], translator: Translator) -> list[Element]:
    """Give the choices of `Ansvarlig`."""
    return [any_option(translator), *(_person_option(one) for one in people[: OPTIONS - 1])]


def any_option(translator: Translator) -> Element:
    """Give the choice that narrows nothing."""
    return option(translator.say(EVERY), ANY)


def naming_form(form: NamingForm, translator: Translator) -> dict[str, Any]:
    """Draw the dialog that gives a search a name, new or in place of one that is there."""
    before = next((one for one in form.saved if one.id == form.view_id), None)
    name = text_input(most=search_pages.NAME, initial=before.name if before else "")
    hint = translator.say("Navnet står i fanen Home ved siden av «Søk». Bare du ser det.")
    return modal(
        translator.say("Lagre søket"),
        [field(ids.NAME, translator.say("Navn"), name, hint=hint), *_replaces(form, translator)],
        submit=translator.say("Lagre"),
        close=translator.say("Avbryt"),
        callback_id=ids.SEARCH_SAVE,
        metadata={"sought": search_pages.kept(form.sought)},
    )


def _replaces(form: NamingForm, translator: Translator) -> list[Block]:
    if not form.saved:
        return []
    new = [] if form.is_full else [option(translator.say("Ingen, lagre som nytt søk"), ANY)]
    options = [*new, *(option(each.name, str(each.id)) for each in form.saved)]
    chosen = str(form.view_id) if form.view_id else ANY
    pick = static_select(options, chosen, translator.say("Velg et lagret søk"))
    full = translator.say(
        "Du har {n} lagrede søk, og flere er det ikke plass til. Velg hvilket det nye skal erstatte.", n=len(form.saved)
    )
    return [*([context(full)] if form.is_full else []), field(ids.REPLACES, translator.say("Erstatter"), pick)]


def _one_of(choices: Mapping[Any, str], chosen: StrEnum | None, translator: Translator) -> Element:
    options = [any_option(translator), *(option(translator.say(words), key) for key, words in choices.items())]
    return _menu(options, chosen or ANY, translator)


def _orders(translator: Translator) -> list[Element]:
    return [option(translator.say(words), key) for key, words in ORDERS.items()]


def _menu(options: Sequence[Element], chosen: str, translator: Translator) -> Element:
    return static_select(options, chosen, translator.say("Velg"))


def _place(form: SearchForm, translator: Translator) -> Block:
    chosen = _place_option(form.place) if form.place else any_option(translator)
    pick = external_select(ids.SEARCH_PLACE_PICK, translator.say("Skriv et sted"), chosen)
    hint = translator.say("Stedene under det du velger, er med.")
    return field(ids.PLACE, translator.say("Sted"), pick, hint=hint)


def _assignee(form: SearchForm, translator: Translator) -> Block:
    chosen = _person_option(form.assignee) if form.assignee else any_option(translator)
    pick = external_select(ids.SEARCH_ASSIGNEE_PICK, translator.say("Skriv et navn"), chosen)
    return field(ids.ASSIGNEE, translator.say("Ansvarlig"), pick)


def _place_option(place: Place) -> Element:
    return option(place.name, str(place.id))


def _person_option(person: Person) -> Element:
    return option(named(person), str(person.id))
