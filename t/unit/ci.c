/*
 * ci.c - what the variables of a forge are taken for: a change, a push, a branch as a whole. They are the
 * word of others: what they leave out is never filled in, and a name that is none is an error.
 */
#include "gate/gate_ci.h"
#include "scratch.h"
#include "tap.h"

#define BASE "0123456789012345678901234567890123456789"
#define ZEROS "0000000000000000000000000000000000000000"
#define GITHUB "GITHUB_ACTIONS=true "
#define EVENT "GITHUB_EVENT_PATH=event "
#define GITLAB "GITLAB_CI=true "
#define PIPELINE "CI_PIPELINE_SOURCE="
#define JENKINS "JENKINS_URL=http://ci/ "

static struct arena arena = ARENA_INIT;

/* Sets "NAME=value NAME=value"; or takes them out again. */
static void variables(const char *text, bool set)
{
	char *word = arena_strdup(&arena, text), *next;

	for (; word && *word; word = next) {
		char *value = strchr(word, '=');

		next = strchr(word, ' ');
		if (next)
			*next++ = '\0';
		if (!value)
			abort();
		*value++ = '\0';
		if (set)
			setenv(word, value, 1);
		else
			unsetenv(word);
	}
}

/* Of which variable it is said, so that a person knows what to set. */
static const char *told_by(const struct err *err)
{
	const char *said = strstr(err->text, " does not say ");

	if (err->code == ERR_FORMAT)
		return arena_printf(&arena, "malformed %.*s", (int)strcspn(err->text, " :"),
				    err->text);
	if (err->code != ERR_NOT_FOUND)
		return arena_strdup(&arena, err->text);
	said = said ? said + strlen(" does not say") : "";
	return arena_printf(&arena, "missing%.*s", (int)strcspn(said, ":"), said);
}

static const char *read_job(const struct ledger *l)
{
	static const char *const kinds[] = {
		[CI_PROPOSED] = "proposed", [CI_PUSHED] = "pushed", [CI_WHOLE] = "whole"};
	struct ci_job job = {0};
	struct err err = {0};

	if (ci_job_read(l, &job, &err) < 0)
		return told_by(&err);
	return arena_printf(&arena, "%s %s %s%s%s", kinds[job.kind], job.ref ? job.ref : "-",
			    job.base ? job.base : "-", job.said_by ? " by " : "",
			    job.said_by ? job.said_by : "");
}

