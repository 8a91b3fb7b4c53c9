#!/usr/bin/env bash
# Installs Claude Code, Codex and Cursor's hook runner, as they come inside three Python packages, into .agents/ (about 1 GB, once), and prints the
# executables, one "NAME PATH" a line. TAFFRAIL_E2E_AGENTS=DIR uses an installation that is already at DIR.
# Prints nothing for an agent that cannot be had, and says why on standard error; always exits 0.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
folder=${TAFFRAIL_E2E_AGENTS:-$here/.agents}

find_agents() {
  local path
  for path in "$folder"/lib/python*/site-packages/claude_agent_sdk/_bundled/claude; do
    if [[ -x $path ]]; then echo "claude-code $path"; fi
  done
  for path in "$folder"/lib/python*/site-packages/codex_cli_bin/bin/codex; do
    if [[ -x $path ]]; then echo "codex $path"; fi
  done
  for path in "$folder"/lib/python*/site-packages/cursor_sdk; do
    if [[ -x $path/_vendor/bridge/bin/node ]]; then echo "cursor $path"; fi
  done
}

found=$(find_agents)
if [[ $(grep -c . <<<"$found") -lt 3 && -z ${TAFFRAIL_E2E_AGENTS:-} ]]; then
  if [[ ! -x $folder/bin/pip ]]; then
    if ! python3 -m venv "$folder" >/dev/null 2>&1; then
      if command -v apt-get >/dev/null; then
        root=(); [[ $(id -u) -eq 0 ]] || root=(sudo)
        echo "e2e: installing python3-venv" >&2
        { "${root[@]}" apt-get update -qq; "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >&2 || true
      fi
      python3 -m venv "$folder" >&2 || echo "e2e: no virtual environment can be made at $folder" >&2
    fi
  fi
  for package in claude-agent-sdk openai-codex-cli-bin cursor-sdk; do
    echo "e2e: installing $package into ${folder#"$here"/}" >&2
    "$folder/bin/pip" install -q --disable-pip-version-check --no-deps "$package" >&2 || echo "e2e: $package could not be installed" >&2
  done
  found=$(find_agents)
fi
[[ -z $found ]] || echo "$found"
