"""What may be typed into the forms: limits, and the rules for a subtask's fields (S8-S14)."""

from __future__ import annotations

from datetime import date

from domain import arriving
from domain.arriving import line, tidy
from domain.errors import N_, InvalidInputError, Refused
from domain.values import NewSubtask
from domain.working_days import WorkingDays

TITLE = 150
LONG_TEXT = arriving.LONG_TEXT
SENTENCE = 400  # how a subtask ended: shown whole wherever the subtask is
NO_TITLE = N_("Skriv en tittel.")
NO_DESCRIPTION = N_("Skriv hva som skal gjøres.")
SEARCH_LETTERS = 3  # before anybody is searched for among all who are here
PROPOSED = 10  # working days for a subtask


def latest_deadline(today: date, case_deadline_on: date | None) -> date | None:
    """The last day a subtask may be due: the case's deadline, unless there is none or it has passed (A1, A2)."""
    return case_deadline_on if case_deadline_on is not None and case_deadline_on >= today else None


def is_due_with_case(deadline_on: date, case_deadline_on: date, days: WorkingDays) -> bool:
    """Whether a subtask has all the time that its case has: until its deadline, or the last working day before."""
    return days.on_or_before(case_deadline_on) <= deadline_on <= case_deadline_on


def proposed_deadline(today: date, latest_on: date | None, days: WorkingDays) -> date | None:
    """The deadline that a new subtask is proposed to have: two weeks of work, and never later than it may be (S11).

    It is a day on which people are at work; None where there is none left before the case is due.
    """
    usual_on = days.after(today, PROPOSED)
    proposed_on = min(usual_on, days.on_or_before(latest_on)) if latest_on else usual_on
    return proposed_on if proposed_on >= today else None


def require_new_subtask(new: NewSubtask, *, today: date, case_deadline_on: date | None) -> None:
    """Check title, deadline and description. Raises InvalidInputError that names every wrong field."""
    if found := new_subtask_faults(new, today=today, case_deadline_on=case_deadline_on):
        raise InvalidInputError(found)


def new_subtask_faults(new: NewSubtask, *, today: date, case_deadline_on: date | None) -> list[Refused]:
    """What is wrong with title, deadline, assignee and description, each with its field."""
    faults = [
        text_fault("title", new.title, TITLE, NO_TITLE),
        _deadline_fault(new.deadline_on, today, latest_deadline(today, case_deadline_on)),
        None if new.assignee_id else Refused(N_("Velg hvem som skal være ansvarlig."), field="assignee"),
        text_fault("description", new.description, LONG_TEXT, NO_DESCRIPTION),
    ]
    return [fault for fault in faults if fault]


def require_deadline(deadline_on: date | None, *, today: date, case_deadline_on: date | None) -> date:
    """The date, when it can be a subtask's deadline (S11); raises InvalidInputError when it cannot."""
    fault = _deadline_fault(deadline_on, today, latest_deadline(today, case_deadline_on))
    if deadline_on is None or fault:
        raise InvalidInputError([fault] if fault else [])
    return deadline_on


def require_text(field: str, text: str, empty: str) -> str:
    """The tidied text of a single long field; raises InvalidInputError when it is empty or too long."""
    tidied = tidy(text)
    if fault := text_fault(field, tidied, LONG_TEXT, empty):
        raise InvalidInputError([fault])
    return tidied


def require_sentence(field: str, text: str, empty: str) -> str:
    """The tidied sentence that says how a subtask ended; raises InvalidInputError when it is empty or too long."""
    tidied = tidy(text)
    if fault := text_fault(field, tidied, SENTENCE, empty):
        raise InvalidInputError([fault])
    return tidied


def sentence_fault(field: str, text: str, empty: str) -> Refused | None:
    """What is wrong with such a sentence, where several are looked at together; `empty` may allow one."""
    return text_fault(field, tidy(text), SENTENCE, empty) if empty or tidy(text) else None


def require_edit(title: str, description: str) -> tuple[str, str]:
    """Title and description as they are kept. Raises InvalidInputError that names every wrong field."""
    title, description = line(title), tidy(description)
    faults = [
        text_fault("title", title, TITLE, NO_TITLE),
        text_fault("description", description, LONG_TEXT, NO_DESCRIPTION),
    ]
    if found := [fault for fault in faults if fault]:
        raise InvalidInputError(found)
    return title, description


