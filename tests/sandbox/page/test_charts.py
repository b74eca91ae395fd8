"""Charts drawn: every kind, few numbers and many, small and huge, with the same numbers as words."""

from __future__ import annotations

import math
import re
from importlib.resources import files
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import htpy as h
import pytest

from sandbox.page.blocks import block
from sandbox.page.chart_marks import LETTERS, apart, room
from sandbox.page.chart_scale import scale_of, share, short, written
from sandbox.page.place import Place
from sandbox.shapes.rules import check_blocks
from tests.sandbox.charts import AXIAL, many, over_an_axis, pie
from tests.sandbox.page.readers import KARI

MARKS = {"bar": "rect", "area": "polygon", "line": "polyline"}
WEEKS: dict[str, dict[str, float]] = {"Nye": {"Uke 1": 4, "Uke 2": -1}, "Løste": {"Uke 1": 0, "Uke 2": 2.5}}
GAP = "\N{NO-BREAK SPACE}"
CSS = files("sandbox.page") / "static"


def html_of(shape: dict[str, Any]) -> str:
    return str(h.div[block(shape, Place(KARI, "message-1"))]).replace(GAP, " ")


def drawn(shape: dict[str, Any]) -> Element:
    assert check_blocks([shape], "message") == []
    return fromstring(html_of(shape))  # noqa: S314 - our own page


def words(tree: Element, path: str) -> list[str]:
    return ["".join(one.itertext()) for one in tree.iterfind(f".//{path}")]


def rows(tree: Element) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


def percents(tree: Element, tag: str, *names: str) -> list[tuple[float, ...]]:
    return [tuple(float(one.attrib[name].rstrip("%")) for name in names) for one in tree.iter(tag)]


@pytest.mark.parametrize(("kind", "name"), [("bar", "Bar"), ("area", "Area"), ("line", "Line")])
def test_a_chart_over_an_axis_has_its_title_axes_legend_and_numbers_as_words(kind: str, name: str) -> None:
    tree = drawn(over_an_axis(kind, WEEKS, "Uke", "Antall", "Saker per uke"))
    picture = tree.find(".//*[@role='img']")
    assert picture is not None
    assert picture.attrib["aria-label"] == f"{name} chart: Saker per uke. The numbers are in the table below."
    assert words(tree, "figcaption") == ["Saker per uke"]
    assert words(picture, "p") == ["Antall", "Uke"]
    assert words(picture, "div[@class='categories']/span") == ["Uke 1", "Uke 2"]
    assert words(tree, "li") == ["ANye", "BLøste"]
    assert rows(tree) == [["Uke", "Nye", "Løste"], ["Uke 1", "4", "0"], ["Uke 2", "−1", "2.5"]]
    assert {"Nye, Uke 1: 4", "Løste, Uke 2: 2.5"} <= set(words(tree, "title"))


def test_a_pie_has_its_values_and_parts_in_the_legend_and_the_table() -> None:
    tree = drawn(pie({"Historie": 12, "Språk": 3.5, "Annet": 0.001}, "Åpne saker"))
    assert words(tree, "li") == ["AHistorie 12 (77.4%)", "BSpråk 3.5 (22.6%)", "CAnnet 0.001 (< 0.1%)"]
    assert rows(tree)[:2] == [["Category", "Value", "Share"], ["Historie", "12", "77.4%"]]
    assert words(tree, "svg/text") == ["A", "B"]  # the third is too thin for a letter
    assert [one.attrib["aria-label"] for one in tree.iter("svg")] == [
        "Pie chart: Åpne saker. The numbers are in the table below."
    ]


@pytest.mark.parametrize(("slices", "letters"), [(1, ""), (12, LETTERS)])
def test_a_pie_of_one_slice_and_of_twelve_is_whole(slices: int, letters: str) -> None:
    tree = drawn(pie({f"Fag {number}": 1 for number in range(slices)}))
    paths = [one.attrib["d"] for one in tree.iter("path")]
    assert len(paths) == slices
    assert paths[0].startswith("M120 120L120.000 24.000A")
    assert paths[-1].endswith(" 120.000 24.000Z")
    assert any(" 120.000 216.000" in path for path in paths)  # by way of the bottom
    assert words(tree, "text") == list(letters)


@pytest.mark.parametrize("kind", AXIAL)
@pytest.mark.parametrize(("series", "categories"), [(1, 1), (12, 2), (12, 20)])
def test_every_number_has_its_mark_and_its_cell(kind: str, series: int, categories: int) -> None:
    tree = drawn(over_an_axis(kind, many(series, categories)))
    hues = {one.attrib["class"].split()[-1] for one in tree.iter(MARKS[kind])}
    assert hues == {f"hue-{number}" for number in range(series)}
    assert len(words(tree, "title")) == series * categories == sum(len(row) - 1 for row in rows(tree)[1:])
    assert words(tree, "span[@class='swatch hue-0']") == ["A" if series > 1 else ""]
    if kind != "bar":
        assert words(tree, "text") == (list(LETTERS) if series > 1 else [])


