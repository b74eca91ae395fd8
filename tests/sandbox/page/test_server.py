"""The page's server: who may ask, what headers it sends, which files it shows, and what its socket says."""

import re
from importlib.resources import files
from typing import Any

import aiohttp
import pytest

from tests.sandbox.page.rig import Rig

MARK = "<script>alert(1)</script>"


async def test_the_document_runs_nothing_inline_and_allows_nothing_foreign(rig: Rig) -> None:
    async with rig.http.get(f"{rig.server.url}/?as=U0KARI") as answer:
        html = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)
    assert not re.findall(r'(?:src|href)="https?:', html)
    assert "Dette er ikke Slack" in html
    assert 'lang="nb"' in html


async def test_the_scripts_are_asked_for_at_once(rig: Rig) -> None:
    async with rig.http.get(f"{rig.server.url}/?as=U0KARI") as answer:
        named = set(re.findall(r'href="/page/static/(\w+\.js)"', await answer.text()))
    assert named == {one.name for one in (files("sandbox.page") / "static").iterdir() if one.name.endswith(".js")} - {
        "client.js"
    }


async def test_an_unknown_person_becomes_the_first_one(rig: Rig) -> None:
    async with rig.http.get(f"{rig.server.url}/?as=U0NOBODY", allow_redirects=False) as answer:
        assert answer.status == 302
        assert answer.headers["Location"] == "/?as=U0KARI"


async def test_many_people_can_be_searched_and_few_need_not_be(rig: Rig) -> None:
    async def page() -> str:
        async with rig.http.get(f"{rig.server.url}/?as=U0KARI") as answer:
            return await answer.text()

    assert 'type="search"' not in await page()
    for number in range(12):
        rig.ws.add_person(f"U0NEW{number}", f"Ny Person {number}", f"ny{number}@uni.example")
    assert 'aria-label="Finn en person"' in await page()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
async def test_another_host_name_is_turned_away(rig: Rig, host: str) -> None:
    for path in ("/", "/api/auth.test", "/page/static/client.js"):
        async with rig.http.get(rig.server.url + path, headers={"Host": host}) as answer:
            assert answer.status == 421


async def test_a_foreign_origin_is_turned_away_everywhere(rig: Rig) -> None:
    foreign = {"Origin": "http://evil.example"}
    async with rig.http.post(f"{rig.server.url}/api/auth.test", headers=foreign) as answer:
        assert answer.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await rig.http.ws_connect(f"{rig.server.url}/page/socket?as=U0KARI", origin="http://evil.example")


async def test_what_changes_something_must_come_from_the_page(rig: Rig) -> None:
    async with rig.http.post(f"{rig.server.url}/page/upload?as=U0KARI&name=a.txt", data=b"x") as answer:
        assert answer.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await rig.http.ws_connect(f"{rig.server.url}/page/socket?as=U0KARI")


