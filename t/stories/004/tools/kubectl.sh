#!/bin/sh
# Stands in for kubectl: a cluster is the folder cluster beside that of the program. Each call is a line of $CLUSTER/calls. Revisions of a
# deployment are the lines of $CLUSTER/NAME; $CLUSTER/stuck holds every rollout up, $CLUSTER/mock is a worker with the
# wrong runtime, and $CLUSTER/absent names a variable that it does not have.
CLUSTER=${0%/*}/../cluster
echo "$*" >>"$CLUSTER/calls"
name=$(echo "$*" | sed -n 's|.*deployment/\([a-z-]*\).*|\1|p')
case $* in
"apply -f -")
	cat >"$CLUSTER/applied"
	for name in lease-bot-api lease-bot-worker; do
		touch "$CLUSTER/$name" && was=$(wc -l <"$CLUSTER/$name") && echo "$((was + 1))" >>"$CLUSTER/$name" && echo "deployment.apps/$name configured"
	done
	echo "Restore path: kubectl rollout undo --to-revision=$((was))"
	sed -n 's/.*SEND: //p' "$CLUSTER/applied" >"$CLUSTER/mode"
	;;
"rollout status "*)
	[ ! -e "$CLUSTER/stuck" ] || { echo "error: deployment \"$name\" exceeded its progress deadline" >&2; exit 1; }
	echo "deployment \"$name\" successfully rolled out"
	;;
"rollout history "*)
	echo "REVISION  CHANGE-CAUSE" && cat "$CLUSTER/$name"
	;;
"rollout undo "*--dry-run=server)
	echo "deployment.apps/$name Pod Template (server dry run)"
	;;
"rollout undo "*)
	echo "$(sed -n '$p' "$CLUSTER/$name") undone $*" >>"$CLUSTER/undone" && rm -f "$CLUSTER/stuck" "$CLUSTER/mock" && echo "deployment.apps/$name rolled back"
	;;
"set env "*--list)
	echo "# deployments/$name" && sed "/^$(cat "$CLUSTER/absent" 2>/dev/null || echo -)=/d; s|=|=set|" .env.example
	;;
"logs "*)
	[ ! -e "$CLUSTER/mock" ] || echo "fatal: MOCK_RUNTIME_FORBIDDEN"
	echo "provider heuristic"
	;;
*)
	echo "error: unknown command \"$1\"" >&2
	exit 1
	;;
esac
