"""What the page does by itself in a real browser: tables, letters, languages, stacks, shortcuts; by role and label."""

from datetime import UTC, datetime
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from sandbox.mailbox import Letter, Mailbox
from tests.sandbox.page.browser import Beside, Page
from tests.sandbox.page.rig import be, write

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def names(page: Page) -> list[str]:
    """The first cells of the table on Home, as they stand."""
    table = page.one("table", "Emner")
    return [row.text.split(" ")[0] for row in page.all("row", within=table)][1:]


def test_a_data_table_turns_pages_and_sorts_by_a_heading(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    assert names(page) == ["HIS1200", "HIS1300", "HIS1000"]
    page.one("button", "Next page").click()
    assert names(page) == ["HIS2100", "HIS1100", "HIS3000"]
    page.one("button", "Next page").send_keys(Keys.ENTER)
    assert names(page) == ["HIS2200"]
    assert page.focused == "Previous page"
    page.one("button", "Studiepoeng").click()
    assert names(page) == ["HIS2200", "HIS1100", "HIS1300"]
    page.one("button", "Studiepoeng").click()
    assert names(page) == ["HIS3000", "HIS2100", "HIS1000"]
    page.one("button", "Emne").click()
    assert names(page) == ["HIS1000", "HIS1100", "HIS1200"]


def test_a_letter_leads_into_the_conversation_it_tells_of(page: Page, beside: Beside) -> None:
    ola = beside.ws.person("U0OLA")

    def send() -> None:
        box = beside.ws.mailbox = Mailbox(beside.ws.changed)
        link = f"https://sandbox.slack.com/archives/{ola.conversation.id}/p{ola.messages[-1].ts.replace('.', '')}"
        box.letters.append(Letter("saksbot@uni.example", (ola.email,), "Ny deloppgave", NOW, link, "", "<1>"))

    beside.do(lambda: ola.say("kort"))
    beside.do(lambda: beside.ws.until(lambda: len(ola.messages) == 2))
    beside.do(send)
    be(page, beside, "U0OLA", "about")
    page.one("tab", "E-post 1 unread").click()
    letter = page.one("article", "Ny deloppgave")
    assert "mandag 23. november 2026 kl. 09.00" in letter.text
    page.until(lambda: page.one("tab", "E-post").accessible_name == "E-post")
    page.one("link", "https://sandbox.slack.com", letter).click()
    page.one("article", "Prøvebot: Vurder klage", page.one("complementary", "Thread"))


def test_slack_speaks_english_and_the_page_explains_itself_in_the_language_chosen(page: Page, beside: Beside) -> None:
    beside.do(lambda: beside.ws.add_person("U0ANN", "Ann Lee", "ann@uni.example", locale="en-GB"))
    be(page, beside, "U0ANN")
    page.one("button", "Ny deloppgave på 2026-101").click()
    dialog = page.one("dialog", "Ny deloppgave")
    page.one("button", "Close", dialog)
    place = page.field("Ansvarlig", dialog)
    place.send_keys(Keys.ARROW_DOWN)
    page.one("option", "Type at least one character")
    place.send_keys("zz")
    page.one("option", "No matches")
    place.send_keys(Keys.ESCAPE)
    page.one("button", "Opprett", dialog).click()
    page.until(lambda: "Please complete this required field." in dialog.text)
    page.one("button", "Close", dialog).click()
    page.one("tab", "Messages").click()
    write(page, "hello", "Message Prøvebot")
    own = page.one("article", "Ann Lee: hello")
    page.one("button", "More actions", own).send_keys(Keys.ENTER)
    page.one("menuitem", "Delete message").click()
    page.one("button", "Keep", page.one("alertdialog", "Delete the message?")).click()
    page.one("tab", "About").click()
    page.one("link", "English").click()
    page.one("button", "Clock").click()
    page.one("button", "Next working day 08:00").click()
    page.until(lambda: "Tuesday, 24 November 2026, 08:00" in page.one("region", "Clock").text.replace(" at", ","))
    page.driver.delete_all_cookies()


def test_three_views_stand_on_each_other_and_close_one_by_one_or_all_at_once(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    for closing in ("Back", "Close all"):
        page.one("button", "Ny deloppgave på 2026-101").click()
        dialog = page.one("dialog", "Ny deloppgave")
        page.field("Tittel", dialog).send_keys("side")
        page.field("Ansvarlig", dialog).send_keys("olg")
        page.one("option", "Olga").click()
        page.one("button", "Opprett", dialog).click()
        page.one("button", "Videre", page.one("dialog", "På toppen")).click()
        page.one("button", closing, page.one("dialog", "Øverst")).click()
        page.until(lambda: not page.all("dialog", "Øverst"))
        if closing == "Back":
            page.one("button", "Back", page.one("dialog", "På toppen")).click()
            page.until(lambda: not page.all("dialog", "På toppen"))
            assert page.field("Tittel", dialog).get_attribute("value") == "side"
            page.one("button", "Avbryt", dialog).click()
        page.until(lambda: not page.all("dialog"))


def test_a_bot_that_hangs_is_told_in_the_dialog_and_nothing_typed_is_lost(page: Page, beside: Beside) -> None:
    beside.ws.ack_limit = 0.2
    be(page, beside, "U0KARI")
    page.one("button", "Ny deloppgave på 2026-101").click()
    dialog = page.one("dialog", "Ny deloppgave")
    page.field("Tittel", dialog).send_keys("heng")
    page.field("Ansvarlig", dialog).send_keys("olg")
    page.one("option", "Olga").click()
    page.one("button", "Opprett", dialog).click()
    page.until(lambda: "We had trouble connecting. Try again." in dialog.text)
    title = page.field("Tittel", dialog)
    assert title.get_attribute("value") == "heng"
    beside.ws.ack_limit = 3.0
    title.clear()
    title.send_keys("Vurder klage")
    page.one("button", "Opprett", dialog).click()
    page.until(lambda: not page.all("dialog"))


def test_shortcuts_are_in_the_menus_of_the_app_and_of_a_message(page: Page, beside: Beside) -> None:
    beside.do(lambda: beside.ws.person("U0KARI").say("se på dette"))
    be(page, beside, "U0KARI", "messages")
    page.one("button", "Shortcuts").click()
    page.one("menuitem", "Ny deloppgave").click()
    page.one("dialog", "Ny deloppgave").send_keys(Keys.ESCAPE)
    page.until(lambda: not page.all("dialog"))
    page.one("button", "More actions", page.one("article", "Kari Nordmann: se på dette")).send_keys(Keys.ENTER)
    page.one("menuitem", "Gjør til deloppgave").click()
    page.one("dialog", "Ny deloppgave")


def test_commands_are_listed_while_they_are_typed(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI", "messages")
    entry = page.field("Message Prøvebot")
    entry.send_keys("/")
    page.one("option", "/sak [saksnummer]")
    page.one("option", "/deloppgave [ny]")
    entry.send_keys("d")
    page.until(lambda: len(page.all("option")) == 1)
    page.one("option", "/deloppgave").click()
    assert entry.get_attribute("value") == "/deloppgave "
    entry.send_keys(Keys.BACKSPACE * 12 + "/finnesikke" + Keys.ENTER)
    page.until(lambda: "/finnesikke is not a valid command." in page.one("alert").text)
    assert entry.get_attribute("value") == "/finnesikke"


def test_options_stand_in_their_groups_and_a_file_field_takes_no_more_than_it_may(
    page: Page, beside: Beside, tmp_path: Path
) -> None:
    be(page, beside, "U0KARI")
    page.one("button", "Ny deloppgave på 2026-101").click()
    dialog = page.one("dialog", "Ny deloppgave")
    level = page.field("Nivå", dialog)
    level.send_keys("år")
    assert [len(page.all("option", within=page.one("group", name))) for name in ("Bachelor", "Master")] == [2, 1]
    level.send_keys(Keys.ARROW_DOWN + Keys.ENTER)
    assert level.get_attribute("value") == "Første år"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")
        page.field("Bevis", dialog).send_keys(str(tmp_path / name))
    page.one("button", "Remove b.txt", dialog)
    assert not page.all("button", "Remove a.txt", dialog)


def test_who_stands_at_the_newest_message_still_does_when_the_place_gets_smaller(page: Page, beside: Beside) -> None:
    left = "const log = arguments[0]; return log.scrollHeight - log.scrollTop - log.clientHeight;"
    kari = beside.ws.person("U0KARI")
    beside.do(lambda: kari.say("\n".join(["en lang melding"] * 60)))
    be(page, beside, "U0KARI", "messages")
    page.one("article", "Kari Nordmann: en lang melding")
    log = page.one("log", "Messages")
    height = log.size["height"]
    page.one("button", "Klokke").click()
    page.until(lambda: log.size["height"] < height and page.driver.execute_script(left, log) < 1)


def test_the_guide_is_put_away_and_taken_out_again_and_the_focus_goes_along(page: Page, beside: Beside) -> None:
    be(page, beside, "U0KARI")
    page.one("button", "Skjul veiledningen").click()
    page.until(lambda: page.focused == "Vis veiledningen")
    page.one("button", "Vis veiledningen").click()
    page.until(lambda: page.focused == "Skjul veiledningen")
