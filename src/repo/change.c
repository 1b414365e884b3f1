#include "repo/change.h"

#include "base/texts.h"

#include <strings.h>

bool prefix_set_has(const struct prefix_set *set, const char *path)
{
	if (!set)
		return true;
	for (size_t i = 0; i < set->count; i++)
		if (text_begins(path, set->items[i]))
			return true;
	return false;
}

bool prefix_set_below(const struct prefix_set *set, const char *directory)
{
	if (!set)
		return true;
	for (size_t i = 0; i < set->count; i++)
		if (text_begins(directory, set->items[i]) ||
		    text_begins(set->items[i], directory))
			return true;
	return false;
}

/* A component that no tree can hold: "", ".", ".." and .git in any case. */
static bool name_ok(const char *name, size_t len)
{
	if (!len)
		return false;
	if (name[0] != '.' || len > 4)
		return true;
	return len == 3 || (len == 2 && name[1] != '.') ||
	       (len == 4 && strncasecmp(name, ".git", 4) != 0);
}

bool tree_path_ok(const char *path)
{
	const char *start = path, *at = path;

	for (;; at++) {
		if (*at && *at != '/')
			continue;
		if (!name_ok(start, (size_t)(at - start)))
			return false;
		if (!*at)
			return true;
		start = at + 1;
	}
}
