/*
 * schemas.h - the JSON Schemas of schemas/, as they are built into the program.
 */
#ifndef RUNBOOK_SCHEMAS_H
#define RUNBOOK_SCHEMAS_H

#include "yaml/schema.h"

enum schema_kind { SCHEMA_RUNBOOK, SCHEMA_CLAIMS, SCHEMA_CHECKPOINT };

/* The schema's own text. */
struct bytes schemas_text(enum schema_kind kind);
/* A name that changes whenever one of the schemas does. */
const char *schemas_name(void);
/* Every fault of a document, in the order of the text. */
int schemas_check(enum schema_kind kind, const struct doc_node *document, struct arena *a,
		  struct schema_faults *ret_faults, struct err *err);
/* schema_noted() of a document that conforms. */
int schemas_noted(enum schema_kind kind, const struct doc_node *document, const char *effect,
		  struct arena *a, struct schema_faults *ret, struct err *err);

#endif
