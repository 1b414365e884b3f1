/*
 * Each rule against its cases, t/rules/<rule>/{accept,reject}-<what>/:
 *
 *	before/ after/		the trees (before2/ and base/ too: then it is a merge); a file
 *				"gitattributes" has its dot there, and binds none of ours
 *	runbook.yaml		the rules in force; absent: t/rules/runbook.yaml
 *	held			what the ledger holds, a line each:
 *		step ENVIRONMENT STEP PHASE [locked] [claimed]
 *		pin ENVIRONMENT PATH SEQUENCE VALUE
 *		sealed FOLDER FILE	of the case's folder `sealed/`, which holds the content
 *		entry EVENT FILE	the ledger's text of a log entry
 *		waived RULE PATH TIME	may be broken there until then
 *		purged PATH SHA256 TIME	these bytes may go until then
 *		event ID		an event in the chain
 *		begun RECORD SECONDS by AUTHOR	so long before the change; asked of commits
 *		kept-log PATTERN, kept-deprecated FOLDER, kept-ran FILE	of earlier rules
 *	options			words: ungoverned, unadopted, begun (a ledger all the same), commit, lint,
 *				audit, undo (the commit may be taken back), unpublished, unsealed;
 *				a date, as of which rules with another `since` are to come
 *	expected		the findings, "severity rule path[:line:column] message"
 *	ways			where it is there: what each of them expected and found, and the
 *				ways out, a line each
 *
 * t/rules/golden.txt holds the text of the first refusal of each kind.
 *
 * An accept case may expect warnings, never an error; a reject case has an error of its own rule.
 * Every rule that is checked has both.
 */
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"
#include "gate/gate_internal.h"
#include "policy/judge_change.h"
#include "sign/digest.h"
#include "../t/unit/golden.h"
#include "../t/unit/tap.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
	const char *path;
	struct bytes text;
	const char *id;
	unsigned mode;
};

struct tree {
	struct file *files;
	size_t count;
};

#define PARENTS 2
#define NOW 1769594400 /* 2026-01-28 */
#define EVENT "0123456789abcdef0123456789abcdef"

struct scene {
	struct arena *arena;
	struct tree now, base, was[PARENTS];
	size_t parents;
	struct step_name *steps;
	struct held_pin *pins;
	struct sealed_file {
		const char *folder, *path, *sha256;
	} * sealed;
	struct held_entry {
		const char *event;
		struct bytes text;
	} * entries;
	struct begun {
		const char *record, *author;
		int64_t time;
	} * begun;
	const char **events;
	size_t begun_count;
	size_t step_count, pin_count, sealed_count, entry_count, event_count;
	bool unrelated; /* the parents of a merge have no common history */
	struct facts_kept kept;
	struct subject paths;
	struct strmap files; /* of the record: struct bytes by path */
	enum err_code fault; /* why it cannot be answered */
	bool too_large;	     /* what cannot be answered is larger than a limit */
	const char *options;
	size_t fails_in; /* so many questions from now one cannot be answered; 0: none */
};

static int disk(struct scene *scene, struct err *err)
{
	return scene->fails_in && !--scene->fails_in
		       ? err_set(err, scene->too_large ? ERR_LIMIT : ERR_IO, "no answer")
		       : 0;
}

static bool read_file(const char *path, struct arena *a, struct bytes *ret)
{
	FILE *file = fopen(path, "re");
	char *text = arena_alloc(a, 1 << 16);
	size_t len;

	if (!file)
		return false;
	len = fread(text, 1, (1 << 16) - 1, file);
	fclose(file);
	*ret = bytes_of(text, len);
	return true;
}