static void test_jobs(void)
{
	static const struct {
		const char *variables, *event, *job;
	} cases[] = {
		/* GitHub */
		{GITHUB, "", "missing GITHUB_EVENT_NAME"},
		{GITHUB "GITHUB_EVENT_NAME=pull_request GITHUB_BASE_REF=main", "",
		 "proposed refs/heads/main - by GITHUB_BASE_REF"},
		{GITHUB "GITHUB_EVENT_NAME=pull_request_target", "", "missing GITHUB_BASE_REF"},
		{GITHUB "GITHUB_EVENT_NAME=issues GITHUB_BASE_REF=a..b", "",
		 "malformed GITHUB_BASE_REF"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=merge_group",
		 "{\"merge_group\":{\"base_ref\":\"refs/heads/main\"}}",
		 "proposed refs/heads/main - by merge_group.base_ref"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=merge_group",
		 "{\"merge_group\":{\"base_ref\":\"refs/tags/v1\"}}",
		 "malformed merge_group.base_ref"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=merge_group", "{\"merge_group\":[]}",
		 "missing 'base_ref' in the file of the event"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=merge_group", "{}",
		 "missing 'base_ref' in the file of the event"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=merge_group", "[]",
		 "missing 'base_ref' in the file of the event"},
		{GITHUB "GITHUB_EVENT_NAME=merge_group", "", "missing GITHUB_EVENT_PATH"},
		{GITHUB "GITHUB_EVENT_NAME=push", "", "missing GITHUB_REF"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/x",
		 "{\"before\":\"" BASE "\"}",
		 "pushed refs/heads/x " BASE " by 'before' in the file of the event"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/x",
		 "{\"before\":\"" ZEROS "\"}",
		 "pushed refs/heads/x - by 'before' in the file of the event"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/x",
		 "{\"before\":\"HEAD\"}", "malformed 'before'"},
		{GITHUB EVENT "GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/x",
		 "{\"before\":\"" BASE "\\u0000\"}", "malformed GITHUB_EVENT_PATH"},
		{GITHUB "GITHUB_EVENT_NAME=push GITHUB_REF=refs/tags/v1", "", "whole - -"},
		{GITHUB "GITHUB_EVENT_NAME=push GITHUB_REF=main", "", "malformed GITHUB_REF"},
		{GITHUB "GITHUB_EVENT_NAME=schedule GITHUB_REF=refs/heads/x", "",
		 "whole refs/heads/x - by GITHUB_REF"},
		{GITHUB "GITHUB_EVENT_NAME=release GITHUB_REF=refs/tags/v1", "", "whole - -"},
		/* GitLab */
		{GITLAB "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main", "",
		 "proposed refs/heads/main - by CI_MERGE_REQUEST_TARGET_BRANCH_NAME"},
		{GITLAB "CI_MERGE_REQUEST_IID=7", "",
		 "missing CI_MERGE_REQUEST_TARGET_BRANCH_NAME"},
		{GITLAB PIPELINE "merge_request_event", "",
		 "missing CI_MERGE_REQUEST_TARGET_BRANCH_NAME"},
		{GITLAB "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_PROJECT_ID=1 "
			"CI_MERGE_REQUEST_PROJECT_ID=1",
		 "", "proposed refs/heads/main - by CI_MERGE_REQUEST_TARGET_BRANCH_NAME"},
		{GITLAB
		 "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_PROJECT_ID=1",
		 "", "proposed refs/heads/main - by CI_MERGE_REQUEST_TARGET_BRANCH_NAME"},
		{GITLAB "CI_MERGE_REQUEST_IID=7 CI_PROJECT_ID=2 CI_MERGE_REQUEST_PROJECT_ID=1",
		 "", "missing"},
		{GITLAB PIPELINE "push CI_COMMIT_BRANCH=x CI_COMMIT_BEFORE_SHA=" BASE, "",
		 "pushed refs/heads/x " BASE " by CI_COMMIT_BEFORE_SHA"},
		{GITLAB PIPELINE "push CI_COMMIT_BRANCH=-x..y CI_COMMIT_BEFORE_SHA=" BASE, "",
		 "malformed CI_COMMIT_BRANCH"},
		{GITLAB PIPELINE "push CI_COMMIT_BEFORE_SHA=" BASE, "",
		 "missing CI_COMMIT_BRANCH"},
		{GITLAB PIPELINE "push CI_COMMIT_BRANCH=x", "", "missing CI_COMMIT_BEFORE_SHA"},
		{GITLAB PIPELINE "push CI_COMMIT_TAG=v1", "", "whole - -"},
		{GITLAB PIPELINE "schedule CI_COMMIT_BRANCH=x", "",
		 "whole refs/heads/x - by CI_COMMIT_BRANCH"},
		{GITLAB PIPELINE "pipeline", "", "whole - -"},
		/* Jenkins */
		{JENKINS "CHANGE_TARGET=main CHANGE_ID=7", "",
		 "proposed refs/heads/main - by CHANGE_TARGET"},
		{JENKINS "CHANGE_ID=7", "", "missing CHANGE_TARGET"},
		{JENKINS "TAG_NAME=v1 BRANCH_NAME=v1", "", "whole - -"},
		{JENKINS, "", "missing GIT_BRANCH"},
		{JENKINS "GIT_BRANCH=detached", "", "missing GIT_BRANCH"},
		{JENKINS "GIT_BRANCH=origin/detached", "", "missing GIT_BRANCH"},
		{JENKINS "GIT_BRANCH=origin/x", "", "pushed refs/heads/x - by GIT_BRANCH"},
		{JENKINS "GIT_BRANCH=up/x", "", "pushed refs/heads/up/x - by GIT_BRANCH"},
		{JENKINS "BRANCH_NAME=x GIT_PREVIOUS_SUCCESSFUL_COMMIT=" BASE, "",
		 "pushed refs/heads/x " BASE " by GIT_PREVIOUS_SUCCESSFUL_COMMIT"},
		{JENKINS "BRANCH_NAME=x GIT_PREVIOUS_SUCCESSFUL_COMMIT=HEAD~1", "",
		 "malformed GIT_PREVIOUS_SUCCESSFUL_COMMIT"},
		{JENKINS "BRANCH_NAME=x~1", "", "malformed BRANCH_NAME"},
	};
	struct ledger l = {.arena = &arena};
	struct err err;

	if (!shell("git init -q -b main . && git commit -q --allow-empty -m x") ||
	    repo_open(REPO_COMMAND, &l.repo, &err) < 0)
		abort();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		FILE *event = fopen("event", "w");

		if (!event || fputs(cases[i].event, event) == EOF || fclose(event))
			abort();
		variables(cases[i].variables, true);
		is_str(read_job(&l), cases[i].job, cases[i].variables);
		variables(cases[i].variables, false);
	}
	repo_free(l.repo);
}

