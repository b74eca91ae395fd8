"""Reading what Slack sends: quickly, and exactly as urllib would."""

import json
from urllib.parse import quote_plus, unquote_to_bytes, urlencode

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.http_mode import decoded, read_payload


@given(st.text())
def test_quick_decoding_gives_what_urllib_gives(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    for escaped in (quote_plus(raw).encode(), quote_plus(raw, safe="=%/\r\n'!").replace("%", "%25").encode()):
        assert decoded(escaped) == unquote_to_bytes(escaped.replace(b"+", b" "))


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1, max_size=20))
def test_an_interaction_is_read_whatever_it_holds(payload: dict[str, str]) -> None:
    assert read_payload(urlencode({"payload": json.dumps(payload)}).encode()) == payload
    assert read_payload(json.dumps(payload).encode()) == payload
