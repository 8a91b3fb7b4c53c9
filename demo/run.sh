#!/usr/bin/env bash
# Plays the demonstration: demo/run.sh [--agent NAME] [--quiet] [--keep] [--taffrail FILE]
set -euo pipefail
if ! command -v python3 >/dev/null; then
  echo "demo: python3 is missing; run: scripts/install-dependencies.sh" >&2
  exit 1
fi
exec env PYTHONDONTWRITEBYTECODE=1 python3 "$(dirname "$0")/play.py" "$@"
