#!/bin/bash
# Every peer through every scenario, one JSON line each.
#   matrix.sh OUT.jsonl PEER...          (PYTHON, BENCH_TMP and the BENCH_* of the peers from the environment)
cd "$(dirname "$0")" || exit 1
py=${PYTHON:-python3}; out=$1; shift
for peer; do
  # shellcheck disable=SC2086  # a scenario is several words
  for s in "single --n ${SINGLE:-30}" "burst --n 500" "kill9 --n ${KILL:-500}" "sinkdown --n ${DOWN:-500}" ${BIG:+"burst --n 2000"} ${SLOW:+"slow --n 64"} ${MORE:+"tempfail --n 300"} ${MORE:+"lostreply --n 300"}; do
    timeout 420 "$py" bench.py "$peer" $s --settle 2 --quiet "${QUIET:-12}" --json "$out" --wait-quiet 3 2>>"$out.err" || echo "$peer $s: failed, see $out.err"
  done
done
