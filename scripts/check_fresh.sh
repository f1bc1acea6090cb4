#!/usr/bin/env bash
# Fails if the committed front end, or the types it is built on, are not what the sources give.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mindseye openapi >"$scratch/openapi.json"
if ! diff -q web/openapi.json "$scratch/openapi.json" >/dev/null; then
    echo "web/openapi.json is stale: the HTTP interface has changed. Run: make web" >&2
    exit 1
fi
(cd web && npx --no-install openapi-typescript "$scratch/openapi.json" --output "$scratch/schema.ts" >/dev/null)
if ! diff -q web/src/api/schema.ts "$scratch/schema.ts" >/dev/null; then
    echo "web/src/api/schema.ts is stale. Run: make web" >&2
    exit 1
fi
(cd web && npm run --silent build -- --outDir "$scratch/dist" --emptyOutDir --logLevel error)
if ! diff -rq src/mindseye/server/dist "$scratch/dist"; then
    echo "src/mindseye/server/dist is stale: the front end has changed. Run: make web" >&2
    exit 1
fi
