"""What each kind of reminder says, as it stands on the reader's own date, and the way that it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from cases.reminders.digest import Item
from domain.errors import N_
from domain.reminders import ReminderKind
from domain.values import CaseFacts, SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import Block, Element, button, context, one_line, section
from handlers.views.status import name_of
from handlers.views.ways import to_another_assignee, to_another_owner, to_case, to_subtask
from handlers.words import Words

WayToSubtask = Callable[[SubtaskFacts, Words], Element]
WayToCase = Callable[[CaseFacts, Words], Element]


@dataclass(frozen=True, slots=True)
class _Sentences:
    """What is said of one thing while its deadline lies ahead; other words where they are needed nearer to it."""

    ahead: str
    tomorrow: str | None = None
    today: str | None = None
    late: str | None = None

    def at(self, days: int) -> str:
        """So many days before the deadline."""
        said = self.late if days < 0 else {0: self.today, 1: self.tomorrow}.get(days)
        return said or self.ahead


@dataclass(frozen=True, slots=True)
class OfSubtask:
    """A reminder of a subtask. `nobodys` is said where nobody has it now; `chooses` is drawn below its card, too."""

    said: _Sentences
    way: WayToSubtask = to_subtask
    nobodys: str | None = None
    chooses: bool = False


@dataclass(frozen=True, slots=True)
class OfCase:
    """A reminder of a case."""

    said: _Sentences
    way: WayToCase = lambda case, words: to_case(case.id, case.title, words)


@dataclass(frozen=True, slots=True)
class OfCases:
    """A reminder of several cases: how many there are, and a line for each of the first."""

    said: Callable[[int, Words], str]
    lines: Callable[[Item, Words], list[Block]]


def _to_choose(subtask: SubtaskFacts, words: Words) -> Element:
    return to_another_assignee(subtask, words, style="primary")


def _ownerless(item: Item, words: Words) -> list[Block]:
    return [
        section(
            words.say(
                "«{title}», {owner} kan ikke lenger være sakseier",
                title=one_line(one.title, 200),
                owner=name_of(one.lost_owner, words),
            ),
            to_another_owner(one.id, one.title, words),
        )
        for one in item.ownerless
    ]


def _waiting(item: Item, words: Words) -> list[Block]:
    return [
        section(
            words.say("«{title}», kom inn {date}", title=one_line(one.title, 200), date=one.applied_on),
            button(
                words.say("Fordel"),
                ids.CASE_DISTRIBUTE_ASK,
                one.id,
                about=words.say("Fordel saken {title}", title=one_line(one.title, 40)),
            ),
        )
        for one in item.waiting
    ]


def _old(item: Item, words: Words) -> list[Block]:
    return [
        section(
            words.say("«{title}», kom inn {date}", title=one_line(one.title, 200), date=one.applied_on),
            to_case(one.id, one.title, words),
        )
        for one in item.old
    ]


_CASE_LATE: Final = N_("Fristen for saken «{title}» gikk ut {deadline}.")
_SUBTASK_LATE: Final = N_("Fristen for deloppgaven «{title}» gikk ut {deadline}.")

# The summary is what it lists, and has no line of its own.
KINDS: Mapping[ReminderKind, OfSubtask | OfCase | OfCases] = MappingProxyType(
    {
        ReminderKind.OWNERLESS: OfCase(
            _Sentences(N_("Saken «{title}» har ingen sakseier. {owner} kan ikke lenger være det.")),
            lambda case, words: to_another_owner(case.id, case.title, words),
        ),
        ReminderKind.OWNERLESS_CASES: OfCases(
            lambda n, words: words.count("{n} sak har ingen sakseier.", "{n} saker har ingen sakseier.", n),
            _ownerless,
        ),
        ReminderKind.OVERDUE: OfSubtask(_Sentences(_SUBTASK_LATE)),
        ReminderKind.HOLD_OVER: OfSubtask(
            _Sentences(
                N_("Deloppgaven «{title}» er ikke lenger på vent. Fristen er {deadline}."),
                today=N_("Deloppgaven «{title}» er ikke lenger på vent. Fristen er i dag."),
                late=N_("Deloppgaven «{title}» er ikke lenger på vent. Fristen gikk ut {deadline}."),
            )
        ),
        ReminderKind.DEADLINE: OfSubtask(
            _Sentences(
                N_("Deloppgaven «{title}» har frist {deadline}, om {days}."),
                tomorrow=N_("Deloppgaven «{title}» har frist i morgen, {deadline}."),
                today=N_("Deloppgaven «{title}» har frist i dag."),
                late=_SUBTASK_LATE,
            )
        ),
        ReminderKind.NOBODY: OfSubtask(
            _Sentences(N_("{assignee} kan ikke lenger løse deloppgaven «{title}». Velg en ny ansvarlig.")),
            _to_choose,
            chooses=True,
        ),
        ReminderKind.OWNER_OVERDUE: OfSubtask(
            _Sentences(N_("{assignee} har ikke løst deloppgaven «{title}». Fristen gikk ut {deadline}.")),
            nobodys=N_("Fristen for deloppgaven «{title}» gikk ut {deadline}. Ingen er ansvarlig nå."),
        ),
        ReminderKind.UNOPENED: OfSubtask(
            _Sentences(
                N_("{assignee} har ikke åpnet deloppgaven «{title}» ennå. Fristen er {deadline}."),
                today=N_("{assignee} har ikke åpnet deloppgaven «{title}» ennå. Fristen er i dag."),
                late=N_("{assignee} har ikke åpnet deloppgaven «{title}». Fristen gikk ut {deadline}."),
            )
        ),
        ReminderKind.CASE_OVERDUE: OfCase(_Sentences(_CASE_LATE)),
        ReminderKind.CASE_DEADLINE: OfCase(
            _Sentences(
                N_("Saken «{title}» har frist {deadline}, om {days}."),
                tomorrow=N_("Saken «{title}» har frist i morgen, {deadline}."),
                today=N_("Saken «{title}» har frist i dag."),
                late=_CASE_LATE,
            )
        ),
        ReminderKind.WAITING: OfCases(
            lambda n, words: words.count("{n} sak venter på å bli fordelt.", "{n} saker venter på å bli fordelt.", n),
            _waiting,
        ),
        ReminderKind.OLD_CASES: OfCases(
            lambda n, words: words.count(
                "Én av sakene dine er minst tre uker gammel.", "{n} av sakene dine er minst tre uker gamle.", n
            ),
            _old,
        ),
    }
)


def told(item: Item, today: date, words: Words) -> str:
    """Say what a reminder is about in one sentence, or two short ones."""
    kind, days = KINDS[item.kind], (item.deadline_on - today).days
    if isinstance(kind, OfSubtask) and item.subtask:
        subtask = item.subtask
        said = kind.nobodys if kind.nobodys and subtask.is_nobodys else kind.said.at(days)
        assignee = name_of(subtask.assignee, words)
        return _filled(said, subtask.title, item.deadline_on, days, words, assignee=assignee)
    if isinstance(kind, OfCase) and item.case:
        owner = name_of(item.case.owner, words)
        return _filled(kind.said.at(days), item.case.title, item.deadline_on, days, words, owner=owner)
    return kind.said(item.count, words) if isinstance(kind, OfCases) else ""


def _filled(said: str, title: str, deadline_on: date, days: int, words: Words, **names: str) -> str:
    counted = words.count("{n} dag", "{n} dager", days)
    return words.say(said, title=one_line(title, 150), deadline=deadline_on, days=counted, **names)


def drawn(item: Item, today: date, words: Words) -> list[Block]:
    """Draw a reminder as a line of a list, with the way to what it is about."""
    kind, sentence = KINDS[item.kind], told(item, today, words)
    if isinstance(kind, OfSubtask) and item.subtask:
        return [section(sentence, kind.way(item.subtask, words)), context(one_line(item.subtask.case_title, 255))]
    if isinstance(kind, OfCase) and item.case:
        return [section(sentence, kind.way(item.case, words))]
    lines = kind.lines(item, words) if isinstance(kind, OfCases) else []
    rest = [context(words.say("Resten finner du i fanen Home."))] if item.count > len(lines) else []
    return [section(sentence), *lines, *rest]


def choosing_anew(item: Item, words: Words) -> Element | None:
    """Draw the way out where somebody must be chosen; for all else the card above the thread has the buttons."""
    kind = KINDS[item.kind]
    return kind.way(item.subtask, words) if isinstance(kind, OfSubtask) and kind.chooses and item.subtask else None
