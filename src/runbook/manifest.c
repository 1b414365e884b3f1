#include "runbook/manifest.h"

#include "base/texts.h"
#include "runbook/manifest_internal.h"

#include <ctype.h>

int manifest_parse(struct bytes text, const char *file, struct arena *a,
		   const struct doc_node **ret, struct err *err)
{
	const struct doc_node *root = NULL;
	struct doc_foreign all;

	if (doc_parse_foreign(text, file, a, &all, err) ||
	    (all.count && doc_parse(text, file, a, &root, err)))
		return -1;
	if (root && root->kind != DOC_MAPPING && !doc_null(root))
		return err_at(err, ERR_FORMAT, root->at, "a manifest is a mapping, found a %s",
			      doc_type_name(doc_type(root)));
	*ret = root && root->kind == DOC_MAPPING ? root : NULL;
	return 0;
}

static const char *text_at(const struct doc_node *map, const char *key,
			   struct manifest_form *form)
{
	const struct doc_node *node = doc_get(map, key);

	if (!node || node->kind != DOC_SCALAR)
		return NULL;
	form->count++;
	return node->text;
}

struct manifest_form manifest_form(const struct doc_node *map)
{
	struct manifest_form form = {.image = NULL};

	form.image = text_at(map, "image", &form);
	form.tag = text_at(map, "tag", &form);
	form.digest = text_at(map, "digest", &form);
	form.repo_key = doc_get(map, "repository") ? "repository" : "repo";
	form.repo = text_at(map, form.repo_key, &form);
	form.commit = text_at(map, "commit", &form);
	form.version = text_at(map, "version", &form);
	form.hash_key = doc_get(map, "checksum") ? "checksum" : "sha256";
	form.hash = text_at(map, form.hash_key, &form);
	return form;
}

static bool is_disabled(const struct doc_node *map)
{
	const struct doc_node *enabled = doc_get(map, "enabled");
	bool value = true;

	return enabled && doc_bool(enabled, &value) && !value;
}

static void set(struct pin *pin, const char *value, const char *reason)
{
	pin->value = value;
	pin->reason = reason;
	pin->state = reason ? PIN_UNPINNED : PIN_COMPLETE;
}

static const char *bare_hash(const char *hash)
{
	return text_begins(hash, "sha256:") ? hash + 7 : hash;
}

static void judge_image(const struct manifest_form *f, struct pin *pin, struct arena *a)
{
	const char *reason = manifest_unpinned(f->image), *value = f->image;
	bool named = f->tag && *f->tag;

	if (!strchr(f->image, '@') && named)
		value = arena_printf(a, "%s:%s", f->image, f->tag);
	if (!reason && strchr(f->image, '@')) {
		if (f->digest && strcmp(strchr(f->image, '@') + 1, f->digest) != 0)
			reason = "two digests that differ";
	} else if (f->digest && !strchr(f->image, '@') && strcmp(f->image, "") != 0) {
		reason = pin_is_sha256(f->digest)
				 ? NULL
				 : "a digest that is not sha256: and 64 hexadecimal digits";
		if (manifest_unpinned(f->image) &&
		    !strcmp(manifest_unpinned(f->image), "not decided yet"))
			reason = "not decided yet";
		value = arena_printf(a, "%s@sha256:%s", value, bare_hash(f->digest));
	} else {
		const char *tag = named ? manifest_unpinned(f->tag) : NULL;

		if (tag &&
		    (!strcmp(tag, "not decided yet") || !strcmp(tag, "a name that moves")))
			reason = tag;
		else if (!reason || strcmp(reason, "not decided yet") != 0)
			reason = "an image without its digest";
	}
	set(pin, value, reason);
}

static void judge_commit(const struct manifest_form *f, struct pin *pin, struct arena *a)
{
	const char *reason = NULL, *value;
	bool named = f->tag && *f->tag;

	value = arena_printf(a, "%s%s%s%s%s", f->repo ? f->repo : "", f->repo ? " " : "",
			     named ? f->tag : "", named && f->commit ? " " : "",
			     f->commit ? f->commit : "");
	if (!f->commit)
		reason = named ? "a tag without its commit" : "a repository without a commit";
	else if (!pin_is_commit(f->commit))
		reason = manifest_unpinned(f->commit) ? manifest_unpinned(f->commit)
						      : "not a full commit id";
	else if (!f->repo || !*f->repo)
		reason = "a commit without its repository";
	set(pin, value, reason);
}

static void judge_version(const struct manifest_form *f, struct pin *pin, struct arena *a)
{
	const char *moves = manifest_unpinned(f->version);
	bool hashed = f->hash && pin_is_sha256(f->hash);

	if (hashed && strcmp(moves ? moves : "", "not decided yet") != 0 &&
	    strcmp(moves ? moves : "", "nothing stands there") != 0)
		set(pin, arena_printf(a, "%s sha256:%s", f->version, bare_hash(f->hash)), NULL);
	else
		set(pin, f->version,
		    f->hash ? "a file hash that is not 64 hexadecimal digits"
		    : moves ? moves
			    : "a version without its file hash");
}

