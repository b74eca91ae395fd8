"""A colleague who has left, and is named in everything of a case that the archive has."""

from __future__ import annotations

import sqlalchemy as sa

from store import tables
from tests.erased_case import OTHER
from tests.institution import MONDAY

NAME, EMAIL, SLACK_ID = "Ærlig Ødegård", "aerlig@uni.example", "U0GONE"
THEIRS = 90


def put_colleague(connection: sa.Connection) -> None:
    """Put them there; the package of the case has to be confirmed afterwards."""
    known = {"id": THEIRS, "name": NAME, "email": EMAIL, "former_emails": "gammel@uni.example", "searched": f" {NAME} "}
    connection.execute(tables.people.insert().values(**known, slack_id=SLACK_ID, active=False, dm_channel="D9"))
    said = f"Takk, <@{SLACK_ID}>. {NAME.upper()}s svar: gammel@uni.example"
    connection.execute(tables.cases.update().where(tables.cases.c.id == OTHER).values(text=said, owner_id=THEIRS))
    given = tables.subtasks.update().where(tables.subtasks.c.id == 50)
    connection.execute(given.values(assignee_id=THEIRS, title=said))
    theirs, named = {"person_id": THEIRS}, {"to": NAME, "people": {"to": THEIRS}}
    version = {"message_id": 60, "number": 2, "text": said, "blocks": [{"user_id": SLACK_ID}], "at": MONDAY}
    answer = {"subtask_id": 50, "number": 1, "text": said, "author_id": THEIRS, "answers": {"a": NAME}}
    line = {"at": MONDAY, "case_id": OTHER, "actor_id": THEIRS, "act": "subtask.reassigned", "details": named}
    away = {"from_on": MONDAY.date(), "until_on": MONDAY.date(), "with_open": True, "set_by": 1, "set_at": MONDAY}
    aside = {"event": {"user": SLACK_ID, "text": "hei"}, "done_at": MONDAY, "error": "KeyError"}
    logged = {"at": MONDAY, "act": "person.changed", "by": "root", "details": {"email": EMAIL}}
    for table, row in (
        (tables.message_versions, version),
        (tables.conclusions, {**answer, "saved_at": MONDAY}),
        (tables.history, line),
        (tables.roles, {**theirs, "place_id": 2, "role": "fagperson"}),
        (tables.saved_searches, {**theirs, "name": "Mine", "sought": {"words": "x"}}),
        (tables.calendars, {**theirs, "digest": "d", "made_at": MONDAY}),
        (tables.absences, {**theirs, **away}),
        (tables.inbox, {"key": "Ev9", "received_at": MONDAY, **aside}),
        (tables.posts, {**theirs, "kind": "card", "subject_id": 50, "channel": "D9", "ts": "9.9"}),
        (tables.administration, {**theirs, **logged}),
    ):
        connection.execute(table.insert().values(row))
