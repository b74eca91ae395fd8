"""How an unsolved subtask stands, said on one line: who has it, by when, and why its case's owner is needed."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.errors import N_
from domain.values import Need, SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import one_line
from handlers.views.status import with_stand_in

NEEDS: Final = {
    Need.RETURNED: N_("Sendt tilbake"),
    Need.NOBODY: N_("Mangler ansvarlig"),
    Need.ASKED: N_("Venter på svar"),
    Need.OVERDUE: N_("Fristen har gått ut"),
    Need.UNREAD: N_("Uleste meldinger"),
    Need.UNOPENED: N_("Ikke åpnet"),
}
NEEDED: Final = {
    Need.RETURNED: N_("{assignee} har sendt tilbake deloppgaven · {due}"),
    Need.NOBODY: N_("{assignee} kan ikke lenger løse deloppgaven · {due}"),
    Need.ASKED: N_("{assignee} trenger mer og venter på svar · {due}"),
    Need.OVERDUE: N_("Fristen gikk ut {deadline} · ansvarlig: {assignee}"),
    Need.UNREAD: N_("Uleste meldinger · ansvarlig: {assignee} · {due}"),
    Need.UNOPENED: N_("Ikke åpnet av {assignee} · {due}"),
}


def due(deadline_on: date, today: date, translator: Translator) -> str:
    """Say in the midst of a line by when something is to be done, or since when it should have been."""
    if deadline_on < today:
        return translator.say("fristen gikk ut {deadline}", deadline=translator.day(deadline_on))
    if deadline_on == today:
        return translator.say("frist i dag, {deadline}", deadline=translator.day(deadline_on))
    return translator.say("frist {deadline}", deadline=translator.day(deadline_on))


def standing(subtask: SubtaskFacts, today: date, translator: Translator) -> str:
    """Say on one line who has an unsolved subtask and when it is due."""
    values = {
        "assignee": with_stand_in(subtask.assignee, subtask.stand_in, translator),
        "due": due(subtask.deadline_on, today, translator),
    }
    if subtask.declined_because:
        return translator.say("{assignee} har sendt den tilbake · {due}", **values)
    if subtask.assignee_left:
        return translator.say("{assignee} kan ikke lenger løse den · {due}", **values)
    if subtask.waits_for:
        first = one_line(subtask.waits_for, 100)
        return translator.say("Ansvarlig: {assignee} · {due} · venter på «{title}»", **values, title=first)
    if subtask.held_until_on is not None:
        held = translator.day(subtask.held_until_on)
        return translator.say("Ansvarlig: {assignee} · {due} · på vent til {day}", **values, day=held)
    if subtask.waits_for_owner_at is not None:
        return translator.say("Ansvarlig: {assignee} · {due} · venter på svar fra sakseier", **values)
    return translator.say("Ansvarlig: {assignee} · {due}", **values)


def needed(subtask: SubtaskFacts, today: date, translator: Translator) -> str:
    """Say first of all why a subtask that somebody else has needs the case's owner."""
    return (
        standing(subtask, today, translator) if subtask.need is None else need(subtask.need, subtask, today, translator)
    )


def need(why: Need, subtask: SubtaskFacts, today: date, translator: Translator) -> str:
    """Say that this is why a subtask that somebody else has needs the case's owner."""
    return translator.say(
        NEEDED[why],
        assignee=with_stand_in(subtask.assignee, subtask.stand_in, translator),
        deadline=translator.day(subtask.deadline_on),
        due=due(subtask.deadline_on, today, translator),
    )
