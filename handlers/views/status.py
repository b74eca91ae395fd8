"""Where cases and subtasks stand, in words: status, how a subtask ended, who has which part in it."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.endings import UNDO_FOR
from domain.errors import N_
from domain.forms import Reason
from domain.namesakes import named
from domain.overview import PlacedCase
from domain.values import CaseStatus, Ending, Person, SubtaskFacts, SubtaskStatus
from handlers.translator import Translator
from handlers.views.blocks import one_line

SUBTASK: Final = {
    SubtaskStatus.NEW: N_("Ny"),
    SubtaskStatus.OPEN: N_("Åpen"),
    SubtaskStatus.SOLVED: N_("Løst"),
}
CASE: Final = {
    CaseStatus.NEW: N_("Ny"),
    CaseStatus.OPEN: N_("Åpen"),
    CaseStatus.CLOSED: N_("Avsluttet"),
    CaseStatus.WITHDRAWN: N_("Trukket"),
}
ENDED: Final = {
    Ending.ASSIGNEE: N_("Løst av {name} {at}"),
    Ending.OWNER: N_("Løst av sakseier {name} {at}"),
    Ending.NOT_NEEDED: N_("Avsluttet som ikke nødvendig av {name} {at}"),
    Ending.CASE_CLOSED: N_("Løst da saken ble avsluttet {at}"),
    Ending.CASE_WITHDRAWN: N_("Løst da saken ble trukket {at}"),
}
REASONS: Final = {
    Reason.NOT_MY_FIELD: N_("Ikke mitt fagfelt"),
    Reason.NO_TIME: N_("Har ikke tid før fristen"),
    Reason.CONFLICT: N_("Jeg er inhabil"),
    Reason.OTHER: N_("Annet"),
}
_ENDING_TOLD: Final = {
    Ending.ASSIGNEE: N_("{name} har løst deloppgaven «{title}»."),
    Ending.OWNER: N_("Sakseier {name} har løst deloppgaven «{title}»."),
    Ending.NOT_NEEDED: N_("{name} har avsluttet deloppgaven «{title}» som ikke nødvendig."),
    Ending.CASE_CLOSED: N_("Deloppgaven «{title}» ble løst da saken ble avsluttet."),
    Ending.CASE_WITHDRAWN: N_("Deloppgaven «{title}» ble løst da saken ble trukket."),
}


def status(subtask: SubtaskFacts, translator: Translator) -> str:
    """Say where a subtask stands and, when it is solved, how it ended (A17)."""
    if subtask.waits_for and not subtask.is_solved:
        return translator.say("Venter på «{title}»", title=one_line(subtask.waits_for, 150))
    if subtask.ending is None or subtask.solved_at is None:
        standing, at = translator.say(SUBTASK[subtask.status]), subtask.waits_for_owner_at
        if at is None:
            return standing
        return translator.say("{status}. Venter på svar fra sakseier siden {at}", status=standing, at=at)
    return translator.say(
        ENDED[_as_told(subtask.ending, subtask)], name=_solver(subtask, translator), at=subtask.solved_at
    )


def status_and_hold(subtask: SubtaskFacts, translator: Translator) -> str:
    """Say in a list where a subtask stands, and beside it until when it is on hold."""
    standing = status(subtask, translator)
    if subtask.held_until_on is None:
        return standing
    return translator.say("{status}, på vent til {day}", status=standing, day=translator.day(subtask.held_until_on))


def hold(subtask: SubtaskFacts, translator: Translator) -> list[tuple[str, str]]:
    """Give, as a labelled fact, until when a subtask is on hold, and why; nothing for one that is not."""
    if subtask.held_until_on is None:
        return []
    return [(translator.say("På vent til {day}", day=translator.day(subtask.held_until_on)), subtask.held_because)]


def nudged(subtask: SubtaskFacts, translator: Translator) -> list[tuple[str, str]]:
    """Give, as a labelled fact for who runs the case, on which day the assignee was last reminded by a colleague."""
    if subtask.is_solved or subtask.nudged_on is None:
        return []
    return [(translator.say("Sist purret"), translator.day(subtask.nudged_on))]


def ending_told(subtask: SubtaskFacts, translator: Translator) -> str:
    """Tell in a whole sentence how a solved subtask ended."""
    title = one_line(subtask.title, 150)
    if subtask.ending is None:
        return translator.say("Deloppgaven «{title}» er løst.", title=title)
    return translator.say(
        _ENDING_TOLD[_as_told(subtask.ending, subtask)], name=_solver(subtask, translator), title=title
    )


def _as_told(ending: Ending, subtask: SubtaskFacts) -> Ending:
    """Call whoever has solved it without being its owner, or is not any more, by their name alone."""
    by_owner = subtask.solved_by is None or subtask.owner is None or subtask.solved_by.id == subtask.owner.id
    return ending if by_owner or ending is not Ending.OWNER else Ending.ASSIGNEE


def ending_reason(subtask: SubtaskFacts, translator: Translator) -> list[tuple[str, str]]:
    """Give, as a labelled fact, the sentence with which somebody ended a subtask; nothing where there is none."""
    if not subtask.ending_text:
        return []
    label = (
        translator.say("Ikke nødvendig") if subtask.ending is Ending.NOT_NEEDED else translator.say("Slik ble den løst")
    )
    return [(label, subtask.ending_text)]


def assignee(subtask: SubtaskFacts, translator: Translator) -> list[tuple[str, str]]:
    """Give, as labelled facts, who has the subtask; or who has declined it, and why."""
    name = name_of(subtask.assignee, translator)
    if subtask.stand_in:
        return [(translator.say("Ansvarlig"), with_stand_in(subtask.assignee, subtask.stand_in, translator))]
    if subtask.assignee_left:
        return [
            (translator.say("Ansvarlig"), translator.say("Ingen. {name} kan ikke lenger løse deloppgaven.", name=name))
        ]
    if subtask.declined_at is None:
        return [(translator.say("Ansvarlig"), name)]
    declined = translator.say("Ingen. {name} sendte tilbake deloppgaven {at}.", name=name, at=subtask.declined_at)
    return [(translator.say("Ansvarlig"), declined), (translator.say("Årsak"), reason(subtask, translator))]


def owner(subtask: SubtaskFacts, translator: Translator) -> tuple[str, str]:
    """Give, as a labelled fact, who owns the case; or that its owner cannot answer for it any more."""
    name = with_stand_in(subtask.owner, subtask.owner_stand_in, translator)
    if subtask.owner and subtask.owner_lost:
        name = translator.say("Ingen. {name} kan ikke lenger være sakseier.", name=name)
    return translator.say("Sakseier"), name


def several_given(number: int, case: str, translator: Translator) -> str:
    """Say how many subtasks of a case somebody was given at once."""
    return translator.count(
        "Du har fått {n} deloppgave i saken «{case}».",
        "Du har fått {n} deloppgaver i saken «{case}».",
        number,
        case=case,
    )


def reason(subtask: SubtaskFacts, translator: Translator) -> str:
    """Say why a subtask was declined, with what the decliner wrote to it."""
    chosen = translator.say(REASONS[Reason(subtask.declined_because)])
    if not subtask.declined_text:
        return chosen
    return translator.say("{reason}. {text}", reason=chosen, text=subtask.declined_text)


def case_status(value: CaseStatus, translator: Translator) -> str:
    """Say where a case stands."""
    return translator.say(CASE[value])


def placed_status(case: PlacedCase, today: date, translator: Translator) -> str:
    """Say where one of a place's cases stands, and when its deadline is over."""
    said = case_status(case.status, translator)
    is_late = case.deadline_on is not None and case.deadline_on < today
    return translator.say("{status}, over fristen", status=said) if is_late else said


