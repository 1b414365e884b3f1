#include "schema_internal.h"

struct compiler {
	struct schema *schema;
	const struct doc_node *root;
};

static int compile_rule(struct compiler *c, const struct doc_node *node,
			const struct rule **ret, struct err *err);

static int bad(const struct doc_node *node, const char *what, struct err *err)
{
	return err_at(err, ERR_FORMAT, node->at, "schema: %s", what);
}

static int compile_pattern(struct compiler *c, const struct doc_node *node,
			   struct pattern **ret, struct err *err)
{
	if (node->kind != DOC_SCALAR)
		return bad(node, "a pattern must be text", err);
	if (pattern_compile_text(node->text, node->at, ret, err))
		return -1;
	*ARENA_PUSH(&c->schema->arena, c->schema->owned, c->schema->owned_count) = *ret;
	return 0;
}

static int compile_types(struct compiler *c, struct rule *rule, const struct doc_node *value,
			 struct err *err)
{
	static const struct {
		const char *word;
		unsigned bits;
	} words[] = {
		{"null", 1u << DOC_NULL},     {"boolean", 1u << DOC_BOOL},
		{"integer", 1u << DOC_INT},   {"number", 1u << DOC_INT | 1u << DOC_FLOAT},
		{"string", 1u << DOC_STRING}, {"array", 1u << DOC_LIST},
		{"object", 1u << DOC_MAP},
	};
	size_t i;

	if (value->kind == DOC_SEQUENCE) {
		for (i = 0; i < value->count; i++)
			if (compile_types(c, rule, value->items[i], err))
				return -1;
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (value->text && !strcmp(value->text, words[i].word))
			break;
	if (i == ARRAY_SIZE(words))
		return bad(value, "unknown type", err);
	rule->types |= words[i].bits;
	if (!strcmp(value->text, "integer"))
		rule->integral_only = true;
	return 0;
}

static int compile_keys(struct compiler *c, const struct doc_node *value, bool patterns,
			struct rule_key **ret, size_t *ret_count, struct err *err)
{
	if (value->kind != DOC_MAPPING)
		return bad(value, "expected a mapping of schemas", err);
	*ret = arena_array(&c->schema->arena, value->count, sizeof(**ret));
	for (size_t i = 0; i < value->count; i++) {
		struct rule_key *key = *ret + i;

		key->name = value->pairs[i].key->text;
		if (patterns && compile_pattern(c, value->pairs[i].key, &key->pattern, err))
			return -1;
		if (compile_rule(c, value->pairs[i].value, &key->rule, err))
			return -1;
	}
	*ret_count = value->count;
	return 0;
}

static int compile_list(struct compiler *c, const struct doc_node *value, struct rule_list *ret,
			struct err *err)
{
	if (value->kind != DOC_SEQUENCE || !value->count)
		return bad(value, "expected a list of schemas", err);
	ret->items = arena_array(&c->schema->arena, value->count, sizeof(*ret->items));
	ret->count = value->count;
	for (size_t i = 0; i < value->count; i++)
		if (compile_rule(c, value->items[i], &ret->items[i], err))
			return -1;
	return 0;
}

static int compile_reference(struct compiler *c, struct rule *rule,
			     const struct doc_node *value, struct err *err)
{
	static const char prefix[] = "#/$defs/";

	if (value->text && !strcmp(value->text, "#")) {
		rule->reference = c->schema->root;
		return 0;
	}
	if (value->text && !strncmp(value->text, prefix, strlen(prefix)))
		for (size_t i = 0; i < c->schema->definition_count; i++)
			if (!strcmp(c->schema->definitions[i].name,
				    value->text + strlen(prefix))) {
				rule->reference = c->schema->definitions[i].rule;
				return 0;
			}
	return bad(value, "a reference that leads nowhere", err);
}

static int take_count(const struct doc_node *value, int64_t *ret, struct err *err)
{
	double number;

	if (!doc_number(value, &number) || number < 0 || number > 1e9)
		return bad(value, "expected a count", err);
	*ret = (int64_t)number;
	return 0;
}

/* Keywords whose value is a schema, a list of them or a count, by where it goes. */
static int compile_simple(struct compiler *c, struct rule *r, const char *word,
			  const struct doc_node *value, bool *ret_known, struct err *err)
{
	const struct {
		const char *word;
		const struct rule **rule;
		struct rule_list *list;
		int64_t *count;
		const struct doc_node **node;
	} places[] = {
		{"additionalProperties", &r->additional, NULL, NULL, NULL},
		{"propertyNames", &r->names, NULL, NULL, NULL},
		{"items", &r->items, NULL, NULL, NULL},
		{"not", &r->negated, NULL, NULL, NULL},
		{"if", &r->condition, NULL, NULL, NULL},
		{"then", &r->then, NULL, NULL, NULL},
		{"else", &r->otherwise, NULL, NULL, NULL},
		{"prefixItems", NULL, &r->prefix, NULL, NULL},
		{"allOf", NULL, &r->all, NULL, NULL},
		{"anyOf", NULL, &r->any, NULL, NULL},
		{"oneOf", NULL, &r->one, NULL, NULL},
		{"minProperties", NULL, NULL, &r->min_properties, NULL},
		{"maxProperties", NULL, NULL, &r->max_properties, NULL},
		{"minItems", NULL, NULL, &r->min_items, NULL},
		{"maxItems", NULL, NULL, &r->max_items, NULL},
		{"minLength", NULL, NULL, &r->min_length, NULL},
		{"maxLength", NULL, NULL, &r->max_length, NULL},
		{"enum", NULL, NULL, NULL, &r->choices},
		{"const", NULL, NULL, NULL, &r->constant},
		{"required", NULL, NULL, NULL, &r->required},
		{"dependentRequired", NULL, NULL, NULL, &r->dependent},
		{"minimum", NULL, NULL, NULL, &r->minimum},
		{"maximum", NULL, NULL, NULL, &r->maximum},
		{"exclusiveMinimum", NULL, NULL, NULL, &r->above},
		{"exclusiveMaximum", NULL, NULL, NULL, &r->below},
	};

	*ret_known = true;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (strcmp(word, places[i].word) != 0)
			continue;
		if (places[i].rule)
			return compile_rule(c, value, places[i].rule, err);
		if (places[i].list)
			return compile_list(c, value, places[i].list, err);
		if (places[i].count)
			return take_count(value, places[i].count, err);
		*places[i].node = value;
		return 0;
	}
	*ret_known = false;
	return 0;
}

