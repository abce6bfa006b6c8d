#!/usr/bin/env bash
# Measures the load of generated events into PostgreSQL beside psql's own `\copy … (format binary)` of the same rows, and into DuckDB,
# as whole processes by turns, and writes results/DATE-postgres-ROWS.md.
# Usage: postgres.sh [ROWS] [RUNS]        by default 2000000 and 3; with CTI_BENCH_KEEP=1 what was measured before counts as well
# Needs .NET, npm, GNU time, and Debian's postgresql (initdb, postgres, psql); as root the server runs as nobody.
set -euo pipefail
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rows=${1:-2000000}
runs=${2:-3}
work=${CTI_BENCH_WORK:-${TMPDIR:-/tmp}/cti-bench}/postgres
bin=$(dirname "$(readlink -f "$(command -v initdb)")")
measured=$work/measured-$rows
# shellcheck source=cti/bench/measure.sh
. "$bench/measure.sh"
data=$work/server
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi

mkdir -p "$work"
dotnet publish "$bench/../src/Cti" -c Release -o "$work/cti" -v quiet
if [ ! -s "$work/events-$rows.csv" ]; then
  dotnet run --project "$bench/Cti.Generator" -c Release -- events --rows "$rows" --seed 7 --output "$work/events-$rows.csv" >&2
fi
"$work/cti/cti" extract-transform --dataset events --input "$work/events-$rows.csv" --output "$work/out-$rows" --max-reject-rate 1 --progress none > "$work/result.json" 2> "$work/log"
manifest=$(sed -n 's/.*"manifest":"\([^"]*\)".*/\1/p' "$work/result.json")

# The server's own defaults, fsync included; more room for the log, so that no checkpoint falls into one run and not into the other.
rm -rf "$data"
mkdir -p "$data"
if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$data"; fi
"${as[@]}" "$bin/initdb" -D "$data" -U bench -E UTF8 --locale=C --auth=trust > "$work/log"
port=$((20000 + RANDOM % 20000))
"${as[@]}" "$bin/postgres" -D "$data" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port=$port -c max_wal_size=8GB -c checkpoint_timeout=1h > "$work/server.log" 2>&1 &
server=$!
trap 'kill -INT $server; wait $server || true; rm -rf "$data" "$work/copy.bin"' EXIT
export PGHOST=127.0.0.1 PGPORT=$port PGUSER=bench
until psql -d postgres -qc 'SELECT 1' > "$work/log" 2>&1; do sleep 0.2; done

address=postgres://bench@127.0.0.1:$port/b
"$work/cti/cti" schema events --for postgres > "$work/ddl.sql"
awk 'BEGIN { RS = ";\n"; ORS = ";\n" } !/CREATE INDEX/' "$work/ddl.sql" > "$work/table.sql"
awk 'BEGIN { RS = ";\n"; ORS = ";\n" } /CREATE INDEX/' "$work/ddl.sql" > "$work/indexes.sql"
load=("$work/cti/cti" load --dataset events --input "$manifest" --progress none --threads 2)

# A new database with what the DDL files given make in it.
fresh() {
  psql -d postgres -qc 'DROP DATABASE IF EXISTS b' -c 'CREATE DATABASE b'
  local file
  for file in "$@"; do psql -d b -qf "$file"; done
}

# The server's work that a command waits for is within its seconds; its memory is not.
measure_load() {
  psql -d postgres -qc CHECKPOINT
  measure "$@"
}

if [ -z "${CTI_BENCH_KEEP:-}" ]; then rm -f "$measured"; fi
fresh
"${load[@]}" --warehouse "$address" --create > "$work/log" 2>&1
psql -d b -qc "\\copy events to '$work/copy.bin' (format binary)"
written=$(psql -d b -Atc 'SELECT count(*) FROM events')
for _ in $(seq "$runs"); do
  fresh "$work/table.sql"
  measure_load 'no indexes: psql copy' psql -d b -qc "\\copy events from '$work/copy.bin' (format binary)"
  fresh "$work/table.sql"
  measure_load 'no indexes: cti load' "${load[@]}" --warehouse "$address"
  fresh "$work/table.sql"
  measure_load 'with indexes: psql copy, then CREATE INDEX' psql -d b -qc "\\copy events from '$work/copy.bin' (format binary)" -f "$work/indexes.sql"
  fresh "$work/ddl.sql"
  measure_load 'with indexes: psql copy into the indexed table' psql -d b -qc "\\copy events from '$work/copy.bin' (format binary)"
  fresh "$work/ddl.sql"
  measure_load 'with indexes: cti load into the indexed table' "${load[@]}" --warehouse "$address"
  fresh
  measure_load 'with indexes: cti load --create' "${load[@]}" --warehouse "$address" --create
  fresh
  measure_load 'with indexes: cti load --create --memory 256MB' "${load[@]}" --warehouse "$address" --create --memory 256MB
  psql -d b -qc "UPDATE cti_ledger SET run = 'before'"
  measure_load 'merge, every key there: cti load' "${load[@]}" --warehouse "$address"
  rm -f "$work/w.duckdb"
  measure_load 'DuckDB: cti load' "${load[@]}" --warehouse "duckdb:$work/w.duckdb"
  rm -f "$work/w.duckdb"
  measure_load 'DuckDB: cti load --memory 256MB' "${load[@]}" --warehouse "duckdb:$work/w.duckdb" --memory 256MB
done

report=$bench/results/$(date -u +%Y-%m-%d)-postgres-$rows.md
{
  printf '# %s events into PostgreSQL and DuckDB\n\n' "$written"
  # shellcheck disable=SC2016 # the backquotes are Markdown
  printf '%s; %s; psql %s; runs by turns, the middle one of %s is given. The server: its defaults (fsync on, 128 MB of shared buffers) but for `max_wal_size=8GB` and `checkpoint_timeout=1h`; on the same machine as the client. Peak memory is that of the client process alone, in millions of bytes.\n\n' \
    "$(machine)" "$(psql -d postgres -Atc 'SHOW server_version' | sed 's/^/PostgreSQL /')" "$(psql --version | grep -o '[0-9.]*' | head -n 1)" "$(cut -f 1 "$measured" | grep -cx 'DuckDB: cti load')"
  {
    printf '| work | seconds | least to most | rows a second | peak MB |\n| --- | ---: | --- | ---: | ---: |\n'
    names | while IFS= read -r name; do
      read -r middle least most peak <<< "$(figures "$name")"
      printf '| %s | %s | %s – %s | %d | %s |\n' "$name" "$middle" "$least" "$most" "$(awk "BEGIN { print int($written / $middle) }")" "$peak"
    done
  } > "$work/table"
  ratio() { # of the rows a second of psql, ours
    awk -F '|' -v psql=" $1 " -v cti=" $2 " '$2 == psql { p = $3 } $2 == cti { c = $3 } END { printf "%d", 100 * p / c }' "$work/table"
  }
  cat "$work/table"
  # shellcheck disable=SC2016
  printf '\n`cti load`, start-up, pre-flight, counting and ledger included, moves %s %% of the rows a second of `\\copy` into a table without indexes, and %s %% where the indexes are made afterwards.\n' \
    "$(ratio 'no indexes: psql copy' 'no indexes: cti load')" "$(ratio 'with indexes: psql copy, then CREATE INDEX' 'with indexes: cti load --create')"
} > "$report"
cat "$report"
