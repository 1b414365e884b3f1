/* manifest_set.c - writes one pin into a manifest, or out of it, and changes nothing else in it. */
#include "runbook/manifest.h"

#include "base/cleanup.h"
#include "runbook/manifest_internal.h"
#include "yaml/edit.h"

/* One key below the path, in a text that each edit replaces. */
static int set_key(struct strbuf *text, const char *file, const char *path, const char *key,
		   const char *value, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf next = STRBUF_INIT;
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	if (edit_set(bytes_of(text->buf, text->len), file, arena_printf(&a, "%s.%s", path, key),
		     value, &next, err))
		return -1;
	strbuf_setlen(text, 0);
	strbuf_add(text, next.buf, next.len);
	return 0;
}

static int spread_image(struct strbuf *text, const char *file, const char *path,
			const struct manifest_form *f, char *value, struct err *err)
{
	char *at = strchr(value, '@'), *slash, *colon;

	if (!f->digest && !f->tag)
		return set_key(text, file, path, "image", value, err);
	*at = '\0';
	slash = strrchr(value, '/');
	colon = strchr(slash ? slash : value, ':');
	if (colon)
		*colon = '\0';
	if (colon && set_key(text, file, path, "tag", colon + 1, err))
		return -1;
	return set_key(text, file, path, "image", value, err) ||
			       set_key(text, file, path, "digest", at + 1, err)
		       ? -1
		       : 0;
}

/* "repo tag commit", "repo commit", "version sha256:...". */
static int spread_words(struct strbuf *text, const char *file, const char *path,
			const struct manifest_form *f, char *value, struct err *err)
{
	char *first = strchr(value, ' '), *last = strrchr(value, ' ');

	if (!last)
		return err_set(err, ERR_FORMAT,
			       "'%s' has several keys: expected \"REPO TAG COMMIT\" or "
			       "\"VERSION sha256:HASH\", found '%s'",
			       path, value);
	*last++ = '\0';
	if (!pin_is_commit(last))
		return set_key(text, file, path, "version", value, err) ||
				       set_key(text, file, path, f->hash_key, last, err)
			       ? -1
			       : 0;
	if (first + 1 != last) {
		*first++ = '\0';
		if (set_key(text, file, path, "tag", first, err))
			return -1;
	}
	return set_key(text, file, path, f->repo_key, value, err) ||
			       set_key(text, file, path, "commit", last, err)
		       ? -1
		       : 0;
}

static int spread(struct strbuf *text, const char *file, const char *path,
		  const struct manifest_form *form, const char *value, struct arena *a,
		  struct err *err)
{
	char *copy = arena_strdup(a, value);

	if (strstr(value, "@sha256:") && !strchr(value, ' '))
		return spread_image(text, file, path, form, copy, err);
	return spread_words(text, file, path, form, copy, err);
}

int manifest_set_pin(struct bytes text, const char *file, const char *path, const char *value,
		     struct strbuf *out, struct err *err)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf now = STRBUF_INIT;
	const char *reason = manifest_unpinned(value);
	const struct doc_node *root, *node;
	struct pin pin;
	struct manifest_form form;
	int result;

	if (reason)
		return err_set(err, ERR_FORMAT, "'%s' is not a pin: %s", value, reason);
	if (manifest_parse(text, file, &a, &root, err))
		return -1;
	node = doc_get_path(root, path);
	if (node && node->kind == DOC_MAPPING) {
		form = manifest_form(node);
		strbuf_add(&now, text.data, text.len);
		result = spread(&now, file, path, &form, value, &a, err);
	} else {
		result = edit_set(text, file, path, value, &now, err);
	}
	if (result || manifest_parse(bytes_of(now.buf, now.len), file, &a, &root, err))
		return -1;
	pin = manifest_pin(root, path, &a);
	if (pin.state == PIN_UNPINNED || pin.state == PIN_ABSENT || !pin.value ||
	    strcmp(pin.value, value) != 0)
		return err_at(err, ERR_FORMAT, pin.at,
			      "'%s' would hold '%s' instead of '%s'%s%s", path,
			      pin.value ? pin.value : "", value, pin.reason ? ": " : "",
			      pin.reason ? pin.reason : "");
	strbuf_add(out, now.buf, now.len);
	return 0;
}

int manifest_put_back(struct bytes text, struct bytes before, const char *file,
		      const char *path, struct strbuf *out, struct err *err)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root;

	if (manifest_parse(text, file, &a, &root, err) < 0)
		return -1;
	if (doc_get_path(root, path))
		return edit_put_back(text, before, file, path, out, err);
	strbuf_add(out, text.data, text.len);
	return 0;
}

int manifest_undecide(struct bytes text, const char *file, const char *path, struct strbuf *out,
		      struct err *err)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root, *node;
	struct manifest_form form;

	if (manifest_parse(text, file, &a, &root, err) < 0)
		return -1;
	node = doc_get_path(root, path);
	if (node && node->kind == DOC_MAPPING) {
		form = manifest_form(node);
		path = arena_printf(&a, "%s.%s", path,
				    form.commit	  ? "commit"
				    : form.digest ? "digest"
				    : form.hash	  ? form.hash_key
						  : "image");
	}
	return edit_set(text, file, path, "TBD", out, err);
}

int manifest_set_pins(struct bytes text, const char *file, const char *const *pins,
		      size_t count, struct arena *a, struct bytes *ret, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
		size_t len = strcspn(pins[i], "=");

		if (manifest_set_pin(text, file, arena_strndup(a, pins[i], len),
				     pins[i] + len + 1, &out, err) < 0)
			return -1;
		text = bytes_of(arena_memdup(a, out.buf, out.len), out.len);
	}
	*ret = text;
	return 0;
}
