"""Socket Mode against the sandbox: what comes is answered, and no way of losing the line keeps it lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from bot.slack.client import make_session, make_slack_client
from bot.slack.socket_mode import AT_ONCE, SocketMode, TokenRefusedError
from sandbox.faults import Kind
from sandbox.records import Ack
from sandbox.transport.socket_mode import Loss
from sandbox.workspace import Workspace
from tests.bot.slack.socket_line import slack, well

MOMENTS = 60  # turns of the loop, by when a line is open and read
Listener = Callable[[dict[str, Any], dict[str, str] | None], Any]


@asynccontextmanager
async def connected(listener: Listener, *, lines: int = 1) -> AsyncIterator[tuple[Workspace, SocketMode]]:
    async with slack() as (workspace, api_url), make_session() as session:
        client = make_slack_client(workspace.bot_token, api_url, session)
        door = SocketMode(
            listener,
            app_token=workspace.app_token,
            slack=client,
            session=session,
            lines=lines,
            ping_seconds=0.1,
        )
        await door.start()
        await workspace.until(lambda: len(workspace.socket.open) == lines)
        try:
            yield workspace, door
        finally:
            await door.stop()
            workspace.assert_clean()


async def ask(workspace: Workspace, text: str = "") -> Ack | None:
    payload = {"command": "/sak", "text": text}
    return await workspace.delivery.ask("slash_commands", "slash_commands", payload, "U0KARI")


async def test_what_comes_is_handed_on_and_answered() -> None:
    heard = []

    async def listener(payload: dict[str, Any], headers: dict[str, str] | None) -> BoltResponse:
        heard.append((payload["text"], headers))
        return BoltResponse(status=200, body={"response_action": "clear"})

    async with connected(listener) as (workspace, _):
        ack = await ask(workspace, "2026-101")

    assert heard == [("2026-101", None)]
    assert ack is not None
    assert ack.body == {"response_action": "clear"}


async def test_words_for_the_person_travel_in_the_acknowledgement() -> None:
    async def listener(_payload: dict[str, Any], _headers: dict[str, str] | None) -> BoltResponse:
        return BoltResponse(status=200, body="Ingen saker")

    async with connected(listener) as (workspace, _):
        ack = await ask(workspace)

    assert ack is not None
    assert ack.body == {"text": "Ingen saker"}


@pytest.mark.parametrize("how", ["disconnect", "close", "abort", "silence"])
async def test_a_line_lost_in_any_way_is_replaced_and_serves(how: Loss) -> None:
    async with connected(well) as (workspace, _):
        lost = workspace.socket.open

        await workspace.socket.drop(how)
        await workspace.until(lambda: [line for line in workspace.socket.open if line not in lost])
        await workspace.until(lambda: not set(lost) & set(workspace.socket.open))

        assert await ask(workspace) is not None


@pytest.mark.parametrize("how", ["disconnect", "close", "abort", "silence"])
async def test_with_the_usual_patience_it_takes_a_few_seconds_at_most(how: Loss) -> None:
    async with slack() as (workspace, api_url), make_session() as session:
        client = make_slack_client(workspace.bot_token, api_url, session)
        door = SocketMode(well, app_token=workspace.app_token, slack=client, session=session)
        await door.start()
        await workspace.until(lambda: len(workspace.socket.open) == 2)
        lost = workspace.socket.open
        workspace.socket.drop(how)

        await workspace.until(lambda: set(workspace.socket.open) - set(lost), timeout=7.0)

        await door.stop()


async def test_when_one_of_two_lines_is_torn_the_other_answers_at_once() -> None:
    async with connected(well, lines=2) as (workspace, _):
        torn = workspace.socket.open[0]
        torn.retiring = True  # Slack knows before we do
        assert torn.request.transport is not None
        torn.request.transport.abort()

        assert await ask(workspace) is not None
        await workspace.until(lambda: len(workspace.socket.open) == 2)


async def test_what_is_under_way_when_a_line_is_refreshed_is_answered_on_that_line() -> None:
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def listener(_payload: dict[str, Any], _headers: dict[str, str] | None) -> BoltResponse:
        begun.set()
        await let_go.wait()
        return BoltResponse(status=200)

    async with connected(listener) as (workspace, _):
        asking = asyncio.create_task(ask(workspace))
        await begun.wait()
        await workspace.socket.drop("disconnect")
        await workspace.until(lambda: workspace.socket.open)
        let_go.set()

        assert await asking is not None


async def test_a_refreshed_line_that_slack_does_not_close_is_closed_by_us() -> None:
    async with connected(well) as (workspace, _):
        (old,) = workspace.socket.open

        await workspace.socket.drop("disconnect")

        await workspace.until(lambda: old.socket.closed)


async def test_what_is_under_way_is_answered_before_the_lines_close() -> None:
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def listener(_payload: dict[str, Any], _headers: dict[str, str] | None) -> BoltResponse:
        begun.set()
        await let_go.wait()
        return BoltResponse(status=200)

    async with connected(listener) as (workspace, door):
        asking = asyncio.create_task(ask(workspace))
        await begun.wait()
        stopping = asyncio.create_task(door.stop())
        await asyncio.sleep(0)  # it has begun
        let_go.set()

        assert await asking is not None
        await stopping
        await workspace.until(lambda: not workspace.socket.open)


async def test_what_was_not_taken_is_not_acknowledged_and_comes_again() -> None:
    heard: list[dict[str, str] | None] = []

    async def listener(_payload: dict[str, Any], headers: dict[str, str] | None) -> BoltResponse:
        heard.append(headers)
        return BoltResponse(status=200 if headers else 503)

    async with connected(listener) as (workspace, _):
        workspace.ack_limit = 0.2
        with workspace.expect_refusal("not_acknowledged"):
            workspace.delivery.event("app_home_opened", {"type": "event_callback"}, "U0KARI")
            await workspace.until(lambda: len(heard) == 2 and workspace.requests[-1].ack)

    assert heard == [None, {"x-slack-retry-num": "1", "x-slack-retry-reason": "timeout"}]


async def test_a_fault_while_answering_costs_that_answer_only(caplog: pytest.LogCaptureFixture) -> None:
    async def listener(payload: dict[str, Any], _headers: dict[str, str] | None) -> BoltResponse:
        if payload["text"] == "hemmelig":
            raise LookupError
        return BoltResponse(status=200)

    async with connected(listener) as (workspace, _):
        workspace.ack_limit = 0.2
        with workspace.expect_refusal("not_acknowledged"):
            assert await ask(workspace, "hemmelig") is None

        assert await ask(workspace, "igjen") is not None

    assert "LookupError" in caplog.text
    assert "hemmelig" not in caplog.text


async def test_never_more_at_once_than_there_is_room_for() -> None:
    running, most = 0, 0
    full, let_go = asyncio.Event(), asyncio.Event()

    async def listener(_payload: dict[str, Any], _headers: dict[str, str] | None) -> BoltResponse:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == AT_ONCE:
            full.set()
        await let_go.wait()
        running -= 1
        return BoltResponse(status=200)

    async with connected(listener) as (workspace, _):
        asking = [asyncio.create_task(ask(workspace)) for _ in range(AT_ONCE + 20)]
        await full.wait()
        let_go.set()
        acks = await asyncio.gather(*asking)

    assert None not in acks
    assert most == AT_ONCE


@pytest.mark.parametrize("kind", ["http_500", "cut_before", "ratelimited", "error"])
async def test_a_slack_that_gives_no_line_is_asked_again(kind: Kind) -> None:
    async with slack() as (workspace, api_url), make_session() as session:
        workspace.faults.add(
            method="apps.connections.open", kind=kind, code="invalid_arguments", times=2, retry_after=1
        )
        client = make_slack_client(workspace.bot_token, api_url, session)
        door = SocketMode(well, app_token=workspace.app_token, slack=client, session=session, lines=1)

        await door.start()
        await door.connected()
        ack = await ask(workspace)
        await door.stop()

    assert ack is not None
    assert [call.method for call in workspace.calls] == ["apps.connections.open"] * 3


async def test_while_slack_is_away_our_own_patience_is_not_said_to_be_slacks(caplog: pytest.LogCaptureFixture) -> None:
    async with slack() as (workspace, api_url), make_session() as session:
        workspace.faults.add(method="apps.connections.open", kind="cut_before", times=4)
        client = make_slack_client(workspace.bot_token, api_url, session)
        door = SocketMode(well, app_token=workspace.app_token, slack=client, session=session, lines=2)

        await door.start()
        await door.connected()
        await door.stop()

    assert "No line to Slack is open: people get no answer (Server" in caplog.text
    assert "ratelimited" not in caplog.text


async def test_a_token_that_slack_does_not_take_is_said_at_once() -> None:
    async with slack() as (workspace, api_url), make_session() as session:
        client = make_slack_client(workspace.bot_token, api_url, session)
        door = SocketMode(well, app_token=workspace.bot_token, slack=client, session=session)

        with workspace.expect_refusal("not_allowed_token_type"):
            with pytest.raises(TokenRefusedError, match="not_allowed_token_type"):
                await door.start()
            await door.stop()


async def test_stopped_at_whatever_moment_it_leaves_no_line_open() -> None:
    """Also while Slack has not said hello yet, or nobody has begun to read."""
    async with slack() as (workspace, api_url), make_session() as session:
        client = make_slack_client(workspace.bot_token, api_url, session)
        was_open = []
        for moment in range(MOMENTS):
            door = SocketMode(well, app_token=workspace.app_token, slack=client, session=session, lines=1)
            await door.start()
            for _ in range(moment):
                await asyncio.sleep(0)
            was_open.append(bool(workspace.socket.open))
            await door.stop()
            await workspace.until(lambda: not workspace.socket.open)
    assert set(was_open) == {False, True}
