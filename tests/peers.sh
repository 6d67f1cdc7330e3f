#!/usr/bin/env bash
# Measures what an LSP would script today (Python: reportlab, segno, cbor2) against our sign + QR + PDF, on
# one core, in turns, and prints how many times faster we are.
#
# usage: tests/peers.sh [ROUNDS]         BENCH, FILTER: our bench and the row of it (divan)
# Needs ../shared/peers/issue_peers.py beside the checkout and fonts-noto-core. Not part of CI.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly ROUNDS=${1:-5} PEER=../shared/peers/issue_peers.py BENCH=${BENCH:-render} FILTER=${FILTER:-render}
readonly FONT=/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf
readonly PACKAGES=(cbor2==5.9.0 cryptography==50.0.2 reportlab==5.1.0 segno==1.6.6)
[ -e "$PEER" ] || { echo "missing: $PEER"; exit 1; }
[ -e "$FONT" ] || { echo "missing: $FONT (apt-get install fonts-noto-core)"; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/absah-peers.XXXXXX")
trap 'rm -rf "$work"' EXIT
venv=${XDG_CACHE_HOME:-$HOME/.cache}/absah-tests/peers
if [ ! -e "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${PACKAGES[@]}"
  touch "$venv/complete"
fi

# Milliseconds: the peer's own mean, and the median column of our one row.
theirs() { taskset -c 0 "$venv/bin/python" "$PEER" reportlab 200 "$work" | awk '{ print $2 }'; }
ours() {
  taskset -c 0 cargo bench --quiet --locked --bench "$BENCH" -- "$FILTER" | tee "$work/bench" | awk -F '│' '
    # The last columns are median, mean, samples, iterations; the tree on the left is drawn with │ too.
    NF >= 6 && $(NF - 3) ~ /[0-9] *(ns|µs|ms|s) *$/ {
      split($(NF - 3), median, " "); unit = median[2]
      print median[1] * (unit == "ns" ? 1e-6 : unit == "µs" ? 1e-3 : unit == "ms" ? 1 : 1e3); exit
    }'
}

cargo bench --quiet --locked --bench "$BENCH" --no-run
for round in $(seq "$ROUNDS"); do
  peer=$(theirs) own=$(ours)
  [ -n "$own" ] || { cat "$work/bench"; echo "no row '$FILTER' in the bench '$BENCH'"; exit 1; }
  echo "$peer $own" >>"$work/rounds"
  echo "round $round: reportlab $peer ms, absah $own ms"
done

median() { # of a column
  cut -d ' ' -f "$1" "$work/rounds" | sort -n |
    awk '{ value[NR] = $1 } END { print (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}
awk -v peer="$(median 1)" -v own="$(median 2)" 'BEGIN {
  printf "median of rounds: reportlab %.3f ms, absah %.3f ms a certificate: %.1f times\n", peer, own, peer / own }'
