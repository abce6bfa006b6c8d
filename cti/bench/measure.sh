# shellcheck shell=bash
# Sourced by the scripts beside it: whole processes measured, and a table of what was measured.
# They set $work (a folder) and $measured (a file that takes a line a measurement) before.
: "${work:?}" "${measured:?}"

# Processor and cores, for the head of a report.
machine() { printf '%s, %s cores' "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"; }

# Runs a command, and notes its wall-clock seconds and its own peak memory under a name. It must end with 0, or with what $expected says.
measure() {
  local name=$1 took kilobytes code=0
  shift
  sync
  /usr/bin/time -q -f '%e %M' -o "$work/time" "$@" > "$work/log" 2>&1 || code=$?
  if [ "$code" -ne "${expected:-0}" ]; then
    cat "$work/log" >&2
    echo "$name ended with $code" >&2
    exit 1
  fi
  read -r took kilobytes < "$work/time"
  printf '%s\t%s\t%s\n' "$name" "$took" $((kilobytes * 1024 / 1000000)) | tee -a "$measured" >&2
}

# The names that were measured, in order.
names() { cut -f 1 "$measured" | awk '!seen[$0]++'; }

# Of a name: the middle of its seconds, the least, the most, and its greatest peak in millions of bytes.
figures() {
  awk -F '\t' -v name="$1" '$1 == name { print $2 "\t" $3 }' "$measured" | sort -n | awk -F '\t' '
    { took[NR] = $1; if ($2 > peak) peak = $2 }
    END { printf "%.2f %.2f %.2f %d\n", took[int((NR + 1) / 2)], took[1], took[NR], peak }'
}

# All of it as Markdown.
table() {
  local middle least most peak
  printf '| work | seconds | least to most | peak MB |\n| --- | ---: | --- | ---: |\n'
  names | while IFS= read -r name; do
    read -r middle least most peak <<< "$(figures "$name")"
    printf '| %s | %s | %s – %s | %s |\n' "$name" "$middle" "$least" "$most" "$peak"
  done
}
