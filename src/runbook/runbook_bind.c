#include "runbook/runbook.h"

#include "runbook/runbook_internal.h"
#include "runbook/schemas.h"

static void read_environments(struct binder *b, const struct doc_node *list)
{
	struct environment *items = arena_array(b->arena, list->count, sizeof(*items));

	for (size_t i = 0; i < list->count; i++) {
		const struct doc_node *node = list->items[i];
		const struct doc_node *promote = doc_get(node, "promote");

		items[i] = (struct environment){
			.id = bind_text(node, "id"),
			.at = node->at,
			.title = bind_text(node, "title"),
			.live = bind_flag(node, "live", false),
			.retired = bind_flag(node, "retired", false),
			.manifest = bind_text(node, "manifest"),
			.vars = bind_values(b, doc_get(node, "vars")),
			.promote_after = bind_words(b, promote, "after"),
			.guard = bind_checks(b, doc_get(node, "guard")),
			.stop = bind_checks(b, doc_get(node, "stop")),
			.approval = bind_approval(b, doc_get(node, "approval")),
			.node = node,
		};
	}
	b->rb->environments = items;
	b->rb->environment_count = list->count;
}

static void read_sections(struct binder *b, const struct doc_node *list)
{
	struct section *items;

	if (!list)
		return;
	items = arena_array(b->arena, list->count, sizeof(*items));
	for (size_t i = 0; i < list->count; i++)
		items[i] = (struct section){
			.id = bind_text(list->items[i], "id"),
			.title = bind_text(list->items[i], "title"),
			.needs = bind_words(b, list->items[i], "needs"),
			.at = list->items[i]->at,
		};
	b->rb->sections = items;
	b->rb->section_count = list->count;
}

static void read_targets(struct binder *b, const struct doc_node *map)
{
	struct runbook *rb = b->rb;

	if (!map)
		return;
	rb->targets = arena_array(b->arena, map->count, sizeof(*rb->targets));
	for (size_t i = 0; i < map->count; i++) {
		rb->targets[i].name = map->pairs[i].key->text;
		rb->targets[i].argv = bind_word_list(b, map->pairs[i].value);
		rb->targets[i].at = map->pairs[i].key->at;
	}
	rb->target_count = map->count;
}

static void read_repos(struct binder *b, const struct doc_node *map)
{
	struct name_value *items;

	if (!map)
		return;
	items = arena_array(b->arena, map->count, sizeof(*items));
	for (size_t i = 0; i < map->count; i++) {
		const char *url = bind_text(map->pairs[i].value, "url");

		items[i] = (struct name_value){map->pairs[i].key->text, url ? url : "",
					       map->pairs[i].value->at};
	}
	b->rb->repos = (struct name_values){items, map->count};
}

static void read_freezes(struct binder *b, const struct doc_node *list)
{
	struct freeze *items;

	if (!list)
		return;
	items = arena_array(b->arena, list->count, sizeof(*items));
	for (size_t i = 0; i < list->count; i++) {
		const struct doc_node *node = list->items[i];

		items[i] = (struct freeze){
			.id = bind_text(node, "id"),
			.reason = bind_text(node, "reason"),
			.at = node->at,
			.paths = bind_words(b, node, "paths"),
			.except = bind_words(b, node, "except"),
			.steps = bind_words(b, node, "steps"),
			.approval = bind_approval(b, doc_get(node, "approval")),
			.since = bind_text(node, "since"),
		};
	}
	b->rb->freezes = items;
	b->rb->freeze_count = list->count;
}

static void read_deprecation(struct binder *b, const struct doc_node *node)
{
	struct deprecation *d = &b->rb->deprecation;
	size_t len;

	if (!node)
		return;
	d->given = true;
	d->at = node->at;
	d->path = bind_text(node, "path");
	len = strlen(d->path);
	if (d->path[len - 1] != '/')
		d->path = arena_printf(b->arena, "%s/", d->path);
	d->banner = bind_words(b, node, "banner");
	d->banner_edits = bind_flag(node, "banner_edits", true);
	d->since = bind_text(node, "since");
}

static void read_policy(struct binder *b, const struct doc_node *node,
			struct runbook_policy *policy)
{
	static const char *const kinds[] = {"append_only", "write_once",   "no_delete",
					    "forbid",	   "forbid_paths", "unique_keys",
					    "when_changed"};
	const char *severity = bind_text(node, "severity");

	policy->id = bind_text(node, "id");
	policy->at = node->at;
	for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++)
		if (doc_get(node, kinds[i])) {
			policy->kind = (enum runbook_policy_kind)i;
			policy->subjects = bind_words(b, node, kinds[i]);
		}
	policy->pattern = bind_text(node, "forbid");
	policy->paths = bind_words(b, node, "paths");
	policy->append_to = bind_text(node, "append_to");
	policy->code_only = bind_flag(node, "code_only", false);
	policy->fix = bind_text(node, "fix");
	policy->since = bind_text(node, "since");
	policy->reason = bind_text(node, "reason");
	policy->severity = FINDING_ERROR;
	if (severity && !strcmp(severity, "warn"))
		policy->severity = FINDING_WARN;
	else if (severity && !strcmp(severity, "note"))
		policy->severity = FINDING_NOTE;
	if (policy->kind == RUNBOOK_WHEN_CHANGED && !policy->append_to)
		bind_fault(b, node->at, "'when_changed' needs 'append_to'");
	if (policy->kind != RUNBOOK_WHEN_CHANGED && policy->append_to)
		bind_fault(b, doc_get(node, "append_to")->at,
			   "'append_to' belongs to 'when_changed'");
}