static void add_tree(struct tree *tree, const char *root, const char *path, struct arena *a)
{
	const char *folder = *path ? arena_printf(a, "%s/%s", root, path) : root;
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		const char *dot = !strcmp(entry->d_name, "gitattributes") ? "." : "";
		const char *name = *path ? arena_printf(a, "%s/%s%s", path, dot, entry->d_name)
					 : arena_printf(a, "%s%s", dot, entry->d_name);
		const char *full = arena_printf(a, "%s/%s", folder, entry->d_name);
		struct stat st;
		char hex[DIGEST_HEX];
		struct file *file;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
		    !strcmp(entry->d_name, ".keep") || lstat(full, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			add_tree(tree, root, name, a);
			continue;
		}
		file = ARENA_PUSH(a, tree->files, tree->count);
		*file = (struct file){.path = name,
				      .mode = st.st_mode & S_IXUSR ? MODE_EXECUTABLE
								   : MODE_FILE};
		if (S_ISLNK(st.st_mode)) {
			char *target = arena_alloc(a, PATH_MAX);
			ssize_t len = readlink(full, target, PATH_MAX);

			file->mode = MODE_LINK;
			file->text = bytes_of(target, len > 0 ? (size_t)len : 0);
		} else
			read_file(full, a, &file->text);
		digest_sha256_hex(file->text.data, file->text.len, hex);
		file->id = arena_strdup(a, hex);
	}
	if (dir)
		closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* In the order that git has, whatever the disk's is. */
static struct tree read_tree(const char *root, struct arena *a)
{
	struct tree tree = {0};

	add_tree(&tree, root, "", a);
	if (tree.count)
		qsort(tree.files, tree.count, sizeof(*tree.files), by_name);
	return tree;
}

static struct version version_in(const struct tree *tree, const char *path)
{
	for (size_t i = 0; i < tree->count; i++)
		if (!strcmp(tree->files[i].path, path))
			return (struct version){tree->files[i].mode, tree->files[i].id};
	return (struct version){0};
}

static int read_version(void *ctx, const struct version *version, struct arena *arena,
			struct bytes *ret, struct err *err)
{
	struct scene *scene = ctx;
	const struct tree *trees[] = {&scene->now, &scene->base, &scene->was[0],
				      &scene->was[1]};

	(void)arena;
	if (disk(scene, err) < 0)
		return -1;
	for (size_t t = 0; t < ARRAY_SIZE(trees); t++)
		for (size_t i = 0; i < trees[t]->count; i++)
			if (!strcmp(trees[t]->files[i].id, version->id)) {
				*ret = trees[t]->files[i].text;
				return 0;
			}
	return err_set(err, ERR_NOT_FOUND, "no such version");
}

static int look(void *ctx, const char *path, struct version *ret, struct err *err)
{
	struct scene *scene = ctx;

	if (disk(scene, err) < 0)
		return -1;
	*ret = version_in(&scene->now, path);
	return 0;
}

/* Another one that differs by its case alone. */
static int twin(void *ctx, const char *path, const char **ret, struct err *err)
{
	struct scene *scene = ctx;

	*ret = NULL;
	if (disk(scene, err) < 0)
		return -1;
	for (size_t i = 0; i < scene->now.count && !*ret; i++)
		if (!strcasecmp(scene->now.files[i].path, path) &&
		    strcmp(scene->now.files[i].path, path) != 0)
			*ret = scene->now.files[i].path;
	return 0;
}

/* -- the record ---------------------------------------------------------------------------------- */

static bool has_event(void *ctx, const char *id)
{
	struct scene *scene = ctx;

	for (size_t i = 0; i < scene->event_count; i++)
		if (!strcmp(scene->events[i], id))
			return true;
	return false;
}

static int read_record(void *ctx, const char *path, struct arena *a UNUSED, struct bytes *ret,
		       bool *ret_found, struct err *err)
{
	struct scene *scene = ctx;
	const struct bytes *text = strmap_get(&scene->files, path);

	if (disk(scene, err) < 0)
		return -1;
	*ret_found = text != NULL;
	*ret = text ? *text : bytes_of("", 0);
	return 0;
}

static int steps(void *ctx, const struct step_name **ret, size_t *ret_count, struct err *err)
{
	struct scene *scene = ctx;

	if (disk(scene, err) < 0)
		return -1;
	*ret = scene->steps;
	*ret_count = scene->step_count;
	return 0;
}

static const struct held_pin *pins(void *ctx, size_t *ret_count)
{
	struct scene *scene = ctx;

	*ret_count = scene->pin_count;
	return scene->pins;
}

