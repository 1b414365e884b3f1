#include "repo/change.h"

#include <strings.h>

static bool begins(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

bool prefix_set_has(const struct prefix_set *set, const char *path)
{
	if (!set)
		return true;
	for (size_t i = 0; i < set->count; i++)
		if (begins(path, set->items[i]))
			return true;
	return false;
}

bool prefix_set_below(const struct prefix_set *set, const char *directory)
{
	if (!set)
		return true;
	for (size_t i = 0; i < set->count; i++)
		if (begins(directory, set->items[i]) || begins(set->items[i], directory))
			return true;
	return false;
}

bool tree_path_ok(const char *path)
{
	for (size_t len;; path += len + 1) {
		len = strcspn(path, "/");
		if (!len || (len == 1 && path[0] == '.') ||
		    (len == 2 && path[0] == '.' && path[1] == '.') ||
		    (len == 4 && !strncasecmp(path, ".git", 4)))
			return false;
		if (!path[len])
			return true;
	}
}
