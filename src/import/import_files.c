#include "import/import_files.h"
#include "import/import_recorded.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/strmap.h"
#include "base/cleanup.h"
#include "base/texts.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"
#include "runbook/runbook.h"
#include "text/class.h"

#include <errno.h>
#include <unistd.h>

static char several[1]; /* stands for a name that is there more than once */

struct names {
	struct strmap map;
	struct import_recorded recorded;
};

/* Tracked files by their last name; what lies in checkpoints or is deprecated is not run. */
static int read_names(const struct ledger *l, struct names *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tree = NULL;
	struct snapshot_file *files;
	size_t count;

	ret->map = (struct strmap){.arena = l->arena};
	if (snapshot_of_worktree(l->repo, &tree, err) < 0 ||
	    snapshot_list(tree, NULL, l->arena, &files, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *path = files[i].path, *name = path_last(path);

		if (path_is_in(path, "checkpoints") || path_is_in(path, "deprecated"))
			continue;
		strmap_put(&ret->map, name,
			   strmap_get(&ret->map, name) ? several
						       : arena_strdup(l->arena, path));
	}
	return 0;
}

static const char *find(void *ctx, const char *name)
{
	struct names *names = ctx;
	const char *path = strmap_get(&names->map, name);

	return path == several ? NULL : path;
}

static bool recorded(void *ctx, const char *step)
{
	const struct names *names = ctx;

	return names->recorded.unread || strmap_get(&names->recorded.steps, step);
}

/* A path as typed, as a path of the work tree. */
static int inside(const struct ledger *l, const char *typed, const char **ret, struct err *err)
{
	const char *top = repo_work_tree(l->repo);
	CLEANUP(strbuf_free) struct strbuf path = STRBUF_INIT;
	char *real = realpath(typed, NULL);
	size_t len = top ? strlen(top) : 0;

	if (!real)
		return err_errno(err, "cannot open '%s'", typed);
	strbuf_addstr(&path, real);
	free(real);
	if (!top)
		return err_set(err, ERR_NOT_FOUND,
			       "a bare repository has no documents to import");
	if (strncmp(path.buf, top, len) || path.buf[len] != '/')
		return err_set(err, ERR_USAGE, "'%s' is outside of the repository '%s'", typed,
			       top);
	*ret = arena_strdup(l->arena, path.buf + len + 1);
	return 0;
}

/* Of another markup half would be read, and nobody told of the rest. */
static int is_markdown(const char *path, struct err *err)
{
	const char *markup = class_other_markup(path);

	if (!markup)
		return 0;
	err_set(err, ERR_UNSUPPORTED, "'%s' is %s, and only Markdown is read", path, markup);
	return err_next(err, "hint: save it as Markdown, and import that");
}

static int read_sources(const struct ledger *l, const char *const *files, size_t count,
			struct import_source **ret, struct err *err)
{
	struct import_source *sources = arena_array(l->arena, count, sizeof(*sources));

	for (size_t i = 0; i < count; i++)
		if (inside(l, files[i], &sources[i].path, err) < 0 ||
		    is_markdown(sources[i].path, err) < 0 ||
		    worktree_read(l->repo, sources[i].path, LIMIT_MARKDOWN, l->arena,
				  &sources[i].text, err) < 0)
			return -1;
	*ret = sources;
	return 0;
}

/* The repository's name: that of its origin, which all clones share, else of its folder. */
static const char *repository_name(const struct ledger *l)
{
	const char *url = repo_config_get(l->repo, "remote.origin.url");
	const char *name = url && *url ? url : repo_work_tree(l->repo);
	size_t len = name ? strlen(name) : 0;

	while (len && name[len - 1] == '/')
		len--;
	if (len > 4 && text_begins(name + len - 4, ".git"))
		len -= 4;
	name = len ? arena_strndup(l->arena, name, len) : "runbook";
	for (const char *c = name; *c; c++)
		if ((*c == '/' || *c == ':') && c[1])
			name = c + 1;
	return name;
}

static int read_options(const struct ledger *l, const struct import_asked *asked,
			struct names *names, struct import_options *ret, struct err *err)
{
	*ret = (struct import_options){.environment = asked->environment,
				       .accept = asked->accept,
				       .update = asked->update,
				       .rename = asked->rename,
				       .find = find,
				       .recorded = recorded,
				       .ctx = names,
				       .name = repository_name(l),
				       .ledger = repo_config_get(l->repo, "mcade.ledgerId")};
	return repo_head_ref(l->repo, l->arena, &ret->branch, err);
}

/* The bytes of a file at the top; *ret_found false when it is not there. */
static int read_file(const struct ledger *l, const char *path, struct bytes *ret,
		     bool *ret_found, struct err *err)
{
	*ret_found = worktree_read(l->repo, path, LIMIT_YAML, l->arena, ret, err) == 0;
	return *ret_found || err->code == ERR_NOT_FOUND ? 0 : -1;
}

/* One that has only comments is none. */
static int read_runbook(const struct ledger *l, struct bytes *ret, bool *ret_found,
			struct err *err)
{
	if (read_file(l, IMPORT_RUNBOOK, ret, ret_found, err) < 0)
		return -1;
	*ret_found = *ret_found && !runbook_is_blank(*ret);
	return 0;
}

static int write_file(const struct ledger *l, const char *path, const struct strbuf *text,
		      bool *ret_changed, struct err *err)
{
	struct bytes old, now = bytes_of(text->buf, text->len);
	bool found;

	if (read_file(l, path, &old, &found, err) < 0)
		return -1;
	if (found && bytes_equal(old, now))
		return 0;
	*ret_changed = true;
	return worktree_write(l->repo, path, now, err);
}

/* The runbook that is there; NULL: it cannot be read, which is told where it matters. */
static const struct runbook *runbook_in(const struct ledger *l, struct bytes text)
{
	const struct runbook *rb;
	struct err ignored = {0};

	return runbook_parse(text, IMPORT_RUNBOOK, l->arena, &rb, &ignored) < 0 ? NULL : rb;
}

/* What it is, by the runbook that is there, else by name and text. */
static enum document_class class_in(const struct runbook *rb, const struct import_source *s,
				    const char **ret_reason)
{
	enum document_class said = rb ? runbook_class(rb, s->path) : CLASS_COUNT;

	*ret_reason = IMPORT_RUNBOOK " says so";
	if (said != CLASS_COUNT)
		return said;
	if (rb && rb->records.runbook && !strcmp(rb->records.runbook, s->path))
		return CLASS_RUNBOOK;
	said = class_of(s->path, s->text, ret_reason);
	return said == CLASS_GUIDE && class_is_form(s->path) ? CLASS_PROCEDURE : said;
}

/* A changelog, a decision, a log have lists, and nobody does what stands in them: of these no step is
 * taken, and that is told. */
static void find_about(const struct runbook *rb, struct import_source *sources, size_t count,
		       struct import_result *ret)
{
	for (size_t i = 0; i < count; i++) {
		const char *reason, *path = sources[i].path;
		enum document_class class = class_in(rb, &sources[i], &reason);

		if (class != CLASS_GUIDE && class != CLASS_LOG && class != CLASS_RECORD)
			continue;
		sources[i].about = ret->about = true;
		finding_add(&ret->findings, RULE_DOCUMENT, FINDING_WARN,
			    (struct finding){
				    .at = {path, 0, 0},
				    .path = path,
				    .expected = "steps",
				    .found = document_kinds[class].word,
				    .fix = "hint: '--anyway' takes its steps all the same"},
			    "'%s' is a %s (%s): no step is taken of it", path,
			    document_kinds[class].word, reason);
	}
}

int import_files(const struct ledger *l, const char *const *files, size_t count,
		 const struct import_asked *asked, struct import_result *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf runbook = STRBUF_INIT, claims = STRBUF_INIT;
	struct import_source *sources;
	struct names *names = arena_alloc(l->arena, sizeof(*names));
	const struct runbook *rb;
	struct legend legend;
	struct bytes existing;

	*ret = (struct import_result){.findings = FINDINGS_INIT(l->arena)};
	if (read_sources(l, files, count, &sources, err) < 0 || read_names(l, names, err) < 0 ||
	    read_options(l, asked, names, &ret->options, err) < 0 ||
	    read_runbook(l, &existing, &ret->had_files, err) < 0)
		return -1;
	if (ret->had_files)
		import_read_recorded(l, &names->recorded);
	rb = ret->had_files ? runbook_in(l, existing) : NULL;
	if (rb) {
		legend = runbook_legend(rb, l->arena);
		ret->options.legend = &legend;
	}
	if (!asked->anyway)
		find_about(rb, sources, count, ret);
	if (import_read(sources, count, &ret->options, l->arena, &ret->import, &ret->findings,
			err) < 0)
		return -1;
	ret->explain = asked->explain;
	ret->empty = !ret->import.step_count;
	if (ret->empty || ret->explain) {
		findings_sort(&ret->findings);
		return 0;
	}
	if (import_runbook(&ret->import, ret->had_files ? &existing : NULL, &runbook,
			   &ret->refused, &ret->findings, err) < 0)
		return -1;
	findings_sort(&ret->findings);
	if (ret->refused)
		return 0;
	claims_write(ret->import.claims, ret->import.claim_count, &claims);
	return write_file(l, IMPORT_RUNBOOK, &runbook, &ret->changed, err) < 0 ||
			       write_file(l, IMPORT_CLAIMS, &claims, &ret->changed, err) < 0
		       ? -1
		       : 0;
}
