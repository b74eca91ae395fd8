"""What was found, as blocks: for a modal, in which Slack shows no data table."""

from __future__ import annotations

from typing import Any, Final

from domain.search import Found, Hit
from domain.values import SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import Block, context, divider, modal, one_line, section
from handlers.views.status import case_status, name_of, owner_name, status_and_hold
from handlers.views.ways import to_case, to_subtask

HITS: Final = 10  # in a modal, at most four blocks each
EXCERPT: Final = 300
TITLE: Final = 150


def search_results(found: Found, typed: str, translator: Translator) -> dict[str, Any]:
    """Draw the answer to `/sak` with words: the first hits, and where the rest is found."""
    shown = [block for hit in found.hits[:HITS] for block in hit_blocks(hit, translator)]
    more = translator.say(
        "Flere treff: Velg «Søk» i fanen Home. Der kan du også velge status, frist, sted og ansvarlig."
    )
    rest = [divider(), context(more)] if found.has_more else []
    told = context(translator.say("Treff på «{words}» blant det du kan åpne nå", words=one_line(typed, TITLE)))
    return modal(translator.say("Søk"), [told, *shown, *rest], close=translator.say("Lukk"))


def hit_blocks(hit: Hit, translator: Translator) -> list[Block]:
    """Draw one hit, with `Åpne`, and where it was found where its title, number and names do not show that."""
    return [_case(hit, translator) if hit.subtask is None else _subtask(hit.subtask, translator),
            context(_about(hit, translator)),
            *([context(where_found(hit, translator))] if hit.excerpt else [])]  # fmt: skip


def where_found(hit: Hit, translator: Translator) -> str:
    """The sentence in which the words stand, and whose or which it is."""
    text = one_line(hit.excerpt, EXCERPT)
    if hit.said_by:
        return translator.say("{name} skrev: «{text}»", name=name_of(hit.said_by, translator), text=text)
    in_description = hit.subtask is not None and hit.excerpt in one_line(hit.subtask.description)
    where = translator.say("Beskrivelse") if in_description else translator.say("Konklusjon")
    return translator.say("{where}: «{text}»", where=where, text=text)


def _subtask(subtask: SubtaskFacts, translator: Translator) -> Block:
    return section(one_line(subtask.title, TITLE), to_subtask(subtask, translator))


def _case(hit: Hit, translator: Translator) -> Block:
    return section(one_line(hit.case.title, TITLE), to_case(hit.case.id, hit.case.title, translator))


def _about(hit: Hit, translator: Translator) -> str:
    if hit.subtask is None:
        status, owner = case_status(hit.case.status, translator), name_of(hit.case.owner, translator)
        return translator.say("Sak {id} · {status} · sakseier: {owner}", id=hit.case.id, status=status, owner=owner)
    return translator.say(
        "{id} {case} · {status} · ansvarlig: {assignee} · sakseier: {owner}",
        id=hit.case.id,
        case=one_line(hit.case.title, TITLE),
        status=status_and_hold(hit.subtask, translator),
        assignee=name_of(hit.assignee, translator),
        owner=owner_name(hit.subtask, translator),
    )