static void test_links(void)
{
	static const struct {
		const char *variables, *link;
	} cases[] = {
		{GITHUB "GITHUB_SERVER_URL=https://g GITHUB_REPOSITORY=a/b GITHUB_RUN_ID=7",
		 "https://g/a/b/actions/runs/7"},
		{GITHUB "GITHUB_SERVER_URL=https://g GITHUB_REPOSITORY=a/b", NULL},
		{GITHUB "GITHUB_SERVER_URL=https://g GITHUB_RUN_ID=7", NULL},
		{GITHUB "GITHUB_REPOSITORY=a/b GITHUB_RUN_ID=7", NULL},
		{GITLAB "CI_JOB_URL=https://l/1", "https://l/1"},
		{GITLAB, NULL},
		{JENKINS "BUILD_URL=http://j/1", "http://j/1"},
		{JENKINS "BUILD_URL=ftp://j/1", NULL},
		{JENKINS "BUILD_URL=https://me:secret@j/1", NULL},
		{JENKINS "BUILD_URL=https://j/\x7f", NULL},
		{JENKINS "BUILD_URL=https://j/\t", NULL},
		{JENKINS "BUILD_URL=https://j/<b>", NULL},
		{"BUILD_URL=https://j/1", NULL},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		variables(cases[i].variables, true);
		is_str(ci_job_link(&arena), cases[i].link, cases[i].variables);
		variables(cases[i].variables, false);
	}
}

/* Without a CI it is what HEAD's branch is going to, where that is at the ledger's remote. */
static void test_upstream(void)
{
	static const struct {
		const char *setup, *job;
	} cases[] = {
		{":", "missing"},
		{"git config branch.main.merge refs/heads/up", "missing"},
		{"git config branch.main.remote origin",
		 "proposed refs/heads/up - by branch.main.merge"},
		{"git config branch.main.remote elsewhere", "missing"},
		{"git config branch.main.remote origin && git config branch.main.merge up",
		 "malformed branch.main.merge"},
		{"git config --unset branch.main.merge", "missing"},
		{"git checkout -q --detach", "missing"},
	};
	struct ledger l = {.arena = &arena, .remote = "origin"};
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		if (!shell(cases[i].setup) || repo_open(REPO_COMMAND, &l.repo, &err) < 0) {
			ok(false, "%s", cases[i].setup);
			continue;
		}
		is_str(read_job(&l), cases[i].job, cases[i].setup);
		if (i == 2) {
			l.remote = NULL;
			is_str(read_job(&l), "missing", "  where the ledger has no remote");
			l.remote = "origin";
		}
		repo_free(l.repo);
	}
}

int main(void)
{
	static const char *const forges[] = {"GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL"};

	for (size_t i = 0; i < ARRAY_SIZE(forges); i++)
		unsetenv(forges[i]);
	scratch_begin();
	test_jobs();
	test_links();
	test_upstream();
	scratch_end();
	arena_free(&arena);
	return done();
}
