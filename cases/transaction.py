"""The one way to change anything: a transaction, and with what was done in it everything that it owes.

An act says what it did (`did`, `did_in_case`, `did_in_thread`) and what else somebody has to see or hear (`show`).
From that follow the line in the history, what systems are told (cases/telling.py), what the clock looks at again, who
stands in for whom, and whose cards and main pages are drawn again; all of it is written when the act has ended, each
kind with one statement. Nothing else in `cases/` writes the history, the outbox or the reminder checks:
tests/cases/test_transaction.py sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import beginning, effects, loading, offering, rounds, standing_in, telling, together
from cases.context import Context
from cases.inbox import KeptEvent
from cases.owed import COUNTED, Recheck, Redraw, owed
from cases.standing_in import Unsettled
from domain import tracing
from domain.administration import LogLine
from domain.errors import N_, TooLateError
from domain.history import Act, CaseFact, Line
from domain.outbox_kinds import OutboxKind
from domain.permissions import Actor
from store import administration, history, inbox, outbox, posts, reminder_checks
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow


class Transaction:
    """A transaction in which somebody acts; `by` is who, once it is known, and None for a job or an import."""

    def __init__(self, connection: Connection, now: datetime, *, sends_mail: bool = False, operator: str = "") -> None:
        """Everything is written over `connection`, as done at `now`; `sends_mail` where there is any.

        `operator` is whose account on the machine gave the command; empty for the bot that runs.
        """
        self.connection = connection
        self.now = now
        self.by: int | None = None
        self._sends_mail = sends_mail
        self._operator = operator
        self._lines: list[Line] = []
        self._shown: list[OutboxItem] = []
        self._subtasks: set[int] = set()
        self._solved: set[int] = set()
        self._as_before: set[int] = set()
        self._rounds: set[int] = set()
        self._together: set[tuple[int, int]] = set()  # what was given at once, and to whom
        self._cases: dict[str, Collection[CaseFact]] = {}
        self._stood_in: tuple[set[int], set[str]] = (set(), set())  # subtasks and cases where another one stands in
        self._stands_in = False
        self._is_system = False
        self._unsettled = Unsettled()
        self.is_quiet = False

    def quietly(self) -> None:
        """Many things are done at once, and who hears of it is told of all of them together.

        Nobody gets a card that they have not had: it comes when there is something in it for them. Nobody is told of
        each subtask by itself that it lies still.
        """
        self.is_quiet = True

    def actor(self, slack_id: str) -> Actor:
        """Who acts from now on. Raises NotAllowedError for one who is unknown or has left."""
        who = loading.actor(self.connection, slack_id)
        self.by, self._stands_in = who.person.id, who.stands_in
        return who

    def by_system(self, number: int) -> None:
        """A system acts from now on: the history names it, and it has nothing in front of it that could be drawn."""
        self.by, self._is_system = number, True

    @property
    def _looks_on(self) -> int | None:
        return None if self._is_system else self.by

    def did(
        self, act: Act, row: SubtaskRow, details: Mapping[str, object] | None = None, *, came: Iterable[int] = ()
    ) -> None:
        """Something was done with a subtask, of which this is the row before it; `came` are new parties."""
        self.did_between(act, row.case_id, row.id, [*loading.parties(row), *came], details)
        if not row.is_begun:  # nobody has a card, but it stands on the case page
            self.show(effects.homes(row.owner_id, row.owner_stand_in.id if row.owner_stand_in else None))
        if row.round and act in COUNTED:
            self._rounds.add(row.round.id)
        if row.together_id and owed(act).redraw is Redraw.PARTIES:
            self._together |= {(row.together_id, person) for person in loading.holders(row)}

    def did_between(
        self,
        act: Act,
        case_id: str,
        subtask_id: int,
        parties: Iterable[int],
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Something was done with a subtask that has these parties, or had them before."""
        self._note(act, case_id, subtask_id, details)
        what = owed(act)
        if what.settles:
            self._unsettled.subtasks.add(subtask_id)
        if act is Act.SUBTASK_SOLVED:
            self._solved.add(subtask_id)
        if act is Act.SUBTASK_STAND_IN:
            self._stood_in[0].add(subtask_id)
        if what.recheck is Recheck.SUBTASK:
            self._subtasks.add(subtask_id)
        if what.recheck is Recheck.SUBTASK_AS_BEFORE:
            self._as_before.add(subtask_id)
        if what.redraw is Redraw.PARTIES:
            self.show(effects.redraw(subtask_id, parties), effects.homes(self._looks_on))

    def did_in_case(
        self,
        act: Act,
        case_id: str,
        details: Mapping[str, object] | None = None,
        *,
        homes: Iterable[int | None],
        changed: Collection[CaseFact] = (),
    ) -> None:
        """Something was done with a case; `homes` are those who have it in front of them.

        `changed` says what of it is another than before: owner, deadline and place are what the clock goes by.
        """
        self._note(act, case_id, None, details)
        what = owed(act)
        if what.settles:
            self._unsettled.cases.add(case_id)
        if act is Act.CASE_STAND_IN:
            self._stood_in[1].add(case_id)
        elif what.recheck is Recheck.CASE:
            self._cases[case_id] = {*self._cases.get(case_id, ()), *changed}
        if what.redraw is Redraw.HOMES:
            self.show(effects.homes(*homes, self._looks_on))

    def did_in_thread(
        self,
        act: Act,
        row: SubtaskRow,
        message_id: int,
        readers: Iterable[int],
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Something was done with a message of a subtask that these people read in their threads."""
        self._note(act, row.case_id, row.id, details)
        if owed(act).redraw is Redraw.MESSAGE:
            self.show(effects.show_message(message_id, readers), effects.homes(self._looks_on))

    def _note(self, act: Act, case_id: str, subtask_id: int | None, details: Mapping[str, object] | None) -> None:
        self._lines.append(Line(act, case_id, subtask_id, self.by, details or {}))

    def log(self, *lines: LogLine) -> None:
        """Something was done about the program itself, and not only in a case: the log of administration says so."""
        administration.add(self.connection, lines, self.now, by=self._operator)

    def show(self, *items: Iterable[OutboxItem]) -> None:
        """Have something shown, said or brought to somebody; cards and main pages come first, the rest in its order."""
        for some in items:
            self._shown += some

    def show_now(self, items: Iterable[OutboxItem]) -> None:
        """The same, for what is read afterwards in this act, and asks whether one is on its way."""
        outbox.add(self.connection, list(items), self.now)

    def show_mail(self, subtask_id: int, assignee_id: int, *, move_id: int | None = None) -> None:
        """Tell somebody by e-mail, where there is any, that a subtask is theirs now (S15); nobody tells themselves.

        With a `move_id` all that were moved with it, in one letter.
        """
        if self._sends_mail and assignee_id != self.by:
            mail = effects.mail_of_move(move_id, assignee_id) if move_id else effects.mail(subtask_id, assignee_id)
            self.show([mail])

    def recall(self, dedupe_key: str) -> bool:
        """Let something that was to be said once not be said; False when somebody has heard it, or may have."""
        return outbox.recall(self.connection, dedupe_key, self.now)

    def pass_on(self, dedupe_key: str, to: OutboxItem) -> None:
        """Let what waits to be said to somebody, who is told no more, be said to another one instead."""
        details = outbox.take_waiting(self.connection, dedupe_key, self.now)
        if details is not None:
            self.show([replace(to, details=details)])

    def changed_people(self, person_ids: Collection[int]) -> None:
        """People have got other working hours, left, or lost or got a role: the clock looks at all that is theirs.

        Done at once, since it locks what is theirs.
        """
        reminder_checks.changed_people(self.connection, person_ids, self.now)
        self._unsettled.everything = True

    def changed_absence(self, person_id: int) -> None:
        """Somebody's time away has begun, ended or changed: whoever stands in anywhere may be another one."""
        self._unsettled.people.add(person_id)
        self._unsettled.everything = True
        self.show(effects.homes(person_id, self.by))

    def changed_calendar(self) -> None:
        """Other days are closed than before: the clock looks at everything."""
        reminder_checks.everything(self.connection, self.now)

    def settle_rounds(self) -> None:
        """Count anew the rounds in which something was done: what is read afterwards says where they stand now."""
        rounds.settle(self, self._rounds)
        self._rounds.clear()

    def write(self, *, unhurried: bool = False) -> None:
        """Write what is owed for all that was done."""
        beginning.begin_after(self, self._solved)
        self.settle_rounds()
        if self._stands_in and self.by:
            self._lines = standing_in.on_behalf(self.connection, self._lines, self.by)
        standing_in.settle(self, self._unsettled)
        self.show(*(together.cards(self.connection, *one) for one in sorted(self._together)))
        self._recheck_cases()
        reminder_checks.say_anew(self.connection, *self._stood_in)
        if self._subtasks:
            reminder_checks.changed_subtasks(self.connection, sorted(self._subtasks), self.now)
        if self._as_before:
            reminder_checks.look_again(self.connection, sorted(self._as_before), self.now)
        offering.settle(self, self._lines)
        told = telling.told(self._lines, given=self._changed(CaseFact.OWNER))
        is_heard = history.add(self.connection, self._lines, self.now, asks=bool(told))
        heard = telling.items(self.connection, told, self.now) if is_heard else []
        tracing.done(line.act for line in self._lines)
        shown = posts.hold_back(self.connection, self._shown) if self.is_quiet else self._shown
        if unhurried:
            shown = [replace(one, unhurried=one.kind is OutboxKind.NOTICE) for one in shown]
        outbox.add(self.connection, [*shown, *heard], self.now)

    def _changed(self, fact: CaseFact) -> set[str]:
        return {number for number, changed in self._cases.items() if fact in changed}

    def _recheck_cases(self) -> None:
        given = self._changed(CaseFact.OWNER)
        turned = self._changed(CaseFact.DEADLINE) - given
        moved = self._changed(CaseFact.PLACE) - given - turned
        reminder_checks.new_owner(self.connection, given, self.now)
        reminder_checks.changed_cases(self.connection, turned, self.now)
        reminder_checks.moved_cases(self.connection, moved, self.now)
        reminder_checks.look_again_at_cases(self.connection, self._stood_in[1] - given - turned, self.now)


@contextmanager
def begin(context: Context, *, now: datetime, patient: bool = False, unhurried: bool = False) -> Iterator[Transaction]:
    """Act once: all of it is written when the block ends, nothing when it raises.

    `patient` is for what nobody in the chat waits for. `unhurried` says that no colleague's act is behind it, so
    that what is said of it can wait for working hours.
    """
    with context.database.begin(patient=patient) as connection:
        act = Transaction(connection, now, sends_mail=context.sends_mail, operator=context.operator)
        yield act
        act.write(unhurried=unhurried)


@contextmanager
def within(connection: Connection, *, now: datetime) -> Iterator[Transaction]:
    """Act as a part of a transaction that somebody else has begun."""
    act = Transaction(connection, now)
    yield act
    act.write()


def _sent_in_already() -> TooLateError:
    return TooLateError(
        N_("Dette er allerede sendt inn fra denne dialogen, slik det sto da. Lukk dialogen og se hva som er lagret.")
    )


@contextmanager
def once(
    context: Context, key: str, *, digest: str, now: datetime, if_other: Callable[[], Exception] = _sent_in_already
) -> Iterator[Transaction | None]:
    """Answer the submission or click of this `key`; None when that has been done before.

    `digest` says what was asked for. A second time it may be something else: who was given no answer changes what
    stands in the dialog and sends it in again. Then `if_other` is raised, for that is not what was saved.
    """
    with begin(context, now=now) as act:
        earlier = inbox.note(act.connection, key, digest=digest, at=now)
        if earlier and earlier.digest != digest:
            raise if_other()
        yield None if earlier else act


@contextmanager
def taking_in(context: Context, kept: KeptEvent, *, now: datetime) -> Iterator[Transaction | None]:
    """Act on an event that was kept; None when somebody has taken it in already."""
    with begin(context, now=now) as act:
        yield act if inbox.take(act.connection, kept.key, kept.tries, now) else None
