# lib-ci.sh - runners of a CI: fresh shallow clones of one commit, with the variables of a forge. Sourced
# after lib.sh, lib-hooks.sh and lib-push.sh.

# ci_server: r and r.git (lib-hooks.sh), behind a URL that can be shallow; $id, $base (main there).
ci_server () {
	shared_repo r && git -C r.git config uploadpack.allowAnySHA1InWant true &&
	id=$(git -C r config mcade.ledgerId) && printf 'out\nerr\n' >>r/.git/info/exclude && (cd r && git push -q -u origin main) && base=$(git -C r rev-parse main)
}

# ci_branch NAME COMMAND: in r, a branch from main with a commit of what the command leaves, pushed past our
# hooks; $tip.
ci_branch () {
	( cd r && git checkout -q -B "$1" main && eval "$2" && git add -A && git commit -q -n -m "$1" &&
		push -f origin "HEAD:refs/heads/$1" && git checkout -q main ) && tip=$(git -C r rev-parse "$1")
}

# runner NAME COMMIT: what a forge's checkout leaves: one commit, detached, no branch, no history; cd into it.
runner () {
	rm -rf "$1" && git init -q "$1" && cd "$1" && git remote add origin "file://$TRASH/r.git" &&
	printf "out\nerr\n" >>.git/info/exclude && git fetch -q --no-tags --depth=1 origin "+$2:refs/remotes/pull/7/merge" && git checkout -q --detach FETCH_HEAD
}

# github EVENT BASE-REF REF BEFORE COMMAND...: as a step of GitHub Actions, by somebody without a key or memory.
github () {
	printf '{"before":"%s","after":"x","merge_group":{"base_ref":"%s"}}\n' "$4" "$2" >"$TRASH/event.json"
	github_event_=$1 github_base_=$2 github_ref_=$3
	shift 4
	as_person reviewer env CI=true GITHUB_ACTIONS=true GITHUB_EVENT_NAME="$github_event_" GITHUB_BASE_REF="$(
		[ "$github_event_" = merge_group ] || echo "$github_base_")" GITHUB_HEAD_REF='$(touch pwned)' \
		GITHUB_REF="$github_ref_" GITHUB_EVENT_PATH="$TRASH/event.json" "$@"
}

# gitlab VARIABLE=VALUE... COMMAND...: as a script of GitLab CI.
gitlab () {
	as_person reviewer env CI=true GITLAB_CI=true "$@"
}

jenkins () {
	as_person reviewer env JENKINS_URL=http://ci.example.com/ "$@"
}

ZEROS=0000000000000000000000000000000000000000
