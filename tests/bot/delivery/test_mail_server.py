"""Whom the bot hands a letter and its login to: real TLS, real certificates, right and wrong ones."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from bot.commands.check import _mail
from bot.delivery.mail_answers import CURES, Reason, reason_of
from bot.settings import Settings
from bot.slack.client import NotDoneError
from tests.bot.environments import SOCKET_MODE, faults_of
from tests.bot.mail_servers import AUTHORITY, CERTIFICATES, LOGIN, mail_server, send

BOTH = pytest.mark.parametrize("scheme", ["smtp", "smtps"])


@BOTH
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_server_with_a_certificate_of_the_own_authority_gets_login_and_letter(scheme: str, host: str) -> None:
    async with mail_server("server.pem", at_once=scheme == "smtps") as server:
        await send(server.address(scheme, host), AUTHORITY)
        assert server.logins == [LOGIN]
        assert [letter.recipients for letter in server.letters] == [("aisha@uni.example",)]


@BOTH
@pytest.mark.parametrize(
    ("certificate", "authority", "why"),
    [
        ("self.pem", None, "self-signed certificate"),
        ("self.pem", "self.pem", "Hostname mismatch"),
        ("other.pem", "authority.pem", "Hostname mismatch"),
        ("server.pem", None, "unable to get local issuer certificate"),
    ],
)
@pytest.mark.parametrize("login", [True, False])
async def test_a_server_that_cannot_show_who_it_is_hears_neither_password_nor_letter(
    scheme: str, certificate: str, authority: str | None, why: str, login: bool
) -> None:
    async with mail_server(certificate, at_once=scheme == "smtps") as server:
        with pytest.raises(NotDoneError, match=why) as refused:
            await send(server.address(scheme, login=login), CERTIFICATES / authority if authority else None)
        assert reason_of(str(refused.value)) is Reason.CERTIFICATE
        assert b"AUTH" not in server.heard
        assert b"MAIL" not in server.heard
        assert server.letters == []


async def test_an_authority_as_it_was_made_long_ago_is_trusted_by_each_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """See https://github.com/python/cpython/issues/107361 : Python 3.13 asks more of certificates by itself."""
    usual = ssl.create_default_context

    def as_in_3_13() -> ssl.SSLContext:
        context = usual()
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(ssl, "create_default_context", as_in_3_13)
    async with mail_server("old_server.pem", at_once=True) as server:
        await send(server.address("smtps"), CERTIFICATES / "old_authority.pem")
        assert len(server.letters) == 1


async def test_an_own_authority_is_trusted_beside_the_usual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))  # where OpenSSL looks for the usual ones
    async with mail_server("server.pem") as server:
        await send(server.address(), CERTIFICATES / "self.pem")
        assert len(server.letters) == 1


async def test_a_login_is_shown_to_no_other_machine_without_tls() -> None:
    async with mail_server() as server:
        with pytest.raises(NotDoneError) as refused:
            await send(server.address(host="0.0.0.0"))  # noqa: S104 - an address that is not loopback, but is here
        assert reason_of(str(refused.value)) is Reason.NO_STARTTLS
        assert b"AUTH" not in server.heard
        assert server.letters == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost"])
async def test_this_machine_itself_gets_a_login_without_tls(host: str) -> None:
    async with mail_server() as server:
        await send(server.address(host=host))
        assert server.logins == [LOGIN]
        assert len(server.letters) == 1


async def test_a_relay_that_wants_no_login_needs_no_tls() -> None:
    async with mail_server() as server:
        await send(server.address(host="0.0.0.0", login=False))  # noqa: S104
        assert len(server.letters) == 1


async def found_by_check(url: str, authority: Path | None = None) -> str:
    """What `check` says of a mail server."""
    settings = Settings.from_environment(SOCKET_MODE | {"SMTP_URL": url, "SMTP_CA": str(authority or "")})
    return str(await asyncio.to_thread(_mail, settings))


