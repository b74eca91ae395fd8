"""The conversation of a subtask: threads on both sides, edits, deletions, files, dialogs."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.person import Person
from sandbox.state import posting
from store import tables
from tests.handlers.conversations import modal_on_top, said
from tests.world import World

NASTY = "<!channel> *fet* <@U0OLA> & <script> `kode` שלום"


async def thread(world: World, person: Person) -> Message:
    """The card whose thread is the person's side of the conversation."""
    return await world.card(person)


async def test_s37_what_one_writes_appears_at_the_other_with_the_senders_name(world: World) -> None:
    await world.create()
    await world.aisha.say("Hei Kari", thread_ts=(await thread(world, world.aisha)).ts)
    await world.quiet()
    await world.kari.say("Hei Aisha", thread_ts=(await thread(world, world.kari)).ts)
    await world.quiet()
    assert said(world.kari) == ["Aisha Rahman til @Kari Nordmann\nHei Kari", "Hei Aisha"]
    assert said(world.aisha) == ["Hei Kari", "Kari Nordmann til @Aisha Rahman\nHei Aisha"]


async def test_nothing_goes_round_in_circles_and_nothing_comes_twice(world: World) -> None:
    await world.create()
    world.ws.double_next("message")
    await world.aisha.say("En gang", thread_ts=(await thread(world, world.aisha)).ts)
    await world.quiet()
    assert world.count(tables.messages) == 1
    assert len(said(world.kari)) == 1
    assert len(said(world.aisha)) == 1


async def test_an_edit_changes_the_other_side_and_every_version_is_kept(world: World) -> None:
    await world.create()
    message = await world.aisha.say("Første", thread_ts=(await thread(world, world.aisha)).ts)
    await world.quiet()
    await world.aisha.edit(message.ts, "Andre")
    await world.quiet()
    assert said(world.kari) == ["Aisha Rahman til @Kari Nordmann (redigert)\nAndre"]
    kept = world.rows(sa.select(tables.message_versions.c.text).order_by(tables.message_versions.c.number))
    assert [row.text for row in kept] == ["Første", "Andre"]


async def test_a_deletion_takes_the_copy_and_its_files_away_but_the_record_stays(world: World) -> None:
    await world.create()
    ts = (await thread(world, world.aisha)).ts
    message = await world.aisha.say("Feil fil", thread_ts=ts, files=[("feil.pdf", b"%PDF feil")])
    await world.quiet()
    assert any(reply.files for reply in world.kari.thread(world.kari.card("Vurder emnene").ts))
    await world.aisha.delete(message.ts)
    await world.quiet()
    assert not any("Feil fil" in text for text in said(world.kari))
    left = [file for reply in world.kari.messages for file in reply.files if file["mode"] != "tombstone"]
    assert left == []
    kept = world.rows(
        sa.select(tables.messages.c.deleted_at, tables.message_versions.c.text).join_from(
            tables.messages, tables.message_versions
        )
    )
    assert kept[0].text == "Feil fil"
    assert kept[0].deleted_at is not None


async def test_a_file_reaches_the_other_side_whole_and_is_kept_here(world: World) -> None:
    await world.create()
    content = bytes(range(256)) * 100
    await world.kari.say("", thread_ts=(await thread(world, world.kari)).ts, files=[("data æøå.bin", content)])
    await world.quiet()
    copies = [file for reply in world.aisha.messages for file in reply.files]
    assert [copy["name"] for copy in copies] == ["data æøå.bin"]
    assert world.ws.files[copies[0]["id"]].content == content
    kept = world.rows(sa.select(tables.message_files.c.sha256))
    assert (world.settings.files_dir / kept[0].sha256[:2] / kept[0].sha256[2:]).read_bytes() == content


async def test_words_are_shown_as_typed_and_mention_nobody(world: World) -> None:
    await world.create()
    await world.aisha.say(NASTY, thread_ts=(await thread(world, world.aisha)).ts)
    await world.quiet()
    assert said(world.kari) == [f"Aisha Rahman til @Kari Nordmann\n{NASTY}"]


async def test_a_long_message_comes_through(world: World) -> None:
    await world.create()
    await world.aisha.say("å" * 3500, thread_ts=(await thread(world, world.aisha)).ts)
    await world.quiet()
    assert "å" * 3500 in said(world.kari)[0]


async def test_a_message_outside_a_thread_is_answered_below_it_once_though_slack_s_answer_is_lost(world: World) -> None:
    aisha = world.aisha
    world.ws.faults.add("chat.postMessage", aisha.id, kind="cut_after_effect")
    world.ws.double_next("message")
    await aisha.say("Er noen her?")
    await world.settled()
    _, answer = aisha.messages
    assert not answer.is_reply
    assert "ikke sendt til noen" in aisha.text_of(answer)
    await aisha.say("Er det ingen?", thread_ts=answer.ts)
    await world.quiet()
    assert "ikke sendt til noen" in aisha.text_of(aisha.thread(answer.ts)[-1])
    assert world.count(tables.messages) == 0


