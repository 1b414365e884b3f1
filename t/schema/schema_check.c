#include "schema_internal.h"

#include "base/options.h"
#include "base/printable.h"
#include "base/utf8.h"

struct checker {
	struct arena *arena;
	struct schema_faults *faults;
	unsigned depth;
};

#define DEPTH_MAX 400 /* references to references: a schema that never ends */

static int check(struct checker *c, const struct rule *rule, const struct doc_node *value,
		 struct err *err);

PRINTF_LIKE(3, 4)
static void fault(struct checker *c, struct srcpos at, const char *fmt, ...)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	va_list ap;

	if (c->faults->count >= SCHEMA_FAULTS_MAX)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	*ARENA_PUSH(c->arena, c->faults->items, c->faults->count) = (struct schema_fault){
		at, printable_line(c->arena, arena_strdup(c->arena, text.buf))};
}

/* "'abc'" or "a mapping": what stands there. */
static const char *shown(struct checker *c, const struct doc_node *value)
{
	if (value->kind != DOC_SCALAR)
		return arena_printf(c->arena, "a %s", doc_type_name(doc_type(value)));
	if (value->begin == value->end)
		return "nothing";
	return arena_printf(c->arena, "%s%.60s%s", doc_type(value) == DOC_STRING ? "'" : "",
			    value->text, doc_type(value) == DOC_STRING ? "'" : "");
}

bool schema_same(const struct doc_node *a, const struct doc_node *b)
{
	double x, y;

	if (doc_number(a, &x) && doc_number(b, &y))
		return !(x < y) && !(x > y);
	if (doc_type(a) != doc_type(b) || a->count != b->count)
		return false;
	if (a->kind == DOC_SCALAR) {
		bool p, q;

		if (doc_bool(a, &p) && doc_bool(b, &q))
			return p == q;
		return doc_null(a) || (a->len == b->len && !memcmp(a->text, b->text, a->len));
	}
	for (size_t i = 0; i < a->count; i++) {
		const struct doc_node *other = a->kind == DOC_MAPPING
						       ? doc_get(b, a->pairs[i].key->text)
						       : b->items[i];

		if (!other ||
		    !schema_same(a->kind == DOC_MAPPING ? a->pairs[i].value : a->items[i],
				 other))
			return false;
	}
	return true;
}

static bool has_type(const struct rule *rule, const struct doc_node *value)
{
	enum doc_type type = doc_type(value);
	double number;

	if (!rule->types || rule->types & 1u << type)
		return true;
	return rule->integral_only && type == DOC_FLOAT && doc_number(value, &number) &&
	       number > -1e15 && number < 1e15 && !((double)(int64_t)number < number) &&
	       !((double)(int64_t)number > number);
}

static const char *type_words(struct checker *c, const struct rule *rule)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (rule->title)
		return rule->title;
	for (unsigned t = 0; t <= DOC_MAP; t++) {
		if (!(rule->types & 1u << t) || (t == DOC_INT && rule->types & 1u << DOC_FLOAT))
			continue;
		strbuf_addf(&out, "%sa%s %s", out.len ? " or " : "", t == DOC_INT ? "n" : "",
			    doc_type_name((enum doc_type)t));
	}
	return arena_strdup(c->arena, out.buf);
}

static const char *choice_words(struct checker *c, const struct doc_node *list)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < list->count && i < 20; i++)
		strbuf_addf(&out, "%s%s",
			    !i			  ? ""
			    : i + 1 < list->count ? ", "
						  : " or ",
			    list->items[i]->text ? list->items[i]->text : "...");
	return arena_strdup(c->arena, out.buf);
}

static bool quiet(struct checker *c, const struct rule *rule, const struct doc_node *value,
		  struct schema_faults *ret, int *ret_result, struct err *err)
{
	struct schema_faults *outer = c->faults;

	*ret = (struct schema_faults){NULL, 0};
	c->faults = ret;
	*ret_result = check(c, rule, value, err);
	c->faults = outer;
	return !ret->count;
}

