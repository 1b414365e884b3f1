#!/bin/sh
test_description='.gitattributes: no governed file says something else in a work tree than in its commit'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner

test_expect_success 'setup: a server with our hook, a checkpoint, a deprecated item, attributes of old' '
	shared_repo r && cd r && mkdir -p docs/checkpoints/2026-01-27-PLAT_01 ansible/playbooks/deprecated &&
	echo x >docs/checkpoints/2026-01-27-PLAT_01/proof.txt && echo x >ansible/playbooks/a_nginx_b.yml &&
	printf "%s\n" "* text=auto" "*.bat eol=crlf" "*.odd filter=lfs diff=lfs" "free.txt working-tree-encoding=ISO-8859-1" >.gitattributes &&
	git add -A && git commit -q -n -m more && git push -q --no-verify origin main && git tag good && cd ../r.git &&
	git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)"
'

ways=0
# pushed FILE TEXT: attributes, past our own hooks.
pushed () {
	git reset -q --hard good && mkdir -p "$(dirname "$1")" && printf %b "$2" >>"$1" && git add -f "$1" &&
	git commit -q -n -m x && git push -q --no-verify origin HEAD:main >out 2>err
}
# other_bytes FILE TEXT: refused; at our own door too.
other_bytes () {
	ways=$((ways + 1))
	test_expect_success "$1 gives a governed file other bytes, way $ways" '
		cd r && unmoved ../r.git pushed "$FILE" "$TEXT" && says document "$FILE" && git reset -q --soft good &&
		refused_by document "$FILE" git commit -q -m x && git reset -q --hard good
	'
}
same_bytes () {
	ways=$((ways + 1))
	test_expect_success "$1 gives none other bytes, way $ways" '
		cd r && pushed "$FILE" "$TEXT" && git -C ../r.git update-ref refs/heads/main "$(git rev-parse good)"
	'
}

FILE=.gitattributes
for TEXT in 'docs/RUNBOOK.md working-tree-encoding=ISO-8859-1\n' 'RUNBOOK.md ident\n' '*.md text eol=crlf\n' '* eol=crlf\n' \
	'docs/deployments/** working-tree-encoding=ASCII//TRANSLIT\n' '/docs/deployments/* filter=evil\n' '2026-02-*.md eol=crlf\n' \
	'docs/deployments/*02*.md eol=crlf\n' '"docs/RUNBOOK.md" eol=crlf\n' 'DOCS/runbook.md eol=crlf\n' '[attr]odd eol=crlf\n*.md odd\n' \
	'[attr]a b\n[attr]b ident\nrunbook.yaml a\n' 'releases/prod.yaml filter=lfs\n' 'proof.txt eol=crlf\n' \
	'README.md eol=crlf\n' 'ansible/playbooks/a_nginx_b.yml eol=crlf\n' 'PLAT_01_base.yml working-tree-encoding=ISO-8859-1\n' \
	'*.md -eol\n*.md eol=crlf\n' 'runbook.[y]aml ident\n' \
	'runbook.[]y]aml ident\n' 'runbook.[[:alpha:]]aml ident\n' '[attr]binary eol=crlf text\n*.md binary\n' \
	'"docs/RUNB\\117OK.md" ident\n'; do
	other_bytes $FILE "$TEXT"
done
FILE=docs/.gitattributes
for TEXT in 'RUNBOOK.md eol=crlf\n' '\357\273\277RUNBOOK.md eol=crlf\n' '/RUNBOOK.md eol=crlf\n' '*.md ident\n' 'checkpoints/** eol=crlf\n'; do
	other_bytes $FILE "$TEXT"
done
FILE=.gitattributes
for TEXT in '*.png binary\n' '*.ps1 text eol=crlf\n' '*.md text eol=lf diff=markdown\n' 'docs/RUNBOOK.md working-tree-encoding=UTF-8\n' \
	'* text=auto eol=crlf\ndocs/** -text\n*.yml eol=lf\n*.yaml -text\n* -eol\n' '*.bin filter=lfs diff=lfs merge=lfs -text\n' '# *.md ident\n' \
	'[attr]odd eol=crlf\n*.cmd odd\n' 'free.txt ident\n' '*.md -ident !filter linguist-documentation merge=union\n'; do
	same_bytes $FILE "$TEXT"
done
FILE=site/.gitattributes
TEXT='* eol=crlf ident\n'
same_bytes $FILE "$TEXT"

test_expect_success 'what was so before the rules came is not a fault of who adds to it' '
	cd r && git reset -q --hard good && echo "*.md eol=crlf" >>.gitattributes && git commit -q -n -a -m old &&
	git -C ../r.git fetch -q ../r HEAD && git -C ../r.git update-ref refs/heads/main FETCH_HEAD &&
	echo "*.png binary" >>.gitattributes && git commit -q -n -a -m more && git push -q --no-verify origin HEAD:main &&
	echo "*.md ident" >>.gitattributes && git commit -q -n -a -m worse &&
	unmoved ../r.git git push -q --no-verify origin HEAD:main 2>err && says document .gitattributes
'

test_done
