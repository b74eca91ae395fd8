"""What the pages and cards show: read models, drawn up from the database when somebody looks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import errands, reading, rights
from cases.errors import Refused
from cases.office import Office
from cases.rights import Actor
from cases.values import (
    Card,
    CaseLine,
    CasePage,
    CaseStatus,
    CaseSubtask,
    Home,
    InternalMessage,
    SubtaskFacts,
    TaskPage,
)
from store import cases as case_rows
from store import history, outbox
from store import messages as message_rows
from store import people as people_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store.outbox import Errand

LANGUAGES = ("nb", "nn", "en")
SHOWN_MESSAGES = 5
SUBTASKS_ON_HOME = 10
CASES_ON_HOME = 10
SUBTASKS_ON_CASE_PAGE = 10


def card(office: Office, subtask_id: int, person_slack_id: str) -> Card | None:
    """The card of a subtask as this person's conversation has to show it now; None for an unknown one."""
    with office.database.read() as connection:
        row = subtask_rows.get(connection, subtask_id)
        if row is None:
            return None
        reader = reading.actor(connection, person_slack_id)
        attachments = tuple(reading.attachment(one) for one in subtask_rows.granted(connection, subtask_id))
        is_party = reading.relation_to(row, reader).is_party
        return Card(reading.subtask(row), reader.person, attachments if is_party else (), is_party)


def changeable(office: Office, subtask_id: int, *, actor: str) -> SubtaskFacts:
    """The subtask for one who may still change it. Raises NotAllowedError for others, TooLateError once solved."""
    with office.database.read() as connection:
        row, _ = reading.subtask_for(connection, subtask_id, reading.actor(connection, actor))
        reading.require_unsolved(row)
        return reading.subtask(row)


def notice_about(office: Office, subtask_id: int) -> SubtaskFacts | None:
    """The subtask that a notice to one of its parties is about."""
    with office.database.read() as connection:
        row = subtask_rows.get(connection, subtask_id)
        return reading.subtask(row) if row else None


def conversation(office: Office, subtask_id: int, *, actor: str) -> tuple[SubtaskFacts, list[InternalMessage]]:
    """The subtask and the latest messages of its thread, for one of its two parties (S39)."""
    with office.database.read() as connection:
        row, relation = reading.subtask_for(connection, subtask_id, reading.actor(connection, actor))
        rights.require_party(relation)
        reading.require_unsolved(row)
        return reading.subtask(row), reading.latest_messages(connection, subtask_id, SHOWN_MESSAGES)


def task_page_in(connection: Connection, subtask_id: int, who: Actor, *, just_saved: bool = False) -> TaskPage:
    """The task page for one reader, inside the transaction of an act (S26-S35)."""
    row, _ = reading.subtask_for(connection, subtask_id, who)
    shown = reading.latest_messages(connection, subtask_id, SHOWN_MESSAGES)
    saved = subtask_rows.last_conclusion(connection, subtask_id)
    count = subtask_rows.message_counts(connection, [subtask_id]).get(subtask_id, 0)
    return TaskPage(
        subtask=reading.subtask(row),
        reader=who.person,
        attachments=tuple(reading.attachment(one) for one in subtask_rows.granted(connection, subtask_id)),
        messages=tuple(shown),
        earlier_messages=count - len(shown),
        saved_at=saved.saved_at if saved else None,
        just_saved=just_saved,
    )


def enter_case(office: Office, case_id: str, *, actor: str, now: datetime, page: int = 0) -> CasePage:
    """Open the case page. The owner's first opening turns Ny into Åpen by itself (F9)."""
    with office.database.begin() as connection:
        who = reading.actor(connection, actor)
        _open_case(connection, case_id, who, now)
        return case_page_in(connection, case_id, who, page)


def _open_case(connection: Connection, case_id: str, who: Actor, now: datetime) -> None:
    _, relation = reading.case_for(connection, case_id, who)
    if relation.owner and case_rows.mark_opened(connection, case_id, now):
        history.add(connection, "case.opened", at=now, case_id=case_id, actor_id=who.person.id)


def case_page_in(connection: Connection, case_id: str, who: Actor, page: int) -> CasePage:
    """The case page inside the transaction of an act; `page` counts from 0 and is mended when out of range."""
    row, _ = reading.case_for(connection, case_id, who)
    facts = reading.case_facts(row)
    found = subtask_rows.of_case(
        connection, case_id, limit=SUBTASKS_ON_CASE_PAGE + 1, offset=page * SUBTASKS_ON_CASE_PAGE
    )
    if page and not found:
        return case_page_in(connection, case_id, who, 0)
    shown = found[:SUBTASKS_ON_CASE_PAGE]
    numbers = [one.id for one in shown]
    counts = subtask_rows.message_counts(connection, numbers)
    last = {one.subtask_id: reading.message(one, ()) for one in message_rows.last_of(connection, numbers)}
    working = facts.status in (CaseStatus.NEW, CaseStatus.OPEN) and facts.owner is not None
    return CasePage(
        case=facts,
        reader=who.person,
        attachments=tuple(reading.attachment(one) for one in case_rows.attachments_of(connection, case_id)),
        subtasks=tuple(CaseSubtask(reading.subtask(one), counts.get(one.id, 0), last.get(one.id)) for one in shown),
        page=page,
        has_more=len(found) > len(shown),
        may_create=working,
        may_close=False,
    )