static void check_values(struct checker *c, const struct rule *rule,
			 const struct doc_node *value)
{
	bool found = false;

	for (size_t i = 0; rule->choices && i < rule->choices->count; i++)
		found |= schema_same(rule->choices->items[i], value);
	if (rule->choices && !found)
		fault(c, value->at, "expected %s, found %s",
		      rule->title ? rule->title : choice_words(c, rule->choices),
		      shown(c, value));
	if (rule->constant && !schema_same(rule->constant, value))
		fault(c, value->at, "expected %s, found %s",
		      rule->title ? rule->title
				  : arena_printf(c->arena, "'%s'",
						 rule->constant->text ? rule->constant->text
								      : "a constant"),
		      shown(c, value));
}

static int check_text(struct checker *c, const struct rule *rule, const struct doc_node *value,
		      struct err *err)
{
	struct bytes text = bytes_of(value->text, value->len);
	struct pattern_match match;
	int64_t length = 0;
	uint32_t code;

	if (doc_type(value) != DOC_STRING)
		return 0;
	for (size_t at = 0; at < text.len; length++) {
		size_t size = utf8_decode(text, at, &code);

		at += size ? size : 1;
	}
	if (rule->min_length >= 0 && length < rule->min_length)
		fault(c, value->at, "expected at least %" PRId64 " characters, found %s",
		      rule->min_length, length ? shown(c, value) : "nothing");
	if (rule->max_length >= 0 && length > rule->max_length)
		fault(c, value->at, "expected at most %" PRId64 " characters, found %" PRId64,
		      rule->max_length, length);
	if (!rule->pattern)
		return 0;
	if (pattern_search(rule->pattern, text, 0, &match, err))
		return -1;
	if (!match.found)
		fault(c, value->at, "expected %s, found %s",
		      rule->title ? rule->title
				  : arena_printf(c->arena, "text that matches '%s'",
						 rule->pattern_text),
		      shown(c, value));
	return 0;
}

static void check_number(struct checker *c, const struct rule *rule,
			 const struct doc_node *value)
{
	double number, bound;
	bool bad;

	if (!doc_number(value, &number))
		return;
	bad = (rule->minimum && doc_number(rule->minimum, &bound) && number < bound) ||
	      (rule->maximum && doc_number(rule->maximum, &bound) && number > bound) ||
	      (rule->above && doc_number(rule->above, &bound) && number <= bound) ||
	      (rule->below && doc_number(rule->below, &bound) && number >= bound);
	if (bad)
		fault(c, value->at, "expected %s, found %s",
		      rule->title ? rule->title : "a number within its bounds",
		      shown(c, value));
}

static int check_list(struct checker *c, const struct rule *rule, const struct doc_node *value,
		      struct err *err)
{
	const bool *repeats = rule->unique ? schema_repeats(value, c->arena) : NULL;
	int64_t count = (int64_t)value->count;

	if (rule->min_items >= 0 && count < rule->min_items)
		fault(c, value->at, "expected at least %" PRId64 " items, found %" PRId64,
		      rule->min_items, count);
	if (rule->max_items >= 0 && count > rule->max_items)
		fault(c, value->at, "expected at most %" PRId64 " items, found %" PRId64,
		      rule->max_items, count);
	for (size_t i = 0; i < value->count; i++) {
		const struct rule *item = i < rule->prefix.count ? rule->prefix.items[i]
								 : rule->items;

		if (item && check(c, item, value->items[i], err))
			return -1;
		if (repeats && repeats[i])
			fault(c, value->items[i]->at, "%s stands here twice",
			      shown(c, value->items[i]));
	}
	return 0;
}

static const char *suggestion(struct checker *c, const struct rule *rule, const char *key)
{
	const char **words = arena_array(c->arena, rule->property_count, sizeof(*words));
	const char *near;

	for (size_t i = 0; i < rule->property_count; i++)
		words[i] = rule->properties[i].name;
	near = nearest_word(key, words, rule->property_count);
	return near ? arena_printf(c->arena, ": did you mean '%s'?", near) : "";
}

