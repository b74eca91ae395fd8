"""The case page (S7, S16-S18, S39) for its owner or a distributor, alike in App Home and as a modal."""

from __future__ import annotations

from typing import Any, Final

from domain import page_sizes
from domain.values import CaseFacts, CasePage, CaseSubtask, SubtaskFacts
from handlers.views import ids
from handlers.views.attachments import attachment_list
from handlers.views.blocks import (
    Block,
    Element,
    actions,
    bold,
    button,
    divider,
    facts,
    header,
    line_of,
    modal,
    one_line,
    paragraphs,
    rich,
    section,
)
from handlers.views.disqualification_form import disqualified_line
from handlers.views.pagination import subtask_turns, turning
from handlers.views.status import NEEDS, assignee, case_status, ending_reason, hold, is_own, name_of, status
from handlers.views.ways import edit, not_needed, reopen, to_another_assignee
from handlers.words import Words

_EXCERPT: Final = 300


def case_blocks(page: CasePage, words: Words) -> list[Block]:
    """Draw the case: facts, text, attachments, at most 15 subtasks, and the buttons that the reader may press."""
    return [
        header(page.case.title),
        _facts(page.case, words),
        *disqualified_line(page.disqualified, words),
        *_case_buttons(page, words),
        *_text(page.case, words),
        header(words.say("Vedlegg")),
        *_attachments(page, words),
        header(words.say("Deloppgaver")),
        *_subtasks(page, words),
    ]


def case_modal(page: CasePage, words: Words) -> dict[str, Any]:
    """Draw the case page as a modal."""
    return modal(
        words.say("Sak"),
        case_blocks(page, words),
        close=words.say("Lukk"),
        callback_id=ids.case_modal_id(page.page),
        metadata={"case": page.case.id},
    )


def _facts(case: CaseFacts, words: Words) -> Block:
    deadline = words.day(case.deadline_on) if case.deadline_on else words.say("Ingen")
    return facts(
        [
            (words.say("Saksnummer"), case.id),
            (words.say("Status"), case_status(case.status, words)),
            (words.say("Frist"), deadline),
            (words.say("Sakseier"), _owner(case, words)),
            (words.say("Sted"), case.place),
            (words.say("Søker"), words.say("{name} ({email})", name=case.applicant, email=case.applicant_email)),
            (words.say("Søkt dato"), words.day(case.applied_on)),
        ]
    )


def _owner(case: CaseFacts, words: Words) -> str:
    name = name_of(case.owner, words)
    return words.say("Ingen. {name} kan ikke lenger være sakseier.", name=name) if case.owner_lost else name


def _case_buttons(page: CasePage, words: Words) -> list[Block]:
    buttons = []
    if page.may_create:
        create = button(words.say("Ny deloppgave"), ids.CASE_NEW_SUBTASK, page.case.id, style="primary")
        buttons.append(create)
    if page.may_close:
        buttons.append(button(words.say("Avslutt sak"), ids.CASE_CLOSE_ASK, page.case.id))
    if page.may_redistribute:
        label = words.say("Omfordel sak") if page.case.owner else words.say("Fordel sak")
        buttons.append(button(label, ids.CASE_DISTRIBUTE_ASK, page.case.id))
    if page.may_upload:
        buttons.append(button(words.say("Legg til vedlegg"), ids.CASE_UPLOAD_ASK, page.case.id))
    buttons.append(button(words.say("Historikk"), ids.CASE_HISTORY, page.case.id))
    if page.may_redistribute:
        buttons.append(button(words.say("Jeg er inhabil"), ids.CASE_DISQUALIFY_ASK, page.case.id))
    if page.may_lift:
        buttons.append(button(words.say("Opphev inhabilitet"), ids.CASE_LIFT_ASK, page.case.id))
    return [actions(*buttons)]


def _text(case: CaseFacts, words: Words) -> list[Block]:
    if not case.text.strip():
        return []
    return [header(words.say("Søknad")), *paragraphs(case.text, most=3)]


def _attachments(page: CasePage, words: Words) -> list[Block]:
    if not page.attachments:
        return [section(words.say("Saken har ingen vedlegg."))]
    buttons = [button(words.say("Hent vedlegg"), ids.CASE_FETCH, page.case.id)] if page.may_fetch else []
    if page.may_take_out:
        buttons.append(button(words.say("Ta ut vedlegg"), ids.CASE_TAKE_OUT_ASK, page.case.id))
    return [*attachment_list(page.attachments, words), *([actions(*buttons)] if buttons else [])]


# ---- subtasks ------------------------------------------------------------------------------------


