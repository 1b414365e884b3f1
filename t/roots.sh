#!/bin/sh
# roots.sh SUITE:TARGET[,TARGET]... - a newcomer's commands where nothing is: a bare root of each suite of
# Debian (bookworm is 12, trixie 13), with git and make and no more, a clone of HEAD in it, and make's
# targets there. Wants to be root (or sudo) and Debian's packages; leaves nothing.
set -eu
cd "${0%/*}/.."
[ "$#" -gt 0 ] || { echo 'usage: roots.sh SUITE:TARGET[,TARGET]...' >&2; exit 129; }
[ "$(id -u)" -eq 0 ] || exec sudo -E sh t/roots.sh "$@"

if ! command -v debootstrap >/dev/null; then
	apt-get -q update
	apt-get -q -y --no-install-recommends install debootstrap debian-archive-keyring
fi
# Where this machine has Debian's packages from; another system's registry is not Debian's.
# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
roots=$(mktemp -d "$(sh t/scratch.sh)/roots.XXXXXX")
trap 'rm -rf --one-file-system "$roots"' EXIT
trap 'exit 1' HUP INT TERM

for root in "$@"; do
	suite=${root%%:*}
	targets=$(echo "${root#*:}" | tr , ' ')
	here=$roots/$suite
	echo "$suite: a bare root with git and make"
	debootstrap --variant=minbase --include=git,make "$suite" "$here" "${mirror:-http://deb.debian.org/debian}" >"$roots/log" ||
		{ tail -20 "$roots/log"; exit 1; }
	# What git refuses of another person's repository is not the question here.
	git -c safe.directory='*' clone -q --no-hardlinks . "$here/root/mcade"
	echo "$suite: make $targets"
	# The mounts and every process go with the namespaces they are in.
	# shellcheck disable=SC2016,SC2086
	unshare --mount --pid --fork --kill-child sh -ec '
		here=$1; shift
		mount -t proc proc "$here/proc"
		mount --rbind /dev "$here/dev"
		exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root ${CI:+CI="$CI"} ${http_proxy:+http_proxy="$http_proxy"} \
			${DEVELOPER:+DEVELOPER="$DEVELOPER"} chroot "$here" sh -ec "cd /root/mcade; apt-get -q update >/dev/null
				for target in $*; do make -j$(nproc) \$target; done"
	' sh "$here" $targets
	rm -rf --one-file-system "$here"
done