static int check_member(struct checker *c, const struct rule *rule, const struct doc_pair *pair,
			struct err *err)
{
	const char *key = pair->key->text;
	bool known = false;

	if (rule->names && check(c, rule->names, pair->key, err))
		return -1;
	for (size_t i = 0; i < rule->property_count; i++)
		if (!strcmp(rule->properties[i].name, key)) {
			known = true;
			if (check(c, rule->properties[i].rule, pair->value, err))
				return -1;
		}
	for (size_t i = 0; i < rule->pattern_count; i++) {
		struct pattern_match match;

		if (pattern_search(rule->patterns[i].pattern, bytes_of(key, pair->key->len), 0,
				   &match, err))
			return -1;
		if (!match.found)
			continue;
		known = true;
		if (check(c, rule->patterns[i].rule, pair->value, err))
			return -1;
	}
	if (known || !rule->additional)
		return 0;
	if (rule->additional->never) {
		fault(c, pair->key->at, "unknown key '%s'%s", key, suggestion(c, rule, key));
		return 0;
	}
	return check(c, rule->additional, pair->value, err);
}

static void check_required(struct checker *c, const struct doc_node *required,
			   const struct doc_node *value)
{
	for (size_t i = 0; required && i < required->count; i++)
		if (required->items[i]->text && !doc_get(value, required->items[i]->text))
			fault(c, value->at, "key '%s' is missing", required->items[i]->text);
}

static int check_map(struct checker *c, const struct rule *rule, const struct doc_node *value,
		     struct err *err)
{
	int64_t count = (int64_t)value->count;

	check_required(c, rule->required, value);
	for (size_t i = 0; rule->dependent && i < rule->dependent->count; i++)
		if (doc_get(value, rule->dependent->pairs[i].key->text))
			check_required(c, rule->dependent->pairs[i].value, value);
	if (rule->min_properties >= 0 && count < rule->min_properties)
		fault(c, value->at, "expected at least %" PRId64 " keys, found %" PRId64,
		      rule->min_properties, count);
	if (rule->max_properties >= 0 && count > rule->max_properties)
		fault(c, value->at, "expected at most %" PRId64 " keys, found %" PRId64,
		      rule->max_properties, count);
	for (size_t i = 0; i < value->count; i++)
		if (check_member(c, rule, &value->pairs[i], err))
			return -1;
	return 0;
}

static const struct rule *resolved(const struct rule *rule)
{
	for (int i = 0; rule->reference && i < DEPTH_MAX; i++)
		rule = rule->reference;
	return rule;
}

/* None of the branches fits: says what the one that was meant lacks, else names them all. */
static void explain_any(struct checker *c, const struct rule_list *list,
			const struct schema_faults *branches, const struct doc_node *value)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct schema_faults *meant = NULL;
	size_t fitting = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct rule *rule = resolved(list->items[i]);

		if (rule->types && has_type(rule, value)) {
			fitting++;
			meant = &branches[i];
		}
		strbuf_addf(&out, "%s%s", i ? " or " : "",
			    rule->title ? rule->title : type_words(c, rule));
	}
	if (fitting == 1) {
		for (size_t i = 0; i < meant->count; i++)
			fault(c, meant->items[i].at, "%s", meant->items[i].text);
		return;
	}
	fault(c, value->at, "expected %s, found %s", out.buf, shown(c, value));
}

