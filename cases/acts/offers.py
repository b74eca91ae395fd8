"""`Ta oppgaven`: the first with the role who takes what was offered has it; until then who had it keeps it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, transaction
from cases.acts import handing_over, reassigning
from cases.context import Context
from cases.transaction import Transaction
from domain.errors import N_, NotAllowedError, NotFoundError, TooLateError
from domain.permissions import Actor
from store import bulk_moves as move_rows
from store import cases as case_rows
from store import offers as rows
from store import people as people_rows
from store import subtasks as subtask_rows
from store.offers import OfferRow

GONE = N_("Oppgaven tilbys ikke lenger.")
TAKEN = N_("{name} tok oppgaven.")
NOT_OFFERED = N_("Oppgaven er ikke tilbudt deg.")


def take(context: Context, offer_id: int, *, actor: str, now: datetime) -> None:
    """Take what is offered. Taken once more by the same person, it stays as it is.

    Raises TooLateError when somebody else was first, or it is not offered any more, NotAllowedError for one to whom
    it is not offered.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        offer = _locked(act.connection, offer_id)
        _require_may_take(act.connection, offer, who)
        if offer.taken_by == who.person.id:
            return
        _require_open(act.connection, offer)
        _give(act, context, offer, who)
        told = move_rows.told_of(act.connection, offer.move_id)
        act.show(effects.moved(offer.move_id, told), effects.homes(*told))


def _locked(connection: Connection, offer_id: int) -> OfferRow:
    """The offer as it is once what is offered is locked: whoever was quicker has committed by then."""
    offer = rows.get(connection, offer_id)
    if offer is not None and offer.subtask_id is None:
        case_rows.get(connection, offer.case_id, lock="update")
        subtask_rows.lock_in(connection, offer.case_id)
    elif offer is not None and offer.subtask_id is not None:
        subtask_rows.get(connection, offer.subtask_id, for_update=True)
    found = rows.get(connection, offer_id)
    if found is None:
        raise NotFoundError(GONE)
    return found


def _require_may_take(connection: Connection, offer: OfferRow, who: Actor) -> None:
    """Refuse whoever lacks the role there, is disqualified from the case, or has it already."""
    me = who.person.id
    is_asked = rows.has_role(connection, me, offer.place_id, offer.role) and offer.held_by != me
    if not is_asked or offer.case_id in who.disqualified_from:
        raise NotAllowedError(NOT_OFFERED)


def _require_open(connection: Connection, offer: OfferRow) -> None:
    if offer.taken_by:
        raise TooLateError(TAKEN, name=people_rows.name(connection, offer.taken_by))
    if offer.ended_at or offer.id not in rows.standing(connection, [offer.id]):
        raise TooLateError(GONE)


def _give(act: Transaction, context: Context, offer: OfferRow, who: Actor) -> None:
    """Give it to who takes it, as it is given to anybody; the history says that it was taken."""
    me = who.person.id
    rows.end(act.connection, [offer.id], act.now, taken_by=me)
    if offer.subtask_id is None:
        case = case_rows.get(act.connection, offer.case_id)
        if case is None or not move_rows.answers(act.connection, me):
            raise TooLateError(GONE)
        handing_over.cases_to(act, [case], me, {"offer": offer.id})
        return
    row = subtask_rows.get(act.connection, offer.subtask_id)
    if row is None:
        raise TooLateError(GONE)
    handing_over.subtasks_to(act, [row], me, {"offer": offer.id})
    act.show(reassigning.told_of(act.connection, row, me, by=me))
