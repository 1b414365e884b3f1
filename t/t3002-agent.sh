#!/bin/sh
test_description='keys: files, ssh-agent, and the one that is the person'\''s'
test_story=yes
. "${0%/*}/lib.sh"

helper=$TEST_BIN/t/helper/sshsig
[ -x "$helper" ] || helper=$SOURCE_DIR/build/t/helper/sshsig
echo content >data

# pub NAME: the key without its comment.
pub () {
	cut -d" " -f1,2 "$(key_of "$1")"
}

test_expect_success 'user.signingkey as a private file, a .pub, from home' '
	for name in "$HOME/.ssh/id_ed25519" "$HOME/.ssh/id_ed25519.pub" "~/.ssh/id_ed25519"; do
		$helper choose "$name" >out &&
		test_grep "^key file .$HOME/.ssh/id_ed25519.$" out &&
		pub owner >expected && sed 1d out >found && test_cmp expected found || return 1
	done
'

test_expect_success 'without user.signingkey or agent: ~/.ssh/id_ed25519' '
	$helper choose >out && test_grep "^key file .~\|id_ed25519" out
'

test_expect_success 'an OpenPGP key there is passed over, an unusable SSH key is not' '
	for name in 0xDEADBEEFDEADBEEF ada@example.com 3AA5C34371567BD2; do
		$helper choose "$name" >out && test_grep id_ed25519 out || return 1
	done &&
	refused $helper choose "$(cat "$(key_of rsa)")" 2>err &&
	test_grep "error: user.signingkey: .*an RSA key" err &&
	refused $helper choose "$ROSTER/rsa" 2>err &&
	test_grep "error: user.signingkey: key file .*an RSA key" err &&
	refused $helper choose "$HOME/none" 2>err &&
	test_grep "error: user.signingkey: cannot open key file .*none.: No such file" err
'

test_expect_success 'a key that others can read' '
	cp "$ROSTER/operator" loose && chmod 644 loose &&
	refused $helper sign loose git <data 2>err &&
	test_grep "error: key file .loose. can be read by others (mode 644)" err &&
	test_grep "^next: chmod 600 .loose." err &&
	chmod 600 loose && $helper sign loose git <data
'

test_expect_success 'PEM and PKCS8 files are named' '
	cp "$ROSTER/rsa" pem && chmod 600 pem && ssh-keygen -q -p -N "" -m PEM -f pem &&
	refused $helper sign pem git <data 2>err && test_grep "the file holds an RSA key" err &&
	ssh-keygen -q -p -N "" -m PKCS8 -f pem &&
	refused $helper sign pem git <data 2>err && test_grep "holds a PKCS#8 key" err &&
	echo words >pem && refused $helper sign pem git <data 2>err &&
	test_grep "no private key" err
'

test_expect_success 'a passphrase, no agent: says so and what to type' '
	cp "$ROSTER/locked" locked && cp "$ROSTER/locked.pub" locked.pub && chmod 600 locked &&
	for name in locked locked.pub; do
		refused $helper sign $name git <data 2>err &&
		test_grep "key file .locked. is protected by a passphrase" err &&
		test_grep "^next: eval \"\$(ssh-agent)\" && ssh-add .locked." err || return 1
	done &&
	refused $helper sign "key::$(pub locked)" git <data 2>err &&
	test_grep "no ssh-agent is running" err
'

test_expect_success 'an agent without the key: ssh-add is next' '
	start_agent &&
	refused $helper sign locked git <data 2>err &&
	test_grep "passphrase.*ssh-agent does not hold the key SHA256:" err &&
	test_grep "^next: ssh-add .locked." err &&
	refused $helper sign "key::$(pub locked)" git <data 2>err &&
	test_grep "ssh-agent does not hold" err
'

test_expect_success 'through the agent: the same bytes as from the file' '
	cp locked plain && chmod 600 plain && ssh-keygen -q -p -P secret -N "" -f plain &&
	ssh-add -q plain && ssh-keygen -q -Y sign -f plain -n git <data >expected &&
	for name in locked locked.pub "key::$(pub locked)" "$(cat locked.pub)"; do
		$helper sign "$name" git <data >out && cmp expected out || return 1
	done
'

test_expect_success 'the only ed25519 key of the agent is taken' '
	ssh-add -q "$ROSTER/rsa" &&
	$helper choose >out && test_grep "^ssh-agent$" out &&
	pub locked >expected && sed 1d out >found && test_cmp expected found
'

test_expect_success 'of several none is guessed; the key in its usual place decides' '
	ssh-add -q "$ROSTER/reviewer" &&
	$helper choose >out && test_grep "^key file .*id_ed25519" out &&
	test_when_finished "mv away \"$HOME/.ssh/id_ed25519\"" &&
	mv "$HOME/.ssh/id_ed25519" away &&
	refused $helper choose 2>err &&
	test_grep "error: cannot tell which SSH key is yours: user.signingkey is not set; ssh-agent holds 2 ed25519 keys and 1 other; cannot open key file" err &&
	test_grep "^next: git config user.signingkey" err
'

test_expect_success 'nothing at all: everything that was tried, and the next command' '
	(
		unset SSH_AUTH_SOCK && HOME=$PWD/nobody && export HOME && mkdir -p nobody &&
		refused $helper choose 2>err
	) &&
	test_grep "no SSH key to sign with: user.signingkey is not set; no ssh-agent (SSH_AUTH_SOCK is not set); cannot open key file" err &&
	test_grep "^next: ssh-keygen -t ed25519" err
'

test_expect_success 'a locked agent, a dead socket' '
	rm -f gone && (SSH_AUTH_SOCK=$PWD/gone && export SSH_AUTH_SOCK &&
		refused $helper sign "key::$(pub locked)" git <data 2>err) &&
	test_grep "cannot reach ssh-agent at .*gone.: No such file" err &&
	ssh-add -q -D && refused $helper sign "key::$(pub locked)" git <data 2>err &&
	test_grep "does not hold" err
'

test_expect_success 'an agent that does not answer is waited for, but not for ever' '
	agent=$(echo $at_exit_pids_) && kill -STOP $agent && test_when_finished "kill -CONT $agent" &&
	start=$(date +%s) &&
	refused timeout 20 $helper sign "key::$(pub locked)" git <data 2>err &&
	test_grep "error: ssh-agent does not answer" err && test $(($(date +%s) - start)) -lt 15
'

test_done
