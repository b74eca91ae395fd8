"""The message that reminds: one sentence in a subtask's thread, or a list of all that fell due at the same hour."""

from __future__ import annotations

from typing import Final

import orjson

from cases.reminders.digest import Bundle
from handlers.translator import Translator
from handlers.views.blocks import Block, Message, actions, context, escaped, header, section
from handlers.views.messages import called
from handlers.views.reminder_kinds import choosing_anew, told
from handlers.views.reminder_kinds import drawn as drawn_item

BLOCKS_MOST: Final = 45  # of 50
JSON_MOST: Final = 10_000  # of some 11,000 (bolt-js 2509 and 2867)


def reminder(bundle: Bundle, translator: Translator, *, in_thread: bool) -> Message:
    """Draw a bundle that has something to say; `in_thread` under the card of the one subtask it is about."""
    if in_thread:
        item = bundle.items[0]
        sentence = told(item, bundle.today, translator)
        choosing = choosing_anew(item, translator)
        anew = [actions(choosing)] if choosing else []
        return Message(escaped(sentence), [called(bundle.reader, sentence, translator), *anew])
    blocks: list[Block] = [header(_heading(bundle, translator))] if bundle.is_summary or len(bundle.items) > 1 else []
    if bundle.unread:
        blocks.append(
            section(translator.count("Du har {n} ulest melding.", "Du har {n} uleste meldinger.", bundle.unread))
        )
    drawn = _fitting([drawn_item(item, bundle.today, translator) for item in bundle.items])
    blocks += [block for each in drawn for block in each]
    if rest := len(bundle.items) - len(drawn):
        blocks.append(context(translator.count("Og {n} til. Se fanen Home.", "Og {n} til. Se fanen Home.", rest)))
    return Message(escaped(_notification(bundle, translator)), blocks)


def _fitting(drawn: list[list[Block]]) -> list[list[Block]]:
    """As many of these, from the first, as Slack takes in one message beside a heading and a last line."""
    fits, blocks, size = 0, 0, 0
    for each in drawn:
        blocks, size = blocks + len(each), size + len(orjson.dumps(each))
        if blocks > BLOCKS_MOST or size > JSON_MOST:
            break
        fits += 1
    return drawn[:fits]


def _heading(bundle: Bundle, translator: Translator) -> str:
    if bundle.is_summary:
        return translator.say("Oppsummering {date}", date=bundle.today)
    return translator.count("{n} påminnelse", "{n} påminnelser", len(bundle.items))


def _notification(bundle: Bundle, translator: Translator) -> str:
    """Say on a phone's screen what there is, and how much of it presses."""
    if not bundle.is_summary and len(bundle.items) == 1:
        return told(bundle.items[0], bundle.today, translator)
    late = sum(item.deadline_on < bundle.today for item in bundle.items)
    due = sum(item.deadline_on == bundle.today for item in bundle.items)
    pressing = [translator.count("{n} over fristen", "{n} over fristen", late)] if late else []
    pressing += [translator.count("{n} med frist i dag", "{n} med frist i dag", due)] if due else []
    return f"{_heading(bundle, translator)}: {', '.join(pressing)}" if pressing else _heading(bundle, translator)
