#!/usr/bin/env python3
"""A small MCP server on standard input and output with one tool, write_file."""

import json
import sys

TOOL = {
    "name": "write_file",
    "description": "Writes a file.",
    "inputSchema": {"type": "object", "properties": {"path": {"type": "string"}, "content": {"type": "string"}}, "required": ["path", "content"]},
}


def result(message):
    if message["method"] == "initialize":
        return {"protocolVersion": message["params"]["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": {"name": "files", "version": "1"}}
    if message["method"] == "tools/list":
        return {"tools": [TOOL]}
    if message["method"] == "tools/call":
        arguments = message["params"]["arguments"]
        with open(arguments["path"], "w") as file:
            file.write(arguments["content"])
        return {"content": [{"type": "text", "text": f"wrote {arguments['path']}"}], "isError": False}
    return {}


for line in sys.stdin:
    message = json.loads(line)
    if "id" in message and "method" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result(message)}), flush=True)
