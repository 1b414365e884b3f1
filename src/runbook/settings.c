#include "runbook/settings.h"

#include "base/texts.h"
#include "runbook/digests.h"
#include "runbook/manifest.h"
#include "runbook/manifest_internal.h"
#include "runbook/tree_text.h"
#include "sign/digest.h"

struct leaving {
	const char *const *pins;
	size_t count;
	struct arena *a;
};

/* Does a pin stand at that path, or (below) somewhere under it? "": the whole manifest. */
static bool has_pin(const struct leaving *l, const char *path, bool below)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < l->count; i++)
		if (!*path ||
		    (text_begins(l->pins[i], path) && l->pins[i][len] == (below ? '.' : '=')))
			return true;
	return false;
}

/* Is that key of the mapping one of those that make it a pin? As manifest.c reads them. */
static bool makes_pin(const struct manifest_form *form, const struct doc_pair *pair)
{
	const char *image[] = {"image", "tag", "digest"};
	const char *commit[] = {form->repo_key, "tag", "commit"};
	const char *version[] = {"version", form->hash_key};
	const char *const *keys = image + 1;
	size_t count = 2;

	if (pair->value->kind != DOC_SCALAR)
		return false;
	if (form->image) {
		keys = image;
		count = 3;
	} else if (form->repo || form->commit) {
		keys = commit;
		count = 3;
	} else if (form->version) {
		keys = version;
	}
	return texts_have(keys, count, pair->key->text);
}

static const struct doc_node *rest_of(const struct leaving *l, const struct doc_node *node,
				      const char *path);

static const struct doc_node *rest_of_map(const struct leaving *l, const struct doc_node *node,
					  const char *path, bool pinned)
{
	const struct manifest_form form = manifest_form(node);
	struct doc_pair *pairs = arena_array(l->a, node->count, sizeof(*pairs));
	struct doc_node *left = arena_memdup(l->a, node, sizeof(*node));

	left->count = 0;
	for (size_t i = 0; i < node->count; i++) {
		const char *key = node->pairs[i].key->text;
		struct doc_pair pair = node->pairs[i];

		if (pinned && makes_pin(&form, &pair))
			continue;
		if (*key && !strchr(key, '.')) /* else no path leads there */
			pair.value = rest_of(l, pair.value,
					     *path ? arena_printf(l->a, "%s.%s", path, key)
						   : key);
		if (pair.value)
			pairs[left->count++] = pair;
	}
	left->pairs = pairs;
	return left->count ? left : NULL;
}

/* NULL: the candidate has all of it. */
static const struct doc_node *rest_of(const struct leaving *l, const struct doc_node *node,
				      const char *path)
{
	bool pinned = *path && has_pin(l, path, false);

	if (!pinned && *path && !has_pin(l, path, true))
		return node;
	if (node->kind == DOC_MAPPING)
		return rest_of_map(l, node, path, pinned);
	return node->kind == DOC_SCALAR && (pinned || doc_null(node)) ? NULL : node;
}

const char *settings_digest(struct bytes manifest, const char *const *pins, size_t count,
			    struct arena *a)
{
	const struct leaving l = {pins, count, a};
	const struct doc_node *root;
	struct strbuf out = STRBUF_INIT;
	const char *digest;
	struct err none;

	if (manifest_parse(manifest, "", a, &root, &none) < 0)
		strbuf_addf(&out, "no manifest: %s\n", SHA256_HEX(manifest.data, manifest.len));
	else if (root)
		tree_text(&out, "settings", rest_of(&l, root, ""), NULL, a);
	digest = digest_of(out.buf, a);
	strbuf_free(&out);
	return digest;
}
