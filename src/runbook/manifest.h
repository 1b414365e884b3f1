/*
 * manifest.h - releases/<environment>.yaml: the team's own nested YAML, in which a pin is a
 * path. A pin is complete when it names one thing for ever:
 *
 *	image: docker.io/library/redis:7.2@sha256:<64 digits>	the tag is a label
 *	image: {image: redis, tag: '7.2', digest: 'sha256:...'}
 *	api: {repo: motorcade-leadgen, tag: v1, commit: <40 or 64 digits>}
 *	tool: {version: '1.2.3', sha256: <64 digits>}
 *	ref: https://github.com/o/r@<commit>
 *
 * and unpinned, with a reason, otherwise: TBD, latest, nothing, a branch, a short id, a range, a
 * tag without commit, an image without digest. A subtree with `enabled: false` is exempt.
 */
#ifndef RUNBOOK_MANIFEST_H
#define RUNBOOK_MANIFEST_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "yaml/doc.h"

enum pin_state {
	PIN_COMPLETE,
	PIN_UNPINNED,
	PIN_ABSENT, /* the path is not there */
	PIN_EXEMPT, /* inside `enabled: false` */
};

struct pin {
	enum pin_state state;
	const char *path;
	/* One line that names the value: "redis:7.2@sha256:...", "leadgen v1 94da1c..."; as
	 * Mcade-Pin holds it. NULL when absent. */
	const char *value;
	const char *reason; /* why it is unpinned: "a tag without its commit"; NULL else */
	struct srcpos at;   /* of the value; of the manifest when absent */
	const struct doc_node *node; /* NULL when absent */
};

/* Parses a manifest; an empty file is one without pins (*ret NULL). */
int manifest_parse(struct bytes text, const char *file, struct arena *a,
		   const struct doc_node **ret, struct err *err);
/* What stands at a path of keys joined by dots; root may be NULL. Lives in the arena. */
struct pin manifest_pin(const struct doc_node *root, const char *path, struct arena *a);
/* The same for one written value. NULL: complete; else the reason why not. */
const char *manifest_unpinned(const char *value);
/* Digits of a hash behind a name: a pin to some tool, whatever it is called, and in whatever case:
 * "x/web:1@sha256:...", "https://github.com/o/r@...". */
bool manifest_like_pin(const char *value);
/*
 * Every pin under a path ("" for all): values that look like one (a key `image`, `digest`,
 * `commit`, `ref`, `tag`, `version`, `sha256`, a map form, a hash under any key), in the order of
 * the text. At the top `image` or `digest` alone: `version` and the like are the manifest's own.
 */
int manifest_pins(const struct doc_node *root, const char *path, struct arena *a,
		  const struct pin **ret_pins, size_t *ret_count, struct err *err);
/* The hashes that no path leads to: in a list, below a key with a dot. */
void manifest_unnamed(const struct doc_node *root, struct arena *a, const struct pin **ret_pins,
		      size_t *ret_count);
/*
 * The manifest with a pin set in place (yaml/edit.h). A value for a map form is spread over its
 * keys ("repo tag commit"). Refuses an unpinned value with the reason (ERR_FORMAT).
 */
int manifest_set_pin(struct bytes text, const char *file, const char *path, const char *value,
		     struct strbuf *out, struct err *err);
/* The same of each "path=value". Lives in the arena. */
int manifest_set_pins(struct bytes text, const char *file, const char *const *pins,
		      size_t count, struct arena *a, struct bytes *ret, struct err *err);
/*
 * The manifest with a path as it was before, in an earlier state of it; what did not stand there goes
 * (yaml/edit.h). A path that it does not have stays so.
 */
int manifest_put_back(struct bytes text, struct bytes before, const char *file,
		      const char *path, struct strbuf *out, struct err *err);
/* The same with "TBD" there; of a map form, its hash. */
int manifest_undecide(struct bytes text, const char *file, const char *path, struct strbuf *out,
		      struct err *err);

#endif
