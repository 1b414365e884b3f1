/*
 * runbook_rest.c - where a shape is wrong, the rest of the runbook is asked all the same, so that a person sees
 * all faults at once. What is wrong is left out; a fault that speaks of what was left out may come from that,
 * and is told when that is mended.
 */
#include "runbook/runbook_internal.h"
#include "runbook/shape.h"

#include "base/ascii.h"

/* What is left out may leave another without what it needs. */
#define ROUNDS_MAX 8

/* What is not there any more: all of a kind, or one of this name; below a line or anywhere. */
struct lost {
	const char *kind, *name;
	unsigned from, to;
};

struct rest {
	struct binder *b; /* of this round: what is wrong */
	struct lost *lost;
	size_t count;
	const char *key; /* below which it stands */
};

/* Keys that give names, and what faults call that. */
static const struct {
	const char *key, *kind;
} kinds[] = {{"steps", "step"},	     {"sections", "section"},  {"environments", "environment"},
	     {"checks", "check"},    {"targets", "target"},    {"repos", "repos"},
	     {"vars", "variable"},   {"env", "env"},	       {"rollbacks", "rollback"},
	     {"gates", "gate"},	     {"defaults", "defaults"}, {"verify", "check"},
	     {"guard", "check"},     {"stop", "check"},	       {"before", "check"},
	     {"secrets", "secrets"}, {"pass_env", "pass_env"}, {"record_baseline", "baseline"},
	     {"inputs", "input"},    {"capture", "check"}};

static bool is_wrong(const struct rest *r, const struct doc_node *node)
{
	for (size_t i = 0; i < r->b->wrong_count; i++)
		if (r->b->wrong[i] == node)
			return true;
	return false;
}

static void lose(struct rest *r, struct lost lost)
{
	*ARENA_PUSH(r->b->arena, r->lost, r->count) = lost;
}

static void lose_kind(struct rest *r, const char *key)
{
	for (size_t i = 0; key && i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].key, key))
			lose(r, (struct lost){.kind = kinds[i].kind});
}

/* Each "id" in it; how many. */
static size_t lose_ids(struct rest *r, const struct doc_node *node)
{
	size_t count = 0;

	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		count += lose_ids(r, node->items[i]);
	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count; i++) {
		const struct doc_pair *pair = &node->pairs[i];

		if (!strcmp(pair->key->text, "id") && pair->value->kind == DOC_SCALAR) {
			lose(r, (struct lost){.name = pair->value->text});
			count++;
		} else {
			count += lose_ids(r, pair->value);
		}
	}
	return count;
}

static unsigned last_line(const struct doc_node *node)
{
	if (node->kind == DOC_SEQUENCE && node->count)
		return last_line(node->items[node->count - 1]);
	if (node->kind == DOC_MAPPING && node->count)
		return last_line(node->pairs[node->count - 1].value);
	return node->at.line;
}

static const struct doc_node *pruned(struct rest *r, const struct doc_node *node, bool top);

static void prune_items(struct rest *r, struct doc_node *copy)
{
	const struct doc_node **items = arena_array(r->b->arena, copy->count + 1,
						    sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < copy->count; i++) {
		items[count] = pruned(r, copy->items[i], false);
		if (items[count])
			count++;
		else if (!lose_ids(r, copy->items[i]))
			lose_kind(r, r->key);
	}
	copy->items = items;
	copy->count = count;
}

static void prune_pairs(struct rest *r, struct doc_node *copy)
{
	struct doc_pair *pairs = arena_array(r->b->arena, copy->count + 1, sizeof(*pairs));
	const char *above = r->key;
	unsigned from = copy->at.line, to = last_line(copy);
	size_t count = 0;

	for (size_t i = 0; i < copy->count; i++) {
		const struct doc_pair *pair = &copy->pairs[i];

		r->key = pair->key->text;
		pairs[count] = *pair;
		pairs[count].value = is_wrong(r, pair->key) ? NULL
							    : pruned(r, pair->value, false);
		if (pairs[count].value) {
			count++;
			continue;
		}
		lose_kind(r, pair->key->text);
		lose_ids(r, pair->value);
		lose(r, (struct lost){.name = pair->key->text, .from = from, .to = to});
		if (above && (!strcmp(above, "vars") || !strcmp(above, "targets") ||
			      !strcmp(above, "repos")))
			lose(r, (struct lost){.name = pair->key->text});
	}
	r->key = above;
	copy->pairs = pairs;
	copy->count = count;
	copy->sorted = NULL;
	copy->sorted_count = 0;
}

