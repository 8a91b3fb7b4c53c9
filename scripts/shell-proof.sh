#!/usr/bin/env bash
# The long runs of what `swift test` does in small (docs/shell.md has the figures): scripts, as they are and broken, held against
# `bash -n`, `dash -n` and `zsh -n`; random words and random scripts held against what bash makes of them; random bytes.
#   scripts/shell-proof.sh [DIRECTORIES]          SEED=1 MUTATIONS=10000 WORDS=20000 SCRIPTS=20000 FUZZ=200000
set -euo pipefail
cd "$(dirname "$0")/.."
export TAFFRAIL_SEED=${SEED:-1}
export TAFFRAIL_SHELL_CORPUS=${1:-/usr /etc} TAFFRAIL_MUTATIONS=${MUTATIONS:-10000}
export TAFFRAIL_WORDS=${WORDS:-20000} TAFFRAIL_DIFFERENTIAL=${SCRIPTS:-20000} TAFFRAIL_FUZZ=${FUZZ:-200000}
swift build --build-tests
for suite in CorpusTests WordAgreementTests DifferentialTests FuzzTests; do
  swift test --skip-build --filter "$suite"
done
