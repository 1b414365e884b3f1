#include "runbook/runbook.h"

#include "runbook/runbook_internal.h"
#include "runbook/shape.h"

static const struct approval no_approval = {.count = 1, .expires = 86400};

void begin_approval(struct binder *b UNUSED, const struct doc_node *node UNUSED, void *to)
{
	*(struct approval *)to = no_approval;
}

void begin_environment(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(struct environment *)to = (struct environment){.at = node->at,
							 .node = node,
							 .approval = no_approval,
							 .promote_approval = no_approval};
}

void begin_section(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(struct section *)to = (struct section){
		.at = node->at, .first = SIZE_MAX, .last = SIZE_MAX};
}

void begin_document(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(struct runbook_document *)to = (struct runbook_document){.at = node->at};
}

void begin_freeze(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(struct freeze *)to = (struct freeze){.at = node->at, .approval = no_approval};
}

void begin_deprecation(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(struct deprecation *)to = (struct deprecation){
		.given = true, .at = node->at, .banner_edits = true};
}

void store_deprecation(struct binder *b, const struct doc_node *node UNUSED, void *to)
{
	struct deprecation *d = to;

	if (d->path[strlen(d->path) - 1] != '/')
		d->path = arena_printf(b->arena, "%s/", d->path);
}

void begin_purge_condition(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(struct purge_condition *)to = (struct purge_condition){.at = node->at};
}

void store_purge_condition(struct binder *b, const struct doc_node *node, void *to)
{
	((struct purge_condition *)to)->proof = node->kind == DOC_SCALAR
							? (enum purge_proof)b->word
							: PURGE_MILESTONE;
}

void begin_policy(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	*(struct runbook_policy *)to = (struct runbook_policy){.at = node->at,
							       .severity = FINDING_ERROR};
}

void store_severity(struct binder *b, const struct doc_node *node UNUSED, void *to)
{
	static const enum finding_severity severities[] = {FINDING_ERROR, FINDING_WARN,
							   FINDING_NOTE};

	*(enum finding_severity *)to = severities[b->word];
}

void store_completion(struct binder *b, const struct doc_node *node UNUSED, void *to)
{
	*(enum completion *)to = b->word ? COMPLETION_CONFIRM : COMPLETION_AUTO;
}

void store_policy(struct binder *b, const struct doc_node *node, void *to)
{
	struct runbook_policy *policy = to;

	policy->kind = (enum runbook_policy_kind)b->word;
	if (policy->kind == RUNBOOK_WHEN_CHANGED && !policy->append_to)
		bind_fault(b, node->at, "'when_changed' needs 'append_to'");
	if (policy->kind != RUNBOOK_WHEN_CHANGED && policy->append_to)
		bind_fault(b, doc_get(node, "append_to")->at,
			   "'append_to' belongs to 'when_changed'");
}

static struct words words_of(struct binder *b, const struct doc_node *list)
{
	const char **items = arena_array(b->arena, list->count, sizeof(*items));

	for (size_t i = 0; i < list->count; i++)
		items[i] = list->items[i]->text;
	return (struct words){items, list->count};
}

void store_command(struct binder *b, const struct doc_node *node, void *to)
{
	*(struct command *)to = (struct command){.at = node->at};
	if (node->kind == DOC_SCALAR)
		((struct command *)to)->shell = node->text;
	else
		((struct command *)to)->argv = words_of(b, node);
}

void store_targets(struct binder *b, const struct doc_node *node, void *to)
{
	struct target *targets = arena_array(b->arena, node->count, sizeof(*targets));
	struct runbook *rb = to;

	for (size_t i = 0; i < node->count; i++)
		targets[i] = (struct target){node->pairs[i].key->text,
					     words_of(b, node->pairs[i].value),
					     node->pairs[i].key->at};
	rb->targets = targets;
	rb->target_count = node->count;
}

void store_repos(struct binder *b, const struct doc_node *node, void *to)
{
	struct name_value *items = arena_array(b->arena, node->count, sizeof(*items));

	for (size_t i = 0; i < node->count; i++) {
		const struct doc_pair *repo = &node->pairs[i];
		const struct doc_node *url = doc_get(repo->value, "url");

		items[i] = (struct name_value){repo->key->text, url ? url->text : "",
					       repo->value->at};
	}
	*(struct name_values *)to = (struct name_values){items, node->count};
}

/* What a runbook is that says nothing else: it needs a version and steps. */
void begin_runbook(struct binder *b, const struct doc_node *node, void *to)
{
	static const char *const main_only[] = {"refs/heads/main"};
	struct environment *prod = arena_alloc(b->arena, sizeof(*prod));

	begin_environment(b, node, prod);
	prod->id = "prod";
	prod->node = NULL;
	*(struct runbook *)to = (struct runbook){
		.root = node,
		.governed = {main_only, 1},
		.environments = prod,
		.environment_count = 1,
		.records = {.log = RECORDS_LOG_DEFAULT},
		.defaults = {.timeout = STEP_TIMEOUT_DEFAULT,
			     .changes_state = true,
			     .idempotence_first_only = true,
			     .approval = no_approval},
	};
}

/* For whoever asks by name, once for every step. */
static void index_names(struct binder *b)
{
	const struct runbook *rb = b->rb;

	b->vars.arena = b->targets.arena = b->repos.arena = b->arena;
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

static int by_place(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;

	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	return (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

void bind_all(struct binder *b)
{
	index_names(b);
	bind_order(b);
	bind_references(b);
	bind_places(b);
	bind_templates(b);
	bind_expectations(b);
	bind_baselines(b);
}

/* Shapes first: of what has a wrong shape nothing else is asked. */
static void read_runbook(struct binder *b, const struct doc_node *root)
{
	b->rb = arena_alloc(b->arena, sizeof(*b->rb));
	shape_walk(b, &RUNBOOK, root, b->rb);
	if (b->broken)
		bind_rest(b, root);
	else
		bind_all(b);
	if (b->faults.count)
		qsort(b->faults.items, b->faults.count, sizeof(*b->faults.items), by_place);
}

int runbook_bind(const struct doc_node *root, struct arena *a, const struct runbook **ret,
		 struct err *err)
{
	struct binder b = {.arena = a};

	read_runbook(&b, root);
	if (b.faults.count) {
		err_at(err, ERR_FORMAT, b.faults.items[0].at, "%s", b.faults.items[0].text);
		return err_next(err, "git mcade lint");
	}
	*ret = b.rb;
	return 0;
}

int runbook_parse(struct bytes text, const char *file, struct arena *a,
		  const struct runbook **ret, struct err *err)
{
	const struct doc_node *root;

	return doc_parse(text, file, a, &root, err) || runbook_bind(root, a, ret, err) ? -1 : 0;
}

const struct runbook *runbook_check(const struct doc_node *root, struct findings *found)
{
	struct binder b = {.arena = found->arena};

	read_runbook(&b, root);
	for (size_t i = 0; i < b.faults.count; i++)
		finding_add(found, RULE_DOCUMENT, FINDING_ERROR,
			    (struct finding){.at = b.faults.items[i].at,
					     .path = b.faults.items[i].at.file},
			    "%s", b.faults.items[i].text);
	if (b.broken)
		return NULL;
	runbook_newer_faults(b.rb, found);
	runbook_effects(b.rb, found);
	return b.faults.count ? NULL : b.rb;
}
