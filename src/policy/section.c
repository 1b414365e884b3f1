/* section.c - the part of a Markdown document under one heading; declared in append.h. */
#include "policy/append.h"

#include "match/glob.h"

#define HEADING_MAX 512

/* An ATX heading (CommonMark 0.31.2, 4.2): its level, 0 for any other line. */
static unsigned heading_level(const char *at, const char *end, struct bytes *ret_text)
{
	unsigned level = 0;
	const char *start = at;

	while (at < end && *at == ' ' && at - start < 4)
		at++;
	if (at - start > 3)
		return 0;
	while (at < end && *at == '#') {
		at++;
		level++;
	}
	if (!level || level > 6 || (at < end && *at != ' ' && *at != '\t' && *at != '\r'))
		return 0;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	while (end > at && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	start = end;
	while (start > at && start[-1] == '#')
		start--;
	if (start == at || start[-1] == ' ') /* a closing sequence */
		for (end = start; end > at && end[-1] == ' ';)
			end--;
	*ret_text = bytes_of(at, (size_t)(end - at));
	return level;
}

/* A heading is no path: in it a slash is a letter like any other. */
static bool heading_matches(const char *pattern, struct bytes text)
{
	char wanted[HEADING_MAX], found[HEADING_MAX];
	size_t len = strlen(pattern);

	if (len >= HEADING_MAX || text.len >= HEADING_MAX || memchr(text.data, '\0', text.len))
		return false;
	memcpy(wanted, pattern, len + 1);
	memcpy(found, text.data, text.len);
	found[text.len] = '\0';
	for (char *c = wanted; *c; c++)
		if (*c == '/')
			*c = '\x1f';
	for (char *c = found; *c; c++)
		if (*c == '/')
			*c = '\x1f';
	return glob_match(wanted, found);
}

/* Is this line the beginning or end of a fence of code? Then the text between is no heading. */
static bool is_fence(const char *at, const char *end, char *fence)
{
	while (at < end && *at == ' ')
		at++;
	if (end - at < 3 || (*at != '`' && *at != '~') || at[1] != *at || at[2] != *at ||
	    (*fence && *fence != *at))
		return false;
	*fence = *fence ? '\0' : *at;
	return true;
}

bool append_section(struct bytes text, const char *heading, struct bytes *ret_section,
		    unsigned *ret_line)
{
	const char *at = text.data, *end = at + text.len, *start = NULL;
	unsigned line = 0, level = 0;
	char fence = '\0';

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end, *next = newline ? newline + 1 : end;
		struct bytes title = {0};
		unsigned here = 0;

		line++;
		if (!is_fence(at, stop, &fence) && !fence)
			here = heading_level(at, stop, &title);
		if (here && start && here <= level) {
			*ret_section = bytes_of(start, (size_t)(at - start));
			return true;
		}
		if (here && !start && heading_matches(heading, title)) {
			level = here;
			start = next;
			*ret_line = line + 1;
		}
		at = next;
	}
	if (start)
		*ret_section = bytes_of(start, (size_t)(end - start));
	return start != NULL;
}
