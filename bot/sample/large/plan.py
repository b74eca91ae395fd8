"""What happens in the large sample: which cases come when, to whom, and how far they have got by today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any, TypeAlias

from bot.sample.large.calendar import Calendar
from bot.sample.large.doing import Case, Doing, Step, Subtask
from bot.sample.large.fates import Fates, Span
from bot.sample.large.people import LEAVERS, Colleague, distributor_of, everybody, owners_at, places, solvers_at
from bot.sample.large.telling import Facts, Telling, read

CASES = 292
SUBTASKS = 1996
"""With the small sample's it is 300 cases and 2,000 subtasks."""
FIRST_NUMBER = 201
FEWEST, MOST = 3, 11
BEGIN = -85
LEFT_AT = -3.0
YESTERDAY = -0.02
ALREADY_OLD = -10
# What becomes of the cases: of how many (those that are left are worked on), and how long ago they came.
NEW, UNTOUCHED, WITHDRAWN, CLOSED, AT_WORK = "new", "untouched", "withdrawn", "closed", "at work"
_FATES = {NEW: 14, UNTOUCHED: 10, WITHDRAWN: 5, CLOSED: 92}
_AGES = {NEW: (1, 5), UNTOUCHED: (1, 4), WITHDRAWN: (12, 40), CLOSED: (18, 70), AT_WORK: (5, 55)}
# Who is away, who stands in, and from which working day to which.
_AWAY = (
    ("rune.slatten", "zahra.hosseini", -1, 9),
    ("katarzyna.wojcik", "jon.utsi", -1, 4),
    ("eero.hamalainen", None, -1, 2),
    ("liv.saether", None, -1, 14),
    ("ida.nordstrom", "mihkkal.haetta", 5, 12),
)

Kind: TypeAlias = Any
"""A kind of case, as kinds.yaml has it."""


@dataclass
class _Coming:
    """A case that is being planned: what it is about, when it came, and what becomes of it."""

    number: int
    place: str
    arrived: int
    fate: str
    due: int | None
    kind: Kind
    facts: Facts


