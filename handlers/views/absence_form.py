"""The dialog "Borte": from when until when somebody is away, and who stands in; and its line on App Home."""

from __future__ import annotations

from typing import Any, Final

from domain.absences import Absence, AbsenceForm, Choice
from domain.errors import N_
from domain.forms import Home
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, Element, actions, button, facts, modal, option, section
from handlers.views.inputs import date_input, external_select, field, radio_buttons
from handlers.views.status import name_of
from handlers.views.subtask_form import assignee_options

WITH_OPEN: Final = "open_too"
ONLY_NEW: Final = "only_new"
COVERS: Final = {
    WITH_OPEN: N_("Åpne deloppgaver og nye som kommer"),
    ONLY_NEW: N_("Bare nye deloppgaver som kommer"),
}


def away_line(absence: Absence | None, translator: Translator) -> list[Block]:
    """Draw for one who is away, or will be, how long and who stands in, with the way to change or end it."""
    if absence is None:
        return []
    values = {
        "first": translator.day(absence.from_on),
        "last": translator.day(absence.until_on),
        "stand_in": name_of(absence.substitute, translator),
    }
    if absence.has_begun:
        told = translator.say("Du er borte til og med {last}. Stedfortreder: {stand_in}.", **values)
    else:
        told = translator.say("Du er borte fra og med {first} til og med {last}. Stedfortreder: {stand_in}.", **values)
    about = translator.say("Endre eller avslutt fraværet")
    change = button(translator.say("Endre"), ids.HOME_ABSENCE_ASK, str(absence.person.id), about=about)
    return [section(told, change)]


def to_absence(home: Home, translator: Translator) -> list[Element]:
    """Draw the ways to the dialog, for the menu of a row: for oneself, and for others where one distributes."""
    own = button(translator.say("Borte"), ids.HOME_ABSENCE_ASK, str(home.reader.id))
    others = button(translator.say("Kollega borte"), ids.HOME_ABSENCE_OTHER, str(home.reader.id))
    many = button(translator.say("Flytt flere"), ids.BULK_MOVE_ASK, "choose")
    return [own, others, many] if home.may_set_absences else [own]


def choose_person_form(translator: Translator) -> dict[str, Any]:
    """Draw the first step for a distributor: who is away."""
    pick = external_select(ids.PERSON_PICK, translator.say("Skriv et navn"))
    hint = translator.say("Du kan velge blant dem som har en rolle ved stedene du fordeler saker for.")
    return modal(
        translator.say("Kollega borte"),
        [field(ids.PERSON, translator.say("Hvem er borte?"), pick, hint=hint)],
        submit=translator.say("Fortsett"),
        close=translator.say("Avbryt"),
        callback_id=ids.ABSENCE_CHOOSE_PERSON,
    )


def absence_form(form: AbsenceForm, translator: Translator) -> dict[str, Any]:
    """Draw the dialog, filled with what is noted already."""
    return modal(
        translator.say("Borte"),
        [
            *([] if form.is_own else [facts([(translator.say("Hvem"), name_of(form.person, translator))])]),
            *_days(form, translator),
            _substitute(form, translator),
            _covers(form, translator),
            *_end(form, translator),
        ],
        submit=translator.say("Lagre"),
        close=translator.say("Avbryt"),
        callback_id=ids.ABSENCE_CHOOSE,
        metadata={"person": form.person.id},
    )


def ended(form: AbsenceForm, translator: Translator) -> str:
    """Say that somebody's time away has ended, in place of the dialog."""
    if form.is_own:
        return translator.say("Fraværet er avsluttet. Alt som er ditt, er hos deg igjen.")
    name = name_of(form.person, translator)
    return translator.say("Fraværet til {name} er avsluttet.", name=name)


def _days(form: AbsenceForm, translator: Translator) -> list[Block]:
    current = form.current
    last = field(
        ids.ABSENT_UNTIL,
        translator.say("Til og med"),
        date_input(current.until_on if current else None),
        hint=translator.say("Alt går tilbake av seg selv dagen etter."),
    )
    if current and current.has_begun:
        return [facts([(translator.say("Borte fra"), translator.day(current.from_on))]), last]
    hint = translator.say("Tidligst {today}.", today=form.today)
    first = date_input(current.from_on if current else form.today)
    return [field(ids.ABSENT_FROM, translator.say("Fra og med"), first, hint=hint), last]


def _substitute(form: AbsenceForm, translator: Translator) -> Block:
    chosen = form.current.substitute if form.current else None
    initial = assignee_options([Choice(chosen, ())], translator)[0] if chosen else None
    hint = translator.say(
        "Stedfortrederen kan se og gjøre det samme i deloppgavene og sakene, unntatt i saker der stedfortrederen er "
        "inhabil. Uten stedfortreder får sakseierne beskjed."
    )
    pick = external_select(ids.SUBSTITUTE_PICK, translator.say("Skriv et navn"), initial)
    return field(ids.SUBSTITUTE, translator.say("Stedfortreder"), pick, hint=hint, optional=True)


def _covers(form: AbsenceForm, translator: Translator) -> Block:
    chosen = ONLY_NEW if form.current and not form.current.with_open else WITH_OPEN
    options = [option(translator.say(label), value) for value, label in COVERS.items()]
    hint = translator.say("Saker tar stedfortrederen alltid, så lenge det er en som kan være sakseier.")
    return field(ids.COVERS, translator.say("Hva skal stedfortrederen ta?"), radio_buttons(options, chosen), hint=hint)


def _end(form: AbsenceForm, translator: Translator) -> list[Block]:
    if form.current is None:
        return []
    return [actions(button(translator.say("Avslutt fraværet"), ids.ABSENCE_END, str(form.person.id)))]