def name_of(person: Person | None, translator: Translator) -> str:
    """Say what a person is called among those present, or that there is nobody."""
    return named(person) if person else translator.say("Ingen")


def is_owner(subtask: SubtaskFacts, reader: Person) -> bool:
    """Whether the reader is the case's owner, or stands in for the owner."""
    return any(one is not None and one.id == reader.id for one in (subtask.owner, subtask.owner_stand_in))


def is_assignee(subtask: SubtaskFacts, reader: Person) -> bool:
    """Whether the reader is the one who has the subtask, and has not declined it, or stands in for that one."""
    has_it = any(one is not None and one.id == reader.id for one in (subtask.assignee, subtask.stand_in))
    return has_it and not subtask.declined_because


def is_own(subtask: SubtaskFacts) -> bool:
    """Whether the owner has given the subtask to themselves (S6), so that there is nobody to talk with."""
    return subtask.owner is not None and subtask.owner.id == subtask.assignee.id


def owner_name(of: SubtaskFacts | PlacedCase, translator: Translator) -> str:
    """Say in a list who owns the case; or that nobody does, and who did."""
    name = name_of(of.owner, translator)
    return translator.say("Ingen ({name})", name=name) if of.owner_lost else name


def owner_and_stand_in(subtask: SubtaskFacts, translator: Translator) -> str:
    """Say in a list who owns the case and, while that one is away, who stands in."""
    if subtask.owner_stand_in:
        return with_stand_in(subtask.owner, subtask.owner_stand_in, translator)
    return owner_name(subtask, translator)


def with_stand_in(person: Person | None, stand_in: Person | None, translator: Translator) -> str:
    """Say who somebody is and, while that one is away, who stands in."""
    name = name_of(person, translator)
    if stand_in is None:
        return name
    return translator.say("{name}, stedfortreder: {stand_in}", name=name, stand_in=name_of(stand_in, translator))


def behalf(subtask: SubtaskFacts, reader: Person) -> Person | None:
    """For whom the reader stands in: whose work it is, also where the case is the reader's; or else whose case."""
    if subtask.stand_in is not None and subtask.stand_in.id == reader.id:
        return subtask.assignee
    if reader.id in (subtask.assignee.id, subtask.owner.id if subtask.owner else 0):
        return None
    is_owners = subtask.owner_stand_in is not None and subtask.owner_stand_in.id == reader.id
    return subtask.owner if is_owners else None


def on_behalf(subtask: SubtaskFacts, reader: Person, translator: Translator) -> list[tuple[str, str]]:
    """Give, as a labelled fact, for whom the reader stands in; nothing for everybody else."""
    absent = behalf(subtask, reader)
    return [(translator.say("På vegne av"), name_of(absent, translator))] if absent else []


def _solver(subtask: SubtaskFacts, translator: Translator) -> str:
    fallback = subtask.assignee if subtask.ending is Ending.ASSIGNEE else subtask.owner
    return name_of(subtask.solved_by or fallback, translator)


def unsolved_in_case(n: int, translator: Translator) -> str:
    """Say how many subtasks of a case nobody has solved yet."""
    if not n:
        return translator.say("ingen uløste deloppgaver")
    return translator.count("{n} uløst deloppgave", "{n} uløste deloppgaver", n)


def solved_told(subtask: SubtaskFacts, translator: Translator, *, may_undo: bool) -> str:
    """Say of a solved subtask that it cannot be changed; where its reader has a button to undo it, until when."""
    if not may_undo or subtask.solved_at is None:
        return translator.say("Deloppgaven er løst og kan ikke lenger endres.")
    until = translator.near_moment(subtask.solved_at + UNDO_FOR)
    return f"{translator.say('Deloppgaven er løst.')} {translator.say('Du kan angre til {time}.', time=until)}"
