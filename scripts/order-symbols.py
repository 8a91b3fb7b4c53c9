#!/usr/bin/env python3
"""Writes scripts/hot-symbols.txt anew: the functions and variables that a hook call touches, in the order in which it first
does. The linker puts them side by side (scripts/build.sh), so that a call touches fewer pages; each page that it does
not touch saves some microseconds. A stale list does no harm: what it does not name lies elsewhere.

Needs valgrind, and an executable with its symbols: order-symbols.py .build/release/taffrail"""

import bisect
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def payloads(project):
    base = {"session_id": "order", "transcript_path": "", "cwd": str(project)}
    tool = lambda name, **given: {"tool_name": name, "tool_input": given}
    generated = str(project / "generated/api_client.py")
    yield {**base, "hook_event_name": "PreToolUse", **tool("Bash", command="git status --short && python3 -m unittest discover -s tests")}
    yield {**base, "hook_event_name": "PreToolUse", **tool("Bash", command="cd checkout && cat ../.env | head -1")}
    yield {**base, "hook_event_name": "PreToolUse", **tool("Bash", command="rm -rf / ; cat .env > x; R=rm; $R -rf ~ | tee a && npm test")}
    yield {**base, "hook_event_name": "PreToolUse", **tool("Edit", file_path=generated, old_string="a", new_string="b")}
    yield {**base, "hook_event_name": "PreToolUse", **tool("Read", file_path=str(project / "checkout/total.py"))}
    yield {**base, "hook_event_name": "PostToolUse", **tool("Write", file_path=str(project / "README.md"), content="b"), "tool_response": {}}
    yield {**base, "hook_event_name": "UserPromptSubmit", "prompt": "please mend the checkout"}
    yield {**base, "hook_event_name": "Stop", "stop_hook_active": False}
    yield {**base, "hook_event_name": "SessionStart", "source": "startup"}


class Symbols:
    """The symbols of an executable, by address."""

    def __init__(self, executable):
        self.starts, self.names = [], []
        for line in subprocess.run(["nm", "-n", "-S", "--defined-only", executable], capture_output=True, text=True, check=True).stdout.splitlines():
            fields = line.split(maxsplit=3)
            if len(fields) == 4 and fields[2] in "tTdDbBrRvVwWiu":
                self.starts.append(int(fields[0], 16))
                self.names.append((fields[3], int(fields[0], 16) + int(fields[1], 16)))
        # The linker cannot tell symbols of one name apart, and takes the section of any of them.
        count = Counter(name for name, _ in self.names)
        self.unique = {name for name, times in count.items() if times == 1}

    def at(self, address):
        index = bisect.bisect_right(self.starts, address) - 1
        if index < 0:
            return None
        name, end = self.names[index]
        return name if address < end and name in self.unique else None


def main():
    executable = Path(sys.argv[1]).resolve()
    symbols = Symbols(executable)
    order = {}
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "shop"
        subprocess.run(["cp", "-r", str(ROOT / "demo/shop"), str(project)], check=True)
        # valgrind does not read the newest debug information.
        plain = Path(scratch) / "taffrail"
        subprocess.run(["strip", "-g", "-o", str(plain), str(executable)], check=True)
        for payload in payloads(project):
            trace = Path(scratch) / "trace"
            subprocess.run(
                ["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-file={trace}", str(plain), "hook", "claude-code"],
                input=json.dumps(payload).encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seen = set()
            with open(trace, errors="replace") as lines:
                for line in lines:
                    if line[:2] not in ("I ", " L", " S", " M"):
                        continue
                    address = int(line[3:].split(",")[0], 16)
                    if address >> 4 in seen:
                        continue
                    seen.add(address >> 4)
                    name = symbols.at(address)
                    if name:
                        order.setdefault(name)
    (ROOT / "scripts/hot-symbols.txt").write_text("".join(f"{name}\n" for name in order))
    print(f"{len(order)} symbols")


if __name__ == "__main__":
    main()
