# lib-push.sh - pushes past our own hooks, and such as no git client would make: git's protocol spoken
# by hand.

# push ARG...: without a hook of ours that fetches, syncs or refuses; its words go to out and err.
push () {
	git push -q --no-verify "$@" >out 2>err
}

# raw_push SERVER OLD:NEW:REF...: exactly these lines, whatever they claim; perl and
# git-receive-pack(1) only. Status 0 when every line was taken; the server's words go to err.
raw_push () {
	perl - "$@" <<-'EOT'
		use strict; use warnings; use IPC::Open2;
		my ($server, @lines) = (shift, map { [split /:/, $_, 3] } @ARGV);
		my $pid = open2(my $from, my $to, "git", "receive-pack", $server);
		binmode $_ for $from, $to;
		sub packet {
			my ($size, $text) = ("", "");
			return undef unless read($from, $size, 4) && $size =~ /^[0-9a-f]{4}$/;
			return "" unless hex $size;
			read($from, $text, hex($size) - 4);
			return $text;
		}
		my @have;
		while (length(my $text = packet() // "")) {
			push @have, $1 if $text =~ /^([0-9a-f]{40}) /;
		}
		my $first = 1;
		for (@lines) {
			my $text = "$$_[0] $$_[1] $$_[2]" . ($first ? "\0 report-status agent=t" : "");
			printf $to "%04x%s", length($text) + 4, $text;
			$first = 0;
		}
		print $to "0000"; $to->flush;
		my @want = grep { !/^0*$/ } map { $$_[1] } @lines;
		if (@want) {
			@have = grep { !system("git cat-file -e $_ 2>/dev/null") } @have;
			open(my $revs, ">", "revs") or die;
			print $revs map { "$_\n" } @want, "--not", @have;
			close $revs;
			print $to `git pack-objects --revs --stdout -q <revs`;
		}
		close $to;
		local $/;
		my $report = <$from> // "";
		waitpid $pid, 0;
		my $taken = () = $report =~ /ok refs\//g;
		exit($taken == @lines && $report !~ /ng refs\// ? 0 : 1);
	EOT
}

# refs_of SERVER: what stands there now.
refs_of () {
	git -C "$1" for-each-ref --format='%(objectname) %(refname)'
}

# unmoved SERVER COMMAND...: the command fails and leaves every ref of the server where it was.
unmoved () {
	server_=$1
	refs_of "$server_" >"$TRASH/.before"
	shift
	if "$@"; then
		echo "not refused: $*" >&4
		return 1
	fi
	refs_of "$server_" | diff "$TRASH/.before" - >&4
}

# says RULE REF: the first line of ours in err, from the hook or by way of git.
says () {
	sed -n 's/^remote: *//; /^mcade: /p' err | head -n 1 | grep -q -F "mcade: refused [$1] $2: " && return 0
	echo "line 1 is not of [$1] $2:" >&4
	sed 's/^/    /' err >&4
	return 1
}