static bool is_annotation(const char *word)
{
	static const char *const words[] = {"$schema",	"$id",	     "$comment", "description",
					    "examples", "default",   "$defs",	 "deprecated",
					    "readOnly", "writeOnly", "x-effect"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static int compile_keyword(struct compiler *c, struct rule *rule, const struct doc_pair *pair,
			   struct err *err)
{
	const char *word = pair->key->text;
	const struct doc_node *value = pair->value;
	bool known;

	if (compile_simple(c, rule, word, value, &known, err))
		return -1;
	if (known || is_annotation(word))
		return 0;
	if (!strcmp(word, "title")) {
		rule->title = value->text;
		return 0;
	}
	if (!strcmp(word, "type"))
		return compile_types(c, rule, value, err);
	if (!strcmp(word, "properties"))
		return compile_keys(c, value, false, &rule->properties, &rule->property_count,
				    err);
	if (!strcmp(word, "patternProperties"))
		return compile_keys(c, value, true, &rule->patterns, &rule->pattern_count, err);
	if (!strcmp(word, "pattern")) {
		rule->pattern_text = value->text;
		return compile_pattern(c, value, &rule->pattern, err);
	}
	if (!strcmp(word, "uniqueItems")) {
		if (!doc_bool(value, &rule->unique))
			return bad(value, "expected true or false", err);
		return 0;
	}
	if (!strcmp(word, "$ref"))
		return compile_reference(c, rule, value, err);
	return err_at(err, ERR_UNSUPPORTED, pair->key->at, "schema: keyword '%s' is not known",
		      word);
}

static int fill_rule(struct compiler *c, const struct doc_node *node, struct rule *rule,
		     struct err *err)
{
	bool always;

	rule->node = node;
	rule->min_properties = rule->max_properties = rule->min_items = rule->max_items = -1;
	rule->min_length = rule->max_length = -1;
	if (doc_bool(node, &always)) {
		rule->never = !always;
		return 0;
	}
	if (node->kind != DOC_MAPPING)
		return bad(node, "expected a mapping, true or false", err);
	for (size_t i = 0; i < node->count; i++)
		if (compile_keyword(c, rule, &node->pairs[i], err))
			return -1;
	return 0;
}

static int compile_rule(struct compiler *c, const struct doc_node *node,
			const struct rule **ret, struct err *err)
{
	struct rule *rule = arena_alloc(&c->schema->arena, sizeof(*rule));

	*ret = rule;
	return fill_rule(c, node, rule, err);
}

/* Definitions are made before anything is filled in, so that they may name each other. */
static int compile_all(struct compiler *c, struct err *err)
{
	const struct doc_node *defs = doc_get(c->root, "$defs");
	struct schema *s = c->schema;

	s->root = arena_alloc(&s->arena, sizeof(*s->root));
	if (defs && defs->kind == DOC_MAPPING) {
		s->definitions = arena_array(&s->arena, defs->count, sizeof(*s->definitions));
		s->definition_count = defs->count;
		for (size_t i = 0; i < defs->count; i++) {
			s->definitions[i].name = defs->pairs[i].key->text;
			s->definitions[i].rule = arena_alloc(&s->arena, sizeof(struct rule));
		}
		for (size_t i = 0; i < defs->count; i++)
			if (fill_rule(c, defs->pairs[i].value,
				      (struct rule *)(uintptr_t)s->definitions[i].rule, err))
				return -1;
	}
	return fill_rule(c, c->root, s->root, err);
}

int schema_compile(const struct doc_node *root, struct schema **ret, struct err *err)
{
	struct schema local = {.arena = ARENA_INIT}, *schema;
	struct compiler c = {.root = root};

	schema = arena_alloc(&local.arena, sizeof(*schema));
	*schema = local;
	c.schema = schema;
	if (compile_all(&c, err)) {
		schema_free(schema);
		return -1;
	}
	*ret = schema;
	return 0;
}

void schema_free(struct schema *schema)
{
	struct arena arena;

	if (!schema)
		return;
	for (size_t i = 0; i < schema->owned_count; i++)
		pattern_free(schema->owned[i]);
	arena = schema->arena; /* the schema itself lives in it */
	arena_free(&arena);
}
