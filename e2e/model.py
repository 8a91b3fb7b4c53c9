"""A scripted model on loopback: just enough of the Anthropic Messages API and of the OpenAI Responses API, both as
server-sent events, for a real coding agent to hold a conversation with it.

A script is a list of turns; turn N answers request N, and a script that is used up answers "done". A sub-agent's requests
are told by a word in its prompt and have a script of their own. Every request is kept, so that a test can say what the
model was shown."""

import json
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Say:
    """The model says something and ends its turn."""

    text: str


@dataclass
class Use:
    """The model calls a tool. `kind` is `json` or, on the Responses API alone, `text` for a free-form tool."""

    name: str
    input: object
    kind: str = "json"
    namespace: str | None = None


@dataclass
class Meanwhile:
    """Something happens beside the agent, and has time to be noticed, before the model makes its move."""

    act: object
    then: object
    seconds: float = 3.0


@dataclass
class Script:
    """What the model does: in the main conversation, and in those of sub-agents."""

    main: list
    subagents: dict = field(default_factory=dict)


def identifier(prefix):
    return prefix + uuid.uuid4().hex[:16]


def parts(turn):
    return turn if isinstance(turn, list) else [turn]


def filled(value, sent):
    """Replaces <<regex>> in the strings of a tool's input by the first group's last match in the request."""
    if isinstance(value, dict):
        return {key: filled(item, sent) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, sent) for item in value]
    if isinstance(value, str):
        return re.sub("<<(.+?)>>", lambda match: (re.findall(match[1], sent) or [""])[-1], value)
    return value


def messages_events(turn, body):
    """The events of one answer on the Messages API."""
    usage = {"input_tokens": 10, "output_tokens": 1, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
    message = {"id": identifier("msg_"), "type": "message", "role": "assistant", "model": body.get("model"), "content": [],
               "stop_reason": None, "stop_sequence": None, "usage": usage}
    yield {"type": "message_start", "message": message}
    reason = "end_turn"
    for index, part in enumerate(parts(turn)):
        if isinstance(part, Use):
            reason = "tool_use"
            block = {"type": "tool_use", "id": identifier("toolu_"), "name": part.name, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(part.input)}
        else:
            block = {"type": "text", "text": ""}
            delta = {"type": "text_delta", "text": part.text}
        yield {"type": "content_block_start", "index": index, "content_block": block}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    yield {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": {"output_tokens": 5}}
    yield {"type": "message_stop"}


def responses_item(part, sent):
    """One output item on the Responses API."""
    if isinstance(part, Say):
        content = [{"type": "output_text", "text": part.text, "annotations": []}]
        return {"type": "message", "id": identifier("msg_"), "role": "assistant", "status": "completed", "content": content}
    item = {"call_id": identifier("call_"), "name": part.name, "status": "completed"}
    if part.namespace:
        item["namespace"] = part.namespace
    if part.kind == "text":
        return {"type": "custom_tool_call", "id": identifier("ctc_"), "input": part.input, **item}
    return {"type": "function_call", "id": identifier("fc_"), "arguments": json.dumps(filled(part.input, sent)), **item}


def responses_events(turn, body):
    """The events of one answer on the Responses API."""
    sent = json.dumps(body, ensure_ascii=False)
    items = [responses_item(part, sent) for part in parts(turn)]
    base = {"id": identifier("resp_"), "object": "response", "created_at": 0, "model": body.get("model"), "output": []}
    yield {"type": "response.created", "response": {**base, "status": "in_progress"}}
    for index, item in enumerate(items):
        yield {"type": "response.output_item.added", "output_index": index, "item": {**item, "status": "in_progress"}}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    usage = {"input_tokens": 10, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 5,
             "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 15}
    yield {"type": "response.completed", "response": {**base, "status": "completed", "output": items, "usage": usage}}


def text_of(content):
    """The text that the model is shown in a message's content, a tool's result included."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(text_of(part) for part in content)
    if isinstance(content, dict):
        for key in ("text", "output", "content"):
            if key in content:
                return text_of(content[key])
    return ""


class Model:
    """The server: one script, and what was asked of it."""

    def __init__(self, script):
        self.script, self.changed = script, threading.Condition()
        self.left = {None: list(script.main), **{word: list(turns) for word, turns in script.subagents.items()}}
        self.shown = {word: [] for word in self.left}
        self.seen_items = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def conversation(self, body):
        """Which conversation a request belongs to: None for the main one, else the sub-agent's word."""
        users = [entry for entry in body.get("messages", body.get("input", [])) if entry.get("role") == "user"]
        if "messages" in body:
            users = users[:1]
        text = text_of([entry.get("content", "") for entry in users])
        return next((word for word in self.left if word is not None and word in text), None)

    def news(self, body):
        """The text that is new to the model in this request."""
        if "messages" in body:
            new = []
            for message in reversed(body["messages"]):
                if message["role"] == "assistant":
                    break
                new.append(text_of(message["content"]))
            return "\n".join(reversed(new))
        key, items = body.get("prompt_cache_key"), body.get("input", [])
        start = self.seen_items.get(key, 0)
        self.seen_items[key] = len(items)
        own = ("function_call", "custom_tool_call", "reasoning")
        return "\n".join(text_of(item.get("output", item.get("content", ""))) for item in items[start:]
                         if item.get("type") not in own and item.get("role") != "assistant")

    def answer(self, body):
        turn = self.next_turn(body)
        if isinstance(turn, Meanwhile):
            turn.act()
            time.sleep(turn.seconds)
            turn = turn.then
        return turn

    def next_turn(self, body):
        with self.changed:
            word = self.conversation(body)
            self.shown[word].append(self.news(body))
            turn = self.left[word].pop(0) if self.left[word] else Say("done")
            self.changed.notify_all()
            if word is None and not self.left[None]:
                # The last word ends the session, and with it every sub-agent that is still at work: an agent that gives up
                # waiting for one, as Codex does after a while, must not cut it off.
                self.changed.wait_for(lambda: not any(turns for name, turns in self.left.items() if name), timeout=40)
            return turn

    def handler(model):  # noqa: N805: the handler's own self is another object
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def reply(self, data, kind="application/json"):
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_HEAD(self):
                self.reply(b"")

            def do_GET(self):
                self.reply(json.dumps({"object": "list", "data": [], "models": []}).encode())

            def do_POST(self):
                raw = self.rfile.read(int(self.headers.get("content-length") or 0))
                try:
                    body = json.loads(raw)
                except ValueError:
                    body = {}
                path = self.path.split("?")[0]
                if path.endswith("/count_tokens"):
                    return self.reply(b'{"input_tokens":10}')
                if path.endswith("/messages"):
                    # Side requests (a title, a quota probe) offer no tools and use up no turn.
                    asked = any("input_schema" in tool for tool in body.get("tools") or [])
                    turn = model.answer(body) if asked else Say("ok")
                    if not body.get("stream"):
                        content = [{"type": "text", "text": parts(turn)[0].text if isinstance(parts(turn)[0], Say) else "ok"}]
                        return self.reply(json.dumps({"id": "msg_side", "type": "message", "role": "assistant", "model": body.get("model"),
                                                      "content": content, "stop_reason": "end_turn", "stop_sequence": None,
                                                      "usage": {"input_tokens": 1, "output_tokens": 1}}).encode())
                    events = messages_events(turn, body)
                elif path.endswith("/responses"):
                    events = responses_events(model.answer(body), body)
                else:
                    return self.reply(b"{}")
                stream = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()
                try:
                    self.reply(stream, "text/event-stream")
                except OSError:
                    pass  # The agent has gone.

        return Handler
