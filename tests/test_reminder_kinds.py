"""Every kind of reminder, and every switch, is known wherever something has to be known of it."""

from __future__ import annotations

from cases.reminders.digest import OF_SEVERAL
from domain.notification_settings import Concerns, NoticeKind
from domain.reminders import About, ReminderKind
from handlers.views.notification_settings_form import KINDS as SWITCHES
from handlers.views.reminder_kinds import KINDS, OfCase, OfCases, OfSubtask

ABOUT = {OfSubtask: About.SUBTASK, OfCase: About.CASE, OfCases: About.CASES}
OF_1_0_0 = {
    "case_deadline",
    "case_overdue",
    "deadline",
    "hold_over",
    "nobody",
    "old_cases",
    "overdue",
    "owner_overdue",
    "ownerless",
    "ownerless_cases",
    "summary",
    "unopened",
    "waiting",
}


def test_every_kind_is_said_and_shown_as_what_it_is_about() -> None:
    said = {kind: ABOUT[type(view)] for kind, view in KINDS.items()}
    assert said == {kind: kind.reminded.about for kind in ReminderKind if kind.reminded.about is not About.DAY}


def test_whatever_is_about_several_cases_is_looked_up() -> None:
    assert set(OF_SEVERAL) == {kind for kind in ReminderKind if kind.reminded.about is About.CASES}


def test_every_switch_stands_in_the_dialog_and_concerns_somebody() -> None:
    assert set(SWITCHES) == set(NoticeKind)
    assert {kind.concerns for kind in NoticeKind} == set(Concerns)


def test_the_names_in_the_book_of_1_0_0_are_known() -> None:
    assert set(ReminderKind) >= OF_1_0_0
