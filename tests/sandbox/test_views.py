"""Modals and Homes: triggers, stacks, hashes, what stays in the fields, and what an answer may say."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotPossible, Person, SettableClock, Workspace
from tests.sandbox.tiny_bot import button, field, modal, option, text_field

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def trigger(ws: Workspace, person: Person) -> str:
    return ws.triggers.issue(person.id)


async def refused(code: str, ws: Workspace, call: Any) -> None:
    with ws.expect_refusal(code), pytest.raises(SlackApiError, match=code):
        await call


async def test_a_trigger_opens_one_view_within_three_seconds(
    ws: Workspace, client: AsyncWebClient, kari: Person, clock: SettableClock
) -> None:
    once = trigger(ws, kari)
    await client.views_open(trigger_id=once, view=modal(text_field()))
    await refused("exchanged_trigger_id", ws, client.views_open(trigger_id=once, view=modal(text_field())))
    late = trigger(ws, kari)
    clock.move(seconds=3.1)
    await refused("expired_trigger_id", ws, client.views_open(trigger_id=late, view=modal(text_field())))
    await refused("invalid_trigger_id", ws, client.views_open(trigger_id="x", view=modal(text_field())))


async def test_a_broken_view_does_not_use_the_trigger_up(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    once = trigger(ws, kari)
    await refused("invalid_arguments", ws, client.views_open(trigger_id=once, view={"type": "modal", "blocks": []}))
    await client.views_open(trigger_id=once, view=modal(text_field()))
    assert len(kari.modals) == 1


async def test_three_views_can_be_stacked_and_know_each_other(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    await client.views_open(trigger_id=trigger(ws, kari), view=modal(text_field()))
    root = kari.modals[0]["id"]
    for _ in range(2):
        await client.views_push(trigger_id=ws.triggers.issue(kari.id, root), view=modal(text_field()))
    await refused(
        "push_limit_reached",
        ws,
        client.views_push(trigger_id=ws.triggers.issue(kari.id, root), view=modal(text_field())),
    )
    assert [view["root_view_id"] for view in kari.modals] == [root] * 3
    assert [view["previous_view_id"] for view in kari.modals] == [None, root, kari.modals[1]["id"]]
    with pytest.raises(NotPossible):
        await kari.submit(root)


async def test_an_update_keeps_what_was_typed_and_changes_the_hash(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    before = modal(text_field(initial_value="først"), text_field("note", "Notat"))
    await client.views_open(trigger_id=trigger(ws, kari), view=before)
    old = kari.modals[0]
    await kari.fill("Notat", "mitt")
    after = modal(
        text_field(initial_value="nytt"), text_field("note", "Merknad"), text_field("more", "Mer", initial_value="m")
    )
    await client.views_update(view_id=old["id"], hash=old["hash"], view=after)
    assert (kari.value_of("Tittel"), kari.value_of("Merknad"), kari.value_of("Mer")) == ("først", "mitt", "m")
    assert kari.modals[0]["id"] == old["id"]
    await refused("hash_conflict", ws, client.views_update(view_id=old["id"], hash=old["hash"], view=after))
    await refused("not_found", ws, client.views_update(view_id="V1", view=after))


async def test_another_block_id_empties_the_field(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    await client.views_open(trigger_id=trigger(ws, kari), view=modal(text_field("a", "Tittel")))
    await kari.fill("Tittel", "skrevet")
    await client.views_update(view_id=kari.modals[0]["id"], view=modal(text_field("b", "Tittel")))
    assert kari.value_of("Tittel") is None


async def test_opening_a_modal_from_a_modal_works_only_by_chance(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    await client.views_open(trigger_id=trigger(ws, kari), view=modal(text_field()))
    with ws.expect_refusal("modal_over_modal"):
        await client.views_open(trigger_id=ws.triggers.issue(kari.id, kari.modals[0]["id"]), view=modal(text_field()))
    assert len(kari.modals) == 1


async def test_an_external_id_is_unique_among_open_views(
    ws: Workspace, client: AsyncWebClient, kari: Person, ola: Person
) -> None:
    view = modal(text_field(), external_id="x")
    await client.views_open(trigger_id=trigger(ws, kari), view=view)
    await refused("duplicate_external_id", ws, client.views_open(trigger_id=trigger(ws, ola), view=view))
    await client.views_update(external_id="x", view=view | {"callback_id": "other"})
    assert kari.modals[0]["callback_id"] == "other"


async def test_the_home_has_a_hash_too(ws: Workspace, client: AsyncWebClient, kari: Person) -> None:
    await client.views_publish(user_id=kari.id, view=HOME)
    assert kari.home is not None
    first = kari.home
    await client.views_publish(user_id=kari.id, view=HOME, hash=first["hash"])
    assert kari.home["id"] == first["id"]
    await refused("hash_conflict", ws, client.views_publish(user_id=kari.id, view=HOME, hash=first["hash"]))


@pytest.fixture
def submitted(ws: Workspace, app: AsyncApp) -> dict[str, Any]:
    """A bot whose answer to a submission the test sets; what was sent in is kept."""
    kept: dict[str, Any] = {"answer": {}}

    @app.view("form")
    async def save(ack: Any, view: Any) -> None:
        kept["values"] = view["state"]["values"]
        await ack(**kept["answer"])

    @app.view_closed("form")
    async def closed(ack: Any, body: Any) -> None:
        kept.setdefault("closed", []).append((body["view"]["id"], body["is_cleared"]))
        await ack()

    return kept


async def test_untouched_initial_values_are_sent_in(
    ws: Workspace, client: AsyncWebClient, kari: Person, submitted: dict[str, Any]
) -> None:
    options = [option("En", "1"), option("To", "2")]
    view = modal(
        text_field(initial_value="T"),
        field("date", "Frist", {"type": "datepicker", "initial_date": "2026-12-01"}),
        field("boxes", "Vedlegg", {"type": "checkboxes", "options": options, "initial_options": options[:1]}),
        field("radio", "Valg", {"type": "radio_buttons", "options": options}, optional=True),
        field("many", "Flere", {"type": "multi_users_select"}, optional=True),
        field("one", "Én", {"type": "static_select", "options": options, "initial_option": options[1]}),
    )
    await client.views_open(trigger_id=trigger(ws, kari), view=view)
    assert (await kari.send()).closed
    values = {name: next(iter(actions.values())) for name, actions in submitted["values"].items()}
    assert values["title"] == {"type": "plain_text_input", "value": "T"}
    assert values["date"] == {"type": "datepicker", "selected_date": "2026-12-01"}
    assert [one["value"] for one in values["boxes"]["selected_options"]] == ["1"]
    assert values["radio"] == {"type": "radio_buttons", "selected_option": None}
    assert values["many"] == {"type": "multi_users_select", "selected_users": []}
    assert values["one"]["selected_option"]["value"] == "2"


async def test_the_client_itself_asks_for_what_is_required_and_within_limits(
    ws: Workspace, client: AsyncWebClient, kari: Person, submitted: dict[str, Any]
) -> None:
    view = modal(
        text_field("a", "A", max_length=3),
        text_field("b", "B", min_length=3),
        field("n", "N", {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"}),
        field("e", "E", {"type": "email_text_input"}),
        text_field("r", "R"),
    )
    await client.views_open(trigger_id=trigger(ws, kari), view=view)
    for label, value in {"A": "abcd", "B": "ab", "N": "6", "E": "kari"}.items():
        await kari.fill(label, value)
    await kari.send()
    assert kari.errors == {
        "A": "Please enter no more than 3 characters.",
        "B": "Please enter at least 3 characters.",
        "N": "Please enter a number of at most 5.",
        "E": "Please enter a valid email address.",
        "R": "Please complete this required field.",
    }
    assert "values" not in submitted


async def test_an_empty_answer_closes_the_topmost_view_only(
    ws: Workspace, client: AsyncWebClient, kari: Person, submitted: dict[str, Any]
) -> None:
    await client.views_open(trigger_id=trigger(ws, kari), view=modal(text_field()))
    root = kari.modals[0]["id"]
    pushed = modal(text_field(initial_value="x"))
    await client.views_push(trigger_id=ws.triggers.issue(kari.id, root), view=pushed)
    await kari.send()
    assert [view["id"] for view in kari.modals] == [root]


async def test_an_answer_can_update_push_and_clear(
    ws: Workspace, client: AsyncWebClient, kari: Person, submitted: dict[str, Any]
) -> None:
    filled = modal(text_field(initial_value="x"))
    await client.views_open(trigger_id=trigger(ws, kari), view=filled)
    first = kari.modals[0]
    submitted["answer"] = {"response_action": "update", "view": filled | {"private_metadata": "2"}}
    assert not (await kari.send()).closed
    assert (kari.modals[0]["id"], kari.modals[0]["private_metadata"]) == (first["id"], "2")
    submitted["answer"] = {"response_action": "push", "view": filled}
    await kari.send()
    assert len(kari.modals) == 2
    submitted["answer"] = {"response_action": "clear"}
    assert (await kari.send()).closed
    assert kari.modals == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"note": "x"}}, "invalid_errors"),
        ({"response_action": "explode"}, "invalid_response_action"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
    ],
)
async def test_a_wrong_answer_to_a_submission_is_trouble_and_refused(
    ws: Workspace, client: AsyncWebClient, kari: Person, submitted: dict[str, Any], answer: Any, code: str
) -> None:
    note = {"type": "section", "block_id": "note", "text": {"type": "plain_text", "text": "n"}}
    await client.views_open(trigger_id=trigger(ws, kari), view=modal(text_field(initial_value="x"), note))
    submitted["answer"] = answer
    with ws.expect_refusal(code):
        assert (await kari.send()).trouble
    assert len(kari.modals) == 1


async def test_closing_is_told_to_an_app_that_asked_for_it(
    ws: Workspace, client: AsyncWebClient, kari: Person, submitted: dict[str, Any]
) -> None:
    await client.views_open(trigger_id=trigger(ws, kari), view=modal(text_field(), notify_on_close=True))
    root = kari.modals[0]["id"]
    await client.views_push(trigger_id=ws.triggers.issue(kari.id, root), view=modal(text_field(), notify_on_close=True))
    top = kari.modals[1]["id"]
    await kari.close(top)
    assert submitted["closed"] == [(top, False)]
    await kari.close(root, all=True)
    assert submitted["closed"] == [(top, False), (root, True)]


async def test_closing_tells_what_stands_in_the_view_but_nothing_of_its_input_blocks(
    ws: Workspace, client: AsyncWebClient, kari: Person, submitted: dict[str, Any]
) -> None:
    picker = {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"}
    view = modal(text_field(initial_value="T"), {"type": "actions", "block_id": "a", "elements": [picker]})
    await client.views_open(trigger_id=trigger(ws, kari), view=view | {"notify_on_close": True})
    await kari.close(kari.modals[0]["id"])
    told = ws.requests[-1].payload["view"]["state"]["values"]
    assert told == {"a": {"day": {"type": "datepicker", "selected_date": "2026-12-01"}}}


async def test_a_late_click_on_an_old_home_still_reaches_the_bot(
    ws: Workspace, client: AsyncWebClient, app: AsyncApp, kari: Person
) -> None:
    pressed = []

    @app.action("old")
    async def old(ack: Any) -> None:
        pressed.append("old")
        await ack()

    blocks = [{"type": "actions", "elements": [button("Gammel", "old")]}]
    await client.views_publish(user_id=kari.id, view=HOME | {"blocks": blocks})
    stale = kari.home
    assert stale is not None
    await client.views_publish(user_id=kari.id, view=HOME)
    with pytest.raises(NotPossible):
        await kari.click("Gammel", at="home")
    await kari.click("Gammel", at=stale)
    assert pressed == ["old"]


async def test_the_ledger_holds_every_text_of_home_modal_suggestion_and_error(
    ws: Workspace, client: AsyncWebClient, app: AsyncApp, kari: Person, submitted: dict[str, Any]
) -> None:
    @app.options("who")
    async def who(ack: Any) -> None:
        await ack(options=[option("Ola Hansen", "U0OLA")])

    section = {"type": "section", "block_id": "hidden id", "text": {"type": "mrkdwn", "text": "Sak &lt;1&gt;"}}
    await client.views_publish(user_id=kari.id, view=HOME | {"blocks": [section]})
    select = field("who", "Ansvarlig", {"type": "external_select", "min_query_length": 0})
    view = modal(text_field(initial_value="utkast"), select, private_metadata="secret")
    await client.views_open(trigger_id=trigger(ws, kari), view=view)
    await kari.choose("Ansvarlig", "Ola")
    submitted["answer"] = {"response_action": "errors", "errors": {"title": "For kort"}}
    await kari.send()
    assert {(shown.person_id, shown.surface, shown.text) for shown in ws.shown} == {
        ("U0KARI", "home", "Sak <1>"),
        ("U0KARI", "modal", "Skjema"),
        ("U0KARI", "modal", "Tittel"),
        ("U0KARI", "modal", "utkast"),
        ("U0KARI", "modal", "Ansvarlig"),
        ("U0KARI", "modal", "Lagre"),
        ("U0KARI", "suggestion", "Ola Hansen"),
        ("U0KARI", "error", "For kort"),
    }
