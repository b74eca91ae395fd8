"""The message that reminds: one sentence in a subtask's thread, or a list of all that fell due at the same hour."""

from __future__ import annotations

from datetime import date
from typing import Final

import orjson

from cases.reminders.digest import Bundle, Item
from domain.schedule import ReminderKind
from domain.values import SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import Block, Element, Message, actions, button, context, escaped, header, one_line, section
from handlers.views.messages import called
from handlers.views.reminder_sentences import told
from handlers.views.status import name_of
from handlers.views.ways import to_another_assignee, to_another_owner, to_case, to_subtask
from handlers.words import Words

BLOCKS_MOST: Final = 45  # of 50
JSON_MOST: Final = 10_000  # of some 11,000 (bolt-js 2509 and 2867)


def reminder(bundle: Bundle, words: Words, *, in_thread: bool) -> Message:
    """Draw a bundle that has something to say; `in_thread` under the card of the one subtask it is about."""
    if in_thread:
        item = bundle.items[0]
        sentence = told(item, bundle.today, words)
        return Message(escaped(sentence), [called(bundle.reader, sentence, words), *_choosing_anew(item, words)])
    blocks: list[Block] = [header(_heading(bundle, words))] if bundle.is_summary or len(bundle.items) > 1 else []
    if bundle.unread:
        blocks.append(section(words.count("Du har {n} ulest melding.", "Du har {n} uleste meldinger.", bundle.unread)))
    drawn = _fitting([_drawn(item, bundle.today, words) for item in bundle.items])
    blocks += [block for each in drawn for block in each]
    if rest := len(bundle.items) - len(drawn):
        blocks.append(context(words.count("Og {n} til. Se fanen Home.", "Og {n} til. Se fanen Home.", rest)))
    return Message(escaped(_notification(bundle, words)), blocks)


def _fitting(drawn: list[list[Block]]) -> list[list[Block]]:
    """As many of these, from the first, as Slack takes in one message beside a heading and a last line."""
    fits, blocks, size = 0, 0, 0
    for each in drawn:
        blocks, size = blocks + len(each), size + len(orjson.dumps(each))
        if blocks > BLOCKS_MOST or size > JSON_MOST:
            break
        fits += 1
    return drawn[:fits]


def _heading(bundle: Bundle, words: Words) -> str:
    if bundle.is_summary:
        return words.say("Oppsummering {date}", date=bundle.today)
    return words.count("{n} påminnelse", "{n} påminnelser", len(bundle.items))


def _notification(bundle: Bundle, words: Words) -> str:
    """Say on a phone's screen what there is, and how much of it presses."""
    if not bundle.is_summary and len(bundle.items) == 1:
        return told(bundle.items[0], bundle.today, words)
    late = sum(item.deadline_on < bundle.today for item in bundle.items)
    due = sum(item.deadline_on == bundle.today for item in bundle.items)
    pressing = [words.count("{n} over fristen", "{n} over fristen", late)] if late else []
    pressing += [words.count("{n} med frist i dag", "{n} med frist i dag", due)] if due else []
    return f"{_heading(bundle, words)}: {', '.join(pressing)}" if pressing else _heading(bundle, words)


def _drawn(item: Item, today: date, words: Words) -> list[Block]:
    sentence = told(item, today, words)
    if item.subtask:
        return [
            section(sentence, _way(item.subtask, item.kind, words)),
            context(one_line(item.subtask.case_title, 255)),
        ]
    if item.case and item.kind is ReminderKind.OWNERLESS:
        return [section(sentence, to_another_owner(item.case.id, item.case.title, words))]
    if item.case:
        return [section(sentence, to_case(item.case.id, item.case.title, words))]
    return [section(sentence), *_cases(item, words)]


def _choosing_anew(item: Item, words: Words) -> list[Block]:
    """Draw the way out where somebody must be chosen; for all else the card above the thread has the buttons."""
    if item.subtask and item.kind is ReminderKind.NOBODY:
        return [actions(_way(item.subtask, item.kind, words))]
    return []


def _way(subtask: SubtaskFacts, kind: ReminderKind, words: Words) -> Element:
    """Draw the button to what is to be done about a subtask."""
    if kind is ReminderKind.NOBODY:
        return to_another_assignee(subtask, words, style="primary")
    return to_subtask(subtask, words)


def _cases(item: Item, words: Words) -> list[Block]:
    """Draw the first of several cases, each with the way to it."""
    blocks: list[Block] = []
    for waiting in item.waiting:
        title = one_line(waiting.title, 200)
        line = words.say("«{title}», kom inn {date}", title=title, date=waiting.applied_on)
        about = words.say("Fordel saken {title}", title=one_line(waiting.title, 40))
        blocks.append(section(line, button(words.say("Fordel"), ids.CASE_DISTRIBUTE_ASK, waiting.id, about=about)))
    for lost in item.ownerless:
        line = words.say(
            "«{title}», {owner} kan ikke lenger være sakseier",
            title=one_line(lost.title, 200),
            owner=name_of(lost.lost_owner, words),
        )
        blocks.append(section(line, to_another_owner(lost.id, lost.title, words)))
    for old in item.old:
        line = words.say("«{title}», kom inn {date}", title=one_line(old.title, 200), date=old.applied_on)
        blocks.append(section(line, to_case(old.id, old.title, words)))
    if item.count > len(item.waiting) + len(item.ownerless) + len(item.old):
        blocks.append(context(words.say("Resten finner du i fanen Home.")))
    return blocks
