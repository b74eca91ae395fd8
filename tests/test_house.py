"""What holds for every file: size, names, docstrings, types; and documents that say what the code does."""

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import DEFAULTS

ROOT = Path(__file__).parent.parent
PRODUCT = ("bot", "handlers", "api", "cases", "store", "domain", "sandbox")
LONGEST_FILE = 300
NAMES_THAT_SAY_NOTHING = re.compile(r"(^|_)(utils?|helpers?|common|managers?|base|misc)(_|$)")

# Put together here, so that this file does not hold what it forbids.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "deb.debian" + ".org",
    "golang" + ".org",
    "crates" + ".io",
]
MACHINE_PATHS = ["wo" + "rk", "tm" + "p", "ro" + "ot", "opt/py" + "pi", "opt/wh" + "eels"]
FORBIDDEN = re.compile(
    "|".join(re.escape(host) for host in HOSTS) + r"|(?<![\w.$}*-])/(" + "|".join(MACHINE_PATHS) + r")/|\.lib" + "rary/"
)


def files() -> list[Path]:
    """Every file of the project: what git keeps or would keep; without git, whatever lies in our own folders."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        ours = (*PRODUCT, "tests", "docs", ".ci")
        found = [*ROOT.glob("*.*"), *(path for name in ours for path in (ROOT / name).rglob("*"))]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def sources(*folders: str) -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions, and methods of public classes, that others may call."""
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else []
        for one in (node, *inside):
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and not one.name.startswith("_"):
                yield one


def test_no_source_file_is_long() -> None:
    # a released step of the schema never changes, so it is not cut in two for its length either
    read = [path for path in sources(*PRODUCT, "tests") if path.parent.name != "versions"]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in read}

    assert {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [path.relative_to(ROOT) for path in sources(*PRODUCT, "tests")]

    assert [str(path) for path in named if any(NAMES_THAT_SAY_NOTHING.search(Path(p).stem) for p in path.parts)] == []


def test_every_module_says_what_it_is() -> None:
    assert [str(path) for path in sources(*PRODUCT) if not ast.get_docstring(parsed(path))] == []


def test_every_public_function_has_a_docstring_and_a_return_type() -> None:
    lacking = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in sources(*PRODUCT)
        for function in public_functions(parsed(path))
        if not (ast.get_docstring(function) and function.returns)
    ]

    assert lacking == []


def test_nothing_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("line", [f"see https://{HOSTS[0]}/simple", f"open('/{MACHINE_PATHS[0]}/main/x')"])
def test_a_forbidden_string_would_be_noticed(line: str) -> None:
    assert FORBIDDEN.search(line)


def test_the_table_of_settings_says_what_the_code_does() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.split("### Settings\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]+)`|[^|]*) \|", section, re.MULTILINE)

    assert dict(rows) == dict(DEFAULTS)


def test_every_dependency_is_justified() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["demo"],
        *project["dependency-groups"]["dev"],
    ]
    document = (ROOT / "docs/dependencies.md").read_text("utf-8")
    justified = {
        name.strip() for cell in re.findall(r"^\| ([a-z][^|]*) \|", document, re.MULTILINE) for name in cell.split(",")
    }

    names = {re.split(r"[\[<>=]", one)[0] for one in wanted}
    assert names == justified - {"package", "with its binary"}


def test_the_locked_requirements_are_hashed_and_agree() -> None:
    runtime, demo, dev = ((ROOT / f"requirements{kind}.txt").read_text("utf-8") for kind in ("", "-demo", "-dev"))
    pin = re.compile(r"^(\S+==\S+)(.*)\n((?: +--hash=sha256:[0-9a-f]{64}.*\n)*)", re.MULTILINE)

    assert "://" not in runtime + demo + dev
    assert all(hashes for _, _, hashes in pin.findall(runtime + demo + dev))
    assert {name for name, _, _ in pin.findall(runtime)} < {name for name, _, _ in pin.findall(demo)}
    assert {name for name, _, _ in pin.findall(demo)} < {name for name, _, _ in pin.findall(dev)}


def test_no_test_looks_for_help_in_a_file_of_tests() -> None:
    # what several tests need has a module of its own: then a test's file can be read, changed and split by itself
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.module}"
        for path in sources("tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        for name in (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
        if re.search(r"(^|\.)(test_\w+|conftest)$", name) and (node.module or "").startswith("tests")
    ]

    assert found == []


def test_no_fixture_of_many_tests_has_parameters() -> None:
    # it would be made anew whenever the parameter changes, which among tests in no order is nearly always
    wide = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in sources("tests")
        for function in ast.walk(parsed(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in map(ast.unparse, function.decorator_list)
        if "scope=" in decorator and ("params=" in decorator or "request.param" in ast.unparse(function))
    ]

    assert wide == []