static bool held(void *ctx, const char *environment, const char *path, const char *value,
		 uint64_t before, struct held_pin *ret)
{
	struct scene *scene = ctx;
	bool found = false;

	for (size_t i = 0; i < scene->pin_count; i++) {
		const struct held_pin *pin = &scene->pins[i];

		if (strcmp(pin->environment, environment) || strcmp(pin->path, path) ||
		    (value && strcmp(pin->value, value)) || (before && pin->sequence >= before))
			continue;
		*ret = *pin;
		found = true;
	}
	return found;
}

static int sealed(void *ctx, const char *path, const char **ret_folder, const char **ret_sha256,
		  struct err *err)
{
	struct scene *scene = ctx;

	if (disk(scene, err) < 0)
		return -1;
	*ret_folder = *ret_sha256 = NULL;
	for (size_t i = 0; i < scene->sealed_count; i++) {
		const struct sealed_file *file = &scene->sealed[i];

		if (!strncmp(path, file->folder, strlen(file->folder)))
			*ret_folder = file->folder;
		if (!strcmp(path, file->path))
			*ret_sha256 = file->sha256;
	}
	return 0;
}

static int entry(void *ctx, const char *event, struct bytes *ret_text, int64_t *ret_time,
		 bool *ret_found, struct err *err)
{
	struct scene *scene = ctx;

	if (disk(scene, err) < 0)
		return -1;
	*ret_found = false;
	for (size_t i = 0; i < scene->entry_count && !*ret_found; i++)
		if (!strcmp(scene->entries[i].event, event)) {
			*ret_text = scene->entries[i].text;
			*ret_time = NOW;
			*ret_found = true;
		}
	return 0;
}

static bool begun(void *ctx, const char *record, const char **ret_author, int64_t *ret_time)
{
	struct scene *scene = ctx;

	for (size_t i = 0; i < scene->begun_count; i++)
		if (!strcmp(scene->begun[i].record, record)) {
			*ret_author = scene->begun[i].author;
			*ret_time = scene->begun[i].time;
			return true;
		}
	return false;
}

static bool unsealed(void *ctx, const char *path)
{
	struct scene *scene = ctx;

	(void)path;
	return strstr(scene->options, "unsealed");
}

static bool later(void *ctx, const char *since)
{
	struct scene *scene = ctx;
	const char *date = strchr(scene->options, '2');

	return date && strcmp(since, date) > 0;
}

static bool may_undo(void *ctx)
{
	struct scene *scene = ctx;

	return strstr(scene->options, "undo");
}

static const char *unpublished(void *ctx)
{
	struct scene *scene = ctx;

	return strstr(scene->options, "unpublished")
		       ? "76543210fedcba9876543210fedcba9876543210"
		       : NULL;
}

