/*
 * manifest_internal.h - what pin.c (one value), manifest.c (a document of them) and
 * manifest_set.c (writing one) share.
 */
#ifndef RUNBOOK_MANIFEST_INTERNAL_H
#define RUNBOOK_MANIFEST_INTERNAL_H

#include "yaml/doc.h"

bool pin_is_commit(const char *text); /* 40 or 64 digits */
bool pin_is_sha256(const char *text); /* 64 digits, "sha256:" before them or not */

/* The keys of a map form; NULL where one is not given. */
struct manifest_form {
	const char *image, *tag, *digest, *repo, *commit, *version, *hash;
	const char *repo_key, *hash_key;
	size_t count;
};
struct manifest_form manifest_form(const struct doc_node *map);

#endif
