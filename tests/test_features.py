"""docs/features.md names every feature of the chapter, and for each a test that exists and carries its number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ("bot", "handlers", "api", "cases", "store", "domain", "sandbox")
FEATURES = [f"S{number}" for number in range(1, 45)]
ROW = re.compile(r"^\| (S\d+) \| ([^|]+) \| ([^|]+) \| `([\w/.]+)::(\w+)` \|$", re.MULTILINE)
MODULE = re.compile(r"`((?:bot|cases|handlers|store|domain)/[\w/.]+)`")


def rows() -> list[tuple[str, str, str, str, str]]:
    return ROW.findall((ROOT / "docs/features.md").read_text("utf-8"))


def test_every_feature_has_its_row_and_no_row_is_left_out_for_its_form() -> None:
    assert [row[0] for row in rows()] == FEATURES
    text = (ROOT / "docs/features.md").read_text("utf-8")
    assert len(re.findall(r"^\| S", text, re.MULTILINE)) == len(FEATURES)


@pytest.mark.parametrize(("number", "what", "where", "path", "test"), rows(), ids=FEATURES)
def test_the_named_test_and_the_named_modules_exist(number: str, what: str, where: str, path: str, test: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    tests = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert test in tests
    assert test.startswith(f"test_{number.lower()}_")
    asked_for = {each.annotation.id for each in tests[test].args.args if isinstance(each.annotation, ast.Name)}
    assert "World" in asked_for, "it acts as a person in the sandbox"
    assert what.strip()
    modules = MODULE.findall(where)
    assert modules
    assert [name for name in modules if not (ROOT / name).exists()] == []


def test_every_letter_that_a_comment_names_is_explained() -> None:
    named = re.compile(r"\(([AFN]\d{1,2}(?:, [AFNS]\d{1,2})*)\)")
    sources = [path.read_text("utf-8") for folder in PRODUCT for path in (ROOT / folder).rglob("*.py")]
    codes = {code for text in sources for found in named.findall(text) for code in found.split(", ") if code[0] != "S"}
    explained = set(re.findall(r"^\| ([AFN]\d+) \|", (ROOT / "docs/rules.md").read_text("utf-8"), re.MULTILINE))

    assert sorted(codes - explained) == []
