"""Hands and eyes: people find things by what is written on them, and can do no more than a client lets them."""

import re
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Json, NotPossible, Person, Workspace
from tests.sandbox.tiny_bot import MANIFEST, button, field, modal, option, plain, text_field

CONFIRM = {"title": plain("Sikker?"), "text": plain("t"), "confirm": plain("Ja"), "deny": plain("Nei")}


def row(title: str, *buttons: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*{title}*"}},
        {"type": "context", "elements": [plain("Frist 1. desember")]},
        {"type": "actions", "elements": list(buttons)},
    ]


@pytest.fixture
def pressed(app: AsyncApp) -> list[Any]:
    """A bot that acknowledges every action and keeps what it was told."""
    kept: list[Any] = []

    @app.action({"type": "block_actions", "action_id": re.compile(".*")})
    async def take(ack: Any, action: Any, body: Any) -> None:
        kept.append((action, body))
        await ack()

    @app.event("message")
    async def ignore() -> None:
        pass

    return kept


async def home(client: AsyncWebClient, *blocks: dict[str, Any]) -> None:
    await client.views_publish(user_id="U0KARI", view={"type": "home", "blocks": list(blocks)})


async def form(ws: Workspace, client: AsyncWebClient, *blocks: dict[str, Any]) -> None:
    await client.views_open(trigger_id=ws.triggers.issue("U0KARI"), view=modal(*blocks))


async def test_one_of_several_like_buttons_is_picked_by_what_stands_near_it(
    client: AsyncWebClient, kari: Person, pressed: list[Any]
) -> None:
    accessory = {"type": "section", "text": plain("Tredje sak"), "accessory": button("Åpne", "a", value="3")}
    await home(
        client,
        *row("Første sak", button("Åpne", "a", value="1")),
        *row("Andre sak", button("Åpne", "a", value="2")),
        accessory,
    )
    with pytest.raises(NotPossible, match="3 buttons 'Åpne'"):
        await kari.click("Åpne", at="home")
    for near in ("Andre sak", "Tredje sak", "Første sak"):
        await kari.click("Åpne", at="home", near=near)
    assert [action["value"] for action, _ in pressed] == ["2", "3", "1"]
    with pytest.raises(NotPossible, match="there are"):
        await kari.click("Slett", at="home")


async def test_an_open_modal_is_what_the_hands_reach(
    ws: Workspace, client: AsyncWebClient, kari: Person, pressed: list[Any]
) -> None:
    await home(client, *row("Sak", button("Her", "home")))
    await form(ws, client, *row("Skjema", button("Her", "modal")))
    await kari.click("Her")
    assert [action["action_id"] for action, _ in pressed] == ["modal"]


async def test_a_confirm_dialog_can_be_declined(client: AsyncWebClient, kari: Person, pressed: list[Any]) -> None:
    await home(client, *row("Sak", button("Slett", "delete", confirm=CONFIRM)))
    await kari.click("Slett", confirmed=False)
    assert pressed == []
    await kari.click("Slett")
    assert len(pressed) == 1


async def test_an_overflow_menu_entry_is_clicked_by_its_words(
    client: AsyncWebClient, kari: Person, pressed: list[Any]
) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("Endre", "edit"), option("Slett", "del")]}
    await home(client, *row("Sak", menu))
    await kari.click("Slett")
    assert pressed[0][0]["selected_option"]["value"] == "del"


async def test_fields_are_filled_chosen_and_ticked_by_label(
    ws: Workspace, client: AsyncWebClient, kari: Person, ola: Person
) -> None:
    options = [option("Vitnemål", "1"), option("Emneliste", "2")]
    await form(
        ws,
        client,
        text_field(),
        field("date", "Frist", {"type": "datepicker"}),
        field("time", "Tid", {"type": "timepicker"}),
        field("who", "Hvem", {"type": "users_select"}),
        field("one", "Én", {"type": "static_select", "options": options}),
        field("many", "Flere", {"type": "multi_static_select", "options": options, "max_selected_items": 1}),
        field("boxes", "Vedlegg", {"type": "checkboxes", "options": options}),
        field("rich", "Rik", {"type": "rich_text_input"}),
    )
    await kari.fill("Tittel", "T")
    await kari.fill("Frist", "2026-12-01")
    await kari.fill("Tid", "08:30")
    await kari.choose("Hvem", "Ola Hansen")
    await kari.choose("Én", "Emneliste")
    await kari.choose("Flere", "Vitnemål")
    await kari.tick("Vedlegg", "Vitnemål", "Emneliste")
    await kari.untick("Vedlegg", "Vitnemål")
    await kari.fill("Rik", "tekst")
    values = {label: kari.value_of(label) for label in ("Tittel", "Frist", "Tid", "Hvem", "Én", "Flere", "Vedlegg")}
    assert values == {
        "Tittel": "T",
        "Frist": "2026-12-01",
        "Tid": "08:30",
        "Hvem": "U0OLA",
        "Én": "Emneliste",
        "Flere": ["Vitnemål"],
        "Vedlegg": ["Emneliste"],
    }
    with pytest.raises(NotPossible, match="at most 1"):
        await kari.choose("Flere", "Emneliste")
    with pytest.raises(NotPossible):
        await kari.fill("Frist", "1.12.2026")
    with pytest.raises(NotPossible, match="0 options"):
        await kari.choose("Én", "Noe annet")
    with pytest.raises(NotPossible, match="0 fields"):
        await kari.fill("Beskrivelse", "x")
    with pytest.raises(NotPossible):
        await kari.press(kari.modals[0]["id"], "who", "who", "U0NOBODY")