/* Its name is known all the same: nothing else is lost. */
static bool has_wrong_id(const struct rest *r, const struct doc_node *node)
{
	const struct doc_node *id = node->kind == DOC_MAPPING ? doc_get(node, "id") : NULL;

	return id && id->kind == DOC_SCALAR && is_wrong(r, id);
}

/* A copy without what is wrong; NULL: nothing is left of it. */
static const struct doc_node *pruned(struct rest *r, const struct doc_node *node, bool top)
{
	struct doc_node *copy;

	if (!top && (is_wrong(r, node) || has_wrong_id(r, node)))
		return NULL;
	if (node->kind == DOC_SCALAR)
		return node;
	copy = arena_alloc(r->b->arena, sizeof(*copy));
	*copy = *node;
	if (node->kind == DOC_SEQUENCE)
		prune_items(r, copy);
	else
		prune_pairs(r, copy);
	return copy;
}

static bool says_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; len && (at = strstr(at, word)); at++)
		if ((at == text || !ascii_is_name(at[-1]) || at[-1] == '.') &&
		    (!ascii_is_name(at[len]) || at[len] == '.'))
			return true;
	return false;
}

/* "is not in 'sections'", "there is no variable": behind what denies. */
static bool denies(const char *text, const char *kind)
{
	static const char *const words[] = {"not ", "no ", "neither "};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		const char *at = strstr(text, words[i]);

		if (at && strstr(at, kind))
			return true;
	}
	return false;
}

static bool may_follow(const struct rest *r, const struct fault *fault)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct lost *lost = &r->lost[i];

		if (lost->to && (fault->at.line < lost->from || fault->at.line > lost->to))
			continue;
		if (lost->name ? says_word(fault->text, lost->name)
			       : denies(fault->text, lost->kind))
			return true;
	}
	return false;
}

static bool is_told(const struct binder *b, const struct fault *fault)
{
	for (size_t i = 0; i < b->faults.count; i++)
		if (b->faults.items[i].at.line == fault->at.line &&
		    b->faults.items[i].at.column == fault->at.column &&
		    !strcmp(b->faults.items[i].text, fault->text))
			return true;
	return false;
}

/* Names that nothing gives, where a key of the top is called otherwise. */
static void lose_absent(struct rest *r, const struct doc_node *root)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!doc_get(root, kinds[i].key))
			lose_kind(r, kinds[i].key);
}

static bool is_all_wrong(const struct binder *b, const struct doc_node *root)
{
	for (size_t i = 0; i < b->wrong_count; i++)
		if (b->wrong[i] != root)
			return false;
	return true;
}

static bool has_wrong_key(const struct rest *r, const struct doc_node *root)
{
	for (size_t i = 0; i < root->count; i++)
		if (is_wrong(r, root->pairs[i].key))
			return true;
	return false;
}

/* What is wrong in the runbook as it is left, and was not told. */
static void tell(struct binder *b, const struct rest *r)
{
	for (size_t i = 0; i < r->b->faults.count && b->faults.count < FAULTS_MAX; i++) {
		const struct fault *fault = &r->b->faults.items[i];

		if (!is_told(b, fault) && !may_follow(r, fault))
			*ARENA_PUSH(b->arena, b->faults.items, b->faults.count) = *fault;
	}
}

void bind_rest(struct binder *b, const struct doc_node *root)
{
	struct binder now = *b;
	struct rest r = {.b = &now};
	unsigned round = 0;

	while (root->kind == DOC_MAPPING && now.wrong_count < FAULTS_MAX &&
	       round++ < ROUNDS_MAX) {
		bool odd = has_wrong_key(&r, root);

		root = pruned(&r, root, true);
		if (odd)
			lose_absent(&r, root);
		now = (struct binder){.arena = b->arena,
				      .rb = arena_alloc(b->arena, sizeof(*now.rb))};
		shape_walk(&now, &RUNBOOK, root, now.rb);
		if (!is_all_wrong(&now, root))
			continue;
		bind_all(&now);
		tell(b, &r);
		return;
	}
}