def require_length(field: str, text: str) -> str:
    """The tidied text, which may be empty; raises InvalidInputError when it is too long."""
    return require_text(field, text, "") if tidy(text) else ""


def long_text_fault(field: str, text: str, empty: str) -> Refused | None:
    """What is wrong with such a text, where several fields are looked at together; without `empty` it may be empty."""
    return text_fault(field, tidy(text), LONG_TEXT, empty) if empty or tidy(text) else None


def require_last_day(ends_on: date, *, today: date) -> None:
    """Refuse a last day of access that is over, or that nobody would remember."""
    latest_on = last_day_of_hold(today)
    if not today <= ends_on <= latest_on:
        words = N_("Velg en dag fra {today} til {latest}, eller la feltet stå tomt.")
        raise InvalidInputError([Refused(words, field="ends_on", today=today, latest=latest_on)])


def last_day_of_hold(today: date) -> date:
    """The last day until which a subtask may be put on hold: a year from today."""
    day_of_leap_year = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if day_of_leap_year else today.day)


def require_absence(
    from_on: date | None, until_on: date | None, *, today: date, since_on: date | None
) -> tuple[date, date]:
    """First and last day of a time away; `since_on` is the first one of one that has begun, which stays.

    Raises InvalidInputError that names every wrong field.
    """
    first_on, latest_on = since_on or from_on, last_day_of_absence(today)
    faults = []
    if first_on is None or (since_on is None and not today <= first_on <= latest_on):
        words = N_("Velg {today} eller en senere dag, senest {latest}.")
        faults.append(Refused(words, field="absent_from", today=today, latest=latest_on))
    earliest_on = max(today, first_on or today)
    if until_on is None or not earliest_on <= until_on <= latest_on:
        words = N_("Velg {earliest} eller en senere dag, senest {latest}.")
        faults.append(Refused(words, field="absent_until", earliest=earliest_on, latest=latest_on))
    if faults or first_on is None or until_on is None:
        raise InvalidInputError(faults)
    return first_on, until_on


def last_day_of_absence(today: date) -> date:
    """The last day that somebody can be noted as away: two years from today."""
    return last_day_of_hold(last_day_of_hold(today))


def require_hold(until_on: date | None, reason: str, *, today: date) -> tuple[date, str]:
    """The day and the tidied reason of a hold. Raises InvalidInputError that names every wrong field."""
    because = tidy(reason)
    faults = [
        _hold_fault(until_on, today),
        text_fault("reason", because, LONG_TEXT, N_("Skriv hvorfor deloppgaven settes på vent.")),
    ]
    found = [fault for fault in faults if fault]
    if found or until_on is None:
        raise InvalidInputError(found)
    return until_on, because


def _hold_fault(until_on: date | None, today: date) -> Refused | None:
    if until_on is None:
        return Refused(N_("Velg hvilken dag deloppgaven skal gjenopptas."), field="held_until")
    if today < until_on <= last_day_of_hold(today):
        return None
    return Refused(
        N_("Velg en dag etter {today} og ikke senere enn {latest}."),
        field="held_until",
        today=today,
        latest=last_day_of_hold(today),
    )


def text_fault(field: str, text: str, limit: int, empty: str) -> Refused | None:
    """What is wrong with a text that has to be there and may have so many characters; None for nothing."""
    if not text:
        return Refused(empty, field=field)
    if len(text) > limit:
        return Refused(
            N_("Teksten er for lang: {length} tegn. Det er plass til {limit}."),
            field=field,
            length=len(text),
            limit=limit,
        )
    return None


def _deadline_fault(deadline_on: date | None, today: date, latest_on: date | None) -> Refused | None:
    if deadline_on is None:
        return Refused(N_("Velg en frist."), field="deadline")
    if deadline_on < today and latest_on:
        return Refused(
            N_("Fristen kan ikke være før i dag. Velg en dato fra {today} til {latest}."),
            field="deadline",
            today=today,
            latest=latest_on,
        )
    if deadline_on < today:
        return Refused(N_("Fristen kan ikke være før i dag. Velg {today} eller senere."), field="deadline", today=today)
    if latest_on and deadline_on > latest_on:
        return Refused(
            N_("Fristen kan ikke være senere enn sakens frist. Velg en dato fra {today} til {latest}."),
            field="deadline",
            today=today,
            latest=latest_on,
        )
    return None
