#include "text/refers.h"

#include "base/ascii.h"

/* What goes on with a path as people write it; other letters end it, so that none hides one. */
static bool is_path(char c)
{
	return ascii_is_name(c) || c == '/';
}

/*
 * The word that goes on from there both ways, from where on it is known what its folders are: not before
 * "./", "../", "//" or behind a variable. A full stop at its end is the sentence's.
 */
static struct bytes word_at(struct bytes text, const char *at, size_t len)
{
	const char *begin = at, *end = at + len;
	const char *first = text.data, *last = first + text.len;
	bool variable;

	while (begin > first && is_path(begin[-1]))
		begin--;
	variable = begin > first && begin[-1] == '$';
	while (end < last && is_path(*end))
		end++;
	while (end > at + len && end[-1] == '.')
		end--;
	for (const char *c = begin; c < at; c++) {
		if (*c != '/')
			continue;
		if (variable || c == begin || c[-1] == '.' || c[-1] == '/')
			begin = c + 1;
		variable = false;
	}
	return bytes_of(begin, (size_t)(end - begin));
}

/* Is the shorter one the end of the other, from the beginning of one of its parts on? */
static bool is_end(struct bytes word, struct bytes path)
{
	struct bytes more = word.len > path.len ? word : path,
		     less = word.len > path.len ? path : word;
	const char *rest = (const char *)more.data + more.len - less.len;

	return !memcmp(rest, less.data, less.len) && (more.len == less.len || rest[-1] == '/');
}

static bool names(struct bytes text, const char *what, const char *path)
{
	const char *at = text.data, *end = at + text.len;
	size_t len = strlen(what);

	while (len && (at = memmem(at, (size_t)(end - at), what, len))) {
		struct bytes word = word_at(text, at, len);

		if (is_end(word, bytes_text(path)))
			return true;
		at += len;
	}
	return false;
}

bool text_refers(struct bytes text, const char *path)
{
	const char *slash = strrchr(path, '/');

	return names(text, slash ? slash + 1 : path, path);
}

bool text_lists(struct bytes text, const char *path)
{
	return names(text, path, path);
}
