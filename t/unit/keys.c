/*
 * The tables that read runbook.yaml and runbook.claims.yaml against the schemas that are published
 * for them: key for key in both directions, and document for document, as they are written in
 * t/runbooks and with each of their values, keys and items changed.
 */
#include <dirent.h>

#include "../schema/schema.h"
#include "match/pattern.h"
#include "runbook/runbook_internal.h"
#include "runbook/shape.h"
#include "tap.h"

/* What the values of a document are changed into. */
static const char *const values[] = {
	"~",
	"''",
	"x",
	"x y",
	"-1",
	"0",
	"1",
	"1.5",
	"2.0",
	"'1'",
	"true",
	"[]",
	"{}",
	"[x]",
	"[x, x]",
	"{x: y}",
	"a/b",
	"/a",
	"5m",
	"05m",
	"123456789s",
	"'x\n'",
	"guard.x",
	"guardx",
	"refs/heads/x",
	"refs/ x",
	".a",
	"a..b",
	"2026-01-28",
	"{x: {eq: 1}}",
	"{eq: {baseline: x}}",
	"merge",
	"'${{ x'",
	"101",
	"10001",
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"0123456789abcdef0123456789abcdef01234567",
};

/* -- key for key --------------------------------------------------------------------------------- */

/* What a schema says of a value, its alternatives (one for each kind of node) taken together. */
struct said {
	unsigned types;
	const struct doc_node *words[2], *properties, *required, *one, *items, *names, *others;
	const char *title, *pattern;
	double least, most, shortest, longest, fewest, most_items;
	bool unique, closed;
	size_t alternatives;
};

struct comparing {
	const struct doc_node *root;
	struct arena *arena;
	struct strmap seen;
	int keys;
};

static const struct doc_node *resolved(struct comparing *c, const struct doc_node *node)
{
	const struct doc_node *reference = doc_get(node, "$ref");

	return reference ? resolved(c, doc_get(doc_get(c->root, "$defs"),
					       strrchr(reference->text, '/') + 1))
			 : node;
}

static unsigned type_of(const char *word)
{
	static const struct {
		const char *word;
		unsigned types;
	} words[] = {
		{"null", TYPE(DOC_NULL)},     {"boolean", TYPE(DOC_BOOL)},
		{"integer", TYPE(DOC_INT)},   {"number", TYPE(DOC_INT) | TYPE(DOC_FLOAT)},
		{"string", TYPE(DOC_STRING)}, {"array", TYPE(DOC_LIST)},
		{"object", TYPE(DOC_MAP)},
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].word, word))
			return words[i].types;
	return 0;
}

static void take_number(const struct doc_node *node, const char *key, double *ret)
{
	if (doc_get(node, key))
		doc_number(doc_get(node, key), ret);
}

static void take_node(const struct doc_node *node, const char *key, const struct doc_node **ret)
{
	if (doc_get(node, key))
		*ret = doc_get(node, key);
}

static void take_texts(struct comparing *c, const struct doc_node *node, struct said *s)
{
	const struct doc_node *word = doc_get(node, "const"), *words = doc_get(node, "enum");

	if (word && doc_type(word) == DOC_INT) {
		s->types |= TYPE(DOC_INT);
		take_number(node, "const", &s->least);
		take_number(node, "const", &s->most);
		s->title = arena_printf(c->arena, "'%s'", word->text);
	} else if (word || words) {
		s->types |= TYPE(DOC_STRING);
		s->words[words != NULL] = word ? word : words;
	}
	if (doc_get(node, "pattern"))
		s->pattern = doc_get(node, "pattern")->text;
	if (doc_get(node, "title"))
		s->title = doc_get(node, "title")->text;
}

