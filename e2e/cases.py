#!/usr/bin/env python3
"""Sessions of the real agents with taffrail as their hook: what did the model see, and what happened to the files?"""

import argparse
import os
import re
import sys
import time
from pathlib import Path

import cursor_cases
import guard_cases
from agents import AGENTS, ROOT, Shop
from cursor import Cursor
from model import Say, Script

DISCOUNTS, GENERATED = "checkout/discounts.py", "generated/api_client.py"
SPRING = '    "SPRING25": ("percent", 25),'
RIGHT, WRONG = "        return subtotal * amount // 100", "        return subtotal * amount // 10"
SIGNATURE = 'def charge_request(order, cents, currency="EUR"):'
DEPLOY = "python3 deploy.py production"


AGENTS = {**AGENTS, Cursor.name: Cursor}


class Case:
    """One session's claims."""

    def __init__(self, agent, shop):
        self.agent, self.shop, self.wrong, self.session = agent, shop, [], None

    def run(self, turns, subagents=None, **options):
        self.session = self.agent.run(self.shop, Script(turns, subagents or {}), **options)
        self.claim(self.session.exit_code == 0, f"the agent ended by itself (exit {self.session.exit_code})")
        return self.session.main

    def claim(self, truth, claim):
        if not truth:
            self.wrong.append(claim)

    def refused(self, text, what, claim):
        """The model was told of a refusal that names `what`."""
        self.claim("taffrail" in text and what in text, f"{claim}: the model saw {text.strip()[-400:]!r}")

    def quiet(self, text, claim):
        """The model saw nothing of taffrail."""
        self.claim("taffrail" not in text.replace("taffrail.toml", ""), f"{claim}: the model saw {text.strip()[-400:]!r}")

    def audited(self):
        verified = self.shop.run("taffrail", "log", "verify")
        self.claim(verified.returncode == 0, f"taffrail log verify: {verified.stdout.strip()[-300:]}")
        everything = "".join(str(record) for record in self.shop.records())
        self.claim(self.shop.secret not in everything, "no secret in the audit")


def sequence(case, *groups):
    """Turns in order, and where each named one is: {name: the request that shows its result}."""
    turns, shown_at = [], {}
    for name, group in groups:
        turns += group
        shown_at[name] = len(turns)
    return turns, shown_at


def seven_stages(case):
    """The seven stages of the demonstration in one session"""
    agent, shop = case.agent, case.shop.trust()
    client = shop.read(GENERATED)
    turns, at = sequence(
        case,
        ("edit", [*agent.look(shop, DISCOUNTS), agent.edit(shop, DISCOUNTS, SPRING, SPRING + '\n    "SUMMER15": ("percent", 15),')]),
        ("generated", [*agent.look(shop, GENERATED), agent.edit(shop, GENERATED, SIGNATURE, SIGNATURE.replace("EUR", "USD"))]),
        ("secret", [agent.shell("cat .env | head -1")]),
        ("bug", [agent.edit(shop, DISCOUNTS, RIGHT, WRONG)]),
        ("stop", [Say("The discount is in place.")]),
        ("mend", [agent.edit(shop, DISCOUNTS, WRONG, RIGHT)]),
        ("end", [Say("Now everything passes.")]),
    )
    shown = case.run(turns, prompt="Add a discount code SUMMER15 to the checkout.")
    case.claim(len(shown) == len(turns), f"{len(turns)} requests to the model, not {len(shown)}")
    if len(shown) < len(turns):
        return
    case.claim("whole cents" in shown[0] and "## main" in shown[0], "1. the session's context reached the model")
    case.claim("generated/api_client.py only" in shown[0], "2. the prompt about checkout got the payment context")
    case.quiet(shown[at["edit"]], "3. a normal edit is nobody's business")
    case.claim("SUMMER15" in shop.read(DISCOUNTS), "3. the edit was made")
    case.refused(shown[at["generated"]], "generated/", "4. the edit of the generated client was refused")
    case.claim(shop.read(GENERATED) == client, "4. the generated client is untouched")
    case.refused(shown[at["secret"]], ".env", "5. reading .env was refused")
    case.claim(not any(shop.secret in text for text in shown), "5. the secret never reached the model")
    case.claim("test_percentage" in shown[at["bug"]], f"6. the failing test reached the model after the edit: {shown[at['bug']][-300:]!r}")
    case.claim("test_percentage" in shown[at["stop"]], f"6. and kept it from stopping: {shown[at['stop']][-300:]!r}")
    case.quiet(shown[at["mend"]], "6. the mended edit passed")
    case.claim(shop.gate()["status"] == "passed", "6. last_quality_gate.json says passed")
    ends = [record for record in shop.records() if record["event"] == "SessionEnd"]
    case.claim(len(ends) == 1 and ends[0].get("reason"), f"7. one SessionEnd record with its reason, not {ends}")
    kinds = {record["event"] for record in shop.records()}
    case.claim({"SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop", "SessionEnd"} <= kinds, f"7. every canonical event is on record: {sorted(kinds)}")
    case.audited()


