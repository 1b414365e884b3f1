/* ref.c - see ref.h. */
#include "repo/ref.h"

#include "base/time.h"
#include "base/texts.h"
#include "repo/internal.h"
#include "repo/ref_loose.h"
#include "repo/shared.h"

#define LOCK_PATIENCE_MS 1000
#define SYMBOLIC_CHAIN 5

int repo_may_write(struct repo *repo, struct err *err)
{
	if (repo->quarantine)
		return err_set(err, ERR_USAGE,
			       "nothing may be written while a push is being judged");
	return 0;
}

/* Longer than any file name that a ref may become. */
bool ref_name_ok(const char *name)
{
	int valid = 0;

	for (const char *at = name; *at; at++)
		if ((unsigned char)*at >= 0x7f || (unsigned char)*at <= 0x20)
			return false;
	return text_begins(name, "refs/") && strlen(name) < 1024 &&
	       git_reference_name_is_valid(&valid, name) == 0 && valid;
}

static int lookup(struct repo *repo, const char *name, git_reference **ret, struct err *err)
{
	int status;

	if (!ref_name_ok(name))
		return err_set(err, ERR_FORMAT, "'%s' is not the full name of a ref", name);
	status = git_reference_lookup(ret, repo->git, name);
	if (status == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, "no ref '%s'", name);
	if (status < 0)
		return git_failed(err, status, "cannot read ref '%s'", name);
	return 0;
}

int ref_read(struct repo *repo, const char *name, struct oid *ret, struct err *err)
{
	CLEANUP(git_reference_freep) git_reference *ref = NULL;

	if (lookup(repo, name, &ref, err) < 0)
		return -1;
	if (git_reference_type(ref) != GIT_REFERENCE_DIRECT)
		return err_set(err, ERR_UNTRUSTED,
			       "ref '%s' is symbolic, it points to '%s'; expected a commit",
			       name, git_reference_symbolic_target(ref));
	oid_of_git(git_reference_target(ref), ret);
	return 0;
}

int ref_peek(struct repo *repo, const char *name, struct oid *ret, struct err *err)
{
	struct oid id = OID_ZERO;

	if (ref_read(repo, name, &id, err) < 0 && err->code != ERR_NOT_FOUND)
		return -1;
	*ret = id;
	return 0;
}

int ref_follow(struct repo *repo, const char *name, struct arena *arena, const char **ret_name,
	       struct oid *ret, struct err *err)
{
	const char *at = name;

	for (int i = 0; i <= SYMBOLIC_CHAIN; i++) {
		CLEANUP(git_reference_freep) git_reference *ref = NULL;
		struct oid id = OID_ZERO;
		/* not lookup(): a name of other people may be of any script */
		int status = git_reference_lookup(&ref, repo->git, at);

		if (status < 0) {
			if (status != GIT_ENOTFOUND)
				return git_failed(err, status, "cannot read ref '%s'", at);
		} else if (git_reference_type(ref) == GIT_REFERENCE_DIRECT) {
			oid_of_git(git_reference_target(ref), &id);
		} else {
			at = arena_strdup(arena, git_reference_symbolic_target(ref));
			continue;
		}
		*ret_name = at == name ? arena_strdup(arena, name) : at;
		*ret = id;
		return 0;
	}
	return err_set(err, ERR_LIMIT, "ref '%s' is symbolic more than %d times over", name,
		       SYMBOLIC_CHAIN);
}

struct ref ref_entry(const git_reference *ref, struct arena *arena)
{
	struct ref entry = {.name = arena_strdup(arena, git_reference_name(ref))};

	if (git_reference_type(ref) == GIT_REFERENCE_SYMBOLIC)
		entry.target = arena_strdup(arena, git_reference_symbolic_target(ref));
	else
		oid_of_git(git_reference_target(ref), &entry.id);
	return entry;
}

int ref_by_name(const void *a, const void *b)
{
	return strcmp(((const struct ref *)a)->name, ((const struct ref *)b)->name);
}

