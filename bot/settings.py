"""The settings, read once from the environment when a command starts.

Every fault is found before anything starts, and all of them are told at once, so that a Friday afternoon
takes one try and not nine. Secrets are kept out of `repr` and out of every message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.addresses import is_web_address
from bot.closed_days import read_closed_days
from bot.database_settings import read_database_url
from bot.files_settings import read_files_place
from bot.mail_settings import read_authority, read_sender, read_smtp_url
from bot.proxy_settings import faults_in_proxy
from bot.quoted import as_meant
from bot.secrecy import keep_secret, shown, without_secrets
from bot.types_of_cases import FaultyTemplatesError, TypesOfCases, read_templates
from domain import arriving
from domain.bucket_place import BucketPlace
from domain.languages import LANGUAGES, USUAL
from domain.retention import Retention
from domain.templates import Templates
from domain.working_days import WorkingDays

Value = TypeVar("Value")

# The README's table says the same; tests/test_house.py compares them.
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "SLACK_BOT_TOKEN": "",
        "SLACK_APP_TOKEN": "",
        "SLACK_SIGNING_SECRET": "",
        "SLACK_API_URL": "https://slack.com/api/",
        "DATABASE_URL": "sqlite:///saksbot.db",
        "FILES_DIR": "files",
        "FILES_URL": "",
        "TIMEZONE": "Europe/Oslo",
        "LANGUAGE": USUAL,
        "HOST": "127.0.0.1",
        "PORT": "3000",
        "API_PORT": "",
        "METRICS_PORT": "",
        "API_URL": "",
        "LOG_LEVEL": "info",
        "LOG_FORMAT": "text",
        "NOTICES": "full",
        "FILES_WHEN_SOLVED": "keep",
        "ATTACHMENTS": "at_hand",
        "CLOSE_UNANSWERED": "allow",
        "SMTP_URL": "",
        "MAIL_FROM": "",
        "SMTP_CA": "",
        "CLOSED_DAYS": "",
        "CONTACT": "",
        "TEMPLATES": "",
        "KEEP_DAYS": "90",
        "EXPORT_DIR": "",
    }
)

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")
LONGEST_CONTACT = 100
LONGEST_KEPT = 36_500  # days: a hundred years


class SettingsError(Exception):
    """The settings are wrong; `faults` has one line for each thing to put right."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The settings are not right:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, checked and in the form the program uses."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    slack_api_url: str
    database_url: str = field(repr=False)  # may hold a password
    files: Path | BucketPlace
    timezone: ZoneInfo
    language: str
    host: str
    port: int
    api_port: int | None
    metrics_port: int | None
    api_url: str
    log_level: str
    log_format: str
    discreet: bool
    takes_files_when_solved: bool
    attachments_on_request: bool
    forbids_closing_unanswered: bool
    smtp_url: str = field(repr=False)  # may hold a password
    mail_from: str
    smtp_ca: Path | None
    days: WorkingDays
    contact: str
    templates: Templates
    retention: Retention
    keep_days: int
    export_dir: Path | None
    told: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)  # as they may be written down

    @property
    def files_dir(self) -> Path:
        """The folder that the files are in, where it is one."""
        if not isinstance(self.files, Path):
            raise TypeError(f"the files are in {self.files}")
        return self.files

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached by Socket Mode; otherwise Slack comes to HOST:PORT."""
        return bool(self.app_token)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, needs_slack: bool = True) -> Self:
        """Read the settings, or raise SettingsError naming every fault.

        Commands that never speak with Slack (`migrate`, an import without e-mail look-up) say
        `needs_slack=False`: tokens may then be missing, but what is set must still be right.
        """
        keep_secret(environment)
        reader = _Reader(environment)
        types = reader.read("TEMPLATES", read_templates, TypesOfCases())
        settings = cls(
            bot_token=reader.read("SLACK_BOT_TOKEN", _starts_with("xoxb-"), ""),
            app_token=reader.read("SLACK_APP_TOKEN", _starts_with("xapp-"), ""),
            signing_secret=reader.read("SLACK_SIGNING_SECRET", _secret, ""),
            slack_api_url=reader.read("SLACK_API_URL", _api_url, ""),
            database_url=reader.read("DATABASE_URL", read_database_url, ""),
            files=reader.read("FILES_URL", lambda text: read_files_place(text, environment), None)
            or reader.read("FILES_DIR", _folder, Path()),
            timezone=reader.read("TIMEZONE", _zone, ZoneInfo("UTC")),
            language=reader.read("LANGUAGE", _language, ""),
            host=reader.read("HOST", _as_it_is, ""),
            port=reader.read("PORT", _port, 0),
            api_port=reader.read("API_PORT", _optional_port, None),
            metrics_port=reader.read("METRICS_PORT", _optional_port, None),
            api_url=reader.read("API_URL", _public_address, ""),
            log_level=reader.read("LOG_LEVEL", _one_of(*LOG_LEVELS), ""),
            log_format=reader.read("LOG_FORMAT", _one_of(*LOG_FORMATS), ""),
            discreet=reader.read("NOTICES", _one_of("full", "discreet"), "") == "discreet",
            forbids_closing_unanswered=reader.read("CLOSE_UNANSWERED", _one_of("allow", "forbid"), "") == "forbid",
            takes_files_when_solved=reader.read("FILES_WHEN_SOLVED", _one_of("keep", "take"), "") == "take",
            attachments_on_request=reader.read("ATTACHMENTS", _one_of("at_hand", "on_request"), "") == "on_request",
            smtp_url=reader.read("SMTP_URL", read_smtp_url, ""),
            mail_from=reader.read("MAIL_FROM", read_sender, ""),
            smtp_ca=reader.read("SMTP_CA", read_authority, None),
            days=reader.read("CLOSED_DAYS", read_closed_days, WorkingDays()),
            contact=reader.read("CONTACT", _one_line, ""),
            templates=types.templates,
            retention=types.retention,
            keep_days=reader.read("KEEP_DAYS", _days, 0),
            export_dir=reader.read("EXPORT_DIR", _optional_folder, None),
            told={name: shown(name, reader.text(name)) for name in DEFAULTS},
        )
        faults = [*(_missing_for_slack(reader) if needs_slack else ()), *reader.faults]
        faults += [*faults_in_proxy(environment), *_shared_ports(settings)] if needs_slack else ()
        if faults:
            raise SettingsError(faults)
        return settings


class _Reader:
    """Reads one setting after the other and collects what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        # An empty line in an environment file means "not set".
        return self._environment.get(name, "").strip() or DEFAULTS[name]

    def read(self, name: str, parse: Callable[[str], Value], instead: Value) -> Value:
        try:
            return parse(as_meant(self._environment, name) or DEFAULTS[name])
        except FaultyTemplatesError as error:
            self.faults += [without_secrets(f"{name}: {fault}") for fault in error.faults]
            return instead
        except ValueError as fault:
            self.faults.append(without_secrets(f"{name}: {fault}"))
            return instead


