#!/usr/bin/env python3
"""Plays an agent's session through the real executable, without any agent installed.

Each stage sends payloads as the agent would send them, does to the scratch copy of the shop what the agent's tool
would do, shows what taffrail answered, and checks it. Exit 0 when every stage is right, 1 when one is wrong."""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from agents import AGENTS, Reply
from screen import Screen

HERE = Path(__file__).resolve().parent


#: Every agent's names of the events at which no test runs.
PLAIN = {"PreToolUse", "UserPromptSubmit", "BeforeTool", "BeforeAgent", "preToolUse", "beforeSubmitPrompt", "userPromptSubmitted"}


class Shop:
    """A scratch copy of the shop: its own repository, its own home folder, trusted as a person would trust it."""

    def __init__(self, executable, agent_type):
        self.scratch = Path(tempfile.mkdtemp(prefix="taffrail-demo-")).resolve()
        self.project, self.home = self.scratch / "shop", self.scratch / "home"
        self.home.mkdir()
        subprocess.run([HERE / "reset.sh", self.project], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        self.agent = agent_type(self.project, str(uuid.uuid4()) if agent_type.name != "devin" else "sunny-cowbell")
        bin_folder = self.scratch / "bin"
        bin_folder.mkdir()
        (bin_folder / "taffrail").symlink_to(executable)
        self.executable = executable
        self.environment = {
            "HOME": str(self.home),
            "PATH": f"{bin_folder}:{os.environ.get('PATH', '/usr/local/bin:/usr/bin:/bin')}",
            "LANG": os.environ.get("LANG", "C.UTF-8"),
        }
        self.hook_environment = dict(self.environment)
        if self.agent.root_variable:
            self.hook_environment[self.agent.root_variable] = str(self.project)
        self.hooks = self.read_hooks()

    def read_hooks(self):
        """Event name to command line, from the agent's own configuration file in the shop."""
        settings = json.loads((self.project / self.agent.settings).read_text())
        events = settings.get("hooks", settings)
        handlers = {name: groups[0].get("hooks", groups)[0] for name, groups in events.items()}
        # Where an agent takes a missing program for a refusal, the command line asks first whether it is there.
        return {name: handler["command"].split("|| ")[-1] for name, handler in handlers.items()}

    def run(self, *words):
        """A command of a person, at a terminal in the project."""
        return subprocess.run(
            [self.executable, *words], cwd=self.project, env=self.environment, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )

    def send(self, payload):
        """One hook call: the reply, and the microseconds of the whole process."""
        event = payload["hook_event_name"]
        words = shlex.split(self.hooks[event])
        assert words[0] == "taffrail", f"{self.agent.settings}: {event} calls {words[0]!r}"
        files = [self.scratch / name for name in ("stdin", "stdout", "stderr")]
        files[0].write_text(json.dumps(self.agent.wire(payload)))
        write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.chdir(self.project)
        began = time.perf_counter_ns()
        child = os.posix_spawn(
            self.executable, words, self.hook_environment,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, files[0], os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, files[1], write, 0o600),
                (os.POSIX_SPAWN_OPEN, 2, files[2], write, 0o600),
            ],
        )
        status = os.waitpid(child, 0)[1]
        microseconds = (time.perf_counter_ns() - began) // 1000
        os.chdir("/")
        code = os.waitstatus_to_exitcode(status)
        return Reply(code, files[1].read_text(errors="replace"), files[2].read_text(errors="replace")), microseconds

    def records(self):
        """Every audit record so far."""
        lines = []
        for day in sorted((self.project / ".hook-state/audit").glob("*.jsonl")):
            lines += day.read_text().splitlines()
        return [json.loads(line) for line in lines]

    def gate(self):
        return json.loads((self.project / ".hook-state/last_quality_gate.json").read_text())

    def read(self, path):
        return (self.project / path).read_text()


