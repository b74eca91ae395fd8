"""What a person at the keyboard gets for right and for wrong settings."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings, SettingsError
from domain.retention import Retention
from domain.templates import Templates
from domain.working_days import WorkingDays
from tests.bot.environments import SOCKET_MODE, faults_of

HTTP = {"SLACK_BOT_TOKEN": "xoxb-1-abc", "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5"}


def test_tokens_alone_are_enough_and_the_rest_has_its_default() -> None:
    settings = Settings.from_environment(SOCKET_MODE)

    assert settings == Settings(
        bot_token="xoxb-1-abc",
        app_token="xapp-1-def",
        signing_secret="",
        slack_api_url="https://slack.com/api/",
        database_url="sqlite:///saksbot.db",
        files=Path("files"),
        timezone=ZoneInfo("Europe/Oslo"),
        language="nb",
        host="127.0.0.1",
        port=3000,
        api_port=None,
        metrics_port=None,
        api_url="",
        log_level="info",
        log_format="text",
        discreet=False,
        takes_files_when_solved=False,
        attachments_on_request=False,
        forbids_closing_unanswered=False,
        smtp_url="",
        mail_from="",
        smtp_ca=None,
        days=WorkingDays(),
        contact="",
        templates=Templates(),
        retention=Retention(),
        keep_days=90,
        export_dir=None,
    )


def test_everything_can_be_set() -> None:
    settings = Settings.from_environment(
        SOCKET_MODE
        | HTTP
        | {
            "SLACK_API_URL": "http://127.0.0.1:8123/api/",
            "DATABASE_URL": "postgresql://saksbot@db.uni.example/saksbot",
            "FILES_DIR": "/var/lib/saksbot/files",
            "TIMEZONE": "Arctic/Longyearbyen",
            "LANGUAGE": "nn",
            "HOST": "0.0.0.0",  # noqa: S104 - an administrator may
            "PORT": "8080",
            "LOG_LEVEL": "WARNING",
            "LOG_FORMAT": "json",
            "PATH": "/usr/bin",
        }
    )

    assert settings.signing_secret == HTTP["SLACK_SIGNING_SECRET"]
    assert settings.slack_api_url == "http://127.0.0.1:8123/api/"
    assert settings.database_url == "postgresql+psycopg://saksbot@db.uni.example/saksbot"
    assert settings.files_dir == Path("/var/lib/saksbot/files")
    assert settings.timezone.key == "Arctic/Longyearbyen"
    assert (settings.language, settings.host, settings.port) == ("nn", "0.0.0.0", 8080)  # noqa: S104
    assert (settings.log_level, settings.log_format) == ("warning", "json")


@pytest.mark.parametrize(
    ("environment", "socket_mode"), [(SOCKET_MODE, True), (SOCKET_MODE | HTTP, True), (HTTP, False)]
)
def test_an_app_token_means_socket_mode(environment: dict[str, str], socket_mode: bool) -> None:
    assert Settings.from_environment(environment).socket_mode is socket_mode


def test_an_empty_line_and_spaces_around_count_for_nothing() -> None:
    settings = Settings.from_environment(
        {"SLACK_BOT_TOKEN": " xoxb-1-abc\n", "SLACK_APP_TOKEN": "xapp-1-def", "LANGUAGE": "", "PORT": " "}
    )

    assert (settings.bot_token, settings.language, settings.port) == ("xoxb-1-abc", "nb", 3000)


def test_every_fault_is_told_at_once_one_on_each_line() -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xapp-swapped",
        "SLACK_APP_TOKEN": "xoxb-swapped",
        "SLACK_API_URL": "https://slack.com/api",
        "DATABASE_URL": "mysql://saksbot:hunter2@db/saksbot",
        "TIMEZONE": "Europe/Trondheim",
        "LANGUAGE": "de",
        "PORT": "70000",
        "LOG_LEVEL": "loud",
        "LOG_FORMAT": "xml",
    }

    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(wrong)

    assert [fault.split(":")[0] for fault in caught.value.faults] == list(wrong)
    first, *lines = str(caught.value).splitlines()
    assert first == "The settings are not right:"
    assert lines == [f"  {fault}" for fault in caught.value.faults]


@pytest.mark.parametrize(
    "fault",
    [
        {"SLACK_BOT_TOKEN": "xapp-1-hunter2"},
        {"SLACK_APP_TOKEN": "hunter2"},
        {"DATABASE_URL": "mysql://u:hunter2@db/s"},
        {"DATABASE_URL": "postgresql://u:hunter2@db:port/s"},
        {"DATABASE_URL": "hunter2"},
    ],
)
def test_a_fault_never_shows_the_secret(fault: dict[str, str]) -> None:
    assert "hunter2" not in str(faults_of(SOCKET_MODE | fault))


def test_settings_never_show_a_secret() -> None:
    settings = Settings.from_environment(
        {
            "SLACK_BOT_TOKEN": "xoxb-hunter2",
            "SLACK_APP_TOKEN": "xapp-hunter2",
            "SLACK_SIGNING_SECRET": "hunter2",
            "DATABASE_URL": "postgresql://u:hunter2@db/s",
        }
    )

    assert "hunter2" in settings.database_url
    assert "hunter2" not in repr(settings)


def test_without_tokens_both_ways_to_slack_are_told() -> None:
    bot_token, way = faults_of({})

    assert bot_token.startswith("SLACK_BOT_TOKEN: is missing")
    assert way.startswith("SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one is needed")


def test_http_needs_a_signing_secret() -> None:
    assert len(faults_of({"SLACK_BOT_TOKEN": "xoxb-1-abc"})) == 1


def test_a_command_without_slack_needs_no_token_but_takes_no_wrong_one() -> None:
    assert Settings.from_environment({}, needs_slack=False).bot_token == ""
    assert len(faults_of({"SLACK_BOT_TOKEN": "xoxp-1-abc"}, needs_slack=False)) == 1


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("sqlite:///saksbot.db", "sqlite:///saksbot.db"),
        ("sqlite:////var/lib/saksbot/saksbot.db", "sqlite:////var/lib/saksbot/saksbot.db"),
        ("postgresql://u:p%40ss@db:5433/s", "postgresql+psycopg://u:p%40ss@db:5433/s"),
        ("postgres://u@db/s?sslmode=require", "postgresql+psycopg://u@db/s?sslmode=require"),
        ("postgresql+psycopg://u@db/s", "postgresql+psycopg://u@db/s"),
        ("postgresql://u:p,q@db/s", "postgresql+psycopg://u:p%2Cq@db/s"),
        ("postgresql://u:p,q@a,b:1/s", "postgresql+psycopg://u:p%2Cq@/s?host=a%2Cb&port=5432%2C1"),
    ],
)
def test_the_usual_ways_to_write_a_database_address_are_taken(written: str, used: str) -> None:
    assert Settings.from_environment(SOCKET_MODE | {"DATABASE_URL": written}).database_url == used


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "sqlite://", "names no file"),
        ("DATABASE_URL", "sqlite:///:memory:", "names no file"),
        ("DATABASE_URL", "sqlite:///saksbot.db?mode=ro", "leave them out"),
        ("DATABASE_URL", "saksbot.db", "is no database address"),
        ("DATABASE_URL", "postgresql+asyncpg://u@db/s", "not postgresql+asyncpg://"),
        ("SLACK_API_URL", "slack.com/api/", "ends in /api/"),
        ("SLACK_API_URL", "ftp://slack.com/api/", "ends in /api/"),
        ("TIMEZONE", "Europe", "is no time zone"),
        ("TIMEZONE", "../../etc/passwd", "is no time zone"),
        ("TIMEZONE", "CET/", "is no time zone"),
        ("LANGUAGE", "norsk", "one of nb, nn, en"),
        ("PORT", "-1", "up to 65535"),
        ("PORT", "٣٠٠٠", "up to 65535"),
        ("PORT", "http", "up to 65535"),
        ("KEEP_DAYS", "99999999999", "from 1 to 36500"),
        ("SLACK_API_URL", "http://127.0.0.1:99999/api/", "ends in /api/"),
        ("API_URL", "https://saksbot.uni.no:99999", "the https address"),
        ("API_URL", "https://[saksbot.uni.no", "the https address"),
        ("HTTPS_PROXY", "socks5://proxy.uni.example:1080", "a proxy for HTTP"),
        ("https_proxy", "http://proxy.uni.example:99999", "a proxy for HTTP"),
        ("ALL_PROXY", "'http://proxy.uni.example:3128'", "without them"),
        # Docker's --env-file and others leave quotes where they are; a folder of this name was made.
        ("FILES_DIR", '"/var/lib/saksbot/files"', "without them"),
        ("EXPORT_DIR", "'/var/lib/saksbot/arkiv'", "without them"),
        ("SLACK_SIGNING_SECRET", '"abc"', "without them"),
        ("SLACK_SIGNING_SECRET", "xapp-1-abc", "under Basic Information"),
        ("FILES_DIR", "~/files", "write the whole path"),
        ("EXPORT_DIR", "~/arkiv", "write the whole path"),
        ("SMTP_URL", "smtp://smtp.uni.example, smtp2.uni.example", "must be smtp://server"),
        ("HOST", '"0.0.0.0"', "without them"),
        ("CONTACT", "Bj\udcf8rn", "save the file with the settings in UTF-8"),  # a file in ISO 8859-1
        ("EXPORT_DIR", "/arkiv/bj\udcf8rn", "save the file with the settings in UTF-8"),
        ("CONTACT", "'Ingrid Dahl'", "without them"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_right(name: str, value: str, words: str) -> None:
    (fault,) = faults_of(SOCKET_MODE | {name: value})

    assert fault.startswith(f"{name}: ")
    assert words in fault


def test_two_doors_at_one_port_are_told_before_one_of_them_cannot_open() -> None:
    ports = {"PORT": "8080", "API_PORT": "8080", "METRICS_PORT": "8080"}
    told = [fault.partition(": give")[0] for fault in faults_of(HTTP | ports)]
    assert told == ["API_PORT: is the port of PORT too", "METRICS_PORT: is the port of PORT too"]
    (fault,) = faults_of(SOCKET_MODE | ports)  # where nothing listens at PORT
    assert fault.startswith("METRICS_PORT: is the port of API_PORT too")
    Settings.from_environment(SOCKET_MODE | {"API_PORT": "0", "METRICS_PORT": "0"})  # any free ones


@pytest.mark.parametrize(
    "environment",
    [
        {"HTTPS_PROXY": "http://saksbot:hunter2@proxy.uni.example:3128"},
        {"HTTPS_PROXY": "proxy.uni.example:3128\r"},
        {"https_proxy": "http://[::1]:3128", "ALL_PROXY": "socks5://proxy.uni.example"},  # the first is used
        {"CONTACT": "Ingrid 'IT' Dahl"},
    ],
)
def test_what_can_be_used_is_no_fault(environment: dict[str, str]) -> None:
    Settings.from_environment(SOCKET_MODE | environment)


@pytest.mark.parametrize("desktop", ["en_GB:en", "nb_NO:nb:no_NO:no", "de_DE"])
def test_the_desktops_own_variable_language_is_left_alone(desktop: str) -> None:
    assert Settings.from_environment(SOCKET_MODE | {"LANGUAGE": desktop}).language == "nb"
