"""`Saker uten sakseier` and `Saker til fordeling` (F6): what waits for a distributor, first on App Home."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain import page_sizes
from domain.forms import Home, WaitingCase
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import (
    Block,
    Element,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    line_of,
    one_line,
    rich,
    section,
    words_of,
)
from handlers.views.pagination import turning_by_number
from handlers.views.standing import due
from handlers.views.status import name_of
from handlers.views.ways import to_another_owner, to_case

OWNERLESS_SHOWN: Final = 3  # of the cases without an owner: the next comes when one is given away


def waiting(home: Home, translator: Translator) -> list[Block]:
    """Draw the list for a distributor, one page of cases and how many there are; nothing for others."""
    if home.waiting is None:
        return []
    total = translator.count(
        "{n} sak venter på å bli fordelt.", "{n} saker venter på å bli fordelt.", home.count_waiting
    )
    none = section(translator.say("Ingen saker venter på å bli fordelt."))
    cases = [
        block for each in home.waiting[: page_sizes.WAITING] for block in undistributed(each, home.today, translator)
    ]
    labels = translator.say("Flere saker til fordeling"), translator.say("Forrige side med saker til fordeling")
    turns = turning_by_number(ids.HOME_WAITING_PAGE, labels, home.waiting_page, has_more=home.more_waiting)
    shown = [context(total), *cases, *turns] if cases else [none]
    return [header(translator.say("Saker til fordeling")), *shown, divider()]


def ownerless(home: Home, translator: Translator) -> list[Block]:
    """Draw the cases whose owner cannot answer for them, at most three, and how many; nothing where there are none."""
    if not home.ownerless:
        return []
    cases = [
        block for each in home.ownerless[:OWNERLESS_SHOWN] for block in without_owner(each, home.today, translator)
    ]
    total = translator.count("{n} sak må få en ny sakseier.", "{n} saker må få en ny sakseier.", home.count_ownerless)
    return [header(translator.say("Saker uten sakseier")), context(total), *cases, divider()]


def without_owner(case: WaitingCase, today: date, translator: Translator) -> list[Block]:
    """Draw a case whose owner cannot answer for it any more."""
    standing = translator.say(
        "{id} · {place} · {owner} kan ikke lenger være sakseier · søkt {applied}",
        id=case.id,
        place=one_line(case.place, 200),
        owner=name_of(case.lost_owner, translator),
        applied=translator.day(case.applied_on),
    )
    return _entry(case, standing, to_another_owner(case.id, case.title, translator), today, translator)


def undistributed(case: WaitingCase, today: date, translator: Translator) -> list[Block]:
    """Draw a case that waits for its first owner."""
    about = translator.say("Fordel saken {title}", title=one_line(case.title, 40))
    distribute = button(translator.say("Fordel"), ids.CASE_DISTRIBUTE_ASK, case.id, about=about)
    standing = translator.say(
        "{id} · {place} · søker: {applicant} · søkt {applied} · {attachments}",
        id=case.id,
        place=one_line(case.place, 200),
        applicant=one_line(case.applicant, 100),
        applied=translator.day(case.applied_on),
        attachments=_attachments(case.new_attachments, translator),
    )
    return _entry(case, standing, distribute, today, translator)


def _attachments(n: int, translator: Translator) -> str:
    return translator.count("{n} vedlegg", "{n} vedlegg", n) if n else translator.say("ingen vedlegg")


def _entry(case: WaitingCase, standing: str, giving: Element, today: date, translator: Translator) -> list[Block]:
    """Draw a case with the two things one does with it: give it to somebody, and look into it before."""
    if case.deadline_on:
        standing = f"{standing} · {due(case.deadline_on, today, translator)}"
    told = rich(line_of([bold(one_line(case.title, 255)), words_of("\n"), words_of(standing)]))
    return [told, actions(giving, to_case(case.id, case.title, translator))]
