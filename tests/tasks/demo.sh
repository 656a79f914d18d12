#!/usr/bin/env bash
# The installed program does what the README begins with; for autopkgtest.
set -eu
cd "$(dirname "$0")/../.."
NEWSDEX_DB=$(mktemp -d)/news.db
export NEWSDEX_DB
newsdex ingest seeds
[ "$(newsdex search -c Qwen)" -gt 0 ]
newsdex search Qwen -n 1
newsdex show "$(newsdex search Qwen -n 1 --format '{id}')" > /dev/null
newsdex check
