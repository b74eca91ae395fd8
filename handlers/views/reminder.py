"""The message that reminds: one sentence in a subtask's thread, or a list of all that fell due at the same hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from cases.errors import N_
from cases.reminders.bundles import Bundle, Item
from cases.reminders.slots import ReminderKind
from cases.values import SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import Block, Element, Message, actions, button, context, escaped, header, one_line, section
from handlers.views.messages import called
from handlers.views.status import name_of
from handlers.words import Words

SHOWN: Final = 20
CASES_SHOWN: Final = 5

_SUBTASK_DUE: Final = (
    N_("Deloppgaven «{title}» har frist i dag."),
    N_("Deloppgaven «{title}» har frist i morgen, {deadline}."),
    N_("Deloppgaven «{title}» har frist {deadline}, om {days}."),
)
_CASE_DUE: Final = (
    N_("Saken «{title}» har frist i dag."),
    N_("Saken «{title}» har frist i morgen, {deadline}."),
    N_("Saken «{title}» har frist {deadline}, om {days}."),
)
_SENTENCES: Final = {
    ReminderKind.OVERDUE: N_("Fristen for deloppgaven «{title}» gikk ut {deadline}."),
    ReminderKind.OWNER_OVERDUE: N_("{assignee} har ikke løst deloppgaven «{title}». Fristen gikk ut {deadline}."),
    ReminderKind.UNOPENED: N_("{assignee} har ikke åpnet deloppgaven «{title}» ennå. Fristen er {deadline}."),
    ReminderKind.NOBODY: N_("{assignee} kan ikke lenger løse deloppgaven «{title}». Velg en ny ansvarlig."),
    ReminderKind.HOLD_OVER: N_("Deloppgaven «{title}» er ikke lenger på vent. Fristen er {deadline}."),
    ReminderKind.CASE_OVERDUE: N_("Fristen for saken «{title}» gikk ut {deadline}."),
}
_HOLD_OVER_LATE: Final = N_("Deloppgaven «{title}» er ikke lenger på vent. Fristen gikk ut {deadline}.")


def reminder(bundle: Bundle, words: Words) -> Message:
    """Draw a bundle that has something to say."""
    if bundle.thread_of is not None and len(bundle.items) == 1 and not bundle.is_summary:
        item = bundle.items[0]
        told = _told(item, bundle.today, words)
        return Message(escaped(told), [called(bundle.reader, told, words), *_choosing_anew(item, words)])
    blocks: list[Block] = [header(_heading(bundle, words))] if bundle.is_summary or len(bundle.items) > 1 else []
    if bundle.unread:
        blocks.append(section(words.count("Du har {n} ulest melding.", "Du har {n} uleste meldinger.", bundle.unread)))
    for item in bundle.items[:SHOWN]:
        blocks += _drawn(item, bundle.today, words)
    if len(bundle.items) > SHOWN:
        rest = len(bundle.items) - SHOWN
        blocks.append(context(words.count("Og {n} til på hovedsiden.", "Og {n} til på hovedsiden.", rest)))
    return Message(escaped(_notification(bundle, words)), blocks)


def _heading(bundle: Bundle, words: Words) -> str:
    if bundle.is_summary:
        return words.say("Oppsummering {date}", date=bundle.today)
    return words.count("{n} påminnelse", "{n} påminnelser", len(bundle.items))


def _notification(bundle: Bundle, words: Words) -> str:
    if bundle.is_summary or len(bundle.items) > 1:
        return _heading(bundle, words)
    return _told(bundle.items[0], bundle.today, words)


def _drawn(item: Item, today: date, words: Words) -> list[Block]:
    told = _told(item, today, words)
    if item.subtask:
        return [section(told, _way(item.subtask, item.kind, words)), context(one_line(item.subtask.case_title, 255))]
    if item.case:
        about = words.say("Åpne saken {title}", title=one_line(item.case.title, 40))
        return [section(told, button(words.say("Åpne"), ids.CASE_OPEN, item.case.id, about=about))]
    return [section(told), *_cases(item, words)]


def _choosing_anew(item: Item, words: Words) -> list[Block]:
    """Draw the way out where somebody must be chosen; for all else the card above the thread has the buttons."""
    if item.subtask and item.kind is ReminderKind.NOBODY:
        return [actions(_way(item.subtask, item.kind, words))]
    return []


def _way(subtask: SubtaskFacts, kind: ReminderKind, words: Words) -> Element:
    """Draw the button to what is to be done about a subtask."""
    number, title = str(subtask.id), one_line(subtask.title, 40)
    if kind is ReminderKind.NOBODY:
        about = words.say("Gi deloppgaven {title} til en annen", title=title)
        return button(words.say("Gi til en annen"), ids.SUBTASK_REASSIGN_ASK, number, style="primary", about=about)
    about = words.say("Åpne deloppgaven {title}", title=title)
    return button(words.say("Åpne"), ids.SUBTASK_OPEN, number, about=about)


def _cases(item: Item, words: Words) -> list[Block]:
    """Draw the first of several cases, each with the way to it."""
    blocks: list[Block] = []
    for waiting in item.waiting[:CASES_SHOWN]:
        title = one_line(waiting.title, 200)
        line = words.say("«{title}», kom inn {date}", title=title, date=waiting.applied_on)
        about = words.say("Fordel saken {title}", title=one_line(waiting.title, 40))
        blocks.append(section(line, button(words.say("Fordel"), ids.CASE_DISTRIBUTE_ASK, waiting.id, about=about)))
    for old in item.old[:CASES_SHOWN]:
        line = words.say("«{title}», kom inn {date}", title=one_line(old.title, 200), date=old.applied_on)
        about = words.say("Åpne saken {title}", title=one_line(old.title, 40))
        blocks.append(section(line, button(words.say("Åpne"), ids.CASE_OPEN, old.id, about=about)))
    if len(item.waiting) + len(item.old) > CASES_SHOWN:
        blocks.append(context(words.say("Resten finner du på hovedsiden.")))
    return blocks


def _told(item: Item, today: date, words: Words) -> str:
    """Say what a reminder is about in one sentence, as it stands today."""
    if item.subtask:
        return _told_of_subtask(item.kind, item.subtask, today, words)
    if item.case:
        return _due(_CASE_DUE, item, item.case.title, today, words)
    counted = _COUNTED[item.kind]
    return counted(len(item.waiting) + len(item.old), words)


def _told_of_subtask(kind: ReminderKind, subtask: SubtaskFacts, today: date, words: Words) -> str:
    if kind is ReminderKind.DEADLINE:
        return _due(_SUBTASK_DUE, Item(kind, subtask=subtask), subtask.title, today, words)
    is_late = subtask.deadline_on < today
    if kind is ReminderKind.OWNER_OVERDUE and subtask.declined_because:
        kind = ReminderKind.OVERDUE  # there is nobody who has not solved it
    sentence = _HOLD_OVER_LATE if kind is ReminderKind.HOLD_OVER and is_late else _SENTENCES[kind]
    return words.say(
        sentence,
        title=one_line(subtask.title, 150),
        deadline=words.day(subtask.deadline_on),
        assignee=name_of(subtask.assignee, words),
    )


def _due(sentences: tuple[str, str, str], item: Item, title: str, today: date, words: Words) -> str:
    days = (item.deadline_on - today).days
    values = {"title": one_line(title, 150), "deadline": words.day(item.deadline_on)}
    if days < 0:
        return words.say(_SENTENCES[item.kind], **values)
    counted = words.count("{n} dag", "{n} dager", days)
    return words.say(sentences[min(days, 2)], days=counted, **values)


_COUNTED: Final[dict[ReminderKind, Callable[[int, Words], str]]] = {
    ReminderKind.WAITING: lambda n, words: words.count(
        "{n} sak venter på å bli fordelt.", "{n} saker venter på å bli fordelt.", n
    ),
    ReminderKind.OLD_CASES: lambda n, words: words.count(
        "{n} av sakene dine kom inn for mer enn tre uker siden.",
        "{n} av sakene dine kom inn for mer enn tre uker siden.",
        n,
    ),
}
