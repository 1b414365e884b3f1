/* repo_open.c - which repository is opened, from where, and which are refused by name. */
#include "repo/repo.h"

#include "repo/object.h"
#include "scratch.h"
#include "tap.h"

static struct err err;

static struct repo *opened(enum repo_mode mode)
{
	struct repo *repo = NULL;

	return repo_open(mode, &repo, &err) < 0 ? NULL : repo;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return len >= tail && !strcmp(text + len - tail, end);
}

static void refused(const char *name, enum err_code code, const char *word)
{
	struct repo *repo = NULL;
	int result = repo_open(REPO_COMMAND, &repo, &err);

	if (!ok(result < 0 && err.code == code && strstr(err.text, word), "refused: %s", name))
		printf("# code %d: %s\n", result < 0 ? (int)err.code : -1,
		       result < 0 ? err.text : "opened");
	if (result == 0)
		repo_free(repo);
}

static void test_places(void)
{
	struct repo *repo = NULL;

	refused("no repository", ERR_NOT_FOUND, "not a git repository");
	shell("git init -q -b main r && cd r && git commit -q --allow-empty -m one && "
	      "git commit -q --allow-empty -m two && mkdir -p sub/deep && git worktree add -q "
	      "../linked && git init -q --bare "
	      "../bare.git");
	ok(chdir("r/sub/deep") == 0 && (repo = opened(REPO_COMMAND)), "from a sub-directory");
	if (repo) {
		ok(ends_with(repo_git_dir(repo), "/r/.git"), "its git directory");
		ok(ends_with(repo_work_tree(repo), "/r"), "its work tree");
		ok(ends_with(repo_index_path(repo), "/r/.git/index"), "its index");
		ok(!repo_is_shallow(repo), "not shallow");
		repo_free(repo);
	}
	ok(chdir("../../../linked") == 0 && (repo = opened(REPO_COMMAND)),
	   "a linked work tree");
	if (repo) {
		ok(ends_with(repo_git_dir(repo), "/r/.git/worktrees/linked"),
		   "its own directory");
		ok(ends_with(repo_common_dir(repo), "/r/.git"), "the common directory");
		ok(ends_with(repo_index_path(repo), "/worktrees/linked/index"),
		   "its own index");
		repo_free(repo);
	}
	ok(chdir("../bare.git") == 0 && (repo = opened(REPO_COMMAND)), "a bare repository");
	if (repo) {
		ok(!repo_work_tree(repo), "without a work tree");
		repo_free(repo);
	}
	shell("git clone -q --depth 1 \"file://$PWD/../r\" ../shallow");
	ok(chdir("../shallow") == 0 && (repo = opened(REPO_COMMAND)) != NULL,
	   "a shallow clone");
	if (repo) {
		ok(repo_is_shallow(repo), "is seen to be one");
		repo_free(repo);
	}
	ok(chdir("..") == 0, "back");
}

static void test_environment(void)
{
	struct repo *repo = NULL;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/r/.git", scratch_path);
	setenv("GIT_DIR", path, 1);
	setenv("GIT_INDEX_FILE", "elsewhere.lock", 1);
	repo = opened(REPO_COMMAND);
	ok(repo && ends_with(repo_git_dir(repo), "/r/.git"), "git --git-dir speaks by GIT_DIR");
	ok(repo && ends_with(repo_index_path(repo), "/r/.git/index"),
	   "a person's command ignores GIT_INDEX_FILE");
	if (repo)
		repo_free(repo);
	repo = opened(REPO_HOOK);
	snprintf(path, sizeof(path), "%s/elsewhere.lock", scratch_path);
	is_str(repo ? repo_index_path(repo) : NULL, path, "a hook takes it, made absolute");
	if (repo)
		repo_free(repo);
	setenv("GIT_NAMESPACE", "x", 1);
	ok(!opened(REPO_HOOK) && err.code == ERR_UNSUPPORTED, "a hook refuses a namespace");
	unsetenv("GIT_NAMESPACE");
	unsetenv("GIT_INDEX_FILE");
	setenv("GIT_WORK_TREE", scratch_path, 1);
	repo = opened(REPO_HOOK);
	is_str(repo ? repo_work_tree(repo) : NULL, scratch_path, "GIT_WORK_TREE is respected");
	if (repo)
		repo_free(repo);
	setenv("GIT_COMMON_DIR", "/", 1);
	ok(!opened(REPO_HOOK) && err.code == ERR_UNSUPPORTED,
	   "a foreign GIT_COMMON_DIR is not");
	setenv("GIT_COMMON_DIR", getenv("GIT_DIR"), 1);
	repo = opened(REPO_HOOK);
	ok(repo != NULL, "its own is");
	if (repo)
		repo_free(repo);
	unsetenv("GIT_COMMON_DIR");
	unsetenv("GIT_WORK_TREE");
	unsetenv("GIT_DIR");
}

