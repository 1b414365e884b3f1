/* rule_attributes.c - document: no .gitattributes changes what a governed file says in a work tree. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/path.h"
#include "match/glob.h"
#include "text/attributes.h"

#define FILE_NAME ".gitattributes"
#define HITS_MAX 10

/* The files that a folder is under, in one version of everything. */
struct stack {
	struct attribute_file *files;
	size_t count;
};

struct checking {
	const struct facts *facts;
	struct arena *arena;
	struct strmap *stacks; /* by folder: of each parent, and behind them of what comes */
	struct strmap said;
	const char **places; /* patterns of what is governed */
	size_t place_count;
	struct findings *found;
	size_t hits;
};

static bool is_attributes(const char *path)
{
	return !strcmp(path_last(path), FILE_NAME);
}

static void add_place(struct checking *c, const char *pattern)
{
	if (pattern)
		*ARENA_PUSH(c->arena, c->places, c->place_count) = pattern;
}

static void read_places(struct checking *c)
{
	static const char *const sealed[] = {"**", "README.md", "CHECKPOINT.yaml"};
	const struct facts *facts = c->facts;
	const struct runbook *rb = facts->runbook;

	add_place(c, "runbook.yaml");
	add_place(c, rb->records.runbook);
	add_place(c, facts->log);
	for (size_t i = 0; facts->checkpoints && i < ARRAY_SIZE(sealed); i++)
		add_place(c, arena_printf(c->arena, "%s%s", facts->checkpoints, sealed[i]));
	if (rb->deprecation.path)
		add_place(c, arena_printf(c->arena, "%s**", rb->deprecation.path));
	for (size_t i = 0; i < facts->kept.logs.count; i++)
		add_place(c, facts->kept.logs.items[i]);
	for (size_t i = 0; i < facts->kept.deprecated.count; i++)
		add_place(c, arena_printf(c->arena, "%s**", facts->kept.deprecated.items[i]));
	for (size_t i = 0; i < rb->environment_count; i++)
		add_place(c, rb->environments[i].manifest);
	for (size_t i = 0; i < rb->step_count; i++)
		add_place(c, step_playbook(step_at(rb, i), c->arena));
	for (size_t i = 0; i < rb->policy_count; i++) {
		const struct words *paths = &rb->policies[i].subjects;

		for (size_t k = 0;
		     rb->policies[i].kind <= RUNBOOK_NO_DELETE && k < paths->count; k++)
			add_place(c, arena_strndup(c->arena, paths->items[k],
						   strcspn(paths->items[k], "#")));
	}
}

static bool is_governed(const struct checking *c, const char *path)
{
	const struct facts *facts = c->facts;

	for (size_t i = 0; i < c->place_count; i++)
		if (glob_match(c->places[i], path))
			return true;
	for (size_t i = 0; i < facts->freeze_count; i++)
		if (freeze_covers(facts->freezes[i].freeze, path))
			return true;
	return marks_path(path);
}

/* The one file of a folder, in the version of a parent or of what comes; 0 in *ret_count: none. */
static int read_file(struct checking *c, const char *folder, size_t which, struct stack *stack,
		     struct err *err)
{
	const struct facts *facts = c->facts;
	const char *path = arena_printf(c->arena, "%s" FILE_NAME, folder);
	const struct change *change = facts_change(facts, path);
	struct version version = {0};
	struct bytes text;

	if (change)
		version = which < facts->parents ? change->was[which] : change->now;
	else if (facts->look(facts->ctx, path, &version, err) < 0)
		return -1;
	if (!version_is_file(&version))
		return 0;
	if (facts_text(facts, &version, c->arena, &text, err) < 0)
		return -1;
	attributes_parse(text, path, c->arena,
			 ARENA_PUSH(c->arena, stack->files, stack->count));
	return 0;
}

