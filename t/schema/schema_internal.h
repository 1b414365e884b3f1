/*
 * schema_internal.h - a compiled schema: what schema.c reads and schema_check.c applies.
 */
#ifndef SCHEMA_SCHEMA_INTERNAL_H
#define SCHEMA_SCHEMA_INTERNAL_H

#include "match/pattern.h"
#include "schema.h"

struct rule;

struct rule_key { /* a property, a pattern of properties, or the name of a definition */
	const char *name;
	struct pattern *pattern;
	const struct rule *rule;
};

struct rule_list {
	const struct rule **items;
	size_t count;
};

struct rule {
	const struct doc_node *node;
	const char *title;
	bool never;	    /* the schema `false` */
	unsigned types;	    /* bits 1 << enum doc_type; 0: any */
	bool integral_only; /* `integer`: 1.0 is one */
	const struct doc_node *choices, *constant;
	struct rule_key *properties, *patterns;
	size_t property_count, pattern_count;
	const struct rule *additional, *names, *items, *negated;
	const struct rule *condition, *then, *otherwise, *reference;
	struct rule_list prefix, all, any, one;
	const struct doc_node *required, *dependent;
	int64_t min_properties, max_properties, min_items, max_items; /* -1: none */
	int64_t min_length, max_length;
	bool unique;
	struct pattern *pattern;
	const char *pattern_text;
	const struct doc_node *minimum, *maximum, *above, *below;
};

struct schema {
	struct arena arena;
	struct rule *root;
	struct rule_key *definitions;
	size_t definition_count;
	struct pattern **owned;
	size_t owned_count;
};

/* Equal as JSON: order of keys and the spelling of numbers do not matter. */
bool schema_same(const struct doc_node *a, const struct doc_node *b);
/* For each item: is it equal to an earlier one? Lives in the arena. */
bool *schema_repeats(const struct doc_node *list, struct arena *a);

#endif
