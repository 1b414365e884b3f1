# link-test.sh - can libgit2 and the rest be linked statically here? Prints the answer for make.
# From the environment: LIBGIT2 (auto, static or shared), CC, FLAGS, LIBS, V; $1: build directory.
dir=$1/link-test
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir" || exit 1

case $LIBGIT2 in
auto | static | shared) ;;
*)
	echo "LIBGIT2 is '$LIBGIT2'; expected auto, static or shared" >&2
	exit 1
	;;
esac

cat >"$dir/main.c" <<'END'
#include <git2.h>
#include <sodium.h>
#include <yaml.h>
#include <zlib.h>
#include <jansson.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
int main(void)
{
	git_repository *repo = NULL;
	char version[64];

	cmark_gfm_core_extensions_ensure_registered();
	if (git_libgit2_init() < 0 || sodium_init() < 0)
		return 1;
	git_repository_open_ext(&repo, ".", 0, NULL);
	git_repository_free(repo);
	return !yaml_get_version_string() || !zlibVersion() || !jansson_version_str() ||
	       pcre2_config(PCRE2_CONFIG_VERSION, version) < 0 || cmark_version() < 0;
}
END

links() {
	# the flags are several words each
	# shellcheck disable=SC2086
	$CC $FLAGS -Wno-error -w -DMCADE_LIBGIT2_STATIC -o "$dir/main" "$dir/main.c" \
		src/repo/nonet.c $LIBS -lpthread && "$dir/main"
}

if test "$LIBGIT2" = shared; then
	echo 'LIBGIT2_STATIC := 0'
elif links >"$dir/log" 2>&1; then
	echo 'LIBGIT2_STATIC := 1'
else
	test "$V" = 1 && cat "$dir/log" >&2
	if test "$LIBGIT2" = static; then
		echo 'the static link does not work here; V=1 shows why' >&2
		exit 1
	fi
	# No compiler or no headers is not "shared" but "not yet": nothing to keep.
	# shellcheck disable=SC2086
	if ! $CC $FLAGS -Wno-error -w -fsyntax-only "$dir/main.c" >"$dir/log" 2>&1; then
		grep -m 1 -e error -e 'not found' "$dir/log" >&2
		echo "a compiler or a library is missing; 'make deps' installs them, or prints their names" >&2
		exit 1
	fi
	echo 'LIBGIT2_STATIC := 0'
fi
