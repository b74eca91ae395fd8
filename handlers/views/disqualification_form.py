"""Disqualified (inhabil): the dialogs in which somebody says so and another one lifts it, and the line that tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from domain.forms import LiftForm
from domain.values import Person
from handlers.views import ids
from handlers.views.alert import trouble
from handlers.views.blocks import Block, clip, context, facts, menu, modal, one_line, option, section
from handlers.views.inputs import field, long_text_input
from handlers.views.status import name_of
from handlers.words import Words

NUMBER: Final = 100  # characters of a case's number, as somebody typed it
NAMED: Final = 10


def disqualified_line(people: Sequence[Person], words: Words) -> list[Block]:
    """Say in a grey line who can not be chosen in a case, and never why; nothing where there is nobody."""
    if not people:
        return []
    names = ", ".join(name_of(one, words) for one in people[:NAMED])
    if len(people) <= NAMED:
        return [context(words.say("Inhabil i saken: {names}", names=names))]
    return [context(words.say("Inhabil i saken: {names} og {n} til", names=names, n=len(people) - NAMED))]


def declare_form(case_id: str, words: Words) -> dict[str, Any]:
    """Draw the dialog for whatever number she gave: it says nothing of whether there is such a case."""
    number = clip(one_line(case_id), NUMBER)
    return modal(
        words.say("Inhabil"),
        [
            facts([(words.say("Saksnummer"), number)]),
            section(
                words.say(
                    "Du mister med en gang tilgangen til alt i saken, og kan ikke velges i den igjen. "
                    "Bare en fordeler, og aldri du selv, kan oppheve det."
                )
            ),
        ],
        submit=words.say("Meld inhabilitet"),
        close=words.say("Avbryt"),
        callback_id=ids.CASE_DISQUALIFY,
        metadata={"case": number},
    )


def declared(case_id: str, words: Words) -> dict[str, Any]:
    """Draw the answer, the same for a case that there is not."""
    return trouble(words, words.say("Finnes sak {case} hos dere, er du nå ute av den.", case=case_id))


def lift_form(form: LiftForm, words: Words, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog for a distributor; `under` is the callback id of the page it lies on."""
    people = [option(name_of(one, words), str(one.id)) for one in form.disqualified]
    only = str(form.disqualified[0].id) if len(form.disqualified) == 1 else ""
    return modal(
        words.say("Opphev inhabilitet"),
        [
            facts([(words.say("Sak"), form.case.title), (words.say("Saksnummer"), form.case.id)]),
            field(
                ids.PERSON,
                words.say("Hvem"),
                menu(ids.VALUE, people, only, words.say("Velg en person")),
                hint=words.say("Den du velger, kan velges i saken igjen, men får ikke tilbake noe av seg selv."),
            ),
            field(
                ids.REASON,
                words.say("Begrunnelse"),
                long_text_input(),
                hint=words.say("Begrunnelsen står i historikken."),
            ),
        ],
        submit=words.say("Opphev"),
        close=words.say("Avbryt"),
        callback_id=ids.CASE_LIFT,
        metadata={"case": form.case.id, "under": under},
    )
