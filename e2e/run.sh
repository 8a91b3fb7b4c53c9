#!/usr/bin/env bash
# Drives the real Claude Code and Codex through sessions with a scripted model, and Cursor's own hook runner: e2e/run.sh [--agent A] [--only TEXT] [--keep]
# E2E_REQUIRED=1 makes an agent that cannot be had a failure.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
agents=$("$here/install-agents.sh")
exec env PYTHONDONTWRITEBYTECODE=1 python3 "$here/cases.py" --agents "$agents" "$@"
