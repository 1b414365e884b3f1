#!/bin/sh
# shell.sh [ROOT] - shellcheck has nothing to say about any script of ours.
# Left out: SC1090/SC1091 (sourced files are checked by themselves), SC2034 (test_description
# is for people), SC2016 (bodies are evaluated later, so single quotes are meant),
# SC2154 (variables that an earlier body set), SC2015 (a && { b || c; } is git's idiom),
# SC2317, SC2119, SC2120 (helpers are called from bodies that shellcheck cannot see),
# SC2011, SC2013 (our own names are plain words), SC2018, SC2019 (LC_ALL is C),
# SC2094 (a file that is named as a subcommand is not that subcommand).
cd "${1:-.}" || exit 128
command -v shellcheck >/dev/null || { echo "no shellcheck is installed"; exit 1; }
bad=0
for script in t/t[0-9][0-9][0-9][0-9]-*.sh; do
	[ ! -f "$script" ] || [ -x "$script" ] || { echo "$script: not executable: chmod +x"; bad=1; }
done
{
	find t hooks -name '*.sh' 2>/dev/null
	[ ! -f .ci/run ] || echo .ci/run
} | LC_ALL=C sort |
	xargs -r shellcheck -s sh -f gcc -S style \
		-e SC1090,SC1091,SC2034,SC2016,SC2154,SC2015,SC2317,SC2119,SC2120,SC2011,SC2013,SC2018,SC2019,SC2094 || bad=1
exit $bad
