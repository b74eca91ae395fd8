"""When something falls due to be said, and to whom: pure, from the present state of one thing and the calendar.

Of each track (one person's reminders of one thing) only the last moment that has come counts: after a weekend
without the bot its reader hears of a thing once. A slot's key says everything that makes it this slot and no other, so
that it can be written down once for ever and be looked for again when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, dropwhile
from zoneinfo import ZoneInfo

from domain.notification_settings import Reminding
from domain.reminders import OF_CASE, OF_SUBTASK, ReminderKind
from domain.working_days import WorkingDays

BEFORE = (7, 3, 0)  # days before a deadline (N5, N6), and the day itself
DAILY = 3  # working days on which a passed deadline is told, before it is told weekly
UNOPENED = 3  # working days
WEEK = timedelta(days=7)
LONG_AGO = date(1970, 1, 1)
EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may be reminded, and where they work."""

    id: int
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class WatchedSubtask:
    """What decides when something about an unsolved subtask falls due.

    `assignee` and `owner` are None where nobody can be reminded. `assignee_id` is who has it, in Slack or not, None
    while nobody does; `left_id` is who had it and has left or lost the role without declining. `reminds_from_on` is
    the institution's date of `reminds_from_at`, since when it is as it is; `owned_from_at` is since when its owner
    has the case, who is not told what came before. `waits_since_at` is since when its assignee waits for the owner.
    """

    id: int
    deadline_on: date
    is_new: bool
    reminds_from_at: datetime | None
    reminds_from_on: date | None
    assignee: Party | None
    owner: Party | None
    assignee_id: int | None
    held_until_on: date | None = None
    waits_since_at: datetime | None = None
    left_id: int | None = None
    owned_from_at: datetime | None = None

    @property
    def parties(self) -> list[Party]:
        """Whom to tell what concerns both, once where they are the same."""
        return list(dict.fromkeys(one for one in (self.assignee, self.owner) if one))


@dataclass(frozen=True, slots=True)
class WatchedCase:
    """What decides when something about an open case falls due.

    `lost_id` is its owner who cannot answer for it any more; `answers` is then a distributor in the owner's place.
    """

    id: str
    deadline_on: date | None
    reminds_from_at: datetime | None
    answers: Party | None
    lost_id: int | None = None


@dataclass(frozen=True, slots=True)
class WatchedPerson:
    """What decides when a person is told of cases that wait or grow old, and gets their summary.

    `owns_from_at` is since when they have had cases; None for one who has none.
    """

    party: Party
    reminding: Reminding
    distributes: bool
    owns_from_at: datetime | None


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment at which one thing falls due to be said to one person."""

    at: datetime
    kind: ReminderKind
    party: Party
    key: str


Track = Iterable[Slot]


def tracks_of_subtask(subtask: WatchedSubtask, days: WorkingDays) -> list[Track]:
    """Every track of an unsolved subtask; none while it is on hold, the owner's alone while that one is to answer."""
    if subtask.held_until_on:
        return []
    if subtask.waits_since_at:
        return [_unanswered(subtask, subtask.owner, subtask.waits_since_at, days)] if subtask.owner else []
    tracks: list[Track] = []
    if subtask.assignee:
        begins = f"subtask:{subtask.id}"
        tracks.append(_ladder(begins, subtask.deadline_on, subtask.assignee, days, OF_SUBTASK, subtask.reminds_from_at))
    if subtask.owner and subtask.owner != subtask.assignee:
        since_at, owner = subtask.owned_from_at or EVER, subtask.owner
        of_owner = (track(subtask, owner, days) for track in (_owner_overdue, _unopened, _nobody))
        tracks += [[slot for slot in track if slot.at > since_at] for track in of_owner]
    return tracks


def tracks_of_case(case: WatchedCase, days: WorkingDays) -> list[Track]:
    """The tracks of an open case's owner, or of a distributor while it has lost its owner."""
    if case.answers is None:
        return []
    tracks: list[Track] = [_ownerless(case, case.answers, days)] if case.lost_id else []
    if case.deadline_on:
        tracks.append(_ladder(f"case:{case.id}", case.deadline_on, case.answers, days, OF_CASE, case.reminds_from_at))
    return tracks


def tracks_of_person(person: WatchedPerson, days: WorkingDays, *, since: date) -> list[Track]:
    """What a person is told regularly, from a day that lies at least a week back."""
    tracks: list[Track] = []
    if person.distributes:
        tracks += [
            _each_morning(kind, person.party, days, since)
            for kind in (ReminderKind.OWNERLESS_CASES, ReminderKind.WAITING)
        ]
    if person.reminding is Reminding.MORNING:
        tracks.append(_each_morning(ReminderKind.SUMMARY, person.party, days, since))
    if owned_at := person.owns_from_at:
        tracks.append(dropwhile(lambda slot: slot.at <= owned_at, _each_week(person.party, days, since)))
    return tracks


def hold_ends_at(until_on: date, days: WorkingDays, zone: ZoneInfo) -> datetime:
    """When a hold ends by itself: as work begins on that day, or on the next working day."""
    return days.next_working_moment(datetime.combine(until_on, time(0), zone), zone)


