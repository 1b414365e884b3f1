/*
 * t/runbooks/: each document there is accepted; each of bad/ is refused, at the place and with
 * the words of its first line ("# LINE:COLUMN: words", lines counted behind it); each of later/
 * is read, and has the key that its first line names, without effect, at that place.
 */
/* shows: C01 */
#include <dirent.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "runbook/runbook.h"
#include "tap.h"

#define DOCUMENT_MAX ((size_t)1 << 20)

static size_t load(const char *path, char *data)
{
	FILE *file = fopen(path, "rb");
	size_t len = file ? fread(data, 1, DOCUMENT_MAX - 1, file) : 0;

	if (file)
		fclose(file);
	data[len] = '\0';
	return len;
}

static void refuses(const char *name, char *text, size_t len)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root;
	const struct runbook *rb = NULL;
	struct findings found = FINDINGS_INIT(&a);
	char *body = strchr(text, '\n') + 1, *words = strstr(text, ": ") + 2;
	struct err err = {0};
	char place[64];

	body[-1] = '\0';
	words[-2] = '\0';
	len -= (size_t)(body - text);
	ok(runbook_parse(bytes_of(body, len), "f", &a, &rb, &err) == -1 && !rb, "%s: refused",
	   name);
	snprintf(place, sizeof(place), "%u:%u", err.at.line, err.at.column);
	is_str(place, text + 2, "... at its place");
	if (!ok(strstr(err.text, words) != NULL, "... %s", words))
		printf("# %s\n", err.text);
	if (!doc_parse(bytes_of(body, len), "f", &a, &root, &err))
		ok(!runbook_check(root, &found) && found.count &&
			   found.items[0].at.line == (unsigned)strtoul(place, NULL, 10),
		   "... and listed as a finding");
}

static bool same_words(struct words a, struct words b)
{
	bool same = a.count == b.count;

	for (size_t i = 0; same && i < a.count; i++)
		same = !strcmp(a.items[i], b.items[i]);
	return same;
}

static bool same_step(const struct runbook *rb, const struct runbook *back, size_t index,
		      struct arena *a)
{
	const struct step *one = step_at(rb, index);
	const struct step *other = runbook_step(back, one->id);
	bool same = other && other == step_at(back, index) && other->index == index &&
		    other->at.line == one->at.line && other->at.column == one->at.column &&
		    other->timeout == one->timeout && same_words(one->needs, other->needs) &&
		    runbook_asks_people(back, index) == step_asks_people(rb, one);

	for (size_t i = 0; same && i < rb->environment_count; i++) {
		const struct environment *env = &rb->environments[i];
		const struct environment *there = &back->environments[i];

		same = !strcmp(runbook_step_definition(rb, one, env, a),
			       runbook_step_definition(back, other, there, a)) &&
		       !strcmp(runbook_step_checks(rb, one, env, a),
			       runbook_step_checks(back, other, there, a)) &&
		       step_lacks(rb, env, one) == step_lacks(back, there, other);
	}
	return same;
}

/* Recalled, the last step is asked for first. */
static bool comes_back(const struct runbook *rb, struct bytes image, const char *name,
		       struct arena *a)
{
	const struct runbook *back;

	if (!runbook_recall(image, name, a, &back) || back->step_count != rb->step_count ||
	    back->policy_count != rb->policy_count ||
	    !same_words(runbook_governed_paths(rb, a), runbook_governed_paths(back, a)))
		return false;
	for (size_t i = 0; i < rb->policy_count; i++)
		if (rb->policies[i].at.line != back->policies[i].at.line)
			return false;
	for (size_t i = rb->step_count; i-- > 0;)
		if (strcmp(rb->titles[i], back->titles[i]) != 0 || !same_step(rb, back, i, a))
			return false;
	return !runbook_step(back, "nobody");
}

static void remembers(const char *name, struct bytes text, const struct runbook *rb,
		      struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf image = STRBUF_INIT;
	const struct runbook *back;
	bool refused = true;

	ok(runbook_remember(rb, text, &image) &&
		   comes_back(rb, bytes_of(image.buf, image.len), name, a),
	   "%s: remembered", name);
	for (size_t len = 0; len < image.len; len += 64)
		refused &= !runbook_recall(bytes_of(image.buf, len), name, a, &back);
	ok(refused, "... no part of it is");
	image.buf[0] ^= 1;
	ok(!runbook_recall(bytes_of(image.buf, image.len), name, a, &back),
	   "... nor another version");
}

/* Where the first place of each step stands in an image: behind the head, six numbers a step. */
#define HEAD_BYTES (48 + 8 * sizeof(uint32_t))