async def test_a_file_is_shown_to_those_who_were_given_it_and_never_run(rig: Rig) -> None:
    kari = rig.ws.person("U0KARI")
    message = await kari.say("se her", files=[("ond.html", MARK.encode()), ("notat.txt", "blåbær".encode())])
    page, note = (file["id"] for file in message.files)
    async with rig.http.get(f"{rig.server.url}/page/file/U0KARI/{page}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    async with rig.http.get(f"{rig.server.url}/page/file/U0KARI/{note}") as answer:
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert await answer.text() == "blåbær"
    async with rig.http.get(f"{rig.server.url}/page/file/U0OLA/{note}") as answer:
        assert answer.status == 404


async def test_only_changed_parts_travel(rig: Rig) -> None:
    tab = await rig.tab("U0KARI")
    await tab.see("Mine saker", "home")
    tab.changes.clear()
    await rig.ws.person("U0KARI").say("hei")
    await tab.see("hei", "log")
    assert "home" not in {change["name"] for change in tab.changes}
    tab.changes.clear()
    await rig.ws.person("U0KARI").say("hallo")
    await tab.see("hallo", "log")
    (log,) = [change for change in tab.changes if change["name"] == "log"]
    assert len(log["html"]) == 1


async def test_two_people_see_each_other_live_and_only_their_own(rig: Rig) -> None:
    kari, ola = await rig.tab("U0KARI"), await rig.tab("U0OLA")
    await rig.ws.person("U0OLA").say("kort")
    await ola.see("Vurder klage", "log")
    await kari.see("1 unread", "people")
    assert "Vurder klage" not in str(kari.parts["log"])


async def test_looking_at_the_messages_reads_them(rig: Rig) -> None:
    tab = await rig.tab("U0KARI")
    await rig.ws.person("U0KARI").say("kort")
    await tab.see("1", "unread")
    await tab.ask("look", view="messages", visible=True)
    await tab.see("Vurder klage", "log")
    await tab.until(lambda: not tab.parts["unread"])


async def test_words_of_people_reach_the_page_escaped(rig: Rig) -> None:
    tab = await rig.tab("U0KARI", view="messages")
    await tab.ask("say", text=MARK, thread=None, files=[])
    html = await tab.see("alert(1)", "log")
    assert MARK not in html
    assert "&lt;script&gt;" in html


async def test_an_upload_goes_into_the_thread_once(rig: Rig) -> None:
    tab = await rig.tab("U0KARI")
    root = await rig.ws.person("U0KARI").say("rot")
    async with rig.http.post(
        f"{rig.server.url}/page/upload?as=U0KARI&name=sp%C3%B8rsm%C3%A5l.pdf",
        data=b"%PDF",
        headers={"Origin": rig.server.url},
    ) as answer:
        ticket = (await answer.json())["ticket"]
    assert await tab.ask("say", text="", thread=root.ts, files=[ticket]) == {}
    (reply,) = rig.ws.person("U0KARI").thread(root.ts)
    assert [file["name"] for file in reply.files] == ["spørsmål.pdf"]
    assert "note" in await tab.ask("say", text="", thread=root.ts, files=[ticket])


async def test_a_foreign_ticket_is_no_file_of_mine(rig: Rig) -> None:
    async with rig.http.post(
        f"{rig.server.url}/page/upload?as=U0OLA&name=a.txt", data=b"x", headers={"Origin": rig.server.url}
    ) as answer:
        ticket = (await answer.json())["ticket"]
    tab = await rig.tab("U0KARI")
    assert "note" in await tab.ask("say", text="", thread=None, files=[ticket])
    assert rig.ws.person("U0KARI").messages == []


async def test_a_form_is_filled_refused_and_sent(rig: Rig) -> None:
    tab = await rig.tab("U0KARI")
    await tab.see("Mine saker", "home")
    await tab.ask("press", surface="home", block="case0", action="new", state={}, label="Ny deloppgave")
    await tab.see("view-", "stack")
    (view,) = rig.ws.person("U0KARI").modals
    empty = await tab.ask("submit", view=view["id"], values={"title": {"title": None}}, label="Opprett")
    assert set(empty["errors"]) == {"title", "assignee"}
    asked = {"surface": view["id"], "block": "assignee", "action": "assignee", "query": "ol"}
    offered = await tab.ask("suggest", **asked)
    assert offered["html"].count('role="option"') == 2
    values: dict[str, dict[str, Any]] = {
        "title": {"title": "feil"},
        "assignee": {"assignee": "Ola"},
        "files": {"files": ["Vitnemål"]},
    }
    wrong = await tab.ask("submit", view=view["id"], values=values, label="Opprett")
    assert wrong["errors"] == {"due": "Fristen kan ikke være etter sakens frist."}
    values["title"]["title"] = "Vurder klage"
    sent = await tab.ask("submit", view=view["id"], values=values, label="Opprett")
    assert sent["closed"]
    await tab.see("Vurder klage", "log")


async def test_a_bot_that_does_not_answer_is_told_to_the_person(rig: Rig) -> None:
    rig.ws.ack_limit = 0.05
    tab = await rig.tab("U0KARI")
    await tab.see("Heng", "home")
    with rig.ws.expect_refusal("not_acknowledged"):
        answer = await tab.ask("press", surface="home", block="hang", action="hang", state={}, label="Heng")
    assert answer["note"] == "We had trouble connecting. Try again."


async def test_a_late_click_gets_words_and_the_tab_lives_on(rig: Rig) -> None:
    tab = await rig.tab("U0KARI")
    gone = await tab.ask("press", surface="message-1.0", block="acts", action="open", state={})
    assert gone["note"] == "Det går ikke lenger. Siden er oppdatert."
    assert "note" in await tab.ask("dance")


async def test_the_clock_moves_and_the_days_follow(rig: Rig) -> None:
    tab = await rig.tab("U0KARI", drawer="clock", view="messages")
    await rig.ws.person("U0KARI").say("hei")
    await tab.see("Today", "log")
    await tab.ask("clock", move="working_day")
    await tab.see("tirsdag 24. november 2026 kl. 08.00", "clock")
    await tab.see("Yesterday", "log")
    await tab.ask("clock", at="2026-12-01T12:30")
    await tab.see("tirsdag 1. desember 2026 kl. 12.30", "clock")


async def test_the_traffic_says_in_words_what_went_wrong(rig: Rig) -> None:
    tab = await rig.tab("U0KARI", drawer="traffic")
    await tab.see("views.publish", "traffic")
    await tab.ask("fault", kind="http_500")
    assert [fault.kind for fault in rig.ws.faults.active] == ["http_500"]
    await tab.ask("look", view="about", drawer="traffic")
    await tab.ask("look", view="home", drawer="traffic")
    await tab.see("feil: ", "traffic")


async def test_a_retention_rule_takes_the_messages_without_telling_the_bot(rig: Rig) -> None:
    kari = rig.ws.person("U0KARI")
    tab = await rig.tab("U0KARI", drawer="faults", view="messages")
    await tab.see("Slett gamle meldinger", "faults")
    await kari.say("borte snart")
    await tab.see("borte snart", "log")
    await rig.ws.until(lambda: rig.ws.delivery.idle)
    told = len(rig.ws.requests)
    await tab.ask("retain")
    await tab.until(lambda: "borte snart" not in str(tab.parts["log"]))
    assert kari.messages == []
    assert rig.ws.requests[told:] == []


async def test_the_guide_ticks_off_what_was_done_in_any_tab(rig: Rig) -> None:
    kari = await rig.tab("U0KARI")
    await kari.see('aria-current="step"><span class="mark" aria-hidden="true">2', "guide")
    await rig.ws.person("U0OLA").say("kort")
    ola = await rig.tab("U0OLA")
    await ola.see("Vurder klage", "log")
    message = rig.ws.person("U0OLA").messages[-1]
    surface = f"message-{message.ts}"
    await ola.ask("press", surface=surface, block="acts", action="open", state={}, label="Åpne")
    await kari.until(lambda: kari.parts["guide"]["guide"].count("(gjort)") == 3)
