#!/usr/bin/env bash
# Runs every test: the demonstration's own unit tests, the demonstration against the debug executable for each agent, then
# swift test, whose summary closes the output. Arguments go to swift test.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1

swift build --build-tests
debug=$(swift build --show-bin-path)/taffrail

(cd demo/shop && python3 -m unittest discover -s tests -t . 2>&1 | tail -3)
for agent in claude-code codex devin cursor gemini-cli copilot droid qwen; do
  demo/run.sh --quiet --taffrail "$debug" --agent "$agent"
done
swift test --skip-build "$@"
