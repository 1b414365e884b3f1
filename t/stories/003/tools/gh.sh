#!/bin/sh
# Stands in for GitHub's CLI: `gh run list -c COMMIT` is what the team's CI said of a commit (ci/COMMIT beside
# bin/, else nothing), `gh issue list` what is open.
top=$(cd "${0%/*}/.." && pwd)
case "$1 $2" in
'run list') cat "$top/ci/$4" 2>/dev/null || echo '[]' ;;
'issue list') cat "$top/issues.json" 2>/dev/null || echo '[]' ;;
*) echo "gh: $* is nothing that the story needs" >&2; exit 2 ;;
esac