/* -- the change ---------------------------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct change *)a)->path, ((const struct change *)b)->path);
}

static void add_change(struct scene *s, const struct facts *facts, const char *path,
		       struct change **changes, size_t *count)
{
	struct version *was = arena_array(s->arena, s->parents, sizeof(*was));
	struct version *base = arena_alloc(s->arena, sizeof(*base));
	struct change change = {
		.path = path, .was = was, .bases = base, .now = version_in(&s->now, path)};
	bool same = true;

	for (size_t i = 0; i < *count; i++)
		if (!strcmp((*changes)[i].path, path))
			return;
	*base = version_in(&s->base, path);
	for (size_t p = 0; p < s->parents; p++) {
		was[p] = version_in(&s->was[p], path);
		same = same && version_equal(&was[p], &change.now);
	}
	if (!same && !change_is_trivial(facts, &change))
		*ARENA_PUSH(s->arena, *changes, *count) = change;
}

static struct change *all_changes(struct scene *s, const struct facts *facts, size_t *ret_count)
{
	struct change *changes = NULL;
	size_t count = 0;

	for (size_t i = 0; i < s->now.count; i++)
		add_change(s, facts, s->now.files[i].path, &changes, &count);
	for (size_t p = 0; p < s->parents; p++)
		for (size_t i = 0; i < s->was[p].count; i++)
			add_change(s, facts, s->was[p].files[i].path, &changes, &count);
	if (count)
		qsort(changes, count, sizeof(*changes), by_path);
	*ret_count = count;
	return changes;
}

static void add_sealed(struct scene *s, const char *home, const char *folder, const char *name)
{
	struct bytes text = {"", 0};
	char hex[DIGEST_HEX];

	read_file(arena_printf(s->arena, "%s/sealed/%s", home, name), s->arena, &text);
	digest_sha256_hex(text.data, text.len, hex);
	*ARENA_PUSH(s->arena, s->sealed, s->sealed_count) = (struct sealed_file){
		folder, arena_printf(s->arena, "%s%s", folder, name),
		arena_strdup(s->arena, hex)};
}

/* Files an entry with these values, a name before each. */
static void put(struct subject *subject, struct arena *a, const char *slot,
		const char *const values[4])
{
	struct entry filed = {.slot = slot, .event = EVENT, .sequence = subject->count + 1};

	for (int i = 0; i < 4 && values[i]; i += 2)
		if (!strcmp(values[i], "claims"))
			entry_put_list(&filed, a, values[i], &values[i + 1], 1);
		else
			entry_put(&filed, a, values[i], values[i + 1]);
	subject_put(subject, a, filed);
}
#define PUT(slot, ...) put(&subject, a, (slot), (const char *const[4]){__VA_ARGS__})

static void add_step(struct scene *s, const char *environment, const char *step,
		     const char *phase, const char *more)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct arena *a = s->arena;
	struct subject subject = {0};
	struct bytes *text = arena_alloc(a, sizeof(*text));

	if (!strcmp(phase, "ran")) {
		PUT("run", "host", "here");
		PUT("finish", "result", "ok", "run", EVENT);
	}
	if (!strcmp(phase, "complete"))
		PUT("complete", "content", "x");
	if (strstr(more, "claimed"))
		PUT("claim", "claims", "complete");
	if (strstr(more, "locked"))
		PUT(arena_printf(a, "holds/lock:%s", step), "reason", "x");
	subject_write(&subject, &out);
	*text = bytes_of(arena_strdup(a, out.buf ? out.buf : ""), out.len);
	s->files.arena = a;
	strmap_put(&s->files, state_step_path(environment, step, a), text);
	*ARENA_PUSH(a, s->steps, s->step_count) = (struct step_name){environment, step};
}

/* What the record says of a path. */
static void add_path(struct scene *s, const char *const *words)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct arena *a = s->arena;
	struct subject *subject = &s->paths;
	struct bytes *text = arena_alloc(a, sizeof(*text));
	struct entry filed = {.event = EVENT, .sequence = subject->count + 1};

	if (!strcmp(words[0], "waived")) {
		filed.slot = arena_printf(a, "waivers/%s:%s", words[1], words[2]);
		entry_put(&filed, a, "rule", words[1]);
	} else {
		filed.slot = arena_printf(a, "purged/%s", words[1]);
		entry_put(&filed, a, "content", arena_printf(a, "sha256:%s", words[2]));
	}
	entry_put(&filed, a, "expires", words[3]);
	subject_put(subject, a, filed);
	subject_write(subject, &out);
	*text = bytes_of(arena_strdup(a, out.buf), out.len);
	s->files.arena = a;
	strmap_put(&s->files, STATE_PATHS, text);
}

static struct words one_word(const char *word, struct arena *a)
{
	const char **list = arena_array(a, 1, sizeof(*list));

	*list = word;
	return (struct words){list, 1};
}

