"""The Web API's front desk: methods, arguments, tokens, scopes, users."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Server, Workspace, serve
from sandbox.state.installed_app import ManifestError
from tests.sandbox.tiny_bot import MANIFEST


async def refused(code: str, ws: Workspace, call: Any) -> dict[str, Any]:
    with ws.expect_refusal(code), pytest.raises(SlackApiError, match=code) as refusal:
        await call
    data: dict[str, Any] = refusal.value.response.data
    return data


async def test_unknown_methods_and_arguments_are_refused(ws: Workspace, client: AsyncWebClient) -> None:
    await refused("unknown_method", ws, client.api_call("chat.shout"))
    await refused("invalid_arguments", ws, client.api_call("users.info", params={"user": "U0KARI", "colour": "red"}))
    await refused("invalid_arguments", ws, client.api_call("users.info"))
    await refused("invalid_arguments", ws, client.api_call("users.list", params={"limit": "many"}))


async def test_tokens_have_kinds(ws: Workspace, server: Server) -> None:
    async def call(token: str | None, method: str = "auth.test") -> Any:
        return await AsyncWebClient(token=token, base_url=server.api_url).api_call(method)

    await refused("not_authed", ws, call(None))
    await refused("invalid_auth", ws, call("xoxb-other"))
    await refused("not_allowed_token_type", ws, call(ws.app_token))
    await refused("not_allowed_token_type", ws, call(ws.bot_token, "apps.connections.open"))
    assert (await call(None, "api.test"))["ok"]


async def test_every_method_needs_its_scope() -> None:
    poor = MANIFEST | {"oauth_config": {"scopes": {"bot": ["im:history", "users:read", "files:read", "commands"]}}}
    ws = Workspace(poor)
    ws.add_person("U0KARI", name="Kari")
    async with serve(ws) as server:
        client = AsyncWebClient(token=ws.bot_token, base_url=server.api_url)
        data = await refused("missing_scope", ws, client.chat_postMessage(channel="U0KARI", text="x"))
        assert data["needed"] == "chat:write"
        info = await client.users_info(user="U0KARI")
        assert "email" not in info["user"]["profile"]


def test_a_manifest_that_slack_would_not_install_is_refused() -> None:
    with pytest.raises(ManifestError, match="im:history"):
        Workspace(MANIFEST | {"oauth_config": {"scopes": {"bot": ["users:read", "files:read", "commands"]}}})


async def test_arguments_may_come_as_json_form_or_query(ws: Workspace, server: Server) -> None:
    headers = {"Authorization": f"Bearer {ws.bot_token}"}
    url = f"{server.api_url}chat.postMessage"
    blocks = '[{"type": "divider"}]'
    async with aiohttp.ClientSession(headers=headers) as session:
        for arguments in (
            {"json": {"channel": "U0KARI", "blocks": [{"type": "divider"}], "text": "x"}},
            {"data": {"channel": "U0KARI", "blocks": blocks, "text": "x", "unfurl_links": "false"}},
            {"params": {"channel": "U0KARI", "blocks": blocks, "text": "x"}},
        ):
            async with session.post(url, **arguments) as answer:
                assert (await answer.json())["ok"]
    assert [message.blocks[0]["type"] for message in ws.person("U0KARI").messages] == ["divider"] * 3


async def test_users_are_told_with_zone_locale_and_flags(ws: Workspace, client: AsyncWebClient) -> None:
    ws.add_person("U0GUEST", name="Gro Gjest", guest=True)
    ws.add_person("U0FAR", name="Fremmed Person", stranger=True)
    kari = (await client.users_info(user="U0KARI", include_locale=True))["user"]
    assert (kari["tz"], kari["locale"], kari["profile"]["title"]) == ("Europe/Oslo", "en-US", "Rådgiver")
    assert "locale" not in (await client.users_info(user="U0KARI"))["user"]
    assert (await client.users_info(user="U0GUEST"))["user"]["is_restricted"]
    far = (await client.users_info(user="U0FAR"))["user"]
    assert far["is_stranger"]
    assert far["team_id"] != ws.team_id
    ws.deactivate("U0OLA")
    assert (await client.users_info(user="U0OLA"))["user"]["deleted"]
    await refused("user_not_found", ws, client.users_info(user="U0NOBODY"))


async def test_an_unknown_address_is_an_answer_not_a_fault(client: AsyncWebClient) -> None:
    found = await client.users_lookupByEmail(email="KARI@uni.example")
    assert found["user"]["id"] == "U0KARI"
    with pytest.raises(SlackApiError, match="users_not_found"):
        await client.users_lookupByEmail(email="nobody@uni.example")


async def test_a_list_is_paged(client: AsyncWebClient, kari: Person) -> None:
    seen, cursor = [], ""
    while True:
        part = await client.users_list(limit=2, cursor=cursor)
        seen += [member["id"] for member in part["members"]]
        if not (cursor := part["response_metadata"]["next_cursor"]):
            break
    assert seen[:2] == ["U0KARI", "U0OLA"]
    assert len(seen) == 3


async def test_every_call_is_written_down(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    await client.chat_postMessage(channel=kari.conversation.id, text="x")
    call = ws.calls[-1]
    assert (call.method, call.person, call.status) == ("chat.postMessage", "U0KARI", 200)
    assert call.args["text"] == "x"
    assert call.ended_at is not None
    assert call.ended_at >= call.started_at


async def test_waiting_in_vain_tells_what_happened(ws: Workspace, client: AsyncWebClient) -> None:
    await refused("user_not_found", ws, client.users_info(user="U0NOBODY"))
    with pytest.raises(AssertionError, match=r"users\.info -> 200 user_not_found") as failure:
        await ws.until(lambda: ws.people["U0NOBODY"], timeout=0.01)
    assert "KeyError" in str(failure.value)


def test_an_expected_refusal_that_does_not_come_fails(ws: Workspace) -> None:
    ws.refuse("other", "x")
    with pytest.raises(AssertionError, match="expected the refusal 'this', got"), ws.expect_refusal("this"):
        ws.refuse("that", "y")
    assert [refusal.code for refusal in ws.refusals] == ["other", "that"]
    with pytest.raises(AssertionError, match="refused"):
        ws.assert_clean()