int ref_list(struct repo *repo, const char *prefix, struct arena *arena, struct ref **ret,
	     size_t *ret_count, struct err *err)
{
	git_reference_iterator *iterator = NULL;
	git_reference *ref = NULL;
	struct ref *list = NULL;
	size_t count = 0, listed;
	char glob[1024];
	int status;

	if ((size_t)snprintf(glob, sizeof(glob), "%s*", prefix) >= sizeof(glob))
		return err_set(err, ERR_LIMIT, "ref prefix of %zu bytes", strlen(prefix));
	status = git_reference_iterator_glob_new(&iterator, repo->git, glob);
	while (status == 0 && (status = git_reference_next(&ref, iterator)) == 0) {
		if (text_begins(git_reference_name(ref), prefix))
			*ARENA_PUSH(arena, list, count) = ref_entry(ref, arena);
		git_reference_free(ref);
	}
	git_reference_iterator_free(iterator);
	if (status != GIT_ITEROVER)
		return git_failed(err, status, "cannot list the refs '%s*'", prefix);
	listed = count;
	if (count)
		qsort(list, count, sizeof(*list), ref_by_name);
	if (ref_loose_add(repo, prefix, arena, &list, &count, err) < 0)
		return -1;
	if (count > listed)
		qsort(list, count, sizeof(*list), ref_by_name);
	*ret = list;
	*ret_count = count;
	return 0;
}

static int conflict(struct repo *repo, const char *name, const struct oid *old, int status,
		    struct err *err)
{
	char expected[OID_HEX_SIZE], found[OID_HEX_SIZE];
	struct oid now;

	if (status == GIT_ELOCKED) {
		err_set(err, ERR_TIMEOUT, "ref '%s' is locked: '%s/%s.lock' exists", name,
			repo->common_dir, name);
		return err_next(err, "where no process of git runs here any more, remove that "
				     "file; then the same again");
	}
	if (ref_peek(repo, name, &now, err) < 0)
		return -1;
	oid_hex(old, expected);
	oid_hex(&now, found);
	return err_set(err, ERR_RACE, "ref '%s' has moved: expected '%s', found '%s'", name,
		       oid_is_zero(old) ? "nothing" : expected,
		       oid_is_zero(&now) ? "nothing" : found);
}

/* libgit2 makes files as the umask has it. */
static int share(struct repo *repo, const char *name, struct err *err)
{
	char log[PATH_MAX];

	if ((size_t)snprintf(log, sizeof(log), "logs/%s", name) >= sizeof(log))
		return err_set(err, ERR_LIMIT, "name of ref '%s' is too long", name);
	return repo_share_below(repo, name, err) < 0 ? -1 : repo_share_below(repo, log, err);
}

int ref_update(struct repo *repo, const char *name, const struct oid *id, const struct oid *old,
	       const char *reflog, struct err *err)
{
	struct oid now;
	int status = 0;

	if (repo_may_write(repo, err) < 0 || ref_peek(repo, name, &now, err) < 0)
		return -1;
	for (unsigned waited = 0, step = 5;; waited += step, step *= 2) {
		git_reference *ref = NULL;

		status = git_reference_create_matching(&ref, repo->git, name, git_oid_of(id), 1,
						       git_oid_of(old), reflog);
		git_reference_free(ref);
		if (status != GIT_ELOCKED || waited >= LOCK_PATIENCE_MS)
			break;
		time_pause_ms(step);
	}
	if (status == GIT_EMODIFIED || status == GIT_ELOCKED || status == GIT_EEXISTS ||
	    (status == GIT_ENOTFOUND && !oid_is_zero(old)))
		return conflict(repo, name, old, status, err);
	if (status < 0)
		return git_failed(err, status, "cannot set ref '%s'", name);
	return share(repo, name, err);
}

int ref_delete(struct repo *repo, const char *name, const struct oid *old, struct err *err)
{
	CLEANUP(git_reference_freep) git_reference *ref = NULL;
	struct oid now;
	int status;

	if (repo_may_write(repo, err) < 0 || ref_read(repo, name, &now, err) < 0 ||
	    lookup(repo, name, &ref, err) < 0)
		return -1;
	if (!oid_equal(&now, old))
		return conflict(repo, name, old, GIT_EMODIFIED, err);
	status = git_reference_delete(ref); /* compares with what was looked up */
	if (status == GIT_EMODIFIED || status == GIT_ELOCKED)
		return conflict(repo, name, old, status, err);
	if (status < 0)
		return git_failed(err, status, "cannot delete ref '%s'", name);
	return 0;
}