def _subtasks(page: CasePage, words: Words) -> list[Block]:
    if not page.subtasks:
        return [section(_none(page, words))]
    blocks = [block for each in page.subtasks[: page_sizes.SUBTASKS_OF_CASE] for block in _subtask(page, each, words)]
    return blocks + _turning(page, words)


def _none(page: CasePage, words: Words) -> str:
    if page.may_create:
        return words.say("Saken har ingen deloppgaver ennå. Trykk på «Ny deloppgave» for å opprette den første.")
    return words.say("Saken har ingen deloppgaver.")


def _subtask(page: CasePage, entry: CaseSubtask, words: Words) -> list[Block]:
    subtask = entry.subtask
    details = facts(
        [
            *_needed(subtask, words),
            *assignee(subtask, words),
            (words.say("Frist"), words.day(subtask.deadline_on)),
            (words.say("Status"), status(subtask, words)),
            *ending_reason(subtask, words),
            *hold(subtask, words),
            *_unread(entry, words),
            (words.say("Beskrivelse"), one_line(subtask.description, _EXCERPT)),
            *_conclusion(entry, words),
            *_messages(entry, words),
        ]
    )
    title = rich(line_of([bold(one_line(subtask.title, 150))]))
    buttons = _buttons(page, entry, words)
    row = actions(*buttons, most=1) if subtask.is_solved else actions(*buttons)
    return [divider(), title, details, row]


def _needed(subtask: SubtaskFacts, words: Words) -> list[tuple[str, str]]:
    return [(words.say("Trenger deg"), words.say(NEEDS[subtask.need]))] if subtask.need else []


def _conclusion(entry: CaseSubtask, words: Words) -> list[tuple[str, str]]:
    text = one_line(entry.subtask.conclusion, _EXCERPT)
    return [(words.say("Konklusjon"), text)] if entry.subtask.conclusion.strip() else []


def _unread(entry: CaseSubtask, words: Words) -> list[tuple[str, str]]:
    if not entry.unread:
        return []
    return [(words.say("Nytt"), words.count("{n} ulest melding", "{n} uleste meldinger", entry.unread))]


def _messages(entry: CaseSubtask, words: Words) -> list[tuple[str, str]]:
    last = entry.last_message
    if last is None:
        return []
    told = words.count(
        "{n} melding, {at} fra {sender}",
        "{n} meldinger, den siste {at} fra {sender}",
        entry.messages,
        at=last.sent_at,
        sender=name_of(last.author, words),
    )
    lines = [(words.say("Interne meldinger"), told)]
    if last.text.strip() and not last.deleted:
        lines.append((words.say("Siste melding"), one_line(last.text, _EXCERPT)))
    return lines


def _buttons(page: CasePage, entry: CaseSubtask, words: Words) -> list[Element]:
    subtask = entry.subtask
    value = str(subtask.id)
    title = one_line(subtask.title, 40)
    about = words.say("Åpne deloppgaven {title}", title=title)
    buttons = [button(words.say("Åpne"), ids.CASE_SUBTASK, value, about=about)]
    is_owner = page.case.owner is not None and page.case.owner.id == page.reader.id
    if is_owner and not subtask.is_solved and not is_own(subtask) and not subtask.is_nobodys:
        label = words.say("Svar") if entry.last_message else words.say("Skriv melding")
        about = words.say("Skriv melding i deloppgaven {title}", title=title)
        buttons.append(button(label, ids.CASE_ANSWER, value, about=about))
    if not subtask.is_solved:
        buttons.append(to_another_assignee(subtask, words))
        about = words.say("Flytt fristen for deloppgaven {title}", title=title)
        buttons.append(button(words.say("Flytt frist"), ids.SUBTASK_DEADLINE_ASK, value, about=about))
        about = words.say("Tilgang til vedlegg i deloppgaven {title}", title=title)
        buttons.append(button(words.say("Tilgang til vedlegg"), ids.CASE_ACCESS_ASK, value, about=about))
        buttons += [edit(subtask, words), not_needed(subtask, words)]
    elif page.may_close:  # the case is open
        buttons.append(reopen(subtask, words))
    return buttons


def _turning(page: CasePage, words: Words) -> list[Block]:
    case_id = page.case.id
    onward = ids.case_page_value(case_id, page.page + 1) if page.has_more else None
    back = ids.case_page_value(case_id, page.page - 1) if page.page > 0 else None
    blocks = turning(ids.CASE_PAGE, subtask_turns(words), onward=onward, back=back)
    return [divider(), *blocks] if blocks else []
