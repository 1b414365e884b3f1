/* gate_change.c - the versions of every path that a change brings, and the rules asked. */
#include "gate/gate_internal.h"

#include "base/limits.h"
#include "match/glob.h"
#include "policy/judge.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/tree_image.h"
#include "sign/digest.h"

/* Git's modes, as policy knows them; 0664 of very old gits is a file. */
static unsigned mode_of(uint32_t mode)
{
	return mode == TREE_FILE_OLD ? TREE_FILE : mode == TREE_DIRECTORY ? MODE_ABSENT : mode;
}

static struct version version_of(uint32_t mode, const struct oid *id, struct arena *arena)
{
	char hex[OID_HEX_SIZE];

	if (mode_of(mode) == MODE_ABSENT)
		return (struct version){0};
	oid_hex(id, hex);
	return (struct version){mode_of(mode), arena_strdup(arena, hex)};
}

static int version_in(const struct snapshot *snapshot, const char *path, struct arena *arena,
		      struct version *ret, struct err *err)
{
	uint32_t mode = 0;
	struct oid id = OID_ZERO;

	*ret = (struct version){0};
	if (snapshot && snapshot_entry(snapshot, path, &mode, &id, err) < 0)
		return -1;
	if (snapshot && mode)
		*ret = version_of(mode, &id, arena);
	return 0;
}

/* What an untouched three-way merge gives by itself is nobody's decision. */
static bool is_trivial(const struct change *change, size_t parents)
{
	const struct version *differs = NULL;

	for (size_t i = 0; i < parents; i++) {
		if (version_equal(&change->was[i], &change->base))
			continue;
		if (differs && !version_equal(differs, &change->was[i]))
			return false;
		differs = &change->was[i];
	}
	return version_equal(&change->now, differs ? differs : &change->base);
}

static int add_merged(struct gate_change *change, const char *path, struct err *err)
{
	struct arena *a = change->arena;
	struct version *was = arena_array(a, change->parents, sizeof(*was));
	struct change item = {.path = path, .was = was};

	for (size_t i = 0; i < change->count; i++)
		if (!strcmp(change->changes[i].path, path))
			return 0;
	if (version_in(change->now, path, a, &item.now, err) < 0 ||
	    version_in(change->base, path, a, &item.base, err) < 0)
		return -1;
	for (size_t i = 0; i < change->parents; i++)
		if (version_in(change->was[i], path, a, &was[i], err) < 0)
			return -1;
	if (!is_trivial(&item, change->parents))
		*ARENA_PUSH(a, change->changes, change->count) = item;
	return 0;
}

int gate_change_gather(struct gate_change *change, struct err *err)
{
	struct arena *a = change->arena;

	for (size_t p = 0; p < change->parents; p++) {
		struct tree_change *diff;
		size_t count;

		if (snapshot_diff(change->was[p], change->now, NULL, a, &diff, &count, err) < 0)
			return -1;
		for (size_t i = 0; i < count; i++) {
			struct version *was;

			if (change->parents > 1) {
				if (add_merged(change, diff[i].path, err) < 0)
					return -1;
				continue;
			}
			was = arena_alloc(a, sizeof(*was));
			*was = version_of(diff[i].old_mode, &diff[i].old_id, a);
			*ARENA_PUSH(a, change->changes, change->count) = (struct change){
				.path = diff[i].path,
				.now = version_of(diff[i].new_mode, &diff[i].new_id, a),
				.was = was,
			};
		}
	}
	return 0;
}

static int read_version(void *ctx, const struct version *version, struct arena *arena,
			struct bytes *ret, struct err *err)
{
	struct gate_change *change = ctx;
	struct oid id;

	if (!version->id || !oid_parse(version->id, &id))
		return err_set(err, ERR_FORMAT, "'%s' is no object id",
			       version->id ? version->id : "");
	return object_read(change->gate->session->repo, &id, OBJECT_BLOB, LIMIT_BLOB, arena,
			   ret, err);
}

static int look(void *ctx, const char *path, struct version *ret, struct err *err)
{
	struct gate_change *change = ctx;

	return version_in(change->now, path, change->arena, ret, err);
}

static void sha256(struct bytes bytes, char ret_hex[65])
{
	digest_sha256_hex(bytes.data, bytes.len, ret_hex);
}

/* Pins, sealed files and log entries cost a walk over the ledger: only where they are asked for. */
static int hold(struct gate *gate, const struct gate_change *change, struct err *err)
{
	struct oid checkpoints = OID_ZERO;
	bool records, entries = false;

	if (gate->ledger &&
	    tree_image_directory(gate->ledger->image, "checkpoints", &checkpoints, err) < 0)
		return -1;
	records = !oid_is_zero(&checkpoints); /* their folders may have any name */
	for (size_t i = 0; gate->ledger && i < change->count; i++) {
		const char *path = change->changes[i].path;

		entries = entries || (gate->spec.log && glob_match(gate->spec.log, path));
		for (size_t e = 0; e < gate->spec.environment_count; e++)
			records = records ||
				  (gate->spec.environments[e].manifest &&
				   !strcmp(gate->spec.environments[e].manifest, path));
	}
	if (gate->ledger && records && gate_hold_records(gate, err) < 0)
		return -1;
	return entries ? gate_hold_entries(gate, err) : 0;
}

int gate_judge(struct gate *gate, struct gate_change *change, struct facts *facts,
	       struct findings *found, struct err *err)
{
	if (hold(gate, change, err) < 0)
		return -1;
	facts->door = gate->door;
	facts->adopted = gate->adopted;
	facts->ledger_ref = gate->session->ledger_ref;
	facts->spec = &gate->spec;
	facts->ledger = gate->ledger ? &gate->held : NULL;
	facts->ask_owner = gate->ask_owner;
	facts->parents = change->parents;
	facts->changes = change->changes;
	facts->change_count = change->count;
	facts->read = read_version;
	facts->look = look;
	facts->sha256 = sha256;
	facts->ctx = change;
	return judge_change(facts, found, err);
}
