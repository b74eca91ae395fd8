"""Whatever way text comes in, it is kept in one form, shows what it says, and is found again."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

import pytest
import sqlalchemy as sa
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.bolt_app import make_bolt_app
from domain import letters
from handlers import asking, dispatch
from handlers.dispatch import Listeners
from handlers.listeners import all_listeners
from handlers.request import Request
from handlers.said.events import hear
from handlers.services import Services
from store import tables
from tests.beside import take_in
from tests.handlers.subtask_dialog import fill, offers
from tests.handlers.uploads import add, handed_in
from tests.institution import CASE
from tests.world import World

ROOT = Path(__file__).parent.parent
BJORN = (
    "people: [{email: bjorn.ase@uni.example, name: Bjørn Åse, slack_id: U0STRANGER, "
    "roles: [{place: '184.12.1', role: saksbehandler}]}]"
)
DIRT = "\u202eA\u030a\u00ad \u200bx\r\n\ufeff"
CLEAN = "Å x\n"


# ---- letters that look alike (real-world, part 6) --------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["Åse", "A\u030ase", "bjørn å", "ase", "BJØRN AASE", "bjorn.ase@"])
async def test_a_name_from_a_macs_export_is_found_by_who_types_it(
    world: World, form: Literal["NFC", "NFD"], typed: str
) -> None:
    await take_in(world, normalize(form, BJORN))
    await world.quiet()
    await world.open_dialog(world.kari)
    assert [one["text"]["text"] for one in await offers(world.kari, typed)] == ["Bjørn Åse"]
    await world.ingrid.command("/sak", CASE)
    await world.ws.until(lambda: world.ingrid.modals)
    await world.ingrid.click("Omfordel sak")
    await world.ws.until(lambda: len(world.ingrid.modals) == 2)
    found = await world.ingrid.suggest(world.ingrid.modals[-1]["id"], "owner", "owner.pick", typed)
    assert [one["text"]["text"] for one in found] == ["Bjørn Åse"]


async def test_a_new_name_is_found_and_the_old_one_not_any_more(world: World) -> None:
    await take_in(world, BJORN)
    await take_in(world, BJORN.replace("Bjørn Åse", "Bjørn Ærlig"))
    await world.quiet()
    await world.open_dialog(world.kari)
    assert [one["text"]["text"] for one in await offers(world.kari, "ÆRLIG")] == ["Bjørn Ærlig"]
    with world.database.read() as connection:
        searched = connection.execute(sa.select(tables.people.c.searched)).scalars().all()
    assert any("ærlig" in one for one in searched)
    assert not any("åse\n" in one or one.endswith("åse") for one in searched)


async def test_a_case_is_found_by_its_title_and_by_its_number_in_any_way_of_writing_it(world: World) -> None:
    with world.database.begin() as connection:
        there = connection.execute(sa.select(tables.cases)).mappings().one()
        values = {**there, "id": "2026-9", "title": "Innpassing av norrøn – årsstudium"}
        values.pop("searched")
        connection.execute(tables.cases.insert().values(values))
    await world.kari.shortcut("create_subtask")
    await world.ws.until(lambda: world.kari.modals)
    for typed in ("NORRØN", "norron", "a\u030arsstudium", "2026–9", "«2026-9»", "#2026‑9"):
        found = await world.kari.suggest(world.kari.modals[-1]["id"], "case", "case.pick", typed)
        assert [one["value"] for one in found] == ["2026-9"], typed
    assert await world.kari.suggest(world.kari.modals[-1]["id"], "case", "case.pick", "årsstudium bachelor") == []


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "–", "—", "−", " – "])
@pytest.mark.parametrize("round_it", ["{}", "«{}»", '"{}"', "“{}”", "#{}", " # {} ", "‘{}’", "`{}`", "\u200e{}\u200b"])
async def test_a_case_number_is_known_however_it_is_written(world: World, dash: str, round_it: str) -> None:
    written = round_it.format(CASE.replace("-", dash))
    kari = world.kari
    await kari.command("/sak", written)
    await world.ws.until(lambda: kari.modals)
    assert "Ada Søker" in kari.text_of(kari.modals[-1]["id"])
    await world.ingrid.command("/deloppgave", f"ny {written}")
    await world.ws.until(lambda: world.ingrid.modals)
    assert json.loads(world.ingrid.modals[-1]["private_metadata"])["case"] == CASE


# ---- nothing that pretends or shows nothing --------------------------------------------------------


@pytest.mark.parametrize("nothing", ["\u200b\u00ad", "\u3164", "\u2800\u2800", "\u202e\u2066", "\ufe0f"])
async def test_a_title_that_shows_nothing_is_refused_at_its_field(world: World, nothing: str) -> None:
    await world.open_dialog(world.kari)
    await fill(world.kari, Tittel=nothing, Beskrivelse=nothing)
    await world.kari.send()
    said = {"Tittel": "Skriv en tittel.", "Beskrivelse": "Skriv hva som skal gjøres."}
    assert world.kari.errors == said


async def test_a_file_shows_what_it_is(world: World) -> None:
    await add(world, ("vitnemål\u202efdp.exe", b"MZ"), ("A\u030arsplan.pdf", b"%PDF"), ("Årsplan.pdf", b"%PDF 2"))
    assert [row.name for row in handed_in(world)] == ["vitnemålfdp.exe", "Årsplan.pdf", "Årsplan (2).pdf"]
    assert "vitnemålfdp.exe" in world.kari.text_of("home")


async def test_what_is_written_in_a_thread_comes_out_in_the_one_form(world: World) -> None:
    await world.create()
    card = await world.card(world.aisha)
    await world.aisha.say("Se pa\u030a \u202eHIS1100\u200b 👩‍⚕️", thread_ts=card.ts)
    await world.quiet()
    with world.database.read() as connection:
        texts = connection.execute(sa.select(tables.message_versions.c.text)).scalars().all()
    assert texts == ["Se på HIS1100 👩‍⚕️"]


# ---- every way in ----------------------------------------------------------------------------------

BODIES: dict[str, Any] = {
    "command": lambda name: {"command": name, "user_id": "U0KARI", "text": DIRT},
    "event": lambda name: {
        "event_id": f"Ev{name}",
        "event": {"type": name, "user": {"id": "U0KARI"} if name == "user_change" else "U0KARI", "text": DIRT},
    },
    "block_actions": lambda name: {"actions": [{"action_id": name, "value": DIRT}]},
    "block_suggestion": lambda name: {"action_id": name, "value": DIRT},
    "view_submission": lambda name: {
        "view": {"type": "modal", "callback_id": name, "id": "V1", "state": {"values": {"b": {"a": {"value": DIRT}}}}}
    },
    "shortcut": lambda name: {"callback_id": name, "text": DIRT},
    "message_action": lambda name: {"callback_id": name, "message": {"text": DIRT, "blocks": [{"text": DIRT}]}},
}
# How a listener for each kind is registered.
WORDS = {"event": "event", "command": "command", "block_actions": "action", "block_suggestion": "options",
         "view_submission": "view", "shortcut": "shortcut", "message_action": "shortcut"}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(WORDS))
async def test_no_listener_sees_text_in_another_form(world: World, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    seen: dict[str, Request] = {}
    listeners, app = Listeners(), make_bolt_app("xoxb-1")
    word = WORDS[kind]
    names = all_listeners().names("shortcut" if kind == "message_action" else kind)
    for name in names:
        getattr(listeners, word)(name)(keeper(name, seen))
    dispatch.register(app, listeners, world.bot.services)
    monkeypatch.setattr(world.bot, "_app", app)
    for name in names:
        body = {
            "type": "event_callback" if kind == "event" else kind,
            "user": {"id": "U0KARI", "name": DIRT},
            **BODIES[kind](name),
        }
        assert (await world.bot.dispatch(body)).status == 200
    assert seen.keys() == names
    for request in seen.values():
        assert letters.clean_all(request.body) == request.body
        assert CLEAN in str(request.body).replace("\\n", "\n")


def keeper(name: str, seen: dict[str, Request]) -> Any:
    async def listener(ack: AsyncAck, request: Request, _: Services) -> None:
        seen[name] = request
        await ack()

    return listener


async def test_nor_does_slack_tell_a_name_in_another_form(world: World) -> None:
    world.ws.add_person("U0STUDADM", name="Stu\u202edia\u030a", email="s@x.example", tz="Europe/Oslo")
    services = world.bot.services
    assert await asking.names(services.executor, services.slack, ["U0STUDADM"]) == {"U0STUDADM": "Studiå"}


def test_nor_does_what_reads_an_event_that_was_kept() -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.1", "text": DIRT}
    heard = hear(event | {"files": [{"id": "F1", "name": DIRT}]}, {})
    assert heard is not None
    assert (heard.text, heard.files[0].name) == (CLEAN.strip("\n"), "Å x")


def test_no_search_leans_on_what_the_database_takes_for_letters() -> None:
    looked_through = sorted(set((ROOT / "store").rglob("*.py")) - {ROOT / "store" / "copying.py"})  # orders by bytes
    assert [f"{path.name}: {said}" for path in looked_through for said in leaning(path)] == []


def leaning(path: Path) -> list[str]:
    """The places where a file leaves case or order of letters to the database: in SQLAlchemy's words, or in SQL."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    called = [ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)]
    written = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    words = r"(?i)\bfunc\.(lower|upper|initcap)$|\.(ilike|not_ilike|icontains|istartswith|iendswith|collate)$"
    sql = r"\b(LOWER|UPPER|INITCAP|lower|upper|initcap)\(|\bI?LIKE\b|\bilike\b"
    return [one for one in called if re.search(words, one)] + [one for one in written if re.search(sql, one)]


def test_one_that_did_would_be_found(tmp_path: Path) -> None:
    file = tmp_path / "store.py"
    file.write_text('a = func.lower(x)\nb = people.c.name.icontains(y)\nc = text("SELECT lower(name)")\n', "utf-8")
    assert leaning(file) == ["func.lower", "people.c.name.icontains", "SELECT lower(name)"]


def test_only_one_function_reads_what_was_typed_into_a_form() -> None:
    readers = [
        path.name
        for path in (ROOT / "handlers").rglob("*.py")
        if re.search(r"""\bget\(["']values["']\)|\[["']values["']\]""", path.read_text("utf-8"))
    ]
    assert readers == ["forms.py"]
