#!/usr/bin/env python3
"""Writes scripts/hot-functions.txt anew: the functions that a hook call runs, in the order in which they are first called.
The linker puts them side by side (scripts/build.sh), so that a call touches fewer pages. A stale list does no harm.

Needs valgrind, and an executable with its symbols: order-functions.py .build/release/taffrail"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def payloads(project):
    base = {"session_id": "order", "transcript_path": "", "cwd": str(project)}
    tool = lambda name, **given: {"tool_name": name, "tool_input": given}
    generated = str(project / "generated/api_client.py")
    yield {**base, "hook_event_name": "PreToolUse", **tool("Bash", command="git status --short && python3 -m unittest discover -s tests")}
    yield {**base, "hook_event_name": "PreToolUse", **tool("Bash", command="rm -rf / ; cat .env > x; R=rm; $R -rf ~ | tee a && npm test")}
    yield {**base, "hook_event_name": "PreToolUse", **tool("Edit", file_path=generated, old_string="a", new_string="b")}
    yield {**base, "hook_event_name": "PreToolUse", **tool("Read", file_path=str(project / "checkout/total.py"))}
    yield {**base, "hook_event_name": "PostToolUse", **tool("Write", file_path=str(project / "README.md"), content="b"), "tool_response": {}}
    yield {**base, "hook_event_name": "UserPromptSubmit", "prompt": "please mend the checkout"}
    yield {**base, "hook_event_name": "Stop", "stop_hook_active": False}
    yield {**base, "hook_event_name": "SessionStart", "source": "startup"}


def main():
    executable = Path(sys.argv[1]).resolve()
    names = {}
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "shop"
        subprocess.run(["cp", "-r", str(ROOT / "demo/shop"), str(project)], check=True)
        # valgrind does not read the newest debug information; the symbols are enough.
        plain = Path(scratch) / "taffrail"
        subprocess.run(["strip", "-g", "-o", str(plain), str(executable)], check=True)
        for payload in payloads(project):
            record = Path(scratch) / "calls"
            subprocess.run(
                ["valgrind", "--tool=callgrind", "--demangle=no", "--compress-strings=no", f"--callgrind-out-file={record}",
                 str(plain), "hook", "claude-code"],
                input=json.dumps(payload).encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for line in record.read_text(errors="replace").splitlines():
                if line.startswith("fn="):
                    names.setdefault(line[3:].strip().split("'")[0])
    known = [name for name in names if name.replace("_", "").replace("$", "").replace(".", "").isalnum()]
    (ROOT / "scripts/hot-functions.txt").write_text("".join(f".text.{name}\n" for name in known))
    print(f"{len(known)} functions")


if __name__ == "__main__":
    main()
