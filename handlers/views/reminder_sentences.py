"""What a reminder says: one sentence for each thing, as it stands on the reader's own date."""

from __future__ import annotations

from datetime import date
from typing import Final

from cases.reminders.digest import Item
from domain.errors import N_
from domain.schedule import ReminderKind
from domain.values import SubtaskFacts
from handlers.views.blocks import one_line
from handlers.views.status import name_of
from handlers.words import Words

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
_DUE_TODAY: Final = {
    ReminderKind.UNOPENED: N_("{assignee} har ikke åpnet deloppgaven «{title}» ennå. Fristen er i dag."),
    ReminderKind.HOLD_OVER: N_("Deloppgaven «{title}» er ikke lenger på vent. Fristen er i dag."),
}
_LATE: Final = {
    ReminderKind.UNOPENED: N_("{assignee} har ikke åpnet deloppgaven «{title}». Fristen gikk ut {deadline}."),
    ReminderKind.HOLD_OVER: N_("Deloppgaven «{title}» er ikke lenger på vent. Fristen gikk ut {deadline}."),
}
_NOBODY_IS_LATE: Final = N_("Fristen for deloppgaven «{title}» gikk ut {deadline}. Ingen er ansvarlig nå.")


def told(item: Item, today: date, words: Words) -> str:
    """Say what a reminder is about in one sentence, or two short ones."""
    if item.subtask:
        return _told_of_subtask(item.kind, item.subtask, today, words)
    if item.case and item.kind is ReminderKind.OWNERLESS:
        values = {"title": one_line(item.case.title, 150), "owner": name_of(item.case.owner, words)}
        return words.say("Saken «{title}» har ingen sakseier. {owner} kan ikke lenger være det.", **values)
    if item.case:
        return _due(_CASE_DUE, item, item.case.title, today, words)
    if item.kind is ReminderKind.OWNERLESS_CASES:
        return words.count("{n} sak har ingen sakseier.", "{n} saker har ingen sakseier.", item.count)
    if item.kind is ReminderKind.WAITING:
        return words.count("{n} sak venter på å bli fordelt.", "{n} saker venter på å bli fordelt.", item.count)
    return words.count(
        "Én av sakene dine er minst tre uker gammel.", "{n} av sakene dine er minst tre uker gamle.", item.count
    )


def _told_of_subtask(kind: ReminderKind, subtask: SubtaskFacts, today: date, words: Words) -> str:
    if kind is ReminderKind.DEADLINE:
        return _due(_SUBTASK_DUE, Item(kind, subtask=subtask), subtask.title, today, words)
    sentence = _SENTENCES[kind]
    if subtask.deadline_on <= today:
        sentence = (_LATE if subtask.deadline_on < today else _DUE_TODAY).get(kind, sentence)
    if kind is ReminderKind.OWNER_OVERDUE and subtask.is_nobodys:
        sentence = _NOBODY_IS_LATE
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