/* What is damaged costs time, or is refused; it is never another answer. */
static void test_damaged(void)
{
	static const char text[] = "version: 1\nname: n\nenvironments: [{id: lab}]\n"
				   "steps:\n- id: A\n- id: B\n- id: C\n# last\n";
	static const struct {
		const char *name;
		size_t at; /* of the numbers */
		uint32_t value;
		bool recalled;
	} rows[] = {
		{"a step that begins in the middle of a line", 6, 3, true},
		{"a step that is the one after it", 6, 16, true},
		{"a step without a line", 12, 8, true},
		{"a step behind all lines", 12, UINT32_MAX, false},
		{"a step before the one before it", 12, 0, false},
		{"an id behind all ids", 8, 4096, false},
		{"a title behind all of them", 9, 4096, false},
		{"a rank behind all steps", 10, 3, false},
		{"a rank that is another's", 10, 0, false},
		{"no end of the last step", 18, 4096, false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		CLEANUP(strbuf_free) struct strbuf image = STRBUF_INIT;
		const struct runbook *rb, *back;
		bool same = true;
		struct err err;

		if (!ok(!runbook_parse(bytes_text(text), "f", &a, &rb, &err) &&
				runbook_remember(rb, bytes_text(text), &image),
			"%s", rows[i].name))
			continue;
		memcpy(image.buf + HEAD_BYTES + rows[i].at * sizeof(uint32_t), &rows[i].value,
		       sizeof(uint32_t));
		same = runbook_recall(bytes_of(image.buf, image.len), "f", &a, &back) ==
		       rows[i].recalled;
		for (size_t k = 0; same && rows[i].recalled && k < rb->step_count; k++)
			same = same_step(rb, back, k, &a);
		ok(same, "... %s", rows[i].recalled ? "is read anew" : "is refused");
	}
}

/* Written so that a line is not one step's alone, it is read whole each time. */
static void test_remembering(void)
{
	static const char head[] = "version: 1\nname: n\nenvironments: [{id: lab}]\n";
	static const struct {
		const char *steps;
		bool remembered;
	} rows[] = {
		{"steps:\n- id: A\n  run: |+\n    a\n\n- {id: B}\nvars: {x: 1}\n", true},
		{"steps:   # these\n  # first\n  - id: A\n    title: Do it\n  # between\n  - "
		 "id: B\n# last\n",
		 true},
		{"steps: [{id: A}, {id: B}]\n", false},
		{"steps:\n- id: A\n- id: B", false},
		{"'steps':\n-\n  id: A\n- id: B\n", false},
		{"steps: []\n", false},
		{"sections: [{id: s}, {id: t, needs: [s]}]\nsteps:\n- {id: A, section: s}\n"
		 "- {id: B, section: s}\n- {id: C, section: t}\n- {id: D}\n"
		 "defaults: {verify: [{id: v, run: x}], env: {A: 1}}\norder: needs\n",
		 true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		CLEANUP(strbuf_free) struct strbuf image = STRBUF_INIT;
		struct bytes text = bytes_text(arena_printf(&a, "%s%s", head, rows[i].steps));
		const struct runbook *rb;
		struct err err;

		if (!ok(!runbook_parse(text, "f", &a, &rb, &err), "a runbook, %zu", i))
			continue;
		ok(runbook_remember(rb, text, &image) == rows[i].remembered &&
			   (!rows[i].remembered ||
			    comes_back(rb, bytes_of(image.buf, image.len), "f", &a)),
		   "... remembered, if its lines are its steps'");
	}
}

static void accepts(const char *name, char *text, size_t len)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb;
	struct err err = {0};

	if (!ok(!runbook_parse(bytes_of(text, len), name, &a, &rb, &err), "%s: accepted", name))
		printf("# %u:%u: %s\n", err.at.line, err.at.column, err.text);
	else
		remembers(name, bytes_of(text, len), rb, &a);
}

static void finds_unobeyed(const char *name, char *text, size_t len)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct findings found = FINDINGS_INIT(&a);
	const struct runbook *rb;
	char *body = strchr(text, '\n') + 1, *key;
	struct err err = {0};
	char place[64];
	int named = 0;

	body[-1] = '\0';
	len -= (size_t)(body - text);
	*(key = strstr(text, ": ")) = '\0';
	key = strrchr(key + 1, '.') ? strrchr(key + 1, '.') + 1 : key + 2;
	if (!ok(!runbook_parse(bytes_of(body, len), "f", &a, &rb, &err), "%s: read", name))
		return;
	runbook_effects(rb, &found);
	for (size_t i = 0; i < found.count; i++) {
		const struct finding *f = &found.items[i];

		snprintf(place, sizeof(place), "%u:%u", f->at.line, f->at.column);
		named += !strcmp(place, text + 2) && f->rule == RULE_DOCUMENT &&
			 !strcmp(f->found, key);
	}
	ok(named == 1, "... '%s' has no effect", key);
}

