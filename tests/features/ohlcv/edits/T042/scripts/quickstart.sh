#!/bin/sh
# The scenarios of quickstart.md, one after the other.
set -eu
cd "$(dirname "$0")/.."

totals=$(go run ./cmd/collector -once 2>/dev/null)
test "$(echo "$totals" | head -n 1)" = "candles_stored 96"
go test ./...
