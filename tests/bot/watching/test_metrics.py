"""What Prometheus reads after a story: true numbers, by names that it would choose, and nobody's name in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from prometheus_client import Metric

from bot.delivery.mail_answers import Reason, said
from bot.slack.client import CallOutcome, NotDoneError
from bot.watching.families import OTHER
from bot.watching.measures import Measures
from domain.tracing import Outcome
from tests.api.callers import CASE, client, put
from tests.bot.watching.scraped import numbers, scrape, watching
from tests.institution import CASE_TITLE, PEOPLE
from tests.reminded import at
from tests.world import open_world

TITLE = "Vurder emnet Jus 101 for Bo Ås"
WORDS = "Ring meg på 99 88 77 66, hilsen Aisha"
ROOT = Path(__file__).parents[3]
UNITS = re.compile(r"_(seconds|bytes|rows|events|lines|connections|ready|info|total|fds)(_(bucket|sum|count))?$")


def faults_of_naming(families: list[Metric]) -> list[str]:
    """What `promtool check metrics` would say: help, `_total` at counters and nowhere else, base units, no type."""
    found = []
    for family in families:
        names = {sample.name for sample in family.samples}
        found += [f"{family.name} says nothing of itself"] if not family.documentation else []
        found += [f"{family.name} has capitals or colons"] if not re.fullmatch(r"[a-z][a-z0-9_]*", family.name) else []
        is_total = {name.endswith("_total") for name in names}
        found += [f"{family.name} ends wrongly for a {family.type}"] if is_total - {family.type == "counter"} else []
        other = re.search(r"_(ms|milli\w+|minutes|hours|gauge|counter|histogram|kb|mb)(_|$)", family.name)
        found += [f"{family.name} is in no base unit, or tells its type"] if other else []
        if family.name.startswith("saksbot"):
            found += [f"{name} has no unit" for name in names if not UNITS.search(name)]
    return found


async def test_after_a_story_the_numbers_are_true_and_name_nobody(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, METRICS_PORT="0") as world, watching(world) as watcher:
        await world.create(title=TITLE, description=WORDS, attachments=["Legeerklæring"])
        await world.aisha.say(WORDS, thread_ts=(await world.card(world.aisha, TITLE)).ts)
        world.ws.faults.add("chat.postMessage", kind="ratelimited", times=1)
        await world.kari.say("Takk, Aisha", thread_ts=(await world.card(world.kari, TITLE)).ts)
        await world.settled()
        await at(world, 9)
        await world.settled()
        async with client(world) as api:
            for number in ("2026-77", "hemmelig@uni.example"):
                assert (await put(api, f"/v1/cases/{number}", CASE, number))[0] == 201
        await world.ws.until(lambda: world.bot.hearing.lines == 2)

        text, families = await scrape(watcher)

    found = numbers(families)
    assert found["saksbot_acts_total", "subtask.created"] == 1
    assert found["saksbot_acts_total", "message.sent"] == 2
    assert found["saksbot_answers_total", "done", "view_submission"] == 1
    assert found["saksbot_answer_seconds_count", "event"] == found["saksbot_answers_total", "done", "event"] >= 2
    assert found["saksbot_slack_calls_total", "chat.postMessage", "ratelimited"] == 1
    assert found["saksbot_slack_calls_total", "chat.postMessage", "answered"] >= 4
    assert (
        found["saksbot_refusals_total", "ratelimited", "later"] >= 1
    )  # whoever comes while the method rests waits, too
    assert found["saksbot_deliveries_total", "message", "sent"] == 2
    assert found["saksbot_reminders_total", "deadline"] == 1
    assert found["saksbot_api_requests_total", "PUT", "/v1/cases/{case_id}", "201"] == 2
    assert found["saksbot_slack_lines",] == 2
    assert found["saksbot_outbox_waiting_rows", "card"] == found["saksbot_inbox_lag_seconds",] == 0
    assert {found["saksbot_ready", part] for part in ("database", "schema", "slack", "delivery")} == {1}
    assert found["process_resident_memory_bytes",] > 0
    assert faults_of_naming(families) == []
    assert len(text.splitlines()) == len(set(text.splitlines()))
    people = [part for name, email, _ in PEOPLE.values() for part in (name, name.split()[-1], email)]
    told = (TITLE, WORDS, CASE_TITLE, "2026-77", "@", "U0", "Ås", *people)
    assert [words for words in told if words in text] == []


def test_whatever_is_counted_no_label_has_words_of_its_own() -> None:
    measures, secret = Measures("1"), "Kari Nordmann <kari@uni.example>"
    measures.answered(secret, Outcome.DONE, 0.1)
    measures.called(secret, CallOutcome.ANSWERED)
    measures.requested(secret, secret, 200)
    measures.hindered(NotDoneError(secret))
    measures.hindered(NotDoneError(said(Reason.CERTIFICATE, secret)))
    measures.hindered(RuntimeError(secret))
    measures.acted([secret])  # type: ignore[list-item]
    measures.delivered(secret, secret)  # type: ignore[arg-type]
    measures.reminded([secret])  # type: ignore[list-item]

    kept = [getattr(family, "counts", getattr(family, "values", None)) for family in measures]
    labels = {value for one in kept if one for named in one for value in named}
    assert not [value for value in labels if "Kari" in value or "@" in value]
    assert {OTHER, "mail_certificate", "fault"} < labels


def test_nobody_who_does_not_watch_pays_for_prometheus() -> None:
    def loaded_by(module: str) -> list[str]:
        """Where it is loaded as soon as the file is, and not only when it is needed."""
        loads = re.compile(rf"^(from|import) {re.escape(module)}\b", re.MULTILINE)
        return [path.name for path in (ROOT / "bot").rglob("*.py") if loads.search(path.read_text("utf-8"))]

    assert loaded_by("prometheus_client") == ["exposition.py"]
    assert loaded_by("bot.watching.exposition") == ["watch.py"]
    assert loaded_by("bot.watching.watch") == []


@pytest.mark.parametrize(("seconds", "upto"), [(0.01, "0.01"), (0.0101, "0.025"), (3.0, "3.0"), (3.1, "+Inf")])
def test_a_time_counts_up_to_the_first_bound_that_it_does_not_pass(seconds: float, upto: str) -> None:
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415

    from bot.watching.exposition import Exposition  # noqa: PLC0415 - see above

    measures = Measures("1")
    measures.answered("event", Outcome.DONE, seconds)

    found = list(text_string_to_metric_families(Exposition(measures).text().decode()))
    (timer,) = [family for family in found if family.name == "saksbot_answer_seconds"]
    buckets = [sample.labels["le"] for sample in timer.samples if sample.name.endswith("_bucket") and sample.value]
    assert buckets[0] == upto
