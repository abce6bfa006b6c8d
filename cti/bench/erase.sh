#!/usr/bin/env bash
# Measures an erasure: so many persons, over so many runs of customers and transactions in hourly partitions, local files and DuckDB; whole processes, and how long
# each step took, by what was written when. Writes results/DATE-erase-RUNS-PERSONS.md.
# Usage: erase.sh [RUNS] [PERSONS] [MEMORY]        by default 2000, 2000 and 256MB
# Needs .NET and GNU time. The runs are made once and a copy of them is kept: it is put back where they were made, since manifests name their files in full.
set -euo pipefail
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
runs=${1:-2000}
persons=${2:-2000}
memory=${3:-256MB}
hours=$((runs / 2))
customers=$((persons * 2))
work=${CTI_BENCH_WORK:-${TMPDIR:-/tmp}/cti-bench}/erase
measured=$work/measured-$runs-$persons
# shellcheck source=cti/bench/measure.sh
. "$bench/measure.sh"
export CTI_PEPPER=bench CTI_PEPPER_VERSION=1

mkdir -p "$work"
dotnet publish "$bench/../src/Cti" -c Release -o "$work/cti" -v quiet
made=$work/made-$runs-$persons
if [ ! -e "$made/done" ]; then
  rm -rf "$made" "$work/out" "$work/w.duckdb"
  dotnet run --project "$bench/Cti.Generator" -c Release -- hourly --rows $((persons * 10)) --hours "$hours" --customers "$customers" --bad 0.03 --quarantined 0.01 --seed 7 \
    --output "$made/raw" --truth "$made.json" >&2
  extract() { "$1/cti/cti" extract-transform --dataset "$2" --input "$3" --output "$1/out" --max-reject-rate 1 --if-missing skip --progress none --threads 1 > "$1/extract.log" 2>&1 || [ $? -eq 99 ]; }
  export -f extract
  for dataset in customers transactions; do
    find "$made/raw" -type d -name 'hour=*' | sort | xargs -P "$(nproc)" -I {} bash -c 'extract "$@"' _ "$work" "$dataset" {}
    find "$work/out/_runs" -path "*/$dataset-*/manifest.json" | sort | xargs -n 200 "$work/cti/cti" load --dataset "$dataset" --create --warehouse "duckdb:$work/w.duckdb" --progress none --input > "$work/load.log" 2>&1
  done
  mv "$work/out" "$work/w.duckdb" "$made/"
  touch "$made/done"
fi

# The first half of the customers: by id, by address in other case, by both.
mkdir -p "$work/requests/date=2099-01-01/hour=00"
awk -v persons="$persons" 'BEGIN {
  for (id = 0; id < persons; id++) {
    key = id % 2 == 0 ? sprintf("%08d", id) : id + 1000000
    email = sprintf("CUSTOMER.%d@MAIL%d.example.org", id, id % 9)
    if (id % 3 == 0) printf "{\"customer-id\":\"%s\"}\n", key
    else if (id % 3 == 1) printf "{\"email\":\"%s\"}\n", email
    else printf "{\"customer-id\":\"%s\",\"email\":\"%s\"}\n", key, email
  }
}' > "$work/erasure-requests.json"

# Seconds from the start to when the last file of a kind was written.
since() { find "$@" -printf '%T@\n' 2>/dev/null | sort -n | tail -n 1 | awk -v began="$began" '{ printf "%.1f", $1 - began }'; }

rm -rf "$measured" "$work/out" "$work/w.duckdb"
cp -r "$made/out" "$made/w.duckdb" "$work/"
cp "$work/erasure-requests.json" "$work/requests/date=2099-01-01/hour=00/"
erase=("$work/cti/cti" erase --requests "$work/requests/" --output "$work/out" --warehouse "duckdb:$work/w.duckdb" --memory "$memory" --progress none)
began=$(date +%s.%N)
measure "erase" "${erase[@]}"
record=$(since "$work/out/_erasures" -name 'erasure.*.json' -newermt "@$began")
first=$(find "$work/out" -name '*.r2.*' -printf '%T@\n' | sort -n | head -n 1 | awk -v began="$began" '{ printf "%.1f", $1 - began }')
files=$(since "$work/out/_runs" -name manifest.json -newermt "@$began")
proof=$(since "$work/out/_erasures" -name proof.json)
revised=$(find "$work/out/_runs" -name manifest.json -newermt "@$began" | wc -l)
parts=$(find "$work/out" -name '*.r2.*' | wc -l)
cp "$work/erasure-requests.json" "$work/requests/date=2099-01-01/hour=00/"
measure "the same persons asked for again" "${erase[@]}"

report=$bench/results/$(date -u +%Y-%m-%d)-erase-$runs-$persons.md
{
  printf '# %s persons erased in %s runs\n\n' "$persons" "$(find "$work/out/_runs" -name manifest.json | wc -l)"
  # shellcheck disable=SC2016 # the backquotes are Markdown
  printf '%s; .NET %s; `cti erase --memory %s`, the whole process: local files, an hour a partition, %s customers and %s transactions in %s parts of %s MB, loaded into a DuckDB file of %s MB. %s manifests have a next revision, %s files were written anew. Peak memory in millions of bytes.\n\n' \
    "$(machine)" "$(dotnet --version)" "$memory" "$customers" "$((persons * 10))" "$(find "$made/out" -name '*.parquet' | wc -l)" "$(du -sm "$made/out" | cut -f 1)" "$(du -sm "$made/w.duckdb" | cut -f 1)" "$revised" "$parts"
  table
  printf '\n| seconds after the start | step |\n| ---: | --- |\n| %s | persons are known, the record and the first new file are written |\n| %s | files of runs are erased |\n| %s | leftovers and warehouse are erased, the proof is written |\n| %s | notes are away, the requests too, the record is done |\n' "${first:-?}" "$files" "$proof" "$record"
} > "$report"
cat "$report"
