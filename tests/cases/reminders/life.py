"""A life of the institution, told twice: by the bot, and by a few lines here that know no rows and no bundles."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.acts import (
    absences,
    closing,
    deadlines,
    endings,
    holding,
    messages,
    needing_more,
    reassigning,
    reopening,
    subtasks,
    waiting,
)
from cases.context import Context
from domain.absences import WantedAbsence
from domain.endings import Closing, Reopening
from domain.errors import Refused
from domain.forms import Hold
from store.files import FileStore
from tests.cases.reminders.known import Away, Heard, Known, heard_in
from tests.cases.reminders.ladder import DAYS, come_by, insisting
from tests.filled_in import new_subtask
from tests.institution import CASE
from tests.world import World

OSLO, TOKYO = ZoneInfo("Europe/Oslo"), ZoneInfo("Asia/Tokyo")
NUMBERS = {"kari": 1, "ola": 2, "aisha": 4}
ZONES = {"kari": OSLO, "ola": OSLO, "aisha": TOKYO}
MAY_OWN = {"kari", "aisha"}


class Life:
    """The institution, the bot that comes and goes, and what the test knows of all of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.context = Context(world.database, FileStore(world.folder / "files"), OSLO)
        self.known: list[Known] = []
        self.acts = 0
        self.heard: list[Heard] = []
        self.away: dict[str, Away] = {}
        self._seen: set[tuple[str, str]] = set()

    def now(self) -> datetime:
        return self.world.clock.now()

    def key(self) -> str:
        self.acts += 1
        return f"act:{self.acts}"

    def act(self, word: str, which: int, amount: int) -> None:
        """Do one of the acts, if there is something to do it to; what is refused changes nothing."""
        try:
            if word == "create":
                self._create(which, amount)
            elif word == "away":
                self._go_away(which, amount)
            elif word == "back":
                self._come_back()
            elif self.known:
                getattr(self, f"_{word}")(self.known[which % len(self.known)], amount)
        except Refused:
            return
        for one in self.known:
            if not one.solved:
                one.parties |= {self.solver(one, self.now()), self.owner(self.now())}

    def _today(self) -> date:
        return self.now().astimezone(OSLO).date()

    def _create(self, which: int, amount: int) -> None:
        assignee = ("kari", "ola", "aisha")[which % 3]
        deadline_on = self._today() + timedelta(days=amount)
        one = Known(len(self.known) + 1, deadline_on, assignee, self.now(), self.now())
        new = new_subtask(NUMBERS[assignee], one.title, deadline_on=one.deadline_on)
        subtasks.create(self.context, CASE, new, actor="U0KARI", key=self.key(), now=one.since_at)
        one.parties |= {"kari", assignee}
        self.known.append(one)

    def _move(self, one: Known, amount: int) -> None:
        now, to_on = self.now(), self._today() + timedelta(days=amount)
        deadlines.move(self.context, one.number, to_on, "", actor="U0KARI", key=self.key(), now=now)
        one.deadline_on, one.since_at = to_on, now

    def _hold(self, one: Known, amount: int) -> None:
        now, until_on = self.now(), self._today() + timedelta(days=amount)
        actor = f"U0{one.assignee.upper()}"
        holding.hold(
            self.context, one.number, Hold(until_on, "Venter", one.deadline_on), actor=actor, key=self.key(), now=now
        )
        one.held_until_on, one.since_at = until_on, now

    def _resume(self, one: Known, _amount: int) -> None:
        now = self.now()
        if one.is_held(now) and not one.solved:
            holding.end(self.context, one.number, actor="U0KARI", now=now)
            one.held_until_on, one.since_at = None, now

    def _reassign(self, one: Known, amount: int) -> None:
        now, to = self.now(), ("kari", "ola", "aisha")[amount % 3]
        reassigning.reassign(self.context, one.number, NUMBERS[to], "Fordi.", actor="U0KARI", key=self.key(), now=now)
        one.assignee, one.since_at, one.given_at, one.opened, one.held_until_on = to, now, now, False, None
        one.asked_at = None
        one.parties.add(to)

    def _open(self, one: Known, _amount: int) -> None:
        subtasks.enter(self.context, one.number, actor=f"U0{one.assignee.upper()}", now=self.now())
        one.opened = True

    def _need(self, one: Known, _amount: int) -> None:
        now, actor = self.now(), f"U0{one.assignee.upper()}"
        needing_more.ask(self.context, one.number, "Hva med emne 3?", actor=actor, key=self.key(), now=now)
        one.asked_at, one.since_at, one.opened = now, now, True

    def _answer(self, one: Known, amount: int) -> None:
        """Kari writes or presses, or the assignee presses: each of them ends the wait."""
        now = self.now()
        if amount % 2:
            messages.write(self.context, one.number, "Den er med.", actor="U0KARI", key=self.key(), now=now)
        else:
            by = ("kari", one.assignee)[amount // 2 % 2]
            waiting.end(self.context, one.number, actor=f"U0{by.upper()}", now=now)
        if one.asked_at:
            one.asked_at, one.since_at = None, now
        one.opened = one.opened or (one.assignee == "kari" and bool(amount % 2))

    def _solve(self, one: Known, _amount: int) -> None:
        subtasks.solve(self.context, one.number, actor="U0KARI", now=self.now())
        one.solved = True

    def _undo(self, one: Known, _amount: int) -> None:
        endings.undo(self.context, one.number, actor="U0KARI", now=self.now())
        one.solved = False

    def _reopen(self, one: Known, amount: int) -> None:
        now, to_on = self.now(), self._today() + timedelta(days=amount)
        reopening.reopen(self.context, one.number, Reopening("Fordi.", to_on), actor="U0KARI", key=self.key(), now=now)
        one.deadline_on, one.since_at, one.given_at, one.solved, one.held_until_on = to_on, now, now, False, None
        one.asked_at = None

    def _close(self, one: Known, amount: int) -> None:
        if amount < 3:  # seldom: nothing comes after it
            closing.close(self.context, CASE, Closing(10**9), actor="U0KARI", key=self.key(), now=self.now())
            for every in self.known:
                every.solved = True

    def _go_away(self, which: int, amount: int) -> None:
        """Let one of them be away from now on, each at most once, with one of the others who is there, or nobody."""
        who = ("kari", "ola", "aisha")[which % 3]
        others = [one for one in ZONES if one not in (who, *self.away)]
        if self.away or not others:  # a second one, and chains: tests/handlers/test_absence.py
            return
        substitute, until_on = (*others, None)[amount % 3], self._today() + timedelta(days=amount)
        number = NUMBERS[substitute] if substitute else None
        wanted = WantedAbsence(self._today(), until_on, number, with_open=which < 6)
        now, ends_on = self.now(), until_on + timedelta(days=1)
        absences.choose(self.context, None, wanted, actor=f"U0{who.upper()}", key=self.key(), now=now)
        self.away[who] = Away(substitute, which < 6, now, datetime.combine(ends_on, time(0), OSLO))
        if who == "kari" and substitute in MAY_OWN:
            for one in self.known:
                one.parties.add(substitute)

    def _come_back(self) -> None:
        for who, away in self.away.items():
            if away.holds(self.now()):
                absences.end(self.context, None, actor=f"U0{who.upper()}", now=self.now())
                away.ends_at = self.now()

    def solver(self, one: Known, at: datetime) -> str:
        """Who is told what is to be said to its assignee then."""
        away = self.away.get(one.assignee)
        if away is None or away.substitute is None or not away.holds(at):
            return one.assignee
        return away.substitute if away.with_open or one.given_at >= away.from_at else one.assignee

    def owner(self, at: datetime) -> str:
        """Who is told then what is to be said to Kari, who owns the case."""
        away = self.away.get("kari")
        return away.substitute if away and away.holds(at) and away.substitute in MAY_OWN else "kari"

    def listen(self) -> None:
        """Take in what people were reminded of since the last time, and hold it against what is known."""
        for name in ZONES:
            person = self.world.people[name]
            for message in person.messages:
                if (name, message.ts) not in self._seen and message.user == self.world.ws.bot_user_id:
                    self._seen.add((name, message.ts))
                    for one in heard_in(name, person.text_of(message), message.ts):
                        self.check_truth(one)
                        self.heard.append(one)

    def check_truth(self, said: Heard) -> None:
        one = next(each for each in self.known if each.title == said.title)
        today = said.at.astimezone(OSLO).date()
        solver, owner = self.solver(one, said.at), self.owner(said.at)
        assert not one.solved, said
        assert not one.is_held(said.at), said
        assert said.kind == "hold over" or (said.kind == "asked") == (one.asked_at is not None), said
        assert not DAYS.is_quiet(said.at, ZONES[said.person]), said
        to_assignee = said.kind in ("deadline", "overdue") or (said.kind == "hold over" and said.person == solver)
        assert said.person == (solver if to_assignee else owner), said
        come = come_by(said.at, one.deadline_on, ZONES[said.person], one.since_at)
        assert said.kind not in ("deadline", "overdue") or come, (said, one)
        assert said.kind != "deadline" or today <= one.deadline_on, (said, one)
        assert said.kind not in ("overdue", "late") or one.deadline_on < today, (said, one)
        assert said.kind != "unopened" or not one.opened, said
        assert said.kind not in ("late", "unopened") or solver != owner, said

    def check_nothing_is_missing(self) -> None:
        """Of what stayed true until its hour, the last must have been said by now to everybody who is at work."""
        now = self.now()
        for one in self.known:
            solver = self.solver(one, now)
            hears = self.owner(now) if one.asked_at else solver
            if one.solved or one.is_held(now) or DAYS.is_quiet(now, ZONES[hears]):
                continue
            since = max(one.since_at, one.hold_ends_at()) if one.held_until_on else one.since_at
            come = come_by(now, one.deadline_on, ZONES[solver], since)
            if one.asked_at:
                come = [
                    at
                    for at in insisting(one.asked_at.astimezone(ZONES[hears]).date(), ZONES[hears])
                    if since < at <= now
                ]
            said = [each.at for each in self.heard if (each.person, each.title) == (hears, one.title)]
            assert not come or any(at >= come[-1] for at in said), (one, come, said)

    def check_nothing_came_twice(self) -> None:
        of_day = [(one.person, one.title, one.at.astimezone(ZONES[one.person]).date()) for one in self.heard]
        assert len(of_day) == len(set(of_day)), self.heard

    def check_nobody_saw_what_is_not_hers(self) -> None:
        for one in self.known:
            strangers = {person.id for name, person in self.world.people.items() if name not in one.parties}
            for shown in self.world.ws.shown:
                assert not (shown.person_id in strangers and re.search(rf"{one.title}\b", shown.text)), shown
