"""No part of a password or a token is ever written, whatever signs it has and in whatever form somebody quotes it."""

import io
import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from unittest.mock import patch
from urllib.parse import quote, quote_plus, unquote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.__main__ import main
from bot.logs import configure_logging
from bot.secrecy import CUT, keep_secret, without_secrets

NOWHERE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "http://127.0.0.1:9/api/"}
PARTS = ("geheim", "hemmelig", "tajne")
SIGNS = st.text(alphabet="@:/%#?&=;+ '\"\\[]{}$é🎓\n\tz9", max_size=4)
WRITTEN = st.sampled_from(
    [str, lambda one: quote(one, safe=""), quote, quote_plus, lambda one: quote(one, safe="").lower()]
)
PASSWORDS = st.tuples(SIGNS, SIGNS).map(lambda between: between[0].join(PARTS[:2]) + between[1] + PARTS[2])


@pytest.fixture(autouse=True)
def _forgets_afterwards() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    keep_secret({})


def said(command: str, **environment: str) -> str:
    """Everything that a command prints with this environment."""
    out = io.StringIO()
    others = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_", "SMTP_"))
    }
    with patch.dict(os.environ, others | NOWHERE | environment, clear=True), redirect_stdout(out), redirect_stderr(out):
        assert main([command]) in (1, 2)
    return out.getvalue()


def test_the_password_ends_before_whichever_sign_a_parser_takes_for_its_end() -> None:
    keep_secret({"DATABASE_URL": "postgresql://u:geheim@db/s?application_name=a@b"})

    assert without_secrets("it was geheim, they say") == f"it was {CUT}, they say"


def parts_in(text: str) -> list[str]:
    return [part for part in PARTS if part in text]


@contextmanager
def tattling_postgres() -> Iterator[int]:
    """A server at this port that asks for the password and quotes it in its refusal, in several forms."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_tattle, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def _tattle(server: socket.socket) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            while line.recv(4096)[4:8] in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"):  # SSL, GSS: no
                line.sendall(b"N")
            line.sendall(b"R\x00\x00\x00\x08\x00\x00\x00\x03")  # a password, please
            password = line.recv(4096)[5:-1].decode()
            words = f"not {password}, {password!r}, {quote(password)} or {json.dumps(password)}"
            fields = b"SFATAL\x00C28P01\x00M" + words.encode() + b"\x00\x00"
            line.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)


@pytest.fixture(scope="module")
def tattling_port() -> Iterator[int]:
    with tattling_postgres() as port:
        yield port


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(password=PASSWORDS, written=WRITTEN, command=st.sampled_from(["check", "migrate"]))
@example("geheim@hemmelig/tajne", str, "check")
@example("geheim@hemmelig:tajne", str, "migrate")
@example("geheim?hemmelig#tajne", str, "migrate")
@example("geheim%hemmelig\ntajne", quote, "migrate")
def test_no_part_of_a_database_password_is_printed_even_when_the_server_quotes_it(
    tattling_port: int, password: str, written: object, command: str
) -> None:
    assert callable(written)
    printed = said(command, DATABASE_URL=f"postgresql://saksbot:{written(password)}@127.0.0.1:{tattling_port}/saksbot")

    assert "DATABASE_URL" in printed or "database" in printed
    assert parts_in(printed) == []


@settings(max_examples=40, deadline=None)
@given(password=PASSWORDS, written=WRITTEN, command=st.sampled_from(["check", "migrate", "outbox", "run"]))
def test_nor_of_one_for_a_server_that_is_not_there_or_for_mail(password: str, written: object, command: str) -> None:
    assert callable(written)
    printed = said(
        command,
        DATABASE_URL=f"postgresql://saksbot:{written(password)}@127.0.0.1:1/saksbot",
        SMTP_URL=f"smtp://saksbot:{written(password)}@127.0.0.1:1",
    )

    assert parts_in(printed) == []


@settings(max_examples=60, deadline=None)
@given(password=PASSWORDS, written=WRITTEN, log_format=st.sampled_from(["text", "json"]))
def test_nor_anything_of_it_in_the_log_whoever_quotes_it(password: str, written: object, log_format: str) -> None:
    assert callable(written)
    out = io.StringIO()
    configure_logging("info", log_format, out)
    keep_secret({"DATABASE_URL": f"postgresql://saksbot:{written(password)}@db/saksbot"})
    meant = unquote(str(written(password)))

    for form in (meant, quote(meant), quote_plus(meant), repr(meant), json.dumps(meant), str(written(password))):
        logging.getLogger("bot").error("refused: %s!", form)
        try:
            raise RuntimeError(form)
        except RuntimeError:
            logging.getLogger("bot").exception("no")

    assert out.getvalue().count("refused: ") == 6
    assert parts_in(out.getvalue()) == []


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
def test_tokens_and_the_signing_secret_are_known_as_they_are(name: str) -> None:
    keep_secret({name: "8f74-2231+b1"})

    assert without_secrets("with 8f74-2231+b1 or 8f74-2231%2Bb1") == f"with {CUT} or {CUT}"


def test_a_short_password_is_cut_out_where_it_stands_alone_and_words_stay_whole() -> None:
    keep_secret({"DATABASE_URL": "postgresql://saksbot:db@host/saksbot"})

    assert without_secrets("database: not 'db'") == f"database: not '{CUT}'"


def test_a_secret_in_the_wrong_setting_is_not_shown_either() -> None:
    printed = said("check", MAIL_FROM="xoxb-geheim", LANGUAGE="xapp-hemmelig", SLACK_API_URL="http://u:tajne@x/")

    assert "MAIL_FROM" in printed
    assert parts_in(printed) == []


@pytest.mark.parametrize("address", ["postgresql://u:a@b@h/x", "postgresql://u:a@b/c@h/x", "smtp://u:a/b@h"])
def test_an_address_that_would_be_read_wrongly_is_refused_with_the_cure(address: str) -> None:
    printed = said("check", **{"DATABASE_URL" if address.startswith("p") else "SMTP_URL": address})

    assert "@ is %40" in printed


def test_the_last_words_of_a_crash_have_no_password() -> None:
    out = io.StringIO()
    with redirect_stderr(out):
        said("migrate", DATABASE_URL="postgresql://u:geheim@127.0.0.1:1/x")
        sys.excepthook(RuntimeError, RuntimeError("geheim"), None)

    assert out.getvalue() == f"RuntimeError: {CUT}\n"
