"""An institution with as many subtasks as is asked for, in faculties that are all alike.

So what one person works with is the same however many faculties there are. The first faculty's distributor has the
morning page, and its first expert very much to hand on. What other faculties have is mostly history, as it is where
something has been used for years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.engine import Connection

from bot.sample.large.telling import read
from domain import letters
from domain.history import Act
from store import search_index, tables
from store.database import Database
from tests.bench.pipes import pour

SUBTASKS_EACH_FACULTY = 1_000
CASES = 200
INSTITUTES = 2
PEOPLE = 41
"""Of each faculty: a distributor, then case workers and experts in turn at its institutes."""
HEAVY = 240
"""How many of the first faculty's subtasks are its first expert's, and none is solved."""
NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.date()
WORDS = 4_000
RARE = 5_000  # one message in so many has a word that stands nowhere else
DISTRIBUTOR, OWNER, EXPERT = 1, 2, 3
"""The numbers of people of the first faculty."""


def slack_id(number: int) -> str:
    """The login of somebody."""
    return f"U0{number:07}"


def everywhere(faculties: int) -> int:
    """The number of who distributes at all places."""
    return faculties * PEOPLE + 1


@dataclass(frozen=True)
class Size:
    """How much there is: subtasks, and how many messages in each thread."""

    subtasks: int
    messages: int = 0

    @property
    def faculties(self) -> int:
        """How many faculties that takes."""
        return max(self.subtasks // SUBTASKS_EACH_FACULTY, 1)


def fill(database: Database, size: Size) -> None:
    """Fill an empty database; every time with the same, relative to today."""
    telling = _Telling()
    with database.begin(patient=True) as connection:
        _people(connection, size.faculties)
        _cases(connection, size.faculties, telling)
        _subtasks(connection, size, telling)
        if size.messages:
            _messages(connection, size, telling)
        _take_in(connection)
    with database.begin(patient=True) as connection:
        connection.exec_driver_sql("ANALYZE")


def _take_in(connection: Connection) -> None:
    """Let the search know all of it: what a subtask's messages say is read with the subtask."""
    connection.execute(tables.search_stale.delete().where(tables.search_stale.c.message_id.is_not(None)))
    search_index.take_in(connection)


class _Telling:
    """Sentences with the words of the large sample, drawn beforehand."""

    def __init__(self) -> None:
        lot = Random(7)  # noqa: S311 - the same each time
        names, talk = read("people"), read("talk")
        studies = list(names["studies"].values())
        asked = [task[1] for kind in read("kinds")["kinds"] for task in kind["tasks"]]
        told = [*talk["openings"], *talk["closings"], *talk["asked"], *talk["answered"], *asked]
        self.titles = [title for kind in read("kinds")["kinds"] for title in kind["titles"]]
        self.tasks = [task[0] for kind in read("kinds")["kinds"] for task in kind["tasks"]]

        def filled(text: str) -> str:
            study = lot.choice(studies)
            course = lot.choice(study["courses"])
            first, last = lot.choice(names["first_names"]), lot.choice(names["last_names"])
            return text.format_map({
                "navn": f"{first} {last}", "fornavn": first, "program": lot.choice(study["programmes"]),
                "emne": course, "emne2": lot.choice(study["courses"]), "kode": course.partition(" ")[0],
                "sp": lot.randrange(5, 60), "nr": lot.randrange(1000, 2000), "semester": "våren", "forrige": "høsten",
                "sted": lot.choice(talk["elsewhere"]), "land": lot.choice(talk["countries"]), "dag": "3. mai",
                "frist": f"{lot.randint(1, 28)}. juni", "ukedag": lot.choice(talk["weekdays"]),
            })  # fmt: skip

        self.sentences = [filled(lot.choice(told)) for _ in range(WORDS)]
        self.titles = [filled(lot.choice(self.titles)) for _ in range(WORDS)]
        self.tasks = [filled(lot.choice(self.tasks)) for _ in range(WORDS)]

    def sentence(self, number: int) -> str:
        return str(self.sentences[number * 7919 % WORDS])

    def title(self, number: int) -> str:
        return str(self.titles[number * 104729 % WORDS])

    def task(self, number: int) -> str:
        return str(self.tasks[number * 1299709 % WORDS])


def _people(connection: Connection, faculties: int) -> None:
    places: list[tuple[Any, ...]] = [(1, "1", "Universitetet", None, "/1/")]
    for faculty in range(faculties):
        top = 2 + faculty * (INSTITUTES + 1)
        places.append((top, f"1.{faculty}", f"Fakultet {faculty + 1}", 1, f"/1/{top}/"))
        places += [
            (top + at, f"1.{faculty}.{at}", f"Institutt {faculty + 1}.{at}", top, f"/1/{top}/{top + at}/")
            for at in range(1, INSTITUTES + 1)
        ]
    pour(connection, tables.places, ("id", "code", "name", "parent_id", "path"), places)
    numbers = range(1, everywhere(faculties) + 1)
    names = read("people")
    firsts, lasts = names["first_names"], names["last_names"]

    def person(number: int) -> tuple[Any, ...]:
        name = f"{firsts[number % len(firsts)]} {lasts[number // 3 % len(lasts)]}sen {number}"
        email = f"person{number}@uni.example"
        return number, email, name, letters.searchable(name, email), slack_id(number), NOW

    pour(connection, tables.people, ("id", "email", "name", "searched", "slack_id", "look_at"), map(person, numbers))
    pour(connection, tables.roles, ("person_id", "place_id", "role"), _roles(faculties))


