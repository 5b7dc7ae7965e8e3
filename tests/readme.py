"""What the README shows of the program: every output in it is made here, and checked by `cog --check`."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from milstats.errors import EXIT_MEANINGS
from milstats.reports.show import COLUMNS

COLUMNS_OF_TERMINAL = 80
PICTURE = Path(__file__).parents[1] / "docs" / "terminal.svg"
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PAGER": "cat", "HOME": "/"}


def on_terminal(command: str, **variables: str) -> str:
    """Return what a command prints on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS_OF_TERMINAL, 0, 0))
    argv = [sys.executable, "-m", *shlex.split(command)]
    process = subprocess.Popen(argv, stdin=theirs, stdout=theirs, stderr=theirs, env=ENVIRONMENT | variables)
    os.close(theirs)
    printed = bytearray()
    with suppress(OSError):  # Linux reports that the other side is gone as an error
        while chunk := os.read(ours, 1 << 16):
            printed += chunk
    os.close(ours)
    process.wait()
    return printed.decode().replace("\r\n", "\n")


def shown(*commands: str, until: str | None = None) -> str:
    """Return commands with what they print, as one block of Markdown; each is cut before the first line that begins with `until`."""
    blocks = []
    for command in commands:
        lines = _printed(command).rstrip("\n").split("\n")
        cut = next((number for number, line in enumerate(lines) if until is not None and line.startswith(until)), len(lines))
        blocks.append("\n".join([f"$ {command}", *(line.rstrip() for line in lines[:cut])]).rstrip())
    return "\n".join(["```console", "\n".join(blocks), "```"])


def _printed(command: str) -> str:
    """Return what a command prints: on a terminal, or at the end of its pipe."""
    if " | " not in command:
        return on_terminal(command, TERM="dumb")
    first, rest = command.split(" | ", 1)
    rows = subprocess.run([sys.executable, "-m", *shlex.split(first)], capture_output=True, check=True, env=ENVIRONMENT).stdout
    return subprocess.run(rest, input=rows, capture_output=True, shell=True, check=True).stdout.decode()  # noqa: S602 -- our own words


def exchange(question: dict[str, object]) -> str:
    """Return one question to the MCP server with a part of its answer."""
    from mcp import Client  # only the README's check needs it

    from milstats.api import load
    from milstats.cli.mcp import server

    async def ask() -> dict[str, object]:
        async with Client(server(load())) as client:
            return (await client.call_tool(str(question["tool"]), dict(question["arguments"]))).structured_content or {}  # type: ignore[call-overload]

    import anyio

    row = anyio.run(ask)["rows"][0]  # type: ignore[index]
    kept = {name: row[name] for name in ("relation", "verdict", "reasons", "sentence")}
    return "\n".join(["```json", json.dumps(question), json.dumps(kept, ensure_ascii=False), "```"])


def picture() -> str:
    """Return `milstats show awol` on a terminal, as an SVG that Rich exports."""
    text = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", on_terminal("milstats show awol", TERM="xterm-256color"))
    console = Console(record=True, width=COLUMNS_OF_TERMINAL, file=StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(f"$ milstats show awol\n{text.rstrip()}"))
    svg = console.export_svg(title="milstats", unique_id="milstats")
    return re.sub(r"\s*@font-face \{[^}]*\}|<!-- [^>]* -->", "", svg)  # the fonts of the reader's machine; nothing is fetched


def picture_line() -> str:
    """Return the line that shows the picture; it says so where the file is not what the program prints now."""
    if not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != picture():
        return "The picture is out of date: python tests/readme.py"
    return "![milstats show awol on a terminal](docs/terminal.svg)"


def exit_statuses() -> str:
    """Return the exit statuses as a sentence."""
    return f"Exit status: {'; '.join(f'{code.value} {meaning}' for code, meaning in EXIT_MEANINGS.items())}."


def columns_list() -> str:
    """Return the columns of `show`, in their order."""
    return f"`{' '.join(COLUMNS)}`"


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")
