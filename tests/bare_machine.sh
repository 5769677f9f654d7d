#!/usr/bin/env bash
# Try the README's two lines where nothing is installed yet: in a minimal Debian with Python, git and certificates only.
# As root, with debootstrap: bash tests/bare_machine.sh [arguments of tests/run]
# SUITE names the release of Debian, MIRROR its archive, debootstrap's own without it. How the network is reached (name
# server, certificates, proxy, index of packages) is taken along: that is not what is tried.
set -euo pipefail
cd "$(dirname "$0")/.."

suite=${SUITE:-bookworm}

if [ -z "${BARE_MACHINE:-}" ]; then
  [ "$(id -u)" = 0 ] || { echo "Only root may build a machine." >&2; exit 1; }
  command -v debootstrap >/dev/null || { echo "Install debootstrap first." >&2; exit 1; }
  BARE_MACHINE=$(mktemp -d)
  chmod 755 "$BARE_MACHINE"  # a user of apt reads in it
  export BARE_MACHINE
  trap 'rm -rf --one-file-system "$BARE_MACHINE"' EXIT
  # In namespaces of their own, whatever is mounted or still runs is gone with the last command.
  unshare --mount --pid --fork --kill-child bash "tests/$(basename "$0")" "$@"
  exit
fi

machine=$BARE_MACHINE
say() { printf '%s\n' "$*" >&2; }
inside() { chroot "$machine" /usr/bin/env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "${network[@]}" bash -euo pipefail -c "$1"; }

say "Building a machine ..."
debootstrap --variant=minbase --include=python3,python3-venv,git,ca-certificates "$suite" "$machine" ${MIRROR:+"$MIRROR"} >"$machine.log" 2>&1 ||
  { tail "$machine.log" >&2; exit 1; }
rm "$machine.log"
mount -t proc proc "$machine/proc"
mount -t sysfs sysfs "$machine/sys"
mount --rbind /dev "$machine/dev"
mount -t tmpfs shm "$machine/dev/shm"
cp /etc/resolv.conf "$machine/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/"
mapfile -t network < <(env | grep -iE '^(https?_proxy|no_proxy|PIP_(CERT|INDEX_URL|DEFAULT_TIMEOUT))=' || true)

first=$(grep -m 1 -E '^    python3 -m venv .* -m dashboard$' README.md)
git clone --quiet --no-hardlinks . "$machine/srv/first"
git clone --quiet --no-hardlinks . "$machine/srv/second"

say "The first line: ${first#    }"
inside "cd /srv/first; ($first) >/srv/first.log 2>&1 & python3 - \$! <<'ask'
import os, sys, time, urllib.request
for _ in range(2400):  # on a machine that does much else too
    time.sleep(1)
    os.kill(int(sys.argv[1]), 0)  # raises once the command has ended
    try:
        page = urllib.request.urlopen('http://127.0.0.1:8050/').read().decode()
    except OSError:
        continue
    raise SystemExit(None if '263,000' in page else 'The start page lacks its figure.')
raise SystemExit('The dashboard has not answered.')
ask" || { tail -n 20 "$machine/srv/first.log" >&2; exit 1; }
say "The dashboard answers."

say "The second line: bash tests/run"
inside "cd /srv/second; bash tests/run $(printf "%q " "$@")"