static void hold(struct scene *s, const char *home, char *line)
{
	const char *words[5] = {"", "", "", "", ""};
	struct arena *a = s->arena;

	for (size_t i = 0; i < ARRAY_SIZE(words) && line; i++) {
		char *blank = i + 1 < ARRAY_SIZE(words) ? strchr(line, ' ') : NULL;

		words[i] = line;
		if (blank)
			*blank = '\0';
		line = blank ? blank + 1 : NULL;
	}
	if (!strcmp(words[0], "step"))
		add_step(s, words[1], words[2], words[3], words[4]);
	else if (!strcmp(words[0], "pin"))
		*ARENA_PUSH(a, s->pins, s->pin_count) = (struct held_pin){
			words[1], words[2], words[4], strtoull(words[3], NULL, 10), false};
	else if (!strcmp(words[0], "waived") || !strcmp(words[0], "purged"))
		add_path(s, words);
	else if (!strcmp(words[0], "sealed"))
		add_sealed(s, home, words[1], words[2]);
	else if (!strcmp(words[0], "begun"))
		*ARENA_PUSH(a, s->begun, s->begun_count) = (struct begun){
			words[1], words[4], NOW - strtoll(words[2], NULL, 10)};
	else if (!strcmp(words[0], "kept-log"))
		s->kept.logs = one_word(words[1], a);
	else if (!strcmp(words[0], "kept-deprecated"))
		s->kept.deprecated = one_word(words[1], a);
	else if (!strcmp(words[0], "kept-ran"))
		s->kept.ran = one_word(words[1], a);
	else if (!strcmp(words[0], "event"))
		*ARENA_PUSH(a, s->events, s->event_count) = words[1];
	else if (!strcmp(words[0], "entry")) {
		struct held_entry *entry = ARENA_PUSH(a, s->entries, s->entry_count);

		*entry = (struct held_entry){.event = words[1]};
		read_file(arena_printf(a, "%s/%s", home, words[2]), a, &entry->text);
	}
}

static void read_held(struct scene *s, const char *home)
{
	struct bytes text;
	char *at, *newline;

	if (!read_file(arena_printf(s->arena, "%s/held", home), s->arena, &text))
		return;
	for (at = (char *)(uintptr_t)text.data; *at; at = newline + 1) {
		newline = strchr(at, '\n');
		if (!newline)
			break;
		*newline = '\0';
		hold(s, home, at);
	}
}

static const char *as_text(struct findings *found, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	findings_sort(found);
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		strbuf_addf(&out, "%s %s %s", finding_severity_word(f->severity),
			    rule_word(f->rule),
			    f->path  ? f->path
			    : f->ref ? f->ref
				     : "-");
		if (f->at.line)
			strbuf_addf(&out, ":%u:%u", f->at.line, f->at.column);
		strbuf_addf(&out, " %s\n", f->message);
	}
	return arena_strdup(a, out.buf);
}

static void add_way(struct strbuf *out, const char *name, const char *text)
{
	if (text)
		strbuf_addf(out, "  %s: %s\n", name, text);
}

static const char *ways_out(const struct findings *found, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		strbuf_addf(&out, "%s\n", rule_word(f->rule));
		add_way(&out, "commit", f->commit);
		add_way(&out, "author", f->author);
		add_way(&out, "step", f->step);
		add_way(&out, "environment", f->environment);
		add_way(&out, "expected", f->expected);
		add_way(&out, "found", f->found);
		add_way(&out, "fix", f->fix);
		add_way(&out, "allow", f->allow);
	}
	return arena_strdup(a, out.buf ? out.buf : "");
}

static int list(void *ctx, const char *prefix, const char *const **ret, size_t *ret_count,
		struct err *err)
{
	struct scene *scene = ctx;
	const char **paths = NULL;
	size_t count = 0;

	if (disk(scene, err) < 0)
		return -1;
	for (size_t i = 0; i < scene->now.count; i++)
		if (text_begins(scene->now.files[i].path, prefix))
			*ARENA_PUSH(scene->arena, paths, count) = scene->now.files[i].path;
	*ret = paths;
	*ret_count = count;
	return 0;
}

static size_t unread;	 /* how often nobody could tell */
static size_t not_taken; /* of merges without a common history: errors all the same */

