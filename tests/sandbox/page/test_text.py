"""Text drawn: what becomes markup, what stays text, and how dates read for each person."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import htpy as h
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.dates import ago, written
from sandbox.page.markdown import markdown
from sandbox.page.reader import Reader
from sandbox.page.rich import rich_text
from sandbox.page.text import mrkdwn, text_object

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KARI = Reader("U0KARI", "en-US", "Europe/Oslo", NOW, {"U0OLA": "Ola Hansen"})
ANN = Reader("U0ANN", "en-US", "America/New_York", NOW)
HARMLESS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "a", "span", "time", "div"}
DUE = int(datetime(2026, 12, 18, 23, 30, tzinfo=UTC).timestamp())


def drawn(text: str, reader: Reader = KARI) -> str:
    return str(h.p[mrkdwn(text, reader)])[3:-4]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("*fet* og _kursiv_ og ~strøket~", "<strong>fet</strong> og <em>kursiv</em> og <s>strøket</s>"),
        ("2*3*4 og snake_case_navn", "2*3*4 og snake_case_navn"),
        ("* ikke fet *", "* ikke fet *"),
        ("*_begge_*", "<strong><em>begge</em></strong>"),
        ("`*kode* &lt;`", "<code>*kode* &lt;</code>"),
        ("```a\n*b*```", '<pre class="code">a\n*b*</pre>'),
        ("en\nto", "en<br>to"),
        ("før\n&gt; sitat\n&gt; mer\netter", "før<blockquote>sitat<br>mer</blockquote>etter"),
        ("hei <@U0OLA>", 'hei <span class="mention">@Ola Hansen</span>'),
        ("<!channel>", '<span class="mention">@channel</span>'),
        (":tada: :finnes_ikke:", "🎉 :finnes_ikke:"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
    ],
)
def test_mrkdwn_reads_as_in_slack(typed: str, expected: str) -> None:
    assert drawn(typed) == expected


def test_links_open_in_a_new_tab_and_only_safe_ones_are_links() -> None:
    assert drawn("<https://uni.example/?a=1&amp;b=2|siden>") == (
        '<a href="https://uni.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">siden</a>'
    )
    assert drawn("<javascript:alert(1)|trykk>") == "trykk"
    assert drawn("<mailto:a@b.no>").endswith(">a@b.no</a>")
    assert 'href="https://x.no"' in drawn("se https://x.no.")
    assert "<a" not in str(h.p[text_object({"type": "mrkdwn", "text": "https://x.no", "verbatim": True}, KARI)])


def test_plain_text_parses_nothing() -> None:
    assert str(h.p[text_object({"type": "plain_text", "text": "*a* <b> <@U0OLA>"}, KARI)]) == (
        "<p>*a* &lt;b&gt; &lt;@U0OLA&gt;</p>"
    )


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


PIECES = st.sampled_from(
    ["<", ">", "&lt;", "&gt;", "&amp;", "*", "_", "~", "`", "```", "\n", "|", "javascript:", "https://", "!date^1^",
     "@", '"', "'", "script", "img src=x onerror=alert(1)", " ", "a", "{date}", "^", "data:text/html,", "&#60;"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_text_ever_becomes_markup_of_its_own(text: str) -> None:
    tags = Tags()
    tags.feed(str(h.div[mrkdwn(text, KARI), markdown(text), text_object({"type": "plain_text", "text": text}, KARI)]))
    for name, attributes in tags.seen:
        assert name in HARMLESS | {"h4", "ul", "ol", "li"}
        assert not [attribute for attribute in attributes if attribute.startswith("on") or attribute == "style"]
        assert re.match(r"(https?://|mailto:)", attributes.get("href") or "https://")


@pytest.mark.parametrize(
    ("pattern", "in_oslo", "in_new_york"),
    [
        ("{date}", "December 19, 2026", "December 18, 2026"),
        ("{date_num}", "2026-12-19", "2026-12-18"),
        ("{date_short}", "Dec 19, 2026", "Dec 18, 2026"),
        ("{date_long}, {time}", "Saturday, December 19, 2026, 12:30 AM", "Friday, December 18, 2026, 6:30 PM"),
        ("{ukjent} {date_num}", "{ukjent} 2026-12-19", "{ukjent} 2026-12-18"),
    ],
)
def test_a_date_reads_in_english_and_in_each_persons_zone(pattern: str, in_oslo: str, in_new_york: str) -> None:
    assert written(DUE, pattern, KARI) == in_oslo
    assert written(DUE, pattern, ANN) == in_new_york


def test_near_days_are_words_by_the_readers_own_midnight() -> None:
    late = int(datetime(2026, 11, 23, 23, 30, tzinfo=UTC).timestamp())
    assert written(late, "{date_pretty}", KARI) == "tomorrow"
    assert written(late, "{date_short_pretty}", ANN) == "today"
    assert drawn(f"<!date^{late}^{{date_pretty}} {{time}}|reserve>") == "<time>tomorrow 12:30 AM</time>"


def test_how_long_ago_counts_in_whole_units() -> None:
    assert ago(NOW - timedelta(hours=3), KARI) == "3 hours ago"
    assert ago(NOW + timedelta(days=1), KARI) == "in 1 day"


def test_rich_text_draws_styles_lists_and_people() -> None:
    text = {"type": "text", "text": "a <b>\n*c*", "style": {"bold": True, "italic": True}}
    section = {"type": "rich_text_section", "elements": [text, {"type": "user", "user_id": "U0OLA"}]}
    item = {"type": "rich_text_section", "elements": [{"type": "link", "url": "javascript:x", "text": "lenke"}]}
    listed = {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [item]}
    assert str(h.div[rich_text({"type": "rich_text", "elements": [section, listed]}, KARI)]) == (
        '<div><div class="rich"><em><strong>a &lt;b&gt;<br>*c*</strong></em><span class="mention">@Ola Hansen</span>'
        '</div><ol class="rich-list indent-0" start="3"><li>lenke</li></ol></div>'
    )


def test_markdown_draws_what_bots_write() -> None:
    assert str(h.div[markdown("# Hei\n- *en*\n- **to**\n\n[x](https://x.no) [y](javascript:1)")]) == (
        '<div><h4>Hei</h4><ul class="rich-list"><li><em>en</em></li><li><strong>to</strong></li></ul>'
        '<p><a href="https://x.no" target="_blank" rel="noopener noreferrer">x</a> y</p></div>'
    )