async def test_what_comes_too_late_is_answered_once_and_not_passed_on(world: World) -> None:
    await world.create()
    card = await thread(world, world.aisha)
    early = await world.aisha.say("I tide", thread_ts=card.ts)
    await world.quiet()
    await world.aisha.click("Løs deloppgave", at=card)
    await world.quiet()
    before = said(world.kari)
    world.ws.double_next("message")
    await world.aisha.say("For sent", thread_ts=card.ts)
    await world.aisha.edit(early.ts, "Endret for sent")
    await world.aisha.delete(early.ts)
    await world.quiet()
    assert said(world.kari) == before
    answers = [text for text in said(world.aisha) if "ikke sendt videre" in text]
    assert len(answers) == len(set(answers)) == 2
    assert world.count(tables.messages) == 1


async def test_s39_the_owner_can_answer_from_the_case_page(world: World) -> None:
    await world.create()
    kari = world.kari
    await world.aisha.say("Hva med emne 3?", thread_ts=(await thread(world, world.aisha)).ts)
    await world.quiet()
    await kari.click("Svar", at="home")
    await world.ws.until(lambda: kari.modals)
    assert "Hva med emne 3?" in kari.text_of(kari.modals[-1]["id"])
    await kari.fill("Melding", "Det teller ikke.")
    world.ws.double_next("view_submission")
    assert (await kari.send()).closed
    await world.quiet()
    assert said(world.aisha)[-1] == "Kari Nordmann til @Aisha Rahman\nDet teller ikke."
    assert said(world.kari)[-1] == "Du\nDet teller ikke."
    assert world.count(tables.messages) == 2


async def test_s38_the_assignee_can_write_from_the_task_page(world: World) -> None:
    await world.create()
    aisha = world.aisha
    await aisha.click("Åpne", at=await thread(world, aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.click("Skriv melding")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await aisha.send()
    await aisha.fill("Melding", "Skrevet på oppgavesiden")
    assert (await aisha.send()).closed
    await world.quiet()
    assert "Skrevet på oppgavesiden" in said(world.kari)[-1]


async def test_s38_the_dialog_says_how_many_messages_came_before_those_it_shows(world: World) -> None:
    await world.create()
    card = (await thread(world, world.kari)).ts
    for number in range(7):
        await world.kari.say(f"Melding nummer {number}", thread_ts=card)
    await world.quiet()
    await world.aisha.click("Åpne", at=await thread(world, world.aisha))
    await world.ws.until(lambda: world.aisha.modals)
    await world.aisha.click("Skriv melding")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    dialog = modal_on_top(world.aisha)
    assert "2 tidligere meldinger vises ikke her." in dialog
    assert "Melding nummer 2" in dialog
    assert "Melding nummer 1" not in dialog


async def test_a_subtask_to_oneself_keeps_notes_and_sends_nothing(world: World) -> None:
    await world.create(assignee="Kari Nordmann")
    await world.kari.say("Husk emne 3", thread_ts=(await thread(world, world.kari)).ts)
    await world.quiet()
    assert said(world.kari) == ["Husk emne 3"]
    assert world.count(tables.messages) == 1


async def test_somebody_who_is_no_party_any_more_is_told_so(world: World) -> None:
    await world.create()
    with world.database.begin() as connection:
        ola = connection.execute(sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0OLA")).scalar()
        connection.execute(tables.subtasks.update().values(assignee_id=ola))
    await world.aisha.say("Hallo?", thread_ts=(await thread(world, world.aisha)).ts)
    await world.quiet()
    assert "ikke tilgang" in said(world.aisha)[-1]
    assert said(world.kari) == []


async def test_a_reply_that_is_also_sent_to_the_conversation_is_one_message(world: World) -> None:
    await world.create()
    await world.aisha.say("Til alle", thread_ts=(await thread(world, world.aisha)).ts, broadcast=True)
    await world.quiet()
    assert [words.splitlines()[-1] for words in said(world.kari)] == ["Til alle"]
    assert world.count(tables.messages) == 1


@pytest.mark.parametrize("in_thread", [True, False])
async def test_what_slackbot_writes_is_answered_by_nobody(sqlite_world: World, *, in_thread: bool) -> None:
    """A reminder that somebody has set: Slackbot is a person for Slack, as https://github.com/lyft/omnibot/pull/90 saw.

    It was told, below each one, that the bot does not know it.
    """
    world = sqlite_world
    await world.create()
    root = (await thread(world, world.aisha)).ts if in_thread else None
    before = len(world.aisha.messages)
    place = world.aisha.conversation.id
    posting.post(world.ws, world.aisha, Message(place, world.ws.ids.ts(), "USLACKBOT", "Reminder: svar.", [], root))
    await world.quiet()
    assert len(world.aisha.messages) == before + 1
    assert said(world.kari) == []
