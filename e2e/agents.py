"""Starts the real agents, offline, in a scratch copy of the demonstration's shop."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from model import Model, Use

ROOT = Path(__file__).resolve().parent.parent
MCP_SERVER = ROOT / "e2e/mcp_server.py"


class Shop:
    """A fresh copy of demo/shop with a home folder of its own and `taffrail` on the PATH."""

    def __init__(self, taffrail):
        # Not in a temporary folder: Codex refuses to keep its helpers there.
        (ROOT / ".e2e").mkdir(exist_ok=True)
        self.scratch = Path(tempfile.mkdtemp(prefix="run-", dir=ROOT / ".e2e")).resolve()
        self.project, self.home = self.scratch / "shop", self.scratch / "home"
        self.home.mkdir()
        (self.scratch / "bin").mkdir()
        self.taffrail, self.link = taffrail, self.scratch / "bin/taffrail"
        self.link.symlink_to(taffrail)
        self.environment = {
            "HOME": str(self.home),
            "PATH": f"{self.scratch / 'bin'}:{os.environ.get('PATH', '/usr/local/bin:/usr/bin:/bin')}",
            "LANG": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        self.run(ROOT / "demo/reset.sh", self.project, cwd=ROOT, check=True)
        self.secret = self.read(".env").split("=", 1)[1].strip()

    def run(self, *words, cwd=None, check=False):
        """A command of a person."""
        done = subprocess.run([str(word) for word in words], cwd=cwd or self.project, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if check and done.returncode != 0:
            raise RuntimeError(f"{words}: exit {done.returncode}: {done.stdout}")
        return done

    def replace_hook(self, script=None):
        """Puts another program, or none, where the hook's command line finds taffrail; `restore_hook` undoes it."""
        self.link.unlink(missing_ok=True)
        if script is not None:
            self.link.write_text("#!/bin/sh\n" + script)
            self.link.chmod(0o755)

    def restore_hook(self):
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(self.taffrail)

    def trust(self):
        self.run("taffrail", "trust", "--yes", check=True)
        return self

    def read(self, path):
        return (self.project / path).read_text()

    def write(self, path, text):
        (self.project / path).write_text(text)

    def records(self):
        lines = []
        for day in sorted((self.project / ".hook-state/audit").glob("*.jsonl")):
            lines += day.read_text().splitlines()
        return [json.loads(line) for line in lines]

    def gate(self):
        return json.loads(self.read(".hook-state/last_quality_gate.json"))

    def changed(self):
        """What git sees as changed."""
        return self.run("git", "status", "--porcelain").stdout.split("\n")[:-1]

    def remove(self):
        shutil.rmtree(self.scratch, ignore_errors=True)


@dataclass
class Session:
    """What came of a run: the agent's exit code and words, and what its model was shown, request by request."""

    exit_code: int
    output: str
    shown: dict

    @property
    def main(self):
        return self.shown[None]


class ClaudeCode:
    name, title, settings, user_settings = "claude-code", "Claude Code", ".claude/settings.json", ".claude/settings.json"
    #: Whether the agent can be told to refuse where its hook fails, and whether a running session sees changed settings.
    can_fail_closed, sees_changes = True, True

    def __init__(self, executable):
        self.executable = executable

    def version(self):
        return subprocess.run([self.executable, "--version"], text=True, capture_output=True).stdout.strip()

    def shell(self, command):
        return Use("Bash", {"command": command, "description": "run a command"})

    def look(self, shop, path):
        """What has to come before an edit: the agent wants a file read first."""
        return [Use("Read", {"file_path": f"{shop.project}/{path}"})]

    def edit(self, shop, path, old, new):
        return Use("Edit", {"file_path": f"{shop.project}/{path}", "old_string": old, "new_string": new})

    def create(self, shop, path, text):
        return Use("Write", {"file_path": f"{shop.project}/{path}", "content": text})

    def mcp_write(self, path, text):
        return Use("mcp__files__write_file", {"path": str(path), "content": text})

    def delegate(self, word):
        """The turns that start a sub-agent with this word in its prompt and wait for it."""
        return [Use("Agent", {"description": "a part of the work", "prompt": f"{word}: do your part", "subagent_type": "general-purpose",
                              "run_in_background": False})]

    def run(self, shop, script, prompt="Please do it.", mode=None, trusted=True, mcp=False, resume=False, timeout=90):
        model = Model(script)
        environment = {
            **shop.environment, "ANTHROPIC_BASE_URL": model.url, "ANTHROPIC_API_KEY": "none", "IS_SANDBOX": "1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_TELEMETRY": "1", "DISABLE_AUTOUPDATER": "1",
        }
        words = [self.executable, "-p", prompt, "--output-format", "json", "--permission-mode", mode or "acceptEdits"]
        if resume:
            words.append("--continue")
        if mcp:
            server = {"type": "stdio", "command": sys.executable, "args": [str(MCP_SERVER)]}
            words += ["--strict-mcp-config", "--mcp-config", json.dumps({"mcpServers": {"files": server}})]
        return finish(words, shop, environment, model, timeout)