static int judge(struct scene *scene, const char *home, const char *options,
		 struct findings *found, struct err *err)
{
	struct arena *a = scene->arena;
	const struct runbook *rb = NULL;
	struct ledger nowhere = {.arena = a};
	struct gate gate = {.arena = a, .l = &nowhere};
	struct state_source source = {.read = read_record, .context = scene};
	struct facts_record record = {.state = state_open(a, source),
				      .steps = steps,
				      .pins = pins,
				      .held = held,
				      .sealed = sealed,
				      .entry = entry,
				      .unsealed = unsealed,
				      .has_event = has_event,
				      .context = scene};
	struct merge_bases pairs[PARENTS * PARENTS];
	struct facts facts = {.door = strstr(options, "lint")	 ? DOOR_LINT
				      : strstr(options, "audit") ? DOOR_AUDIT
								 : DOOR_COMMIT,
			      .governed = !strstr(options, "ungoverned"),
			      .adopted = !strstr(options, "unadopted"),
			      .ref = "refs/heads/main",
			      .branch = strstr(options, "on-ledger") ? "refs/heads/mcade/ledger"
								     : "refs/heads/main",
			      .ledger_ref = "refs/heads/mcade/ledger",
			      .now = NOW,
			      .time = NOW,
			      .ask_owner = "ask owner Ada to run: ",
			      .record = &record,
			      .kept = scene->kept,
			      .parents = scene->parents,
			      .base_count = !scene->unrelated,
			      .pairs = pairs,
			      .read = read_version,
			      .look = look,
			      .list = list,
			      .twin = twin,
			      .later = later,
			      .may_undo = may_undo,
			      .unpublished = unpublished,
			      .ctx = scene};
	struct bytes text;
	bool given;

	static const size_t the_base = 0;

	scene->options = options;

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		pairs[i] = (struct merge_bases){&the_base, !scene->unrelated};
	if (!facts.adopted && !strstr(options, "begun"))
		facts.record = NULL;
	if (strstr(options, "commit")) {
		facts.commit = "0123456789abcdef0123456789abcdef01234567";
		facts.author = "Ada <ada@example.com>";
		facts.begun = scene->begun_count ? begun : NULL;
	}
	/* lint goes by the one that stands there, whoever adopts it */
	given = (facts.adopted || facts.door == DOOR_LINT) &&
		read_file(arena_printf(a, "%s/runbook.yaml", home), a, &text);
	if (facts.adopted && !given && !read_file("t/rules/runbook.yaml", a, &text))
		return err_set(err, ERR_NOT_FOUND, "no runbook");
	if (((facts.adopted || given) &&
	     runbook_parse(text, "runbook.yaml", a, &rb, err) < 0) ||
	    gate_spec(&gate, rb, err) < 0)
		return -1;
	facts.runbook = gate.runbook;
	facts.freezes = gate.freezes;
	facts.freeze_count = gate.freeze_count;
	facts.changes = all_changes(scene, &facts, &facts.change_count);
	return judge_change(&facts, found, err);
}

static struct golden golden = {STRBUF_INIT, STRBUF_INIT};

/*
 * A question that cannot be answered changes no finding: nobody can tell, or it did not matter.
 * Returns how often nobody could.
 */
static size_t check_unread(struct scene *scene, const char *home, const char *options,
			   const char *expected)
{
	size_t untold = 0;

	for (size_t n = 1;; n++) {
		struct findings found = FINDINGS_INIT(scene->arena);
		struct err err = {0};
		int rc;

		scene->fails_in = n;
		rc = judge(scene, home, options, &found, &err);
		if (rc < 0 ? err.code != ERR_IO
			   : strcmp(as_text(&found, scene->arena), expected))
			ok(false, "  question %zu has no answer: %s", n,
			   rc < 0 ? err.text : as_text(&found, scene->arena));
		if (scene->fails_in)
			return untold;
		untold += rc < 0;
	}
}

/*
 * What is too large to be read is accepted by nobody who refuses it when it is not. But a manifest that
 * was there before and cannot be read holds no pin that might go back.
 */
