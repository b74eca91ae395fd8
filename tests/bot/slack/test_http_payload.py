"""Reading what Slack sends: quickly, and exactly as urllib would."""

import json
from urllib.parse import quote_plus, unquote_to_bytes, urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.client import make_session, make_slack_client
from bot.slack.envelopes import parsed
from bot.slack.http_mode import decoded, read_payload

HALVES = [
    ("Halv \ud83d her", "Halv \ufffd her"),
    ("\ude00\ud83d", "\ufffd\ufffd"),
    ("\U0001f600 og \ud83d", "\U0001f600 og \ufffd"),
    ('"\\ud83d" \\\ud83d', '"\\ud83d" \\\ufffd'),
]


@given(st.text())
def test_quick_decoding_gives_what_urllib_gives(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    for escaped in (quote_plus(raw).encode(), quote_plus(raw, safe="=%/\r\n'!").replace("%", "%25").encode()):
        assert decoded(escaped) == unquote_to_bytes(escaped.replace(b"+", b" "))


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1, max_size=20))
def test_an_interaction_is_read_whatever_it_holds(payload: dict[str, str]) -> None:
    assert read_payload(urlencode({"payload": json.dumps(payload)}).encode()) == payload
    assert read_payload(json.dumps(payload).encode()) == payload


@pytest.mark.parametrize(("written", "meant"), HALVES)
def test_half_an_emoji_is_read_as_such_and_no_reason_to_lose_the_rest(written: str, meant: str) -> None:
    said = json.dumps({"text": written})
    assert parsed(said) == read_payload(said.encode()) == {"text": meant}
    assert read_payload(urlencode({"payload": said}).encode()) == {"text": meant}


async def test_an_answer_of_the_web_api_with_half_an_emoji_is_read_so() -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "messages": [{"text": "Halv \ud83d her"}]})

    app = web.Application()
    app.router.add_route("*", "/api/conversations.replies", answer)
    async with TestServer(app) as server, make_session() as session:
        client = make_slack_client("xoxb-1", str(server.make_url("/api/")), session)
        found = await client.conversations_replies(channel="D1", ts="1.1")
    assert found["messages"] == [{"text": "Halv \ufffd her"}]
