#!/usr/bin/env bash
# The gate: locked restore, build with warnings as errors, format check, all tests. Ends with "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet restore TauStar.slnx --locked-mode
dotnet build TauStar.slnx --no-restore -c Release
dotnet format TauStar.slnx --no-restore --verify-no-changes

# The run's own summary is in the last lines of the log; it is repeated in the one form that everybody reads.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test --solution TauStar.slnx --no-build -c Release --no-progress 2>&1 | tee "$log" || status=$?
figure() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(figure succeeded) failed=$(figure failed) skipped=$(figure skipped)
if [ -z "$passed" ]; then
    echo "check.sh: the test run printed no summary" >&2
    exit 1
fi
echo "$passed passed, ${failed:-0} failed, ${skipped:-0} skipped"
exit "$status"
