"""The sandbox knows nothing of our bot: neither its code nor its words; whoever builds another finds only Slack."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FILES = [path for path in (ROOT / "sandbox").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
OURS = {"bot", "handlers", "cases", "store", "tests"}
CASE_WORDS = re.compile(
    r"saksbot|subtask|deloppg|sakseier|saksbehand|saksnumm|\b(en|ei|din|mine|alle|ny) sak(er)?\b|\bsak(en|a|er|ene)\b"
    r"|case (owner|worker|handler)|\bkari\b|\bola\b|nordmann|uni\.example|forvaltning",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_of_the_sandbox_speaks_of_cases_or_of_the_people_in_them(path: Path) -> None:
    assert [line for line in path.read_text("utf-8").splitlines() if CASE_WORDS.search(line)] == []


def test_no_module_of_the_sandbox_imports_ours() -> None:
    nodes = [node for path in FILES if path.suffix == ".py" for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {name for name in named if name.partition(".")[0] in OURS} == set()


def test_the_whole_sandbox_works_where_nothing_else_of_ours_is() -> None:
    """Import every module with our other packages made impossible to import."""
    modules = sorted(".".join(p.relative_to(ROOT).with_suffix("").parts) for p in FILES if p.suffix == ".py")
    blocked = "".join(f"sys.modules[{name!r}] = None\n" for name in sorted(OURS | {"slack_bolt", "slack_sdk"}))
    program = f"import sys, importlib\n{blocked}for name in {modules!r}: importlib.import_module(name)\n"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_what_an_import_makes_is_never_filled_by_another_import() -> None:
    """No module-level list, dict or set that a program would change: tables are written out where they stand."""
    changed = []
    for path in FILES:
        if path.suffix != ".py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        changed += [f"{path.name}: {ast.unparse(node)}" for node in ast.walk(tree) if _changes(node, names)]

    assert changed == []


def _changes(node: ast.AST, names: set[str]) -> bool:
    """Whether this changes a value that one of the names of its module stands for."""
    acts = {"append", "add", "update", "setdefault", "pop", "remove", "discard", "clear", "extend", "insert"}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in acts:
        return isinstance(node.func.value, ast.Name) and node.func.value.id in names
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
        targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
        stores = [one.value for one in targets if isinstance(one, ast.Subscript)]
        return any(isinstance(one, ast.Name) and one.id in names for one in stores)
    return isinstance(node, ast.Global)
