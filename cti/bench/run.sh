#!/bin/sh
# Measures cti beside DuckDB and Polars on 2 million events (or DuckDB alone on web events), as whole processes by turns, and writes the report into results/.
# Options are those of `Cti.Bench compare` (see README.md), for example: run.sh --runs 3
# Web events beside DuckDB's read_json:                                   run.sh --dataset web-events
# Without the peers, for the memory at 20 million events:                run.sh --no-peers --rows 20000000 --runs 1
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=${CTI_BENCH_WORK:-${TMPDIR:-/tmp}/cti-bench}
peers="--peers $bench/peers"
if [ "${1:-}" = --no-peers ]; then
  peers=
  shift
fi

dotnet publish "$bench/../src/Cti" -c Release -o "$work/cti" -v quiet
dotnet build "$bench/Cti.Bench" -c Release -v quiet
if [ -n "$peers" ]; then
  npm ci --prefix "$bench/peers" --no-audit --no-fund --silent
fi

# shellcheck disable=SC2086 # two words, or none
exec dotnet "$bench/Cti.Bench/bin/Release/net10.0/Cti.Bench.dll" compare --binary "$work/cti/cti" $peers --work "$work/data" --results "$bench/results" "$@"
