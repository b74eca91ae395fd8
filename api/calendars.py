"""Deadlines for people's own calendars: `/v1/calendars/{secret}.ics` (RFC 5545). Whoever has the link sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from fastapi import APIRouter
from fastapi.responses import Response
from starlette.requests import Request

from api.callers import require_pace
from api.door import Door, Say, door_of
from api.models import Part
from cases.doors import calendars_out
from cases.doors.cases_out import etag
from cases.doors.seen import names
from domain.calendars import Calendar, Entry
from domain.errors import N_

router = APIRouter(include_in_schema=False)
AGAIN = timedelta(hours=1)  # how often a calendar is asked to look; most look less often
YEAR = timedelta(days=366)
TITLE = 150
SEQUENCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)  # an event's sequence rises with the second of its last change
MINE = N_("Frist: {title}")
GIVEN = N_("Frist for andre: {title}")
DISCREET = N_("Frist for en deloppgave")
DISCREET_GIVEN = N_("Frist for en deloppgave hos andre")
WHERE = N_("Sak {id}. Åpne den fra fanen Home i Saksbot.")


@router.api_route("/v1/calendars/{secret}.ics", methods=["GET", "HEAD"])  # some calendars look before they read
async def get_calendar(request: Request, secret: Part) -> Response:
    """The deadlines of the one whose link it is, each as a day of its own."""
    door = door_of(request)
    now = door.runtime.clock.now()
    found = await door.runtime.executor.query(calendars_out.calendar, secret, now=now)
    require_pace(door, f"calendar {found.person_id}")
    known_by = f"W/{etag(found)}"  # of what it says: each drawing says when it was drawn
    headers = {"ETag": known_by}
    if names(request.headers.get("if-none-match", ""), known_by):
        return Response(status_code=304, headers=headers)
    drawn = _drawn(door, found, now.date())
    drawn_at = now.replace(microsecond=0)
    for one in drawn.walk("VEVENT"):
        one.add("dtstamp", drawn_at)
    return Response(drawn.to_ical(), headers=headers, media_type="text/calendar")


def _drawn(door: Door, found: Calendar, on: date) -> icalendar.Calendar:
    context, say = door.runtime.context, door.say_in(found.language)
    host = urlsplit(context.calendars_at).hostname or ""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Saksbot//Saksbot//NO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Saksbot")
    calendar.add("x-wr-timezone", str(context.zone))
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    # One in which nothing is due must hold something all the same (RFC 5545, 3.4): some take it for broken otherwise.
    calendar.add_component(icalendar.Timezone.from_tzinfo(context.zone, first_date=on, last_date=on + YEAR))
    for one in found.entries:
        calendar.add_component(_event(one, host, say, discreet=found.discreet))
    return calendar


def _event(one: Entry, host: str, say: Say, *, discreet: bool) -> icalendar.Event:
    """A whole day: a deadline is a date where the institution is, whatever zone the calendar is in."""
    event = icalendar.Event()
    event.add("uid", f"subtask-{one.subtask_id}@{host}")
    event.add("dtstart", one.deadline_on)
    event.add("dtend", one.deadline_on + timedelta(days=1))
    if one.changed_at:  # some keep what they have of an event until these say that it is another one
        event.add("last-modified", one.changed_at.replace(microsecond=0))
        event.add("sequence", int((one.changed_at - SEQUENCE_FROM).total_seconds()))
    event.add("transp", "TRANSPARENT")  # nobody is taken for busy by it
    if discreet:
        event.add("summary", say(DISCREET_GIVEN if one.is_given else DISCREET))
    else:
        event.add("summary", say(GIVEN if one.is_given else MINE, title=one.title[:TITLE]))
        event.add("description", say(WHERE, id=one.case_id))
    return event
