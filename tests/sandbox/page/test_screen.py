"""A change is drawn once, and only what changed is drawn again."""

from datetime import UTC, datetime

from sandbox.messages import Message
from sandbox.page.parts import Parts, Piece, Sent
from sandbox.page.screen import Screen
from tests.sandbox.page.tiny_bot import tiny_workspace


def test_what_did_not_change_is_the_same_object() -> None:
    ws = tiny_workspace()
    kari = ws.person("U0KARI")
    screen = Screen(ws, kari)
    for number in range(3):
        kari.conversation.put(Message(kari.conversation.id, f"1795420800.00010{number}", "U0KARI", f"nr. {number}"))
    first = screen.parts()
    assert screen.parts()["log"] is first["log"]
    kari.conversation.put(Message(kari.conversation.id, "1795420800.000101", "U0KARI", "ny tekst"))
    second = screen.parts()
    before = {one.key: one for one in first["log"]}
    messages = [one for one in second["log"] if not one.key.startswith("day")]
    assert [one.key for one in messages if one is not before[one.key]] == ["1795420800.000101"]


def test_a_new_day_draws_the_messages_anew() -> None:
    ws = tiny_workspace()
    kari = ws.person("U0KARI")
    screen = Screen(ws, kari)
    kari.conversation.put(Message(kari.conversation.id, "1795420800.000100", "U0KARI", "hei"))
    assert "Today" in screen.parts()["log"][0].html
    ws.clock.set(datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert "Yesterday" in screen.parts()["log"][0].html


def test_a_thread_shows_its_root_its_count_and_its_replies() -> None:
    ws = tiny_workspace()
    kari = ws.person("U0KARI")
    talk, bot = kari.conversation, ws.bot_user_id
    talk.put(Message(talk.id, "1795420800.000100", bot, "rot", bot_id=ws.bot_id))
    talk.put(Message(talk.id, "1795420801.000100", bot, "svar", thread_ts="1795420800.000100", bot_id=ws.bot_id))
    screen = Screen(ws, kari)
    assert "1 reply" in screen.parts()["log"][1].html
    assert [one.key for one in screen.thread("1795420800.000100")][1] == "count"
    assert screen.unread() == 2
    assert screen.saw(talk.id)
    assert not screen.saw(talk.id)
    assert screen.unread() == 1
    assert "1 new" in screen.parts()["log"][1].html
    assert screen.saw("1795420800.000100")
    assert "1 new" not in screen.parts()["log"][1].html


def test_sent_tells_order_only_when_it_changed() -> None:
    sent = Sent()
    one: Parts = {"log": [Piece("a", "<p>1</p>"), Piece("b", "<p>2</p>")]}
    assert sent.changes(one) == [{"name": "log", "keys": ["a", "b"], "html": {"a": "<p>1</p>", "b": "<p>2</p>"}}]
    assert sent.changes({"log": list(one["log"])}) == []
    changed = sent.changes({"log": [Piece("a", "<p>1</p>"), Piece("b", "<p>3</p>")]})
    assert changed == [{"name": "log", "keys": None, "html": {"b": "<p>3</p>"}}]
    assert sent.changes({"log": [Piece("b", "<p>3</p>")]}) == [{"name": "log", "keys": ["b"], "html": {}}]
