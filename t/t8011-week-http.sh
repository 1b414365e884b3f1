#!/bin/sh
test_description='story: the working week of a team, over HTTP (git-http-backend)'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-week.sh"

have perl && [ -x "$(git --exec-path)/git-http-backend" ] && [ -x "$(git --exec-path)/git-remote-http" ] || skip_all 'git-http-backend is missing'

comes_back () {
	rm -f .port.new
	( be hub && exec perl "$SOURCE_DIR/t/helper/git-http.pl" "$TRASH" ${port:+$port} ) >server.log 2>&1 &
	server=$!
	at_exit_pids_="$at_exit_pids_ $server"
	for try_ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ ! -s .port ] || break
		sleep 0.1
	done
	port=$(cat .port) && URL=http://127.0.0.1:$port/hub.git
}
goes_away () {
	kill "$server" && rm -f .port && { wait "$server" || :; }
}
reach () {
	:
}

comes_back || { echo "Bail out! no server"; exit 1; }
week
test_done