static int each(const char *folder, void (*judge)(const char *name, char *text, size_t len))
{
	char *data = xmalloc(DOCUMENT_MAX), path[1024];
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int count = 0;

	while (dir && (entry = readdir(dir))) {
		size_t len;

		if (!strstr(entry->d_name, ".yaml"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		len = load(path, data);
		judge(entry->d_name, data, len);
		count++;
	}
	if (dir)
		closedir(dir);
	free(data);
	return count;
}

static void test_motorcade(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	char *data = arena_alloc(&a, DOCUMENT_MAX);
	const struct runbook *rb = NULL;
	const struct step *step;
	struct err err = {0};
	size_t len = load("t/runbooks/motorcade.yaml", data);
	struct words paths;

	if (!ok(!runbook_parse(bytes_of(data, len), "runbook.yaml", &a, &rb, &err),
		"motorcade"))
		return;
	is_str(rb->governed.items[0], "refs/heads/main", "governed");
	step = runbook_step(rb, "PLAT_08D");
	ok(step && !runbook_step(rb, "PLAT_08E"), "steps are found by id");
	is_int((long long)step->run.argv.count, 4, "the run comes from the defaults");
	is_str(step_path(step, step->uses, &a),
	       "ansible/playbooks/PLAT_08D_redis_production_stability.yml", "cwd and uses");
	is_str(step->restore, "Restore path: ([^\"\\s]+)", "restore from the defaults");
	is_int(step->timeout, 1800, "timeout from the defaults");
	is_int((long long)step->verify.count, 2, "its checks");
	is_str(step->needs.items[0], "PLAT_05", "a step without needs needs the one before");
	step = runbook_step(rb, "LEADGEN_02");
	is_str(step->needs.items[0], "PLAT_08D", "a section needs the last step of another");
	step = runbook_step(rb, "PLAT_04A");
	ok(!step->changes_state && !step->has_pins, "scalars override");
	ok(!runbook_step(rb, "PLAT_09A")->has_run, "a step without uses is only planned");
	ok(!runbook_step(rb, "WP_CHECKPOINT")->has_run, "a checkpoint runs nothing");
	is_str(runbook_nearest_step(rb, "PLAT_8D"), "PLAT_08D", "the nearest id");
	ok(runbook_environment(rb, "prod")->live && !runbook_environment(rb, "dev"),
	   "environments");
	is_int((long long)runbook_target(rb, "web").count, 5, "a target's vector");
	paths = runbook_governed_paths(rb, &a);
	ok(paths.count > 10, "governed paths: %zu", paths.count);
	for (size_t i = 1; i < paths.count; i++)
		if (strcmp(paths.items[i - 1], paths.items[i]) >= 0)
			ok(false, "sorted, each once: %s", paths.items[i]);
	is_str(runbook_template_pattern(rb->records.checkpoint, &a), "docs/checkpoints/*-*/",
	       "a record's pattern");
}

static void test_merging(void)
{
	static const char text[] = "version: 1\nname: n\nenvironments: [{id: prod}]\n"
				   "defaults:\n"
				   "  inputs: [a, b]\n  env: {X: 1, Y: 2}\n"
				   "  verify: [{id: v1, run: x}, {id: v2, run: x}]\n"
				   "steps:\n"
				   "- {id: A, inputs: [c], without: [b, v1], env: {Y: 3}, "
				   "verify: [{id: v3, run: x}]}\n";
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = NULL;
	const struct step *step;
	struct err err = {0};

	if (!ok(!runbook_parse(bytes_text(text), "f", &a, &rb, &err), "defaults")) {
		printf("# %u:%u: %s\n", err.at.line, err.at.column, err.text);
		return;
	}
	step = step_at(rb, 0);
	ok(step->inputs.count == 2 && !strcmp(step->inputs.items[0], "a") &&
		   !strcmp(step->inputs.items[1], "c"),
	   "lists are joined, without drops");
	ok(step->verify.count == 2 && !strcmp(step->verify.items[0]->id, "v2") &&
		   !strcmp(step->verify.items[1]->id, "v3"),
	   "so are checks");
	ok(step->env.count == 2 && !strcmp(step->env.items[0].value, "3") &&
		   !strcmp(step->env.items[1].name, "X"),
	   "variables are joined, the step's win");
	is_str(rb->governed.items[0], "refs/heads/main", "governed has a default");
}

/* A wrong shape hides no fault beside it, and nothing is told that may come from it. */
static void test_all_at_once(void)
{
#define STEPS "version: 1\nsteps:\n"
	static const struct {
		const char *text, *places, *what;
	} rows[] = {
		{STEPS "- {id: A, pins: 7}\n- {id: B, needs: [nobody]}\n", "3:17 4:3",
		 "another step's need"},
		{STEPS "- {id: A, pins: 7, needs: [nobody], section: none}\n", "3:3 3:3 3:17",
		 "its own need and section"},
		{STEPS "- {id: A, bogus: 1}\n- {id: A}\n- {id: B, needs: [B]}\n",
		 "3:11 4:3 5:3", "an id twice, and a step that needs itself"},
		{STEPS "- {id: A b}\n- {id: B, needs: [A b]}\n- {id: C, needs: [D]}\n",
		 "3:8 4:19 5:3", "not the need of what has no right id"},
		{STEPS "- {title: x}\n- {id: B, needs: [A]}\n- {id: C, environments: [no]}\n",
		 "3:3 5:3", "no need where a step has no id; its environment"},
		{STEPS "- {id: A, run: x, bogus: [x], uses: 7}\n- {id: B, needs: [A]}\n"
		       "- {id: C, needs: [X]}\n",
		 "3:19 3:37 5:3", "a need of a step of which a key is wrong is met"},
		{"version: 1\nsections: 7\nsteps:\n- {id: A, section: one, on: there}\n",
		 "2:11 4:3", "no section where all are wrong; a target"},
		{"version: 1\nsections: [{title: x}]\nsteps:\n- {id: A, section: one}\n",
		 "2:12", "no section where one has no id"},
		{"version: 1\nstpes: []\nfreezes: [{id: f, reason: x, paths: [a], steps: "
		 "[A]}]\n",
		 "1:1 2:1", "no step where none can be read"},
		{"version: 1\nsteps: 7\nsections: [{id: one, needs: [two, three]}]\n", "2:8",
		 "no need of a section that may be a step"},
		{"version: 1\nvars: {x: []}\nsteps:\n"
		 "- {id: A, run: [a, '${{ vars.x }}']}\n- {id: B, run: [a, '${{ vars.y }}']}\n",
		 "2:11 5:20", "no variable that has a wrong value; another"},
		{"version: 1\nvars: 7\nsteps:\n- {id: A, run: [a, '${{ vars.x }}']}\n", "2:7",
		 "no variable where all are wrong"},
		{"version: 1\ntargets: {x: 7}\nsteps:\n- {id: A, on: x}\n- {id: B, on: y}\n",
		 "2:14 5:3", "no target that is wrong; another"},
		{STEPS "- {id: A, irreversible: true, remediation: []}\n"
		       "- {id: B, irreversible: true}\n",
		 "3:44 4:3", "not the need of a key that is wrong; of one that is missing"},
		{STEPS "- {id: A, verify: [{id: v, run: x, timeout: ever}, {use: none}]}\n",
		 "3:45 3:52", "a check that is not there"},
		{STEPS "- {id: A, verify: [{id: v, timeout: ever}, {use: v}]}\n", "3:20 3:37",
		 "not the check of which nothing is left"},
		{"steps:\n- {id: A, needs: [X]}\n", "1:1 2:3", "a key of the top is missing"},
		{"version: 1\npolicies: [{id: p, when_changed: [x]}]\nsteps:\n- {id: A, pins: "
		 "7}\n",
		 "2:12 4:17", "what is asked of a mapping whose shape is right"},
		{"- 7\n", "1:1", "no mapping at all"},
	};
#undef STEPS

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const struct doc_node *root;
		struct findings found = FINDINGS_INIT(&a);
		const char *places = "";
		struct err err;

		if (doc_parse(bytes_text(rows[i].text), "f", &a, &root, &err)) {
			ok(false, "%s: %s", rows[i].what, err.text);
			continue;
		}
		runbook_check(root, &found);
		for (size_t f = 0; f < found.count; f++)
			places = arena_printf(&a, "%s%s%u:%u", places, f ? " " : "",
					      found.items[f].at.line, found.items[f].at.column);
		if (!is_str(places, rows[i].places, rows[i].what))
			for (size_t f = 0; f < found.count; f++)
				printf("# %u: %s\n", found.items[f].at.line,
				       found.items[f].message);
	}
}

int main(void)
{
	test_all_at_once();
	ok(each("t/runbooks", accepts) >= 4, "four seeds as data");
	ok(each("t/runbooks/bad", refuses) > 40, "more than forty faults");
	ok(each("t/runbooks/later", finds_unobeyed) >= 17, "each key without effect");
	test_motorcade();
	test_merging();
	test_remembering();
	test_damaged();
	return done();
}
