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
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, Element, button, context, one_line, section
from handlers.views.status import name_of
from handlers.views.ways import to_another_assignee, to_another_owner, to_case, to_subtask

WayToSubtask = Callable[[SubtaskFacts, Translator], Element]
WayToCase = Callable[[CaseFacts, Translator], Element]


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
    way: WayToCase = lambda case, translator: to_case(case.id, case.title, translator)


@dataclass(frozen=True, slots=True)
class OfCases:
    """A reminder of several cases: how many there are, and a line for each of the first."""

    said: Callable[[int, Translator], str]
    lines: Callable[[Item, Translator], list[Block]]


def _to_choose(subtask: SubtaskFacts, translator: Translator) -> Element:
    return to_another_assignee(subtask, translator, style="primary")


def _ownerless(item: Item, translator: Translator) -> list[Block]:
    return [
        section(
            translator.say(
                "«{title}», {owner} kan ikke lenger være sakseier",
                title=one_line(one.title, 200),
                owner=name_of(one.lost_owner, translator),
            ),
            to_another_owner(one.id, one.title, translator),
        )
        for one in item.ownerless
    ]


def _waiting(item: Item, translator: Translator) -> list[Block]:
    return [
        section(
            translator.say("«{title}», kom inn {date}", title=one_line(one.title, 200), date=one.applied_on),
            button(
                translator.say("Fordel"),
                ids.CASE_DISTRIBUTE_ASK,
                one.id,
                about=translator.say("Fordel saken {title}", title=one_line(one.title, 40)),
            ),
        )
        for one in item.waiting
    ]


def _old(item: Item, translator: Translator) -> list[Block]:
    return [
        section(
            translator.say("«{title}», kom inn {date}", title=one_line(one.title, 200), date=one.applied_on),
            to_case(one.id, one.title, translator),
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
            lambda case, translator: to_another_owner(case.id, case.title, translator),
        ),
        ReminderKind.OWNERLESS_CASES: OfCases(
            lambda n, translator: translator.count("{n} sak har ingen sakseier.", "{n} saker har ingen sakseier.", n),
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
        ReminderKind.UNANSWERED: OfSubtask(
            _Sentences(N_("{assignee} trenger mer for å løse deloppgaven «{title}», og venter på svar fra deg."))
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
            lambda n, translator: translator.count(
                "{n} sak venter på å bli fordelt.", "{n} saker venter på å bli fordelt.", n
            ),
            _waiting,
        ),
        ReminderKind.OLD_CASES: OfCases(
            lambda n, translator: translator.count(
                "Én av sakene dine er minst tre uker gammel.", "{n} av sakene dine er minst tre uker gamle.", n
            ),
            _old,
        ),
    }
)


def told(item: Item, today: date, translator: Translator) -> str:
    """Say what a reminder is about in one sentence, or two short ones."""
    kind, days = KINDS[item.kind], (item.deadline_on - today).days
    if isinstance(kind, OfSubtask) and item.subtask:
        subtask = item.subtask
        said = kind.nobodys if kind.nobodys and subtask.is_nobodys else kind.said.at(days)
        assignee = name_of(subtask.assignee, translator)
        return _filled(said, subtask.title, item.deadline_on, days, translator, assignee=assignee)
    if isinstance(kind, OfCase) and item.case:
        owner = name_of(item.case.owner, translator)
        return _filled(kind.said.at(days), item.case.title, item.deadline_on, days, translator, owner=owner)
    return kind.said(item.count, translator) if isinstance(kind, OfCases) else ""


def _filled(said: str, title: str, deadline_on: date, days: int, translator: Translator, **names: str) -> str:
    counted = translator.count("{n} dag", "{n} dager", days)
    return translator.say(said, title=one_line(title, 150), deadline=deadline_on, days=counted, **names)


def drawn(item: Item, today: date, translator: Translator) -> list[Block]:
    """Draw a reminder as a line of a list, with the way to what it is about."""
    kind, sentence = KINDS[item.kind], told(item, today, translator)
    if isinstance(kind, OfSubtask) and item.subtask:
        return [section(sentence, kind.way(item.subtask, translator)), context(one_line(item.subtask.case_title, 255))]
    if isinstance(kind, OfCase) and item.case:
        return [section(sentence, kind.way(item.case, translator))]
    lines = kind.lines(item, translator) if isinstance(kind, OfCases) else []
    rest = [context(translator.say("Resten finner du i fanen Home."))] if item.count > len(lines) else []
    return [section(sentence), *lines, *rest]


def choosing_anew(item: Item, translator: Translator) -> Element | None:
    """Draw the way out where somebody must be chosen; for all else the card above the thread has the buttons."""
    kind = KINDS[item.kind]
    return kind.way(item.subtask, translator) if isinstance(kind, OfSubtask) and kind.chooses and item.subtask else None