class Player:
    """Sends, shows and checks."""

    def __init__(self, shop, screen, quiet):
        self.shop, self.screen, self.quiet = shop, screen, quiet
        self.agent, self.failures, self.stage, self.times = shop.agent, [], "", []
        self.stop_active = False

    def show(self, *arguments, **options):
        if not self.quiet:
            self.screen.row(*arguments, **options)

    def check(self, truth, claim):
        if not truth:
            self.failures.append(f"{self.stage}: {claim}")
        if truth and self.quiet:
            return
        self.screen.row(claim, "green" if truth else "red", mark="ok" if truth else "bad", indent=2)

    def send(self, payload, asked, limit=8):
        event = payload["hook_event_name"]
        before = len(self.shop.records())
        reply, whole = self.shop.send(payload)
        records = self.shop.records()
        inside = records[-1].get("duration_us") if len(records) > before else None
        heard = self.agent.hear(event, reply)
        self.show(f"{event:<16} {asked}", "cyan", mark="ask")
        word, colour = {
            "nothing": ("nothing to say: go on", "dim"),
            "context": ("adds context for the model", "blue"),
            "ask": ("asks the person", "yellow"),
            "deny": ("refuses", "red"),
            "feedback": ("sends the model back to work", "yellow"),
        }[heard.kind]
        inside_text = f", {inside:,} inside" if inside is not None else ", no record"
        self.show(f"{word}   ({whole:,} µs whole process{inside_text})", colour, mark="answer")
        if heard.text:
            self.show(heard.text, indent=4, limit=limit)
        self.check(len(records) == before + 1, "one audit record for this event") if len(records) != before + 1 else None
        self.times.append((event, heard.kind, whole, inside))
        return heard

    def edit(self, path, old, new, asked):
        """An edit as the agent makes it: asked about, made when nothing stands against it, then reported."""
        tool_input = self.agent.edit_input(path, old, new)
        heard = self.send(self.agent.before(self.agent.edit, tool_input), asked)
        if heard.kind in ("deny", "ask"):
            return heard, None
        text = self.shop.read(path)
        assert text.count(old + "\n") == 1, f"{path} does not contain {old!r} once"
        (self.shop.project / path).write_text(text.replace(old + "\n", new + "\n"))
        after = self.agent.after(self.agent.edit, tool_input, self.agent.edit_response(path, old, new))
        return heard, self.send(after, f"{path} was written", limit=12)

    def shell(self, command):
        return self.send(self.agent.before(self.agent.shell, self.agent.shell_input(command)), f"$ {command}")

    def stop(self):
        heard = self.send(self.agent.stop(self.stop_active), "the agent says it is done", limit=16)
        self.stop_active = heard.kind == "feedback"
        return heard

    # The seven stages.

    def session_context(self):
        heard = self.send(self.agent.session_start(), "a session starts", limit=14)
        self.check(heard.kind == "context", "the model is given context")
        self.check("unittest discover" in heard.text, "the policy's text is in it")
        self.check("whole cents" in heard.text, "docs/conventions.md is in it")
        self.check("## main" in heard.text, "the output of git status is in it")

    def prompt_route(self):
        heard = self.send(self.agent.prompt("Add a code SUMMER15 to the checkout: 15 percent off."), "“Add a code SUMMER15 to the checkout: 15 percent off.”")
        if self.agent.hears_at_prompts:
            self.check(heard.kind == "context" and "generated/api_client.py" in heard.text, "a prompt about checkout gets the payment context")
        else:
            self.check(heard.kind == "nothing", "the agent shows its model nothing that is said about a prompt")
        heard = self.send(self.agent.prompt("Which Python version is this?"), "“Which Python version is this?”")
        self.check(heard.kind == "nothing", "another prompt gets nothing")

    def normal_edit(self):
        before, after = self.edit(
            "checkout/discounts.py", '    "SPRING25": ("percent", 25),',
            '    "SPRING25": ("percent", 25),\n    "SUMMER15": ("percent", 15),', "edit checkout/discounts.py",
        )
        self.check(before.kind == "nothing", "an ordinary edit is nobody's business")
        self.check(after is not None and after.kind in ("nothing", "context"), "the tests ran and passed")
        gate = self.shop.gate()
        self.check((gate["status"], gate["exit_code"], gate["gate"]) == ("passed", 0, "unit"), f"last_quality_gate.json: {gate['gate']} {gate['status']} in {gate['duration_seconds']:.2f} s")

    def generated_file(self):
        original = self.shop.read("generated/api_client.py")
        line = 'def charge_request(order, cents, currency="EUR"):'
        heard, _ = self.edit("generated/api_client.py", line, line.replace("EUR", "USD"), "edit generated/api_client.py")
        self.check(heard.kind == "deny", "the edit is refused")
        self.check("generated/" in heard.text and "taffrail.toml" in heard.text, "the refusal names the pattern and its place")
        heard = self.shell("sed -i s/EUR/USD/ generated/api_client.py")
        self.check(heard.kind == "deny", "so is the way round it through the shell")
        self.check(self.shop.read("generated/api_client.py") == original, "the file is untouched")

    def secrets(self):
        secret = self.shop.read(".env").split("=", 1)[1].strip()
        heard = self.shell("cat .env | head -1")
        self.check(heard.kind == "deny" and ".env" in heard.text, "reading .env is refused")
        self.check(secret not in heard.text, "and the answer does not show it")
        heard = self.shell("cat .env.example")
        self.check(heard.kind == "nothing", "its template may be read")
        heard = self.shell("git commit -qm 'Never cat .env, never rm -rf /'")
        self.check(heard.kind == "nothing", "and a commit message may speak of both")

    def failing_test(self):
        right, wrong = "        return subtotal * amount // 100", "        return subtotal * amount // 10"
        _, after = self.edit("checkout/discounts.py", right, wrong, "edit checkout/discounts.py (a bug)")
        # Devin takes feedback after a tool as context only.
        self.check(after is not None and after.kind in ("feedback", "context"), "the failure reaches the model at once")
        self.check(after is not None and "FAIL" in after.text and "test_percentage" in after.text, "with the failing test's output")
        heard = self.stop()
        self.check(heard.kind == "feedback", "the agent may not stop yet")
        self.check("test_percentage" in heard.text, "and is told why")
        self.check(self.shop.gate()["status"] == "failed", "last_quality_gate.json: unit failed")
        _, after = self.edit("checkout/discounts.py", wrong, right, "edit checkout/discounts.py (mended)")
        self.check(after is not None and after.kind in ("nothing", "context"), "the tests pass again")
        heard = self.stop()
        self.check(heard.kind == "nothing", "now it may stop")

    def session_end(self):
        self.send(self.agent.session_end(), "the session ends")
        record = self.shop.records()[-1]
        self.check(record["event"] == "SessionEnd", "the last audit record is the session's end")
        self.check(record.get("reason") == self.agent.session_end()["reason"], f"with its reason: {record.get('reason')}")
        refused = [entry for entry in self.shop.records() if entry["verdict"] == "deny" and entry["event"] == "PreToolUse"]
        self.check(len(refused) == 3, f"{len(refused)} refused calls are on record")
        everything = json.dumps(self.shop.records())
        self.check(self.shop.read(".env").split("=", 1)[1].strip() not in everything, "no secret is")
        verified = self.shop.run("log", "verify")
        self.check(verified.returncode == 0, "and the record's hash chain holds")

    STAGES = [
        ("The session gets its context", session_context),
        ("A prompt about checkout gets payment context", prompt_route),
        ("A normal edit runs the tests", normal_edit),
        ("An edit of generated/api_client.py is blocked", generated_file),
        ("Reading .env in the terminal is blocked", secrets),
        ("A failing test blocks completion until it is mended", failing_test),
        ("The session's end leaves its audit record", session_end),
    ]

    def play(self):
        for number, (title, stage) in enumerate(self.STAGES, 1):
            self.stage = f"stage {number}"
            if not self.quiet:
                self.screen.open(f"{number}/{len(self.STAGES)}  {title}")
            try:
                stage(self)
            except BrokenPipeError:
                raise
            except (AssertionError, OSError, KeyError, ValueError, TypeError, IndexError) as problem:
                self.check(False, f"{type(problem).__name__}: {problem}")
            if not self.quiet:
                self.screen.close()
        return not self.failures