/* Of `oneOf: [{required: [a]}, {required: [b]}]`. */
static void explain_one(struct checker *c, const struct rule_list *list, size_t hits,
			const struct doc_node *value)
{
	CLEANUP(strbuf_free) struct strbuf names = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf given = STRBUF_INIT;

	for (size_t i = 0; i < list->count; i++) {
		const struct doc_node *required = list->items[i]->required;
		const char *name = required && required->count ? required->items[0]->text
							       : NULL;

		if (!name) {
			fault(c, value->at, "expected exactly one of %zu shapes, found %zu",
			      list->count, hits);
			return;
		}
		strbuf_addf(&names, "%s'%s'", i ? ", " : "", name);
		if (doc_get(value, name))
			strbuf_addf(&given, "%s'%s'", given.len ? " and " : "", name);
	}
	fault(c, value->at, "expected exactly one of %s, found %s", names.buf,
	      given.len ? given.buf : "none");
}

static int check_branches(struct checker *c, const struct rule_list *list, bool one,
			  const struct doc_node *value, struct err *err)
{
	struct schema_faults *branches;
	size_t hits = 0;
	int result;

	if (!list->count)
		return 0;
	branches = arena_array(c->arena, list->count, sizeof(*branches));
	for (size_t i = 0; i < list->count; i++) {
		hits += quiet(c, list->items[i], value, &branches[i], &result, err);
		if (result)
			return -1;
		if (hits && !one)
			return 0;
	}
	if (one && hits != 1)
		explain_one(c, list, hits, value);
	else if (!one)
		explain_any(c, list, branches, value);
	return 0;
}

static int check_logic(struct checker *c, const struct rule *rule, const struct doc_node *value,
		       struct err *err)
{
	struct schema_faults ignored;
	int result;

	for (size_t i = 0; i < rule->all.count; i++)
		if (check(c, rule->all.items[i], value, err))
			return -1;
	if (check_branches(c, &rule->any, false, value, err) ||
	    check_branches(c, &rule->one, true, value, err))
		return -1;
	if (rule->negated) {
		if (quiet(c, rule->negated, value, &ignored, &result, err) && !result)
			fault(c, value->at, "%s is not allowed here", shown(c, value));
		if (result)
			return -1;
	}
	if (rule->condition) {
		bool holds = quiet(c, rule->condition, value, &ignored, &result, err);
		const struct rule *next = holds ? rule->then : rule->otherwise;

		if (result)
			return -1;
		if (next)
			return check(c, next, value, err);
	}
	return 0;
}

static int check_here(struct checker *c, const struct rule *rule, const struct doc_node *value,
		      struct err *err)
{
	if (rule->never) {
		fault(c, value->at, "nothing is allowed here");
		return 0;
	}
	if (!has_type(rule, value)) {
		fault(c, value->at, "expected %s, found %s", type_words(c, rule),
		      shown(c, value));
		return 0;
	}
	check_values(c, rule, value);
	check_number(c, rule, value);
	if (check_text(c, rule, value, err))
		return -1;
	if (value->kind == DOC_SEQUENCE && check_list(c, rule, value, err))
		return -1;
	if (value->kind == DOC_MAPPING && check_map(c, rule, value, err))
		return -1;
	if (check_logic(c, rule, value, err))
		return -1;
	return rule->reference ? check(c, rule->reference, value, err) : 0;
}

static int check(struct checker *c, const struct rule *rule, const struct doc_node *value,
		 struct err *err)
{
	int result;

	if (c->depth >= DEPTH_MAX)
		return err_at(err, ERR_LIMIT, rule->node->at,
			      "schema: references lead more than %d deep", DEPTH_MAX);
	c->depth++;
	result = check_here(c, rule, value, err);
	c->depth--;
	return result;
}

static int fault_order(const void *a, const void *b)
{
	const struct schema_fault *x = a, *y = b;

	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	return (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

int schema_check(const struct schema *schema, const struct doc_node *value, struct arena *a,
		 struct schema_faults *ret_faults, struct err *err)
{
	struct schema_faults faults = {NULL, 0};
	struct checker c = {a, &faults, 0};

	if (check(&c, schema->root, value, err))
		return -1;
	if (faults.count)
		qsort(faults.items, faults.count, sizeof(*faults.items), fault_order);
	*ret_faults = faults;
	return 0;
}