static void check_large(struct scene *scene, const char *home, const char *options,
			const struct findings *alone)
{
	scene->too_large = true;
	for (size_t n = 1;; n++) {
		struct findings found = FINDINGS_INIT(scene->arena);
		struct err err = {0};

		scene->fails_in = n;
		if (judge(scene, home, options, &found, &err) < 0
			    ? err.code != ERR_LIMIT
			    : findings_worst(&found) < findings_worst(alone) &&
				      !strstr(home, "/drift/"))
			ok(false, "  question %zu is too large: %s", n,
			   as_text(&found, scene->arena));
		if (scene->fails_in)
			break;
	}
	scene->too_large = false;
	scene->fails_in = 0;
}

/* "error locked docs/a.md:3 ..." without what is said in words. */
static const char *in_short(struct findings *found, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	findings_sort(found);
	for (size_t i = 0; i < found->count; i++)
		strbuf_addf(&out, "%s %s %s:%u\n",
			    finding_severity_word(found->items[i].severity),
			    rule_word(found->items[i].rule),
			    found->items[i].path ? found->items[i].path : "-",
			    found->items[i].at.line);
	return arena_strdup(a, out.buf ? out.buf : "");
}

/* Before a runbook is adopted errors are what no runbook decides: files that cannot be read, seals,
 * credentials, and the ledger's own branch; lint stops nobody, and calls all by their names. A commit that is made is judged as one that will be. */
static void check_elsewhere(struct scene *scene, const char *home, const char *options,
			    struct findings *alone)
{
	struct findings found = FINDINGS_INIT(scene->arena), made = found;
	const char *before = arena_printf(scene->arena, "%s unadopted", options);
	struct err err = {0};

	if (judge(scene, home, before, &found, &err) < 0)
		ok(false, "  before an adopt: %s", err.text);
	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].severity == FINDING_ERROR &&
		    found.items[i].rule != RULE_DOCUMENT &&
		    found.items[i].rule != RULE_SECRET && !strstr(options, "lint") &&
		    found.items[i].rule != RULE_SEALED &&
		    found.items[i].rule != RULE_LEDGER_INTEGRITY)
			ok(false, "  before an adopt: %s", as_text(&found, scene->arena));
	check_unread(scene, home, before, as_text(&found, scene->arena));
	scene->fails_in = 0;
	if (judge(scene, home, arena_printf(scene->arena, "%s commit", options), &made, &err) <
	    0)
		ok(false, "  as a commit: %s", err.text);
	is_str(in_short(&made, scene->arena), in_short(alone, scene->arena), "  as a commit");
}

/* What the other side of a merge has brought is judged where it was made; but on the ledger's branch
 * nobody commits. */
static void check_taken(struct scene *scene, const char *home, const char *options)
{
	struct findings found = FINDINGS_INIT(scene->arena);
	struct err err = {0};

	scene->fails_in = 0;
	scene->was[1] = scene->now;
	if (judge(scene, home, options, &found, &err) < 0)
		ok(false, "  merged: %s", err.text);
	else
		is_int((long long)findings_count(&found, FINDING_ERROR),
		       strstr(options, "on-ledger") != NULL,
		       "  nothing that a merge takes over");
	check_unread(scene, home, options, as_text(&found, scene->arena));
	scene->fails_in = 0;
}

/* Without a common history nothing was ever given up by anybody: what is gone is judged. */
static void check_unrelated(struct scene *scene, const char *home, const char *options,
			    const struct findings *alone)
{
	struct findings found = FINDINGS_INIT(scene->arena);
	struct err err = {0};

	scene->unrelated = true;
	if (judge(scene, home, options, &found, &err) < 0 ||
	    findings_count(&found, FINDING_ERROR) > findings_count(alone, FINDING_ERROR))
		ok(false, "  of two histories: %s", as_text(&found, scene->arena));
	not_taken += findings_count(&found, FINDING_ERROR);
}

/* A merge of two parents that are the same is judged as a commit on one of them is. */
static void check_twins(struct scene *scene, const char *home, const char *options,
			struct findings *alone)
{
	struct findings found = FINDINGS_INIT(scene->arena);
	struct err err = {0};