def standing(tracks: Iterable[Track], now: datetime, since_at: datetime | None) -> tuple[list[Slot], datetime | None]:
    """The slot of each track that stands now, and when the next one comes.

    What came at or before `since_at` is not said; of several that have come, the last counts.
    """
    stands: list[Slot] = []
    nexts: list[datetime] = []
    for track in tracks:
        last: Slot | None = None
        for slot in track:
            if slot.at > now:
                nexts.append(slot.at)
                break
            if since_at is None or slot.at > since_at:
                last = slot
        stands += [last] if last else []
    return stands, min(nexts, default=None)


def _ladder(
    thing: str,
    deadline_on: date,
    party: Party,
    days: WorkingDays,
    kinds: tuple[ReminderKind, ReminderKind],
    given_at: datetime | None,
) -> Iterator[Slot]:
    """Seven and three days before, on the day, on three working days after it, and then weekly.

    On the day on which the assignee was given it, or its deadline, they have just heard when it is due.
    """
    begins = f"{thing}:{party.id}:{deadline_on}"
    given_on = given_at.astimezone(party.zone).date() if given_at else None
    for before in BEFORE:
        at = days.opening(deadline_on - timedelta(days=before), party.zone)
        if before == 0 or at.astimezone(party.zone).date() != given_on:
            yield Slot(at, kinds[0], party, f"{begins}:-{before}")
    for name, day in _insisting(deadline_on, days):
        yield Slot(days.opening(day, party.zone), kinds[1], party, f"{begins}:{name}")


def _unanswered(subtask: WatchedSubtask, owner: Party, since_at: datetime, days: WorkingDays) -> Iterator[Slot]:
    """On the next three working days, and then weekly; who gets the case meanwhile is told from the day after."""
    begin_at = max(since_at, subtask.owned_from_at or EVER)
    begins = f"unanswered:{subtask.id}:{owner.id}:{begin_at.isoformat()}"
    for name, day in _insisting(begin_at.astimezone(owner.zone).date(), days):
        yield Slot(days.opening(day, owner.zone), ReminderKind.UNANSWERED, owner, f"{begins}:{name}")


def _insisting(day: date, days: WorkingDays) -> Iterator[tuple[str, date]]:
    """The days on which is told what goes on: three working days, and then weekly; with what each is called."""
    for number in range(1, DAILY + 1):
        day = days.after(day)
        yield f"+{number}", day
    for week in count(1):
        day += WEEK
        yield f"week{week}", day


def _owner_overdue(subtask: WatchedSubtask, owner: Party, days: WorkingDays) -> Iterator[Slot]:
    at = days.opening(days.after(subtask.deadline_on), owner.zone)
    key = f"late:{subtask.id}:{owner.id}:{subtask.deadline_on}"
    yield Slot(at, ReminderKind.OWNER_OVERDUE, owner, key)


def _unopened(subtask: WatchedSubtask, owner: Party, days: WorkingDays) -> Iterator[Slot]:
    """Once, unless the deadline has passed by then: then the reader hears that it is late."""
    if subtask.is_new and subtask.reminds_from_on and subtask.assignee_id:
        day = days.after(subtask.reminds_from_on, UNOPENED)
        key = f"unopened:{subtask.id}:{owner.id}:{subtask.assignee_id}"
        if day <= subtask.deadline_on:
            yield Slot(days.opening(day, owner.zone), ReminderKind.UNOPENED, owner, key)


def _nobody(subtask: WatchedSubtask, owner: Party, days: WorkingDays) -> Iterator[Slot]:
    """Once for each assignee who is lost: when that is known, but not before the working day after it was given."""
    if subtask.left_id is not None and subtask.reminds_from_on:
        owned_on = subtask.owned_from_at.astimezone(owner.zone).date() if subtask.owned_from_at else date.min
        at = days.opening(days.after(max(subtask.reminds_from_on, owned_on)), owner.zone)
        yield Slot(at, ReminderKind.NOBODY, owner, f"nobody:{subtask.id}:{owner.id}:{subtask.left_id}")


def _ownerless(case: WatchedCase, distributor: Party, days: WorkingDays) -> Iterator[Slot]:
    """Once for each owner who is lost: when that is known, but not before the working day after they got the case."""
    given_on = case.reminds_from_at.astimezone(distributor.zone).date() if case.reminds_from_at else LONG_AGO
    key = f"ownerless:{case.id}:{distributor.id}:{case.lost_id}"
    yield Slot(days.opening(days.after(given_on), distributor.zone), ReminderKind.OWNERLESS, distributor, key)


def _each_morning(kind: ReminderKind, party: Party, days: WorkingDays, since: date) -> Iterator[Slot]:
    day = days.on_or_before(since)
    while True:
        yield Slot(days.opening(day, party.zone), kind, party, f"{kind}:{party.id}:{day}")
        day = days.after(day)


def _each_week(party: Party, days: WorkingDays, since: date) -> Iterator[Slot]:
    """The first working day of each week that has one."""
    monday = since - timedelta(days=since.weekday())
    while True:
        day = days.after(monday - timedelta(days=1))
        if day < monday + WEEK:
            key = f"{ReminderKind.OLD_CASES}:{party.id}:{monday}"
            yield Slot(days.opening(day, party.zone), ReminderKind.OLD_CASES, party, key)
        monday += WEEK
