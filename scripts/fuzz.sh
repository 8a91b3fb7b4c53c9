#!/usr/bin/env bash
# Coverage-guided fuzzing with libFuzzer: each input is parsed, printed and parsed again, analysed and judged
# (Tests/Fuzz/Runner/Invariants.swift says what must hold). Findings end the run and stay in .build-fuzz/findings.
#   scripts/fuzz.sh [OPTIONS OF LIBFUZZER]        RUNS=1000000 MAX_LEN=4096 SEED=1
#   scripts/fuzz.sh .build-fuzz/findings/crash-*  tries these inputs alone
set -euo pipefail
cd "$(dirname "$0")/.."
export TAFFRAIL_FUZZER=1
# Swift's own report of a crash would come before libFuzzer's, which keeps the input.
export SWIFT_BACKTRACE=enable=no
folder=.build-fuzz
flags=(-c release --scratch-path "$folder" --product taffrail-fuzz -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld)
swift build "${flags[@]}"
fuzzer=$(swift build "${flags[@]}" --show-bin-path)/taffrail-fuzz

mkdir -p "$folder"/{seeds,corpus,findings}
python3 -B scripts/fuzz-seeds.py "$folder/seeds" "$folder/dictionary"
for argument; do
  # Files are tried one by one, and nothing else is.
  if [[ -f $argument ]]; then exec "$fuzzer" "$@"; fi
done
exec "$fuzzer" -runs="${RUNS:-1000000}" -max_len="${MAX_LEN:-4096}" -seed="${SEED:-1}" -timeout=10 -rss_limit_mb=4096 \
  -dict="$folder/dictionary" -artifact_prefix="$folder/findings/" -print_final_stats=1 "$@" "$folder/corpus" "$folder/seeds"