static void test_formats(void)
{
	struct repo *repo = NULL;

	shell("git init -q --object-format=sha256 s256");
	ok(chdir("s256") == 0, "a sha256 repository");
	refused("sha256", ERR_UNSUPPORTED, "'sha256'");
	shell("git init -q ../reftable && cd ../reftable && "
	      "git config core.repositoryformatversion 1 && "
	      "git config extensions.refStorage reftable");
	ok(chdir("../reftable") == 0, "a reftable repository");
	refused("reftable", ERR_UNSUPPORTED, "'reftable'");
	shell("git init -q ../future && cd ../future && "
	      "git config core.repositoryformatversion 1 && git config "
	      "extensions.fromTheFuture 1");
	ok(chdir("../future") == 0, "an unknown extension");
	refused("unknown extension", ERR_UNSUPPORTED, "fromthefuture");
	shell("git init -q ../v9 && cd ../v9 && git config core.repositoryformatversion 9");
	ok(chdir("../v9") == 0, "a version to come");
	refused("version 9", ERR_UNSUPPORTED, "version");
	shell("git init -q ../known && cd ../known && git config core.repositoryformatversion "
	      "1 && "
	      "git config extensions.worktreeConfig true && "
	      "git config extensions.preciousObjects true && "
	      "git config extensions.partialClone origin && "
	      "git config extensions.objectFormat sha1 && "
	      "git config extensions.relativeWorktrees true && "
	      "git config -f .git/config.worktree mcade.only here");
	ok(chdir("../known") == 0 && (repo = opened(REPO_COMMAND)), "harmless extensions open");
	if (repo) {
		const char *value;

		is_str(repo_config_get(repo, "mcade.only"), "here", "config.worktree is read");
		ok(repo_config_set(repo, "mcade.only", "local", &err) == 0 &&
			   (value = repo_config_get_local(repo, "mcade.only")) &&
			   !strcmp(value, "local"),
		   "set writes the common file");
		repo_free(repo);
	}
	ok(chdir("..") == 0, "back");
}

static void test_config(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(repo_freep) struct repo *repo = NULL;
	const char **all;
	size_t count;
	bool flag = false;

	shell("git config -f .gitconfig mcade.where global && git config -f other mcade.what x "
	      "&& "
	      "git config -f .gitconfig --add mcade.list zero && "
	      "git -C r config --add mcade.list one && git -C r config --add mcade.list two && "
	      "git -C r remote add zwei url2 && git -C r remote add eins url1");
	ok(repo_open_path("r", &repo, &err) == 0, "open by path");
	if (!repo)
		return;
	is_str(repo_config_get(repo, "mcade.where"), "global", "the user's file is read");
	ok(!repo_config_get(repo, "mcade.nothing"), "absence is no error");
	ok(!repo_config_get_local(repo, "mcade.where"), "the local file alone");
	ok(repo_config_set(repo, "mcade.list", "three", &err) == 0, "set replaces all values");
	ok(shell("test \"$(git -C r config --local --get-all mcade.list | tr '\\n' ,)\" = "
		 "three,"),
	   "and git sees the same");
	ok(repo_config_unset(repo, "mcade.list", &err) == 0 &&
		   repo_config_unset(repo, "mcade.list", &err) == 0 &&
		   shell("! git -C r config --local mcade.list"),
	   "unset, twice");
	repo_config_set(repo, "mcade.flag", "yes", &err);
	ok(repo_config_get_bool(repo, "mcade.flag", false, &flag, &err) == 0 && flag,
	   "a boolean");
	repo_config_set(repo, "mcade.flag", "perhaps", &err);
	ok(repo_config_get_bool(repo, "mcade.flag", false, &flag, &err) < 0 &&
		   err.code == ERR_FORMAT,
	   "no boolean");
	repo_remotes(repo, &arena, &all, &count);
	ok(count == 2 && !strcmp(all[0], "eins") && !strcmp(all[1], "zwei"), "remotes");
	shell("printf '[broken' >>r/.git/config");
	{
		struct repo *broken = NULL;

		ok(repo_open_path("r", &broken, &err) < 0, "a broken file is an error");
	}
	shell("sed -i '$d' r/.git/config; git -C r config mcade.fine 1");
}

