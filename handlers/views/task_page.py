"""The task page (S26-S44) as a modal: the seed's five headings, and the conclusion as its form."""

from __future__ import annotations

from typing import Any, Final

from domain.errors import N_
from domain.values import SubtaskFacts, TaskPage
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.answers import answer_fields, whole_answers
from handlers.views.attachments import granted_list, waits
from handlers.views.blocks import (
    Block,
    Element,
    actions,
    alert,
    bold,
    button,
    context,
    facts,
    header,
    line_of,
    modal,
    paragraphs,
    rich,
    section,
    words_of,
)
from handlers.views.conversation import conversation
from handlers.views.inputs import field, long_text_input
from handlers.views.rounds import round_fact, round_of_task
from handlers.views.status import (
    assignee,
    ending_reason,
    hold,
    is_assignee,
    is_own,
    is_owner,
    nudged,
    on_behalf,
    owner,
    solved_told,
    status,
)
from handlers.views.ways import answered, begin, copy, edit, need_more, need_no_more, not_needed, nudge, reopen, undo

DESCRIPTION_MOST: Final = 4  # blocks
CHANGED: Final = {
    ("title",): N_("Tittelen er endret siden du leste deloppgaven sist. Historikken viser hvordan den var."),
    ("description",): N_("Beskrivelsen er endret siden du leste den sist. Historikken viser hvordan den var."),
    ("title", "description"): N_(
        "Tittel og beskrivelse er endret siden du leste deloppgaven sist. Historikken viser hvordan de var."
    ),
}


def task_page(page: TaskPage, translator: Translator) -> dict[str, Any]:
    """Draw the page; what is solved, or only looked into by a third person, can be read but not changed."""
    subtask = page.subtask
    may_change = not subtask.is_solved and _is_party(page)
    return modal(
        translator.say("Deloppgave"),
        [
            *_alert(page, translator),
            header(translator.say("Overordnet informasjon")),
            _facts(page, translator),
            *round_of_task(page, translator),
            *_hold(page, translator),
            *_wait(page, translator),
            *_part(page, translator),
            header(translator.say("Beskrivelse")),
            *paragraphs(subtask.description, most=DESCRIPTION_MOST),
            header(translator.say("Vedlegg")),
            *_attachments(page, translator),
            header(translator.say("Interne meldinger")),
            *_messages(page, translator),
            header(translator.say("Konklusjon")),
            *(_conclusion_form(page, translator) if may_change else _conclusion(page, translator)),
        ],
        submit=translator.say("Lagre konklusjon") if may_change else None,
        close=translator.say("Lukk"),
        callback_id=ids.CONCLUSION_SAVE,
        metadata={"subtask": subtask.id},
    )


def solve_question(subtask: SubtaskFacts, translator: Translator) -> dict[str, Any]:
    """Ask before a subtask is solved with an empty conclusion (A12), and say when a saved one goes with it."""
    if subtask.conclusion.strip():
        question = translator.say(
            "Feltet for konklusjon er tomt, og konklusjonen som var lagret, blir fjernet. "
            "Når deloppgaven er løst, kan den ikke lenger endres."
        )
    else:
        question = translator.say("Deloppgaven har ingen konklusjon. Når den er løst, kan den ikke lenger endres.")
    return modal(
        translator.say("Løse deloppgaven?"),
        [facts([(translator.say("Deloppgave"), subtask.title)]), section(question)],
        submit=translator.say("Løs deloppgave"),
        close=translator.say("Avbryt"),
        callback_id=ids.SUBTASK_SOLVE_EMPTY,
        metadata={"subtask": subtask.id},
    )


def _is_party(page: TaskPage) -> bool:
    """Whether the reader is one of the two who work on it and talk in it; nobody is while it waits for another one."""
    is_one = is_owner(page.subtask, page.reader) or is_assignee(page.subtask, page.reader)
    return is_one and not page.subtask.waits_for


def _alert(page: TaskPage, translator: Translator) -> list[Block]:
    if page.subtask.is_solved:
        return [alert(solved_told(page.subtask, translator, may_undo=page.may_undo))]
    if page.asks_first:
        return [alert(translator.say("Svar på spørsmålene før du løser deloppgaven."), "warning")]
    if page.changed:
        return [alert(translator.say(CHANGED[page.changed]))]
    if not page.just_saved:
        return []
    told = translator.say(
        "Konklusjonen er lagret. Deloppgaven er ikke løst ennå. Trykk «Løs deloppgave» når du er ferdig."
    )
    if page.subtask.answer_form and not page.subtask.conclusion.strip():
        told = translator.say(
            "Svarene er lagret. Deloppgaven er ikke løst ennå. Trykk «Løs deloppgave» når du er ferdig."
        )
    return [alert(told, "success")]


