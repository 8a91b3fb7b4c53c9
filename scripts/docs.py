#!/usr/bin/env python3
"""Writes the generated parts of the documentation, or with --check says which are stale; checks what else can be checked
without a build: Python, JSON and TOML files, links between pages, the map of Sources, and that each key is documented.

Generated: the tables of events in docs/agents/, from Sources/Dialects. docs/rules.md and docs/policies.md are written and held fresh
by DocumentationTests, docs/agents.md by AgentsPageTests, hooks/ and the demonstration's hook files by InstallerTests."""

import argparse
import ast
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROFILE = re.compile(r'EventProfile\(\s*"(\w+)",\s*\.(\w+)((?:[^()]|\([^()]*\))*)\)')
PAGES = {
    "ClaudeCode": "claude-code", "Codex": "codex", "Devin": "devin", "Cursor": "cursor", "GeminiCLI": "gemini-cli", "Copilot": "copilot",
    "Droid": "droid", "Qwen": "qwen", "Generic": "generic",
}
HONOURED = {"deny": "refusal", "ask": "question", "context": "context", "feedback": "feedback", "approve": "approval", "rewrite": "rewrite"}


def events(dialect):
    """The events of a dialect as its source lists them."""
    source = (ROOT / f"Sources/Dialects/{dialect}.swift").read_text()
    found = []
    for name, kind, rest in PROFILE.findall(source):
        capabilities = re.search(r"\[([^\]]*)\]", rest)
        timeout = re.search(r"timeoutSeconds: (\d+)", rest)
        found.append({
            "name": name,
            "kind": kind[0].upper() + kind[1:],
            "honoured": re.findall(r"\.(\w+)", capabilities[1]) if capabilities else [],
            "installed": "isInstalled: false" not in rest,
            "timeout": int(timeout[1]) if timeout else 10,
        })
    return found


def event_table(dialect):
    rows = ["| event | is to taffrail | honoured there | installed, seconds |", "|---|---|---|---|"]
    for event in events(dialect):
        honoured = ", ".join(HONOURED[word] for word in event["honoured"] if word in HONOURED) or "nothing"
        installed = str(event["timeout"]) if event["installed"] else "not installed"
        rows.append(f"| `{event['name']}` | {event['kind'] if event['kind'] != 'Notice' else 'a notice: recorded'} | {honoured} | {installed} |")
    return "\n".join(rows)


def generated():
    """Path to text, for every file that is generated in whole or in part."""
    texts = {}
    for dialect, agent in PAGES.items():
        if not (ROOT / f"Sources/Dialects/{dialect}.swift").exists():
            continue
        page = f"docs/agents/{agent}.md"
        start, end = f"<!-- generated: events {dialect} -->\n", "<!-- /generated -->"
        before, _, rest = (ROOT / page).read_text().partition(start)
        texts[page] = before + start + event_table(dialect) + "\n" + end + rest.partition(end)[2]
    return texts


def files(*suffixes):
    """The files of the project with these endings; what is built or ignored lies in folders that begin with a dot."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = inside.parts[0].startswith(".") and inside.parts[0] != ".ci"
        if not hidden and inside.parts[0] != "Tests" and path.name.endswith(suffixes) and path.is_file() and "__pycache__" not in inside.parts:
            yield path


def syntax_problems():
    for path in files(".py"):
        try:
            ast.parse(path.read_text(), str(path))
        except SyntaxError as problem:
            yield f"{path.relative_to(ROOT)}:{problem.lineno}: {problem.msg}"
    for path in files(".json"):
        try:
            json.loads(path.read_text())
        except ValueError as problem:
            yield f"{path.relative_to(ROOT)}: {problem}"
    try:
        import tomllib
    except ImportError:
        return
    for path in files(".toml"):
        try:
            tomllib.loads(path.read_text())
        except tomllib.TOMLDecodeError as problem:
            yield f"{path.relative_to(ROOT)}: {problem}"
    for path in files(".md"):
        for number, block in enumerate(re.findall(r"^```toml\n(.*?)^```", path.read_text(), re.M | re.S), 1):
            try:
                tomllib.loads(block)
            except tomllib.TOMLDecodeError as problem:
                yield f"{path.relative_to(ROOT)}: toml block {number}: {problem}"


def heading_anchors(text):
    return {re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower()).replace(" ", "-") for line in re.findall(r"^#+ .*", text, re.M)}


def link_problems():
    for path in files(".md"):
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
            if re.match(r"\w+:", target):
                continue
            place, _, anchor = target.partition("#")
            goal = (path.parent / place).resolve() if place else path
            if not goal.exists():
                yield f"{path.relative_to(ROOT)}: no such file: {target}"
            elif anchor and anchor not in heading_anchors(goal.read_text()):
                yield f"{path.relative_to(ROOT)}: no such heading: {target}"


def map_problems():
    """Every folder of Sources is in the README's map, and the other way round."""
    block = re.search(r"^Sources/\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
    mapped = set(re.findall(r"(\w+)/ ", block[1].split("\ndemo/")[0] + " "))
    real = {path.name for path in (ROOT / "Sources").iterdir() if path.is_dir()}
    for name in sorted(real - mapped):
        yield f"README.md: Sources/{name} is not in the map"
    for name in sorted(mapped - real):
        yield f"README.md: the map has Sources/{name}, which is not there"


def key_problems():
    """Every key that the policy reader knows is in docs/policy.md, and every option that a policy documents is such a key."""
    page = (ROOT / "docs/policy.md").read_text()
    keys = {}
    for path in sorted((ROOT / "Sources/PolicyFile").glob("*.swift")):
        for key in re.findall(r'\bField\("([\w-]+)"\)', path.read_text()):
            keys.setdefault(key, path.name)
    for key, file in keys.items():
        if not re.search(rf"`(\[+)?([\w-]+\.)*{re.escape(key)}(\]+)?`|^#+ .*\b{re.escape(key)}\b", page, re.M):
            yield f"docs/policy.md: {file} reads the key {key!r}, which is not there"
    for path in sorted((ROOT / "Sources/Policies").glob("*.swift")):
        options = re.search(r"options: \[(.*?)\n\s*\],", path.read_text(), re.S)
        for words in re.findall(r'\(\s*"([^"]+)",', options[1]) if options and keys else []:
            for key in words.split(", "):
                if key.split(".")[-1] not in keys:
                    yield f"{path.relative_to(ROOT)}: documents {key!r}, which the policy reader does not know"


def main():
    parser = argparse.ArgumentParser(description="Writes or checks the generated documentation.")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    problems = []
    for path, text in generated().items():
        if not (ROOT / path).exists() or (ROOT / path).read_text() != text:
            if arguments.check:
                problems.append(f"{path} is stale; run: make docs")
            else:
                (ROOT / path).write_text(text)
                print(f"wrote {path}")
    for check in (syntax_problems, link_problems, map_problems, key_problems):
        problems += check()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
