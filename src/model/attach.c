/* attach.c - the files that an event brings along: which it may, which it must. */
#include "model/internal.h"

#include "base/texts.h"

/* "checkpoints/<yyyy>/<mm>/<name>/": the folder of the ledger in which a sealed file lies; NULL. */
static const char *folder_of(const char *path, struct arena *a)
{
	unsigned year, month;
	int len = 0;
	const char *name, *slash;

	if (sscanf(path, "checkpoints/%4u/%2u/%n", &year, &month, &len) != 2 || len != 20)
		return NULL;
	name = path + len;
	slash = strchr(name, '/');
	return slash && slash != name ? arena_strndup(a, path, (size_t)(slash + 1 - path))
				      : NULL;
}

/* Where the event's CHECKPOINT.yaml goes; NULL: it brings none. */
static const char *sealed_folder(const struct event *event, struct arena *a)
{
	const struct event_values *files = &event->fields[FIELD_FILE];

	for (size_t i = 0; event->word == EVENT_CHECKPOINT && i < files->count; i++) {
		const char *path, *folder;
		char sha256[65];

		event_file_parts(files->items[i], &path, sha256);
		folder = folder_of(path, a);
		if (folder && !strcmp(path + strlen(folder), "CHECKPOINT.yaml"))
			return folder;
	}
	return NULL;
}

bool event_may_attach(const struct event *event, const char *path, struct arena *a)
{
	const char *folder;

	switch (event_kind(event)) {
	case KIND_INIT:
	case KIND_TRUST:
		return !strcmp(path, "trust.yaml");
	case KIND_ADOPT:
		return event->word == EVENT_ADOPT &&
		       (!strcmp(path, "runbook.yaml") || state_manifest_of(path, a));
	case KIND_START:
		if (!event_get(event, FIELD_RESTORED_TO))
			return false;
		/* fall through */
	case KIND_PIN:
		return !strcmp(path,
			       state_manifest_path(event_get(event, FIELD_ENVIRONMENT), a));
	case KIND_SEAL:
		folder = sealed_folder(event, a);
		return folder && text_begins(path, folder);
	default:
		return false;
	}
}

/* The one attachment that the kind cannot do without; NULL: none. */
static const char *must_attach(struct draft *d)
{
	switch (event_kind(d->event)) {
	case KIND_INIT:
	case KIND_TRUST:
		return "trust.yaml";
	case KIND_ADOPT:
		return d->event->word == EVENT_ADOPT ? "runbook.yaml" : NULL;
	case KIND_PIN: /* a promotion may leave each pin as it is */
		return d->event->fields[FIELD_PIN].count
			       ? state_manifest_path(event_get(d->event, FIELD_ENVIRONMENT),
						     d->arena)
			       : NULL;
	case KIND_SEAL:
		if (d->event->word == EVENT_UNSEAL)
			return NULL;
		return sealed_folder(d->event, d->arena)
			       ? arena_printf(d->arena, "%sCHECKPOINT.yaml",
					      sealed_folder(d->event, d->arena))
			       : "checkpoints/<yyyy>/<mm>/<name>/CHECKPOINT.yaml";
	default:
		return NULL;
	}
}

/* No path twice, none that leads through another file. */
static void check_paths(struct draft *d)
{
	const struct event_values *files = &d->event->fields[FIELD_FILE];
	struct strmap seen = {.arena = d->arena};
	const char *path;
	char sha256[65];

	for (size_t i = 0; i < files->count; i++) {
		event_file_parts(files->items[i], &path, sha256);
		if (strmap_get(&seen, path))
			malformed(d, "each file once", path, "the event names '%s' twice",
				  path);
		strmap_put(&seen, path, d);
	}
	for (size_t i = 0; i < files->count; i++) {
		char *folder;

		event_file_parts(files->items[i], &path, sha256);
		folder = arena_strdup(d->arena, path);
		for (char *slash = strrchr(folder, '/'); slash; slash = strrchr(folder, '/')) {
			*slash = '\0';
			if (strmap_get(&seen, folder))
				malformed(d, "a file or a folder", folder,
					  "the event makes '%s' both", folder);
		}
	}
}

/* Mcade-File entries that no rule computes are attachments: are they of this kind of event? */
void draft_attachments(struct draft *d, struct file_changes *changes)
{
	const struct event_values *files = &d->event->fields[FIELD_FILE];
	const char *must = must_attach(d);
	size_t computed = changes->count;
	bool found = !must;

	check_paths(d);
	for (size_t i = 0; i < files->count; i++) {
		struct file_changes own = {changes->items, computed};
		char sha256[65];
		const char *path;

		event_file_parts(files->items[i], &path, sha256);
		if (texts_among(own.items, own.count, sizeof(*own.items), path))
			continue;
		if (!event_may_attach(d->event, path, d->arena)) {
			malformed(d, "files of this kind of event", path,
				  "event '%s' may not bring '%s'",
				  event_info(d->event->word)->word, path);
			continue;
		}
		if (must && !strcmp(path, must)) {
			found = true;
			if (event_kind(d->event) == KIND_ADOPT &&
			    strcmp(sha256, event_get(d->event, FIELD_RUNBOOK) + 7) != 0)
				malformed(d, event_get(d->event, FIELD_RUNBOOK) + 7, sha256,
					  "'runbook.yaml' is not the runbook that the event "
					  "names");
		}
		*ARENA_PUSH(d->arena, changes->items, changes->count) = (struct file_change){
			.path = path, .attached = true};
	}
	if (!found)
		malformed(d, must, "no such file", "event '%s' brings '%s' along",
			  event_info(d->event->word)->word, must);
}
