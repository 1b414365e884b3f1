#!/bin/sh
test_description='SSHSIG: the same bytes as ssh-keygen, and each reads the other'
test_story=yes
. "${0%/*}/lib.sh"

helper=$TEST_BIN/t/helper/sshsig
[ -x "$helper" ] || helper=$SOURCE_DIR/build/t/helper/sshsig

test_expect_success 'our signature is ssh-keygen'\''s, byte for byte' '
	for size in 0 1 54 55 111 112 4096 100000; do
		head -c $size /dev/zero | tr "\0" "x" >data &&
		ssh-keygen -q -Y sign -f "$ROSTER/owner" -n git <data >theirs &&
		$helper sign "$ROSTER/owner" git <data >ours &&
		cmp theirs ours || return 1
	done
'

test_expect_success 'ssh-keygen verifies ours, with our allowed-signers file' '
	echo content >data &&
	$helper sign "$ROSTER/operator" git <data >sig &&
	$helper allowed otto "$(key_of operator)" >allowed &&
	ssh-keygen -Y verify -f allowed -I otto -n git -s sig <data >out &&
	test_grep "Good \"git\" signature for otto" out &&
	ssh-keygen -Y find-principals -f allowed -s sig >out &&
	test_grep "^otto$" out
'

test_expect_success 'and its own namespace only' '
	$helper sign "$ROSTER/operator" file <data >sig &&
	expect_status 255 ssh-keygen -Y verify -f allowed -I otto -n file -s sig <data
'

test_expect_success 'we verify ssh-keygen'\''s' '
	ssh-keygen -q -Y sign -f "$ROSTER/reviewer" -n git <data >sig &&
	$helper verify git sig <data >out &&
	cut -d" " -f1,2 "$(key_of reviewer)" >expected &&
	test_cmp expected out
'

test_expect_success 'another content, another namespace' '
	echo other >other &&
	refused $helper verify git sig <other 2>err &&
	test_grep "error: SSH signature does not match the content (key SHA256:" err &&
	refused $helper verify file sig <data 2>err &&
	test_grep "not of namespace .file." err
'

test_expect_success 'RSA, ECDSA and certificates are refused by name' '
	ssh-keygen -q -Y sign -f "$ROSTER/rsa" -n git <data >sig &&
	ssh-keygen -Y check-novalidate -n git -s sig <data &&
	refused $helper verify git sig <data 2>err &&
	test_grep "error: SSH signature: .*is an RSA key" err &&
	ssh-keygen -q -t rsa -b 1024 -N "" -f small &&
	ssh-keygen -q -Y sign -f small -n git <data >sig &&
	refused $helper verify git sig <data 2>err &&
	test_grep "error: SSH signature: .*is an RSA key" err &&
	ssh-keygen -q -t ecdsa -N "" -f ec &&
	ssh-keygen -q -Y sign -f ec -n git <data >sig &&
	refused $helper verify git sig <data 2>err &&
	test_grep "error: SSH signature: .*is an ECDSA key" err &&
	cp "$ROSTER/operator" cert && chmod 600 cert && cp "$(key_of operator)" cert.pub &&
	ssh-keygen -q -s "$ROSTER/owner" -I id -n otto cert.pub &&
	ssh-keygen -q -Y sign -f cert-cert.pub -n git <data >sig &&
	ssh-keygen -Y check-novalidate -n git -s sig <data &&
	refused $helper verify git sig <data 2>err &&
	test_grep "error: SSH signature: .*certificate" err
'

test_expect_success 'a SHA-256 signature is refused by name' '
	ssh-keygen -q -Y sign -O hashalg=sha256 -f "$ROSTER/owner" -n git <data >sig &&
	refused $helper verify git sig <data 2>err &&
	test_grep "sha256.*expected .sha512" err
'

# What stock git and ssh-keygen let pass: each is first shown to pass there.
test_expect_success 'an armour in another shape, which ssh-keygen takes, is refused' '
	ssh-keygen -q -Y sign -f "$ROSTER/owner" -n git <data >good &&
	$helper verify git good <data &&
	{ sed -n 1p good && sed "1d;\$d" good | tr -d "\n" && echo && tail -n 1 good; } >oneline &&
	{ cat good && echo trailing words; } >after &&
	{ cat good good; } >twice &&
	sed "2s/^\(.\)/\1 /" good >space &&
	sed "2s/^\(.\)/\1	/" good >tab &&
	sed "2s/$/\n/" good >blank &&
	for shape in oneline after twice space tab blank; do
		ssh-keygen -Y check-novalidate -n git -s $shape <data || return 1
		refused $helper verify git $shape <data 2>err || return 1
		test_grep "^error: SSH signature" err || return 1
	done
'

test_expect_success 'a new key is one that ssh-keygen reads' '
	rm -f new new.pub && $helper new new "ada at home" &&
	test "$(stat -c %a new)" = 600 &&
	ssh-keygen -y -f new >derived && test_cmp new.pub derived &&
	ssh-keygen -l -f new.pub >listed && test_grep "$($helper fingerprint new.pub)" listed &&
	$helper sign new git <data >ours && ssh-keygen -q -Y sign -f new -n git <data >theirs &&
	cmp ours theirs &&
	cp new before && refused $helper new new again 2>err &&
	test_grep "cannot make key file .new.: File exists" err && cmp new before
'

test_expect_success 'no half of a new key is left where the other half has no room' '
	rm -f half half.pub && echo mine >half.pub &&
	refused $helper new half x && test_missing half && test "$(cat half.pub)" = mine
'

test_expect_success 'a commit signed by us is Good to stock git' '
	new_repo r && (cd r && commit_file a a) &&
	git -C r cat-file commit HEAD >payload &&
	$helper sign "$ROSTER/owner" git <payload >sig &&
	sed "1s/^/gpgsig /; 2,\$s/^/ /" sig >header &&
	sed "/^committer /r header" payload >signed &&
	id=$(git -C r hash-object -t commit -w --stdin <signed) &&
	$helper allowed ada "$(key_of owner)" >allowed &&
	git -C r -c gpg.ssh.allowedSignersFile="$PWD/allowed" verify-commit $id 2>err &&
	test_grep "Good \"git\" signature for ada" err &&
	test "$(git -C r -c gpg.ssh.allowedSignersFile="$PWD/allowed" log -1 --format=%G? $id)" = G
'

test_done
