"""`Saker uten sakseier` and `Saker til fordeling` (F6): what waits for a distributor, on App Home."""

from __future__ import annotations

from typing import Final

from cases.values import Home, WaitingCase
from handlers.views import ids
from handlers.views.blocks import Block, button, context, divider, header, one_line, section
from handlers.views.turning import turning_by_number
from handlers.views.ways import to_another_owner
from handlers.words import Words

WAITING_ON_PAGE: Final = 6
OWNERLESS_SHOWN: Final = 4  # of the cases without an owner: the next comes when one is given away


def waiting(home: Home, words: Words) -> list[Block]:
    """Draw the list for a distributor, at most six cases; nothing for others."""
    if home.waiting is None:
        return []
    none = section(words.say("Ingen saker venter på å bli fordelt."))
    cases = [block for each in home.waiting[:WAITING_ON_PAGE] for block in _case(each, words)]
    labels = words.say("Flere saker til fordeling"), words.say("Forrige side med saker til fordeling")
    turns = turning_by_number(ids.HOME_WAITING_PAGE, labels, home.waiting_page, has_more=home.more_waiting)
    return [header(words.say("Saker til fordeling")), *(cases or [none]), *turns, divider()]


def ownerless(home: Home, words: Words) -> list[Block]:
    """Draw the cases whose owner can not answer for them, at most four; nothing where there are none."""
    if not home.ownerless:
        return []
    cases = [block for each in home.ownerless[:OWNERLESS_SHOWN] for block in _without_owner(each, words)]
    rest = home.count_ownerless - len(home.ownerless[:OWNERLESS_SHOWN])
    more = [context(words.count("Og {n} sak til.", "Og {n} saker til.", rest))] if rest > 0 else []
    return [header(words.say("Saker uten sakseier")), *cases, *more, divider()]


def _without_owner(case: WaitingCase, words: Words) -> list[Block]:
    standing = words.say(
        "{place} · {owner} kan ikke lenger være sakseier · søkt {applied}",
        place=one_line(case.place, 200),
        owner=one_line(case.lost_owner, 100),
        applied=words.day(case.applied_on),
    )
    return [section(one_line(case.title, 255), to_another_owner(case.id, case.title, words)), context(standing)]


def _case(case: WaitingCase, words: Words) -> list[Block]:
    about = words.say("Fordel saken {title}", title=one_line(case.title, 40))
    distribute = button(words.say("Fordel"), ids.CASE_DISTRIBUTE_ASK, case.id, about=about)
    standing = words.say(
        "{place} · søker: {applicant} · søkt {applied} · {attachments}",
        place=one_line(case.place, 200),
        applicant=one_line(case.applicant, 100),
        applied=words.day(case.applied_on),
        attachments=words.count("{n} vedlegg", "{n} vedlegg", case.new_attachments),
    )
    return [section(one_line(case.title, 255), distribute), context(standing)]
