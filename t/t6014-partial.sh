#!/bin/sh
test_description='a clone without all objects: the line that is printed brings them, and what comes later is whole'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"
make_team || { echo "Bail out! no team"; exit 1; }
git -C remote.git config uploadpack.allowFilter true && git -C remote.git config uploadpack.allowAnySHA1InWant true || exit 1

# another: the owner runs A, which has evidence, and publishes it.
another () {
	( cd "$TRASH/a" && tick && git mcade run A --env prod && git mcade sync ) >"$TRASH/log" 2>&1
}
for one in C:blob:none D:tree:0; do
	step=${one%%:*} filter=${one#?:}
	test_expect_success "$filter: joined by the printed line, and with all that others record after that" "
		another && rm -rf c && as_person operator git clone -q --filter=$filter 'file://$TRASH/remote.git' c && cd c && be_person operator &&
		broken git mcade status 2>../err && take_way_out ../err && git mcade join --no-hooks && git mcade audit &&
		as_person owner another && git mcade sync && git mcade show A --output >../out && test_grep '^Restore path: /b' ../out && git mcade audit --cold &&
		git mcade block $step --env prod --until later -m x && as_person owner another && git mcade sync &&
		git mcade show A --output >../out && test_grep '^Restore path: /b' ../out
	"
done
test_done
