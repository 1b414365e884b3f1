#!/bin/sh
test_description='one object cannot be read, each in turn: no door opens, and nothing is called absent'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-sweep.sh"
. "$SOURCE_DIR/t/lib-unread.sh"

test_expect_success 'setup' '
	loose_objects && shared_repo r && rm -rf r/.git/hooks r.git/hooks && git -C r.git config mcade.ledgerId "$(git -C r config mcade.ledgerId)" &&
	cd r && commit_file docs/more.md more && git mcade adopt && tick && git mcade lock PLAT_02 --env prod -m verified &&
	git push -q --no-verify origin main && git mcade sync && tick
'
test_expect_success 'pre-commit: what is right' '
	put r/docs/deployments/2026-01-27.md "" "## two" && git -C r add -A && door r && sweep 0 hook pre-commit
'
test_expect_success 'pre-commit and check: what a rule refuses' '
	put r/ansible/playbooks/PLAT_02_next.yml "- y" && git -C r add -A && door r && sweep 1 hook pre-commit && sweep 1 check --staged
'
test_expect_success 'pre-push and pre-receive: what a rule refuses' '
	git -C r commit -q -n -m x && old=$(git -C r rev-parse HEAD~) && new=$(git -C r rev-parse HEAD) &&
	door r "refs/heads/main $new refs/heads/main $old" && sweep 1 hook pre-push origin "$TRASH/r.git" &&
	git -C r.git fetch -q ../r main && door r.git "$old $new refs/heads/main" && sweep 1 hook pre-receive
'
test_expect_success 'check --history: the same' '
	door r && sweep 1 check --history
'
test_expect_success 'pre-push and pre-receive: what is right' '
	git -C r reset -q --hard HEAD~ && put r/docs/deployments/2026-01-27.md "" "## two" && git -C r commit -q -n -a -m y &&
	old=$(git -C r rev-parse HEAD~) && new=$(git -C r rev-parse HEAD) &&
	door r "refs/heads/main $new refs/heads/main $old" && sweep 0 hook pre-push origin "$TRASH/r.git" &&
	git -C r.git fetch -q ../r main && door r.git "$old $new refs/heads/main" && sweep 0 hook pre-receive
'
for command in 'check --history' 'check --range HEAD~..HEAD' audit 'audit --cold' status next; do
	test_expect_success "$command" "
		door r && sweep 0 $command
	"
done
test_expect_success 'pre-push and pre-receive: another branch' '
	git -C r branch topic HEAD~2 && new=$(git -C r rev-parse topic) && none=$(printf "%040d" 0) &&
	door r "refs/heads/topic $new refs/heads/topic $none" && sweep 0 hook pre-push origin "$TRASH/r.git" &&
	door r.git "$none $new refs/heads/topic" && sweep 0 hook pre-receive
'
test_expect_success 'the same where the record is not remembered, and all of it is read' '
	find people -name "local.*" -type f -delete && new=$(git -C r rev-parse HEAD) && old=$(git -C r rev-parse HEAD~) &&
	door r "refs/heads/main $new refs/heads/main $old" && sweep 0 hook pre-push origin "$TRASH/r.git" &&
	door r && sweep 0 check --history && sweep 0 audit && sweep 0 status && sweep 0 next
'
test_done
