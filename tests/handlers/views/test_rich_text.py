"""Rich text from Slack is shown to others without calling anybody or leading anywhere harmful."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.views.rich_text import clean, from_text, plain
from sandbox.shapes.rules import check_blocks
from tests.handlers.views.judges import of_type

NAMES = {"U0KARI": "Kari Nordmann"}


def section(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "block_id": "xY1", "elements": list(parts)}]


def text(what: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": what} | ({"style": style} if style else {})


def cleaned(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    (block,) = clean(rich(section(*elements)), NAMES)
    inside: list[dict[str, Any]] = block["elements"][0]["elements"]
    return inside


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        ({"type": "user", "user_id": "U0KARI"}, "@Kari Nordmann"),
        ({"type": "user", "user_id": "U0GONE"}, "@ukjent"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "@gruppe"),
        ({"type": "channel", "channel_id": "C1"}, "#kanal"),
        ({"type": "broadcast", "range": "channel"}, "@alle"),
        ({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "i går"}, "i går"),
        ({"type": "color", "value": "#ff0000"}, "#ff0000"),
        ({"type": "something_new", "text": "nytt"}, "nytt"),
        ({"type": "link", "url": "javascript:alert(1)", "text": "trykk"}, "trykk"),
        ({"type": "link", "url": "file:///etc/passwd"}, "file:///etc/passwd"),
        ({"type": "link", "url": "https://a.example/" + "x" * 3000, "text": "lang"}, "lang"),
    ],
)
def test_what_would_call_or_harm_becomes_plain_text(element: dict[str, Any], shown: str) -> None:
    assert cleaned(element) == [text(shown)]


@pytest.mark.parametrize("url", ["https://uni.example/a?b=c", "http://uni.example", "mailto:kari@uni.example"])
def test_harmless_links_stay_links(url: str) -> None:
    link = {"type": "link", "url": url, "text": "her", "style": {"bold": True}}

    assert cleaned(link | {"unsafe": True}) == [link]


def test_styles_and_emoji_stay() -> None:
    assert cleaned(
        text("a", bold=True, italic=True, strike=True, code=True),
        text("b", bold=False, client_highlight=True),
        {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc", "skin_tone": 3},
        {"type": "emoji", "name": "<!channel>"},
    ) == [
        text("a", bold=True, italic=True, strike=True, code=True),
        text("b"),
        {"type": "emoji", "name": "wave::skin-tone-3", "unicode": "1f44b-1f3fc"},
        text(":<!channel>:"),
    ]


def test_lists_quotations_and_code_stay() -> None:
    parts: list[dict[str, Any]] = [
        {"type": "rich_text_quote", "elements": [text("sitat")]},
        {"type": "rich_text_preformatted", "elements": [text("kode")]},
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [section(text("en"))]},
        {"type": "rich_text_list", "style": "bullet", "elements": [section(text("to"))]},
    ]

    (block,) = clean(rich(*[part | {"border": 0} for part in parts]))

    assert block == {"type": "rich_text", "elements": parts}


def test_a_mention_hidden_in_a_list_or_in_code_calls_nobody_either() -> None:
    user = {"type": "user", "user_id": "U0KARI"}
    parts = [
        {"type": "rich_text_list", "style": "bullet", "elements": [section(user)]},
        {"type": "rich_text_quote", "elements": [user]},
        {"type": "rich_text_preformatted", "elements": [user]},
    ]

    assert of_type(clean(rich(*parts)), "user") == []


def test_unknown_blocks_are_kept_as_their_text() -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*hei*"}},
        {"type": "divider"},
    ]

    assert clean(blocks) == ({"type": "rich_text", "elements": [section(text("*hei*"))]},)


@pytest.mark.parametrize("blocks", [[], rich(), rich(section()), rich(section(text(""))), [{"type": "divider"}]])
def test_nothing_stays_nothing(blocks: list[dict[str, Any]]) -> None:
    assert clean(blocks) == ()


def test_the_plain_text_has_a_line_for_each_line_seen() -> None:
    def items(*texts: str, **more: Any) -> dict[str, Any]:
        return {"type": "rich_text_list", "elements": [section(text(each)) for each in texts], **more}

    blocks = rich(
        section(text("Hei "), {"type": "emoji", "name": "wave", "unicode": "1f44b"}, text("\n")),
        items("en", "to", style="ordered"),
        items("under", style="bullet", indent=1),
        items("tre", style="ordered", offset=2),
        {"type": "rich_text_quote", "elements": [text("sitat\nvidere")]},
        section({"type": "link", "url": "https://uni.example"}),
    )

    assert plain(clean(blocks)) == ("Hei 👋\n1. en\n2. to\n    • under\n3. tre\n> sitat\n> videre\nhttps://uni.example")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("<!channel> <!here|here> <!everyone>", "@alle @alle @alle"),
        ("<@U0KARI> og <@U0GONE>", "@Kari Nordmann og @ukjent"),
        ("<#C1|eksamen> <#C2>", "#eksamen #kanal"),
        ("<!subteam^S1|@gruppa>", "@gruppa"),
        ("<https://uni.example/?a=1&amp;b=2>", "https://uni.example/?a=1&b=2"),
        ("<javascript:alert(1)|trykk>", "trykk"),
        ("<!date^1588744800^{date} kl. {time}|5. mai &amp; 6.>", "5. mai & 6."),
        ("<!date^1588744800^{date}>", "2020-05-06 06:00 UTC"),
        ("<!date^1588744800^{date}^javascript:alert(1)|i mai>", "i mai"),
        ("<!date^|i mai> <!date^> <!date^^^|>", "i mai date^ date^^^"),
        ("", ""),
    ],
)
def test_text_without_blocks_is_unescaped_once_and_calls_nobody(raw: str, shown: str) -> None:
    assert plain(from_text(raw, NAMES)) == shown


def test_a_link_in_text_without_blocks_stays_a_link() -> None:
    (block,) = from_text("se <https://uni.example|her>")

    assert of_type(block, "link") == [{"type": "link", "url": "https://uni.example", "text": "her"}]


PARTS = [f"rich_text_{kind}" for kind in ("section", "list", "quote", "preformatted")]
ELEMENTS = ["text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "new"]
KINDS = st.sampled_from(["rich_text", "section", *PARTS, *ELEMENTS])
TEXTS = st.sampled_from(["", " ", "a", "1f44b", "110000", "<!channel>", "https://uni.example", "\n", "\u202e"])
ODD = st.none() | st.booleans() | st.integers(-3, 12) | TEXTS
KEYS = ["text", "url", "user_id", "name", "unicode", "indent", "offset", "fallback", "skin_tone", "style"]


def node(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": KINDS, "elements": st.lists(inside, max_size=3) | ODD}, optional=dict.fromkeys(KEYS, ODD | inside)
    )


NODES = node(st.recursive(ODD, node, max_leaves=20))


@settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(NODES, max_size=3))
def test_whatever_arrives_is_drawn_safely(blocks: list[dict[str, Any]]) -> None:
    made = clean(blocks, NAMES)

    for kind in ("user", "usergroup", "channel", "broadcast"):
        assert of_type(made, kind) == []
    assert check_blocks(list(made), "message") == []
    assert isinstance(plain(made), str)
    assert clean(made, NAMES) == made


def items(style: str, *said: str, indent: int = 0) -> dict[str, Any]:
    sections = [{"type": "rich_text_section", "elements": [{"type": "text", "text": one}]} for one in said]
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": sections}


def test_bullets_are_not_counted_as_numbers_and_those_inside_a_list_do_not_end_it() -> None:
    """See https://github.com/themashcodee/slack-blocks-to-jsx/pull/101 : one went on to 3, where Slack shows 1."""
    after = [items("bullet", "x", "y"), items("ordered", "a", "b")]
    anew = [items("ordered", "a"), items("bullet", "x"), items("ordered", "b")]
    inside = [items("ordered", "a"), items("bullet", "x", indent=1), items("ordered", "b")]

    assert plain(clean([{"type": "rich_text", "elements": after}])).splitlines() == ["• x", "• y", "1. a", "2. b"]
    assert plain(clean([{"type": "rich_text", "elements": anew}])).splitlines() == ["1. a", "• x", "1. b"]
    assert plain(clean([{"type": "rich_text", "elements": inside}])).splitlines() == ["1. a", "    • x", "2. b"]
