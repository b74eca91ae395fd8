"""The conversation of a subtask on its paper: who wrote what when, what was changed or deleted, which files came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.archive.originals import originals
from bot.archive.paper import Apart, Entry, Heading, Part, text
from bot.archive.people import People
from bot.archive.said import parts_of
from domain.case_record import CaseRecord, MessageRecord, SentFileRecord, SubtaskRecord
from handlers.translator import Translator


def conversation(record: CaseRecord, subtask: SubtaskRecord, people: People, translator: Translator) -> Iterator[Part]:
    """The conversation on pages of its own that say that it is internal."""
    mark, messages = translator.say("Intern samtale – ikke til søker"), subtask.conversation.messages
    if not messages:
        yield Heading(translator.say("Intern samtale"))
        yield text(translator.say("Ingen skrev noe i samtalen."), note=True)
        return
    paths = {one.message_file_id: one.path for one in originals(record) if one.message_file_id is not None}
    about = translator.count(
        "{n} melding mellom sakseier og ansvarlig.", "{n} meldinger mellom sakseier og ansvarlig.", len(messages)
    )
    entries = (_message(one, paths, people, translator) for one in messages)
    yield Apart(mark, (Heading(mark), text(about, note=True), *entries))


def _message(message: MessageRecord, paths: Mapping[int, str], people: People, translator: Translator) -> Entry:
    parts = (*_versions(message, translator), *(text(line, note=True) for line in _files(message, paths, translator)))
    marks = []
    if len(message.versions) > 1:
        marks.append(translator.say("Redigert {at}", at=message.versions[-1].at))
    if message.deleted_at:
        marks.append(translator.say("Slettet {at}", at=message.deleted_at))
    who, when = people.name(message.author), translator.moment(message.sent_at)
    return Entry(who, when, tuple(marks), parts, crossed_out=message.deleted_at is not None)


def _versions(message: MessageRecord, translator: Translator) -> Iterator[Part]:
    """What it says, and below it what it said before."""
    *former, last = message.versions
    yield from parts_of(last)
    for version in reversed(former):
        called = translator.say("Versjon {number}", number=version.number)
        until = translator.say("Endret")
        yield Entry(called, translator.moment(version.at), (until,), parts_of(version), crossed_out=True)


def _files(message: MessageRecord, paths: Mapping[int, str], translator: Translator) -> Iterator[str]:
    for file in message.files:
        yield _file(file, paths, translator)


def _file(file: SentFileRecord, paths: Mapping[int, str], translator: Translator) -> str:
    if file.removed_at:
        return translator.say("En fil ble trukket tilbake {at}.", at=file.removed_at)
    facts = {"name": file.name, "size": translator.size(file.size), "path": paths.get(file.id, "–")}
    return translator.say("Fil: {name} ({size}). I pakken: {path}", **facts)
