/* head.c - HEAD, and what people mean by a revision. */
#include "repo/internal.h"

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

	if (status == GIT_EUNBORNBRANCH || status == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, "the current branch has no commit yet");
	if (status < 0 || git_reference_type(head) != GIT_REFERENCE_DIRECT)
		return git_failed(err, status, "cannot read HEAD of '%s'", repo->git_dir);
	oid_of_git(git_reference_target(head), ret);
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
	status = git_revparse_single(&object, repo->git, text);
	if (status == 0)
		status = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	if (status == 0)
		oid_of_git(git_object_id(commit), ret);
	git_object_free(commit);
	git_object_free(object);
	if (status == GIT_ENOTFOUND || status == GIT_EPEEL || status == GIT_EINVALIDSPEC)
		return err_set(err, ERR_NOT_FOUND, "'%s' does not name a commit", text);
	if (status < 0)
		return git_failed(err, status, "cannot resolve '%s'", text);
	return 0;
}
