#!/usr/bin/env bash
# Checks style and syntax: Swift by swift format, shell by bash (and shellcheck where it is installed), Python by its own
# compiler, JSON and TOML by parsing, the documentation by scripts/docs.py. Exit 1 when anything is wrong.
set -uo pipefail
cd "$(dirname "$0")/.."
status=0
check() {
  if "${@:2}"; then echo "ok    $1"; else echo "FAIL  $1" && status=1; fi
}

shell_files() { find scripts demo e2e -name '*.sh'; echo .ci/run; }
shell_syntax() { local file bad=0; while read -r file; do bash -n "$file" || bad=1; done < <(shell_files); return "$bad"; }
shell_check() { shell_files | xargs shellcheck; }

check "swift format" swift format lint --strict -r Package.swift Sources Tests
check "shell syntax" shell_syntax
if command -v shellcheck >/dev/null; then check "shellcheck" shell_check; fi
check "python, json, toml and documentation" python3 -B scripts/docs.py --check
exit "$status"
