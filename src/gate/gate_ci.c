/* gate_ci.c - what the variables of a CI say. */
#include "gate/gate_ci.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/texts.h"
#include "json/value.h"
#include "repo/ref.h"

#define LINK_MAX ((size_t)512)

/* NULL where it is empty too: forges set what does not apply to nothing. */
static const char *told(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value ? value : NULL;
}

static bool tells(const char *variable, const char *value)
{
	return text_is(told(variable), value);
}

static int missing(const struct ci_job *job, const char *what, struct err *err)
{
	err_set(err, ERR_NOT_FOUND,
		"%s does not say %s: which commits are to be judged cannot be told", job->forge,
		what);
	return err_next(err, "hint: git mcade check --range A..B");
}

/* A name is data: it is looked up as it stands, and never as an expression. */
static int set_ref(struct ci_job *job, const char *ref, const char *said_by, struct err *err)
{
	if (!text_begins(ref, "refs/heads/") || !ref_name_ok(ref))
		return err_set(err, ERR_FORMAT, "%s is '%s', not the name of a branch", said_by,
			       ref);
	job->ref = ref;
	job->said_by = said_by;
	return 0;
}

static int set_branch(const struct ledger *l, struct ci_job *job, const char *name,
		      const char *said_by, struct err *err)
{
	return set_ref(job, arena_printf(l->arena, "refs/heads/%s", name), said_by, err);
}

/* No change, but a branch: what is whole is judged as that. A tag, or a pull request's ref, is none. */
static int of_branch(struct ci_job *job, const char *ref, const char *said_by, struct err *err)
{
	return ref && text_begins(ref, "refs/heads/") ? set_ref(job, ref, said_by, err) : 0;
}

/* The id that a ref had before the push; zeros: none. */
static int set_base(struct ci_job *job, const char *id, const char *said_by, struct err *err)
{
	struct oid oid;

	if (!oid_parse(id, &oid))
		return err_set(err, ERR_FORMAT, "%s is '%s', not the full id of a commit",
			       said_by, id);
	job->base = oid_is_zero(&oid) ? NULL : id;
	job->said_by = said_by;
	return 0;
}

/* -- GitHub Actions, and what speaks its language (Gitea, Forgejo) ------------------------------- */

/* A text of the event's file: KEY, or KEY of an object in it. */
static int event_text(const struct ledger *l, const struct ci_job *job, const char *object,
		      const char *key, const char **ret, struct err *err)
{
	const char *path = told("GITHUB_EVENT_PATH");
	const struct json_value *root, *value;
	struct bytes text;

	if (!path)
		return missing(job, "GITHUB_EVENT_PATH", err);
	if (file_read(path, LIMIT_JSON, l->arena, &text, err) < 0 ||
	    json_value_parse(text, path, l->arena, &root, err) < 0)
		return err_prefix(err, "GITHUB_EVENT_PATH");
	value = object && root->kind == JSON_VALUE_OBJECT ? json_value_get(root, object) : root;
	value = value && value->kind == JSON_VALUE_OBJECT ? json_value_get(value, key) : NULL;
	if (!value || value->kind != JSON_VALUE_STRING)
		return missing(
			job, arena_printf(l->arena, "'%s' in the file of the event", key), err);
	*ret = value->text;
	return 0;
}

static int read_github(const struct ledger *l, struct ci_job *job, struct err *err)
{
	const char *event = told("GITHUB_EVENT_NAME"), *ref = told("GITHUB_REF"), *text;

	if (!event)
		return missing(job, "GITHUB_EVENT_NAME", err);
	if (told("GITHUB_BASE_REF") || text_begins(event, "pull_request")) {
		job->kind = CI_PROPOSED;
		return told("GITHUB_BASE_REF") ? set_branch(l, job, told("GITHUB_BASE_REF"),
							    "GITHUB_BASE_REF", err)
					       : missing(job, "GITHUB_BASE_REF", err);
	}
	if (!strcmp(event, "merge_group")) {
		job->kind = CI_PROPOSED;
		return event_text(l, job, "merge_group", "base_ref", &text, err) < 0
			       ? -1
			       : set_ref(job, text, "merge_group.base_ref", err);
	}
	if (!ref)
		return missing(job, "GITHUB_REF", err);
	if (strcmp(event, "push") != 0)
		return of_branch(job, ref, "GITHUB_REF", err);
	if (text_begins(ref, "refs/tags/"))
		return 0;
	job->kind = CI_PUSHED;
	if (set_ref(job, ref, "GITHUB_REF", err) < 0 ||
	    event_text(l, job, NULL, "before", &text, err) < 0)
		return -1;
	return set_base(job, text, "'before' in the file of the event", err);
}

/* -- GitLab CI ----------------------------------------------------------------------------------- */

