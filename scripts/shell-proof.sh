#!/usr/bin/env bash
# The long runs of what `swift test` does in small: random scripts held against what bash runs, the parser against `bash -n`
# over the scripts of a directory.   scripts/shell-proof.sh [SCRIPTS] [DIRECTORY] [SEED]
set -euo pipefail
cd "$(dirname "$0")/.."
TAFFRAIL_DIFFERENTIAL=${1:-5000} TAFFRAIL_SEED=${3:-1} swift test --filter DifferentialTests
TAFFRAIL_SHELL_CORPUS=${2:-/usr} swift test --filter CorpusTests
