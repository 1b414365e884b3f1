# Rollbacks to an earlier event: src/policy/act_restored.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
manifest_of () { # manifest_of VALUE: a file that pins it
	file_=manifest.$(printf '%s' "$1" | sha1sum | cut -c1-8)
	printf 'a:\n  image: %s\n' "$1" >$file_ && echo $file_
}
# home_to EVENT [LEFT]: prod goes back to it, with the older image.
home_to () {
	rollback_of home prod | sed '/^Code: /d' && printf '%s\n' "Restored-To: $(sequence_of $1)" "Code: $CODE" "Pin: a.image=$IMAGE" \
		"Candidate: $(with $IMAGE)" "attach releases/prod.yaml $(manifest_of $IMAGE)" && content_lines | grep Content &&
	{ [ -z "$2" ] || echo "Left: $2"; }
}
# A second release, verified where the first was.
situation SECOND $PROMOTED operator "$(pin_of lab $NEWER)"
situation SECOND $SECOND operator "$(verify_of A lab $R1; content_lines | grep Content; echo "Candidate: $(with $NEWER)")"
second_of () {
	promote_of prod lab | sed '/^Pin: /d; /^Candidate: /d; /^attach/d' && printf '%s\n' "Pin: a.image=$NEWER" \
		"Candidate: $(with $NEWER)" "attach releases/prod.yaml $(manifest_of $NEWER)"
}
situation LATER $SECOND operator "$(second_of)"
BACK=$(home_to $PROMOTED $(with $NEWER))
attack 'back to an event that there is not' reference $LATER operator "$BACK" '=Restored-To: 4711'
attack 'back to an event of another environment' reference $LATER operator "$BACK" "=Restored-To: $(sequence_of $RELEASED)"
said NOT_COUNTED $PROMOTED operator "$(promote_of prod lab; echo '=Source: bare')"
situation NOT_COUNTED $NOT_COUNTED operator "$(pin_of lab $NEWER)"
situation NOT_COUNTED $NOT_COUNTED operator "$(verify_of A lab $R1; content_lines | grep Content; echo "Candidate: $(with $NEWER)")"
situation NOT_COUNTED $NOT_COUNTED operator "$(second_of)"
attack 'back to an event that does not count' reference $NOT_COUNTED operator "$BACK" "=Restored-To: $(($(sequence_of $PROMOTED) + 1))"
attack 'back, as another commit than was there' evidence $LATER operator "$BACK" "=Code: $(git rev-parse main)"
attack 'back, as other content than was there' evidence $LATER operator "$BACK" "=Content: $ZERO"
attack 'back, as another candidate than was there' evidence $LATER operator "$BACK" "=Candidate: $ZERO"
attack 'back, and what it is is not said' evidence $LATER operator "$BACK" '=Candidate: -'
attack 'back, with another pin than was there' evidence $LATER operator "$BACK" "=Pin: a.image=$NEWER
attach releases/prod.yaml $(manifest_of $NEWER)"
attack 'back, without a pin that was there' evidence $LATER operator "$BACK" '=Pin: -
detach releases/prod.yaml
attach releases/prod.yaml releases/prod.yaml'
attack 'back, without the manifest that says so' pin-conflict $LATER operator "$BACK" 'detach releases/prod.yaml'
attack 'back, with a manifest that says something else' pin-conflict $LATER operator "$BACK" "attach releases/prod.yaml $(manifest_of $NEWER)"
attack 'back, where no pin moves, with a manifest that says something else' pin-conflict $PROMOTED operator \
	"$(home_to $PROMOTED | sed '/^attach/d')" "attach releases/prod.yaml $(manifest_of $NEWER)"
attack 'back, and what is left is not said' evidence $LATER operator "$BACK" '=Left: -'
attack 'back, and another candidate is left than was there' evidence $LATER operator "$BACK" "=Left: $ZERO"
situation EARLY $RELEASED operator "$(pin_of prod $NEWER)"
situation LATE $EARLY operator "$(promote_of prod lab)"
attack 'back to before anything was promoted' promotion $LATE operator "$(home_to $LATE)" "=Restored-To: $(sequence_of $EARLY)
=Pin: a.image=$NEWER
=Code: -
=Content: -
=Candidate: -
attach releases/prod.yaml $(manifest_of $NEWER)
Left: $(with $IMAGE)"
attack 'back to pins that were not promoted' promotion $PROMOTED_MOVED operator "$(home_to $PROMOTED $(with $NEWER))" \
	"=Restored-To: $(sequence_of $PROMOTED_MOVED)
=Pin: a.image=$NEWER
=Candidate: $(with $NEWER)
=Left: -
attach releases/prod.yaml $(manifest_of $NEWER)"
situation WENT $LATER operator "$(home_to $PROMOTED $(with $NEWER); echo "Id: $R2")"
attack 'what was left is promoted again' promotion $WENT:$SECOND operator "$(second_of)"
situation HOME_ENDED $WENT operator "$(rolled_of home prod $R2 | sed '/stop.s/d')"
waiver_of () { # waiver_of CANDIDATE
	printf '%s\n' 'waive - prod' 'says it was the network' 'Rule: promotion' "Candidate: $1" 'Expires: 2099-01-28T12:00:00Z'
}
situation WAIVED_PROD $HOME_ENDED owner "$(waiver_of $(with $NEWER))"
situation WAIVED_OTHER $HOME_ENDED owner "$(waiver_of $(with $IMAGE))"
situation WAIVED_EARLY $LATER owner "$(waiver_of $(with $NEWER))"
situation LEFT_LATER $WAIVED_EARLY operator "$(home_to $PROMOTED $(with $NEWER); echo "Id: $R2")"
situation LEFT_LATER $LEFT_LATER operator "$(rolled_of home prod $R2 | sed '/stop.s/d')"
attack 'a waiver does not say what it lets come' evidence $HOME_ENDED owner "$(waiver_of $(with $NEWER))" '=Candidate: -'
attack 'a waiver of another rule says what it lets come' evidence $HOME_ENDED owner "$(waiver_of $(with $NEWER))" '=Rule: order'
attack 'what was left is promoted again by the waiver of another candidate' promotion,evidence $WAIVED_OTHER:$WAIVED_PROD operator \
	"$(second_of; echo 'Waived: promotion')"