static int read_gitlab(const struct ledger *l, struct ci_job *job, struct err *err)
{
	const char *target = told("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
	const char *branch = told("CI_COMMIT_BRANCH"), *before = told("CI_COMMIT_BEFORE_SHA");
	const char *into = told("CI_MERGE_REQUEST_PROJECT_ID"), *here = told("CI_PROJECT_ID");

	if (target || told("CI_MERGE_REQUEST_IID") ||
	    tells("CI_PIPELINE_SOURCE", "merge_request_event")) {
		job->kind = CI_PROPOSED;
		if (into && here && strcmp(into, here) != 0)
			return err_set(err, ERR_NOT_FOUND,
				       "the pipeline runs in the fork (project %s): what it "
				       "has as '%s' "
				       "is not the branch of project %s",
				       here, target ? target : "?", into);
		return target ? set_branch(l, job, target,
					   "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", err)
			      : missing(job, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", err);
	}
	if (told("CI_COMMIT_TAG"))
		return 0;
	if (!tells("CI_PIPELINE_SOURCE", "push"))
		return branch ? set_branch(l, job, branch, "CI_COMMIT_BRANCH", err) : 0;
	job->kind = CI_PUSHED;
	if (!branch || !before)
		return missing(job, branch ? "CI_COMMIT_BEFORE_SHA" : "CI_COMMIT_BRANCH", err);
	return set_branch(l, job, branch, "CI_COMMIT_BRANCH", err) < 0
		       ? -1
		       : set_base(job, before, "CI_COMMIT_BEFORE_SHA", err);
}

/* -- Jenkins ------------------------------------------------------------------------------------- */

/*
 * What was built last may have been refused; only what the last good build saw was judged. A build of
 * one branch is named with its remote.
 */
static int read_jenkins(const struct ledger *l, struct ci_job *job, struct err *err)
{
	const char *target = told("CHANGE_TARGET"), *branch = told("BRANCH_NAME");
	const char *before = told("GIT_PREVIOUS_SUCCESSFUL_COMMIT"), *said_by = "BRANCH_NAME";
	const char *remote = arena_printf(l->arena, "%s/", l->remote ? l->remote : "origin");

	if (target || told("CHANGE_ID")) {
		job->kind = CI_PROPOSED;
		return target ? set_branch(l, job, target, "CHANGE_TARGET", err)
			      : missing(job, "CHANGE_TARGET", err);
	}
	if (told("TAG_NAME"))
		return 0;
	if (!branch) {
		branch = told("GIT_BRANCH");
		said_by = "GIT_BRANCH";
		if (branch && text_begins(branch, remote))
			branch += strlen(remote);
		if (text_is(branch, "detached")) /* the plugin's word for none */
			branch = NULL;
	}
	if (!branch)
		return missing(job, said_by, err);
	job->kind = CI_PUSHED;
	if (set_branch(l, job, branch, said_by, err) < 0)
		return -1;
	return before ? set_base(job, before, "GIT_PREVIOUS_SUCCESSFUL_COMMIT", err) : 0;
}

/* -- no CI --------------------------------------------------------------------------------------- */

static int read_upstream(const struct ledger *l, struct ci_job *job, struct err *err)
{
	const char *head, *branch, *merge = NULL, *remote = NULL;

	if (repo_head_ref(l->repo, l->arena, &head, err) < 0)
		return -1;
	if (head && text_begins(head, "refs/heads/")) {
		branch = head + strlen("refs/heads/");
		merge = repo_config_get(l->repo,
					arena_printf(l->arena, "branch.%s.merge", branch));
		remote = repo_config_get(l->repo,
					 arena_printf(l->arena, "branch.%s.remote", branch));
	}
	if (!merge || !remote || !l->remote || strcmp(remote, l->remote) != 0) {
		err_set(err, ERR_NOT_FOUND,
			"no variable of a CI is set, and HEAD has no upstream branch at '%s': "
			"which commits are to be judged cannot be told",
			l->remote ? l->remote : "origin");
		return err_next(err, "hint: git mcade check --range A..B");
	}
	job->kind = CI_PROPOSED;
	return set_ref(job, merge,
		       arena_printf(l->arena, "branch.%s.merge", head + strlen("refs/heads/")),
		       err);
}

int ci_job_read(const struct ledger *l, struct ci_job *ret, struct err *err)
{
	static const struct {
		const char *variable, *value, *forge;
		int (*read)(const struct ledger *l, struct ci_job *job, struct err *err);
	} forges[] = {
		{"GITHUB_ACTIONS", "true", "GitHub Actions", read_github},
		{"GITLAB_CI", "true", "GitLab CI", read_gitlab},
		{"JENKINS_URL", NULL, "Jenkins", read_jenkins},
	};

	*ret = (struct ci_job){.kind = CI_WHOLE};
	for (size_t i = 0; i < ARRAY_SIZE(forges); i++) {
		if (forges[i].value ? !tells(forges[i].variable, forges[i].value)
				    : !told(forges[i].variable))
			continue;
		ret->forge = forges[i].forge;
		return forges[i].read(l, ret, err);
	}
	return read_upstream(l, ret, err);
}

/* Neither a password in it, nor anything that would end where it is shown. */
static bool is_plain_address(const char *link)
{
	if (!text_begins(link, "https://") && !text_begins(link, "http://"))
		return false;
	for (const char *at = link; *at; at++)
		if (*at <= ' ' || *at > '~' || strchr("@<>\"'`\\", *at))
			return false;
	return strlen(link) <= LINK_MAX;
}

const char *ci_job_link(struct arena *a)
{
	const char *server = told("GITHUB_SERVER_URL"), *repository = told("GITHUB_REPOSITORY");
	const char *run = told("GITHUB_RUN_ID"), *link = NULL;

	if (tells("GITHUB_ACTIONS", "true") && server && repository && run)
		link = arena_printf(a, "%s/%s/actions/runs/%s", server, repository, run);
	else if (tells("GITLAB_CI", "true"))
		link = told("CI_JOB_URL");
	else if (told("JENKINS_URL"))
		link = told("BUILD_URL");
	return link && is_plain_address(link) ? link : NULL;
}
