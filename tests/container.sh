#!/usr/bin/env bash
# Follow the steps of dashboard/Containerfile in a plain Debian, where there is no engine for containers, and run it as
# it says: as an ordinary user, with a root that cannot be written. As root, with debootstrap: bash tests/container.sh
# MIRROR names another archive of Debian; how the network is reached is taken along.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${CONTAINER:-}" ]; then
  [ "$(id -u)" = 0 ] || { echo "Only root may build a machine." >&2; exit 1; }
  command -v debootstrap >/dev/null || { echo "Install debootstrap first." >&2; exit 1; }
  CONTAINER=$(mktemp -d)
  chmod 755 "$CONTAINER"
  export CONTAINER
  trap 'rm -rf --one-file-system "$CONTAINER"' EXIT
  unshare --mount --pid --fork --kill-child bash "tests/$(basename "$0")" "$@"
  exit
fi

root=$CONTAINER
say() { printf '%s\n' "$*" >&2; }
variables=()
user=0
command=
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "${network[@]}" "${variables[@]}" "$@"; }
mapfile -t network < <(env | grep -iE '^(https?_proxy|no_proxy|PIP_(CERT|INDEX_URL|DEFAULT_TIMEOUT))=' || true)

while read -r step rest; do
  case $step in
    '' | '#'* | EXPOSE) continue ;;
    FROM)
      suite=${rest#debian:}
      say "$step $rest"
      debootstrap --variant=minbase --include=ca-certificates "${suite%-slim}" "$root" ${MIRROR:+"$MIRROR"} >/dev/null
      mount -t proc proc "$root/proc"
      mount --rbind /dev "$root/dev"
      cp /etc/resolv.conf "$root/etc/"
      cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
      ;;
    RUN) say "$step $rest"; inside bash -euo pipefail -c "$rest" >/dev/null ;;
    COPY)
      read -ra parts <<<"$rest"
      target=$root${parts[-1]}
      unset 'parts[-1]'
      # What git keeps of it, as in a fresh checkout.
      for part in "${parts[@]}"; do
        if [ -d "$part" ]; then
          mkdir -p "$target"
          git ls-files -z -- "$part" | xargs -0 tar -c | tar -x -C "$target" --strip-components=1
        else
          mkdir -p "$target"
          cp "$part" "$target"
        fi
      done
      ;;
    ENV) variables+=("$rest") ;;
    USER) user=$rest ;;
    CMD) command=$rest ;;
    *) say "The step $step is not known here."; exit 1 ;;
  esac
done <dashboard/Containerfile

[ "$user" != 0 ] || { say "It would run as root."; exit 1; }
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
mount --rbind "$root" "$root"
mount -o remount,bind,ro "$root"
mapfile -t words < <(python3 -c 'import json, sys; print(*json.loads(sys.argv[1]), sep="\n")' "$command")
say "As user $user, with a root that cannot be written: ${words[*]}"
network=()
inside setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs touch /srv/written 2>/dev/null && { say "The root can be written."; exit 1; }
inside setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs "${words[@]}" >"/tmp/container-$$.log" 2>&1 &
python3 - $! <<'ask' || { tail -n 20 "/tmp/container-$$.log" >&2; exit 1; }
import os, sys, time, urllib.request
for _ in range(300):
    time.sleep(1)
    os.kill(int(sys.argv[1]), 0)  # raises once the command has ended
    try:
        page = urllib.request.urlopen("http://127.0.0.1:8050/").read().decode()
        pack = urllib.request.urlopen("http://127.0.0.1:8050/export/view.zip?page=afghanistan-2018", timeout=120).read()
    except OSError as error:
        print(error, file=sys.stderr)
        continue
    raise SystemExit(None if "263,000" in page and b".png" in pack else "The page lacks its figure, or the pack its picture.")
raise SystemExit("The dashboard has not answered.")
ask
rm "/tmp/container-$$.log"
say "The dashboard answers, and makes packs with pictures."
