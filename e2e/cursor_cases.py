"""What Cursor's own hook runner makes of taffrail's answers."""

import json
import re

import guard_cases

DISCOUNTS, GENERATED = "checkout/discounts.py", "generated/api_client.py"
RIGHT, WRONG = "        return subtotal * amount // 100", "        return subtotal * amount // 10"


def told(row):
    return str((row["decision"] or {}).get("told_agent", ""))


def outcome(row):
    return (row["decision"] or {}).get("outcome")


def configuration(case):
    """The loader accepts the file that install writes"""
    loaded = case.agent.loaded(case.shop)
    case.claim(not loaded["errors"], f"no errors: {loaded['errors']}")
    case.claim("taffrail hook cursor" in json.dumps(loaded["loaded"]), "taffrail's entries are in it")


def denies_and_allows(case):
    """What is refused does not run, and the model is told why; what is fine runs"""
    shop = case.shop.trust()
    rows = case.agent.play(
        shop, {"tool": "Shell", "command": "ls", "output": "a\n"}, {"tool": "Shell", "command": "rm -rf ~"},
        {"tool": "Shell", "command": "cat .env"}, {"tool": "Read", "path": ".env"}, {"tool": "Write", "path": GENERATED, "content": "x\n"},
        {"tool": "Delete", "path": GENERATED}, {"tool": "Write", "path": "notes.txt", "content": "a note\n"},
        {"tool": "MCP", "name": "write_file", "server": "files", "args": {"path": str(shop.project / GENERATED), "content": "x"},
         "server_config": {"command": "npx", "args": ["files"]}},
        {"tool": "MCP", "name": "create_issue", "server": "tracker", "args": {"title": "x"}, "server_config": {"command": "npx"}})
    case.claim([outcome(row) for row in rows] == ["ran", "blocked", "blocked", "blocked", "blocked", "blocked", "ran", "blocked", "ran"],
               f"{[outcome(row) for row in rows]}")
    for row, what in ((rows[1], "rm"), (rows[2], ".env"), (rows[3], ".env"), (rows[4], "generated/"), (rows[5], "generated"), (rows[7], "generated")):
        case.refused(told(row), what, json.dumps(row["request"])[:90])
    case.audited()


def asks(case):
    """A question about a shell command is asked; any other is a refusal"""
    shop = case.shop.trust()
    rows = case.agent.play(shop, {"tool": "Shell", "command": "git push -q origin main"})
    case.claim("approval" in rows[0]["decision"], f"the person is asked: {rows[0]['decision']}")


def context_and_prompts(case):
    """Context and routes reach Cursor in the members that it reads"""
    shop = case.shop.trust()
    rows = case.agent.play(
        shop, {"event": "sessionStart", "input": {"is_background_agent": False}},
        {"remote": "beforeSubmitPrompt", "value": {"prompt": "Add a discount code to the checkout."}})
    case.claim("whole cents" in json.dumps(rows[0]["decision"]), f"sessionStart: {json.dumps(rows[0]['decision'])[:300]}")
    case.claim("api_client.py only" in json.dumps(rows[1]["decision"]), f"beforeSubmitPrompt: {json.dumps(rows[1]['decision'])[:300]}")


def gate_and_stop(case):
    """A failing test follows the edit, keeps the agent from stopping three times, and then lets it go"""
    shop = case.shop.trust()
    text = shop.read(DISCOUNTS).replace(RIGHT, WRONG)
    shop.write(DISCOUNTS, text)
    stop = {"event": "stop", "input": {"status": "completed", "loop_count": 0}}
    rows = case.agent.play(shop, {"tool": "Write", "path": DISCOUNTS, "content": text}, *[{**stop, "input": {"status": "completed", "loop_count": n}} for n in range(5)])
    case.claim("test_percentage" in json.dumps(rows[0]["decision"]), f"after the edit: {json.dumps(rows[0]['decision'])[:300]}")
    blocks = ["test_percentage" in json.dumps(row["decision"]) for row in rows[1:]]
    case.claim(blocks == [True, True, True, False, False], f"three times, then let go: {blocks}")
    case.claim(shop.gate()["status"] == "failed", "the record says that the gate failed")


def subagents(case):
    """A sub-agent's start and end are on record"""
    shop = case.shop.trust()
    case.agent.play(
        shop,
        {"remote": "subagentStart", "value": {"subagentId": "sub-1", "subagentType": "explore", "task": "look", "parentConversationId": "conv-1",
                                              "toolCallId": "call-9", "subagentModel": "m", "isParallelWorker": False}},
        {"remote": "subagentStop", "value": {"subagentId": "sub-1", "subagentType": "explore", "status": "completed", "durationMs": 5, "summary": "done",
                                             "messageCount": 2, "toolCallCount": 1, "modifiedFiles": [], "loopCount": 0, "task": "look", "description": "look"}})
    case.claim([record["event"] for record in shop.records()] == ["SubagentStart", "SubagentStop"], f"{[record['event'] for record in shop.records()]}")