	check_elsewhere(scene, home, options, alone);
	check_large(scene, home, options, alone);
	if (scene->parents == 2)
		return;
	scene->parents = 2;
	scene->base = scene->was[1] = scene->was[0];
	if (judge(scene, home, options, &found, &err) < 0)
		ok(false, "  merged: %s", err.text);
	else
		is_str(in_short(&found, scene->arena), in_short(alone, scene->arena),
		       "  the same as a merge");
	check_unread(scene, home, options, as_text(&found, scene->arena));
	check_taken(scene, home, options);
	check_unrelated(scene, home, options, alone);
}

static void run_case(const char *rule, const char *name)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	const char *home = arena_printf(&arena, "t/rules/%s/%s", rule, name);
	struct scene scene = {.arena = &arena, .parents = 1};
	struct findings found = FINDINGS_INIT(&arena);
	struct bytes expected = {"", 0}, options = {"", 0}, ways;
	bool accept = !strncmp(name, "accept-", 7), own = false;
	struct err err = {0};
	int rc;

	scene.now = read_tree(arena_printf(&arena, "%s/after", home), &arena);
	scene.was[0] = read_tree(arena_printf(&arena, "%s/before", home), &arena);
	scene.was[1] = read_tree(arena_printf(&arena, "%s/before2", home), &arena);
	scene.base = read_tree(arena_printf(&arena, "%s/base", home), &arena);
	if (scene.was[1].count)
		scene.parents = 2;
	read_held(&scene, home);
	read_file(arena_printf(&arena, "%s/expected", home), &arena, &expected);
	read_file(arena_printf(&arena, "%s/options", home), &arena, &options);
	rc = judge(&scene, home, options.data, &found, &err);
	if (rc < 0) {
		is_str(arena_printf(&arena, "cannot tell: %s\n", err.text), expected.data,
		       home);
		return;
	}
	is_str(as_text(&found, &arena), expected.data, home);
	unread += check_unread(&scene, home, options.data, expected.data);
	scene.fails_in = 0;
	if (read_file(arena_printf(&arena, "%s/ways", home), &arena, &ways))
		is_str(ways_out(&found, &arena), ways.data,
		       "  what each expected, and the ways out");
	for (size_t i = 0; !accept && i < found.count; i++)
		if (!strcmp(rule_word(found.items[i].rule), rule))
			golden_add(&golden, &found.items[i]);
	check_twins(&scene, home, options.data, &found);
	for (size_t i = 0; i < found.count; i++)
		own = own || (found.items[i].severity == FINDING_ERROR &&
			      !strcmp(rule_word(found.items[i].rule), rule));
	ok(accept ? !findings_count(&found, FINDING_ERROR) : own, "  %s",
	   accept ? "no error" : "an error of its own rule");
}

static void run_rule(const char *rule)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct dirent **list = NULL;
	int count = scandir(arena_printf(&arena, "t/rules/%s", rule), &list, NULL, alphasort);
	bool accept = false, reject = false;

	for (int i = 0; i < count; i++) {
		const char *name = list[i]->d_name;

		accept = accept || !strncmp(name, "accept-", 7);
		reject = reject || !strncmp(name, "reject-", 7);
		if (*name != '.')
			run_case(rule, name);
		free(list[i]);
	}
	free(list);
	ok(accept && reject, "%s has an accept and a reject case", rule);
}

int main(void)
{
	static const bool asked_of_changes[] = {
#define CHANGE(function) true
#define ELSEWHERE false
#define RULE(tag, id, doors, severity, passes, asked, ...) [RULE_##tag] = asked,
		RULES(RULE)
#undef RULE
	};
	struct err err;

	if (sign_init(&err) < 0)
		return 1;
	for (int i = 0; i < RULE_COUNT; i++) {
		ok(*rules[i].holds && *rules[i].why, "%s says what it holds and why",
		   rules[i].id);
		if (!rules[i].doors)
			continue;
		ok(*rules[i].fix && *rules[i].allow, "%s says how to satisfy it", rules[i].id);
		if (asked_of_changes[i])
			run_rule(rules[i].id);
	}
	ok(not_taken > 10, "what one of two histories never had is not given up by it");
	ok(unread > 1000, "what cannot be read is no finding");
	golden_is(&golden, "t/rules/golden.txt");
	return done();
}
