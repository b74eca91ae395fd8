"""Three processes on one PostgreSQL are one bot: whichever of them Slack turns to, and when one of them is killed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sandbox.person import Person
from tests.bot.delivery.hours import EVENING, MORNING
from tests.bot.lives import TITLE
from tests.crash.clock import reminders
from tests.crash.lives import STEP, Lives, open_lives
from tests.handlers.wishes import NOT_DISTURBED, QUIET, open_wishes, save


def below(lives: Lives, person: Person) -> list[str]:
    """What has come to this person below their card, oldest first."""
    root = person.card(TITLE).ts
    came = [one for one in person.messages if one.thread_ts == root and one.user != person.id and not one.deleted]
    return [word for one in came for word in person.text_of(one).split() if word.startswith("nr-")]


async def is_told(lives: Lives, person: Person, word: str) -> bool:
    """See whether a message comes to a person soon: the clock goes on by a minute and a half, and no morning comes."""
    for _ in range(9):
        await lives.ws.until(lives.has_taken_in)
        await lives.ws.until(lambda: lives.rests() or word in below(lives, person))
        if word in below(lives, person):
            return True
        lives.clock.move(seconds=10)
    return False


async def test_acts_order_presence_and_the_clock_are_shared_and_one_that_is_killed_is_not_missed(
    postgres_url: str, tmp_path: Path
) -> None:
    async with open_lives(postgres_url, tmp_path, processes=3) as lives:
        kari, aisha = lives.kari, lives.aisha
        await lives.create(deadline=f"{MORNING.date() + timedelta(days=7)}")
        await lives.settled()
        for person in (kari, aisha):
            await open_wishes(lives, person)
            await person.tick(QUIET, NOT_DISTURBED)
            await save(lives, person)

        # Each of these goes to another process than the one before it.
        said = [f"nr-{number}" for number in range(6)]
        for number, word in enumerate(said):
            writer = (kari, aisha)[number % 2]
            await writer.say(word, thread_ts=writer.card(TITLE).ts)
            await lives.ws.until(lives.has_heard)  # two at once, with two processes, come as they are acknowledged
        await lives.settled()
        assert (below(lives, aisha), below(lives, kari)) == (said[::2], said[1::2])

        # Who does something in the evening is told at once, whoever serves them.
        lives.clock.set(EVENING)
        await lives.come_to_rest()
        await aisha.open_home()
        await kari.say("nr-6", thread_ts=kari.card(TITLE).ts)
        assert await is_told(lives, aisha, "nr-6"), "another process had seen her"
        await aisha.say("nr-7", thread_ts=aisha.card(TITLE).ts)
        assert await is_told(lives, kari, "nr-7"), "another process had seen her"
        assert lives.clock.now() < EVENING + timedelta(minutes=10)

        # One is killed over its work: what it had in hand is the others' when its lease runs out.
        for number in (8, 9, 10):
            await kari.say(f"nr-{number}", thread_ts=kari.card(TITLE).ts)
            await lives.ws.until(lives.has_heard)
        lives.kill()
        await lives.died()
        lives.bots = lives.bots[1:]
        for _ in range(4):
            await lives.come_to_rest()
            lives.clock.move(seconds=STEP.total_seconds())
        await lives.come_to_rest()
        lives.clock.set(MORNING)
        await lives.ws.until(lambda: reminders(lives, TITLE))
        await lives.settled()
        assert below(lives, aisha) == [*said[::2], "nr-6", "nr-8", "nr-9", "nr-10"]
        assert below(lives, kari) == [*said[1::2], "nr-7"]
        assert len(reminders(lives, TITLE)) == 1
        lives.ws.assert_clean()