async def test_check_names_the_cure_and_never_the_password() -> None:
    async with mail_server() as server:
        no_tls = await found_by_check(server.address(host="0.0.0.0"))  # noqa: S104
        wrong_scheme = await found_by_check(server.address("smtps"))
        server.knows = ("saksbot", "another")
        login = await found_by_check(server.address())
    async with mail_server("other.pem") as server:
        certificate = await found_by_check(server.address(), AUTHORITY)
    nobody = await found_by_check(server.address())
    async with mail_server("server.pem") as server:
        right = await found_by_check(server.address(), AUTHORITY)

    assert no_tls == f"FAULT  e-mail: {Reason.NO_STARTTLS} ({CURES[Reason.NO_STARTTLS]})"
    assert wrong_scheme.startswith(f"FAULT  e-mail: {Reason.TLS}: ")
    assert "SMTP_URL with smtps://" in wrong_scheme
    assert login.startswith(f"FAULT  e-mail: {Reason.LOGIN}: 535 5.7.8 (set SMTP_URL ")
    assert "for 'localhost'" in certificate
    assert "SMTP_CA" in certificate
    assert nobody.startswith(f"FAULT  e-mail: {Reason.UNREACHABLE}: ")
    assert right == "ok     e-mail: sent as saksbot@uni.example"
    assert "geheim" not in no_tls + wrong_scheme + login + certificate + nobody + right


def test_an_own_authoritys_file_is_looked_at_when_the_settings_are_read(tmp_path: Path) -> None:
    key_only, broken, empty = (tmp_path / name for name in ("key.pem", "broken.pem", "empty.pem"))
    whole = AUTHORITY.read_text("ascii")
    key_only.write_text((CERTIFICATES / "server.pem").read_text("ascii").partition("-----END CERTIFICATE-----\n")[2])
    broken.write_text(whole[:200] + whole[260:])
    empty.touch()

    assert Settings.from_environment(SOCKET_MODE | {"SMTP_CA": str(AUTHORITY)}).smtp_ca == AUTHORITY
    for path in (key_only, broken, empty):
        assert faults_of(SOCKET_MODE | {"SMTP_CA": str(path)}) == (
            f"SMTP_CA: {path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)",
        )
    assert faults_of(SOCKET_MODE | {"SMTP_CA": str(tmp_path / "x")}) == (
        f"SMTP_CA: {tmp_path / 'x'} cannot be read: No such file or directory",
    )
    assert faults_of(SOCKET_MODE | {"SMTP_CA": str(tmp_path)})[0].startswith(f"SMTP_CA: {tmp_path} ")


@pytest.mark.parametrize(
    "url",
    [
        "smtp://bot:hunter2/x@mail.uni.example",
        "smtp://bot:hunter2#x@mail.uni.example",
        "smtp://bot:hunter2\u2100@mail.uni.example",
        "smtp://bot:hunter2æ@mail.uni.example",
        "smtp://bot:hunter2%C3%A6@mail.uni.example",
        "smtp://bot:hunter2@mail.uni.example:port",
        "smtp://bot:hunter2@mail.uni.example:0",
        "smtp://bot:hunter2@[::1",
        f"smtp://bot:hunter2@{'m' * 64}.example",
        "imap://bot:hunter2@mail.uni.example",
    ],
)
def test_a_mail_server_that_cannot_be_one_is_a_fault_which_shows_no_password(url: str) -> None:
    (fault,) = faults_of(SOCKET_MODE | {"SMTP_URL": url})
    assert fault.startswith("SMTP_URL: ")
    assert "hunter2" not in fault


@pytest.mark.parametrize("sender", ["saksbot", "Saksbot <s@uni.example>", "s@blåbær..no", "s@\u200buni.example"])
def test_a_sender_that_is_no_address_is_a_fault(sender: str) -> None:
    assert faults_of(SOCKET_MODE | {"MAIL_FROM": sender})[0].startswith("MAIL_FROM: ")