def main():
    parser = argparse.ArgumentParser(description="Plays an agent's session through taffrail and checks every answer.")
    parser.add_argument("--agent", choices=AGENTS, default="claude-code")
    parser.add_argument("--taffrail", default=os.environ.get("TAFFRAIL", HERE.parent / "bin/taffrail"), metavar="FILE")
    parser.add_argument("--quiet", action="store_true", help="show only what is wrong")
    parser.add_argument("--keep", action="store_true", help="leave the scratch copy and print where it is")
    arguments = parser.parse_args()
    executable = Path(arguments.taffrail).resolve()
    if not os.access(executable, os.X_OK):
        sys.exit(f"demo: {executable} is not there; run: make build")

    screen = Screen()
    shop = Shop(executable, AGENTS[arguments.agent])
    try:
        trusted = shop.run("trust", "--yes")
        if not arguments.quiet:
            screen.write()
            screen.write(screen.paint(f"taffrail and {shop.agent.title}: one session in a small shop", "bold"))
            screen.write(screen.paint(f"policy: demo/shop/taffrail.toml   hooks: demo/shop/{shop.agent.settings}", "dim"))
            screen.write()
        player = Player(shop, screen, arguments.quiet)
        player.stage = "before the session"
        if trusted.returncode != 0:
            player.check(False, f"taffrail trust --yes: exit {trusted.returncode}: {trusted.stdout.strip()}")
        player.play()
        if not arguments.quiet:
            finish(player, shop, screen)
        for failure in player.failures:
            screen.write(f"demo: {arguments.agent}: {failure}")
        if arguments.quiet and not player.failures:
            screen.write(f"demo: {arguments.agent}: {len(player.STAGES)} stages, {len(player.times)} hook calls, all as they should be")
        return 1 if player.failures else 0
    finally:
        if arguments.keep:
            screen.write(f"scratch copy: {shop.project}")
        else:
            shutil.rmtree(shop.scratch, ignore_errors=True)


def finish(player, shop, screen):
    """The log as a person reads it, and what the hooks cost."""
    screen.write()
    screen.write(screen.paint("$ taffrail log", "bold"))
    log = shop.run("log")
    screen.write(log.stdout.rstrip())
    if log.returncode != 0:
        player.failures.append(f"taffrail log: exit {log.returncode}")
    plain = sorted(whole for event, _, whole, inside in player.times if event in PLAIN)
    screen.write()
    if plain:
        screen.write(f"{len(player.times)} hook calls; without a test run one took {plain[len(plain) // 2]:,} µs (median), process start and audit included.")
    verdict = "every stage is as it should be" if not player.failures else f"{len(player.failures)} checks failed"
    screen.write(screen.paint(verdict, "green" if not player.failures else "red", "bold"))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read along has gone; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