static void take(struct comparing *c, const struct doc_node *node, struct said *s)
{
	const struct doc_node *types = doc_get(node, "type"), *any = doc_get(node, "anyOf");
	bool flag = true;

	s->alternatives++;
	for (size_t i = 0; any && i < any->count; i++)
		take(c, resolved(c, any->items[i]), s);
	if (types && types->kind == DOC_SCALAR)
		s->types |= type_of(types->text);
	for (size_t i = 0; types && i < types->count; i++)
		s->types |= type_of(types->items[i]->text);
	if (!node->count)
		s->types = ANY_TYPE | TYPE(DOC_LIST) | TYPE(DOC_MAP);
	take_texts(c, node, s);
	take_number(node, "minimum", &s->least);
	take_number(node, "maximum", &s->most);
	take_number(node, "minLength", &s->shortest);
	take_number(node, "maxLength", &s->longest);
	take_number(node, "minItems", &s->fewest);
	take_number(node, "minProperties", &s->fewest);
	take_number(node, "maxItems", &s->most_items);
	take_node(node, "properties", &s->properties);
	take_node(node, "required", &s->required);
	take_node(node, "oneOf", &s->one);
	take_node(node, "items", &s->items);
	take_node(node, "propertyNames", &s->names);
	if (doc_get(node, "uniqueItems"))
		s->unique = true;
	if (!doc_get(node, "additionalProperties"))
		return;
	if (doc_bool(doc_get(node, "additionalProperties"), &flag))
		s->closed = !flag;
	else
		s->others = doc_get(node, "additionalProperties");
}

static bool same(double a, double b)
{
	return !(a < b) && !(a > b);
}

static bool has_text(const struct doc_node *list, const char *text)
{
	if (list && list->kind == DOC_SCALAR)
		return !strcmp(list->text, text);
	for (size_t i = 0; list && i < list->count; i++)
		if (!strcmp(list->items[i]->text, text))
			return true;
	return false;
}

static bool same_words(const struct shape *shape, const struct said *s)
{
	size_t count = 0;

	for (; shape->words && shape->words[count]; count++)
		if (!has_text(s->words[0], shape->words[count]) &&
		    !has_text(s->words[1], shape->words[count]))
			return false;
	return count == (s->words[0] ? 1 : 0) + (s->words[1] ? s->words[1]->count : 0);
}

static bool same_limits(const struct shape *shape, const struct said *s)
{
	double most = shape->most == INT64_MAX ? -1 : shape->most ? (double)shape->most : -1;

	return same(shape->most ? (double)shape->least : -1, s->least) && same(most, s->most) &&
	       same((double)shape->shortest, s->shortest) &&
	       same((double)shape->longest, s->longest) &&
	       same((double)shape->fewest, s->fewest) &&
	       same((double)shape->most_items, s->most_items) && shape->unique == s->unique;
}

static void compare(struct comparing *c, const struct shape *shape, const struct doc_node *node,
		    const char *path);

static bool same_flags(const struct key *key, const struct said *s, const struct doc_node *node)
{
	const struct doc_node *effect = doc_get(node, "x-effect");
	const char *says = key->flags & KEY_WORDS   ? "words"
			   : key->flags & KEY_LATER ? "none-in-this-version"
						    : "";
	bool one = false;

	for (size_t i = 0; s->one && i < s->one->count; i++)
		one |= has_text(doc_get(s->one->items[i], "required"), key->name);
	return !strcmp(effect ? effect->text : "", says) && one == !!(key->flags & KEY_ONE) &&
	       has_text(s->required, key->name) == !!(key->flags & KEY_REQUIRED);
}

static void compare_keys(struct comparing *c, const struct shape *shape, const struct said *s,
			 const char *path)
{
	ok(shape->key_count == (s->properties ? s->properties->count : 0), "%s: as many keys",
	   path);
	for (size_t i = 0; i < shape->key_count; i++) {
		const struct key *key = &shape->keys[i];
		const struct doc_node *node = doc_get(s->properties, key->name);

		if (!ok(node && same_flags(key, s, node), "%s.%s", path, key->name))
			continue;
		c->keys++;
		compare(c, key->shape, node, arena_printf(c->arena, "%s.%s", path, key->name));
	}
}

/* Texts of up to three of these, and each of the values below, are told apart by both. */
static bool agree(const struct shape *shape)
{
	static const char some[] = "aZg0-._/ \n\t=#:sd";
	const size_t count = sizeof(some); /* with none at all */
	CLEANUP(pattern_freep) struct pattern *pattern = NULL;
	struct pattern_match match;
	struct err err;
	bool same = !pattern_compile_text(shape->pattern, (struct srcpos){"", 1, 1}, &pattern,
					  &err);

	for (size_t i = 0; same && i < count * count * count + ARRAY_SIZE(values); i++) {
		const char text[] = {some[i % count], some[i / count % count],
				     some[i / count / count % count], 0};
		const char *one = i < count * count * count ? text
							    : values[i - count * count * count];

		same = !pattern_search(pattern, bytes_text(one), 0, &match, &err) &&
		       match.found == shape->fits(one);
	}
	return same;
}

