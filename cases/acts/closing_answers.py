"""What may be chosen for a subtask that is unsolved when its case is to be closed, and what the choice means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain import arriving, validation
from domain.endings import OTHERS, Choice, Closing, ClosingAnswer
from domain.errors import N_, InvalidInputError, NotAllowedError, Refused
from domain.permissions import Actor
from domain.values import Ending
from store.whole_subtask import SubtaskRow

HOW_SOLVED = N_("Skriv en setning om hvordan deloppgaven er løst.")
WHY_NOT_NEEDED = N_("Skriv hvorfor deloppgaven ikke er nødvendig.")
NO_PLACE = N_(
    "Setningen blir ikke lagret med dette valget. Velg «Løs med en setning» eller «Ikke nødvendig», eller fjern den."
)


def require(
    unsolved: Sequence[SubtaskRow],
    answers: Mapping[int, ClosingAnswer],
    wanted: Closing,
    refusals: Mapping[int, NotAllowedError],
) -> None:
    """Raises InvalidInputError that names every wrong field of the dialog: `choice:` or `text:` and whose it is.

    `refusals` says of which subtasks nobody can be reminded, and why.
    """
    faults: dict[str, Refused] = {}
    for row in unsolved:
        whose = str(row.id) if row.id in wanted.answers else OTHERS
        for fault in _faults(answers[row.id], whose):
            faults.setdefault(str(fault.field), fault)
        refusal = refusals.get(row.id) if answers[row.id].choice is Choice.REMIND else None
        if refusal and whose != OTHERS:
            name = f"choice:{whose}"
            faults.setdefault(name, Refused(refusal.words, field=name, **refusal.values))
    if faults:
        raise InvalidInputError(list(faults.values()))


def _faults(answer: ClosingAnswer, whose: str) -> list[Refused]:
    field = f"text:{whose}"
    if not answer.choice.answers:
        return [Refused(NO_PLACE, field=field)] if sentence(answer) else []
    empty = HOW_SOLVED if answer.choice is Choice.SOLVE else WHY_NOT_NEEDED
    fault = validation.sentence_fault(field, answer.text, empty)
    return [fault] if fault else []


def sentence(answer: ClosingAnswer) -> str:
    """The sentence as it is kept."""
    return arriving.tidy(answer.text)


def ending(row: SubtaskRow, answer: ClosingAnswer, who: Actor) -> Ending:
    """How a subtask ends by this answer: nobody is said to have solved what they have not."""
    if answer.choice is Choice.NOT_NEEDED:
        return Ending.NOT_NEEDED
    is_own = row.assignee_id == who.person.id and row.declined_at is None
    return Ending.ASSIGNEE if is_own else Ending.OWNER