def _missing_for_slack(reader: _Reader) -> list[str]:
    missing = []
    if not reader.text("SLACK_BOT_TOKEN"):
        missing.append("SLACK_BOT_TOKEN: is missing; it begins with xoxb-")
    if not reader.text("SLACK_APP_TOKEN") and not reader.text("SLACK_SIGNING_SECRET"):
        missing.append(
            "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one is needed, the first for Socket Mode, the second for HTTP"
        )
    return missing


def _shared_ports(settings: Settings) -> Iterator[str]:
    taken = {} if settings.socket_mode else {settings.port: "PORT"}
    for name, port in (("API_PORT", settings.api_port), ("METRICS_PORT", settings.metrics_port)):
        if port and taken.setdefault(port, name) != name:
            yield f"{name}: is the port of {taken[port]} too: give each of them one of its own"


def _folder(text: str) -> Path:
    if text.startswith("~"):  # the service would take another folder than the commands
        raise ValueError("begins with ~, which a shell replaces and a service does not: write the whole path")
    return Path(text)


def _optional_folder(text: str) -> Path | None:
    return _folder(text) if text else None


def _secret(text: str) -> str:
    if text and not (text.isascii() and text.isalnum()):  # it is not shown: it may be a token
        raise ValueError("is no signing secret: Slack shows it under Basic Information, App Credentials")
    return text


def _as_it_is(text: str) -> str:
    return text


def _one_line(text: str) -> str:
    if len(text) > LONGEST_CONTACT or not text.isprintable():
        raise ValueError(f"must be one line of at most {LONGEST_CONTACT} characters: a name, an address or a Slack id")
    return text


def _starts_with(prefix: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text and not (text.startswith(prefix) and text.isascii() and text.isprintable()):
            raise ValueError(f"must begin with {prefix} (another kind of token, or a slip in copying?)")
        return text

    return parse


def _one_of(*known: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in known:
            raise ValueError(f"must be one of {', '.join(known)}; not {text!r}")
        return text.lower()

    return parse


def _language(text: str) -> str:
    # GNU's gettext uses a variable of the same name: many desktops set it to a list such as en_GB:en.
    # That is the person's own choice for other programs, not ours.
    return DEFAULTS["LANGUAGE"] if ":" in text or "_" in text else _one_of(*LANGUAGES)(text)


def _api_url(text: str) -> str:
    if not is_web_address(text) or not text.endswith("/api/"):
        raise ValueError(f"must be a web address that ends in /api/; not {text!r}")
    return text


def _public_address(text: str) -> str:
    if text and (not is_web_address(text, "https") or "?" in text or "#" in text):
        raise ValueError("must be the https address at which others reach API_PORT, such as https://saksbot.uni.no")
    return text.rstrip("/")


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"is no time zone, such as Europe/Oslo; not {text!r}") from None


def _days(text: str) -> int:
    number = arriving.number(text)
    if number is None or not 0 < number <= LONGEST_KEPT:
        raise ValueError(f"must be a number of days, from 1 to {LONGEST_KEPT}; not {text!r}")
    return number


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise ValueError(f"must be a number up to 65535 (0: any free port); not {text!r}")
    return int(text)


def _optional_port(text: str) -> int | None:
    return _port(text) if text else None
