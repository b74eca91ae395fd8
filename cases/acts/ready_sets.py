"""`Vanlige deloppgaver`: the ticked lines of a ready-made set become subtasks, all of them or none.

A set proposes; nothing of it is done that was not seen in the dialog: a grant is what is ticked there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import choosing, loading, transaction
from cases.acts import access, assigning, subtasks
from cases.context import Context
from domain import arriving, permissions, validation
from domain.absences import Choice
from domain.answer_forms import to_json
from domain.errors import N_, InvalidInputError, NotFoundError, Refused, TooLateError
from domain.permissions import Actor
from domain.ready_sets import (
    ProposedLine,
    SetChoice,
    SetForm,
    WantedSet,
    field_of,
    first_of,
    is_roomy,
    mark_of,
)
from domain.templates import TemplateLine, TemplateSet, proposed_at_most, proposed_days
from domain.values import NewSubtask
from store import people as people_rows
from store import together
from store.cases import CaseRow

NONE = N_("Det finnes ingen vanlige deloppgaver for denne typen sak.")
CHANGED = N_("De vanlige deloppgavene er endret. Lukk dialogen og åpne den på nytt.")
NO_LINE = N_("Velg minst én deloppgave.")
TOO_EARLY = N_("Fristen kan ikke være før fristen for «{title}», som denne venter på.")


def sets(context: Context, case_id: str, *, actor: str) -> SetChoice:
    """The sets for this case. Raises unless the actor may create subtasks in it, and where there is none."""
    with context.database.read() as connection:
        case, found = _sets(context, connection, case_id, loading.actor(connection, actor))
        return SetChoice(loading.case_facts(case), found)


def require_same(choice: SetChoice, mark: object) -> None:
    """Refuse to go on in a dialog that was drawn from other sets than there are now."""
    if mark != choice.mark:
        raise TooLateError(CHANGED)


def _sets(
    context: Context, connection: Connection, case_id: str, who: Actor, *, lock: str = "no"
) -> tuple[CaseRow, tuple[TemplateSet, ...]]:
    case, relation = loading.case_for(connection, case_id, who, lock=lock)
    permissions.require_may_create(relation, status=case.status, owner_id=case.owner_id)
    found = context.templates.of(case.type)
    if not found:
        raise NotFoundError(NONE)
    return case, found


def form(
    context: Context, case_id: str, chosen: int, mark: str, numbers: Collection[int], *, actor: str, now: datetime
) -> SetForm:
    """What is proposed for the ticked lines of a set. Raises InvalidInputError when none is ticked."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        case, found = _sets(context, connection, case_id, who)
        template = _chosen(found, chosen, mark)
        ticked = [number for number in range(len(template.lines)) if number in numbers]
        if not ticked:
            raise InvalidInputError([Refused(NO_LINE, field="lines")])
        plain = subtasks.form_in(context, connection, case_id, who, now)
        there = choosing.choices(people_rows.at_place(connection, case.place_id, case_id=case.id), case.owner)
        choices = choosing.with_absences(connection, there)
        deadlines = proposed_days(
            template.lines, today=plain.today, case_deadline_on=case.deadline_on, days=context.days
        )
        lines = []
        for number in ticked:
            line, assignee = template.lines[number], _proposed_assignee(template.lines[number], choices, case)
            files = tuple(one.id for one in plain.attachments if line.proposes(one))[: proposed_at_most(len(ticked))]
            new = NewSubtask(line.title, deadlines[number], assignee.person.id if assignee else None, line.text, files)
            first = first_of(template.lines, number, ticked)
            waits_for = "" if first is None else template.lines[first].title
            lines.append(ProposedLine(number, line, new, assignee, waits_for))
        return SetForm(plain, chosen, mark, template.name, tuple(lines))


def _chosen(found: Sequence[TemplateSet], chosen: int, mark: str) -> TemplateSet:
    if mark != mark_of(found) or not 0 <= chosen < len(found):
        raise TooLateError(CHANGED)
    return found[chosen]


def _proposed_assignee(line: TemplateLine, choices: Sequence[Choice], case: CaseRow) -> Choice | None:
    """The case's owner where the line's role is theirs, else the only one who has it: somebody who is there now."""
    able = [
        one for one in choices if line.role in one.roles and not (one.absence is not None and one.absence.has_begun)
    ]
    owners = [one for one in able if one.person.id == case.owner_id]
    found = owners or able
    return found[0] if len(found) == 1 else None


