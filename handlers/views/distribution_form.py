"""The dialog in which a case is given to an owner, for the first time or to another one (F5, F8)."""

from __future__ import annotations

from typing import Any

from domain import validation
from domain.forms import DistributionForm
from handlers.views import ids
from handlers.views.blocks import Block, facts, modal
from handlers.views.disqualification_form import disqualified_line
from handlers.views.inputs import date_input, external_select, field
from handlers.views.status import name_of
from handlers.words import Words


def distribution_form(form: DistributionForm, words: Words) -> dict[str, Any]:
    """Draw the dialog; it remembers whose case it was, so that nobody else's distribution is undone unseen."""
    case = form.case
    now_owner = [(words.say("Nåværende sakseier"), name_of(case.owner, words))] if case.owner else []
    return modal(
        words.say("Omfordel sak") if case.owner else words.say("Fordel sak"),
        [
            facts(
                [
                    (words.say("Sak"), case.title),
                    (words.say("Saksnummer"), case.id),
                    (words.say("Sted"), case.place),
                    (words.say("Søker"), case.applicant),
                    (words.say("Søkt dato"), words.day(case.applied_on)),
                    *now_owner,
                ]
            ),
            _owner(words),
            *disqualified_line(form.disqualified, words),
            *([_deadline(form, words)] if form.may_set_deadline else []),
        ],
        submit=words.say("Lagre og fordel"),
        close=words.say("Avbryt"),
        callback_id=ids.CASE_DISTRIBUTE,
        metadata={"case": case.id, "owner": case.owner.id if case.owner else None},
    )


def _owner(words: Words) -> Block:
    pick = external_select(ids.OWNER_PICK, words.say("Skriv minst tre tegn av navnet"))
    return field(
        ids.OWNER,
        words.say("Sakseier"),
        pick | {"min_query_length": validation.SEARCH_LETTERS},
        hint=words.say("Velg deg selv hvis du skal behandle saken."),
    )


def _deadline(form: DistributionForm, words: Words) -> Block:
    hint = words.say("Velg {today} eller en senere dato.", today=form.today)
    return field(ids.DEADLINE, words.say("Frist"), date_input(form.case.deadline_on), hint=hint, optional=True)
