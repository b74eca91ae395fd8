"""What is counted of one running bot, where it happens. A process may have several bots, and each has its own.

Names follow Prometheus: https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Final

from bot.delivery.pace import PER_MINUTE, POST
from bot.slack.client import CallOutcome
from bot.slack.errors import FINAL, Verdict
from bot.watching.families import Counter, Family, Gauge, Known, Timer
from bot.watching.reasons import POSSIBLE, reason
from domain.history import Act
from domain.outbox_kinds import OutboxKind
from domain.reminders import ReminderKind
from domain.tracing import Outcome
from handlers.request import KINDS
from store.standing import MOST, Standing

METHODS: Final = (*PER_MINUTE, POST, "chat.getPermalink", "auth.test", "apps.connections.open")
STATES: Final = ("sent", "dropped", "refused")
PARTS: Final = ("database", "schema", "slack", "delivery")
VERBS: Final = ("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS")
SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # after three Slack tells the person of a failure


class Measures:
    """Every number there is; what has happened is noted by whom it happened to, what is so now before each look."""

    def __init__(self, version: str) -> None:
        """Nothing has happened yet."""
        kind, request = Known(OutboxKind), Known(KINDS)
        self._info = Gauge("saksbot_info", "The program that runs.", {"version": Known([version])})
        self._acts = Counter("saksbot_acts", "Acts that were saved, as the history calls them.", {"act": Known(Act)})
        self._seconds = Timer(
            "saksbot_answer_seconds", "Seconds until Slack had its answer.", {"type": request}, bounds=SECONDS
        )
        self._answers = Counter(
            "saksbot_answers",
            "Answers to Slack; failed is a fault of the program, refused has been told to the person.",
            {"type": request, "outcome": Known(Outcome)},
        )
        self._calls = Counter(
            "saksbot_slack_calls",
            "Calls of Slack's Web API; ratelimited is a 429, unanswered none at all, or trouble at Slack's.",
            {"method": Known(METHODS), "outcome": Known(CallOutcome)},
        )
        self._deliveries = Counter(
            "saksbot_deliveries",
            "Rows of the outbox that are done; what is not true any more is dropped.",
            {"kind": kind, "outcome": Known(STATES)},
        )
        self._refusals = Counter(
            "saksbot_refusals",
            "Attempts to deliver that did not succeed, by Slack's or the mail's code and what it means: content and "
            "person are for good, administrator waits for somebody to mend it, ours is a fault of the program.",
            {"code": Known(code for code, _ in POSSIBLE), "verdict": Known(Verdict)},
        )
        self._errors = Counter("saksbot_log_errors", "Lines of the log that say ERROR: somebody has to look.")
        self._reminders = Counter(
            "saksbot_reminders", "Reminders that people were sent.", {"kind": Known(ReminderKind)}
        )
        self.routes = Known(())
        self._requests = Counter(
            "saksbot_api_requests",
            "Requests at the door for machines.",
            {"route": self.routes, "method": Known(VERBS), "status": Known(str(status.value) for status in HTTPStatus)},
        )
        self._waiting = Gauge(
            "saksbot_outbox_waiting_rows",
            f"Rows of the outbox that wait, but not for somebody's working hours; {MOST} are {MOST} or more.",
            {"kind": kind},
        )
        self._oldest = Gauge(
            "saksbot_outbox_oldest_seconds", "For how long the oldest of these rows has waited.", {"kind": kind}
        )
        self._refused = Gauge(
            "saksbot_outbox_refused_rows",
            f"Rows that were refused for good and neither tried again nor dropped; {MOST} are {MOST} or more.",
        )
        self._heard = Gauge(
            "saksbot_inbox_waiting_events", f"Events that are to be taken in; {MOST} are {MOST} or more."
        )
        self._lag = Gauge("saksbot_inbox_lag_seconds", "For how long the oldest of these events has waited.")
        self.lines = Gauge("saksbot_slack_lines", "Open lines of Socket Mode; none in HTTP mode.")
        self.strangers = Gauge("saksbot_slack_foreign_lines", "Lines that somebody else has with the same tokens.")
        self.connections = Gauge(
            "saksbot_database_connections", "Connections to the database.", {"state": Known(("used", "idle"))}
        )
        self.ready = Gauge(
            "saksbot_ready", "Whether a part is ready: 1, also with a warning, or 0.", {"part": Known(PARTS)}
        )
        self._info.show(1, version)
        for code, verdict in POSSIBLE:
            if verdict in (*FINAL, Verdict.OURS):  # may come once only; the others are tried again
                self._refusals.expect(code, verdict)
        self._errors.expect()
        for answered in KINDS:
            self._answers.expect(answered, Outcome.FAILED)

    def __iter__(self) -> Iterator[Family]:
        """Give all of them."""
        return (one for one in vars(self).values() if isinstance(one, Family))

    def acted(self, acts: Collection[Act]) -> None:
        """These acts were saved."""
        for act in acts:
            self._acts.add(act)

    def answered(self, kind: str, outcome: Outcome, seconds: float) -> None:
        """Slack was given its answer to a request of this kind."""
        self._seconds.note(seconds, kind)
        self._answers.add(kind, outcome)

    def called(self, method: str, outcome: CallOutcome) -> None:
        """A method of Slack's was called."""
        self._calls.add(method, outcome)

    def delivered(self, kind: OutboxKind, state: str) -> None:
        """A row of the outbox is done."""
        self._deliveries.add(kind, state)

    def hindered(self, error: Exception) -> None:
        """Something could not be delivered now, or never can."""
        self._refusals.add(*reason(error))

    def erred(self) -> None:
        """The log has a line more that says ERROR."""
        self._errors.add()

    def reminded(self, kinds: Collection[ReminderKind]) -> None:
        """Somebody was reminded of these."""
        for kind in kinds:
            self._reminders.add(kind)

    def requested(self, route: str, method: str, status: int) -> None:
        """A system was answered at the door."""
        self._requests.add(route, method, str(status))

    def stands(self, standing: Standing | None, now: datetime) -> None:
        """So the tables stand; None when they cannot be read."""
        for gauge in (self._waiting, self._oldest, self._refused, self._heard, self._lag):
            gauge.clear()
        if standing is None:
            return
        for row in standing.by_kind.values():
            self._waiting.show(row.number, row.kind)
            self._oldest.show(row.seconds(now), row.kind)
        self._refused.show(standing.refused.number)
        self._heard.show(standing.heard.number)
        self._lag.show(standing.heard.seconds(now))
