"""Where cases and subtasks stand, in words: status, how a subtask ended, who has which part in it."""

from __future__ import annotations

from typing import Final

from domain.errors import N_
from domain.forms import Reason
from domain.namesakes import named
from domain.values import CaseStatus, Ending, Need, Person, SubtaskFacts, SubtaskStatus
from handlers.views.blocks import one_line
from handlers.words import Words

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
_ENDED: Final = {
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


NEEDS: Final = {
    Need.RETURNED: N_("Sendt tilbake"),
    Need.NOBODY: N_("Mangler ansvarlig"),
    Need.OVERDUE: N_("Fristen har gått ut"),
    Need.UNREAD: N_("Uleste meldinger"),
    Need.UNOPENED: N_("Ikke åpnet"),
}
NEEDED: Final = {
    Need.RETURNED: N_("{assignee} har sendt tilbake deloppgaven · frist {deadline}"),
    Need.NOBODY: N_("{assignee} kan ikke lenger løse deloppgaven · frist {deadline}"),
    Need.OVERDUE: N_("Fristen gikk ut {deadline} · ansvarlig: {assignee}"),
    Need.UNREAD: N_("Uleste meldinger · ansvarlig: {assignee} · frist {deadline}"),
    Need.UNOPENED: N_("Ikke åpnet av {assignee} · frist {deadline}"),
}


def status(subtask: SubtaskFacts, words: Words) -> str:
    """Say where a subtask stands and, when it is solved, how it ended (A17)."""
    if subtask.ending is None or subtask.solved_at is None:
        return words.say(SUBTASK[subtask.status])
    return words.say(_ENDED[_as_told(subtask.ending, subtask)], name=_solver(subtask, words), at=subtask.solved_at)


def status_and_hold(subtask: SubtaskFacts, words: Words) -> str:
    """Say in a list where a subtask stands, and beside it until when it is on hold."""
    standing = status(subtask, words)
    if subtask.held_until_on is None:
        return standing
    return words.say("{status}, på vent til {day}", status=standing, day=words.day(subtask.held_until_on))


def hold(subtask: SubtaskFacts, words: Words) -> list[tuple[str, str]]:
    """Give, as a labelled fact, until when a subtask is on hold, and why; nothing for one that is not."""
    if subtask.held_until_on is None:
        return []
    return [(words.say("På vent til {day}", day=words.day(subtask.held_until_on)), subtask.held_because)]


def ending_told(subtask: SubtaskFacts, words: Words) -> str:
    """Tell in a whole sentence how a solved subtask ended."""
    title = one_line(subtask.title, 150)
    if subtask.ending is None:
        return words.say("Deloppgaven «{title}» er løst.", title=title)
    return words.say(_ENDING_TOLD[_as_told(subtask.ending, subtask)], name=_solver(subtask, words), title=title)


def _as_told(ending: Ending, subtask: SubtaskFacts) -> Ending:
    """Who has solved it without being its owner, or is not any more, is called by her name alone."""
    by_owner = subtask.solved_by is None or subtask.owner is None or subtask.solved_by.id == subtask.owner.id
    return ending if by_owner or ending is not Ending.OWNER else Ending.ASSIGNEE


def ending_reason(subtask: SubtaskFacts, words: Words) -> list[tuple[str, str]]:
    """Give, as a labelled fact, the sentence with which somebody ended a subtask; nothing where there is none."""
    if not subtask.ending_text:
        return []
    label = words.say("Ikke nødvendig") if subtask.ending is Ending.NOT_NEEDED else words.say("Slik ble den løst")
    return [(label, subtask.ending_text)]


def assignee(subtask: SubtaskFacts, words: Words) -> list[tuple[str, str]]:
    """Give, as labelled facts, who has the subtask; or who has declined it, and why."""
    name = name_of(subtask.assignee, words)
    if subtask.assignee_left:
        return [(words.say("Ansvarlig"), words.say("Ingen. {name} kan ikke lenger løse deloppgaven.", name=name))]
    if subtask.declined_at is None:
        return [(words.say("Ansvarlig"), name)]
    declined = words.say("Ingen. {name} sendte tilbake deloppgaven {at}.", name=name, at=subtask.declined_at)
    return [(words.say("Ansvarlig"), declined), (words.say("Årsak"), reason(subtask, words))]


def owner(subtask: SubtaskFacts, words: Words) -> tuple[str, str]:
    """Give, as a labelled fact, who owns the case; or that its owner can not answer for it any more."""
    name = name_of(subtask.owner, words)
    if subtask.owner and subtask.owner_lost:
        name = words.say("Ingen. {name} kan ikke lenger være sakseier.", name=name)
    return words.say("Sakseier"), name


def standing(subtask: SubtaskFacts, words: Words) -> str:
    """Say on one line who has an unsolved subtask and when it is due."""
    values = {"assignee": name_of(subtask.assignee, words), "deadline": words.day(subtask.deadline_on)}
    if subtask.declined_because:
        return words.say("{assignee} har sendt den tilbake · frist {deadline}", **values)
    if subtask.assignee_left:
        return words.say("{assignee} kan ikke lenger løse den · frist {deadline}", **values)
    if subtask.held_until_on is not None:
        held = words.day(subtask.held_until_on)
        return words.say("Ansvarlig: {assignee} · frist {deadline} · på vent til {day}", **values, day=held)
    return words.say("Ansvarlig: {assignee} · frist {deadline}", **values)


def needed(subtask: SubtaskFacts, words: Words) -> str:
    """Say first of all why a subtask that somebody else has needs the case's owner."""
    if subtask.need is None:
        return standing(subtask, words)
    values = {"assignee": name_of(subtask.assignee, words), "deadline": words.day(subtask.deadline_on)}
    return words.say(NEEDED[subtask.need], **values)


def reason(subtask: SubtaskFacts, words: Words) -> str:
    """Say why a subtask was declined, with what the decliner wrote to it."""
    chosen = words.say(REASONS[Reason(subtask.declined_because)])
    if not subtask.declined_text:
        return chosen
    return words.say("{reason}: {text}", reason=chosen, text=subtask.declined_text)


def case_status(value: CaseStatus, words: Words) -> str:
    """Say where a case stands."""
    return words.say(CASE[value])


def name_of(person: Person | None, words: Words) -> str:
    """Say what a person is called among those present, or that there is nobody."""
    return named(person) if person else words.say("Ingen")


def is_owner(subtask: SubtaskFacts, reader: Person) -> bool:
    """Whether the reader is the case's owner."""
    return subtask.owner is not None and subtask.owner.id == reader.id


def is_assignee(subtask: SubtaskFacts, reader: Person) -> bool:
    """Whether the reader is the one who has the subtask, and has not declined it."""
    return subtask.assignee.id == reader.id and not subtask.declined_because


def is_own(subtask: SubtaskFacts) -> bool:
    """Whether the owner has given the subtask to herself (S6), so that there is nobody to talk with."""
    return is_owner(subtask, subtask.assignee)


def _solver(subtask: SubtaskFacts, words: Words) -> str:
    fallback = subtask.assignee if subtask.ending is Ending.ASSIGNEE else subtask.owner
    return name_of(subtask.solved_by or fallback, words)
