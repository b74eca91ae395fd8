"""A client that somebody else's program makes of the description goes with a case from its coming to the archive."""

from __future__ import annotations

import hashlib
import inspect
import io
import zipfile
from datetime import date
from pathlib import Path

import aiohttp
import pytest

from bot.commands import log
from cases import transaction
from cases.erasing import case as erasing
from cases.erasing.case import Why
from tests.api.callers import client, get, put
from tests.api.generated import Generated, generated
from tests.beside import context
from tests.bot.archive.drawing import draw_plainly
from tests.handlers.closing import ask_to_close
from tests.handlers.main_page import open_case
from tests.world import World, open_world

NUMBER = "2026/7"
PACKAGE = "/v1/cases/2026%2F7/package"
TITLE = "Innpassing fra Uppsala"


async def test_it_takes_a_case_in_and_its_conclusions_and_package_out(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_plainly(monkeypatch)
    async with client(world) as api:
        async with generated(api, tmp_path) as made:
            await hand_in(made)
            await work_on_it(world)
            await fetch(world, made)
        await say_no_clearly(world, api)
    await world.quiet()


async def test_the_description_says_what_clients_must_give_and_what_may_come_one_day(
    sqlite_url: str, tmp_path: Path
) -> None:
    """See https://github.com/OpenAPITools/openapi-generator/issues/19482 : a new field broke clients."""
    async with (
        open_world(sqlite_url, tmp_path, API_PORT="1", API_URL="https://saksbot.uni.example") as world,
        client(world) as api,
    ):
        _, told = await get(api, "/openapi.json")
        async with generated(api, tmp_path) as made:
            key = inspect.signature(made.part("api.cases.put_case").sync_detailed).parameters["idempotency_key"]
    assert key.default is inspect.Parameter.empty
    assert told["servers"] == [{"url": "https://saksbot.uni.example"}]
    answers = {name: one for name, one in told["components"]["schemas"].items() if one["type"] == "object"}
    assert {name for name, one in answers.items() if one.get("additionalProperties") is not True} == {"Applicant"}


async def hand_in(made: Generated) -> None:
    """A case and a file of it, each under a key of its own."""
    models = made.part("models")
    case = models.PutCaseCaseIn(
        title=TITLE,
        place="184.12.1",
        applicant=models.Applicant("Bo Søker", "bo@student.example"),
        applied_on=date(2026, 11, 2),
        owner="kari@uni.example",
        text="Jeg søker.",
    )
    answer = await made.ask("cases.put_case", NUMBER, body=case, idempotency_key="1")
    assert (answer.status_code, answer.parsed.result) == (201, "created")
    file = made.part("types").File(payload=io.BytesIO(b"%PDF vitnemal"))
    named = {"title": "Vitnemål", "idempotency_key": "2"}
    answer = await made.ask("attachments.put_attachment", NUMBER, "vitnemål.pdf", body=file, **named)
    assert (answer.status_code, answer.parsed.result) == (201, "created")
    told = (await made.ask("cases.get_case", NUMBER)).parsed
    assert (told.owner.name, [one.title for one in told.attachments]) == ("Kari Nordmann", ["Vitnemål"])
    refused = await made.ask("packages.get_package", NUMBER)
    assert (refused.status_code, refused.parsed.code) == (409, "too_late")


async def work_on_it(world: World) -> None:
    """Kari asks Aisha, who answers, and ends the case."""
    kari, aisha = world.kari, world.aisha
    await world.quiet()
    await open_case(world, kari, TITLE)
    await kari.click("Historikk", at="home")
    view = await world.ws.until(lambda: kari.modals and kari.modals[-1])
    assert "Saken ble importert. Det kom fra Fagsystem arkiv-fordeler-184.12." in kari.text_of(view["id"])
    assert "vedlegg: vitnemål.pdf). Det kom fra Fagsystem" in kari.text_of(view["id"])
    await kari.dismiss()
    await world.create(attachments=["Vitnemål"])
    await aisha.click("Åpne", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill("Konklusjon", "Emnene tilsvarer våre.")
    await aisha.click("Løs deloppgave")
    await world.quiet()
    await ask_to_close(world, kari)
    await kari.send()
    await world.settled()


async def fetch(world: World, made: Generated) -> None:
    """The conclusions, and the package, which is what it says it is, and is in the archive then."""
    (subtask,) = (await made.ask("cases.list_subtasks", NUMBER)).parsed.items
    assert (subtask.conclusion, subtask.solved_by.name) == ("Emnene tilsvarer våre.", "Aisha Rahman")
    none = await made.ask("packages.confirm_package", NUMBER, idempotency_key="3")
    assert (none.status_code, none.parsed.code) == (409, "too_late")

    package = await made.ask("packages.get_package", NUMBER)
    digest = hashlib.sha256(package.content).hexdigest()
    assert (package.headers["ETag"], package.headers["Missing-Files"]) == (f'"{digest}"', "0")
    assert verified(package.content) > {"soknad.pdf", "vedlegg/01-vitnemål.pdf", "sak.json", "KVITTERING.txt"}
    assert (await made.ask("packages.get_package", NUMBER)).content == package.content
    assert (await made.ask("packages.get_package", NUMBER, if_none_match=f'"{digest}"')).status_code == 304

    async def confirm(key: str, known_by: str) -> str:
        answer = await made.ask("packages.confirm_package", NUMBER, idempotency_key=key, if_match=f'"{known_by}"')
        return str(answer.parsed.result if answer.status_code == 200 else answer.parsed.code)

    tries = [("4", "other"), ("5", digest), ("5", digest), ("6", digest)]
    assert [await confirm(*one) for one in tries] == ["changed", "confirmed", "confirmed", "unchanged"]
    told = [line.partition("  ")[2] for line in log.show(world.settings, log.Wanted(about=NUMBER))]
    who = "Fagsystem arkiv-fordeler-184.12"
    assert told == [
        f"saksbot: laget arkivpakken til sak {NUMBER} (sha256: {digest})",
        *[f"{who}: lastet ned arkivpakken til sak {NUMBER}"] * 2,
        f"{who}: bekreftet at arkivet har sak {NUMBER} (sha256: {digest})",
    ]


async def say_no_clearly(world: World, api: aiohttp.ClientSession) -> None:
    """To a key of another place there is no such case; and then there is none any more."""
    async with client(world, place="185") as other:
        assert (await get(other, PACKAGE))[0] == 404
        assert (await put(other, f"{PACKAGE}/confirmation", {}, "a"))[0] == 404
    with transaction.begin(context(world), now=world.clock.now()) as act:
        erasing.erase(act, NUMBER, Why("root", "bevaringsregel"))
    world.bot.wake()
    status, told = await get(api, PACKAGE)
    assert (status, told["code"]) == (410, "erased")


def verified(content: bytes) -> set[str]:
    """What lies in a package, each with the digest that SHA256SUMS says."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        lines = package.read("SHA256SUMS").decode().splitlines()
        sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
        assert {path: hashlib.sha256(package.read(path)).hexdigest() for path in sums} == sums
        assert set(package.namelist()) == {*sums, "SHA256SUMS"}
        return set(sums)