def _facts(page: TaskPage, translator: Translator) -> Block:
    subtask = page.subtask
    return facts(
        [
            (translator.say("Tittel"), subtask.title),
            (translator.say("Sak"), subtask.case_title),
            *on_behalf(subtask, page.reader, translator),
            owner(subtask, translator),
            *assignee(subtask, translator),
            (translator.say("Frist"), translator.day(subtask.deadline_on)),
            (translator.say("Status"), status(subtask, translator)),
            *ending_reason(subtask, translator),
            *round_fact(subtask, translator),
            *(nudged(subtask, translator) if page.runs_case else []),
        ]
    )


def _hold(page: TaskPage, translator: Translator) -> list[Block]:
    """Draw the whole reason of a hold, with the way out of it."""
    told = [rich(line_of([bold(f"{label}: "), words_of(reason)])) for label, reason in hold(page.subtask, translator)]
    if not told or not _may_hold(page):
        return told
    number = str(page.subtask.id)
    about = translator.say("Endre hvor lenge deloppgaven er på vent")
    resume = button(translator.say("Gjenoppta"), ids.TASK_RESUME, number)
    return [*told, actions(resume, button(translator.say("Endre"), ids.SUBTASK_HOLD_ASK, number, about=about))]


def _wait(page: TaskPage, translator: Translator) -> list[Block]:
    """Draw the way out of a wait for the case's owner, for both sides of it."""
    if page.subtask.waits_for_owner_at is None:
        return []
    if is_assignee(page.subtask, page.reader):
        return [actions(need_no_more(page.subtask, translator))]
    return [actions(answered(page.subtask, translator))] if page.runs_case else []


def _may_hold(page: TaskPage) -> bool:
    subtask = page.subtask
    is_involved = page.runs_case or is_assignee(subtask, page.reader)
    return is_involved and not (subtask.is_solved or subtask.is_nobodys or subtask.waits_for)


def _part(page: TaskPage, translator: Translator) -> list[Block]:
    """Draw the buttons that change who has the subtask, and when."""
    subtask, buttons = page.subtask, []
    if subtask.is_solved:
        return [_after(page, translator)]
    if subtask.waits_for and page.runs_case:
        buttons.append(begin(subtask, translator))
    if page.runs_case:
        buttons.append(button(translator.say("Bytt ansvarlig"), ids.SUBTASK_REASSIGN_ASK, str(subtask.id)))
        buttons.append(button(translator.say("Flytt frist"), ids.SUBTASK_DEADLINE_ASK, str(subtask.id)))
    if is_assignee(subtask, page.reader) and not is_owner(subtask, page.reader):
        buttons.append(button(translator.say("Send tilbake"), ids.SUBTASK_DECLINE_ASK, str(subtask.id)))
    if _may_hold(page) and subtask.held_until_on is None:
        buttons.append(button(translator.say("Sett på vent"), ids.SUBTASK_HOLD_ASK, str(subtask.id)))
    if page.may_nudge:
        buttons.append(nudge(subtask, translator))
    if page.runs_case:
        buttons += [edit(subtask, translator), not_needed(subtask, translator)]
    if page.may_copy:
        buttons.append(copy(subtask, translator))
    history = button(translator.say("Historikk"), ids.TASK_HISTORY, str(subtask.id))
    return [actions(*buttons, history)]


def _after(page: TaskPage, translator: Translator) -> Block:
    """Draw the buttons of a solved subtask: taking that back at once, or, for who runs the case, later."""
    history = button(translator.say("Historikk"), ids.TASK_HISTORY, str(page.subtask.id))
    later = [reopen(page.subtask, translator)] if page.may_reopen else []
    later += [copy(page.subtask, translator)] if page.may_copy else []
    if page.may_undo:
        return actions(undo(page.subtask, translator), history, *later, most=2)
    return actions(history, *later, most=1)


def _attachments(page: TaskPage, translator: Translator) -> list[Block]:
    subtask = page.subtask
    if page.attachments:
        blocks = granted_list(page.attachments, translator)
    elif subtask.is_solved and not page.runs_case:  # with the end the access may have ended, too
        blocks = [section(translator.say("Du har ikke tilgang til noen vedlegg nå."))]
    else:
        blocks = [section(translator.say("Det er ikke gitt tilgang til noen vedlegg."))]
    if page.attachments and is_assignee(subtask, page.reader) and not subtask.is_solved:
        blocks.append(context(_where(page, translator)))
    if page.runs_case and not subtask.is_solved:
        access = button(translator.say("Tilgang til vedlegg"), ids.TASK_ACCESS_ASK, str(subtask.id))
        blocks.append(actions(access, *_preview(page, translator), most=1))
    return blocks