static void judge_map(const struct doc_node *map, struct pin *pin, struct arena *a)
{
	struct manifest_form f = manifest_form(map);

	if (f.image)
		judge_image(&f, pin, a);
	else if (f.repo || f.commit)
		judge_commit(&f, pin, a);
	else if (f.version)
		judge_version(&f, pin, a);
	else if (f.digest)
		set(pin,
		    arena_printf(a, "%s%s%s", f.tag ? f.tag : "", f.tag ? " " : "", f.digest),
		    pin_is_sha256(f.digest) ? NULL : manifest_unpinned(f.digest));
	else if (f.tag)
		set(pin, f.tag, "a tag without its commit");
	else
		set(pin, NULL, "a mapping without 'image', 'repo' or 'version'");
}

static void judge_node(const struct doc_node *node, struct pin *pin, struct arena *a)
{
	pin->node = node;
	pin->at = node->at;
	if (node->kind == DOC_MAPPING)
		judge_map(node, pin, a);
	else if (node->kind == DOC_SCALAR)
		set(pin, node->text,
		    doc_null(node) ? manifest_unpinned("") : manifest_unpinned(node->text));
	else
		set(pin, NULL, "a list");
}

struct pin manifest_pin(const struct doc_node *root, const char *path, struct arena *a)
{
	struct pin pin = {.state = PIN_ABSENT, .path = path};
	const struct doc_node *node = root;
	bool disabled = node && is_disabled(node);

	if (root)
		pin.at = root->at;
	for (const char *p = path; node && *p;) {
		size_t len = strcspn(p, ".");

		node = doc_get(node, arena_strndup(a, p, len));
		disabled |= node && is_disabled(node);
		p += len + (p[len] == '.');
	}
	if (!node)
		return pin;
	judge_node(node, &pin, a);
	if (disabled)
		pin.state = PIN_EXEMPT;
	return pin;
}

struct lister {
	struct arena *arena;
	const struct doc_node *root; /* NULL: it is no whole manifest */
	struct pin *pins;
	size_t count;
	bool unnamed; /* those that no path leads to, and no others */
};

static bool is_pin_key(const char *key)
{
	static const char *const keys[] = {"image", "digest",  "commit", "ref",
					   "tag",   "version", "sha256", "git_ref"};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

/* At the top: what a manifest of one thing names it by, and where it says a digest, too, that does. */
static bool is_root_pin(const struct doc_node *root, const char *key)
{
	const struct doc_node *digest = doc_get(root, "digest");

	return !strcmp(key, "digest") ||
	       (!strcmp(key, "image") && !(digest && digest->kind == DOC_SCALAR));
}

bool manifest_like_pin(const char *value)
{
	static const char blanks[] = " \t\r\n";
	size_t end = strlen(value), from;

	while (end && strchr(blanks, value[end - 1]))
		end--;
	for (from = end; from && isxdigit((unsigned char)value[from - 1]);)
		from--;
	return (end - from == 40 || end - from == 64) && from &&
	       strchr("@#:= ", value[from - 1]);
}

static void list_pin(struct lister *l, const struct doc_node *node, const char *path,
		     bool disabled)
{
	struct pin *pin = ARENA_PUSH(l->arena, l->pins, l->count);

	pin->path = path;
	judge_node(node, pin, l->arena);
	if (disabled)
		pin->state = PIN_EXEMPT;
}

/* `unnamed`: a list, an empty key or one with a dot stands above, which no path spells. */
static void list_from(struct lister *l, const struct doc_node *node, const char *path,
		      const char *key, bool unnamed, bool disabled)
{
	disabled |= node->kind == DOC_MAPPING && is_disabled(node);
	if (node->kind == DOC_SCALAR) {
		bool nested = *key && strcmp(path, key) != 0;
		bool named = nested ? is_pin_key(key) : l->root && is_root_pin(l->root, key);

		if (unnamed == l->unnamed &&
		    ((named && !unnamed) || manifest_like_pin(node->text)))
			list_pin(l, node, path, disabled);
	} else if (node->kind == DOC_MAPPING && *path && !unnamed && !l->unnamed &&
		   manifest_form(node).count > 1) {
		list_pin(l, node, path, disabled);
	} else {
		for (size_t i = 0; i < node->count; i++) {
			bool map = node->kind == DOC_MAPPING;
			const char *name = map ? node->pairs[i].key->text
					       : arena_printf(l->arena, "%zu", i);

			list_from(l, map ? node->pairs[i].value : node->items[i],
				  *path ? arena_printf(l->arena, "%s.%s", path, name) : name,
				  name, unnamed || !map || !*name || strchr(name, '.'),
				  disabled);
		}
	}
}

int manifest_pins(const struct doc_node *root, const char *path, struct arena *a,
		  const struct pin **ret_pins, size_t *ret_count, struct err *err)
{
	struct lister lister = {.arena = a, .root = *path ? NULL : root};
	const struct doc_node *node = *path ? doc_get_path(root, path) : root;

	if (!node && *path)
		return err_set(err, ERR_NOT_FOUND, "the manifest has no '%s'", path);
	if (node)
		list_from(&lister, node, path, "", false, false);
	*ret_pins = lister.pins;
	*ret_count = lister.count;
	return 0;
}

void manifest_unnamed(const struct doc_node *root, struct arena *a, const struct pin **ret_pins,
		      size_t *ret_count)
{
	struct lister lister = {.arena = a, .unnamed = true};

	if (root)
		list_from(&lister, root, "", "", false, false);
	*ret_pins = lister.pins;
	*ret_count = lister.count;
}