def home(office: Office, *, actor: str, now: datetime) -> Home | CasePage | None:
    """The page of App Home that this person has in front of her (S23-S25); None when she has never opened it.

    A case page that she may no longer see gives way to the main page. Raises NotAllowedError for one
    whom the institution does not know.
    """
    with office.database.read() as connection:
        who = reading.actor(connection, actor)
        turned = post_rows.home_of(connection, who.person.id)
        if turned is None:
            return None
        if turned.case_id:
            try:
                return case_page_in(connection, turned.case_id, who, turned.case_page)
            except Refused:
                pass  # no longer hers: the main page shows what is
        return main_page_in(connection, office, who, now, turned.subtasks_page, turned.cases_page)


def main_page_in(
    connection: Connection,
    office: Office,
    who: Actor,
    now: datetime,
    subtask_page: int = 0,
    case_page: int = 0,
) -> Home:
    """The main page inside a transaction; pages count from 0."""
    subtasks = subtask_rows.unsolved_of(
        connection, who.person.id, limit=SUBTASKS_ON_HOME + 1, offset=subtask_page * SUBTASKS_ON_HOME
    )
    cases = case_rows.owned_by(connection, who.person.id, limit=CASES_ON_HOME + 1, offset=case_page * CASES_ON_HOME)
    return Home(
        reader=who.person,
        today=office.today(now),
        subtasks=tuple(reading.subtask(row) for row in subtasks[:SUBTASKS_ON_HOME]),
        more_subtasks=len(subtasks) > SUBTASKS_ON_HOME,
        subtask_page=subtask_page,
        cases=tuple(reading.case_line(row) for row in cases[:CASES_ON_HOME]),
        more_cases=len(cases) > CASES_ON_HOME,
        case_page=case_page,
    )


def lists(office: Office, *, actor: str, now: datetime) -> Home:
    """The first page of own subtasks and cases, whatever App Home shows: what the slash commands list."""
    with office.database.read() as connection:
        return main_page_in(connection, office, reading.actor(connection, actor), now)


def turn_home(office: Office, /, *, actor: str, now: datetime, **page: str | int | None) -> None:
    """Turn the actor's App Home to another page and have it drawn.

    `page` is any of `case_id` (None: the main page), `case_page`, `subtasks_page` and `cases_page`. Opening a
    case this way is its owner's opening of it (F9).
    """
    with office.database.begin() as connection:
        who = reading.actor(connection, actor)
        case_id = page.get("case_id")
        if isinstance(case_id, str):
            _open_case(connection, case_id, who, now)
        post_rows.turn_home(connection, who.person.id, now, **page)
        outbox.add(connection, [Errand("home", who.person.id, who.person.id)], now)


def choose_language(office: Office, language: str, *, actor: str, now: datetime) -> None:
    """Take the language the actor has chosen, and draw her unsolved cards and main page again in it.

    Anything that is not one of our languages is taken as no choice.
    """
    with office.database.begin() as connection:
        who = reading.actor(connection, actor)
        people_rows.set_language(connection, who.person.id, language if language in LANGUAGES else None)
        shown = subtask_rows.unsolved_with_card_of(connection, who.person.id)
        outbox.add(connection, [errand for number in shown for errand in errands.redraw(number, [who.person.id])], now)
        outbox.add(connection, [Errand("home", who.person.id, who.person.id)], now)


def open_cases(office: Office, words: str, *, actor: str, limit: int = 100) -> list[CaseLine]:
    """The cases in which the actor may create subtasks, by id or title."""
    with office.database.read() as connection:
        who = reading.actor(connection, actor)
        rows = case_rows.open_in_reach(connection, who.person.id, who.reach, words, limit)
        return [reading.case_line(row) for row in rows]


def message(office: Office, message_id: int) -> tuple[InternalMessage, SubtaskFacts] | None:
    """A message as it stands now and the subtask it belongs to."""
    with office.database.read() as connection:
        row = message_rows.get(connection, message_id)
        subtask_row = subtask_rows.get(connection, row.subtask_id) if row else None
        if row is None or subtask_row is None:
            return None
        files = message_rows.files_of(connection, [message_id])
        return reading.message(row, files), reading.subtask(subtask_row)
