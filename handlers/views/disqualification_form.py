"""Disqualified (inhabil): the dialogs in which somebody says so and another one lifts it, and the line that tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from domain.forms import LiftForm
from domain.values import Person
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.alert import trouble
from handlers.views.blocks import Block, clip, context, facts, menu, modal, one_line, option, section
from handlers.views.inputs import field, long_text_input
from handlers.views.status import name_of

NUMBER: Final = 100  # characters of a case's number, as somebody typed it
NAMED: Final = 10


def disqualified_line(people: Sequence[Person], translator: Translator) -> list[Block]:
    """Say in a grey line who cannot be chosen in a case, and never why; nothing where there is nobody."""
    if not people:
        return []
    named = [name_of(one, translator) for one in people[:NAMED]]
    if len(people) <= NAMED:
        return [context(translator.say("Inhabil i saken: {names}", names=translator.together(named)))]
    names, more = ", ".join(named), len(people) - NAMED
    return [context(translator.say("Inhabil i saken: {names} og {n} til", names=names, n=more))]


def declare_form(case_id: str, translator: Translator) -> dict[str, Any]:
    """Draw the dialog for whatever number was given: it says nothing of whether there is such a case."""
    number = clip(one_line(case_id), NUMBER)
    return modal(
        translator.say("Meld inhabilitet"),
        [
            facts([(translator.say("Saksnummer"), number)]),
            section(
                translator.say(
                    "Du mister med en gang tilgangen til alt i saken, og kan ikke velges i den igjen. "
                    "Bare en fordeler, og aldri du selv, kan oppheve det."
                )
            ),
        ],
        submit=translator.say("Meld inhabilitet"),
        close=translator.say("Avbryt"),
        callback_id=ids.CASE_DISQUALIFY,
        metadata={"case": number},
    )


def declared(case_id: str, translator: Translator) -> dict[str, Any]:
    """Draw the answer, the same for a case that there is not."""
    return trouble(translator, translator.say("Du er meldt inhabil i sak {case}, hvis den finnes.", case=case_id))


def lift_form(form: LiftForm, translator: Translator, *, under: str = "") -> dict[str, Any]:
    """Draw the dialog for a distributor; `under` is the callback id of the page it lies on."""
    people = [option(name_of(one, translator), str(one.id)) for one in form.disqualified]
    only = str(form.disqualified[0].id) if len(form.disqualified) == 1 else ""
    return modal(
        translator.say("Opphev inhabilitet"),
        [
            facts([(translator.say("Sak"), form.case.title), (translator.say("Saksnummer"), form.case.id)]),
            field(
                ids.PERSON,
                translator.say("Hvem"),
                menu(ids.VALUE, people, only, translator.say("Velg en person")),
                hint=translator.say("Den du velger, kan velges i saken igjen, men får ikke tilbake noe av seg selv."),
            ),
            field(
                ids.REASON,
                translator.say("Begrunnelse"),
                long_text_input(),
                hint=translator.say("Begrunnelsen står i historikken."),
            ),
        ],
        submit=translator.say("Opphev"),
        close=translator.say("Avbryt"),
        callback_id=ids.CASE_LIFT,
        metadata={"case": form.case.id, "under": under},
    )
