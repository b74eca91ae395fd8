"""The clock drawer: the ways it can be moved, and the mornings before what is due."""

from datetime import UTC, date, datetime

import pytest

from sandbox.page.clock import clock_panel, next_working_day
from sandbox.page.reader import Reader
from tests.sandbox.page.rig import Rig
from tests.sandbox.page.tiny_bot import tiny_workspace

NOW = datetime(2026, 12, 8, 12, 0, tzinfo=UTC)
KARI = Reader("U0KARI", "en-US", "Europe/Oslo", NOW).of_the_page("nb")
DUE = [("Den siste", date(2026, 12, 20)), ("Vurder emnene", date(2026, 12, 10)), ("I dag", date(2026, 12, 9))]
WEEKDAYS = tiny_workspace().is_working_day


def moves(reader: Reader, *due: tuple[str, date]) -> str:
    return "".join(one.html for one in clock_panel(reader, due, WEEKDAYS))


def test_the_mornings_before_the_two_nearest_deadlines_to_come_are_offered() -> None:
    html = moves(KARI, *DUE, ("Den tredje", date(2026, 12, 24)))
    assert html.index("Vurder emnene» (9. des. kl. 08.00)") < html.index("Den siste» (19. des. kl. 08.00)")
    assert 'data-at="2026-12-09T08:00"' in html
    assert "I dag»" not in html
    assert "Den tredje" not in html


def test_two_deadlines_on_one_day_are_one_button() -> None:
    html = moves(KARI, ("A", date(2026, 12, 10)), ("B", date(2026, 12, 10)))
    assert html.count("data-at") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Dagen før fristen for «A» (9. des. kl. 08.00)"),
        ("en", "The day before “A” is due (9 Dec, 08:00)"),
    ],
)
def test_they_read_in_the_language_of_the_page(language: str, words: str) -> None:
    assert words in moves(KARI.of_the_page(language), ("A", date(2026, 12, 10)))


def test_a_long_title_is_cut_and_escaped() -> None:
    html = moves(KARI, ("<b>" + "x" * 200, date(2026, 12, 10)))
    assert "&lt;b&gt;xxx" in html
    assert "x…»" in html


@pytest.mark.parametrize(
    ("now", "moves_to"),
    [
        ("2026-12-07T22:00", "2026-12-08"),
        ("2026-12-11T12:00", "2026-12-14"),  # over the weekend
        ("2026-12-24T12:00", "2026-12-29"),  # over Christmas and a Monday on which nobody is there
    ],
)
def test_the_next_working_day_is_one_on_which_people_are_at_work(now: str, moves_to: str) -> None:
    def at_work(day: date) -> bool:
        return WEEKDAYS(day) and day not in (date(2026, 12, 25), date(2026, 12, 28))

    reader = Reader("U0KARI", "en-US", "Europe/Oslo", datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert next_working_day(reader, at_work).isoformat()[:16] == f"{moves_to}T08:00"


def opened(rig: Rig) -> list[str]:
    """Who opened the app, Home or messages, one after the other."""
    return [one.payload["event"]["user"] for one in rig.ws.requests if one.kind == "app_home_opened"]


async def test_the_clock_goes_forward_only_and_home_is_opened_anew_at_its_time(rig: Rig) -> None:
    kari, ola = await rig.tab("U0KARI"), await rig.tab("U0OLA", view="messages")
    assert "bare stilles fram" in (await kari.ask("clock", at="2026-11-22T08:00"))["note"]
    assert opened(rig) == ["U0KARI", "U0OLA"]
    assert await ola.ask("clock", at="2026-11-24T08:00") == {}
    assert opened(rig) == ["U0KARI", "U0OLA", "U0KARI"]


async def test_the_offer_follows_the_clock_and_what_is_created(rig: Rig) -> None:
    due = [("Vurder emnene", date(2026, 12, 10))]
    rig.ws.deadlines = lambda person: due if person == "U0KARI" else []
    kari, ola = await rig.tab("U0KARI", drawer="clock"), await rig.tab("U0OLA", drawer="clock")
    await kari.see("Vurder emnene» (9. des.", "clock")
    await ola.see("Neste arbeidsdag 08:00", "clock")
    assert "Vurder" not in str(ola.parts["clock"])
    due.append(("Ny", date(2026, 12, 2)))
    await rig.ws.person("U0OLA").say("noe skjer")
    await kari.see("Ny» (1. des.", "clock")
    await kari.ask("clock", at="2026-12-01T08:00")
    await kari.see("tirsdag 1. desember 2026 kl. 08.00", "clock")
    assert "Ny»" not in str(kari.parts["clock"])
