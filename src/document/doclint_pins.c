/* doclint_pins.c - what calls itself deployed or validated, on what names nothing. */
#include "document/doclint_parts.h"

#include "base/texts.h"
#include "runbook/manifest.h"
#include "text/class.h"
#include "text/lines.h"
#include "text/placeholder.h"
#include "yaml/doc.h"

static const char *const vouching[] = {"validated", "deployed", "approved", "verified",
				       "released",  "promoted", "certified"};

/* `validated: true`, `deployed: 2026-01-28`, `status: deployed`. */
static bool vouches(const char *key, const struct doc_node *value)
{
	static const char *const states[] = {"status", "state"};

	if (value->kind != DOC_SCALAR)
		return false;
	if (texts_have(states, ARRAY_SIZE(states), key))
		return texts_have(vouching, ARRAY_SIZE(vouching), value->text);
	return texts_have(vouching, ARRAY_SIZE(vouching), key) &&
	       (!strcmp(value->text, "true") || class_has_date(bytes_text(value->text)));
}

/* The value by which somebody vouches for a manifest; NULL: nobody does. */
static const struct doc_node *vouched(const struct doc_node *node)
{
	const struct doc_node *found = NULL;

	for (size_t i = 0; node->kind == DOC_MAPPING && i < node->count && !found; i++) {
		const struct doc_pair *pair = &node->pairs[i];

		if (pair->key->kind == DOC_SCALAR && vouches(pair->key->text, pair->value))
			return pair->value;
		found = vouched(pair->value);
	}
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count && !found; i++)
		found = vouched(node->items[i]);
	return found;
}

static bool is_repeated(const char *value)
{
	const char *at = strstr(value, "sha256:");

	at = at ? at + 7 : strrchr(value, ' ');
	at = at ? at + (*at == ' ') : value;
	return placeholder_digits(bytes_of(at, strspn(at, "0123456789abcdef")));
}

/* "# placeholder, replace before the release" beside a value that looks right. */
static bool is_taken_back(struct bytes text, unsigned line)
{
	struct lines lines = lines_of(text);
	struct bytes at = {"", 0};
	const char *comment;

	while (lines.line < line && lines_next(&lines, &at))
		;
	comment = at.len ? memchr(at.data, '#', at.len) : NULL;
	return comment && placeholder_held(bytes_of(
				  comment, at.len - (size_t)(comment - (const char *)at.data)));
}

/* "{repository: r/app, tag: '1', digest: sha256:...}", as charts write it. */
static const char *digest_of_map(const struct doc_node *node)
{
	const struct doc_node *digest = node && node->kind == DOC_MAPPING &&
							!doc_get(node, "image")
						? doc_get(node, "digest")
						: NULL;

	return digest && digest->kind == DOC_SCALAR ? digest->text : NULL;
}

static const char *why_no_pin(const struct pin *pin, struct bytes text)
{
	const char *digest = digest_of_map(pin->node);

	if (digest && text_begins(digest, "sha256:") && !manifest_unpinned(digest))
		return is_repeated(digest) ? "a placeholder" : NULL;
	if (pin->state == PIN_UNPINNED)
		return pin->reason ? pin->reason : "unpinned";
	if (pin->state != PIN_COMPLETE || !pin->value)
		return NULL;
	if (is_repeated(pin->value))
		return "a placeholder";
	return is_taken_back(text, pin->at.line) ? "a placeholder, as its comment says" : NULL;
}

static void judge_pin(struct linting *lint, const char *path, struct bytes text,
		      const struct doc_node *by, const struct pin *pin)
{
	const char *reason = why_no_pin(pin, text);

	if (!reason)
		return;
	finding_add(lint->found, RULE_UNPINNED, FINDING_ERROR,
		    (struct finding){.at = {path, pin->at.line, pin->at.column},
				     .path = path,
				     .expected = "a digest, or a full commit id",
				     .found = arena_printf(lint->arena, "%s (%s)",
							   pin->value ? pin->value : "nothing",
							   reason),
				     .fix = "hint: write what was deployed, or take back what "
					    "vouches for it"},
		    "line %u vouches for this manifest, and '%s' is not pinned", by->at.line,
		    pin->path);
}

static void judge_pins(struct linting *lint, const char *path, struct bytes text,
		       const struct doc_node *root, const struct doc_node *by)
{
	const struct pin *pins;
	struct err err;
	size_t count;

	if (manifest_pins(root, "", lint->arena, &pins, &count, &err) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		judge_pin(lint, path, text, by, &pins[i]);
}

int doclint_manifest(struct linting *lint, const struct document *d, struct err *err)
{
	const struct doc_node *root, *by;
	struct bytes text;
	bool found;
	struct err unreadable; /* said by whoever judges YAML */

	if (snapshot_read(lint->head, d->path, lint->arena, &text, &found, err) < 0)
		return -1;
	if (!found || manifest_parse(text, d->path, lint->arena, &root, &unreadable) < 0 ||
	    !root)
		return 0;
	by = vouched(root);
	if (by)
		judge_pins(lint, d->path, text, root, by);
	return 0;
}