static void compare(struct comparing *c, const struct shape *shape, const struct doc_node *node,
		    const char *path)
{
	struct said s = {.least = -1, .most = -1};
	char pair[64];

	node = resolved(c, node);
	snprintf(pair, sizeof(pair), "%p %p", (const void *)shape, (const void *)node);
	if (strmap_get(&c->seen, pair))
		return;
	strmap_put(&c->seen, arena_strdup(c->arena, pair), c);
	take(c, node, &s);
	ok(shape->types == s.types && same_words(shape, &s) && same_limits(shape, &s) &&
		   !strcmp(shape->pattern ? shape->pattern : "", s.pattern ? s.pattern : "") &&
		   !shape->pattern == !shape->fits,
	   "%s: types, words, pattern and limits", path);
	if (shape->fits)
		ok(agree(shape), "... the pattern and its function");
	if (s.alternatives == 1)
		is_str(shape->title ? shape->title : "", s.title ? s.title : "",
		       "... what is expected");
	ok(!shape->item == !s.items && !shape->others == !s.others &&
		   s.closed == (shape->keys && !shape->others) && (!s.names || shape->names) &&
		   (s.names || !shape->names || shape->names->types == (ANY_TYPE)),
	   "... items and other keys");
	if (shape->item && s.items)
		compare(c, shape->item, s.items, arena_printf(c->arena, "%s[]", path));
	if (shape->others && s.others)
		compare(c, shape->others, s.others, arena_printf(c->arena, "%s.*", path));
	if (shape->names && s.names)
		compare(c, shape->names, s.names, arena_printf(c->arena, "%s names", path));
	compare_keys(c, shape, &s, path);
}

/* -- document for document ----------------------------------------------------------------------- */

struct judges {
	const struct schema *schema;
	const struct shape *shape;
	struct arena *arena; /* of the schema, and of what was tried */
	struct strmap tried;
	int accepted, refused;
};

static bool judge(struct judges *j, const struct doc_node *root, const char *what)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct binder b = {.arena = &a, .rb = arena_alloc(&a, sizeof(*b.rb))};
	struct schema_faults faults;
	struct err err = {0};

	shape_walk(&b, j->shape, root, j->shape == &RUNBOOK ? b.rb : NULL);
	if (schema_check(j->schema, root, &a, &faults, &err) ||
	    b.broken != (faults.count > 0)) {
		ok(false, "%s: the table %s, the schema %s", what,
		   b.broken ? b.faults.items[0].text : "accepts",
		   faults.count ? faults.items[0].text : "accepts");
		return false;
	}
	*(b.broken ? &j->refused : &j->accepted) += 1;
	return !b.broken;
}

static void change(struct judges *j, const struct doc_node *root, struct doc_node *node,
		   const char *path);

/* The node as each of the values, then each of what is below it. */
static void change_each(struct judges *j, const struct doc_node *root,
			const struct doc_node *const_node, const char *path)
{
	struct doc_node *node = (struct doc_node *)(uintptr_t)const_node, kept = *node;

	for (size_t i = 0; !strmap_get(&j->tried, path) && i < ARRAY_SIZE(values); i++) {
		const struct doc_node *value;
		struct err err;

		if (doc_parse(bytes_text(values[i]), "value", j->arena, &value, &err)) {
			ok(false, "%s: %s", values[i], err.text);
			continue;
		}
		*node = *value;
		judge(j, root, arena_printf(j->arena, "%s: %s", path, values[i]));
		*node = kept;
	}
	strmap_put(&j->tried, path, j);
	change(j, root, node, path);
}

static void change(struct judges *j, const struct doc_node *root, struct doc_node *node,
		   const char *path)
{
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		change_each(j, root, node->items[i], arena_printf(j->arena, "%s[]", path));
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++) {
		const struct doc_pair *pair = &node->pairs[i];
		struct doc_node *key = (struct doc_node *)(uintptr_t)pair->key;
		const char *text = key->text;
		const char *below = arena_printf(j->arena, "%s.%s", path, text);
		struct doc_node kept = *node;

		if (!strmap_get(&j->tried, below)) {
			node->sorted = NULL; /* in the order of the text */
			node->count--;	     /* without the last one, that is */
			judge(j, root, arena_printf(j->arena, "%s: without its last", path));
			node->count++;
			key->text = arena_printf(j->arena, "%.*s", (int)key->len - 1, text);
			key->len--;
			judge(j, root, arena_printf(j->arena, "%s: shorter", below));
			key->text = text;
			key->len++;
			*node = kept;
		}
		change_each(j, root, pair->value, below);
	}
}