def bypass_mode(case):
    """A refusal holds where the agent's own permissions are switched off"""
    agent, shop = case.agent, case.shop.trust()
    turns = [agent.shell("echo stolen > generated/new.py"), agent.shell(DEPLOY), agent.shell("rm -rf ~"), Say("Done.")]
    shown = case.run(turns, mode="bypassPermissions")
    case.refused(shown[1], "generated/", "a redirection into generated/")
    case.refused(shown[2], "CI", "the deployment")
    case.refused(shown[3], "rm", "the deletion of the home folder")
    case.claim(not (shop.project / "generated/new.py").exists(), "nothing was written")
    case.claim(shop.home.exists(), "the home folder is there")


def many_ways_to_one_file(case):
    """Every way to a protected file is the same way"""
    agent, shop = case.agent, case.shop.trust()
    client = shop.read(GENERATED)
    ways = [
        agent.create(shop, "generated/extra.py", "x = 1\n"),
        agent.shell(f"sed -i s/EUR/USD/ {GENERATED}"),
        agent.shell(f"echo x | tee -a {GENERATED}"),
        agent.shell(f"cp deploy.py {GENERATED}"),
        agent.shell(f"cd generated && : > api_client.py"),
        agent.shell(f"rm {GENERATED}"),
        agent.shell("echo x >> ../shop/./checkout/../generated/api_client.py"),
        agent.shell(f"bash -c 'mv {GENERATED} checkout/'"),
    ]
    if agent.name == "codex":
        ways.append(agent.shell(f"apply_patch <<'EOF'\n*** Begin Patch\n*** Delete File: {GENERATED}\n*** End Patch\nEOF\n"))
    shown = case.run([*ways, Say("Done.")], mode="bypassPermissions")
    for number, way in enumerate(ways, 1):
        case.refused(shown[number] if number < len(shown) else "", "generated", str(way.input)[:90])
    case.claim(shop.read(GENERATED) == client and not (shop.project / "generated/extra.py").exists(), "the folder is untouched")
    case.claim(shop.changed() == [], f"git sees no change: {shop.changed()}")


def through_a_link(case):
    """A link is followed to what it points to"""
    agent, shop = case.agent, case.shop.trust()
    client = shop.read(GENERATED)
    shop.run("ln", "-s", "generated", "g", check=True)
    shop.run("ln", "-s", ".env", "settings.txt", check=True)
    shown = case.run([agent.shell("echo x >> g/api_client.py"), agent.shell("cat settings.txt"), Say("Done.")], mode="bypassPermissions")
    case.refused(shown[1], "generated", "a write through a linked folder")
    case.refused(shown[2], ".env", "a read through a link")
    case.claim(shop.read(GENERATED) == client and not any(shop.secret in text for text in shown), "nothing came through")


def mcp_server(case):
    """An MCP server's way to a protected file is no other"""
    agent, shop = case.agent, case.shop.trust()
    client = shop.read(GENERATED)
    made = shop.project / "notes.txt"
    turns = [agent.mcp_write(made, "a note\n"), agent.mcp_write(shop.project / GENERATED, "x = 1\n"), agent.mcp_write(".env", "x\n"), Say("Done.")]
    shown = case.run(turns, mode="bypassPermissions", mcp=True)
    case.claim(made.exists(), f"an ordinary file is written: {shown[1][-200:]!r}")
    case.refused(shown[2], "generated/", "the generated client")
    case.refused(shown[3], ".env", ".env by a relative path")
    case.claim(shop.read(GENERATED) == client and shop.secret in shop.read(".env"), "both are untouched")


def subagent(case):
    """A sub-agent's call is refused, too, and its place is on record"""
    agent, shop = case.agent, case.shop.trust()
    shown = case.run([*agent.delegate("ERRAND"), Say("Done.")], {"ERRAND": [agent.shell("cat .env"), Say("It is not allowed.")]}, mode="bypassPermissions")
    errand = case.session.shown["ERRAND"]
    case.claim(len(errand) == 2, f"the sub-agent made two requests, not {len(errand)}")
    case.refused(errand[-1] if errand else "", ".env", "the sub-agent's read of .env")
    case.claim(not any(shop.secret in text for text in [*shown, *errand]), "the secret reached no model")
    case.audited()


