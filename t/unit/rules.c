/*
 * Each rule against its cases, t/rules/<rule>/{accept,reject}-<what>/:
 *
 *	before/ after/		the trees (before2/ and base/ too: then it is a merge)
 *	runbook.yaml		the rules in force; absent: t/rules/runbook.yaml
 *	held			what the ledger holds, a line each:
 *		step ENVIRONMENT STEP PHASE [locked] [claimed]
 *		pin ENVIRONMENT PATH SEQUENCE VALUE
 *		sealed FOLDER FILE	of the case's folder `sealed/`, which holds the content
 *		entry EVENT FILE	the ledger's text of a log entry
 *		event ID		an event in the chain
 *	options			words: ungoverned, unadopted, commit
 *	expected		the findings, "severity rule path[:line:column] message"
 *	ways			where it is there: what each of them expected and found, and the
 *				ways out, a line each
 *
 * An accept case may expect warnings, never an error; a reject case has an error of its own rule.
 * Every rule that is checked has both.
 */
#include "base/cleanup.h"
#include "base/limits.h"
#include "gate/gate_internal.h"
#include "policy/judge.h"
#include "sign/digest.h"
#include "../t/unit/tap.h"

#include <dirent.h>
#include <sys/stat.h>

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

struct scene {
	struct arena *arena;
	struct tree now, base, was[PARENTS];
	size_t parents;
	struct fact_step *steps;
	struct fact_pin *pins;
	struct fact_sealed *sealed;
	struct fact_entry *entries;
	const char **events;
	size_t step_count, pin_count, sealed_count, entry_count, event_count;
};

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
		const char *name = *path ? arena_printf(a, "%s/%s", path, entry->d_name)
					 : arena_strdup(a, entry->d_name);
		const char *full = arena_printf(a, "%s/%s", root, name);
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
		*file = (struct file){.path = name, .mode = MODE_FILE};
		if (S_ISLNK(st.st_mode))
			file->mode = MODE_LINK;
		else
			read_file(full, a, &file->text);
		digest_sha256_hex(file->text.data, file->text.len, hex);
		file->id = arena_strdup(a, hex);
	}
	if (dir)
		closedir(dir);
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

	(void)err;
	*ret = version_in(&scene->now, path);
	return 0;
}

static bool has_event(void *ctx, const char *id)
{
	struct scene *scene = ctx;

	for (size_t i = 0; i < scene->event_count; i++)
		if (!strcmp(scene->events[i], id))
			return true;
	return false;
}

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
	*ARENA_PUSH(s->arena, s->sealed, s->sealed_count) = (struct fact_sealed){
		arena_printf(s->arena, "%s%s", folder, name), folder,
		arena_strdup(s->arena, hex)};
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
		*ARENA_PUSH(a, s->steps, s->step_count) = (struct fact_step){
			.environment = words[1],
			.step = words[2],
			.phase = words[3],
			.complete = !strcmp(words[3], "complete"),
			.locked = strstr(words[4], "locked") != NULL,
			.claimed = strstr(words[4], "claimed") != NULL};
	else if (!strcmp(words[0], "pin"))
		*ARENA_PUSH(a, s->pins, s->pin_count) = (struct fact_pin){
			words[1], words[2], words[4], strtoull(words[3], NULL, 10), false};
	else if (!strcmp(words[0], "sealed"))
		add_sealed(s, home, words[1], words[2]);
	else if (!strcmp(words[0], "event"))
		*ARENA_PUSH(a, s->events, s->event_count) = words[1];
	else if (!strcmp(words[0], "entry")) {
		struct fact_entry *entry = ARENA_PUSH(a, s->entries, s->entry_count);

		*entry = (struct fact_entry){.event = words[1]};
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

	policy_sort(found);
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

static int judge(struct scene *scene, const char *home, const char *options,
		 struct findings *found, struct err *err)
{
	struct arena *a = scene->arena;
	const struct runbook *rb = NULL;
	struct ledger nowhere = {.arena = a};
	struct gate gate = {.arena = a, .l = &nowhere};
	struct facts_ledger held = {.steps = scene->steps,
				    .step_count = scene->step_count,
				    .pins = scene->pins,
				    .pin_count = scene->pin_count,
				    .sealed = scene->sealed,
				    .sealed_count = scene->sealed_count,
				    .entries = scene->entries,
				    .entry_count = scene->entry_count,
				    .has_event = has_event,
				    .ctx = scene};
	struct merge_bases pairs[PARENTS * PARENTS];
	struct facts facts = {.door = DOOR_COMMIT,
			      .governed = !strstr(options, "ungoverned"),
			      .adopted = !strstr(options, "unadopted"),
			      .ref = "refs/heads/main",
			      .branch = strstr(options, "on-ledger") ? "refs/heads/mcade/ledger"
								     : "refs/heads/main",
			      .ledger_ref = "refs/heads/mcade/ledger",
			      .time = 1769594400,
			      .ask_owner = "ask owner Ada to run: ",
			      .ledger = &held,
			      .parents = scene->parents,
			      .base_count = 1,
			      .pairs = pairs,
			      .read = read_version,
			      .look = look,
			      .ctx = scene};
	struct bytes text;

	static const size_t the_base = 0;

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		pairs[i] = (struct merge_bases){&the_base, 1};
	if (!facts.adopted)
		facts.ledger = NULL;
	if (strstr(options, "commit")) {
		facts.commit = "0123456789abcdef0123456789abcdef01234567";
		facts.author = "Ada <ada@example.com>";
	}
	if (facts.adopted && (!read_file(arena_printf(a, "%s/runbook.yaml", home), a, &text) &&
			      !read_file("t/rules/runbook.yaml", a, &text)))
		return err_set(err, ERR_NOT_FOUND, "no runbook");
	if ((facts.adopted && runbook_parse(text, "runbook.yaml", a, &rb, err) < 0) ||
	    gate_spec(&gate, rb, err) < 0)
		return -1;
	facts.runbook = gate.runbook;
	facts.freezes = gate.freezes;
	facts.freeze_count = gate.freeze_count;
	facts.changes = all_changes(scene, &facts, &facts.change_count);
	return judge_change(&facts, found, err);
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

	add_tree(&scene.now, arena_printf(&arena, "%s/after", home), "", &arena);
	add_tree(&scene.was[0], arena_printf(&arena, "%s/before", home), "", &arena);
	add_tree(&scene.was[1], arena_printf(&arena, "%s/before2", home), "", &arena);
	add_tree(&scene.base, arena_printf(&arena, "%s/base", home), "", &arena);
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
	if (read_file(arena_printf(&arena, "%s/ways", home), &arena, &ways))
		is_str(ways_out(&found, &arena), ways.data,
		       "  what each expected, and the ways out");
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
	struct err err;

	if (sign_init(&err) < 0)
		return 1;
	for (int i = 0; i < RULE_COUNT; i++) {
		char doors[7];

		rule_doors((enum rule_id)i, doors);
		ok(*rules[i].holds && *rules[i].why, "%s says what it holds and why",
		   rules[i].id);
		if (!*doors)
			continue;
		ok(*rules[i].fix && *rules[i].allow, "%s says how to satisfy it", rules[i].id);
		if (judge_asks((enum rule_id)i))
			run_rule(rules[i].id);
	}
	return done();
}