class Codex:
    name, title, settings, user_settings = "codex", "Codex", ".codex/hooks.json", ".codex/hooks.json"
    can_fail_closed, sees_changes = False, False

    def __init__(self, executable):
        self.executable = executable

    def version(self):
        return subprocess.run([self.executable, "--version"], text=True, capture_output=True).stdout.strip()

    def shell(self, command):
        return Use("exec_command", {"cmd": command})

    def look(self, shop, path):
        return []

    def edit(self, shop, path, old, new):
        def marked(text, mark):
            return "".join(f"{mark}{line}\n" for line in text.splitlines())

        return Use("apply_patch", f"*** Begin Patch\n*** Update File: {path}\n@@\n{marked(old, '-')}{marked(new, '+')}*** End Patch\n", "text")

    def create(self, shop, path, text):
        return Use("apply_patch", f"*** Begin Patch\n*** Add File: {path}\n" + "".join(f"+{line}\n" for line in text.splitlines()) + "*** End Patch\n", "text")

    def mcp_write(self, path, text):
        return Use("write_file", {"path": str(path), "content": text}, namespace="mcp__files")

    def delegate(self, word):
        team = "multi_agent_v1"
        return [Use("spawn_agent", {"message": f"{word}: do your part"}, namespace=team),
                Use("wait_agent", {"targets": ["<<agent_id[^0-9a-f]+([0-9a-f-]{36})>>"], "timeout_ms": 20000}, namespace=team)]

    def run(self, shop, script, prompt="Please do it.", mode=None, trusted=True, mcp=False, resume=False, timeout=90):
        model = Model(script)
        settings = shop.home / ".codex"
        settings.mkdir(exist_ok=True)
        (settings / "config.toml").write_text(
            f'model = "gpt-5.5"\nmodel_provider = "scripted"\napproval_policy = "never"\nsandbox_mode = "danger-full-access"\n'
            f'[model_providers.scripted]\nname = "scripted"\nbase_url = "{model.url}/v1"\nwire_api = "responses"\nenv_key = "SCRIPTED_KEY"\n'
            f'[projects."{shop.project}"]\ntrust_level = "trusted"\n[features]\nhooks = true\n'
            + (f'[mcp_servers.files]\ncommand = "{sys.executable}"\nargs = ["{MCP_SERVER}"]\n' if mcp else ""))
        environment = {**shop.environment, "SCRIPTED_KEY": "none"}
        words = [self.executable, "exec", *(["resume", "--last"] if resume else []), "--json", "--skip-git-repo-check"]
        if trusted:
            words.append("--dangerously-bypass-hook-trust")
        if mode == "bypassPermissions":
            words.append("--dangerously-bypass-approvals-and-sandbox")
        return finish([*words, prompt], shop, environment, model, timeout)


def finish(words, shop, environment, model, timeout):
    try:
        done = subprocess.run(words, cwd=shop.project, env=environment, text=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)
        return Session(done.returncode, done.stdout + done.stderr, model.shown)
    except subprocess.TimeoutExpired as late:
        said = [(part.decode(errors="replace") if isinstance(part, bytes) else part or "") for part in (late.stdout, late.stderr)]
        return Session(124, "".join(said), model.shown)
    finally:
        model.close()


AGENTS = {agent.name: agent for agent in (ClaudeCode, Codex)}
