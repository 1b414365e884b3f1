/*
 * programs.c - what a program reads that no word of its command names as a file: the folders that it is told, and
 * what it looks for by itself.
 */
#include "meaning/internal.h"

#include "base/path.h"
#include "base/texts.h"
#include "repo/object.h"

/* A word of theirs that is a folder stands for all of it: what they run, what they are told. */
static const char *const runs_folders[] = {"ansible", "ansible-playbook", "run-parts"};
static const char *const takes_folders[] = {"helm", "kubectl", "kustomize", "terraform",
					    "tofu"};

/* Beside an inventory stands what it says of its hosts. */
static int take_beside(struct naming *n, const char *path)
{
	static const char *const names[] = {"group_vars", "host_vars"};
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *folder = arena_printf(
			n->a, "%.*s%s", slash ? (int)(slash + 1 - path) : 0, path, names[i]);
		uint32_t mode;

		if (meaning_mode(n, folder, &mode) < 0 ||
		    (mode == TREE_DIRECTORY && meaning_folder(n, folder) < 0))
			return -1;
	}
	return 0;
}

static int take_word(struct naming *n, const char *word, bool runs)
{
	const char *value = word[0] == '-' ? strchr(word, '=') : NULL;
	const char *path = meaning_path(n, NULL, value ? value + 1 : word);
	uint32_t mode = 0;

	if (path && *path && meaning_mode(n, path, &mode) < 0)
		return -1;
	if (mode == TREE_DIRECTORY)
		return runs ? meaning_folder(n, path) : meaning_tree(n, path);
	return mode && runs ? take_beside(n, path) : 0;
}

int meaning_read_by(struct naming *n, char *const *words, size_t count)
{
	const char *program = path_last(words[0]);
	bool runs = texts_have(runs_folders, ARRAY_SIZE(runs_folders), program);

	if (!n->meant || !n->strict)
		return 0;
	if (meaning_project(n, words, count) < 0)
		return -1;
	if (!runs && !texts_have(takes_folders, ARRAY_SIZE(takes_folders), program))
		return 0;
	for (size_t i = 1; i < count; i++)
		if (take_word(n, words[i], runs) < 0)
			return -1;
	return 0;
}
