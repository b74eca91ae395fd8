"""The command line: python -m sandbox MANIFEST serves a Slack workspace for any bot until Ctrl-C."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

PORT = 8765
EPILOG = """
The environment for the bot goes to standard output, one line for each variable, as an env file has them; all other
words go to standard error. What is modelled and what is not stands in sandbox/README.md.
"""


def main(words: Sequence[str] | None = None) -> int:
    """Serve the workspace until it is stopped, and return the exit status: 0 stopped, 1 could not start."""
    chosen = _parser().parse_args(words)
    try:
        asyncio.run(_until_stopped(chosen))
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        return _no(f"The sandbox needs {package}, which is not installed.")
    except ValueError as error:
        return _no(str(error))
    except OSError as error:
        return _no(f"Port {chosen.port} cannot be used ({error.strerror}); choose another with --port.")
    return 0


def _no(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Serve a local Slack workspace with one app installed from its manifest, and its page to try it.",
        epilog=EPILOG,
    )
    parser.add_argument("manifest", metavar="MANIFEST", type=Path, help="the app's manifest, YAML or JSON")
    parser.add_argument("--people", metavar="FILE", type=Path, help="people and channels, YAML or JSON")
    parser.add_argument("--port", metavar="N", type=_port, default=PORT, help=f"port on 127.0.0.1 ({PORT}); 0 for any")
    parser.add_argument(
        "--http", metavar="URL", help="send signed requests to this address on this machine, not Socket Mode"
    )
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port, 0 to 65535")
    return int(text)


async def _until_stopped(chosen: argparse.Namespace) -> None:
    from sandbox.cast import workspace_from  # noqa: PLC0415 - here what is not installed gets a sentence
    from sandbox.server import serve  # noqa: PLC0415

    workspace = workspace_from(chosen.manifest, chosen.people)
    if chosen.http:
        workspace.deliver_to(chosen.http)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers: there Ctrl-C interrupts
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with serve(workspace, chosen.port) as server:
        for name, value in workspace.environment(server.api_url).items():
            print(f"{name}={value}", flush=True)
        print(f"Open {server.url}/ in a browser. Ctrl-C stops.", file=sys.stderr, flush=True)
        await stopped.wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
