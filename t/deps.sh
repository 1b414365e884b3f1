#!/bin/sh
# deps.sh program|build|peers - installs what is missing on Debian and Ubuntu; elsewhere prints
# the names. program: what `make` and `make demo` need. build: what `make check` needs, too.
# peers: the strangers' tools that `make check-peers` runs.
set -u

program='gcc libc6-dev make git openssh-client curl
	libgit2-dev libyaml-dev libsodium-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
	libjansson-dev libpcre2-dev zlib1g-dev'
build="$program perl man-db procps clang clang-format shellcheck mandoc valgrind strace python3"
peers='ansible-core redis-server redis-tools pre-commit python3-jsonschema python3-yaml'
# Debian starts them at once, which is not for a test to do on a person's own machine.
[ "${CI:-}" != true ] || peers="$peers openssh-server nginx fcgiwrap" build="$build postgresql"

others='
Fedora:  gcc make git openssh-clients perl-Test-Harness perl-JSON-PP curl man-db procps-ng libgit2-devel
         libyaml-devel libsodium-devel cmark-gfm-devel jansson-devel pcre2-devel zlib-devel clang
         compiler-rt clang-tools-extra ShellCheck mandoc valgrind strace python3
Arch:    base-devel git openssh perl curl man-db procps-ng libgit2 libyaml libsodium cmark-gfm jansson
         pcre2 zlib clang compiler-rt shellcheck mandoc valgrind strace python
Alpine:  build-base git openssh-client openssh-keygen perl perl-utils curl procps-ng libgit2-dev
         yaml-dev libsodium-dev cmark-gfm-dev jansson-dev pcre2-dev zlib-dev clang compiler-rt
         clang-extra-tools shellcheck mandoc valgrind strace python3
Or not:  postgresql (postgresql-server), for t/t8202-seed-002.sh
Peers:   ansible-core redis pre-commit python-jsonschema python-yaml openssh-server nginx fcgiwrap (under these
         names or close)'

case ${1:-} in
program) wanted=$program ;;
build) wanted=$build ;;
peers) wanted=$peers ;;
*) echo "usage: deps.sh program|build|peers" >&2; exit 129 ;;
esac

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
	# Elsewhere: the packages are the person's to install; the compiler says what is missing.
	printf 'this is neither Debian nor Ubuntu; the packages are called\n%s\n' "$others"
	exit 0
fi

missing=
for package in $wanted; do
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)
	[ "$state" = installed ] || missing="$missing $package"
done
# libFuzzer: a package of its own from Debian 12 on, part of clang before.
fuzzer=
if [ "$1" = build ] && ! ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-* >/dev/null 2>&1; then
	fuzzer=libclang-rt-dev
fi
[ -n "$missing$fuzzer" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null 2>&1 || {
		echo "not root and no sudo; as root: apt-get install$missing $fuzzer" >&2
		exit 1
	}
	as_root=sudo
fi
# A thousand lines of apt say nothing to whoever came for a demo, unless it fails.
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
apt () {
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null ||
		{ cat "$log" >&2; echo "deps.sh: 'apt-get $*' failed" >&2; exit 1; }
}

apt update
if [ -n "$fuzzer" ] && apt-cache show $fuzzer >/dev/null 2>&1; then
	missing="$missing $fuzzer"
fi
[ -n "$missing" ] || exit 0
echo "installing (this may take minutes):$missing"
# shellcheck disable=SC2086
apt -y --no-install-recommends install $missing
