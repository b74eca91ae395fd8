"""Mirrored messages and notices: who wrote, to whom, and nothing more than that is called."""

import pytest

from domain.values import Ending, InternalMessage, Person
from handlers.translator import Translator
from handlers.views import file_notices, messages
from handlers.views.blocks import Message
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_message, of_type, read

WORDS = Translator.of("nb")
BOLD = {"type": "text", "text": "Ola Hansen", "style": {"bold": True}}


def mirrored(
    message: InternalMessage, reader: Person, translator: Translator, *, own: bool, calls: bool = True
) -> Message:
    """Draw a message that one message is enough for."""
    (drawn,) = messages.mirrored(message, reader, translator, own=own, calls=calls)
    return drawn


def test_a_mirrored_message_names_the_sender_and_calls_the_recipient() -> None:
    message = mirrored(samples.message(), samples.KARI, WORDS, own=False)
    (first,) = message.blocks

    assert first["elements"][0]["elements"] == [
        BOLD,
        {"type": "text", "text": " til "},
        {"type": "user", "user_id": "U0KARI"},
    ]
    assert read(first["elements"][1]) == "Har du sett på pensum?"
    assert message.text == "Ola Hansen skrev: Har du sett på pensum?"


def test_a_copy_of_ones_own_message_calls_nobody() -> None:
    message = mirrored(samples.message(), samples.OLA, WORDS, own=True)

    assert of_type(message.blocks, "user") == []
    assert read(message.blocks) == "Du\nHar du sett på pensum?"
    assert message.text == "Du skrev: Har du sett på pensum?"


def test_one_who_is_not_in_slack_is_named_instead_of_called() -> None:
    message = mirrored(samples.message(), samples.TURID, WORDS, own=False)

    assert of_type(message.blocks, "user") == []
    assert "Turid Vik" in read(message.blocks)


@pytest.mark.parametrize("own", [True, False])
def test_an_edit_shows_as_edited(*, own: bool) -> None:
    message = mirrored(samples.message(edited=True), samples.KARI, WORDS, own=own)

    assert "(redigert)" in read(message.blocks)


def test_a_deleted_message_shows_nothing_of_what_it_said() -> None:
    gone = samples.message("hemmelig", deleted=True, edited=True, file_names=("hemmelig.pdf",))

    message = mirrored(gone, samples.KARI, WORDS, own=False)

    assert "hemmelig" not in read(message.blocks) + message.text
    assert "Meldingen er slettet." in read(message.blocks)


def test_a_message_of_files_alone_names_them() -> None:
    message = mirrored(samples.message("", file_names=("a.pdf",)), samples.KARI, WORDS, own=False)

    assert "Fil: a.pdf" in read(message.blocks)
    assert message.text == "Ola Hansen skrev: Fil: a.pdf"


def test_formatting_is_kept() -> None:
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "sitat"}]}
    formatted = samples.message("sitat", blocks=({"type": "rich_text", "elements": [quote]},))

    (block,) = mirrored(formatted, samples.KARI, WORDS, own=False).blocks

    assert block["elements"][1] == quote


def test_a_message_too_long_for_slack_becomes_several_and_nothing_of_it_is_lost() -> None:
    translator = " ".join(str(number) for number in range(8000))

    parts = messages.mirrored(samples.message(translator), samples.KARI, WORDS, own=False)

    assert len(parts) == 6
    for part in parts:
        judge_message(part)
    assert "Fortsettelse av meldingen over" in read(parts[1].blocks)
    everything = " ".join(read([block for part in parts for block in part.blocks]).split())
    assert all(str(number) in everything.split() for number in range(8000))
    assert sum(len(of_type(part.blocks, "user")) for part in parts) == 1


def test_formatting_that_is_too_much_for_slack_is_dropped_and_the_text_kept() -> None:
    parts = [{"type": "text", "text": "a", "style": {"bold": True}}] * 4000
    blocks = ({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]},)

    message = mirrored(samples.message("a" * 4000, blocks=blocks), samples.KARI, WORDS, own=False)

    assert "a" * 4000 in read(message.blocks)
    assert len(of_type(message.blocks, "text")) == 3


def test_a_solution_is_told_with_its_conclusion_and_calls_the_recipient() -> None:
    solved = samples.solved(Ending.OWNER, conclusion="Likeverdig.")

    message = messages.solved_notice(solved, WORDS, samples.OLA)

    assert message.text == "Sakseier Kari Nordmann har løst deloppgaven «Vurder emnet HIS1000»."
    assert [each["user_id"] for each in of_type(message.blocks, "user")] == ["U0OLA"]
    assert "Likeverdig." in read(message.blocks)
    assert of_type(messages.solved_notice(solved, WORDS).blocks, "user") == []


NOTICES: list[tuple[Message, str]] = [
    (messages.late_message(samples.solved(), WORDS), "Vurder emnet HIS1000"),
    (messages.late_change(samples.solved(), WORDS), "endringen"),
    (messages.not_in_thread(WORDS), "Skriv i tråden under meldingen om deloppgaven det gjelder"),
    (messages.no_access(WORDS), "ikke tilgang"),
    (file_notices.undelivered_file("a.pdf", WORDS), "a.pdf"),
    (file_notices.unshared_attachment("Vitnemål", samples.OLA, WORDS), "tråden til Ola Hansen"),
    (file_notices.upload_lost("a.pdf", "2026-101", WORDS), "sak 2026-101"),
    (file_notices.damaged_file("Vitnemål", WORDS), "Vitnemål"),
    (messages.try_again(WORDS), "Prøv igjen"),
]


@pytest.mark.parametrize(("message", "said"), NOTICES)
def test_a_notice_says_the_same_to_the_eye_and_in_the_notification(message: Message, said: str) -> None:
    judge_message(message)
    assert said in message.text
    assert read(message.blocks) == message.text


@pytest.mark.parametrize("text", samples.TEXTS)
def test_no_notice_lets_anything_be_parsed(text: str) -> None:
    for message in (
        messages.late_message(samples.solved(title=text), WORDS),
        file_notices.undelivered_file(text, WORDS),
        messages.notice(text),
        messages.solved_notice(samples.solved(title=text, conclusion=text), WORDS, samples.OLA),
    ):
        judge_message(message)
        assert not set("<>*`") & set(message.text)
