"""The dialog in which a case is given to an owner, for the first time or to another one (F5, F8)."""

from __future__ import annotations

from typing import Any

from domain import validation
from domain.forms import DistributionForm
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, facts, modal
from handlers.views.disqualification_form import disqualified_line
from handlers.views.inputs import date_input, external_select, field
from handlers.views.status import name_of


def distribution_form(form: DistributionForm, translator: Translator) -> dict[str, Any]:
    """Draw the dialog; it remembers whose case it was, so that nobody else's distribution is undone unseen."""
    case = form.case
    now_owner = [(translator.say("Nåværende sakseier"), name_of(case.owner, translator))] if case.owner else []
    return modal(
        translator.say("Omfordel sak") if case.owner else translator.say("Fordel sak"),
        [
            facts(
                [
                    (translator.say("Sak"), case.title),
                    (translator.say("Saksnummer"), case.id),
                    (translator.say("Sted"), case.place),
                    (translator.say("Søker"), case.applicant),
                    (translator.say("Søkt dato"), translator.day(case.applied_on)),
                    *now_owner,
                ]
            ),
            _owner(translator),
            *disqualified_line(form.disqualified, translator),
            *([_deadline(form, translator)] if form.may_set_deadline else []),
        ],
        submit=translator.say("Lagre og fordel"),
        close=translator.say("Avbryt"),
        callback_id=ids.CASE_DISTRIBUTE,
        metadata={"case": case.id, "owner": case.owner.id if case.owner else None},
    )


def _owner(translator: Translator) -> Block:
    pick = external_select(ids.OWNER_PICK, translator.say("Skriv minst tre tegn av navnet"))
    return field(
        ids.OWNER,
        translator.say("Sakseier"),
        pick | {"min_query_length": validation.SEARCH_LETTERS},
        hint=translator.say("Velg deg selv hvis du skal behandle saken."),
    )


def _deadline(form: DistributionForm, translator: Translator) -> Block:
    hint = translator.say("Velg {today} eller en senere dato.", today=form.today)
    return field(ids.DEADLINE, translator.say("Frist"), date_input(form.case.deadline_on), hint=hint, optional=True)
