#!/usr/bin/env bash
# Measures hourly folders: 10,000 transactions in a thousand gzip files (and the customers, products and requests beside them) into Parquet and DuckDB,
# as whole processes, start-up included, and writes results/DATE-hourly-ROWS.md. The tables' counts are held to the generator's truth.
# Usage: hourly.sh [ROWS] [HOURS] [RUNS]        by default 10000, 1000 and 5
# Needs .NET and GNU time.
set -euo pipefail
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rows=${1:-10000}
hours=${2:-1000}
runs=${3:-5}
work=${CTI_BENCH_WORK:-${TMPDIR:-/tmp}/cti-bench}/hourly
measured=$work/measured-$rows-$hours
# shellcheck source=cti/bench/measure.sh
. "$bench/measure.sh"

mkdir -p "$work"
dotnet publish "$bench/../src/Cti" -c Release -o "$work/cti" -v quiet
raw=$work/raw-$rows-$hours
if [ ! -s "$raw.json" ]; then
  dotnet run --project "$bench/Cti.Generator" -c Release -- hourly --rows "$rows" --hours "$hours" --no-plain --seed 7 --output "$raw" --truth "$raw.json" >&2
fi
export CTI_PEPPER=bench CTI_PEPPER_VERSION=1

# What the generator says under a name.
truth() { awk -v name="\"$1\": {" -v field="\"$2\":" 'index($0, name) { found = 1 } found && index($0, field) { gsub(/[^0-9]/, ""); print; exit }' "$raw.json"; }

load() { # NAME [OPTION…]: a dataset, or "transactions with references"
  local name=$1 dataset=${1%% *} about=()
  shift
  [ "$name" = "$dataset" ] || about=(--references "duckdb:$work/known.duckdb" "$work/known")
  rm -rf "$work/out" "$work/w.duckdb"
  measure "$name${*:+ $*}" "$work/cti/cti" run --dataset "$dataset" --input "$raw/" --output "$work/out" --warehouse "duckdb:$work/w.duckdb" --max-reject-rate 1 --progress none --threads 2 "${about[@]}" "$@"
  grep -q "\"written\":$(truth "$(tr ' -' '__' <<< "$name")" written)," "$work/log" || { echo "$name: not the generator's count of rows" >&2; exit 1; }
}

# Customers and products, for whoever refers to them.
rm -rf "$work/known" "$work/known.duckdb"
for dataset in customers products; do
  "$work/cti/cti" run --dataset "$dataset" --input "$raw/" --output "$work/known" --warehouse "duckdb:$work/known.duckdb" --max-reject-rate 1 --progress none > "$work/log" 2>&1
done

rm -f "$measured"
for _ in $(seq "$runs"); do
  load transactions
  load transactions --memory 192MB
  load 'transactions with references'
  load 'transactions with references' --memory 192MB
  load customers --memory 192MB
  load products --memory 192MB
  load erasure-requests --memory 192MB
done

report=$bench/results/$(date -u +%Y-%m-%d)-hourly-$rows.md
{
  printf '# %s transactions in %s gzip files\n\n' "$rows" "$(find "$raw" -name 'transactions.*' | wc -l)"
  # shellcheck disable=SC2016 # the backquotes are Markdown
  printf '%s; .NET %s; runs by turns, the middle one of %s is given. `cti run`, the whole process, start-up included: a folder of %s hours with %s files of four datasets listed, one dataset of it read, validated, deduplicated, written as Parquet with rejects, `_lines` and manifest, and loaded into a new DuckDB file; with references its customers and products are looked up in a DuckDB file and in the output of runs. Every run wrote as many rows as the generator says. Peak memory in millions of bytes.\n\n' \
    "$(machine)" "$(dotnet --version)" "$runs" "$hours" "$(find "$raw" -type f | wc -l)"
  table
} > "$report"
cat "$report"
