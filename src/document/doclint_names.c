/* doclint_names.c - what makes a repository treacherous to read: twins, garbage, nested copies,
 * what stands for something that is missing. */
#include "document/doclint_parts.h"

#include "base/path.h"
#include "base/quote.h"
#include "base/spelling.h"
#include "base/texts.h"
#include "text/deprecation.h"
#include "text/stub.h"

/* Names that some disks, and some readers, take for one; folders too, each once. */
static void twins(struct linting *lint)
{
	struct strmap seen = {.arena = lint->arena};
	struct strmap told = {.arena = lint->arena};

	for (size_t i = 0; i < lint->file_count; i++) {
		char *path = arena_strdup(lint->arena, lint->files[i].path);

		for (char *end = path; end; end = *end ? end + 1 : NULL) {
			const char *name, *fold, *other;

			end += strcspn(end, "/");
			name = arena_strndup(lint->arena, path, (size_t)(end - path));
			fold = spelling_fold(name, lint->arena);
			other = strmap_get(&seen, fold);
			if (!other) {
				strmap_put(&seen, fold, (void *)(uintptr_t)name);
			} else if (strcmp(other, name) != 0 && !strmap_get(&told, fold)) {
				strmap_put(&told, fold, lint);
				finding_add(lint->found, RULE_DOCUMENT, FINDING_WARN,
					    (struct finding){.path = lint->files[i].path,
							     .expected = "one spelling",
							     .found = other,
							     .fix = "hint: keep one of them, "
								    "under one name"},
					    "'%s' and '%s' are one name on some disks", name,
					    other);
			}
			if (!*end)
				break;
		}
	}
}

/* A name that a shell or a template made, and nobody meant. */
static bool is_broken_name(const char *path)
{
	const char *name = path_last(path);

	return strpbrk(name, "{}$`|<>\"*?\\;") || text_ends(name, ":") || *name == ' ' ||
	       text_ends(name, " ") || !strcmp(name, "=") || text_begins(name, "-") ||
	       text_begins(name, "~");
}

static const char empty_blob[] = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

static void garbage(struct linting *lint)
{
	for (size_t i = 0; i < lint->file_count; i++) {
		const struct snapshot_file *file = &lint->files[i];
		char hex[OID_HEX_SIZE];

		oid_hex(&file->id, hex);
		if (strcmp(hex, empty_blob) != 0 || !is_broken_name(file->path))
			continue;
		finding_add(lint->found, RULE_DOCUMENT, FINDING_WARN,
			    (struct finding){
				    .path = file->path,
				    .expected = "a file with something in it",
				    .found = "no bytes, and a broken name",
				    .fix = arena_printf(lint->arena, "git rm -- %s",
							shell_quote(file->path, lint->arena))},
			    "'%s' is empty, and has a name that no person gives", file->path);
	}
}

/* The file of which this one is the same, byte for byte, in a copy of the tree. */
static const struct snapshot_file *copied_from(const struct linting *lint,
					       const struct snapshot_file *file)
{
	for (const char *at = strchr(file->path, '/'); at; at = strchr(at + 1, '/')) {
		const struct snapshot_file *same = doclint_file(lint, at + 1);

		if (strchr(at + 1, '/') && same && oid_equal(&same->id, &file->id))
			return same;
	}
	return NULL;
}

/* Each folder that holds a copy of what is judged, once, by its first such file. */
static void copies(struct linting *lint)
{
	struct strmap told = {.arena = lint->arena};

	for (size_t i = 0; i < lint->documents.count; i++) {
		const struct document *d = &lint->documents.items[i];
		const struct snapshot_file *from;
		const char *folder;

		if (!document_kinds[d->class].operational || doclint_original(lint, d->path))
			continue;
		from = copied_from(lint, d->file);
		if (!from)
			continue;
		folder = arena_strndup(lint->arena, d->path,
				       strlen(d->path) - strlen(from->path));
		if (strmap_get(&told, folder))
			continue;
		strmap_put(&told, folder, lint);
		finding_add(
			lint->found, RULE_DOCUMENT, FINDING_WARN,
			(struct finding){.path = d->path,
					 .expected = "one of them",
					 .found = from->path,
					 .fix = "hint: remove the copy that is not kept up"},
			"'%s' is a nested copy of what is in this repository", folder);
	}
}

/* Kept for what would have been there: whoever reads the list of files takes it for that. */
static int stubs(struct linting *lint, struct err *err)
{
	for (size_t i = 0; i < lint->documents.count; i++) {
		const struct document *d = &lint->documents.items[i];
		struct bytes text;
		unsigned line;
		bool found;

		if (d->class == CLASS_GUIDE || d->class == CLASS_VENDORED ||
		    !class_is_markdown(d->path) || strstr(d->path, "template") ||
		    deprecation_path(d->path, NULL))
			continue;
		if (snapshot_read(lint->head, d->path, &lint->scratch, &text, &found, err) < 0)
			return -1;
		line = found ? stub_line(text) : 0;
		arena_reset(&lint->scratch);
		if (line)
			finding_add(lint->found, RULE_DOCUMENT, FINDING_WARN,
				    (struct finding){.at = {d->path, line, 1},
						     .path = d->path,
						     .expected = "what it is kept for",
						     .found = "a placeholder",
						     .fix = "hint: write it, or say in another "
							    "document that there is none"},
				    "'%s' only stands for what is missing", d->path);
	}
	return 0;
}

int doclint_names(struct linting *lint, struct err *err)
{
	twins(lint);
	garbage(lint);
	copies(lint);
	return stubs(lint, err);
}
