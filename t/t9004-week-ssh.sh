#!/bin/sh
test_description='story: the working week of a team, over ssh (an sshd on loopback)'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-week.sh"

sshd=$(PATH=$PATH:/usr/sbin:/sbin command -v sshd) || skip_all 'sshd is missing (openssh-server)'
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd # it separates its privileges there

mkdir sshd && ssh-keygen -q -t ed25519 -N '' -f sshd/host && ssh-keygen -q -t ed25519 -N '' -f sshd/login &&
port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport') || exit 1
# As a forge has it: whoever logs in may fetch and push, in a world that is none of his.
cat >sshd/serve <<EOF
#!/bin/sh
HOME=$TRASH/people/hub PATH=$PATH LC_ALL=C GIT_CONFIG_NOSYSTEM=1
export HOME PATH LC_ALL GIT_CONFIG_NOSYSTEM
exec git shell -c "\$SSH_ORIGINAL_COMMAND"
EOF
chmod +x sshd/serve
echo "restrict,command=\"$TRASH/sshd/serve\" $(cat sshd/login.pub)" >sshd/authorized
cat >sshd/config <<EOF
ListenAddress 127.0.0.1
Port $port
HostKey $TRASH/sshd/host
AuthorizedKeysFile $TRASH/sshd/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PidFile none
MaxStartups 100
EOF
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 sshd/host.pub)" >sshd/known
cat >sshd/client <<EOF
Host *
IdentityFile $TRASH/sshd/login
IdentitiesOnly yes
IdentityAgent none
UserKnownHostsFile $TRASH/sshd/known
BatchMode yes
KexAlgorithms curve25519-sha256
EOF
URL=ssh://$(id -un)@127.0.0.1:$port$TRASH/hub.git

comes_back () {
	"$sshd" -D -e -f "$TRASH/sshd/config" >>"$TRASH/sshd/log" 2>&1 &
	server=$!
	at_exit_pids_="$at_exit_pids_ $server"
	for try_ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		! grep -q "^Server listening" "$TRASH/sshd/log" || return 0
		sleep 0.1
	done
	cat "$TRASH/sshd/log" >&2
	return 1
}
goes_away () {
	kill "$server" && { wait "$server" || :; } && : >"$TRASH/sshd/log"
}
reach () {
	git config --global core.sshCommand "ssh -F $TRASH/sshd/client"
}

comes_back || { echo "Bail out! no server"; exit 1; }
week
test_done
