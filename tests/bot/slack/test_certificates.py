"""Something on the way that opens TLS shows another certificate than Slack's: it is said so, and can be trusted."""

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.commands.outbox import reason_and_cure
from bot.delivery.hooks import SAID
from bot.slack.tokens import REACH, TRUST
from tests.bot.mail_servers import CERTIFICATES
from tests.program import finished


@pytest.fixture(params=["", "old_"], ids=["new", "old"])
async def opened_on_the_way(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Path]]:
    """An https address that answers as Slack does, with a certificate of an own authority, and that one's."""

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "user": "saksbot", "team": "Universitetet"})

    app = web.Application()
    app.router.add_post("/api/auth.test", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATES / f"{request.param}server.pem")
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    address = f"https://localhost:{runner.addresses[0][1]}/api/"
    yield address, CERTIFICATES / f"{request.param}authority.pem"
    await runner.cleanup()


async def test_a_certificate_that_is_not_trusted_is_said_to_be_that_and_can_be_trusted(
    opened_on_the_way: tuple[str, Path], sqlite_url: str, tmp_path: Path
) -> None:
    """See https://github.com/slackapi/python-slack-sdk/issues/1214 ."""
    address, authority = opened_on_the_way
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "0" * 32,
        "SLACK_API_URL": address,
        "DATABASE_URL": sqlite_url,
        "FILES_DIR": str(tmp_path / "files"),
    }

    _, shut, _ = await finished("check", environment=environment)
    _, trusted, _ = await finished("check", environment=environment | {"SSL_CERT_FILE": str(authority)})

    assert f"FAULT  SLACK_BOT_TOKEN: no answer: {TRUST}" in shut
    assert REACH not in shut
    assert "ok     SLACK_BOT_TOKEN: saksbot in Universitetet" in trusted


def test_what_waits_because_of_a_certificate_says_so() -> None:
    assert reason_and_cure("ClientConnectorCertificateError") == f"no answer ({TRUST})"
    assert reason_and_cure("ClientConnectorDNSError") == f"no answer ({REACH})"
    assert "trust its authority" in reason_and_cure(f"{SAID}ClientConnectorCertificateError")
