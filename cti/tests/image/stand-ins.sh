#!/usr/bin/env bash
# Base images for the Dockerfile where no container registry can be reached: `stand-ins.sh [--force]`. Needs root, apt and debootstrap.
# Each image that the Dockerfile names and that neither is here nor can be pulled is made of Debian's packages and this machine's .NET and
# Node.js, under the name the Dockerfile uses, with the label cti.stand-in. The Dockerfile itself is built as it is.
set -euo pipefail
cd "$(dirname "$0")/../../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
trust=/etc/ssl/certs/ca-certificates.crt

# The names after FROM that are no stages of the Dockerfile itself.
names() { awk 'toupper($1) == "FROM" { name = ($2 ~ /^--/) ? $3 : $2; if (!(name in stages)) print name; stages[$NF] = 1 }' Dockerfile | sort -u; }

# What the official images hold as far as a build needs it: a shell, .NET's SDK with its libraries, Node.js with npm.
building() {
  local root=$scratch/building
  [ -d "$root" ] && return
  debootstrap --variant=minbase --include=ca-certificates,libssl3,libicu72,zlib1g bookworm "$root" >"$scratch/log" 2>&1 ||
    { tail -n 5 "$scratch/log" >&2; return 1; }
  rm -rf "$root"/var/cache/apt "$root"/var/lib/apt/lists "$root"/usr/share/{doc,man,locale}
  mkdir -p "$root/usr/share" "$root/usr/local/lib/node_modules"
  cp -a "$dotnet" "$root/usr/share/dotnet"
  ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
  cp "$(node -p process.execPath)" "$root/usr/local/bin/node"
  cp -a "$(npm root --global)/npm" "$root/usr/local/lib/node_modules/npm"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  cp "$trust" "$root$trust"
}

# As the chiselled images: the same libraries, and no shell, no package manager, nothing to run.
chiselled() {
  local root=$scratch/chiselled
  [ -d "$root" ] && return
  mkdir -p "$scratch/packages" "$root"
  download || { flock /tmp/cti-packages.lock apt-get update -qq && download; } || { echo "apt-get could not download the libraries of the image" >&2; return 1; }
  for package in "$scratch"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
  rm -rf "$root"/usr/share/{doc,man,locale,lintian} "$root"/usr/sbin/*
  mkdir -p "$root/etc/ssl/certs" "$root/home/app"
  cp "$trust" "$root$trust"
  echo 'root:x:0:0:root:/root:/bin/false
app:x:1654:1654::/home/app:/bin/false' >"$root/etc/passwd"
  echo 'root:x:0:
app:x:1654:' >"$root/etc/group"
  chown 1654:1654 "$root/home/app"
}

download() (cd "$scratch/packages" && apt-get download -qq base-files ca-certificates libc6 libgcc-s1 libssl3 libstdc++6 2>/dev/null)

with_runtime() {
  local root=$scratch/runtime
  [ -d "$root" ] && return
  chiselled
  cp -a "$scratch/chiselled" "$root"
  mkdir -p "$root/usr/share/dotnet/shared" "$root/usr/bin"
  cp -a "$dotnet/host" "$dotnet/dotnet" "$root/usr/share/dotnet/"
  cp -a "$dotnet/shared/Microsoft.NETCore.App" "$root/usr/share/dotnet/shared/"
  ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
}

# How this machine reaches the package registries goes along: certificates, proxies.
import() {
  local name=$1 root=$2 variable changes=(--change 'LABEL cti.stand-in=true')
  for variable in SSL_CERT_FILE NODE_EXTRA_CA_CERTS NUGET_CERT_REVOCATION_MODE http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [ -n "${!variable:-}" ] && [ "$root" = "$scratch/building" ] && changes+=(--change "ENV $variable=${!variable}")
  done
  [ "$root" = "$scratch/building" ] || changes+=(--change 'USER 1654' --change 'ENV APP_UID=1654 DOTNET_RUNNING_IN_CONTAINER=true')
  tar -C "$root" -c . | docker import "${changes[@]}" - "$name" >/dev/null
  echo "$name: stands in, made of Debian's packages"
}

for name in $(names); do
  if [ "${1:-}" != --force ] && docker image inspect "$name" >/dev/null 2>&1; then
    echo "$name: here already"
  elif timeout 60 docker pull --quiet "$name" >/dev/null 2>&1; then
    echo "$name: pulled"
  else
    case $name in
      node:* | */dotnet/sdk:* | */dotnet/aspnet:*) building && import "$name" "$scratch/building" ;;
      */dotnet/runtime-deps:*-chiseled) chiselled && import "$name" "$scratch/chiselled" ;;
      */dotnet/runtime:*-chiseled) with_runtime && import "$name" "$scratch/runtime" ;;
      *) echo "$name can't be pulled, and how to make a stand-in for it is not known: teach $0." >&2; exit 1 ;;
    esac
  fi
done