static int stack_of(struct checking *c, const char *target, size_t which,
		    const struct stack **ret, struct err *err)
{
	size_t literal = glob_literal_prefix(target), len = 0;
	struct stack *stack, *above = NULL;

	for (size_t i = 0; i <= literal; i++) {
		const char *folder;

		if (i && (i == literal || target[i] != '/'))
			continue;
		len = i ? i + 1 : 0;
		folder = arena_strndup(c->arena, target, len);
		stack = strmap_get(&c->stacks[which], folder);
		if (!stack) {
			stack = arena_alloc(c->arena, sizeof(*stack));
			*stack = (struct stack){0};
			for (size_t k = 0; above && k < above->count; k++)
				*ARENA_PUSH(c->arena, stack->files,
					    stack->count) = above->files[k];
			if (read_file(c, folder, which, stack, err) < 0)
				return -1;
			strmap_put(&c->stacks[which], folder, stack);
		}
		above = stack;
	}
	*ret = above;
	return 0;
}

static int check_target(struct checking *c, const char *target, struct err *err)
{
	const struct facts *facts = c->facts;
	const struct attribute_file *file, *ignored;
	const struct stack *stack;
	struct finding with;
	const char *how, *was, *key;
	unsigned line, other;

	if (stack_of(c, target, facts->parents, &stack, err) < 0)
		return -1;
	how = attributes_change(stack->files, stack->count, target, &file, &line);
	for (size_t i = 0; how && i < facts->parents; i++) {
		if (stack_of(c, target, i, &stack, err) < 0)
			return -1;
		was = attributes_change(stack->files, stack->count, target, &ignored, &other);
		if (was && !strcmp(was, how))
			return 0;
	}
	if (!how || c->hits == HITS_MAX)
		return 0;
	key = arena_printf(c->arena, "%s:%u", file->path, line);
	if (strmap_get(&c->said, key))
		return 0;
	strmap_put(&c->said, key, c);
	c->hits++;
	with = finding_of(facts, arena_strdup(c->found->arena, file->path), line, 1);
	with.expected = "the bytes that are committed";
	with.found = arena_strdup(c->found->arena, how);
	with.fix = restore_command(facts, with.path, c->found->arena);
	finding_add(c->found, RULE_DOCUMENT, adopted(facts, FINDING_ERROR), with,
		    "line %u gives '%s' other bytes in every work tree", line, target);
	return 0;
}

/* A pattern whose last part says something; of the others only what is there is asked. */
static bool is_narrow(const char *pattern)
{
	pattern = path_last(pattern);
	return pattern[strspn(pattern, "*")] != '\0';
}

static int check_all(struct checking *c, struct err *err)
{
	const struct facts *facts = c->facts;
	const char *const *paths = NULL;
	size_t count = 0;

	for (size_t i = 0; i < c->place_count; i++)
		if (is_narrow(c->places[i]) && check_target(c, c->places[i], err) < 0)
			return -1;
	for (size_t i = 0; i < facts->freeze_count; i++) {
		const struct words *frozen = &facts->freezes[i].freeze->paths;

		for (size_t k = 0; k < frozen->count; k++)
			if (glob_is_literal(frozen->items[k]) &&
			    check_target(c, frozen->items[k], err) < 0)
				return -1;
	}
	if (facts->list(facts->ctx, "", &paths, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (is_governed(c, paths[i]) && check_target(c, paths[i], err) < 0)
			return -1;
	return 0;
}

int attributes_check(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct checking c = {.facts = facts, .arena = &scratch, .said = {.arena = &scratch}};
	bool any = false;

	for (size_t i = 0; !any && i < facts->change_count; i++)
		any = is_attributes(facts->changes[i].path) &&
		      version_is_file(&facts->changes[i].now) &&
		      !change_is_taken(facts, &facts->changes[i]);
	if (!any)
		return 0;
	c.found = found;
	c.stacks = arena_array(&scratch, facts->parents + 1, sizeof(*c.stacks));
	for (size_t i = 0; i <= facts->parents; i++)
		c.stacks[i].arena = &scratch;
	read_places(&c);
	return check_all(&c, err);
}