async def test_filling_sends_nothing_unless_the_field_asks_for_it(
    ws: Workspace, client: AsyncWebClient, kari: Person, pressed: list[Any]
) -> None:
    await form(ws, client, text_field("a", "A"), text_field("b", "B") | {"dispatch_action": True})
    await kari.fill("A", "1")
    assert pressed == []
    await kari.fill("B", "2")
    action, body = pressed[0]
    assert (action["type"], action["value"]) == ("plain_text_input", "2")
    assert body["view"]["state"]["values"]["a"]["a"]["value"] == "1"


async def test_what_is_chosen_in_a_message_stays_there_and_goes_along(
    ws: Workspace, client: AsyncWebClient, kari: Person, pressed: list[Any]
) -> None:
    select = {"type": "static_select", "action_id": "s", "options": [option("En", "1")], "placeholder": plain("Velg")}
    blocks = [{"type": "actions", "block_id": "b", "elements": [select, button("Lagre", "save")]}]
    await client.chat_postMessage(channel="U0KARI", text="x", blocks=blocks)
    card = kari.messages[0]
    await kari.choose("Velg", "En", at=card)
    await kari.click("Lagre", at=card)
    assert pressed[1][1]["state"]["values"]["b"]["s"]["selected_option"]["value"] == "1"


async def test_a_late_click_on_an_old_card_reaches_the_bot_with_the_present_message(
    ws: Workspace, client: AsyncWebClient, kari: Person, pressed: list[Any]
) -> None:
    posted = await client.chat_postMessage(channel="U0KARI", text="x", blocks=row("Sak", button("Løs", "solve")))
    old = kari.card("Sak")
    await client.chat_update(
        channel=posted["channel"], ts=posted["ts"], text="løst", blocks=row("Løst", button("X", "x"))
    )
    await kari.click("Løs", at=old)
    assert pressed[0][1]["message"]["text"] == "løst"
    await client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    with pytest.raises(NotPossible, match="gone"):
        await kari.click("Løs", at=old)


async def test_everything_readable_is_read_in_order(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "user", "user_id": "U0OLA"}, {"type": "text", "text": " sier <hei>"}],
            }
        ],
    }
    text = "*Sak* &lt;1&gt; <@U0OLA> <https://x.example|lenke> <!date^1700000000^{date}|14. november>"
    blocks: list[Json] = [
        {"type": "header", "text": plain("Overskrift")},
        {"type": "section", "text": {"type": "mrkdwn", "text": text}, "accessory": button("Åpne", "a", value="skjult")},
        rich,
    ]
    await client.chat_postMessage(channel="U0KARI", text="kort", blocks=blocks)
    assert kari.text_of(kari.messages[0]).splitlines() == [
        "Overskrift",
        "*Sak* <1> @Ola Hansen lenke 14. november",
        "Åpne",
        "@Ola Hansen sier <hei>",
    ]
    await form(ws, client, text_field())
    assert kari.text_of(kari.modals[0]["id"]).splitlines() == ["Skjema", "Tittel", "Lagre"]


async def test_a_card_is_found_by_a_whole_line_before_a_part_of_one(client: AsyncWebClient, kari: Person) -> None:
    await client.chat_postMessage(channel="U0KARI", text="x", blocks=row("Vurder emnet", button("a", "a")))
    await client.chat_postMessage(channel="U0KARI", text="Påminnelse: Vurder emnet snart")
    assert kari.card("Vurder emnet") == kari.messages[0]
    assert kari.card("Påminnelse") == kari.messages[1]
    with pytest.raises(NotPossible, match="0 messages show"):
        kari.card("Noe annet")


async def test_short_queries_do_not_ask_the_bot(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    await form(ws, client, field("who", "Hvem", {"type": "external_select"}))
    assert await kari.suggest(kari.modals[0]["id"], "who", "who", "Ol") == []
    assert ws.requests == []


async def test_a_broken_list_of_suggestions_shows_nothing_and_is_refused(
    ws: Workspace, client: AsyncWebClient, app: AsyncApp, kari: Person
) -> None:
    @app.options("who")
    async def who(ack: Any) -> None:
        await ack(options=[option("a", str(number)) for number in range(101)])

    await form(ws, client, field("who", "Hvem", {"type": "external_select", "min_query_length": 0}))
    with ws.expect_refusal("invalid_options"):
        assert await kari.suggest(kari.modals[0]["id"], "who", "who", "") == []


async def test_what_is_not_there_cannot_be_used(ws: Workspace, kari: Person, server: Any) -> None:
    with pytest.raises(NotPossible, match="not a valid command"):
        await kari.command("/finnes-ikke")
    with pytest.raises(NotPossible, match="no global shortcut"):
        await kari.shortcut("pass_on")
    with pytest.raises(NotPossible, match="no modal open"):
        await kari.send()
    with pytest.raises(NotPossible, match="no Home"):
        await kari.click("x", at="home")


async def test_a_read_only_messages_tab_has_no_field_to_write_in() -> None:
    features = MANIFEST["features"] | {
        "app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    }
    ws = Workspace(MANIFEST | {"features": features})
    kari = ws.add_person("U0KARI", name="Kari")
    with pytest.raises(NotPossible, match="no field to write in"):
        await kari.say("hei")
