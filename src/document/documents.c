#include "document/documents.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/texts.h"
#include "repo/object.h"
#include "text/marks.h"

static int read_markdown(const struct snapshot *files, struct document *d,
			 struct arena *scratch, struct err *err)
{
	struct outline outline;
	struct bytes text;
	bool found;

	if (snapshot_read(files, d->path, scratch, &text, &found, err) < 0)
		return -1;
	d->class = class_of(d->path, found ? text : bytes_of("", 0), &d->reason);
	if (!found || d->class != CLASS_OTHER)
		return 0;
	if (outline_read(text, d->path, NULL, scratch, &outline, err) < 0) {
		if (err->code != ERR_LIMIT && err->code != ERR_FORMAT)
			return -1;
		*err = (struct err){0};
		d->class = marks_path(d->path) ? CLASS_RUNBOOK : CLASS_OTHER;
		d->reason = "it cannot be read";
		return 0;
	}
	d->unnamed = true;
	for (size_t i = 0; i < outline.count && d->unnamed; i++)
		d->unnamed = outline.units[i].role != ROLE_STEP || !outline.units[i].id;
	d->steps = outline.step_count;
	d->marks = outline.mark_count;
	d->class = class_of_steps(d->path, &outline, &d->reason);
	return 0;
}

static bool is_data(const char *path)
{
	return text_ends(path, ".yaml") || text_ends(path, ".yml") || text_ends(path, ".json");
}

static int read_data(const struct snapshot *files, struct document *d, struct arena *scratch,
		     struct err *err)
{
	struct bytes text;
	bool found;

	d->class = class_of_path(d->path);
	if (d->class != CLASS_OTHER)
		return 0;
	if (snapshot_read(files, d->path, scratch, &text, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	d->class = class_of(d->path, text, &d->reason);
	if (d->class == CLASS_OTHER && class_is_manifest(d->path, text)) {
		d->class = CLASS_MANIFEST;
		d->reason = "it names versions, where what is deployed is kept";
	}
	return 0;
}

static bool is_regular(const struct snapshot_file *file)
{
	return file->mode != TREE_SYMLINK && file->mode != TREE_SUBMODULE;
}

/* What runbook.yaml says goes before all. */
static void obey(const struct runbook *rb, struct document *d)
{
	enum document_class said = rb ? runbook_class(rb, d->path) : CLASS_COUNT;

	if (said != CLASS_COUNT) {
		d->class = said;
		d->reason = "runbook.yaml says so";
	}
	if (rb && rb->records.runbook && !strcmp(rb->records.runbook, d->path)) {
		d->class = CLASS_RUNBOOK;
		d->reason = "runbook.yaml says so";
	}
	for (size_t i = 0; rb && i < rb->environment_count; i++)
		if (rb->environments[i].manifest &&
		    !strcmp(rb->environments[i].manifest, d->path)) {
			d->class = CLASS_MANIFEST;
			d->reason = "runbook.yaml says so";
		}
}

static int read_one(const struct snapshot *files, const struct snapshot_file *file,
		    const struct runbook *rb, struct arena *arena, struct document *ret,
		    struct arena *scratch, struct err *err)
{
	struct document d = {
		.path = file->path, .file = file, .reason = "nothing tells what it is"};
	int failed = 0;

	if (class_is_markdown(file->path) || marks_path(file->path))
		failed = read_markdown(files, &d, scratch, err);
	else if (is_data(file->path) || class_asks_text(file->path))
		failed = read_data(files, &d, scratch, err);
	else
		d.class = class_of(file->path, bytes_of("", 0), &d.reason);
	if (d.class == CLASS_OTHER && class_other_markup(file->path))
		d.reason = arena_printf(arena, "it is %s, and only Markdown is read",
					class_other_markup(file->path));
	if (failed) {
		if (err->code != ERR_LIMIT)
			return -1;
		*err = (struct err){0};
		d.class = CLASS_OTHER;
		d.reason = "it is too large to be read";
	}
	obey(rb, &d);
	*ret = d;
	return 0;
}

/* A document in another markup whose name says that it is about work: it is told that nobody read it. */
static bool is_unread_work(const char *path)
{
	return class_other_markup(path) && class_is_work(path);
}

/* What nobody would call a document: code, pictures, data of something else. */
static bool is_document(const struct document *d)
{
	return d->class != CLASS_OTHER
		       ? d->class != CLASS_VENDORED || class_is_markdown(d->path)
		       : class_is_markdown(d->path) || is_unread_work(d->path);
}

int documents_read(const struct snapshot *files, const struct snapshot_file *list, size_t count,
		   const struct runbook *runbook, struct arena *arena, struct documents *ret,
		   struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct documents all = {.files = count};

	for (size_t i = 0; i < count; i++) {
		struct document d;

		if (!is_regular(&list[i]))
			continue;
		if (read_one(files, &list[i], runbook, arena, &d, &scratch, err) < 0)
			return -1;
		arena_reset(&scratch);
		if (!is_document(&d))
			continue;
		*ARENA_PUSH(arena, all.items, all.count) = d;
		all.of[d.class]++;
		all.operational += document_kinds[d.class].operational;
		all.marks += document_has_steps(&d) ? d.marks : 0;
	}
	*ret = all;
	return 0;
}

bool document_has_steps(const struct document *d)
{
	return class_has_steps(d->class);
}

const struct document *documents_find(const struct documents *documents, const char *path)
{
	size_t at = texts_seek(documents->items, documents->count, sizeof(*documents->items),
			       path);

	return at < documents->count && !strcmp(documents->items[at].path, path)
		       ? &documents->items[at]
		       : NULL;
}

size_t documents_nearest(const struct documents *documents, const struct document **ret,
			 size_t max)
{
	size_t count = 0;

	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < documents->count && count < max; i++) {
			const struct document *d = &documents->items[i];
			int nearness = d->steps || d->marks	 ? 0
				       : d->class == CLASS_OTHER ? 1
								 : 2;

			if (nearness == pass && d->class != CLASS_VENDORED)
				ret[count++] = d;
		}
	return count;
}
