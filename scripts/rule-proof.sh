#!/usr/bin/env bash
# The long runs of the command policy's proofs: that no rule is there for nothing (without any one of them at least three
# rows of the corpus come out otherwise), that three random carriers around each dangerous row keep its verdict, and that
# each row is harmless as data in every consumer.   scripts/rule-proof.sh [SEED]...
# Mistakes, and how many rows need each rule, are written to .proof/.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .proof
for seed in "${@:-1}"; do
  TAFFRAIL_RULE_PROOF=1 TAFFRAIL_SEED=$seed TAFFRAIL_CORPUS_REPORT=$PWD/.proof swift test --filter CarriersTests
done
sort -t$'\t' -k2 -n .proof/rules.txt | head -20