static void test_overrides(void)
{
	struct repo *repo = NULL;
	bool flag = true;

	setenv("GIT_CONFIG_COUNT", "1", 1);
	setenv("GIT_CONFIG_KEY_0", "mcade.where", 1);
	setenv("GIT_CONFIG_VALUE_0", "environment", 1);
	setenv("GIT_CONFIG_PARAMETERS", "'mcade.flag'='no'", 1);
	ok(repo_open_path("r", &repo, &err) == 0 &&
		   repo_config_get_bool(repo, "mcade.flag", true, &flag, &err) == 0 && !flag,
	   "a person's command");
	is_str(repo ? repo_config_get(repo, "mcade.where") : NULL, "environment",
	       "the environment wins over the files");
	if (repo)
		repo_free(repo);
	unsetenv("GIT_CONFIG_VALUE_0");
	ok(repo_open_path("r", &repo, &err) < 0 && err.code == ERR_FORMAT,
	   "a value is missing");
	unsetenv("GIT_CONFIG_COUNT");
	unsetenv("GIT_CONFIG_PARAMETERS");
}

static void test_head(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(repo_freep) struct repo *repo = NULL;
	const char *head = NULL;
	struct oid id, same;

	shell("git init -q -b trunk fresh");
	ok(repo_open_path("fresh", &repo, &err) == 0, "a fresh repository");
	if (!repo)
		return;
	repo_head_ref(repo, &arena, &head, &err);
	is_str(head, "refs/heads/trunk", "HEAD of a branch without commits");
	ok(repo_head_commit(repo, &id, &err) < 0 && err.code == ERR_NOT_FOUND, "no commit yet");
	shell("cd fresh && git commit -q --allow-empty -m one && git commit -q --allow-empty "
	      "-m two "
	      "&& git tag -m t v1");
	ok(repo_head_commit(repo, &id, &err) == 0, "now there is one");
	ok(repo_resolve_commit(repo, "v1", &same, &err) == 0 && oid_equal(&id, &same),
	   "a tag means its commit");
	ok(repo_resolve_commit(repo, "trunk~1", &same, &err) == 0 && !oid_equal(&id, &same),
	   "the parent");
	{
		char hex[OID_HEX_SIZE];

		oid_hex(&id, hex);
		hex[7] = '\0';
		ok(repo_resolve_commit(repo, hex, &same, &err) == 0 && oid_equal(&id, &same),
		   "a short id");
		hex[6] = hex[6] == '0' ? '1' : '0';
		ok(repo_resolve_commit(repo, hex, &same, &err) < 0 && err.code == ERR_NOT_FOUND,
		   "a short id of nothing");
	}
	ok(repo_resolve_commit(repo, ":/one", &same, &err) < 0, "no search in messages");
	ok(repo_resolve_commit(repo, "nothing", &same, &err) < 0 && err.code == ERR_NOT_FOUND,
	   "no such revision");
	shell("cd fresh && git checkout -q --detach");
	ok(repo_head_ref(repo, &arena, &head, &err) == 0 && !head, "a detached HEAD");
}

/* What is printed and remembered of an address has no token; who logs in to ssh is of the place. */
static void test_addresses(void)
{
	static const struct {
		const char *url, *told;
	} rows[] = {
		{"https://user:token@host/r.git", "https://host/r.git"},
		{"https://token@host:8443/r.git", "https://host:8443/r.git"},
		{"HTTP://to:k@n@host/r@2.git?a=b@c", "HTTP://host/r@2.git?a=b@c"},
		{"https://host/user:token@r.git", "https://host/user:token@r.git"},
		{"https://host#user@r", "https://host#user@r"},
		{"ssh://git:token@host:22/r.git", "ssh://git@host:22/r.git"},
		{"ssh://git@host/r.git", "ssh://git@host/r.git"},
		{"git@host:r.git", "git@host:r.git"},
	};
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct repo *repo = NULL;
	const char *told = NULL;

	shell("git init -q addressed && cd addressed && "
	      "git remote add origin https://user:token@host/r.git && "
	      "git config url.https://a:b@mirror/.insteadOf mirror:");
	if (!ok(chdir("addressed") == 0 && (repo = opened(REPO_COMMAND)), "with remotes"))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (ok(!repo_remote_url(repo, rows[i].url, false, &arena, &told, &err),
		       "an address: %s", rows[i].url))
			is_str(told, rows[i].told, "... and what is told of it");
	for (int push = 0; push < 2; push++)
		ok(!repo_remote_url(repo, "origin", push, &arena, &told, &err) &&
			   !strcmp(told, "https://host/r.git"),
		   "a remote that is %s", push ? "pushed to" : "fetched from");
	ok(!repo_remote_url(repo, "mirror:r.git", false, &arena, &told, &err) &&
		   !strcmp(told, "https://mirror/r.git"),
	   "what another address stands for");
	repo_free(repo);
	ok(chdir("..") == 0, "and back");
}

int main(void)
{
	scratch_begin();
	test_addresses();
	test_places();
	test_environment();
	test_formats();
	test_config();
	test_overrides();
	test_head();
	scratch_end();
	return done();
}
