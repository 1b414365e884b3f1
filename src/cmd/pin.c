/* git mcade pin: a value that names one thing for ever, in the manifest and in the ledger. */
#include "cmd/pinning.h"

#include "base/quote.h"
#include "base/texts.h"
#include "runbook/manifest.h"
#include "runbook/runbook.h"
#include "yaml/doc.h"

const struct option options_pin[] = {
	{OPTION_FLAG, 0, "from-worktree", NULL,
	 "record the complete pins that the manifest holds now"},
	{OPTION_FLAG, 0, "create", NULL, "also a path that the manifest does not have yet"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

static void refuse_unpinned(struct pinning *p, const char *path, const char *value,
			    const char *reason)
{
	struct arena *a = &p->act.session->arena;

	finding_add(
		&p->act.refused, RULE_UNPINNED, FINDING_ERROR,
		(struct finding){.path = p->path,
				 .environment = p->act.environment,
				 .expected = "an image with @sha256:, a full commit with its "
					     "repository, or a version with its hash",
				 .found = value,
				 .fix = arena_printf(a, "git mcade pin %s=VALUE --env %s", path,
						     p->act.environment)},
		"'%s' is not pinned: %s", path, reason);
}

/* -- names ---------------------------------------------------------------------------------------- */

static bool is_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	return !strncmp(path, above, len) && path[len] == '.';
}

struct names {
	struct arena *arena;
	const char **items;
	size_t count;
};

/* What steps demand; then what the manifest has besides, but not the parts of those. */
static int read_names(struct pinning *p, struct names *ret, size_t *ret_demanded,
		      struct err *err)
{
	struct arena *a = &p->act.session->arena;
	const struct doc_node *root;
	const struct pin *pins;
	size_t count;

	*ret = (struct names){.arena = a};
	for (size_t i = 0; i < p->runbook->step_count; i++) {
		const struct words *pins_of = &step_at(p->runbook, i)->pins;

		for (size_t k = 0; k < pins_of->count; k++)
			*ARENA_PUSH(a, ret->items, ret->count) = pins_of->items[k];
	}
	*ret_demanded = ret->count;
	if (manifest_parse(bytes_of(p->text.buf, p->text.len), p->path, a, &root, err) < 0 ||
	    manifest_pins(root, "", a, &pins, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		bool part = false;

		for (size_t k = 0; k < *ret_demanded; k++)
			part = part || is_below(pins[i].path, ret->items[k]);
		if (!part)
			*ARENA_PUSH(a, ret->items, ret->count) = pins[i].path;
	}
	return 0;
}

/* A value that stands there already, and is no part of a pin with a name of its own. */
static bool is_value(struct pinning *p, const struct names *names, const char *path)
{
	const struct doc_node *root, *node;
	struct err ignored;

	for (size_t i = 0; i < names->count; i++)
		if (is_below(path, names->items[i]))
			return false;
	if (manifest_parse(bytes_of(p->text.buf, p->text.len), p->path, names->arena, &root,
			   &ignored) < 0)
		return false;
	node = doc_get_path(root, path);
	return node && node->kind == DOC_SCALAR;
}

/* The name of which this is another one: a part of it, or what it is a part of. NULL: of none. */
static const char *same_as(const struct names *names, const char *path)
{
	for (size_t i = 0; i < names->count; i++)
		if (is_below(path, names->items[i]) || is_below(names->items[i], path))
			return names->items[i];
	return NULL;
}

static const char *command(struct pinning *p, const char *path, const char *value,
			   const char *option)
{
	struct arena *a = &p->act.session->arena;

	return arena_printf(a, "git mcade pin %s --env %s%s",
			    shell_quote(arena_printf(a, "%s=%s", path, value), a),
			    p->act.environment, option);
}

/* `near`: what was probably meant; NULL: nothing is like it. `new`: it may be a name of its own. */
static void refuse_name(struct pinning *p, const char *path, const char *value,
			const char *near, bool new, bool alone)
{
	struct finding with = {.path = p->path,
			       .environment = p->act.environment,
			       .expected = near ? near : "a pin of the manifest or a step",
			       .found = path};

	if (near && alone)
		with.fix = command(p, near, value, "");
	else if (new && !alone)
		with.fix = "hint: where they are new, the same with --create";
	if (new &&alone)
		with.allow = command(p, path, value, " --create");
	finding_add(&p->act.refused, RULE_REFERENCE, FINDING_ERROR, with,
		    "'%s' is not a pin that the manifest has or a step names%s%s%s", path,
		    near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* A name that nobody knows would be signed into the manifest, and meet no demand: it is asked for. */
static int check_name(struct pinning *p, const char *path, const char *value, bool alone,
		      struct err *err)
{
	struct session *s = p->act.session;
	const char *recorded, *near;
	struct names names;
	size_t demanded;

	if (state_pin(s->ledger.view->state, p->act.environment, path, &recorded, err) < 0 ||
	    read_names(p, &names, &demanded, err) < 0)
		return -1;
	near = same_as(&names, path);
	if (recorded || texts_have(names.items, names.count, path) ||
	    is_value(p, &names, path) || (!near && option_flag(p->act.options, "create")))
		return 0;
	refuse_name(p, path, value, near ? near : nearest_word(path, names.items, names.count),
		    !near, alone);
	return 0;
}

/* One "path=value" into the text; the event gets the value as the manifest then spells it. */
static int set_pin(struct pinning *p, const char *operand, bool alone, struct err *err)
{
	struct arena *a = &p->act.session->arena;
	const struct doc_node *root;
	const char *path, *value, *reason;
	struct strbuf out = STRBUF_INIT;
	struct pin pin;

	if (!event_pin_parts(operand, a, &path, &value))
		return err_set(err, ERR_USAGE, "expected PATH=VALUE, found '%s'", operand);
	reason = manifest_unpinned(value);
	if (reason) {
		refuse_unpinned(p, path, value, reason);
		return 0;
	}
	if (check_name(p, path, value, alone, err) < 0)
		return -1;
	if (p->act.refused.count)
		return 0;
	if (manifest_set_pin(bytes_of(p->text.buf, p->text.len), p->path, path, value, &out,
			     err) < 0) {
		strbuf_free(&out);
		return -1;
	}
	pinning_take(p, &out);
	if (manifest_parse(bytes_of(p->text.buf, p->text.len), p->path, a, &root, err) < 0)
		return -1;
	pin = manifest_pin(root, path, a);
	if (pin.state != PIN_COMPLETE)
		refuse_unpinned(p, path, value,
				pin.reason ? pin.reason : "it stands in a disabled part");
	else
		act_set(&p->act, FIELD_PIN, arena_printf(a, "%s=%s", path, pin.value));
	return 0;
}

/* Every complete pin of the file whose value is not the recorded one. */
static int take_from_worktree(struct pinning *p, struct err *err)
{
	struct session *s = p->act.session;
	const struct doc_node *root;
	const struct pin *pins;
	size_t count, taken = 0;

	if (manifest_parse(bytes_of(p->text.buf, p->text.len), p->path, &s->arena, &root, err) <
		    0 ||
	    manifest_pins(root, "", &s->arena, &pins, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *recorded;

		if (pins[i].state != PIN_COMPLETE)
			continue;
		if (state_pin(s->ledger.view->state, p->act.environment, pins[i].path,
			      &recorded, err) < 0)
			return -1;
		if (recorded && !strcmp(recorded, pins[i].value))
			continue;
		act_set(&p->act, FIELD_PIN,
			arena_printf(&s->arena, "%s=%s", pins[i].path, pins[i].value));
		taken++;
	}
	if (taken)
		return 0;
	return err_set(err, ERR_USAGE,
		       "'%s' holds no complete pin that is not recorded already", p->path);
}

static int gather(struct pinning *p, const struct option_values *o, struct err *err)
{
	if (option_flag(o, "from-worktree") != !o->operand_count)
		return err_set(err, ERR_USAGE, "either PATH=VALUE... or --from-worktree");
	if (option_flag(o, "create") && !o->operand_count)
		return err_set(err, ERR_USAGE, "--create is for PATH=VALUE...");
	if (!p->path)
		return 0;
	if (option_flag(o, "from-worktree"))
		return take_from_worktree(p, err);
	for (size_t i = 0; i < o->operand_count; i++)
		if (set_pin(p, o->operands[i], o->operand_count == 1, err) < 0)
			return -1;
	return 0;
}

int cmd_pin(struct session *s, const struct option_values *o, struct result *ret,
	    struct err *err)
{
	struct pinning p = {.text = STRBUF_INIT,
			    .from_worktree = option_flag(o, "from-worktree")};
	int status = -1;

	if (!pinning_begin(&p, s, o, EVENT_PIN, ret, err) && !gather(&p, o, err))
		status = pinning_record(&p, err);
	strbuf_free(&p.text);
	return status;
}
