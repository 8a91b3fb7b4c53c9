"""What each coding agent says to a hook, and what it makes of the answer.

The payloads have the shapes of recorded ones; the readers follow the agents' own rules for exit codes and JSON,
so that a stage passes only when the agent itself would have understood the answer."""

import json
import uuid
from dataclasses import dataclass


@dataclass
class Reply:
    """What the hook wrote."""

    exit_code: int
    stdout: str
    stderr: str


@dataclass
class Heard:
    """What the agent makes of a reply: nothing, context, ask, deny (a call, a prompt), or feedback (after a tool, at stop)."""

    kind: str
    text: str = ""


class Agent:
    """The Claude-shaped protocol; the other agents differ in what they override."""

    name = "claude-code"
    title = "Claude Code"
    settings = ".claude/settings.json"
    root_variable = "CLAUDE_PROJECT_DIR"
    shell, edit = "Bash", "Edit"

    def __init__(self, project, session):
        self.project, self.session = project, session
        self.prompt_id = str(uuid.UUID(int=0x5EA))
        self.calls = 0

    # What the agent says.

    def common(self, event):
        return {
            "session_id": self.session,
            "transcript_path": f"{self.project}/../transcripts/{self.session}.jsonl",
            "cwd": str(self.project),
            "hook_event_name": event,
        }

    def in_turn(self, event):
        return {**self.common(event), "prompt_id": self.prompt_id, "permission_mode": "acceptEdits"}

    def session_start(self):
        return {**self.common("SessionStart"), "source": "startup"}

    def prompt(self, text):
        return {**self.in_turn("UserPromptSubmit"), "prompt": text}

    def new_call(self):
        self.calls += 1
        return f"toolu_{self.calls:020}"

    def before(self, tool, tool_input):
        return {**self.in_turn("PreToolUse"), "tool_name": tool, "tool_input": tool_input, "tool_use_id": self.new_call()}

    def after(self, tool, tool_input, response):
        return {
            **self.in_turn("PostToolUse"),
            "tool_name": tool,
            "tool_input": tool_input,
            "tool_response": response,
            "tool_use_id": f"toolu_{self.calls:020}",
            "duration_ms": 12,
        }

    def edit_input(self, path, old, new):
        return {"file_path": f"{self.project}/{path}", "old_string": old, "new_string": new, "replace_all": False}

    def edit_response(self, path, old, new):
        return {
            "filePath": f"{self.project}/{path}",
            "oldString": old,
            "newString": new,
            "structuredPatch": [],
            "userModified": False,
            "replaceAll": False,
        }

    def shell_input(self, command):
        return {"command": command, "description": "run a command"}

    def stop(self, active):
        return {**self.in_turn("Stop"), "stop_hook_active": active, "last_assistant_message": "Done."}

    def session_end(self):
        return {**self.common("SessionEnd"), "reason": "prompt_input_exit"}

    # What the agent hears.

    def hear(self, event, reply):
        if reply.exit_code == 2:
            if event in ("SessionStart", "SessionEnd") or not (reply.stderr.strip() or self.blocks_without_reason):
                return Heard("nothing")
            return Heard(self.refusal(event), reply.stderr.strip())
        if reply.exit_code != 0:
            return Heard("nothing", f"(exit {reply.exit_code}: the agent ignores this hook)")
        text = reply.stdout.strip()
        if not text.startswith("{"):
            return Heard("context", text) if text and event in ("SessionStart", "UserPromptSubmit") else Heard("nothing")
        try:
            answer = json.loads(text)
        except ValueError:
            return Heard("nothing", "(JSON that the agent cannot read)")
        return self.hear_json(event, answer)

    blocks_without_reason = True
    permission_decisions = ("ask", "deny")

    def hear_json(self, event, answer):
        if answer.get("decision") == "block":
            return Heard(self.refusal(event), answer.get("reason", ""))
        specific = answer.get("hookSpecificOutput") or {}
        if specific.get("hookEventName") == event:
            if specific.get("permissionDecision") in self.permission_decisions:
                return Heard(specific["permissionDecision"], specific.get("permissionDecisionReason", ""))
            if specific.get("additionalContext"):
                return Heard("context", specific["additionalContext"])
        return Heard("nothing")

    def refusal(self, event):
        return "feedback" if event in ("PostToolUse", "Stop", "SubagentStop") else "deny"


class Codex(Agent):
    name = "codex"
    title = "Codex"
    settings = ".codex/hooks.json"
    root_variable = None
    edit = "apply_patch"
    blocks_without_reason = False
    permission_decisions = ("deny",)

    def common(self, event):
        return {**super().common(event), "model": "gpt-5.5", "permission_mode": "bypassPermissions"}

    def in_turn(self, event):
        return {**self.common(event), "turn_id": self.prompt_id}

    def edit_input(self, path, old, new):
        def lines(text, mark):
            return "".join(f"{mark}{line}\n" for line in text.splitlines())

        return {
            "command": f"*** Begin Patch\n*** Update File: {path}\n@@\n{lines(old, '-')}{lines(new, '+')}*** End Patch\n"
        }

    def edit_response(self, path, old, new):
        return f"Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nM {path}\n"

    def shell_input(self, command):
        return {"command": command}

    def session_end(self):
        return {
            "session_id": self.session,
            "transcript_path": f"{self.project}/../transcripts/{self.session}.jsonl",
            "cwd": str(self.project),
            "hook_event_name": "SessionEnd",
            "reason": "other",
        }


class Devin(Agent):
    name = "devin"
    title = "Devin"
    settings = ".devin/hooks.v1.json"
    root_variable = "DEVIN_PROJECT_DIR"
    shell, edit = "exec", "edit"
    blocks_without_reason = False
    permission_decisions = ()

    def common(self, event):
        return {"hook_event_name": event, "session_id": self.session}

    def in_turn(self, event):
        return {**self.common(event), "prompt_id": self.prompt_id}

    def edit_input(self, path, old, new):
        return {"file_path": f"{self.project}/{path}", "old_string": old, "new_string": new}

    def edit_response(self, path, old, new):
        return {"success": True, "output": f"The file {self.project}/{path} has been updated.", "error": None}

    def shell_input(self, command):
        return {"command": command}

    def session_end(self):
        return {**self.in_turn("SessionEnd"), "reason": "other"}


AGENTS = {agent.name: agent for agent in (Agent, Codex, Devin)}
