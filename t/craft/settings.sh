# Settings, which every event names beside its candidate: src/policy/act_run.c, src/fold/objects_settings.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
attack 'a start with other settings than its commit has' evidence $BASE operator "$(start_of A lab; content_lines)" "=Settings: $ZERO"
attack 'a start, and with which settings is not said' order $BASE operator "$(start_of A lab; content_lines)" '=Settings: -'
attack 'a start with the settings of no manifest' order $BASE operator "$(start_of FRESH bare; content_lines)" "Settings: $ZERO"
attack 'go, with other settings than its commit has' evidence $AGREED operator "$(decided pass)" "=Settings: $ZERO"
attack 'go, and with which settings is not said' evidence $AGREED operator "$(decided pass)" '=Settings: -'
attack 'an answer with the settings of no manifest' evidence $BASE reviewer "$(answer_of GATED)" "Settings: $ZERO"
attack 'approved with other settings than its commit has' evidence $BASE reviewer "$(approval)" "=Settings: $ZERO"
attack 'approved, and with which settings is not said' evidence $BASE reviewer "$(approval)" '=Settings: -'
attack 'done by a person, and with which settings is not said' evidence $BASE operator "$(hand_of lab)" '=Settings: -'
attack 'a verification with other settings than its commit has' evidence $RELEASED operator "$(verify_of A lab $R1; content_lines | grep Content; promoted_as)" "=Settings: $ZERO"
attack 'promoted for a reason that reads like another entry of the log' evidence $RELEASED operator "$(promote_of prod lab)" 'says ## A complete in prod'
attack 'promoted with other settings than its commit has' evidence $RELEASED operator "$(promote_of prod lab)" "=Settings: $ZERO"
attack 'promoted, and with which settings is not said' evidence $RELEASED operator "$(promote_of prod lab)" '=Settings: -'
attack 'a drill with other settings than its commit has' evidence $BASE operator "$(drill_of try lab)" "=Settings: $ZERO"
attack 'back, with settings' order $LATER operator "$BACK" "Settings: $ZERO"
attack 'agreed to go back, with settings' evidence $LAB_MOVED owner "$GONE_BACK" "Settings: $ZERO"
# Two commits of one content: the later one has another number of replicas in lab.
printf 'a:\n  image: redis:latest\n  replicas: 3\n' >three &&
THREE=$(GIT_INDEX_FILE=$TRASH/.three && export GIT_INDEX_FILE && git read-tree $CODE &&
	git update-index --cacheinfo "100644,$(git hash-object -w three),releases/lab.yaml" && git commit-tree -p main -m three "$(git write-tree)") &&
git update-ref refs/heads/main $THREE && git -C ../r.git update-ref refs/heads/main $THREE && rm -f "$TRASH"/stands.*
asked_=$(printf '%s\n' "$(start_of A lab; content_lines)" "=Code: $THREE" "=Settings: $ZERO" | craft $BASE owner)
THREE_SETTINGS=$(errors_of $asked_ | sed -n 's/.*of .releases\/lab.yaml. than.*|\(.*\)|.*/\1/p')
asked_=$(printf '%s\n' "$(decided pass)" "=Code: $THREE" "=Settings: $ZERO" | craft $AGREED owner)
THREE_PINNED=$(errors_of $asked_ | sed -n 's/.*of .releases\/lab.yaml. than.*|\(.*\)|.*/\1/p')
with_three () { # with_three [SETTINGS]: the same at that commit
	printf '%s\n' "=Code: $THREE" "=Settings: ${1:-$THREE_SETTINGS}"
}
situation THREE_APPROVED $BASE reviewer "$(approval "$(with_three)")"
attack 'approved before the settings changed' conditions $APPROVED:$THREE_APPROVED operator "$(start_of SIGNED lab; with_three)"
situation THREE_AGREED $DONE reviewer "$(agreed "$(with_three $THREE_PINNED)")"
attack 'go, agreed to before the settings changed' evidence $AGREED:$THREE_AGREED operator "$(decided pass; with_three $THREE_PINNED)"
attack 'go, and what was tried was tried with other settings' evidence $TRIED operator "$(tried_of)" "$(with_three)"
# A drill in lab, on which a gate and a run elsewhere rest: in that commit the settings of lab alone are others.
attack 'go, and what was tried elsewhere was tried with other settings' evidence $TRIED operator "$(away_of; echo "=Code: $THREE"; nobody_knows)" '=Check: tried pass
=Verdict: pass'
attack 'nobody knows, and what was tried elsewhere passed' evidence $TRIED operator "$(away_of)" "$(nobody_knows)"
attack 'no go, and what was tried elsewhere was tried with other settings' evidence $UNTRIED operator "$(away_of; echo "=Code: $THREE"; nobody_knows)" '=Check: tried fail
=Verdict: fail'
trusts_done () {
	finish_of TRUSTS spare $R3 | sed 's/up pass/tried pass/'
}
situation TRUSTS $TRIED operator "$(start_of TRUSTS spare; echo "Id: $R3")"
situation TRUSTS_THREE $TRIED operator "$(start_of TRUSTS spare; echo "Id: $R3"; echo "=Code: $THREE")"
attack 'a finish, and what was tried elsewhere was tried with other settings' evidence $TRUSTS_THREE:$TRUSTS operator "$(trusts_done)"
for then in TRUSTS TRUSTS_THREE; do # and both are pinned while it runs
	for env in spare lab; do
		eval "situation $then \$$then operator \"\$(pin_of $env \$IMAGE)\""
	done
done
attack 'a finish after pins, and what was tried elsewhere was tried with other settings' evidence $TRUSTS_THREE:$TRUSTS operator "$(trusts_done)"
situation HANDED_RELEASED $RELEASED operator "$(hand_of lab; promoted_as | sed 's/^/=/'; echo "=Id: $R3")"
situation HANDED_RELEASED $HANDED_RELEASED operator "$(hand_done | sed "s/$R1/$R3/; /^Candidate/d"; promoted_as)"
attack 'promoted, and what a person did was with other settings' promotion $HANDED_RELEASED operator "$(promote_of prod lab)" "=Code: $THREE"
test_expect_success 'of two that are decided alike, each is of its own settings' '
	cd r && on_main releases/lab.yaml releases/lab.yaml >/dev/null && [ -n "$THREE_SETTINGS" ] && [ -n "$THREE_PINNED" ] && [ "$THREE_SETTINGS" != "$SETTINGS" ] && [ "$THREE_PINNED" != "$THREE_SETTINGS" ]
'
cd "$TRASH/r" || exit 1