static void read_policies(struct binder *b, const struct doc_node *list)
{
	struct runbook_policy *items;

	if (!list)
		return;
	items = arena_array(b->arena, list->count, sizeof(*items));
	for (size_t i = 0; i < list->count; i++)
		read_policy(b, list->items[i], &items[i]);
	b->rb->policies = items;
	b->rb->policy_count = list->count;
}

static bool is_word(const struct doc_node *root, const char *key, const char *word)
{
	const char *text = bind_text(root, key);

	return text && !strcmp(text, word);
}

static void read_top(struct binder *b, const struct doc_node *root)
{
	static const char *const main_only[] = {"refs/heads/main"};
	const struct doc_node *records = doc_get(root, "records");
	struct runbook *rb = b->rb;

	rb->root = root;
	rb->file = root->at.file;
	rb->name = bind_text(root, "name");
	rb->ledger = bind_text(root, "ledger");
	rb->governed = doc_get(root, "governed") ? bind_words(b, root, "governed")
						 : (struct words){main_only, 1};
	rb->vars = bind_values(b, doc_get(root, "vars"));
	rb->secrets = bind_words(b, root, "secrets");
	rb->records.log = bind_text(records, "log");
	rb->records.checkpoint = bind_text(records, "checkpoint");
	rb->records.runbook = bind_text(records, "runbook");
	rb->order_by_needs = is_word(root, "order", "needs");
	rb->accept_proposed_pins = is_word(root, "proposed_pins", "accept");
	rb->checks = bind_checks(b, doc_get(root, "checks"));
	read_repos(b, doc_get(root, "repos"));
	read_targets(b, doc_get(root, "targets"));
	read_environments(b, doc_get(root, "environments"));
	read_sections(b, doc_get(root, "sections"));
	read_freezes(b, doc_get(root, "freezes"));
	read_deprecation(b, doc_get(root, "deprecation"));
	read_policies(b, doc_get(root, "policies"));
	bind_steps(b, doc_get(root, "steps"));
}

/* For whoever asks by name, once for every step. */
static void index_names(struct binder *b)
{
	const struct runbook *rb = b->rb;
	struct bind_section *sections = arena_array(b->arena, rb->section_count,
						    sizeof(*sections));

	b->sections.arena = b->vars.arena = b->targets.arena = b->repos.arena = b->arena;
	for (size_t i = rb->section_count; i-- > 0;) {
		sections[i].section = &rb->sections[i];
		strmap_put(&b->sections, rb->sections[i].id, &sections[i]);
	}
	for (size_t i = 0; i < rb->target_count; i++)
		strmap_put(&b->targets, rb->targets[i].name, b);
	for (size_t i = 0; i < rb->repos.count; i++)
		strmap_put(&b->repos, rb->repos.items[i].name, b);
	for (size_t i = 0; i < rb->vars.count; i++)
		strmap_put(&b->vars, rb->vars.items[i].name, b);
	for (size_t i = 0; i < rb->environment_count; i++)
		for (size_t k = 0; k < rb->environments[i].vars.count; k++)
			strmap_put(&b->vars, rb->environments[i].vars.items[k].name, b);
}

/* Shapes first: what has the wrong shape is not read at all. */
static int read_runbook(struct binder *b, const struct doc_node *root, bool known,
			struct err *err)
{
	if (!known && schemas_check(SCHEMA_RUNBOOK, root, b->arena, &b->faults, err))
		return -1;
	if (b->faults.count)
		return 0;
	b->rb = arena_alloc(b->arena, sizeof(*b->rb));
	b->defaults = doc_get(root, "defaults");
	read_top(b, root);
	index_names(b);
	bind_order(b);
	bind_references(b);
	bind_grammars(b);
	if (b->faults.count)
		qsort(b->faults.items, b->faults.count, sizeof(*b->faults.items),
		      schema_fault_order);
	return 0;
}

static int bind(const struct doc_node *root, bool known, struct arena *a,
		const struct runbook **ret, struct err *err)
{
	struct binder b = {.arena = a};

	if (read_runbook(&b, root, known, err))
		return -1;
	if (b.faults.count) {
		err_at(err, ERR_FORMAT, b.faults.items[0].at, "%s", b.faults.items[0].text);
		return err_next(err, "git mcade lint");
	}
	*ret = b.rb;
	return 0;
}

int runbook_bind(const struct doc_node *root, struct arena *a, const struct runbook **ret,
		 struct err *err)
{
	return bind(root, false, a, ret, err);
}

static int parse(struct bytes text, const char *file, bool known, struct arena *a,
		 const struct runbook **ret, struct err *err)
{
	const struct doc_node *root;

	return doc_parse(text, file, a, &root, err) || bind(root, known, a, ret, err) ? -1 : 0;
}

int runbook_parse(struct bytes text, const char *file, struct arena *a,
		  const struct runbook **ret, struct err *err)
{
	return parse(text, file, false, a, ret, err);
}

int runbook_parse_known(struct bytes text, const char *file, struct arena *a,
			const struct runbook **ret, struct err *err)
{
	return parse(text, file, true, a, ret, err);
}

int runbook_check(const struct doc_node *root, struct findings *found, struct err *err)
{
	struct binder b = {.arena = found->arena};

	if (read_runbook(&b, root, false, err))
		return -1;
	for (size_t i = 0; i < b.faults.count; i++)
		finding_add(found, RULE_DOCUMENT, FINDING_ERROR,
			    (struct finding){.at = b.faults.items[i].at,
					     .path = b.faults.items[i].at.file},
			    "%s", b.faults.items[i].text);
	return b.rb ? runbook_effects(root, found, err) : 0;
}
