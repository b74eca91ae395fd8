"""What stands in the log, and above all what never does."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest

from bot.bolt_app import make_bolt_app
from bot.logs import configure_logging
from bot.secrecy import without_secrets


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("slack_sdk", "slack_bolt", "sqlalchemy")}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def test_a_text_line_has_time_level_error_id_and_words() -> None:
    stream = io.StringIO()
    configure_logging("info", "text", stream)

    logging.getLogger("bot.delivery.worker").warning("tried %d times", 3, extra={"error_id": "k3m9x2ab"})

    time, rest = stream.getvalue().split(" ", 1)
    assert time.endswith("+00:00")
    assert rest == "WARNING [k3m9x2ab] bot.delivery.worker: tried 3 times\n"


def test_a_json_line_is_one_object() -> None:
    stream = io.StringIO()
    configure_logging("info", "json", stream)

    try:
        1 / 0  # noqa: B018 - the error is the point
    except ZeroDivisionError:
        logging.getLogger("bot").exception("broke on\ntwo lines", extra={"error_id": "k3m9x2ab"})

    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert {key: told[key] for key in ("level", "logger", "message", "error_id")} == {
        "level": "error",
        "logger": "bot",
        "message": "broke on\ntwo lines",
        "error_id": "k3m9x2ab",
    }
    assert told["exception"].endswith("ZeroDivisionError: division by zero")


def test_a_level_below_the_chosen_one_is_left_out() -> None:
    stream = io.StringIO()
    configure_logging("warning", "text", stream)

    logging.getLogger("bot").info("nothing to see")

    assert stream.getvalue() == ""


def test_bolt_is_not_heard_either_though_its_loggers_take_the_level_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    configure_logging("debug", "text", stream)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")  # of which Bolt says that it "will be ignored"
    made = make_bolt_app("xoxb-1").logger

    made.debug("payload: hello Ola")
    made.error("heard")

    assert made.level == logging.DEBUG
    assert re.fullmatch(r"\S+ ERROR   slack_bolt.AsyncApp: heard\n", stream.getvalue())


@pytest.mark.parametrize("name", ["slack_sdk.web.async_client", "slack_bolt.AsyncApp", "sqlalchemy.engine"])
def test_a_library_that_prints_whole_payloads_is_not_heard_at_debug(name: str) -> None:
    stream = io.StringIO()
    configure_logging("debug", "text", stream)

    logging.getLogger(name).debug("payload: hello Ola")
    logging.getLogger("bot").debug("heard")

    assert "Ola" not in stream.getvalue()
    assert "heard" in stream.getvalue()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("token xoxb-12-Ab_c failed", "token [secret] failed"),
        ("app xapp-1-A0-9-ff.", "app [secret]."),
        ("Authorization: Bearer abc.def", "Authorization: [secret]"),
        ("postgresql://saksbot:p4ss@db/s", "postgresql://saksbot:[secret]@db/s"),
        ("posted to https://hooks.slack.com/actions/T1/2/x", "posted to [response_url]"),
        (
            "DETAIL:  Failing row contains (1, hello\n[Ola]).\n[SQL: INSERT …]",
            "DETAIL: [cut]\n[SQL: INSERT …]",
        ),
        ("[parameters: ('hello\nOla',)]\n(Background on …)", "[parameters: cut]\n(Background on …)"),
        ("http://127.0.0.1:3000/slack/events", "http://127.0.0.1:3000/slack/events"),
    ],
)
def test_secrets_and_quoted_rows_are_cut_out(said: str, written: str) -> None:
    assert without_secrets(said) == written


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_secret_in_a_traceback_is_cut_out_too(log_format: str) -> None:
    stream = io.StringIO()
    configure_logging("info", log_format, stream)

    try:
        raise RuntimeError("refused xoxb-hunter2")
    except RuntimeError:
        logging.getLogger("bot").exception("could not start")

    assert "RuntimeError: refused [secret]" in stream.getvalue()
    assert "hunter2" not in stream.getvalue()
