"""Blocks and fields drawn: labels tied to their fields, names on buttons, limits and choices."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import htpy as h

from sandbox.messages import Message
from sandbox.page.blocks import block
from sandbox.page.files import size
from sandbox.page.message import Desk, Talk, message
from sandbox.page.modal import stack
from sandbox.page.place import Place
from tests.sandbox.page.readers import KARI
from tests.sandbox.page.tiny_views import button, card, dialog, field, plain

DESK = Desk("Prøvebot", "U0BOT", (("from_message", "Gjør til deloppgave"),))


def drawn(shape: dict[str, Any], surface: str = "V1") -> str:
    return str(h.div[block(shape, Place(KARI, surface))])


def test_a_field_is_tied_to_its_label_hint_and_error() -> None:
    element = {"type": "plain_text_input", "max_length": 60, "initial_value": "<b>"}
    html = drawn(field("title", "Tittel", element, hint=plain("Kort og klar.")))
    assert '<label class="label" for="V1-title-input" id="V1-title-label">Tittel</label>' in html
    assert 'id="V1-title-input"' in html
    assert 'aria-describedby="V1-title-hint V1-title-error"' in html
    assert 'aria-required="true"' in html
    assert 'value="&lt;b&gt;"' in html
    assert 'data-max="60"' in html
    assert '<p class="error" id="V1-title-error" hidden></p>' in html


def test_an_optional_field_says_so_and_is_not_required() -> None:
    html = drawn(field("text", "Beskrivelse", {"type": "plain_text_input", "multiline": True}, optional=True))
    assert "(optional)" in html
    assert "aria-required" not in html
    assert "<textarea" in html


def test_a_field_reports_at_once_only_where_the_bot_asked_for_it() -> None:
    options = [{"text": plain("Ja"), "value": "ja"}]
    quiet = drawn(field("a", "A", {"type": "static_select", "options": options}))
    told = drawn(field("a", "A", {"type": "static_select", "options": options}, dispatch_action=True))
    assert "data-dispatch" not in quiet
    assert "data-dispatch" in told
    assert "data-dispatch" in drawn({"type": "actions", "block_id": "b", "elements": [button("Åpne", "open")]})


def test_a_select_shows_what_is_chosen_and_holds_what_can_be() -> None:
    options = [{"text": plain(name), "value": name} for name in ("Ja", "Nei")]
    html = drawn(field("a", "A", {"type": "static_select", "options": options, "initial_option": options[1]}))
    assert 'role="combobox"' in html
    assert 'data-value="Nei" data-shown="Nei"' in html
    assert html.count('class="option"') == 2


def test_checkboxes_stand_in_a_named_group() -> None:
    options = [{"text": plain("Vitnemål"), "value": "1", "description": plain("PDF")}]
    html = drawn(field("files", "Vedlegg", {"type": "checkboxes", "options": options, "initial_options": options}))
    assert '<legend class="label">Vedlegg</legend>' in html
    assert 'type="checkbox"' in html
    assert "checked" in html


def test_a_button_keeps_its_question_beside_it() -> None:
    ask = {
        "title": plain("Sikker?"),
        "text": plain("<i>"),
        "confirm": plain("Ja"),
        "deny": plain("Nei"),
        "style": "danger",
    }
    html = drawn({"type": "actions", "block_id": "b", "elements": [button("Løs", "solve", confirm=ask)]})
    assert '<template data-title="Sikker?" data-yes="Ja" data-no="Nei" data-danger>&lt;i&gt;</template>' in html


def test_a_link_button_opens_safe_addresses_only() -> None:
    html = drawn({"type": "actions", "block_id": "b", "elements": [button("X", "x", url="javascript:alert(1)")]})
    assert "javascript" not in html
    assert "data-url" in drawn({"type": "actions", "block_id": "b", "elements": [button("X", "x", url="https://x.no")]})


def test_a_picture_from_elsewhere_is_words_and_never_fetched() -> None:
    html = drawn({"type": "image", "block_id": "i", "image_url": "https://x.no/a.png", "alt_text": "Et kart"})
    assert "x.no" not in html
    assert 'aria-label="Et kart"' in html


def test_an_unknown_block_is_shown_as_such() -> None:
    assert "The block “hologram” is not drawn" in drawn({"type": "hologram"})


def test_a_table_has_headings_and_a_caption() -> None:
    rows = [[{"type": "raw_text", "text": "Navn"}], [{"type": "action_cell", "element": button("Åpne", "o")}]]
    html = drawn({"type": "data_table", "block_id": "t", "caption": "Deloppgaver", "rows": rows})
    assert "<caption" in html
    assert 'scope="col"><button class="sort" type="button" data-do="sort">Navn' in html
    assert "Åpne</button>" in html


def test_a_plain_table_keeps_its_settings_and_numbers_stand_to_the_right() -> None:
    rows = [[{"type": "raw_text", "text": one} for one in row] for row in (("Navn", "Frist"), ("A", "1. des."))]
    html = drawn({"type": "table", "block_id": "t", "rows": rows, "column_settings": [None, {"align": "right"}]})
    assert '<th class="right" scope="col">Frist</th>' in html
    assert '<td class="right">1. des.</td>' in html
    ten = {"type": "raw_number", "text": "10", "value": 10}
    numbers = [[{"type": "raw_text", "text": "Emne"}, {"type": "raw_text", "text": "Poeng"}], [ten, ten]]
    html = drawn({"type": "data_table", "block_id": "t", "caption": "Poeng", "rows": numbers})
    assert '<th class="right" scope="col">' in html
    assert '<th class="right" scope="row" data-value="10">10</th>' in html  # the first, where none is named
    assert '<td class="right" data-value="10">10</td>' in html


def test_a_data_table_shows_one_page_and_says_how_many_there_are() -> None:
    rows = [[{"type": "raw_text", "text": str(n)}] for n in range(12)]
    html = drawn({"type": "data_table", "block_id": "t", "caption": "Tall", "rows": rows, "page_size": 4})
    assert html.count("<tr hidden>") == 7
    assert "Page 1 of 3" in html
    short = drawn({"type": "data_table", "block_id": "t", "caption": "Tall", "rows": rows[:3]})
    assert "Side" not in short


def test_a_card_is_named_by_its_heading_and_offers_its_menu() -> None:
    shown = Message("D1", "1795420800.000100", "U0BOT", "Vurder klage", card("Vurder klage"), bot_id="B1")
    html = str(message(shown, KARI, DESK, Talk(2, 1, "1795424400.000100")))
    assert 'aria-label="Prøvebot: Vurder klage"' in html
    assert 'data-surface="message-1795420800.000100"' in html
    assert '2 replies<span class="new">1 new</span>' in html
    assert "Last reply 10:00 AM" in html
    assert "Gjør til deloppgave" in html
    assert "Rediger" not in html


def test_the_same_message_in_its_thread_has_other_ids() -> None:
    shown = Message("D1", "1795420800.000100", "U0BOT", "x", card("x"), bot_id="B1")
    inside = str(message(shown, KARI, DESK, None))
    assert "<time>9:00 AM</time>" in inside
    assert 'data-surface="reply-1795420800.000100"' in inside
    assert "message-1795420800" not in inside


def test_what_was_said_on_another_day_tells_which_where_no_line_between_days_does() -> None:
    shown = Message("D1", "1795420800.000100", "U0BOT", "x", card("x"), bot_id="B1")
    for days, words in ((1, "yesterday at 9:00 AM"), (10, "Nov 23 at 9:00 AM"), (60, "Nov 23, 2026 at 9:00 AM")):
        later = replace(KARI, now=KARI.now + timedelta(days=days))
        assert f"<time>{words}</time>" in str(message(shown, later, DESK, None))
        assert f"Last reply {words}" in str(message(shown, later, DESK, Talk(1, 0, shown.ts)))


def test_an_ephemeral_answer_says_who_sees_it_and_has_no_menu() -> None:
    html = str(message(Message("D1", "1795420800.000100", "U0BOT", "Hei", ephemeral=True), KARI, DESK, Talk()))
    assert "Only visible to you" in html
    assert 'role="menu"' not in html


def test_a_deleted_message_leaves_its_place() -> None:
    html = str(message(Message("D1", "1795420800.000100", "U0KARI", "hemmelig", deleted=True), KARI, DESK, Talk()))
    assert "This message was deleted." in html
    assert "hemmelig" not in html


def test_ones_own_message_can_be_edited_from_its_source() -> None:
    shown = Message("D1", "1795420800.000100", "U0KARI", "a &lt;b&gt;", edited={"user": "U0KARI", "ts": "1"})
    html = str(message(shown, KARI, DESK, Talk()))
    assert 'data-source="a &lt;b&gt;"' in html
    assert "(edited)" in html
    assert "Delete message" in html


def test_a_modal_is_a_dialog_whose_shell_never_changes() -> None:
    view = dialog() | {"id": "V1"}
    parts = stack([view], KARI)
    again = stack([view | {"title": plain("Noe annet"), "blocks": []}], KARI)
    assert parts["stack"] == again["stack"]
    assert parts["head-V1"] != again["head-V1"]
    assert [one.key for one in parts["body-V1"]][:3] == ["title", "due", "assignee"]
    assert ">Opprett</button>" in parts["foot-V1"][0].html


def test_sizes_read_as_people_write_them() -> None:
    amounts = (840, 12_300, 3_000_000)
    assert [size(n) for n in amounts] == ["840 bytes", "12.3 kB", "3 MB"]