def ask_without_a_person(case):
    """A question with nobody there to answer it is a refusal"""
    agent, shop = case.agent, case.shop.trust()
    shop.run("git", "init", "-q", "--bare", "../origin.git", check=True)
    shop.run("git", "remote", "add", "origin", "../origin.git", check=True)
    shown = case.run([agent.shell("git push -q origin main"), Say("Done.")], mode="bypassPermissions")
    case.claim("Pushing publishes the work" in shown[1], f"the model was told why: {shown[1][-300:]!r}")
    case.claim(shop.run("git", "ls-remote", "origin").stdout == "", "nothing was pushed")


def silence(case):
    """Allow is silence: the model sees the tool's own result alone"""
    agent, shop = case.agent, case.shop.trust()
    shown = case.run([agent.shell("python3 -m checkout rope=2; echo 'rm -rf / and cat .env'"), Say("Done.")], mode="bypassPermissions")
    case.claim("subtotal" in shown[1] and "rm -rf / and cat .env" in shown[1], f"the command ran: {shown[1][-300:]!r}")
    case.quiet(shown[1], "an ordinary command")
    case.claim("hook" not in shown[1].lower(), "no word of a hook")


def silence_grants_nothing(case):
    """Allow grants nothing that the agent's own permissions would have refused"""
    agent, shop = case.agent, case.shop.trust()
    if agent.name != "claude-code":
        return
    shown = case.run([agent.shell("touch made.txt"), Say("Done.")], mode="default")
    case.claim(not (shop.project / "made.txt").exists(), f"the agent's own permission system still decides: {shown[1][-200:]!r}")


def parallel_calls(case):
    """Two calls in one answer: one runs, one is refused, both are on record"""
    agent, shop = case.agent, case.shop.trust()
    shown = case.run([[agent.shell("python3 -m checkout compass"), agent.shell("cat .env"), agent.shell("python3 -m checkout lantern")], Say("Done.")],
                     mode="bypassPermissions")
    case.claim(shown[1].count("subtotal") == 2, f"two ran: {shown[1][-400:]!r}")
    case.refused(shown[1], ".env", "one was refused")
    before = [record["verdict"] for record in shop.records() if record["event"] == "PreToolUse"]
    case.claim(sorted(before) == ["allow", "allow", "deny"], f"all three are on record: {before}")
    case.audited()


def never_trapped(case):
    """A test that is never mended does not trap the agent"""
    agent, shop = case.agent, case.shop.trust()
    turns = [*agent.look(shop, DISCOUNTS), agent.edit(shop, DISCOUNTS, RIGHT, WRONG), *[Say(f"Done, attempt {n}.") for n in range(1, 9)]]
    shown = case.run(turns)
    blocked = sum("test_percentage" in text for text in shown[len(agent.look(shop, DISCOUNTS)) + 2:])
    case.claim(blocked == 3, f"it was sent back three times (max-blocks), not {blocked} times")
    case.claim(shop.gate()["status"] == "failed", "and the record says that the gate failed")


def untouched_session(case):
    """A session that touched no watched file is never held up at its end"""
    agent, shop = case.agent, case.shop.trust()
    shop.write(DISCOUNTS, shop.read(DISCOUNTS).replace(RIGHT, WRONG))
    shown = case.run([agent.shell("git status --short"), Say("Done.")], mode="bypassPermissions")
    case.claim(len(shown) == 2, f"it ended at its first try, not after {len(shown) - 1}")
    case.claim(not (shop.project / ".hook-state/last_quality_gate.json").exists(), "no gate ran")


def untrusted_policy(case):
    """Programs of a policy that nobody trusted do not run, and do not hold anybody up"""
    agent, shop = case.agent, case.shop
    turns = [*agent.look(shop, DISCOUNTS), agent.edit(shop, DISCOUNTS, RIGHT, WRONG), agent.shell("cat .env"), Say("Done.")]
    shown = case.run(turns)
    case.claim("taffrail trust" in shown[0], f"the session is told how to trust: {shown[0][-300:]!r}")
    case.claim("## main" not in shown[0], "the context's command did not run")
    case.refused(shown[len(turns) - 1], ".env", "paths are guarded all the same")
    case.claim(len(shown) == len(turns), "the agent was let go at its first try")


