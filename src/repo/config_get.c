/* config_get.c - what a key is set to; what we set ourselves, git writes. */
#include "repo/internal.h"

#include "base/texts.h"
#include "proc/git.h"

#include <strings.h>

/* Section and name are the same in any case, what stands between them is not. */
static bool is_key(const char *listed, const char *key)
{
	size_t section = strcspn(key, "."), name = (size_t)(strrchr(key, '.') - key);

	return strlen(listed) == strlen(key) && !strncasecmp(listed, key, section) &&
	       !strncmp(listed + section, key + section, name - section) &&
	       !strcasecmp(listed + name, key + name);
}

enum whose { ANYBODYS, THE_REPOSITORYS, THE_PERSONS };

static const struct setting *find(const struct repo *repo, const char *key, enum whose whose)
{
	for (size_t i = repo->settings.count; i-- > 0;) {
		const struct setting *s = &repo->settings.list[i];

		if ((whose != THE_REPOSITORYS || s->local) &&
		    (whose != THE_PERSONS || s->own) && is_key(s->key, key))
			return s;
	}
	return NULL;
}

static const char *text_of(const struct setting *setting)
{
	return !setting ? NULL : setting->value ? setting->value : "";
}

const char *repo_config_get(const struct repo *repo, const char *key)
{
	return text_of(find(repo, key, ANYBODYS));
}

const char *repo_config_get_local(const struct repo *repo, const char *key)
{
	return text_of(find(repo, key, THE_REPOSITORYS));
}

const char *repo_config_get_own(const struct repo *repo, const char *key)
{
	return text_of(find(repo, key, THE_PERSONS));
}

int repo_config_get_bool(const struct repo *repo, const char *key, bool missing, bool *ret,
			 struct err *err)
{
	const struct setting *setting = find(repo, key, ANYBODYS);
	int value = missing;

	if (setting && git_config_parse_bool(&value, setting->value) < 0)
		return err_set(err, ERR_FORMAT,
			       "configuration '%s' is '%s', expected a boolean", key,
			       setting->value);
	*ret = value != 0;
	return 0;
}

void repo_remotes(const struct repo *repo, struct arena *arena, const char ***ret_names,
		  size_t *ret_count)
{
	const char **names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < repo->settings.count; i++) {
		const char *key = repo->settings.list[i].key, *end = strrchr(key, '.'), *name;

		if (!text_begins(key, "remote.") || strcmp(end, ".url") != 0 || end <= key + 7)
			continue;
		name = arena_strndup(arena, key + 7, (size_t)(end - key) - 7);
		if (!texts_have(names, count, name))
			*ARENA_PUSH(arena, names, count) = name;
	}
	texts_sort(names, count);
	*ret_names = names;
	*ret_count = count;
}

/* One that lies in a folder beside the work tree is another one beside another work tree. */
static bool is_relative(const char *url)
{
	size_t folder = strcspn(url, "/");

	return folder && !memchr(url, ':', folder);
}

/* An address is a place: neither a token that comes with it, nor the next one, makes it another. */
static const char *without_secret(const char *url, struct arena *a)
{
	const char *host = strstr(url, "://"), *at = NULL, *from;

	if (!host)
		return url;
	host += 3;
	for (const char *c = host; *c && !strchr("/?#", *c); c++)
		at = *c == '@' ? c : at;
	if (!at)
		return url;
	from = strncasecmp(url, "http", 4) ? memchr(host, ':', (size_t)(at - host)) : host;
	return from ? arena_printf(a, "%.*s%s", (int)(from - url), url,
				   from == host ? at + 1 : at)
		    : url;
}

int repo_remote_url(struct repo *repo, const char *remote, bool push, struct arena *arena,
		    const char **ret, struct err *err)
{
	const char *const fetched[] = {"ls-remote", "--get-url", "--", remote, NULL};
	const char *const pushed[] = {"remote", "get-url", "--push", "--all",
				      "--",	remote,	   NULL};
	struct git_call call = {.dir = repo->work_tree ? repo->work_tree : repo->git_dir,
				.args = push ? pushed : fetched,
				.quiet = true,
				.keep_config = true};
	struct bytes out;

	if (git_run_ok(&call, arena, &out, err) < 0)
		return -1;
	*ret = without_secret(arena_strndup(arena, out.data, out.len ? out.len - 1 : 0), arena);
	if (is_relative(*ret))
		*ret = arena_printf(arena, "%s/%s", call.dir, *ret);
	return 0;
}

#define NOTHING_TO_UNSET 5

/* git config --file FILE OPTION KEY [VALUE] */
static int change(struct repo *repo, const char *option, const char *key, const char *value,
		  struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *const args[] = {
		"config", "--file", arena_printf(&scratch, "%s/config", repo->common_dir),
		option,	  key,	    value,
		NULL};
	struct git_call call = {.args = args, .quiet = true};
	struct proc_result result;

	if (git_run(&call, &scratch, &result, err) < 0)
		return -1;
	if (result.how != PROC_EXITED ||
	    (result.code && (value || result.code != NOTHING_TO_UNSET)))
		return err_set(err, ERR_IO, "cannot change configuration '%s': %s", key,
			       git_complaint(&result, &scratch));
	return config_read(repo, err);
}

int repo_config_set(struct repo *repo, const char *key, const char *value, struct err *err)
{
	return change(repo, "--replace-all", key, value, err);
}

int repo_config_unset(struct repo *repo, const char *key, struct err *err)
{
	return change(repo, "--unset-all", key, NULL, err);
}
