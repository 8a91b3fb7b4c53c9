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

    def wire(self, payload):
        """What goes over standard input."""
        return payload

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
    #: Whether the model is shown what a hook says about a prompt.
    hears_at_prompts = True

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


class Droid(Agent):
    name = "droid"
    title = "Droid"
    settings = ".factory/hooks.json"
    root_variable = "FACTORY_PROJECT_DIR"
    shell, edit = "Execute", "Edit"

    def in_turn(self, event):
        return {**self.common(event), "permission_mode": "auto-medium"}


class Qwen(Agent):
    name = "qwen"
    title = "Qwen Code"
    settings = ".qwen/settings.json"
    root_variable = "QWEN_PROJECT_DIR"
    shell, edit = "run_shell_command", "edit"

    def common(self, event):
        return {**super().common(event), "timestamp": "2026-11-21T09:30:00.000Z"}

    def prompt(self, text):
        return {**super().prompt(text), "submitted_prompt": text}

    def edit_response(self, path, old, new):
        return {"llmContent": f"Successfully modified file: {self.project}/{path} (1 replacements)."}


class GeminiCLI(Agent):
    """Events of its own names, and answers at the top of the object."""

    name = "gemini-cli"
    title = "Gemini CLI"
    settings = ".gemini/settings.json"
    root_variable = "GEMINI_PROJECT_DIR"
    shell, edit = "run_shell_command", "replace"
    names = {"UserPromptSubmit": "BeforeAgent", "PreToolUse": "BeforeTool", "PostToolUse": "AfterTool", "Stop": "AfterAgent"}

    def common(self, event):
        return {**super().common(self.names.get(event, event)), "timestamp": "2026-11-21T09:30:00.000Z"}

    def in_turn(self, event):
        return self.common(event)

    def edit_input(self, path, old, new):
        return {"file_path": path, "instruction": "change it", "old_string": old, "new_string": new}

    def edit_response(self, path, old, new):
        return {"llmContent": f"Successfully modified file: {path} (1 replacements).", "returnDisplay": "done"}

    def stop(self, active):
        return {**self.common("Stop"), "prompt": "Add a code.", "prompt_response": "Done.", "stop_hook_active": active}

    def session_end(self):
        return {**self.common("SessionEnd"), "reason": "exit"}

    def hear(self, event, reply):
        if reply.exit_code > 1:
            return Heard(self.refusal(event), reply.stderr.strip() or reply.stdout.strip())
        try:
            answer = json.loads(reply.stdout)
        except ValueError:
            return Heard("nothing", "(no JSON)")
        if answer.get("decision") in ("deny", "block"):
            return Heard(self.refusal(event), answer.get("reason", ""))
        context = (answer.get("hookSpecificOutput") or {}).get("additionalContext")
        return Heard("context", context) if context and event in ("SessionStart", "BeforeAgent", "AfterTool") else Heard("nothing")

    def refusal(self, event):
        return "feedback" if event in ("AfterTool", "AfterAgent") else "deny"


class Copilot(Agent):
    """The CLI: camel case, no event in the payload, arguments as a text."""

    name = "copilot"
    title = "Copilot"
    settings = ".github/hooks/taffrail.json"
    root_variable = None
    shell, edit = "bash", "edit"
    hears_at_prompts = False

    def common(self, event):
        return {"hook_event_name": event, "sessionId": self.session, "timestamp": 1795253400000, "cwd": str(self.project)}

    def wire(self, payload):
        return {name: value for name, value in payload.items() if name != "hook_event_name"}

    def session_start(self):
        return {**self.common("sessionStart"), "source": "new", "initialPrompt": "Add a code."}

    def prompt(self, text):
        return {**self.common("userPromptSubmitted"), "prompt": text}

    def before(self, tool, tool_input):
        return {**self.common("preToolUse"), "toolName": tool, "toolArgs": json.dumps(tool_input)}

    def after(self, tool, tool_input, response):
        return {**self.common("postToolUse"), "toolName": tool, "toolArgs": json.dumps(tool_input),
                "toolResult": {"resultType": "success", "textResultForLlm": response}}

    def edit_input(self, path, old, new):
        return {"path": f"{self.project}/{path}", "old_str": old, "new_str": new}

    def edit_response(self, path, old, new):
        return f"File {path} updated with changes."

    def stop(self, active):
        return {**self.common("agentStop"), "transcriptPath": f"{self.project}/../events.jsonl", "stopReason": "end_turn", "stop_hook_active": active}

    def session_end(self):
        return {**self.common("sessionEnd"), "reason": "user_exit"}

    def hear(self, event, reply):
        if reply.exit_code != 0:
            return Heard("deny" if event == "preToolUse" else "nothing", reply.stderr.strip())
        try:
            answer = json.loads(reply.stdout or "{}")
        except ValueError:
            return Heard("nothing", "(no JSON)")
        if event == "preToolUse" and answer.get("permissionDecision") in ("deny", "ask"):
            return Heard(answer["permissionDecision"], answer.get("permissionDecisionReason", ""))
        if event == "agentStop" and answer.get("decision") == "block":
            return Heard("feedback", answer.get("reason", ""))
        if event in ("sessionStart", "preToolUse", "postToolUse") and answer.get("additionalContext"):
            return Heard("context", answer["additionalContext"])
        return Heard("nothing")


