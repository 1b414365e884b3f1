#include "runbook/schemas.h"

#include "schemas.inc"

struct bytes schemas_text(enum schema_kind kind)
{
	switch (kind) {
	case SCHEMA_CLAIMS:
		return bytes_of(schema_claims, sizeof(schema_claims));
	case SCHEMA_CHECKPOINT:
		return bytes_of(schema_checkpoint, sizeof(schema_checkpoint));
	default:
		return bytes_of(schema_runbook, sizeof(schema_runbook));
	}
}

const char *schemas_name(void)
{
	return schemas_sum;
}

/* The schema's document lives in *own, which outlives the schema. */
static int compile(enum schema_kind kind, struct arena *own, struct schema **ret,
		   struct err *err)
{
	static const char *const names[] = {"schemas/runbook.yaml", "schemas/claims.yaml",
					    "schemas/checkpoint.yaml"};
	const struct doc_node *root;

	return doc_parse(schemas_text(kind), names[kind], own, &root, err) ||
			       schema_compile(root, ret, err)
		       ? -1
		       : 0;
}

int schemas_check(enum schema_kind kind, const struct doc_node *document, struct arena *a,
		  struct schema_faults *ret_faults, struct err *err)
{
	CLEANUP(arena_free) struct arena own = ARENA_INIT;
	CLEANUP(schema_freep) struct schema *schema = NULL;

	if (compile(kind, &own, &schema, err))
		return -1;
	return schema_check(schema, document, a, ret_faults, err);
}

int schemas_noted(enum schema_kind kind, const struct doc_node *document, const char *effect,
		  struct arena *a, struct schema_faults *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena own = ARENA_INIT;
	CLEANUP(schema_freep) struct schema *schema = NULL;

	if (compile(kind, &own, &schema, err))
		return -1;
	return schema_noted(schema, document, effect, a, ret, err);
}