attack 'what was left once more is promoted again by a waiver of before' promotion,evidence $LEFT_LATER:$WAIVED_PROD operator \
	"$(second_of; echo 'Waived: promotion')"
forth_of () { # back to what was left
	home_to $LATER $(with $IMAGE) | sed "s/^Pin: .*/Pin: a.image=$(printf '%s' "$NEWER" | sed 's/[/&]/\\&/g')/; s/^Candidate: .*/Candidate: $(with $NEWER)/; s/^attach.*/attach releases\/prod.yaml $(manifest_of $NEWER)/"
}
attack 'back to what was left' promotion $HOME_ENDED:$WAIVED_PROD operator "$(forth_of; echo 'Waived: promotion')" '=Waived: -'
attack 'back to what was left, and the waiver not said' promotion $WAIVED_PROD operator "$(forth_of; echo 'Waived: promotion')" '=Waived: -'
attack 'what was left is promoted again by a waiver, and not said' promotion $WAIVED_PROD operator \
	"$(second_of; echo 'Waived: promotion')" '=Waived: -'
attack 'promoted from where nothing comes first, by a waiver, which asks nothing more' promotion,evidence $WAIVED_PROD operator \
	"$(second_of; echo 'Waived: promotion')" '=Source: bare'
attack 'promoted by a waiver, and it is not the candidate of its content' promotion,evidence $WAIVED_PROD operator \
	"$(second_of; echo 'Waived: promotion')" "=Candidate: $ZERO"
attack 'promoted by a waiver, and what it is is not said' promotion $WAIVED_PROD operator \
	"$(second_of; echo 'Waived: promotion')" '=Content: -'
situation HOME_PINNED $HOME_ENDED operator "$(pin_of prod $NEWER)"
attack 'what was left runs again' promotion $HOME_PINNED:$HOME_ENDED operator "$(release_of A)" "=Candidate: $(with $NEWER)"

# Where nothing is promoted: what ran last is what was there.
back_to () { # back_to EVENT
	rollback_of back lab | sed '/^Code: /d' && printf '%s\n' "Restored-To: $(sequence_of $1)" "Code: $CODE" "Pin: a.image=$IMAGE" \
		"Candidate: $(with $IMAGE)" "Left: $(with $NEWER)" "attach releases/lab.yaml $(manifest_of $IMAGE)" && content_lines | grep Content
}
situation LAB_MOVED $RELEASED operator "$(pin_of lab $NEWER)"
situation LAB_BACK $LAB_MOVED operator "$(back_to $RELEASED; echo "Id: $R2")"
situation LAB_BACK $LAB_BACK operator "$(rolled_of back lab $R2)"
attack 'something was left, and a start does not say what it runs' promotion $LAB_BACK operator \
	"$(start_of NEEDY lab; content_lines | grep Content; echo "Candidate: $(with $IMAGE)")" '=Content: -
=Candidate: -'
situation LAB_RAN $LAB_MOVED operator "$(start_of NEEDY lab; echo "Id: $R3")"
situation LAB_RAN $LAB_RAN operator "$(finish_of NEEDY lab $R3)"
situation LAB_UNDONE $LAB_RAN operator "$(back_to $RELEASED; echo "Id: $R2")"
attack 'what ran in the time that was undone is completed' completion $LAB_UNDONE:$LAB_RAN operator "$(complete_of NEEDY lab $R3)"
attack 'a step is agreed to, back to an event' evidence,reference $BASE reviewer "$(approval_of SIGNED lab)" 'Restored-To: 3'
GONE_BACK=$(rollback_of gone lab | sed 's/^rollback/approve/; /^Code: /d'; content_lines | grep Content; printf '%s\n' "Code: $CODE" \
	"Restored-To: $(sequence_of $RELEASED)" "Candidate: $(with $IMAGE)" 'says so be it' 'Verdict: pass' 'Expires: 2026-01-28T12:00:00Z')
attack 'agreed to go back, to another candidate than was there' evidence $LAB_MOVED owner "$GONE_BACK" "=Candidate: $ZERO"
GONE_TO=$(rollback_of gone lab | sed '/^Code: /d'; content_lines | grep Content; printf '%s\n' "Code: $CODE" "Restored-To: $(sequence_of $RELEASED)" \
	"Candidate: $(with $IMAGE)" "Pin: a.image=$IMAGE" "Left: $(with $NEWER)" "attach releases/lab.yaml $(manifest_of $IMAGE)")
situation GONE_AGREED $LAB_MOVED owner "$GONE_BACK"
attack 'agreed to go back, and it is done with files of no commit' conditions $GONE_AGREED operator "$GONE_TO" 'Dirty: yes'
