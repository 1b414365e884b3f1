#!/bin/sh
test_description='story: the working week of a team, over HTTP (nginx before git-http-backend)'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-week.sh"

nginx=$(PATH=$PATH:/usr/sbin:/sbin command -v nginx) || skip_all 'nginx is missing'
fcgiwrap=$(PATH=$PATH:/usr/sbin:/sbin command -v fcgiwrap) || skip_all 'fcgiwrap is missing'
backend=$(git --exec-path)/git-http-backend

# A path of a socket has room for a hundred characters.
mkdir nginx && socket=$(mktemp -d /tmp/mcade-nginx.XXXXXX)/fcgi &&
port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport') || exit 1
worker=
[ "$(id -u)" -ne 0 ] || worker='user root;'
cat >nginx/conf <<EOF
$worker
daemon off;
pid $TRASH/nginx/pid;
error_log $TRASH/nginx/errors;
events { worker_connections 64; }
http {
	access_log off;
	client_max_body_size 0;
	client_body_temp_path $TRASH/nginx/body;
	fastcgi_temp_path $TRASH/nginx/fastcgi;
	proxy_temp_path $TRASH/nginx/proxy;
	uwsgi_temp_path $TRASH/nginx/uwsgi;
	scgi_temp_path $TRASH/nginx/scgi;
	server {
		listen 127.0.0.1:$port;
		location / {
			fastcgi_pass unix:$socket;
			fastcgi_param SCRIPT_FILENAME $backend;
			fastcgi_param GIT_PROJECT_ROOT $TRASH;
			fastcgi_param GIT_HTTP_EXPORT_ALL 1;
			fastcgi_param GIT_PROTOCOL \$http_git_protocol;
			fastcgi_param HTTP_CONTENT_ENCODING \$http_content_encoding;
			fastcgi_param PATH_INFO \$uri;
			fastcgi_param QUERY_STRING \$args;
			fastcgi_param REQUEST_METHOD \$request_method;
			fastcgi_param CONTENT_TYPE \$content_type;
			fastcgi_param CONTENT_LENGTH \$content_length;
			fastcgi_param REMOTE_ADDR \$remote_addr;
			fastcgi_param REMOTE_USER pusher;
			fastcgi_param SERVER_PROTOCOL \$server_protocol;
		}
	}
}
EOF
URL=http://127.0.0.1:$port/hub.git

comes_back () {
	rm -f "$socket"
	( be hub && exec "$fcgiwrap" -f -c 8 -s "unix:$socket" ) >>nginx/backend 2>&1 &
	wrapped=$!
	"$nginx" -e "$TRASH/nginx/errors" -c "$TRASH/nginx/conf" -p "$TRASH/nginx" >>nginx/log 2>&1 &
	server=$!
	at_exit_pids_="$at_exit_pids_ $server $wrapped"
	for try_ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		! curl -s -o /dev/null "http://127.0.0.1:$port/" || [ ! -S "$socket" ] || return 0
		sleep 0.1
	done
	cat nginx/log nginx/errors nginx/backend >&2
	return 1
}
goes_away () {
	kill "$server" "$wrapped"
	wait "$server" "$wrapped" || :
	rm -f "$socket"
}
reach () {
	:
}

comes_back || { echo "Bail out! no server"; exit 1; }
week
rm -rf "${socket%/*}"
test_done
