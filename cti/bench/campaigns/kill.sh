#!/bin/sh
# Kills the same `cti run` 20 times at random moments, lets it end, and compares files and tables with an undisturbed run.
# Options are those of `Cti.Bench kill` (see ../README.md), for example: kill.sh --kills 5 --seed 7 --argument=--memory --argument=64MB
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=${CTI_BENCH_WORK:-${TMPDIR:-/tmp}/cti-bench}

dotnet publish "$bench/../src/Cti" -c Release -o "$work/cti" -v quiet
dotnet build "$bench/Cti.Bench" -c Release -v quiet
npm ci --prefix "$bench/peers" --no-audit --no-fund --silent
exec dotnet "$bench/Cti.Bench/bin/Release/net10.0/Cti.Bench.dll" kill --binary "$work/cti/cti" --peers "$bench/peers" --work "$work/data" --results "$bench/results" "$@"