def _preview(page: TaskPage, translator: Translator) -> list[Element]:
    """Draw the way to what somebody else has been given, as that person sees it."""
    subtask = page.subtask
    if subtask.is_nobodys or subtask.waits_for or is_assignee(subtask, page.reader):
        return []
    return [button(translator.say("Se som ansvarlig"), ids.TASK_PREVIEW, str(subtask.id))]


def _where(page: TaskPage, translator: Translator) -> str:
    if waits(page.attachments):
        return translator.say("«Hent» legger en kopi i tråden under meldingen om deloppgaven.")
    return translator.say("Vedleggene ligger i tråden under meldingen om deloppgaven.")


def _messages(page: TaskPage, translator: Translator) -> list[Block]:
    """Draw the latest messages; the way to all of them stands where some are left out, else in the row below them."""
    number = str(page.subtask.id)
    way = button(translator.say("Hele samtalen"), ids.TASK_CONVERSATION, number) if _is_party(page) else None
    blocks = conversation(page.messages, page.earlier_messages, translator, way=way)
    if is_own(page.subtask) and not blocks and not page.subtask.waits_for:
        return [section(translator.say("Deloppgaven er din egen, så det er ingen å sende meldinger til."))]
    buttons = [way] if way and blocks and not page.earlier_messages else []
    blocks = blocks or [section(translator.say("Det er ikke skrevet noen meldinger ennå."))]
    if not page.subtask.is_solved and _is_party(page) and not (is_own(page.subtask) or page.subtask.is_nobodys):
        buttons.insert(0, button(translator.say("Skriv melding"), ids.TASK_WRITE, number))
        asks = is_assignee(page.subtask, page.reader) and not is_owner(page.subtask, page.reader)
        if asks and page.subtask.waits_for_owner_at is None:
            buttons.append(need_more(page.subtask, translator))
    return [*blocks, *([actions(*buttons)] if buttons else [])]


def _conclusion_form(page: TaskPage, translator: Translator) -> list[Block]:
    subtask = page.subtask
    text = long_text_input(subtask.conclusion)
    hint = translator.say("Du kan lagre så mange ganger du vil, helt til deloppgaven er løst.")
    return [
        *answer_fields(subtask, translator),
        field(ids.CONCLUSION, translator.say("Konklusjon"), text, hint=hint, optional=True),
        *_saved(page, translator),
        actions(button(translator.say("Løs deloppgave"), ids.TASK_SOLVE, str(subtask.id)), *_earlier(page, translator)),
        context(_taken_along(subtask, translator)),
    ]


def _taken_along(subtask: SubtaskFacts, translator: Translator) -> str:
    if subtask.answer_form:
        return translator.say("Både «Lagre konklusjon» og «Løs deloppgave» tar med svarene og konklusjonen over.")
    return translator.say("«Løs deloppgave» tar med det som står i feltet for konklusjon.")


def _conclusion(page: TaskPage, translator: Translator) -> list[Block]:
    earlier = _earlier(page, translator)
    row = [actions(*earlier)] if earlier else []
    answers = whole_answers(page.subtask.answer_form, page.subtask.answers)
    if not page.subtask.conclusion.strip():
        saved = _saved(page, translator) if answers else []
        return [*answers, section(translator.say("Det er ikke skrevet noen konklusjon.")), *saved, *row]
    return [*answers, *paragraphs(page.subtask.conclusion), *_saved(page, translator), *row]


def _earlier(page: TaskPage, translator: Translator) -> list[Element]:
    """Draw the way to what was saved before, for the parties."""
    if not (page.earlier_conclusions and _is_party(page)):
        return []
    return [button(translator.say("Tidligere konklusjoner"), ids.TASK_CONCLUSIONS, str(page.subtask.id))]


def _saved(page: TaskPage, translator: Translator) -> list[Block]:
    if page.saved_at is None:
        return []
    if page.subtask.is_solved or not _is_party(page):
        return [context(translator.say("Sist lagret {at}.", at=page.saved_at))]
    return [context(translator.say("Sist lagret {at}. Deloppgaven er ikke løst ennå.", at=page.saved_at))]
