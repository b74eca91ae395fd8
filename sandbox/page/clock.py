"""The drawer with the workspace's clock: what it shows, and the ways to move it, deadlines of the person included."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import htpy as h

from sandbox.page.dates import clock_time, day, day_and_month, local
from sandbox.page.inputs import dated
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader

WorkingDay = Callable[[date], bool]
MORNING = time(8)
DAY = timedelta(days=1)
DEADLINES = 2
LONGEST = 40


def clock_panel(reader: Reader, deadlines: Iterable[tuple[str, date]], is_working_day: WorkingDay) -> list[Piece]:
    """The workspace's time, and buttons: an hour on, to the next working day, to the day before what is due next."""
    there = local(reader.now, reader)
    now = reader.say("{day}, {time}", day=day(there.date(), reader, "date_long"), time=clock_time(there, reader))
    words = h.p(".clock-now")[h.span[reader.say("The clock here says")], " ", h.strong[now]]
    before = [piece(f"before-{at:%Y-%m-%d}", _before(what, at, reader)) for what, at in _next(deadlines, there)]
    return [piece("now", words), *_steps(reader, is_working_day), *before, piece("at", _anywhere(reader))]


def next_working_day(reader: Reader, is_working_day: WorkingDay) -> datetime:
    """Eight o'clock on the next day on which people are at work."""
    on = local(reader.now, reader).date() + DAY
    while not is_working_day(on):
        on += DAY
    return datetime.combine(on, MORNING, reader.zone)


def _steps(reader: Reader, is_working_day: WorkingDay) -> list[Piece]:
    there = next_working_day(reader, is_working_day)
    morning = reader.say("Next working day {time}", time=f"{there:%H:%M}")  # a label, as on a clock
    return [
        piece("hour", h.button(".btn", type="button", data_do="clock", data_move="hour")[reader.say("+1 hour")]),
        piece("morning", h.button(".btn", type="button", data_do="clock", data_move="working_day")[morning]),
    ]


def _next(deadlines: Iterable[tuple[str, date]], now: datetime) -> list[tuple[str, datetime]]:
    """The mornings before the nearest deadlines that are still to come; one for each day."""
    found: dict[datetime, str] = {}
    for what, due_on in sorted(deadlines, key=lambda one: one[1]):
        at = datetime.combine(due_on - timedelta(days=1), MORNING, now.tzinfo)
        if at > now:
            found.setdefault(at, what)
    return [(what, at) for at, what in found.items()][:DEADLINES]


def _before(what: str, at: datetime, reader: Reader) -> h.Element:
    when = reader.say("{day}, {time}", day=day_and_month(at.date(), reader), time=clock_time(at, reader))
    short = what if len(what) <= LONGEST else what[: LONGEST - 1].rstrip() + "…"
    return h.button(".btn", type="button", data_do="clock", data_at=f"{at:%Y-%m-%dT%H:%M}")[
        reader.say("The day before “{what}” is due ({when})", what=short, when=when)
    ]


def _anywhere(reader: Reader) -> h.Element:
    entry = h.input(".box", type="datetime-local", name="at", required=True)
    return h.form(".clock-form", data_form="clock")[
        h.label[
            reader.say("Go to"),
            dated(entry, "", reader.say("Choose a date"), reader),
        ],
        h.button(".btn", type="submit")[reader.say("Set the clock")],
    ]
