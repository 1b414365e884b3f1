#include "import/import_parts.h"
#include "base/path.h"
#include "base/texts.h"

#define EXAMPLES_MAX 100 /* commands that are looked at */

static const char *folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(arena, path, (size_t)(slash - path)) : "";
}

/* Asks the repository where a playbook stands that the document names without folder. */
static const char *found_path(const struct import *import, const char *playbook)
{
	const struct import_options *options = import->options;

	return options->find ? options->find(options->ctx, path_last(playbook)) : NULL;
}

/* The folder that most playbooks stand in; the first of equals. */
static const char *most_common_folder(const struct import *import)
{
	const char *best = NULL;
	size_t best_count = 0;

	for (size_t i = 0; i < import->step_count; i++) {
		const char *playbook = import->steps[i].playbook, *mine;
		size_t count = 0;

		if (!playbook)
			continue;
		if (!strchr(playbook, '/'))
			playbook = found_path(import, playbook);
		if (!playbook || !strchr(playbook, '/') || playbook[0] == '/')
			continue;
		mine = folder(import->arena, playbook);
		for (size_t j = 0; j < import->step_count; j++) {
			const char *other = import->steps[j].playbook;

			count += other && !strncmp(other, mine, strlen(mine)) &&
				 other[strlen(mine)] == '/';
		}
		if (!best || count > best_count) {
			best = mine;
			best_count = count;
		}
	}
	return best;
}

/* The part of `path` before what `shown` names: "ansible" for "playbooks/x.yml". */
static const char *before(struct arena *arena, const char *path, const char *shown)
{
	size_t len = strlen(path), tail = strlen(shown);

	if (tail + 1 >= len || strcmp(path + len - tail, shown) || path[len - tail - 1] != '/')
		return NULL;
	return arena_strndup(arena, path, len - tail - 1);
}

static const char *full_path(struct import *import, const struct import_step *step)
{
	const char *found;

	if (!step->playbook)
		return NULL;
	if (strchr(step->playbook, '/'))
		return step->playbook;
	found = step->repo ? NULL : found_path(import, step->playbook);
	if (found)
		return found;
	return import->playbooks && *import->playbooks
		       ? arena_printf(import->arena, "%s/%s", import->playbooks, step->playbook)
		       : step->playbook;
}

/* Splits at blanks; false when a word would mean something to a shell. */
static bool split(struct arena *arena, const char *text, struct import_list *ret)
{
	while (*text) {
		size_t len = strcspn(text, " \t");

		if (len) {
			const char *word = arena_strndup(arena, text, len);

			if (strpbrk(word, "\"'`$&|;<>(){}*?\\~"))
				return false;
			import_push(arena, ret, word);
		}
		text += len;
		while (*text == ' ' || *text == '\t')
			text++;
	}
	return ret->count > 1;
}

/* "inventories/prod/hosts.ini" is of prod: no other environment gets it by default. */
static void take_inventory(struct import *import, const char **word)
{
	for (size_t i = 0; i < import->environment_count; i++) {
		struct import_environment *e = &import->environments[i];

		if (!path_is_in(*word, e->id))
			continue;
		e->inventory = *word;
		*word = "${{ vars.inventory }}";
		return;
	}
}

/* A line of an example that runs a step's playbook: how all of them are run. */
static bool read_example(struct import *import, const char *text)
{
	struct import_list words = {NULL, 0};
	const char *cwd = NULL;
	bool uses = false;

	while (*text == ' ' || *text == '\t')
		text++;
	if (!text_begins(text, "ansible-playbook ") || !split(import->arena, text, &words))
		return false;
	for (size_t i = 0; i < words.count; i++) {
		for (size_t j = 0; !uses && j < import->step_count; j++) {
			const char *path = full_path(import, &import->steps[j]);

			if (!path || strcmp(path_last(path), path_last(words.items[i])))
				continue;
			cwd = before(import->arena, path, words.items[i]);
			words.items[i] = "${{ step.uses }}";
			uses = true;
		}
		if (text_begins(words.items[i], "--ask-"))
			import->interactive = true;
	}
	if (!uses)
		return false;
	for (size_t i = 1; i < words.count; i++)
		take_inventory(import, &words.items[i]);
	import->run = words;
	import->cwd = cwd;
	return true;
}

static void find_example(struct import *import, const struct import_document *documents,
			 size_t count)
{
	size_t tried = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < documents[i].count; j++) {
			if (!documents[i].lines[j].code ||
			    !strstr(documents[i].lines[j].text, "ansible-playbook "))
				continue;
			if (read_example(import, documents[i].lines[j].text) ||
			    ++tried == EXAMPLES_MAX)
				return;
		}
}

static const char *relative(const struct import *import, const char *path)
{
	size_t len = import->cwd ? strlen(import->cwd) : 0;

	return len && !strncmp(path, import->cwd, len) && path[len] == '/' ? path + len + 1
									   : path;
}

void import_places(struct import_reading *reading, const struct import_document *documents,
		   size_t count)
{
	struct import *import = reading->import;

	import->playbooks = most_common_folder(import);
	find_example(import, documents, count);
	/* ansible/playbooks/x.yml is run as playbooks/x.yml from ansible */
	if (!import->cwd && import->playbooks && strchr(import->playbooks, '/') &&
	    !strcmp(path_last(import->playbooks), "playbooks"))
		import->cwd = folder(import->arena, import->playbooks);
	for (size_t i = 0; i < import->step_count; i++) {
		struct import_step *step = &import->steps[i];
		const char *path = full_path(import, step);

		if (!path)
			continue;
		step->uses = relative(import, path);
		step->slug = import_slug(import->arena, path);
	}
}