class Plan:
    """The whole of it."""

    def __init__(self, calendar: Calendar) -> None:
        """Plan it for a calendar."""
        self._calendar = calendar
        self._lot = Random(13)  # noqa: S311 - the same sample each time
        self._telling = Telling(self._lot, calendar)
        self._fates = Fates(self._lot, self._telling, calendar)
        self._arrivals: dict[int, list[dict[str, Any]]] = {}
        self._at_work: list[Case] = []

    def steps(self) -> Iterator[Step]:
        """All that is done, in no order."""
        people = [one.entry() for one in everybody().values()]
        yield Step(BEGIN, partial(Doing.take_in, name="people", places=places(), people=people))
        logins = [one.slack_id for one in everybody().values()]
        yield Step(BEGIN + 0.1, partial(Doing.learn, slack_ids=logins))
        yield Step(BEGIN + 0.2, Doing.choose_languages)
        counts = self._counts(CASES - _FATES[NEW] - _FATES[UNTOUCHED])
        for coming in self._coming():
            yield from self._case(coming, counts)
        for day, cases in self._arrivals.items():
            yield Step(day, partial(Doing.take_in, name=f"cases{day}", cases=cases))
        yield from self._people_go()

    def _counts(self, cases: int) -> Iterator[int]:
        """How many subtasks each of so many cases has."""
        counts = [self._lot.randint(FEWEST, MOST) for _ in range(cases)]
        while missing := SUBTASKS - sum(counts):
            at = self._lot.randrange(cases)
            counts[at] = min(max(counts[at] + (1 if missing > 0 else -1), FEWEST), MOST)
        return iter(counts)

    def _coming(self) -> Iterator[_Coming]:
        """The cases in the order in which they come, one place after the other."""
        fates = [fate for fate, count in _FATES.items() for _ in range(count)]
        fates += [AT_WORK] * (CASES - len(fates))
        ages = sorted(((self._lot.randint(*_AGES[fate]), fate) for fate in fates), reverse=True)
        institutes = [place["code"] for place in places() if "under" in place]
        for number, (age, fate) in enumerate(ages):
            place, arrived = institutes[number % len(institutes)], -age
            due = self._due(arrived, fate)
            facts = self._telling.facts(place, arrived, due)
            kind = self._lot.choice(read("kinds")["kinds"])
            yield _Coming(FIRST_NUMBER + number, place, arrived, fate, due, kind, facts)

    def _due(self, arrived: int, fate: str) -> int | None:
        if self._lot.random() < 0.08:
            return None
        if fate in (CLOSED, WITHDRAWN):
            return arrived + self._lot.randint(15, 60)
        return max(self._lot.randint(-5, 45), arrived + 10)

    def _case(self, coming: _Coming, counts: Iterator[int]) -> Iterator[Step]:
        """It arrives, with an owner or to be distributed, and is worked on."""
        entry = self._entry(coming)
        case = Case(entry["id"], coming.place, self._owner(coming), entry)
        self._arrivals.setdefault(coming.arrived, []).append(entry)
        if case.owner is None:
            return
        opened = coming.arrived + 0.1 + self._lot.random() * 0.2
        if self._lot.random() < 0.3:
            yield Step(
                opened - 0.05, partial(Doing.distribute, case=case, by=distributor_of(case.place), to=case.owner)
            )
        else:
            entry["owner"] = case.owner.email
        if coming.fate != UNTOUCHED:
            yield from self._work(coming, case, case.owner, opened, next(counts))

    def _owner(self, coming: _Coming) -> Colleague | None:
        found = owners_at(coming.place)
        if coming.arrived > ALREADY_OLD:
            found = [one for one in found if one.key not in LEAVERS]
        often = [one for one in found if one.key in LEAVERS] * 2  # for something to be left behind
        return self._lot.choice(found + often) if coming.fate != NEW else None

    def _entry(self, coming: _Coming) -> dict[str, Any]:
        """What the import file says of it."""
        lot, kind, facts, unlike = self._lot, coming.kind, coming.facts, str(coming.number)
        applied_on = self._calendar.day(coming.arrived - lot.randint(0, 3))
        address = facts["navn"].lower().translate(str.maketrans("æøåá ", "aoaa."))
        entry: dict[str, Any] = {
            "id": f"{applied_on.year}-{coming.number}",
            "title": self._telling.once(facts, kind["titles"], unlike=unlike),
            "type": kind["type"],
            "place": coming.place,
            "applicant": {"name": facts["navn"], "email": f"{address}@student.example"},
            "applied_on": applied_on.isoformat(),
            "text": "\n\n".join(self._telling.once(facts, part, unlike=unlike) for part in kind["text"]),
        }
        if coming.due is not None:
            entry["deadline"] = self._calendar.day(coming.due).isoformat()
        files = [(name, title) for name, title in kind.get("files", {}).items() if lot.random() < 0.8]
        return entry | {"attachments": [{"file": name, "title": title} for name, title in files]}

    def _work(self, coming: _Coming, case: Case, owner: Colleague, opened: float, count: int) -> Iterator[Step]:
        """The owner opens the case, gives subtasks, and perhaps comes to its end."""
        yield Step(opened, partial(Doing.open_case, case=case, owner=owner))
        latest = LEFT_AT if owner.key in LEAVERS else YESTERDAY
        ends = {
            CLOSED: opened + 8 + self._lot.random() * max(latest - opened - 8, 0),
            WITHDRAWN: -self._lot.randint(2, 4) - 0.1,
        }
        ended = ends.get(coming.fate)
        for task in self._tasks(coming.kind, count):
            yield from self._subtask(coming, case, owner, task, Span(opened, ended or latest, ended is not None))
        if ended is None:
            self._at_work.append(case)
        elif coming.fate == CLOSED:
            yield Step(ended, partial(Doing.close, case=case, owner=owner))
        else:
            withdrawn = {"id": case.id, "withdrawn": True}
            yield Step(ended, partial(Doing.take_in, name=f"withdrawn-{case.id}", cases=[withdrawn]))

    def _tasks(self, kind: Kind, count: int) -> list[Any]:
        own, others = kind["tasks"], read("kinds")["everywhere"]
        return [*self._lot.sample(own, len(own)), *self._lot.sample(others, len(others))][:count]

    def _subtask(self, coming: _Coming, case: Case, owner: Colleague, task: Any, span: Span) -> Iterator[Step]:
        title, ask, answers = task
        some, once, facts = self._telling.some, self._telling.once, coming.facts
        gone = LEAVERS if span.opened > ALREADY_OLD else ()
        assignee = self._lot.choice([one for one in solvers_at(case.place) if one is not owner and one.key not in gone])
        if assignee.key in LEAVERS:
            span = replace(span, until=min(span.until, LEFT_AT))
        subtask = Subtask(
            case, owner, assignee,
            title=once(facts, [title], unlike=case.id),
            description=once(facts, some("openings"), [ask], some("closings", chance=0.8)),
            with_files=self._lot.random() < 0.6,
        )  # fmt: skip
        yield from self._fates.of(subtask, facts, answers, span, coming.due)

    def _people_go(self) -> Iterator[Step]:
        """Two leave, some are away or will be, and two say that they are disqualified."""
        known, day = everybody(), self._calendar.day
        gone = [known[key].entry() | {"active": False} for key in LEAVERS]
        yield Step(LEFT_AT + 0.5, partial(Doing.take_in, name="left", people=gone))
        for key, instead, first, last in _AWAY:
            there = known[instead] if instead else None
            yield Step(-0.01, partial(Doing.go_away, who=known[key], days=(day(first), day(last)), instead=there))
        for key, owns in (("zahra.hosseini", False), ("henrik.soras", True)):
            who = known[key]
            case = next(one for one in self._at_work if (one.owner is who) == owns and who.is_at(one.place, *who.roles))
            yield Step(-0.015, partial(Doing.disqualify, case=case, who=who))
