"""The paper of one subtask: what was asked, of whom, with which files, what came of it, and who did what when.

It says nothing of the applicant, whom an assignee never sees either. The conversation is internal: it stands last, on
pages of its own that say so, and can be taken away from the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.archive.conversation_paper import conversation
from bot.archive.paper import Entry, Facts, Heading, Paper, Part, Table, pdf, text
from bot.archive.people import People
from domain import answer_forms
from domain.answer_forms import Kind, Question
from domain.case_record import CaseRecord, ConclusionRecord, GrantRecord, HistoryRecord, SubtaskRecord
from domain.forms import HistoryLine, Reason
from domain.history import known
from handlers.translator import Translator
from handlers.views import history_sentences
from handlers.views.status import ENDED, REASONS, SUBTASK, case_status


def subtask_pdf(record: CaseRecord, subtask: SubtaskRecord, translator: Translator) -> bytes:
    """One subtask, whole, as PDF/A; the same bytes for the same record."""
    return pdf(subtask_paper(record, subtask, translator))


def subtask_paper(record: CaseRecord, subtask: SubtaskRecord, translator: Translator) -> Paper:
    """Everything that stands on it."""
    people = People(record, translator)
    sections = (
        _case(record, people, translator),
        _asked(record, subtask, people, translator),
        _files(record, subtask, people, translator),
        _conclusions(subtask, people, translator),
        _ending(subtask, people, translator),
        _history(record, subtask, people, translator),
        conversation(record, subtask, people, translator),
    )
    called = translator.say("Deloppgave {number} i sak {case}", number=subtask.number, case=record.id)
    return Paper(
        title=subtask.title,
        above=called,
        footer=called,
        page=translator.say("Side {page} av {pages}", page="{page}", pages="{pages}"),
        at=max((line.at for line in record.history_of(subtask.id)), default=subtask.created_at),
        parts=tuple(part for section in sections for part in section),
        language=translator.language,
    )


def _case(record: CaseRecord, people: People, translator: Translator) -> Iterator[Part]:
    closed = [(translator.say("Avsluttet"), translator.moment(record.closed_at))] if record.closed_at else []
    kind = [(translator.say("Type"), record.type)] if record.type else []
    yield Facts(
        (
            (translator.say("Sak"), record.title),
            (translator.say("Saksnummer"), record.id),
            *kind,
            (translator.say("Sted"), " / ".join((*record.place.above, record.place.name))),
            (translator.say("Sakseier"), people.with_address(record.owner)),
            (translator.say("Status"), case_status(record.status, translator)),
            *closed,
        )
    )


# ---- what was asked ------------------------------------------------------------------------------


def _asked(record: CaseRecord, subtask: SubtaskRecord, people: People, translator: Translator) -> Iterator[Part]:
    yield Heading(translator.say("Det som ble bedt om"))
    yield Facts(tuple(_asked_facts(record, subtask, people, translator)))
    if subtask.description:
        yield Heading(translator.say("Beskrivelse"), 2)
        yield text(subtask.description)
    if subtask.answer_form:
        yield Heading(translator.say("Spørsmål som må besvares"), 2)
        columns = (translator.say("Spørsmål"), translator.say("Svaret er"))
        yield Table(columns, tuple((one.label, _kind(one, translator)) for one in subtask.answer_form))


def _asked_facts(
    record: CaseRecord, subtask: SubtaskRecord, people: People, translator: Translator
) -> Iterator[tuple[str, str]]:
    yield translator.say("Ansvarlig"), people.with_address(subtask.assignee)
    if subtask.stand_in:
        yield translator.say("Stedfortreder"), people.with_address(subtask.stand_in)
    by = people.name(subtask.created_by)
    yield translator.say("Opprettet"), translator.say("{at} av {name}", at=subtask.created_at, name=by)
    if subtask.given_at:
        yield translator.say("Ansvarlig siden"), translator.moment(subtask.given_at)
    if subtask.opened_at:
        yield translator.say("Åpnet"), translator.moment(subtask.opened_at)
    yield translator.say("Frist"), translator.day(subtask.deadline_on)
    titles = {one.id: f"{one.number}. {one.title}" for one in record.subtasks}
    if subtask.after_id in titles:
        yield translator.say("Ventet på"), titles[subtask.after_id]
    for one in record.rounds:
        if one.id == subtask.round_id:
            yield translator.say("Runde"), translator.say("{n} ble spurt om det samme.", n=one.asked)


def _kind(question: Question, translator: Translator) -> str:
    if question.kind is Kind.CHOICE:
        said = ", ".join(question.options)
    elif question.kind is Kind.NUMBER:
        said = translator.say("et tall ({unit})", unit=question.unit) if question.unit else translator.say("et tall")
    else:
        said = translator.say("en tekst")
    return said if question.required else translator.say("{kind}, kan stå tomt", kind=said)


# ---- files ---------------------------------------------------------------------------------------


def _files(record: CaseRecord, subtask: SubtaskRecord, people: People, translator: Translator) -> Iterator[Part]:
    yield Heading(translator.say("Tilgang til vedlegg"))
    if not subtask.grants:
        yield text(translator.say("Det ble ikke gitt tilgang til noen vedlegg i denne deloppgaven."), note=True)
        return
    columns = ("Vedlegg", "Gitt", "Hentet", "Slutt")
    head = tuple(map(translator.say, columns))
    yield Table(head, tuple(_grant(record, one, people, translator) for one in subtask.grants))


def _grant(record: CaseRecord, grant: GrantRecord, people: People, translator: Translator) -> tuple[str, ...]:
    attachment = record.attachment(grant.attachment_id)
    title = attachment.title.strip() or attachment.name or translator.say("Tatt ut av saken")
    fetched = _by(grant.fetched_at, people.name(grant.fetched_by), translator) if grant.fetched_at else "–"
    ended = translator.say("Til og med {day}", day=grant.ends_on) if grant.ends_on else "–"
    if grant.withdrawn_at and grant.withdrawn_by:
        ended = translator.say("Fjernet {at} av {name}", at=grant.withdrawn_at, name=people.name(grant.withdrawn_by))
    elif grant.withdrawn_at:
        ended = translator.say("Gikk ut {at}", at=grant.withdrawn_at)
    return title, _by(grant.granted_at, people.name(grant.granted_by), translator), fetched, ended


def _by(at: object, name: str, translator: Translator) -> str:
    return translator.say("{at} av {name}", at=at, name=name)


# ---- what came of it -----------------------------------------------------------------------------


def _conclusions(subtask: SubtaskRecord, people: People, translator: Translator) -> Iterator[Part]:
    yield Heading(translator.say("Konklusjon"))
    if not subtask.conclusions:
        yield text(translator.say("Ingen konklusjon er lagret."), note=True)
    for one in reversed(subtask.conclusions):
        stands = one is subtask.conclusions[-1]
        version = translator.say("Versjon {number}", number=one.number)
        marks = (version, translator.say("Gjelder") if stands else translator.say("Erstattet"))
        parts = tuple(_conclusion(subtask, one, translator))
        yield Entry(people.name(one.author), translator.moment(one.saved_at), marks, parts, crossed_out=not stands)


def _conclusion(subtask: SubtaskRecord, one: ConclusionRecord, translator: Translator) -> Iterator[Part]:
    answered = [(each.label, answer_forms.shown_with_unit(each, one.answers[each.key]))
                for each in subtask.answer_form if one.answers.get(each.key)]  # fmt: skip
    known_keys = {each.key for each in subtask.answer_form}
    others = [(key, one.answers[key]) for key in sorted(one.answers) if key not in known_keys]
    if answered or others:
        yield Facts((*answered, *others))
    yield text(one.text) if one.text else text(translator.say("Teksten er tom."), note=True)


def _ending(subtask: SubtaskRecord, people: People, translator: Translator) -> Iterator[Part]:
    yield Heading(translator.say("Slik endte den"))
    status = translator.say(SUBTASK[subtask.status])
    if subtask.ending and subtask.solved_at:
        by = people.name(subtask.solved_by or subtask.assignee)
        status = translator.say(ENDED[subtask.ending], name=by, at=subtask.solved_at)
    facts = [(translator.say("Status"), status)]
    if subtask.ending_text:
        facts.append((translator.say("Begrunnelse"), subtask.ending_text))
    facts += _standing(subtask, people, translator)
    yield Facts(tuple(facts))


def _standing(subtask: SubtaskRecord, people: People, translator: Translator) -> Iterator[tuple[str, str]]:
    """What still stood when it ended, or stands now."""
    if subtask.declined_at:
        by = people.name(subtask.assignee)
        yield translator.say("Sendt tilbake"), _by(subtask.declined_at, by, translator)
        reason = REASONS[Reason(subtask.declined_because)] if subtask.declined_because in {*Reason} else ""
        told = [translator.say(reason) if reason else subtask.declined_because, subtask.declined_text]
        yield translator.say("Årsak"), ": ".join(filter(None, told))
    if subtask.waits_for_owner_at:
        yield translator.say("Ventet på svar fra sakseier siden"), translator.moment(subtask.waits_for_owner_at)
    if subtask.held_until_on:
        until = translator.day(subtask.held_until_on)
        yield translator.say("På vent til {day}", day=until), subtask.held_because
    if subtask.nudged_on:
        yield translator.say("Sist purret"), translator.day(subtask.nudged_on)


# ---- history -------------------------------------------------------------------------------------


def _history(record: CaseRecord, subtask: SubtaskRecord, people: People, translator: Translator) -> Iterator[Part]:
    yield Heading(translator.say("Historikk"))
    rows = tuple(
        (translator.moment(one.at), _told(one, subtask, people, translator)) for one in record.history_of(subtask.id)
    )
    if rows:
        yield Table((translator.say("Når"), translator.say("Hva")), rows)
    yield text(translator.say("Lange tekster er forkortet her. historikk.json har dem hele."), note=True)


def _told(line: HistoryRecord, subtask: SubtaskRecord, people: People, translator: Translator) -> str:
    """A line without its time; less of one whose details another version has written, or an erasure has taken."""
    actor, details = people.person(line.actor), people.in_details(line.details)
    whole = HistoryLine(line.at, known(line.act), actor, subtask.title, details)
    try:
        told = history_sentences.sentence(whole, translator)
    except (KeyError, ValueError):
        if line.erasure_id is not None:
            return translator.say("Hva som ble gjort, er slettet.")
        told = translator.say(history_sentences.UNKNOWN, at=line.at)
    return told.removeprefix(translator.moment(line.at)).removeprefix(": ")
