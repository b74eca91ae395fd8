"""Each language's voice, and that the catalogues say everything the code says, and nothing else."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from domain.errors import Refused
from domain.languages import LANGUAGES
from handlers.translator import CATALOGUES, Translator
from tests.catalogues import as_tuple
from tests.handlers.said import hidden, sentences

TRANSLATED = ("nn", "en")
DAY = date(2026, 12, 18)
MOMENT = datetime(2026, 12, 18, 23, 30, tzinfo=UTC)


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    written = {as_tuple(each.id): as_tuple(each.string) for each in catalogue(language) if each.id}
    said = {as_tuple(each) for each in sentences()}

    assert sorted(said - written.keys()) == [], "not in the catalogue"
    assert sorted(written.keys() - said) == [], "said nowhere"
    assert [each for each, strings in written.items() if not all(strings)] == [], "not translated"
    assert [each.id for each in catalogue(language) if each.id and each.fuzzy] == [], "uncertain"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_same_places_as_the_sentence(language: str) -> None:
    places = re.compile(r"\{\w+\}")

    for each in catalogue(language):
        wanted = {place for text in as_tuple(each.id) for place in places.findall(text)}
        for text in as_tuple(each.string)[-1:] if each.id else ():
            assert set(places.findall(text)) == wanted, each.id
        for text in as_tuple(each.string)[:-1] if each.id else ():  # one may say the number in a word
            assert set(places.findall(text)) | {"{n}"} == wanted | {"{n}"}, each.id


def test_the_search_for_sentences_finds_them_all() -> None:
    assert hidden() == []
    assert {"Løs deloppgave", "Ny"} < sentences()
    assert ("{n} uløst deloppgave", "{n} uløste deloppgaver") in sentences()


@pytest.mark.parametrize(
    ("language", "day", "moment", "size"),
    [
        ("nb", "fre. 18. des. 2026", "19. desember 2026 kl. 00.30", "1,2 MB"),
        ("nn", "fr. 18. des. 2026", "19. desember 2026 kl. 00.30", "1,2 MB"),
        ("en", "Fri, 18 Dec 2026", "19 December 2026 at 00:30", "1.2 MB"),
    ],
)
def test_dates_and_sizes_are_written_in_the_readers_language(language: str, day: str, moment: str, size: str) -> None:
    translator = Translator.of(language)

    assert translator.say("Sist lagret {at}.", at=DAY).endswith(f" {day}.")
    assert translator.say("Sist lagret {at}.", at=MOMENT).endswith(f" {moment}.")
    assert translator.day(DAY) == day
    assert translator.size(1_234_567) == size


def test_the_time_is_told_in_the_readers_zone() -> None:
    assert Translator.of("nb", ZoneInfo("America/New_York")).moment(MOMENT) == "18. desember 2026 kl. 18.30"


@pytest.mark.parametrize(
    ("octets", "written"),
    [(0, "0 byte"), (1, "1 byte"), (999, "999 byte"), (1000, "1 kB"), (999_999, "1 MB"), (2_500_000_000, "2,5 GB")],
)
def test_a_size_has_the_unit_that_reads_best(octets: int, written: str) -> None:
    assert Translator.of("nb").size(octets) == written


@pytest.mark.parametrize("language", [None, "", "de", "nb"])
def test_a_language_that_is_not_ours_is_spoken_as_bokmaal(language: str | None) -> None:
    assert Translator.of(language).language == "nb"
    assert Translator.of(language).say("Løs deloppgave") == "Løs deloppgave"


def test_the_voice_of_a_language_is_made_once() -> None:
    assert Translator.of("nn") is Translator.of("nn")


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("nb", "1 uløst deloppgave", "0 uløste deloppgaver"),
        ("nn", "1 uløyst deloppgåve", "0 uløyste deloppgåver"),
        ("en", "1 unsolved subtask", "0 unsolved subtasks"),
    ],
)
def test_one_and_many_differ(language: str, one: str, many: str) -> None:
    translator = Translator.of(language)

    assert translator.count("{n} uløst deloppgave", "{n} uløste deloppgaver", 1) == one
    assert translator.count("{n} uløst deloppgave", "{n} uløste deloppgaver", 0) == many


@pytest.mark.parametrize(("language", "last"), [("nb", "B og C"), ("nn", "B og C"), ("en", "B and C")])
def test_what_is_named_together_is_a_part_of_a_sentence(language: str, last: str) -> None:
    assert Translator.of(language).together(["A"]) == "A"
    assert Translator.of(language).together(["A", "B", "C"]) == f"A, {last}"


def test_numbers_are_grouped() -> None:
    assert Translator.of("en").count("{n} uløst deloppgave", "{n} uløste deloppgaver", 12_345).startswith("12,345 ")


def test_a_refusal_is_said_in_the_readers_language() -> None:
    refused = Refused("Fristen kan ikke være før i dag. Velg {today} eller senere.", field="deadline", today=DAY)

    assert Translator.of("en").refusal(refused).endswith("Choose Fri, 18 Dec 2026 or later.")


def test_what_people_wrote_is_filled_in_as_it_is() -> None:
    assert Translator.of("nb").say("Du skrev: {text}", text="{text} {0} %s") == "Du skrev: {text} {0} %s"


def test_a_sentence_can_be_cut_at_its_places() -> None:
    assert Translator.of("en").pieces("{sender} til {recipient} (redigert)") == [
        (True, "sender"),
        (False, " to "),
        (True, "recipient"),
        (False, " (edited)"),
    ]


def test_every_language_has_its_own_name() -> None:
    assert LANGUAGES == {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
