/*
 * validate - JSON texts against a schema, with the checker of t/schema (JSON is YAML in flow
 * style), for the scripts that hold every --json output against schemas/output/.
 *
 *	validate SCHEMA.yaml FILE...
 *
 * One line for each fault. Exit status: 0 all conform, 1 some do not, 128 a schema or a file is
 * neither YAML nor JSON.
 */
#include "../schema/schema.h"

static int check(const struct schema *schema, const char *name, struct arena *a,
		 struct err *err)
{
	const struct doc_node *document;
	struct schema_faults faults;

	if (schema_document(name, a, &document, err) < 0 ||
	    schema_check(schema, document, a, &faults, err) < 0)
		return -1;
	for (size_t i = 0; i < faults.count; i++)
		printf("%s:%u:%u: %s\n", name, faults.items[i].at.line,
		       faults.items[i].at.column, faults.items[i].text);
	return faults.count > 0;
}

int main(int argc, char **argv)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(schema_freep) struct schema *schema = NULL;
	const struct doc_node *root;
	struct err err;
	int status = 0;

	if (argc < 3)
		return 129;
	if (schema_document(argv[1], &arena, &root, &err) < 0 ||
	    schema_compile(root, &schema, &err) < 0) {
		fprintf(stderr, "%s: %s\n", argv[1], err.text);
		return 128;
	}
	for (int i = 2; i < argc; i++) {
		int rc = check(schema, argv[i], &arena, &err);

		if (rc < 0) {
			fprintf(stderr, "%s: %s\n", argv[i], err.text);
			return 128;
		}
		status |= rc;
	}
	return status;
}
