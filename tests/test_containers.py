"""No engine runs here: the image and its composition are judged as they are written, by hadolint and by our rules."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from alembic import command
from sqlalchemy.engine import make_url

from bot import __main__ as command_line
from bot.settings import DEFAULTS, Settings
from store import schema
from store.database import Database
from tests import postgres

ROOT = Path(__file__).parent.parent
DOCKERFILE = ROOT / "docker" / "Dockerfile"
LIBRARIES = {"AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
SYSTEM = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "TMPDIR"}


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"(?m)^#.*\n", "", DOCKERFILE.read_text("utf-8")).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def environment() -> dict[str, str]:
    said = " ".join(rest for word, rest in instructions() if word == "ENV")
    return dict(one.split("=", 1) for one in shlex.split(said))


@pytest.fixture(scope="module")
def composition() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text("utf-8"))
    return found


def test_hadolint_has_nothing_to_say_of_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    found = hadolint if hadolint.exists() else shutil.which("hadolint")
    assert found, "make setup of a developer installs it"
    said = subprocess.run([found, "--no-color", DOCKERFILE], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_all_that_runs_is_in_the_image_and_nothing_that_is_not_let_in() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) - {"sandbox"}  # of the demo
    copied = {rest.split()[0] for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")}
    assert copied == packages | {"requirements.txt", "manifest.yml"}
    let_in = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {line[1:] for line in let_in if line.startswith("!")} == copied
    assert next(line for line in let_in if not line.startswith("#")) == "*"
    assert "--require-hashes" in str(instructions())
    assert "http" not in re.sub(r"http://127\.0\.0\.1\S*", "", DOCKERFILE.read_text("utf-8")), "no registry is named"


def test_the_image_can_be_read_whatever_the_umask_of_who_cloned_the_program() -> None:
    """See https://github.com/Icinga/docker-icingaweb2/issues/31 : COPY keeps the rights, and the bot is not root."""
    of_build = [(word, rest) for word, rest in instructions() if not rest.startswith("--from")]
    last_copy = max(number for number, (word, _) in enumerate(of_build) if word == "COPY")
    assert any(word == "RUN" and "chmod -R go+rX ." in rest for word, rest in of_build[last_copy:])


def test_the_image_runs_as_somebody_who_may_write_only_where_volumes_are(composition: Mapping[str, Any]) -> None:
    [user] = [rest for word, rest in instructions() if word == "USER"]
    assert int(user) > 0
    services = composition["services"]
    for name in ("migrate", "bot"):
        service = services[name]
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert [one.partition(":")[0] for one in service["tmpfs"]] == ["/tmp"], name
        assert service["volumes"] == ["files:/var/lib/saksbot"], name
        assert (ROOT / service["build"]["dockerfile"]) == DOCKERFILE
    for folder in (environment()["TMPDIR"], environment()["FILES_URL"].removeprefix("file://")):
        assert folder.startswith("/var/lib/saksbot/")
        assert any(word == "RUN" and f" {folder}" in rest for word, rest in instructions()), "a volume takes it over"
    used = {one.partition(":")[0] for service in services.values() for one in service["volumes"]}
    assert used == set(composition["volumes"])


def test_no_command_of_the_page_asks_for_a_user_who_has_no_right_here(composition: Mapping[str, Any]) -> None:
    """Root without capabilities can neither read what belongs to another user nor give it back to them."""
    page = (ROOT / "docs" / "containers.md").read_text("utf-8")
    run = [line for line in page.splitlines() if line.startswith("docker compose run")]

    assert composition["services"]["bot"]["cap_drop"] == ["ALL"]
    assert len(run) >= 3
    assert [line for line in run if "--user" in line] == []


def test_a_backup_of_an_older_schema_is_restored_over_a_newer_one(tmp_path: Path) -> None:
    """As who goes back to the older version: https://github.com/rafalp/misago_docker/issues/113 ."""
    server = postgres.start_postgres()
    shell = postgres.shell(server) | {"LC_ALL": "C"}

    def typed(command: str) -> None:
        subprocess.run(["sh", "-euc", command], cwd=tmp_path, env=shell, check=True)

    (backup, *restore) = [
        line.removeprefix("docker compose exec -T database ")
        for line in (ROOT / "docs" / "containers.md").read_text("utf-8").split("## Backup")[1].splitlines()
        if line.startswith("docker compose exec -T database ")
    ]
    typed("createuser --superuser saksbot; createdb saksbot")
    database = Database(make_url(server).set(database="saksbot").render_as_string(hide_password=False))
    try:
        with database.begin(patient=True) as connection:
            command.upgrade(schema.alembic_config(connection), "0005")
        typed(backup)
        schema.upgrade(database)
        for line in restore:
            typed(line)
        database.dispose()
        assert schema.current(database) == "0005"
        schema.upgrade(database)
        assert schema.current(database) == schema.newest()
    finally:
        database.dispose()
        typed("dropdb --force saksbot; dropuser saksbot")


def test_every_setting_is_one_and_every_command_is_known(composition: Mapping[str, Any]) -> None:
    services = composition["services"]
    example = (ROOT / "docker" / "saksbot.env.example").read_text("utf-8")
    in_example = {line.lstrip("#").partition("=")[0] for line in re.findall(r"(?m)^#?[A-Z_]+=.*$", example)}
    named = {*in_example, *services["bot"]["environment"], *environment()}
    assert named - DEFAULTS.keys() <= LIBRARIES | SYSTEM
    for name in ("migrate", "bot"):
        command_line._parser().parse_args(services[name]["command"])
    assert services["bot"]["command"] == json.loads(next(rest for word, rest in instructions() if word == "CMD"))
    address = services["bot"]["environment"]["DATABASE_URL"].replace("${POSTGRES_PASSWORD:?write it into .env}", "abc")
    chosen = {**environment(), "DATABASE_URL": address}
    settings = Settings.from_environment(chosen, needs_slack=False)
    assert settings.files_dir == Path("/var/lib/saksbot/files")
    assert (settings.host, settings.log_format) == ("0.0.0.0", "json")  # noqa: S104 - inside the container


def test_the_two_begin_when_the_schema_is_there_and_come_again(composition: Mapping[str, Any]) -> None:
    services = composition["services"]
    assert services["bot"]["deploy"]["replicas"] == 2
    assert services["bot"]["restart"] == services["database"]["restart"] == "unless-stopped"
    assert services["migrate"]["restart"] == "no"
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["bot"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    user = services["database"]["environment"]["POSTGRES_USER"]
    assert f"--username={user}" in services["database"]["healthcheck"]["test"]
    assert f"//{user}:$" in services["bot"]["environment"]["DATABASE_URL"]


@pytest.mark.parametrize(("status", "is_well"), [(200, True), (503, False)])
def test_the_health_check_asks_the_port_for_watching(status: int, is_well: bool) -> None:
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    [check] = [rest for word, rest in instructions() if word == "HEALTHCHECK"]
    _, *words = json.loads(check.partition("CMD ")[2])
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        port = str(server.server_address[1])
        given = {"METRICS_PORT": port, "http_proxy": "http://127.0.0.1:1"}
        done = subprocess.run([sys.executable, *words], env=given, capture_output=True, check=False)
    assert (done.returncode == 0, asked) == (is_well, ["/health"])
