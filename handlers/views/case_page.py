"""The case page (S7, S16-S18, S39) for its owner or a distributor, alike in App Home and as a modal."""

from __future__ import annotations

from typing import Any, Final

from domain import page_sizes
from domain.case_page import CasePage, CaseSubtask
from domain.values import CaseFacts, SubtaskFacts
from handlers.translator import Translator
from handlers.views import button_values, ids
from handlers.views.answers import told
from handlers.views.attachments import attachment_list
from handlers.views.blocks import (
    BUTTONS,
    MENU,
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
from handlers.views.rounds import round_fact, rounds_of_case
from handlers.views.standing import NEEDS
from handlers.views.status import (
    assignee,
    case_status,
    ending_reason,
    hold,
    is_own,
    name_of,
    nudged,
    status,
    with_stand_in,
)
from handlers.views.ways import begin, edit, not_needed, nudge, reopen, to_another_assignee

_EXCERPT: Final = 300


def case_blocks(page: CasePage, translator: Translator) -> list[Block]:
    """Draw the case: facts, text, attachments, at most 15 subtasks, and the buttons that the reader may press."""
    return [
        header(page.case.title),
        _facts(page.case, translator),
        *disqualified_line(page.disqualified, translator),
        *_case_buttons(page, translator),
        *_text(page.case, translator),
        header(translator.say("Vedlegg")),
        *_attachments(page, translator),
        *rounds_of_case(page, translator),
        header(translator.say("Deloppgaver")),
        *_subtasks(page, translator),
    ]


def case_modal(page: CasePage, translator: Translator) -> dict[str, Any]:
    """Draw the case page as a modal."""
    return modal(
        translator.say("Sak"),
        case_blocks(page, translator),
        close=translator.say("Lukk"),
        callback_id=button_values.case_modal_id(page.page),
        metadata={"case": page.case.id},
    )


def _facts(case: CaseFacts, translator: Translator) -> Block:
    deadline = translator.day(case.deadline_on) if case.deadline_on else translator.say("Ingen")
    return facts(
        [
            (translator.say("Saksnummer"), case.id),
            *([(translator.say("Type"), case.type)] if case.type else []),
            (translator.say("Status"), case_status(case.status, translator)),
            (translator.say("Frist"), deadline),
            (translator.say("Sakseier"), _owner(case, translator)),
            (translator.say("Sted"), case.place),
            (
                translator.say("Søker"),
                translator.say("{name} ({email})", name=case.applicant, email=case.applicant_email),
            ),
            (translator.say("Søkt dato"), translator.day(case.applied_on)),
        ]
    )


def _owner(case: CaseFacts, translator: Translator) -> str:
    name = with_stand_in(case.owner, case.stand_in, translator)
    return translator.say("Ingen. {name} kan ikke lenger være sakseier.", name=name) if case.owner_lost else name


def _case_buttons(page: CasePage, translator: Translator) -> list[Block]:
    buttons = []
    if page.may_create:
        create = button(translator.say("Ny deloppgave"), ids.CASE_NEW_SUBTASK, page.case.id, style="primary")
        buttons.append(create)
    if page.may_close:
        buttons.append(button(translator.say("Avslutt sak"), ids.CASE_CLOSE_ASK, page.case.id))
    if page.may_redistribute:
        label = translator.say("Omfordel sak") if page.case.owner else translator.say("Fordel sak")
        buttons.append(button(label, ids.CASE_DISTRIBUTE_ASK, page.case.id))
    if page.has_sets:
        buttons.append(button(translator.say("Vanlige deloppgaver"), ids.CASE_SETS_ASK, page.case.id))
    if page.may_upload:
        buttons.append(button(translator.say("Legg til vedlegg"), ids.CASE_UPLOAD_ASK, page.case.id))
    if page.may_create:
        buttons.append(button(translator.say("Spør flere"), ids.CASE_ROUND_ASK, page.case.id))
    buttons.append(button(translator.say("Historikk"), ids.CASE_HISTORY, page.case.id))
    if page.may_redistribute:
        buttons.append(button(translator.say("Jeg er inhabil"), ids.CASE_DISQUALIFY_ASK, page.case.id))
    if page.may_lift:
        buttons.append(button(translator.say("Opphev inhabilitet"), ids.CASE_LIFT_ASK, page.case.id))
    if page.may_download:
        buttons.append(button(translator.say("Last ned"), ids.CASE_DOWNLOAD, page.case.id))
    rows = (buttons[: BUTTONS + MENU], buttons[BUTTONS + MENU :])
    return [actions(*some) for some in rows if some]


def _text(case: CaseFacts, translator: Translator) -> list[Block]:
    if not case.text.strip():
        return []
    return [header(translator.say("Søknad")), *paragraphs(case.text, most=3)]


def _attachments(page: CasePage, translator: Translator) -> list[Block]:
    if not page.attachments:
        return [section(translator.say("Saken har ingen vedlegg."))]
    buttons = [button(translator.say("Hent vedlegg"), ids.CASE_FETCH, page.case.id)] if page.may_fetch else []
    if page.may_take_out:
        buttons.append(button(translator.say("Fjern vedlegg"), ids.CASE_TAKE_OUT_ASK, page.case.id))
    return [*attachment_list(page.attachments, translator), *([actions(*buttons)] if buttons else [])]


# ---- subtasks ------------------------------------------------------------------------------------


def _subtasks(page: CasePage, translator: Translator) -> list[Block]:
    if not page.subtasks:
        return [section(_none(page, translator))]
    blocks = [
        block for each in page.subtasks[: page_sizes.SUBTASKS_OF_CASE] for block in _subtask(page, each, translator)
    ]
    return blocks + _turning(page, translator)


def _none(page: CasePage, translator: Translator) -> str:
    if page.may_create:
        return translator.say("Saken har ingen deloppgaver ennå. Trykk på «Ny deloppgave» for å opprette den første.")
    return translator.say("Saken har ingen deloppgaver.")


def _subtask(page: CasePage, entry: CaseSubtask, translator: Translator) -> list[Block]:
    subtask = entry.subtask
    details = facts(
        [
            *_needed(subtask, translator),
            *assignee(subtask, translator),
            (translator.say("Frist"), translator.day(subtask.deadline_on)),
            (translator.say("Status"), status(subtask, translator)),
            *ending_reason(subtask, translator),
            *hold(subtask, translator),
            *round_fact(subtask, translator),
            *nudged(subtask, translator),
            *_unread(entry, translator),
            (translator.say("Beskrivelse"), one_line(subtask.description, _EXCERPT)),
            *told(subtask.answer_form, subtask.answers, 100),
            *_conclusion(entry, translator),
            *_messages(entry, translator),
        ]
    )
    title = rich(line_of([bold(one_line(subtask.title, 150))]))
    buttons = _buttons(page, entry, translator)
    row = actions(*buttons, most=1) if subtask.is_solved else actions(*buttons)
    return [divider(), title, details, row]


def _needed(subtask: SubtaskFacts, translator: Translator) -> list[tuple[str, str]]:
    return [(translator.say("Trenger deg"), translator.say(NEEDS[subtask.need]))] if subtask.need else []


def _conclusion(entry: CaseSubtask, translator: Translator) -> list[tuple[str, str]]:
    text = one_line(entry.subtask.conclusion, _EXCERPT)
    return [(translator.say("Konklusjon"), text)] if entry.subtask.conclusion.strip() else []


def _unread(entry: CaseSubtask, translator: Translator) -> list[tuple[str, str]]:
    if not entry.unread:
        return []
    return [(translator.say("Nytt"), translator.count("{n} ulest melding", "{n} uleste meldinger", entry.unread))]


def _messages(entry: CaseSubtask, translator: Translator) -> list[tuple[str, str]]:
    last = entry.last_message
    if last is None:
        return []
    told = translator.count(
        "{n} melding, {at} fra {sender}",
        "{n} meldinger, den siste {at} fra {sender}",
        entry.messages,
        at=last.sent_at,
        sender=name_of(last.author, translator),
    )
    lines = [(translator.say("Interne meldinger"), told)]
    if last.text.strip() and not last.deleted:
        lines.append((translator.say("Siste melding"), one_line(last.text, _EXCERPT)))
    return lines


def _buttons(page: CasePage, entry: CaseSubtask, translator: Translator) -> list[Element]:
    subtask = entry.subtask
    value = str(subtask.id)
    title = one_line(subtask.title, 40)
    about = translator.say("Åpne deloppgaven {title}", title=title)
    buttons = [button(translator.say("Åpne"), ids.CASE_SUBTASK, value, about=about)]
    is_owner = any(one is not None and one.id == page.reader.id for one in (page.case.owner, page.case.stand_in))
    if subtask.waits_for and not subtask.is_solved:
        buttons.append(begin(subtask, translator))
    elif is_owner and not subtask.is_solved and not is_own(subtask) and not subtask.is_nobodys:
        label = translator.say("Svar") if entry.last_message else translator.say("Skriv melding")
        about = translator.say("Skriv melding i deloppgaven {title}", title=title)
        buttons.append(button(label, ids.CASE_ANSWER, value, about=about))
    if not subtask.is_solved:
        buttons.append(to_another_assignee(subtask, translator))
        buttons += [nudge(subtask, translator)] if entry.may_nudge else []
        about = translator.say("Flytt fristen for deloppgaven {title}", title=title)
        buttons.append(button(translator.say("Flytt frist"), ids.SUBTASK_DEADLINE_ASK, value, about=about))
        about = translator.say("Tilgang til vedlegg i deloppgaven {title}", title=title)
        buttons.append(button(translator.say("Tilgang til vedlegg"), ids.CASE_ACCESS_ASK, value, about=about))
        buttons += [edit(subtask, translator), not_needed(subtask, translator)]
    elif page.may_close:  # the case is open
        buttons.append(reopen(subtask, translator))
    return buttons


def _turning(page: CasePage, translator: Translator) -> list[Block]:
    case_id = page.case.id
    onward = button_values.case_page_value(case_id, page.page + 1) if page.has_more else None
    back = button_values.case_page_value(case_id, page.page - 1) if page.page > 0 else None
    blocks = turning(ids.CASE_PAGE, subtask_turns(translator), onward=onward, back=back)
    return [divider(), *blocks] if blocks else []
