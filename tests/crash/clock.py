"""The clock's own rounds: the hour of a reminder comes, the bot dies, and the reminder comes once all the same."""

from __future__ import annotations

import signal
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.working_days import WorkingDays
from tests.crash.lives import Lives, died_by
from tests.crash.rounds import Point

OSLO = ZoneInfo("Europe/Oslo")
DAYS = WorkingDays()


async def round_of_the_clock(lives: Lives, point: Point, times: int) -> bool:
    """Kill the bot where it passes this point for the n-th time after eight o'clock; False when it does not."""
    title = f"Sak {lives.ws.ids.short()}"
    day = DAYS.after(lives.clock.now().astimezone(OSLO).date())
    await lives.create(title=title, deadline=f"{day + timedelta(days=7)}")
    fault = None
    if point == "between effect and answer":
        if times > 1:
            lives.ws.faults.add(method="chat.postMessage", times=times - 1, kind="slow")
        fault = lives.ws.faults.add(method="chat.postMessage", kind="hang_after_effect")
    else:
        await lives.threaten(point, times)
    lives.clock.set(datetime.combine(day, time(8), OSLO))
    await lives.ws.until(
        lambda: not lives.alive or (fault and fault.used) or (lives.is_quiet() and reminders(lives, title)), timeout=30
    )
    struck = fault.used > 0 if fault else not lives.alive
    lives.ws.faults.clear()
    if struck:
        lives.kill()
        await lives.died()
        assert died_by(lives) == -signal.SIGKILL
        await lives.start_again()
    elif point != "between effect and answer":
        await lives.threaten(point, 0)
    await lives.ws.until(lambda: reminders(lives, title), timeout=30)
    await lives.settled()
    assert len(reminders(lives, title)) == 1, reminders(lives, title)
    await lives.aisha.click("Løs deloppgave", at=lives.aisha.card(title))
    await lives.settled()
    lives.ws.assert_clean()
    return struck


def reminders(lives: Lives, title: str) -> list[str]:
    """What reminded the assignee of a subtask."""
    texts = [lives.aisha.text_of(one) for one in lives.aisha.messages if not one.deleted]
    return [text for text in texts if f"«{title}» har frist" in text]
