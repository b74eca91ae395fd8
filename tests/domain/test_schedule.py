"""When reminders fall due: around deadlines, in every zone, around holidays, weekends and the turn of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.notification_settings import Reminding
from domain.reminders import ReminderKind
from domain.schedule import (
    Party,
    Slot,
    Track,
    WatchedCase,
    WatchedPerson,
    WatchedSubtask,
    hold_ends_at,
    standing,
    tracks_of_case,
    tracks_of_person,
    tracks_of_subtask,
)
from domain.working_days import WorkingDays

OSLO = ZoneInfo("Europe/Oslo")
TOKYO = ZoneInfo("Asia/Tokyo")
OLA, KARI = Party(2, OSLO), Party(1, OSLO)
DAYS = WorkingDays()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def subtask(deadline_on: date, *, assignee: Party | None = OLA, owner: Party | None = KARI, new: bool = False,
            since: datetime = LONG_AGO, held_until_on: date | None = None) -> WatchedSubtask:  # fmt: skip
    assignee_id = assignee.id if assignee else None
    return WatchedSubtask(7, deadline_on, new, since, since.date(), assignee, owner, assignee_id, held_until_on)


def days_of(track: Track, count: int, zone: ZoneInfo = OSLO) -> list[str]:
    return [f"{slot.at.astimezone(zone):%Y-%m-%d %H:%M}" for slot in islice(track, count)]


def own(watched: WatchedSubtask, days: WorkingDays = DAYS) -> Track:
    return tracks_of_subtask(watched, days)[0]


def test_the_assignee_is_reminded_before_on_and_after_the_deadline_at_eight() -> None:
    slots = list(islice(own(subtask(date(2026, 11, 18))), 8))

    assert [f"{slot.at.astimezone(OSLO):%a %d.%m. %H:%M}" for slot in slots] == [
        "Wed 11.11. 08:00",
        "Fri 13.11. 08:00",  # three days before is a Sunday
        "Wed 18.11. 08:00",
        "Thu 19.11. 08:00",
        "Fri 20.11. 08:00",
        "Mon 23.11. 08:00",
        "Mon 30.11. 08:00",
        "Mon 07.12. 08:00",
    ]
    assert [slot.kind for slot in slots] == [ReminderKind.DEADLINE] * 3 + [ReminderKind.OVERDUE] * 5


@pytest.mark.parametrize(
    ("deadline_on", "day_itself"),
    [
        (date(2026, 4, 2), "2026-04-01"),  # Maundy Thursday
        (date(2026, 4, 6), "2026-04-01"),  # Easter Monday: the working day before is before Easter
        (date(2027, 5, 17), "2027-05-14"),  # a Monday: the Friday before
        (date(2026, 5, 14), "2026-05-13"),  # Ascension Day
        (date(2027, 1, 1), "2026-12-31"),
        (date(2028, 2, 29), "2028-02-29"),
        (date(2026, 11, 23), "2026-11-23"),
    ],
)
def test_a_reminder_on_a_closed_day_moves_to_the_working_day_before(deadline_on: date, day_itself: str) -> None:
    assert days_of(own(subtask(deadline_on)), 3)[2] == f"{day_itself} 08:00"


def test_the_institutions_own_closed_days_count_too() -> None:
    days = WorkingDays(frozenset({date(2026, 11, 18)}), frozenset({(11, 17)}))

    assert days_of(own(subtask(date(2026, 11, 18)), days), 3)[2] == "2026-11-16 08:00"


def test_eight_in_the_morning_is_the_readers_own() -> None:
    in_tokyo = subtask(date(2026, 11, 18), assignee=Party(2, TOKYO))

    assert days_of(own(in_tokyo), 3, TOKYO)[2] == "2026-11-18 08:00"
    assert list(islice(own(in_tokyo), 3))[2].at == datetime(2026, 11, 17, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("deadline_on", "hour"), [(date(2026, 3, 27), 7), (date(2026, 3, 30), 6), (date(2026, 10, 26), 7)]
)
def test_eight_is_eight_in_summer_time_and_in_winter_time(deadline_on: date, hour: int) -> None:
    assert list(islice(own(subtask(deadline_on)), 3))[2].at.hour == hour


def test_the_owner_hears_once_that_it_is_late_and_once_that_nobody_opened_it() -> None:
    _, late, unopened, nobody = tracks_of_subtask(
        subtask(date(2026, 11, 20), new=True, since=datetime(2026, 11, 12, 9, 0, tzinfo=UTC)), DAYS
    )

    assert days_of(late, 9) == ["2026-11-23 08:00"]
    assert days_of(unopened, 9) == ["2026-11-17 08:00"]
    assert list(nobody) == []


def test_an_opened_subtask_is_not_called_unopened() -> None:
    assert list(tracks_of_subtask(subtask(date(2026, 11, 20), new=False), DAYS)[2]) == []


def test_one_who_gave_it_to_herself_is_reminded_once() -> None:
    assert len(tracks_of_subtask(subtask(date(2026, 11, 20), assignee=KARI), DAYS)) == 1


def test_nobody_is_reminded_of_what_is_on_hold() -> None:
    held = subtask(date(2026, 11, 20), held_until_on=date(2026, 12, 1))

    assert tracks_of_subtask(held, DAYS) == []


def test_the_owner_hears_that_it_is_late_also_when_nobody_has_it() -> None:
    (late, unopened, nobody) = tracks_of_subtask(subtask(date(2026, 11, 20), assignee=None, new=True), DAYS)

    assert days_of(late, 9) == ["2026-11-23 08:00"]
    assert list(unopened) == list(nobody) == []


def test_the_owner_hears_of_an_assignee_who_left_from_the_working_day_after_it_was_given() -> None:
    friday = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)
    lost = replace(subtask(date(2026, 11, 20), assignee=None, since=friday), left_id=2)

    assert days_of(tracks_of_subtask(lost, DAYS)[2], 9) == ["2026-11-16 08:00"]
    moved = replace(lost, reminds_from_on=date(2026, 11, 17))
    (first,), (later,) = (list(tracks_of_subtask(each, DAYS)[2]) for each in (lost, moved))
    assert later.key == first.key
    assert later.at > first.at


def test_a_hold_ends_on_its_morning_or_on_the_next_working_day() -> None:
    assert hold_ends_at(date(2026, 12, 1), DAYS, OSLO) == datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    assert hold_ends_at(date(2026, 12, 25), DAYS, OSLO) == datetime(2026, 12, 28, 7, 0, tzinfo=UTC)


def test_a_case_has_the_same_ladder_and_none_without_deadline_or_owner() -> None:
    with_deadline = WatchedCase("2026-101", date(2026, 11, 18), LONG_AGO, KARI)

    assert days_of(tracks_of_case(with_deadline, DAYS)[0], 4) == days_of(own(subtask(date(2026, 11, 18))), 4)
    assert tracks_of_case(WatchedCase("2026-101", None, LONG_AGO, KARI), DAYS) == []
    assert tracks_of_case(WatchedCase("2026-101", date(2026, 11, 18), LONG_AGO, None), DAYS) == []


def test_distributors_hear_each_working_morning_and_owners_on_the_first_of_the_week() -> None:
    person = WatchedPerson(KARI, Reminding.AT_ONCE, distributes=True, owns_from_at=LONG_AGO)
    without_owner, waiting, weekly = tracks_of_person(person, DAYS, since=date(2026, 3, 30))

    assert days_of(without_owner, 2) == ["2026-03-30 08:00", "2026-03-31 08:00"]
    assert days_of(waiting, 5) == [f"2026-{day} 08:00" for day in ("03-30", "03-31", "04-01", "04-07", "04-08")]
    assert days_of(weekly, 3) == ["2026-03-30 08:00", "2026-04-07 08:00", "2026-04-13 08:00"]


def test_one_who_gets_her_first_case_during_a_week_hears_of_old_ones_from_the_next_week() -> None:
    tuesday = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    person = WatchedPerson(KARI, Reminding.AT_ONCE, distributes=False, owns_from_at=tuesday)

    (old,) = tracks_of_person(person, DAYS, since=date(2026, 11, 16))

    assert days_of(old, 2) == ["2026-11-30 08:00", "2026-12-07 08:00"]


def test_only_the_morning_reader_gets_a_summary() -> None:
    at_once = WatchedPerson(KARI, Reminding.AT_ONCE, distributes=False, owns_from_at=None)
    morning = WatchedPerson(KARI, Reminding.MORNING, distributes=False, owns_from_at=None)

    assert tracks_of_person(at_once, DAYS, since=date(2026, 3, 30)) == []
    assert len(tracks_of_person(morning, DAYS, since=date(2026, 3, 30))) == 1


def test_of_several_that_have_come_the_last_one_stands() -> None:
    now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    stands, next_at = standing([own(subtask(date(2026, 11, 18)))], now, None)

    assert [slot.key for slot in stands] == ["subtask:7:2:2026-11-18:+2"]
    assert next_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_what_came_before_it_was_as_it_is_is_not_said() -> None:
    now = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)

    assert standing([own(subtask(date(2026, 11, 18)))], now, now - timedelta(hours=1))[0] == []


ZONES = ("Europe/Oslo", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Arctic/Longyearbyen")


@given(deadline_on=st.dates(date(2024, 1, 1), date(2032, 12, 31)), zone=st.sampled_from(ZONES))
def test_every_slot_is_at_eight_on_a_working_day_and_they_come_in_order(deadline_on: date, zone: str) -> None:
    party = Party(2, ZoneInfo(zone))
    slots: list[Slot] = list(islice(own(subtask(deadline_on, assignee=party)), 12))

    for slot in slots:
        local = slot.at.astimezone(party.zone)
        assert (local.hour, local.minute) == (8, 0)
        assert DAYS.is_open(local.date())
        assert not DAYS.is_quiet(slot.at, party.zone)
    assert [slot.at for slot in slots] == sorted(slot.at for slot in slots)
    assert len({slot.key for slot in slots}) == len(slots)


ASKED_AT = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)  # a Thursday


def test_while_the_owner_is_to_answer_only_the_owner_is_reminded_on_three_working_days_and_then_weekly() -> None:
    waiting = replace(subtask(date(2026, 11, 20), new=True), waits_since_at=ASKED_AT)
    (track,) = tracks_of_subtask(waiting, DAYS)

    slots = list(islice(track, 5))

    assert {(slot.kind, slot.party) for slot in slots} == {(ReminderKind.UNANSWERED, KARI)}
    days = ["2026-11-20 08:00", "2026-11-23 08:00", "2026-11-24 08:00", "2026-12-01 08:00", "2026-12-08 08:00"]
    assert days_of(slots, 5) == days


def test_a_new_owner_is_asked_from_the_day_after_and_nobody_while_it_is_on_hold_or_there_is_no_owner() -> None:
    waiting = replace(subtask(date(2026, 12, 18)), waits_since_at=ASKED_AT)
    given = replace(waiting, owned_from_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    assert days_of(tracks_of_subtask(given, DAYS)[0], 2) == ["2026-11-25 08:00", "2026-11-26 08:00"]
    assert tracks_of_subtask(replace(waiting, held_until_on=date(2026, 12, 1)), DAYS) == []
    assert tracks_of_subtask(replace(waiting, owner=None), DAYS) == []
