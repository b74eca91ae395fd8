"""Each refusal that Slack documents means one thing, and that is what becomes of what was refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.slack.errors import FINAL, VERDICTS, Verdict, cure_of, verdict_on
from tests.bot.delivery.talk import heard, notices
from tests.bot.lives import TITLE, given_up
from tests.bot.slack_pages import COMMON, ON_PAGES
from tests.world import World, open_world

DOCUMENTED = {*COMMON, *(code for codes in ON_PAGES.values() for code in codes)}
OURS_TO_SAY = {"foreign_file_address"}  # said by this program of what lies elsewhere than with Slack
NOT_ON_A_PAGE = {
    "cannot_dm_bot",  # https://docs.slack.dev/reference/methods/conversations.open, older copies
    "invalid_arguments",  # every method, of an argument's form
    "team_access_not_granted",
}


def codes(*verdicts: Verdict) -> list[str]:
    return sorted(code for code, verdict in VERDICTS.items() if verdict in verdicts)


def test_every_documented_refusal_has_its_place_in_the_table_and_nothing_else_has() -> None:
    assert set(VERDICTS) - OURS_TO_SAY - NOT_ON_A_PAGE == DOCUMENTED


def test_a_refusal_that_nobody_knows_waits_and_says_where_to_look() -> None:
    assert verdict_on("moon_in_the_wrong_phase") is Verdict.ADMINISTRATOR
    assert "moon_in_the_wrong_phase" in cure_of("moon_in_the_wrong_phase")


def test_whatever_an_administrator_can_mend_comes_with_its_cure() -> None:
    assert [code for code in codes(Verdict.ADMINISTRATOR, Verdict.CONTENT, Verdict.PERSON) if not cure_of(code)] == []


@pytest.fixture
async def talk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution; Kari and Aisha share a subtask."""
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create()
        yield world


async def say(world: World, code: str) -> list[str]:
    """Let Aisha write a message that Slack refuses with this code; tells what she hears of it."""
    before = len(notices(world.aisha))
    fault = world.ws.faults.add("chat.postMessage", world.kari.id, kind="error", code=code)
    await world.aisha.say(code, thread_ts=world.aisha.card(TITLE).ts)
    await world.settled()
    assert fault.used == 1
    return notices(world.aisha)[before:]


@pytest.mark.parametrize("verdict", [Verdict.LATER, Verdict.UNKNOWN, Verdict.ADMINISTRATOR, Verdict.CHANNEL], ids=str)
async def test_what_waits_arrives_once_and_in_order_when_the_cause_is_gone(talk: World, verdict: Verdict) -> None:
    for code in codes(verdict):
        began = talk.clock.now()
        assert await say(talk, code) == [], "nobody has to be told of what arrives"
        assert talk.clock.now() - began < timedelta(minutes=1), code
    assert heard(talk.kari) == codes(verdict)


@pytest.mark.parametrize("code", codes(Verdict.CHANNEL))
async def test_a_conversation_that_slack_does_not_know_for_a_while_costs_nothing(talk: World, code: str) -> None:
    await talk.aisha.say("Uff", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.settled()
    fault = talk.ws.faults.add(kind="error", code=code, times=12)
    await talk.aisha.delete(talk.aisha.thread(talk.aisha.card(TITLE).ts)[0].ts)
    await talk.aisha.say("Heller slik", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.kari.open_home()
    await talk.settled()
    assert fault.used == 12
    assert heard(talk.kari) == ["Heller slik"]
    assert talk.kari.home
    assert given_up(talk) == []


@pytest.mark.parametrize("verdict", sorted(FINAL))
async def test_what_is_refused_for_good_is_told_to_its_author_once_and_holds_up_nothing(
    talk: World, verdict: Verdict
) -> None:
    for code in codes(verdict):
        (told,) = await say(talk, code)
        assert "Kari Nordmann" in told, code
        assert ("Skriv den på nytt" in told) == (verdict is Verdict.CONTENT), code
        talk.kari.change()  # Slack tells that her account is open: she can be reached again
        await talk.settled()
    back = codes(verdict) if verdict is Verdict.PERSON else []  # what waited for her is hers again
    assert heard(talk.kari) == back
    await talk.aisha.say("Til slutt", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.settled()
    assert heard(talk.kari) == [*back, "Til slutt"]


async def test_what_is_our_own_fault_is_set_aside_after_some_tries_and_can_be_tried_again(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="error", code="invalid_arg_name", times=4)
    await talk.aisha.say("Den første", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.aisha.say("Den andre", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.settled()
    assert heard(talk.kari) == ["Den andre"]
    assert "upgrade" in cure_of("invalid_arg_name")
