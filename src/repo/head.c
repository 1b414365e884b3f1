/* head.c - HEAD, and what people mean by a revision. */
#include "repo/internal.h"

#include "repo/ref.h"

int repo_head_ref(struct repo *repo, struct arena *arena, const char **ret, struct err *err)
{
	CLEANUP(git_reference_freep) git_reference *head = NULL;
	int status = git_reference_lookup(&head, repo->git, "HEAD");

	if (status < 0)
		return git_failed(err, status, "cannot read HEAD of '%s'", repo->git_dir);
	*ret = git_reference_type(head) == GIT_REFERENCE_SYMBOLIC
		       ? arena_strdup(arena, git_reference_symbolic_target(head))
		       : NULL;
	return 0;
}

int repo_head_commit(struct repo *repo, struct oid *ret, struct err *err)
{
	CLEANUP(git_reference_freep) git_reference *head = NULL;
	int status = git_repository_head(&head, repo->git);

	if (status == GIT_EUNBORNBRANCH || status == GIT_ENOTFOUND) {
		err_set(err, ERR_NOT_FOUND, "the current branch has no commit yet");
		return err_next(err, "hint: commit something first");
	}
	if (status < 0 || git_reference_type(head) != GIT_REFERENCE_DIRECT)
		return git_failed(err, status, "cannot read HEAD of '%s'", repo->git_dir);
	oid_of_git(git_reference_target(head), ret);
	return 0;
}

/*
 * A tag "origin/main" comes in by any fetch and stands before the branch that is meant: whoever may
 * push one would say which commits are judged.
 */
static int refuse_two(struct repo *repo, const char *text, struct err *err)
{
	static const char *const places[] = {"refs/", "refs/tags/", "refs/heads/",
					     "refs/remotes/"};
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	size_t len = strcspn(text, "^~@:");
	struct oid first = OID_ZERO;
	const char *found = NULL;

	for (size_t i = 0; len && i < ARRAY_SIZE(places); i++) {
		char *name = arena_printf(&scratch, "%s%.*s", places[i], (int)len, text);
		const char *target;
		struct err ignored;
		struct oid id;

		if (ref_follow(repo, name, &scratch, &target, &id, &ignored) < 0 ||
		    oid_is_zero(&id))
			continue;
		if (found && !oid_equal(&id, &first)) {
			err_set(err, ERR_CONFLICT, "'%.*s' names two commits: '%s' and '%s'",
				(int)len, text, found, name);
			return err_next(err, "write the whole name, refs/...");
		}
		found = name;
		first = id;
	}
	return 0;
}

int repo_resolve_commit(struct repo *repo, const char *text, struct oid *ret, struct err *err)
{
	git_object *object = NULL, *commit = NULL;
	struct oid id;
	int status;

	if (oid_parse(text, &id)) {
		enum object_type type;
		size_t size;

		if (object_stat(repo, &id, &type, &size, err) < 0)
			return -1;
		if (type == OBJECT_COMMIT) {
			*ret = id;
			return 0;
		}
	}
	if (*text == ':' || *text == '-' || strstr(text, "^{/"))
		return err_set(err, ERR_FORMAT, "'%s' does not name a commit", text);
	if (refuse_two(repo, text, err) < 0)
		return -1;
	status = git_revparse_single(&object, repo->git, text);
	if (status == 0)
		status = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	if (status == 0)
		oid_of_git(git_object_id(commit), ret);
	git_object_free(commit);
	git_object_free(object);
	if (status == GIT_ENOTFOUND || status == GIT_EPEEL || status == GIT_EINVALIDSPEC) {
		err_set(err, ERR_NOT_FOUND, "'%s' does not name a commit", text);
		return repo_is_shallow(repo) ? err_next(err, "git fetch --unshallow") : -1;
	}
	if (status < 0)
		return git_failed(err, status, "cannot resolve '%s'", text);
	return 0;
}
