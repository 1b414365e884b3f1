#include "gate/fastpath.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/path.h"
#include "match/glob.h"
#include "runbook/runbook.h"
#include "text/class.h"
#include "text/marks.h"
#include "text/secret.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/snapshot.h"

#define CACHE "governed" /* "<tip>\n", then one pattern a line, in small letters */

/* The cached patterns, when they are of the tip that stands there now. */
static bool read_cache(const struct ledger *l, struct bytes *ret)
{
	char ledger[65] = "", tip_hex[OID_HEX_SIZE];
	struct remembered_head head;
	struct err ignored;
	struct oid tip;
	bool found = false;

	if (ref_peek(l->repo, l->ref, &tip, &ignored) < 0 || oid_is_zero(&tip) ||
	    memory_repository_ledger(l->memory, ledger, &ignored) < 0 || !*ledger ||
	    memory_head(l->memory, ledger, "local", &head, &found, &ignored) < 0 || !found ||
	    head.verifier != MEMORY_VERIFIER || !oid_equal(&head.tip, &tip) ||
	    !memory_cache_read(l->memory, ledger, CACHE, l->arena, ret))
		return false;
	oid_hex(&tip, tip_hex);
	if (ret->len <= OID_HEX_SIZE || memcmp(ret->data, tip_hex, OID_HEX_SIZE - 1) ||
	    ((const char *)ret->data)[OID_HEX_SIZE - 1] != '\n')
		return false;
	*ret = bytes_of((const char *)ret->data + OID_HEX_SIZE, ret->len - OID_HEX_SIZE);
	return true;
}

/* Another spelling of a governed path is looked at too. */
static char *folded(const char *text, struct arena *a)
{
	char *low = arena_strdup(a, text);

	for (char *at = low; *at; at++)
		*at = ascii_lower(*at);
	return low;
}

static bool is_governed(const struct ledger *l, struct bytes patterns, const char *original)
{
	const char *at = patterns.data, *end = at + patterns.len;
	const char *path = folded(original, l->arena);

	if (class_is_markdown(original) || class_is_yaml(original) || marks_path(original) ||
	    !strcmp(path, "runbook.yaml") || !strcmp(path_last(path), ".gitattributes"))
		return true;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *pattern;

		if (!newline)
			return true; /* cut short */
		pattern = arena_strndup(l->arena, at, (size_t)(newline - at));
		if (!strcmp(pattern, path) || glob_match(pattern, path))
			return true;
		at = newline + 1;
	}
	return false;
}

/* Something special is going on: the whole way. */
static bool is_ordinary(const struct ledger *l)
{
	struct err ignored;
	const char *branch;
	bool merges;

	if (repo_head_ref(l->repo, l->arena, &branch, &ignored) < 0 || !branch ||
	    !strcmp(branch, l->ref))
		return false;
	return file_exists(arena_printf(l->arena, "%s/MERGE_HEAD", repo_git_dir(l->repo)),
			   &merges, &ignored) == 0 &&
	       !merges;
}

#define LOOK_MAX ((size_t)1 << 20) /* as rule secret looks */

/* Rule `secret` looks at every file: only what it would pass passes here. */
static bool may_hold_secret(const struct ledger *l, const struct tree_change *change)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	enum object_type type;
	struct secret secret;
	struct bytes text;
	struct err ignored;
	size_t at = 0, size;
	unsigned line = 0;

	if (!change->new_mode || change->new_mode == TREE_SUBMODULE)
		return false;
	if (object_stat(l->repo, &change->new_id, &type, &size, &ignored) < 0)
		return true;
	return size <= LOOK_MAX && (object_read(l->repo, &change->new_id, OBJECT_BLOB, LOOK_MAX,
						&scratch, &text, &ignored) < 0 ||
				    secret_next(change->path, text, &at, &line, &secret));
}

bool fastpath_index(const struct ledger *l)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL, *staged = NULL;
	struct tree_change *changes;
	struct bytes patterns;
	struct err ignored;
	struct oid commit;
	size_t count;

	if (!is_ordinary(l) || !read_cache(l, &patterns) ||
	    repo_head_commit(l->repo, &commit, &ignored) < 0 ||
	    snapshot_of_commit(l->repo, &commit, &head, &ignored) < 0 ||
	    snapshot_of_index(l->repo, &staged, &ignored) < 0 ||
	    snapshot_diff(head, staged, NULL, l->arena, &changes, &count, &ignored) < 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!changes[i].new_mode || is_governed(l, patterns, changes[i].path) ||
		    may_hold_secret(l, &changes[i]))
			return false;
	return true;
}

void fastpath_remember(const struct ledger *l, const struct ledger_view *ledger,
		       struct gate *gate)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct words patterns = gate_patterns(gate);
	char tip[OID_HEX_SIZE];

	oid_hex(&ledger->head, tip);
	strbuf_addf(&text, "%s\n", tip);
	for (size_t i = 0; i < patterns.count; i++) {
		if (strchr(patterns.items[i], '\n'))
			return; /* no line could hold it: the whole way, always */
		strbuf_addf(&text, "%s\n", folded(patterns.items[i], l->arena));
	}
	memory_cache_write(l->memory, ledger->id, CACHE, bytes_of(text.buf, text.len));
}