def create(context: Context, case_id: str, wanted: WantedSet, *, actor: str, key: str, now: datetime) -> None:
    """Create the subtasks of a set's ticked lines and let everybody hear of theirs: all of it is done, or nothing.

    `key` names the dialog it comes from: the same submission again does nothing more. Raises InvalidInputError that
    names every wrong field of every line; TooLateError when the sets are others by now.
    """
    wanted = replace(wanted, lines=tuple((number, subtasks.tidied(new)) for number, new in wanted.lines))
    digest = hashlib.sha256(repr(wanted).encode()).hexdigest()
    first = field_of(wanted.lines[0][0], "assignee") if wanted.lines else "lines"
    with transaction.once(context, key, digest=digest, now=now, if_other=lambda: _already_created(first)) as act:
        if act is None:
            return
        who = act.actor(actor)
        case, found = _sets(context, act.connection, case_id, who, lock="share")
        template = _chosen(found, wanted.chosen, wanted.mark)
        lines = _filled_in(wanted, template)
        checked = _require(context, act.connection, case, template, lines, now)
        numbers: dict[int, int] = {}
        for number, new in lines:
            first_number = first_of(template.lines, number, list(numbers))
            assignee, titles = checked[number]
            more = {
                "after_id": None if first_number is None else numbers[first_number],
                "answer_form": to_json(template.lines[number].answer_form),
            }
            numbers[number] = subtasks.store(act, case, new, who, assignee, titles, more)
        at_once = [numbers[number] for number in numbers if first_of(template.lines, number, list(numbers)) is None]
        together.mark(act.connection, at_once)


def _already_created(field: str) -> InvalidInputError:
    words = N_("Deloppgavene er allerede opprettet fra denne dialogen. Lukk dialogen og se dem på sakssiden.")
    return InvalidInputError([Refused(words, field=field)])


def _filled_in(wanted: WantedSet, template: TemplateSet) -> list[tuple[int, NewSubtask]]:
    """The lines in the order of the set; where there was no field for its words, with those of the set."""
    if not wanted.lines:
        raise InvalidInputError([Refused(NO_LINE, field="lines")])
    ordered = sorted(wanted.lines, key=lambda one: one[0])
    if any(not 0 <= number < len(template.lines) for number, _ in wanted.lines):
        raise TooLateError(CHANGED)
    has_fields = is_roomy([template.lines[number] for number, _ in ordered])
    return [(number, new if has_fields else _with_words(new, template.lines[number])) for number, new in ordered]


def _with_words(new: NewSubtask, line: TemplateLine) -> NewSubtask:
    return replace(new, title=line.title, description=arriving.tidy(line.text))


def _require(
    context: Context,
    connection: Connection,
    case: CaseRow,
    template: TemplateSet,
    lines: Sequence[tuple[int, NewSubtask]],
    now: datetime,
) -> dict[int, tuple[str, dict[int, str]]]:
    """For each line its assignee's name and the titles of what is granted. Raises with what is wrong in any of them."""
    faults: list[Refused] = []
    found: dict[int, tuple[str, dict[int, str]]] = {}
    deadlines = {number: new.deadline_on for number, new in lines}
    for number, new in lines:
        wrong = len(faults)
        first = first_of(template.lines, number, list(deadlines))
        plain = validation.new_subtask_faults(new, today=context.today(now), case_deadline_on=case.deadline_on)
        faults += _at(number, plain)
        due, before = new.deadline_on, deadlines.get(first) if first is not None else None
        if first is not None and due and before and due < before:
            title = template.lines[first].title
            faults.append(Refused(TOO_EARLY, field=field_of(number, "deadline"), title=title))
        try:
            assignee = assigning.require_assignable(connection, case, new.assignee_id) if new.assignee_id else ""
            titles = access.require_own(connection, case.id, new.attachment_ids)
        except InvalidInputError as error:
            faults += _at(number, error.faults)
            continue
        if len(faults) == wrong:
            found[number] = (assignee, titles)
    if faults:
        raise InvalidInputError(list({fault.field: fault for fault in reversed(faults)}.values())[::-1])
    return found


def _at(number: int, faults: Sequence[Refused]) -> list[Refused]:
    """The same faults, each at its field of this line."""
    return [Refused(one.words, field=field_of(number, str(one.field)), **one.values) for one in faults]