def test_bars_stand_on_zero_and_hang_below_it() -> None:
    tree = drawn(over_an_axis("bar", {"Endring": {"a": 4, "b": -2, "c": 0}}))
    assert percents(tree, "rect", "y", "height") == [(0, 66.67), (66.67, 33.33), (66.67, 0)]
    assert [one.attrib["y1"] for one in tree.iter("line") if one.get("class") == "zero"] == ["66.67%"]
    assert words(tree, "text") == ["4", "−2", "0"]


def test_bars_of_a_group_stand_side_by_side_inside_their_category() -> None:
    tree = drawn(over_an_axis("bar", many(2, 2)))
    edges = sorted((x, x + width) for x, width in percents(tree, "rect", "x", "width"))
    assert all(left[1] <= right[0] for left, right in pairwise(edges))
    assert 0 < edges[0][0] < edges[1][1] < 50 < edges[2][0] < edges[3][1] < 100


def test_values_are_drawn_in_the_order_of_the_axis_whatever_their_own() -> None:
    shape = over_an_axis("line", WEEKS)
    turned = over_an_axis("line", WEEKS)
    turned["chart"]["series"][1]["data"].reverse()
    assert tostring(drawn(turned)) == tostring(drawn(shape))


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([0, 0], [1, 0]),
        ([3], [3, 2, 1, 0]),
        ([12, 4], [15, 10, 5, 0]),
        ([-4, 7], [10, 5, 0, -5]),
        ([0.25], [0.25, 0.2, 0.15, 0.1, 0.05, 0]),
        ([-1], [0, -1]),
        ([1e-310], [0.2, 0]),
    ],
)
def test_an_axis_has_round_marks_and_holds_zero(values: list[float], marks: list[float]) -> None:
    assert scale_of(values).marks() == pytest.approx(marks)


@pytest.mark.parametrize("values", [[1.7e308, -1.7e308], [10**308, 1], [5e-324, 1], [2**53 + 1, -0.1]])
def test_any_number_that_is_taken_can_be_drawn(values: list[float]) -> None:
    scale = scale_of(values)
    assert all(-0.01 <= scale.down(value) <= 100.01 for value in values)
    assert all(math.isfinite(mark) and short(mark) for mark in scale.marks())
    drawn(over_an_axis("line", {"S": dict(zip("ab", values, strict=True))}))
    drawn(pie({"a": abs(values[0]), "b": abs(values[1])}))


def test_numbers_read_as_people_write_them() -> None:
    assert [written(n) for n in (12345.5, -2.5, 0.1 + 0.2, 45.0)] == ["12,345.5", "−2.5", "0.3", "45"]
    assert [short(n) for n in (2_500_000, 3e9, 4e12, 20_000)] == ["2.5 m", "3 bn", "4 tn", "20,000"]
    assert [share(n, 200) for n in (1, 200, 0.001)] == ["0.5%", "100%", f"<{GAP}0.1%"]


def test_words_stand_upright_only_where_they_have_no_room() -> None:
    assert room(["Uke 45"] * 6, lines=2) == ""
    assert room(["å" * 20] * 3, lines=2) == "tight"
    assert room(["å" * 20] * 20, lines=2) == "crowded"
    tree = drawn(over_an_axis("bar", {"S": {f"{number:02}" + "å" * 18: 1 for number in range(20)}}, "x" * 50, "y" * 50))
    assert tree.find(".//div[@class='axes crowded']") is not None


def test_letters_at_the_ends_of_lines_never_cover_each_other() -> None:
    moved = apart([50.0, 50.0, 100.0, 99.0, 0.0, *[100.0] * 7])
    order = sorted(moved)
    assert min(b - a for a, b in pairwise(order)) >= 6
    assert order[0] >= 0
    assert order[-1] <= 100
    assert apart([10.0, 90.0]) == [10.0, 90.0]


@pytest.mark.parametrize("kind", [*AXIAL, "pie"])
def test_nothing_that_is_written_in_a_chart_becomes_markup(kind: str) -> None:
    bad = "\"'><script>x</script>"[:20]
    shape = pie({bad: 1}, bad) if kind == "pie" else over_an_axis(kind, {bad: {bad: 1}, "b": {bad: 2}}, bad, bad, bad)
    html = html_of(shape)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"<[^>]*\s(style|on\w+)=", re.sub(r'"[^"]*"', '""', html))
    assert bad in "".join(drawn(shape).itertext())


def test_every_colour_of_a_series_can_be_read_on_paper_in_light_and_in_dark() -> None:
    light, dark = (CSS / "charts.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    papers = re.findall(r"--paper: (#\w+)", (CSS / "style.css").read_text("utf-8"))
    for sheet, paper in zip((light, dark), papers, strict=True):
        hues = re.findall(r"\.hue-(\d+) \{ --hue: (#\w+); \}", sheet)
        assert [int(number) for number, _ in hues] == list(range(12))
        assert {hue for _, hue in hues if contrast(hue, paper) < 4.5} == set()


def contrast(one: str, other: str) -> float:
    high, low = sorted(map(luminance, (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
