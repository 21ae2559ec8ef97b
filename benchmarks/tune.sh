#!/usr/bin/env bash
# Times whole runs of `taustar tune` and prints a Markdown row for each: benchmarks/tune.sh FILE...
# Wall and CPU seconds and peak memory from GNU time; the numbers of the run from its own files.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$here/taustar" --version >/dev/null # builds first, so that building is not timed
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
echo "$cpu, $(nproc) cores; $(uname -sr); TauStar $("$here/taustar" --version)"
echo
echo "| data | sequences x sites | effective | wall s | CPU s | peak MB | updates | Pearson | tau' |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for data in "$@"; do
    run=$out/$(basename "$data")
    /usr/bin/time -f '%e %U %M' -o "$out/time" "$here/taustar" tune "$data" --out "$run" --quiet --json >"$out/result.json"
    read -r wall user memory <"$out/time"
    number() { grep -m 1 -A "${2:-0}" "\"$1\"" "$out/result.json" | tail -n 1 | sed 's/.*: //; s/,$//'; }
    printf "| %s | %s x %s | %.0f | %.0f | %.0f | %.0f | %s | %.3f | %.3f |\n" "$(basename "$data")" \
        "$(number sequences)" "$(number sites)" "$(number effectiveSequences)" "$wall" "$user" "$((memory / 1024))" \
        "$(number updates)" "$(number pearson)" "$(number tauPrime 2)"
done