def _roles(faculties: int) -> Iterator[tuple[int, int, str]]:
    for faculty in range(faculties):
        top, first = 2 + faculty * (INSTITUTES + 1), faculty * PEOPLE + 1
        yield first, top, "fordeler"
        for at in range(1, PEOPLE):
            yield first + at, top + 1 + _institute_of(at), ("fagperson", "saksbehandler")[at % 2]
    yield everywhere(faculties), 1, "fordeler"


def case_id(number: int) -> str:
    """The number of a case, counted from 0."""
    return f"2026-{number + 1:06}"


def _place_of(case: int) -> int:
    return 2 + case // CASES * (INSTITUTES + 1) + 1 + case % INSTITUTES


def _institute_of(person: int) -> int:
    """At which institute of the faculty somebody is: the first two after the distributor at the first, and so on."""
    return person // 2 % INSTITUTES


def _owner_of(case: int) -> int | None:
    """One of the case workers at its institute; now and then nobody yet."""
    if case % 40 == 39:
        return None
    faculty, within = divmod(case, CASES)
    at = 1 + 4 * (within // INSTITUTES % 10) + 2 * (within % INSTITUTES)
    return faculty * PEOPLE + 1 + at


def _cases(connection: Connection, faculties: int, telling: _Telling) -> None:
    names = ("id", "title", "searched", "place_id", "applicant_name", "applicant_email", "applied_on", "owner_id",
             "deadline_on", "text", "status", "closed_at", "closed_by", "look_at", "reminds_from_at")  # fmt: skip

    def case(number: int) -> tuple[Any, ...]:
        owner, title, is_old = _owner_of(number), telling.title(number), _is_history(number)
        closed = (NOW, owner) if is_old and owner else (None, None)
        return (
            case_id(number), title, letters.searchable(case_id(number), title), _place_of(number), "Ada Søker",
            "ada@student.example", TODAY - timedelta(days=number % 200), owner,
            TODAY + timedelta(days=number % 50 - 5), telling.sentence(number), "closed" if closed[1] else "open",
            *closed, NOW + timedelta(days=1), NOW,
        )  # fmt: skip

    pour(connection, tables.cases, names, map(case, range(faculties * CASES)))


def _is_history(case: int) -> bool:
    return case >= CASES and case % 10 > 0


def _subtasks(connection: Connection, size: Size, telling: _Telling) -> None:
    names = ("id", "case_id", "title", "deadline_on", "assignee_id", "description", "status", "created_by",
             "created_at", "opened_at", "solved_at", "solved_by", "ending", "held_until_on", "held_because", "look_at",
             "reminds_from_at")  # fmt: skip
    pour(connection, tables.subtasks, names, (_subtask(number, telling) for number in range(size.subtasks)))
    created = ("id", "at", "case_id", "subtask_id", "actor_id", "act", "details")
    lines: Iterator[Any] = (
        (number + 1, NOW, case_id(_case_of(number)), number + 1, None, Act.SUBTASK_CREATED.value, {})
        for number in range(size.subtasks)
    )
    pour(connection, tables.history, created, lines)


def _case_of(subtask: int) -> int:
    faculty, within = divmod(subtask, SUBTASKS_EACH_FACULTY)
    case = within % CASES
    return faculty * CASES + (case - 1 if case % 40 == 39 else case)


def _is_heavy(subtask: int) -> bool:
    """Whether it is one of the many of the first expert, which lie at that expert's institute."""
    return subtask < 2 * HEAVY and _case_of(subtask) % INSTITUTES == _institute_of(EXPERT - 1)


def heavy() -> list[int]:
    """The numbers of the first expert's unsolved subtasks."""
    return [number + 1 for number in range(SUBTASKS_EACH_FACULTY) if _is_heavy(number)]


def _subtask(number: int, telling: _Telling) -> tuple[Any, ...]:
    case = _case_of(number)
    owner = _owner_of(case) or 1
    at = 4 * (number // 7 % 9) + (4, 2)[case % INSTITUTES]
    assignee = case // CASES * PEOPLE + 1 + at
    is_solved = _is_history(case) or (number // CASES % 2 == 0 and not _is_heavy(number))
    if _is_heavy(number):
        assignee = EXPERT
    held = (TODAY + timedelta(days=9), "Venter på dokumenter") if number % 25 == 1 and not is_solved else (None, None)
    created = NOW - timedelta(days=number % 90, hours=1)
    is_new = number % 5 == 1 and not is_solved
    return (
        number + 1, case_id(case), telling.task(number), TODAY + timedelta(days=number % 40 - 4), assignee,
        f"{telling.sentence(number)} {telling.sentence(number + 1)}",
        "solved" if is_solved else "new" if is_new else "open", owner, created, None if is_new else created,
        NOW if is_solved else None, assignee if is_solved else None, "assignee" if is_solved else None, *held,
        NOW + timedelta(days=1), NOW,
    )  # fmt: skip


def text_of_message(number: int, telling: _Telling) -> str:
    """What a message says."""
    text = f"{telling.sentence(number * 31 + 5)} {telling.sentence(number * 17 + 3)}"
    return f"{text} Mappe{number // RARE}kote." if number % RARE == 0 else text


def _messages(connection: Connection, size: Size, telling: _Telling) -> None:
    number = size.subtasks * size.messages

    def message(at: int) -> tuple[Any, ...]:
        subtask = at // size.messages
        return at + 1, subtask + 1, (_owner_of(_case_of(subtask)) or 1), NOW - timedelta(minutes=at % 1000)

    pour(connection, tables.messages, ("id", "subtask_id", "author_id", "sent_at"), map(message, range(number)))
    versions: Iterator[Any] = ((at + 1, 1, text_of_message(at, telling), [], NOW) for at in range(number))
    pour(connection, tables.message_versions, ("message_id", "number", "text", "blocks", "at"), versions)
