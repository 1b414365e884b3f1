#!/bin/sh
# Stands in for docker: an image is a folder beside bin/ with the files that the Dockerfile copies.
#
#	build [-q] [--build-arg NAME=VALUE]... -t NAME . | push NAME | inspect NAME | buildx build ... -t NAME... .
top=$(cd "${0%/*}/.." && pwd)
verb=$1 && shift
[ "$verb" != buildx ] || shift
names='' GIT_SHA='' NODE_ENV='' BASE=''
while [ $# -gt 0 ]; do
	case $1 in
	-t) names="$names $2" && shift ;;
	--build-arg)
		case $2 in
		GIT_SHA=*) GIT_SHA=${2#*=} ;;
		NODE_ENV=*) NODE_ENV=${2#*=} ;;
		BASE=*) BASE=${2#*=} ;;
		esac
		shift
		;;
	--platform) shift ;;
	-* | .) ;;
	*) names="$names $1" ;;
	esac
	shift
done
for name in $names; do
	image=$top/images/$name
	case $verb in
	build | buildx)
		rm -rf "$image" && mkdir -p "$image" && cp -R app "$image/app" || exit 1
		for file in health version auth/csrf; do
			mv "$image/app/api/$file.sh" "$image/app/api/$file" && chmod 755 "$image/app/api/$file" || exit 1
		done
		echo "$GIT_SHA" >"$image/app/GIT_SHA" && echo "$NODE_ENV" >"$image/app/NODE_ENV" && echo "$BASE" >"$image/base"
		printf '[{"Config": {"User": "%s", "Dirs": ["/app"]}}]\n' "$(sed -n 's/^USER //p' Dockerfile)" >"$image/inspect.json"
		echo "built $name" ;;
	push) [ -d "$image" ] && echo "pushed $name" || exit 1 ;;
	inspect) cat "$image/inspect.json" || exit 1 ;;
	esac
done
