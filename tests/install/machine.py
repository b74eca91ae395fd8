"""A machine for one installation: a folder in the place of `/`, and stand-ins for what needs root or a network.

Everything else is the real thing, with the words of the document: sh, install, tee, the program's own commands,
PostgreSQL's, and the service as its unit file describes it. `is_real` leaves out the stand-ins for Python's environment
and pip, which then installs from the registry (`make install-check`).
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALL, OPERATIONS = (ROOT / "docs" / f"{name}.md" for name in ("install", "operations"))
UNITS = ("saksbot.service", "saksbot-backup.service", "saksbot-backup.timer")
PROGRAM = ("api", "bot", "cases", "domain", "handlers", "store", "docs", "manifest.yml", "requirements.txt")
_PATH = re.compile(r"(?<![\w.$}/-])/(?=(?:opt|etc|var|usr/local)/)")

STAND_INS: Mapping[str, str] = {
    # Becomes nobody else, but says who it would be: PostgreSQL is told, and `id`.
    "sudo": """
user=root
while :; do case $1 in -u) user=$2; shift 2;; *=*) export "$1"; shift;; *) break;; esac; done
grep --quiet --line-regexp --fixed-strings "$user" "$MACHINE/users" || { echo "no user $user" >&2; exit 1; }
[ "$user" = root ] || export PGUSER="$user"
STANDS_FOR=$user exec "$@"
""",
    "id": '[ "$*" = -un ] && echo "${STANDS_FOR:-admin}"',
    "useradd": 'for name do :; done; echo "$name" >> "$MACHINE/users"',
    "install": """
for word do
    shift
    case ${before-} in
    -o|-g) grep --quiet --line-regexp --fixed-strings "$word" "$MACHINE/users" || exit 1; before=; continue;;
    esac
    before=$word
    case $word in -o|-g) ;; *) set -- "$@" "$word";; esac
done
exec /usr/bin/install "$@"
""",
    "sudoedit": 'cat "$MACHINE/typed" > "$1"',
    "git": """
[ "$1" = -C ] && { [ "$3" = pull ]; exit; }
[ "$1" = clone ] && mkdir "$3" && cd "$SOURCE" && cp -R $PROGRAM "$3" && cd "$3/docs" &&
sed --in-place -E "s#/(opt|etc|var)/#$MACHINE/\\1/#g" saksbot*
""",
    "systemctl": """
verb=$1
[ "$verb" = daemon-reload ] && exit
[ "$verb" = enable ] && { [ "$2" = --now ] || exit 1; shift; verb=start; }
file=$MACHINE/etc/systemd/system/$2
case $2 in *.timer) exec test -f "$file";; *.service) ;; *) file=$file.service;; esac
said() { sed -n "s/^$1=//p" "$file"; }
if [ "$verb" = stop ]; then
    kill "$(cat "$MACHINE/pid")"
    while kill -0 "$(cat "$MACHINE/pid")" 2>/dev/null; do sleep 0.05; done
    rm "$MACHINE/pid"
    exit
fi
grep --quiet --line-regexp "$(said User)" "$MACHINE/users" || exit 217
set -a; . "$(said EnvironmentFile)"; [ -z "$(said Environment)" ] || eval "$(said Environment)"; set +a
cd "$(said WorkingDirectory)"
[ "$(said Type)" = oneshot ] && exec $(said ExecStart)
$(said ExecStart) >>"$MACHINE/journal" 2>&1 </dev/null &
echo $! > "$MACHINE/pid"
""",
}
PYTHON = {
    "python3": """
[ "$1 $2" = "-m venv" ] || exit 1
mkdir -p "$3/bin"
printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$PYTHON" > "$3/bin/python"
printf '#!/bin/sh\\n[ "$1" = check ] || test -f "$7"\\n' > "$3/bin/pip"
chmod +x "$3/bin/python" "$3/bin/pip"
""",
}


def blocks(document: Path, heading: str = "", language: str = "sh") -> list[str]:
    """The blocks of code under a heading, or in the whole document."""
    text = document.read_text("utf-8")
    if heading:
        text = re.split(rf"^## {re.escape(heading)}$", text, flags=re.MULTILINE)[1].split("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@dataclass
class Machine:
    """The folder that stands for `/`; `environment` is what everything that is typed finds."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    is_real: bool = False

    def __post_init__(self) -> None:
        """Make it as a new server is: no user but root and PostgreSQL's, nothing of ours."""
        for name in ("opt", "etc/systemd/system", "var/lib", "var/run", "var/backups", "usr/local/bin", "stand-ins"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "users").write_text("root\npostgres\n")
        for name, words in ({**STAND_INS} if self.is_real else {**STAND_INS, **PYTHON}).items():
            self.stand_in(name, words)
        path = f"{self.folder}/stand-ins:{self.folder}/usr/local/bin:{self.environment.get('PATH', os.environ['PATH'])}"
        own = {"MACHINE": str(self.folder), "SOURCE": str(ROOT), "PROGRAM": " ".join(PROGRAM), "PYTHON": sys.executable}
        self.environment |= {**own, "PATH": path}

    def stand_in(self, name: str, words: str = "") -> None:
        """Let a command do this instead of what it does."""
        file = self.folder / "stand-ins" / name
        file.write_text(f"#!/bin/sh\nset -u\n{words}\n")
        file.chmod(0o755)

    def path(self, absolute: str) -> Path:
        """Where something lies that the document names from `/`."""
        return self.folder / absolute.removeprefix("/")

    def here(self, text: str) -> str:
        """A text of the document with this folder in the place of `/`."""
        return _PATH.sub(f"{self.folder}/", text)

    def write_settings(self, **values: str) -> None:
        """Let what is typed into the editor be the document's block of settings, with these in the place of its own."""
        (block,) = blocks(INSTALL, "4. The settings", "ini")
        known = dict(line.split("=", 1) for line in self.here(block).splitlines())
        (self.folder / "typed").write_text("".join(f"{name}={value}\n" for name, value in (known | values).items()))

    def type(self, block: str) -> str:
        """Type the lines of a block; what they print. Fails where one of them does."""
        done = subprocess.run(
            ["sh", "-eu", "-c", self.here(block)], cwd=self.folder, env=self.environment,
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def journal(self) -> str:
        """What the service has said."""
        file = self.folder / "journal"
        return file.read_text("utf-8") if file.exists() else ""

    def switch_off(self) -> None:
        """End the service where it runs."""
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((self.folder / "pid").read_text()), signal.SIGTERM)