def two_scopes(case):
    """Hooks of Cursor's own and of Claude Code's file: one action is judged twice, recorded once, gated once, one block at each stop"""
    shop = case.shop
    shop.write("taffrail.toml", counted(shop.read("taffrail.toml")))
    shop.trust()
    settings = json.loads(shop.read(".claude/settings.json"))
    settings["hooks"]["PreToolUse"][0]["matcher"] = ""  # Cursor takes the file only where a matcher stands in it.
    shop.write(".claude/settings.json", json.dumps(settings))
    rows = case.agent.play(shop, {"tool": "Shell", "command": "cat .env"}, {"event": "stop", "input": {"status": "completed", "loop_count": 0}})
    first = [run["event"] for run in rows[0]["runs"]]
    case.claim(first.count("preToolUse") == 2, f"both hooks ran: {first}")
    case.claim(outcome(rows[0]) == "blocked", "it is refused")
    before = [record for record in shop.records() if record["event"] == "PreToolUse"]
    case.claim(len(before) == 1, f"and recorded once, not {len(before)} times")
    text = shop.read(DISCOUNTS).replace(RIGHT, WRONG)
    shop.write(DISCOUNTS, text)
    stops = [{"event": "stop", "input": {"status": "completed", "loop_count": n}} for n in range(5)]
    rows = case.agent.play(shop, {"tool": "Write", "path": DISCOUNTS, "content": text}, *stops)
    case.claim([run["event"] for run in rows[1]["runs"]].count("stop") == 2, f"both are asked at a stop: {[run['event'] for run in rows[1]['runs']]}")
    blocks = ["test_percentage" in json.dumps(row["decision"]) for row in rows[1:]]
    case.claim(blocks == [True, True, True, False, False], f"three blocks, then let go: {blocks}")
    runs = (shop.scratch / "gate-runs").read_text().count("run")
    case.claim(runs <= 6, f"the gate ran after the edit and at each stop at most once, not {runs} times")
    case.audited()


def counted(policy):
    """The policy with a gate that leaves a line for each run."""
    line = next(text for text in policy.splitlines() if text.startswith('run = ["python3", "-m", "unittest"'))
    return policy.replace(line, 'run = ["sh", "-c", "echo run >> ../gate-runs; exec python3 -m unittest discover -s tests -t ."]')


def allow_once(case):
    """A person's word lets exactly the refused call pass, once"""
    shop = case.shop.trust()
    deploy = {"tool": "Shell", "command": "python3 deploy.py production", "output": "deployed"}
    rows = case.agent.play(shop, {**deploy, "call_id": "call-1"})
    code = re.search(r"taffrail ok ([a-z0-9]+)", told(rows[0]))
    case.claim(outcome(rows[0]) == "blocked" and code, f"refused, with a code: {told(rows[0])[-200:]}")
    if not code:
        return
    prompt = {"remote": "beforeSubmitPrompt", "value": {"prompt": f"taffrail ok {code[1]}"}}
    rows = case.agent.play(shop, prompt, {**deploy, "call_id": "call-2"}, {**deploy, "call_id": "call-3"})
    case.claim([outcome(row) for row in rows[1:]] == ["ran", "blocked"], f"it passes once: {[outcome(row) for row in rows[1:]]}")


def handlers(case):
    """A person's own hook scripts, written for Claude Code, refuse and tell in Cursor, too"""
    shop = case.shop
    (shop.project / "scripts").mkdir()
    shop.write("scripts/guard.py", guard_cases.GUARD)
    shop.write("taffrail.toml", shop.read("taffrail.toml") + guard_cases.HANDLERS)
    shop.trust()
    end = {"event": "sessionEnd", "input": {"reason": "completed", "duration_ms": 10, "is_background_agent": False, "final_status": "completed"}}
    rows = case.agent.play(shop, {"tool": "Shell", "command": "echo moon"}, {"tool": "Shell", "command": "echo sun", "output": "sun"}, end)
    case.claim(outcome(rows[0]) == "blocked" and "no moon today" in told(rows[0]), f"exit code 2 refuses with its words: {told(rows[0])[-200:]}")
    case.claim("MARK after" in json.dumps(rows[1]["decision"]), f"a context is handed on: {json.dumps(rows[1]['decision'])[:300]}")
    after = json.loads((shop.scratch / "after.json").read_text())
    case.claim(after["tool_name"] == "Bash" and after["tool_input"]["command"] == "echo sun", f"the payload is Claude-shaped: {after}")
    case.claim((shop.scratch / "ended.json").exists(), "the end of the session is told")


def crash_and_timeout(case):
    """Without failClosed a hook that is missing lets the call go on; with it the call is refused"""
    shop = case.shop.trust()
    hooks = json.loads(shop.read(".cursor/hooks.json"))
    shop.run("mv", shop.project / ".claude", shop.scratch / "claude", check=True)

    def outcomes(command, **options):
        for entry in (entry for entries in hooks["hooks"].values() for entry in entries):
            entry.clear()
            entry.update({"command": command, **options})
        shop.write(".cursor/hooks.json", json.dumps(hooks))
        return outcome(case.agent.play(shop, {"tool": "Shell", "command": "cat .env"})[0])

    case.claim(outcomes("taffrail-gone hook cursor", timeout=5) == "ran", "missing: runs")
    case.claim(outcomes("taffrail-gone hook cursor", timeout=5, failClosed=True) == "blocked", "missing, failClosed: blocked")
    case.claim(outcomes("sleep 5", timeout=1) == "ran", "timeout: runs")
    case.claim(outcomes("sleep 5", timeout=1, failClosed=True) == "blocked", "timeout, failClosed: blocked")
    case.claim(outcomes("kill -9 $$", timeout=5, failClosed=True) == "blocked", "crash, failClosed: blocked")
    case.claim(outcomes("taffrail hook cursor", timeout=5, failClosed=True) == "blocked", "taffrail itself: blocked")


CASES = [configuration, denies_and_allows, asks, context_and_prompts, gate_and_stop, subagents, two_scopes, allow_once, handlers, crash_and_timeout]