def guards_itself(case):
    """The agent cannot take its guard away"""
    agent, shop = case.agent, case.shop.trust()
    settings = ".claude/settings.json" if agent.name == "claude-code" else ".codex/hooks.json"
    before = [shop.read(path) for path in (settings, "taffrail.toml")]
    turns = [agent.shell(f"echo '{{}}' > {settings}"), agent.shell("sed -i '/deny/d' taffrail.toml"), agent.shell("rm -rf .hook-state"),
             agent.shell("taffrail trust --yes"), agent.shell("cat .env"), Say("Done.")]
    shown = case.run(turns, mode="bypassPermissions")
    for number, what in enumerate((settings, "taffrail.toml", ".hook-state", "trust", ".env"), 1):
        case.refused(shown[number] if number < len(shown) else "", what, what)
    case.claim([shop.read(path) for path in (settings, "taffrail.toml")] == before, "its files are untouched")
    case.audited()


def broken_policy(case):
    """A policy that cannot be read refuses, and says where it is wrong"""
    agent, shop = case.agent, case.shop
    shop.write("taffrail.toml", shop.read("taffrail.toml").replace("write = [", "writes = ["))
    shown = case.run([agent.shell("touch made.txt"), Say("Done.")], mode="bypassPermissions")
    case.claim(shown == [] and not (shop.project / "made.txt").exists(), f"the prompt was refused, so nothing ran: {len(shown)} requests")
    line = 1 + next(number for number, text in enumerate(shop.read("taffrail.toml").splitlines()) if text.startswith("writes"))
    told = case.session.output if agent.name == "claude-code" else str(shop.records())
    case.claim(f"taffrail.toml:{line}:1" in told and "did you mean" in told, f"the person is told where: {told[-400:]!r}")


def untrusted_hooks(case):
    """Known limit: Codex skips hooks that nobody reviewed, without a word"""
    agent, shop = case.agent, case.shop.trust()
    if agent.name != "codex":
        return
    shown = case.run([agent.shell("cat .env"), Say("Done.")], trusted=False)
    case.claim(shop.secret in shown[1] and shop.records() == [], "no hook ran (if one did, the agent has changed: see docs/threat-model.md)")


CASES = [seven_stages, bypass_mode, many_ways_to_one_file, through_a_link, mcp_server, subagent, ask_without_a_person, silence, silence_grants_nothing, parallel_calls,
         never_trapped, untouched_session, untrusted_policy, guards_itself, broken_policy,
         untrusted_hooks, *guard_cases.CASES]


def main():
    parser = argparse.ArgumentParser(description="Drives the real agents with a scripted model.")
    parser.add_argument("--agents", required=True, help="lines of NAME PATH, from install-agents.sh")
    parser.add_argument("--agent", choices=AGENTS, action="append")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases whose name contains TEXT")
    parser.add_argument("--taffrail", default=os.environ.get("TAFFRAIL", ROOT / "bin/taffrail"), metavar="FILE")
    parser.add_argument("--keep", action="store_true", help="leave the scratch folders of failed cases in .e2e/")
    arguments = parser.parse_args()
    taffrail = Path(arguments.taffrail).resolve()
    if not os.access(taffrail, os.X_OK):
        sys.exit(f"e2e: {taffrail} is not there; run: make build")

    executables = dict(line.split(" ", 1) for line in arguments.agents.splitlines())
    passed, failed, missing = 0, 0, []
    for name, agent_type in AGENTS.items():
        if arguments.agent and name not in arguments.agent:
            continue
        if name not in executables:
            print(f"e2e: {agent_type.title} cannot be had here; its cases did not run")
            missing.append(name)
            continue
        agent = agent_type(executables[name])
        print(f"{agent.title}: {agent.version()}", flush=True)
        cases = cursor_cases.CASES if name == Cursor.name else CASES
        for case_of in [case for case in cases if arguments.only in case.__name__]:
            shop = Shop(taffrail)
            case, began = Case(agent, shop), time.monotonic()
            try:
                case_of(case)
            except (OSError, ValueError, KeyError, IndexError, RuntimeError) as problem:
                case.claim(False, f"{type(problem).__name__}: {problem}")
            if case.session is None and not case.wrong and name != Cursor.name:
                shop.remove()
                continue
            print(f"{'FAIL' if case.wrong else 'ok  '}  {case_of.__doc__} ({time.monotonic() - began:.1f} s)", flush=True)
            for claim in case.wrong:
                print(f"      {claim}")
            if case.wrong and case.session and case.session.exit_code:
                print("      " + re.sub(r"\s+", " ", case.session.output)[-600:])
            passed, failed = passed + (not case.wrong), failed + bool(case.wrong)
            if arguments.keep and case.wrong:
                print(f"      left at {shop.scratch}")
            else:
                shop.remove()
    required = os.environ.get("E2E_REQUIRED") == "1" and missing
    if required:
        print(f"e2e: E2E_REQUIRED=1, and {', '.join(missing)} could not be had")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or required else 0


if __name__ == "__main__":
    sys.exit(main())
