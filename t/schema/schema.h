/*
 * schema.h - a document against a JSON Schema (2020-12) that is itself a document, with the
 * place of every fault.
 *
 *	CLEANUP(schema_freep) struct schema *schema = NULL;
 *
 *	if (schema_compile(root, &schema, err) ||
 *	    schema_check(schema, document, arena, &faults, err))
 *		return -1;
 *	faults.items[0].text: "unknown key 'verifi': did you mean 'verify'?"
 *
 * The keywords are those that a description of keys needs: type, enum, const, properties,
 * patternProperties, additionalProperties, required, dependentRequired, minProperties,
 * maxProperties, propertyNames, items, prefixItems, minItems, maxItems, uniqueItems, minLength,
 * maxLength, pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, allOf, anyOf, oneOf,
 * not, if/then/else, $ref to "#" or "#/$defs/NAME", true and false. Any other keyword that
 * asserts is refused when the schema is compiled: nothing is skipped in silence. A `title` is
 * what a fault says is expected.
 */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/cleanup.h"
#include "yaml/doc.h"

struct schema;

/* Borrows the schema's document, which must outlive it. Free with schema_free(). */
int schema_compile(const struct doc_node *root, struct schema **ret, struct err *err);
void schema_free(struct schema *schema);
CLEANUP_POINTER(struct schema, schema_free)

/* A file of YAML or JSON; `name` is borrowed. */
int schema_document(const char *name, struct arena *a, const struct doc_node **ret,
		    struct err *err);

struct schema_fault {
	struct srcpos at;
	const char *text;
};

struct schema_faults {
	struct schema_fault *items;
	size_t count;
};

#define SCHEMA_FAULTS_MAX 100 /* listed; more are not looked for */

/* In the order of the text; none when the document conforms. Texts live in the arena. */
int schema_check(const struct schema *schema, const struct doc_node *value, struct arena *a,
		 struct schema_faults *ret_faults, struct err *err);

#endif
