#!/usr/bin/env bash
# Measures incremental runs over a folder of many objects: all of them new, none of them new, one of them new; and the merge of 64 claims into the ledger's
# partitions. Whole processes, local files. Writes results/DATE-ledger-OBJECTS.md.
# Usage: ledger.sh [OBJECTS] [RUNS]        by default 100000 and 5
# Needs .NET and GNU time.
set -euo pipefail
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
objects=${1:-100000}
runs=${2:-5}
work=${CTI_BENCH_WORK:-${TMPDIR:-/tmp}/cti-bench}/ledger
measured=$work/measured-$objects
# shellcheck source=cti/bench/measure.sh
. "$bench/measure.sh"

rm -rf "$work/raw" "$work/out" "$work/state"
mkdir -p "$work"
dotnet publish "$bench/../src/Cti" -c Release -o "$work/cti" -v quiet
# A year of days, so many objects each, a record in each.
for day in $(seq 0 364); do
  folder=$work/raw/date=$(date -u -d "2023-01-01 +$day days" +%F)
  mkdir -p "$folder"
  for ((i = day; i < objects; i += 365)); do printf 'Key,Data\nk%d,v\n' "$i" > "$folder/key-data-$i.csv"; done
done
count=$(find "$work/raw" -type f | wc -l)
run=("$work/cti/cti" extract-transform --dataset key-data --input "$work/raw/" --output "$work/out" --incremental --state "$work/state" --progress none)

one_more() { printf 'Key,Data\nnew%d,v\n' "$1" > "$work/raw/date=2023-12-31/key-data-new-$1.csv"; }

rm -f "$measured"
measure 'all new' "${run[@]}"
for _ in $(seq "$runs"); do expected=99 measure 'none new, the ledger one list' "${run[@]}"; done
for number in $(seq 1 64); do
  one_more "$number"
  measure 'one new' "${run[@]}"
done
state=$(find "$work/state" -name '*.jsonl.gz' -path '*/ledger/*' | wc -l)
[ "$state" -gt 0 ] || { echo "no merge happened" >&2; exit 1; }
for _ in $(seq "$runs"); do expected=99 measure "none new, the ledger $state partitions" "${run[@]}"; done
for _ in $(seq "$runs"); do DOTNET_GCHeapHardLimit=0x4000000 expected=99 measure 'the same, the collector held to 64 MiB' "${run[@]}"; done

report=$bench/results/$(date -u +%Y-%m-%d)-ledger-$objects.md
{
  printf '# Incremental runs over %s objects\n\n' "$count"
  # shellcheck disable=SC2016 # the backquotes are Markdown
  printf '%s; .NET %s; `cti extract-transform --incremental` on local files of one record, the whole process, start-up included; the middle of each is given. "One new" is measured 64 times; the last of them merges the lists of all claims into partitions. Peak memory in millions of bytes.\n\n' "$(machine)" "$(dotnet --version)"
  table
} > "$report"
cat "$report"