class Cursor(Agent):
    """Events in camel case, whole files in its Write tool, and an answer of its own for each event."""

    name = "cursor"
    title = "Cursor"
    settings = ".cursor/hooks.json"
    root_variable = None
    shell, edit = "Shell", "Write"
    loops = 0

    def common(self, event):
        return {
            "conversation_id": self.session,
            "generation_id": self.prompt_id,
            "model": "example-model",
            "session_id": self.session,
            "hook_event_name": event,
            "cursor_version": "1.0.0",
            "workspace_roots": [str(self.project)],
            "user_email": None,
            "transcript_path": f"{self.project}/../transcripts/{self.session}.jsonl",
        }

    def session_start(self):
        return {**self.common("sessionStart"), "is_background_agent": False}

    def prompt(self, text):
        return {**self.common("beforeSubmitPrompt"), "prompt": text, "attachments": [], "composer_mode": "agent"}

    def before(self, tool, tool_input):
        return {**self.common("preToolUse"), "tool_name": tool, "tool_input": tool_input, "tool_use_id": self.new_call()}

    def after(self, tool, tool_input, response):
        return {**self.common("postToolUse"), "tool_name": tool, "tool_input": tool_input, "tool_output": response,
                "duration": 12.5, "tool_use_id": f"toolu_{self.calls:020}"}

    def edit_input(self, path, old, new):
        text = (self.project / path).read_text()
        return {"file_path": f"{self.project}/{path}", "content": text.replace(old + "\n", new + "\n")}

    def edit_response(self, path, old, new):
        return json.dumps({"path": f"{self.project}/{path}", "linesCreated": 1})

    def shell_input(self, command):
        return {"command": command, "cwd": str(self.project)}

    def stop(self, active):
        self.loops = self.loops + 1 if active else 0
        return {**self.common("stop"), "status": "completed", "loop_count": self.loops}

    def session_end(self):
        return {**self.common("sessionEnd"), "reason": "completed", "duration_ms": 48211, "final_status": "completed"}

    def hear(self, event, reply):
        if reply.exit_code == 2 and event == "preToolUse":
            return Heard("deny", reply.stderr.strip())
        try:
            answer = json.loads(reply.stdout or "{}")
        except ValueError:
            return Heard("deny" if event == "preToolUse" else "nothing", "(no JSON)")
        if event == "preToolUse" and answer.get("permission") == "deny":
            return Heard("deny", answer.get("agent_message") or answer.get("user_message", ""))
        if event == "beforeSubmitPrompt" and answer.get("continue") is False:
            return Heard("deny", answer.get("user_message", ""))
        if event == "stop" and answer.get("followup_message"):
            return Heard("feedback", answer["followup_message"])
        if event in ("sessionStart", "beforeSubmitPrompt", "preToolUse", "postToolUse") and answer.get("additional_context"):
            return Heard("context", answer["additional_context"])
        return Heard("nothing")


AGENTS = {agent.name: agent for agent in (Agent, Codex, Devin, Cursor, GeminiCLI, Copilot, Droid, Qwen)}
