"""The mailbox tab: whose letters it shows, how they read, what may be a link, and who has read them."""

from datetime import UTC, datetime

from sandbox.mailbox import Letter, Mailbox
from sandbox.page.letters import letters
from sandbox.page.reader import Reader
from tests.sandbox.page.rig import Rig

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KARI = Reader("U0KARI", "en-US", "Europe/Oslo", NOW).of_the_page("nb")
EVIL = '<script>alert(1)</script> <a href="javascript:alert(1)">x</a> javascript:alert(1)'


def letter(text: str = "Hei", subject: str = "Ny deloppgave", to: str = "kari@uni.example") -> Letter:
    """A letter that arrived at eight, UTC."""
    return Letter("saksbot@uni.example", (to,), subject, NOW, text, "<b>HTML</b>", "<1@uni.example>")


def drawn(one: Letter, channel: str = "D1") -> str:
    (found,) = letters([one], "kari@uni.example", channel, KARI)
    return found.html


def with_mailbox(rig: Rig) -> Mailbox:
    rig.ws.mailbox = Mailbox(rig.ws.changed)
    return rig.ws.mailbox


def arrive(box: Mailbox, one: Letter, rig: Rig) -> None:
    box.letters.append(one)
    rig.ws.changed()


def test_a_letter_says_from_whom_and_when_in_the_persons_zone() -> None:
    html = drawn(letter("Linje 1\nLinje 2"))
    assert "fra saksbot@uni.example" in html
    assert "mandag 23. november 2026 kl. 09.00" in html
    assert "Linje 1\nLinje 2" in html
    assert "HTML" not in html


def test_no_text_of_a_letter_becomes_markup() -> None:
    html = drawn(letter(EVIL, subject=EVIL))
    assert "<script" not in html
    assert "<a " not in html


def test_safe_addresses_are_links_and_one_to_an_own_message_opens_it_here() -> None:
    assert 'href="https://uni.example/sak?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"' in drawn(
        letter("Se https://uni.example/sak?a=1&b=2.")
    )
    own = "https://sandbox.slack.com/archives/D1/p1795420800000100"
    assert '<a href="/?as=U0KARI&amp;tab=messages&amp;thread=1795420800.000100">' in drawn(letter(own))
    assert "/?as=" not in drawn(letter(own), channel="D2")


def test_an_empty_mailbox_says_what_will_come() -> None:
    (nothing,) = letters([], "kari@uni.example", "D1", KARI)
    assert "kari@uni.example" in nothing.html


async def test_there_is_a_tab_only_where_there_is_a_mailbox_and_an_address(rig: Rig) -> None:
    async def has_tab(person: str) -> bool:
        async with rig.http.get(f"{rig.server.url}/?as={person}") as answer:
            return 'data-tab="mail"' in await answer.text()

    rig.ws.add_person("U0NOMAIL", "Uten Post")
    assert not await has_tab("U0KARI")
    with_mailbox(rig)
    assert await has_tab("U0KARI")
    assert not await has_tab("U0NOMAIL")


async def test_a_letter_comes_unread_to_its_person_alone_and_is_read_by_looking(rig: Rig) -> None:
    box = with_mailbox(rig)
    kari, ola = await rig.tab("U0KARI"), await rig.tab("U0OLA", view="mail")
    arrive(box, letter(EVIL), rig)
    arrive(box, letter("Den andre"), rig)
    assert "Den andre" in await kari.see("Den andre", "mail")
    assert list(kari.parts["mail"]) == ["letter-1", "letter-0"]
    await kari.see("2 unread", "unread-mail")
    assert "<script" not in str(kari.parts["mail"])
    await kari.ask("look", view="mail", visible=True)
    await kari.until(lambda: not kari.parts["unread-mail"])
    await rig.ws.person("U0OLA").say("hei")
    await ola.see("hei", "log")
    assert "Den andre" not in str(ola.parts["mail"])