static void try_file(struct judges *j, const char *name)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root;
	struct err err;

	if (schema_document(name, &a, &root, &err) == 0 && judge(j, root, name))
		change_each(j, root, root, "");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void try_folder(struct judges *j, const char *folder)
{
	DIR *dir = opendir(folder);
	const char **names = NULL;
	struct dirent *entry;
	size_t count = 0;

	while (dir && (entry = readdir(dir)))
		if (strstr(entry->d_name, ".yaml"))
			*ARENA_PUSH(j->arena, names, count) = arena_printf(
				j->arena, "%s/%s", folder, entry->d_name);
	if (dir)
		closedir(dir);
	if (count)
		qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; i < count; i++)
		try_file(j, names[i]);
}

static void test(const char *name, const struct shape *shape, const char *const *folders,
		 int keys, int verdicts)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(schema_freep) struct schema *schema = NULL;
	struct comparing c = {.arena = &a, .seen = {.arena = &a}};
	struct judges j = {.arena = &a, .shape = shape, .tried = {.arena = &a}};
	struct err err;

	if (!ok(!schema_document(name, &a, &c.root, &err) &&
			!schema_compile(c.root, &schema, &err),
		"%s", name)) {
		printf("# %s\n", err.text);
		return;
	}
	compare(&c, shape, c.root, "");
	ok(c.keys >= keys, "%d keys, each once", c.keys);
	j.schema = schema;
	for (; *folders; folders++)
		try_folder(&j, *folders);
	ok(j.accepted >= verdicts && j.refused >= verdicts,
	   "%d documents accepted and %d refused by both", j.accepted, j.refused);
}

/* -- defaults ------------------------------------------------------------------------------------ */

#define MINIMAL "version: 1\nsteps: [{id: A, run: x, verify: [{id: v, run: x}]}]\n"

/* A runbook that leaves out what has a default is one that writes the schema's default out. */
static void test_defaults(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *bare, *said;
	const struct doc_node *root, *environments, *log;
	struct err err;

	if (schema_document("schemas/runbook.yaml", &a, &root, &err) < 0 ||
	    runbook_parse(bytes_text(MINIMAL), "bare", &a, &bare, &err) < 0) {
		ok(false, "%s", err.text);
		return;
	}
	environments = doc_get_path(root, "properties.environments.default");
	log = doc_get_path(root, "properties.records.properties.log.default");
	if (!ok(environments && environments->count == 1 && log, "the schema has them") ||
	    !ok(!runbook_parse(bytes_text(arena_printf(
				       &a,
				       MINIMAL "environments: [{id: %s}]\n"
					       "records: {log: '%s'}\n",
				       doc_get(environments->items[0], "id")->text, log->text)),
			       "said", &a, &said, &err),
		"written out they are a runbook"))
		return;
	is_int((long)bare->environment_count, (long)said->environment_count,
	       "as many environments");
	is_str(bare->environments[0].id, said->environments[0].id, "of the same name");
	ok(bare->environments[0].live == said->environments[0].live &&
		   bare->environments[0].approval.count == said->environments[0].approval.count,
	   "as live");
	is_str(bare->records.log, said->records.log, "the same log");
	is_str(runbook_step_definition(bare, step_at(bare, 0), bare->environments, &a),
	       runbook_step_definition(said, step_at(said, 0), said->environments, &a),
	       "the same steps");
	is_str(runbook_governing(bare, "refs/heads/trunk", &a)->governed.items[0],
	       "refs/heads/trunk", "what governs by default is told");
	ok(runbook_governing(bare, NULL, &a) == bare, "or is main");
}

int main(void)
{
	test_defaults();
	test("schemas/runbook.yaml", &RUNBOOK,
	     (const char *const[]){"t/runbooks/later", "t/runbooks/bad", "t/runbooks", NULL},
	     290, 1000);
	test("schemas/claims.yaml", &CLAIMS, (const char *const[]){"t/runbooks/claims", NULL},
	     6, 30);
	return done();
}
