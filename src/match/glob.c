#include "match/glob.h"

/* The end of a bracket expression that begins at p ('['): behind its ']'; NULL when open. */
static const char *bracket_end(const char *p)
{
	p++;
	if (*p == '!' || *p == '^')
		p++;
	if (*p == ']')
		p++;
	for (; *p && *p != ']'; p++) {
		if (*p == '\\' && p[1]) {
			p++;
		} else if (*p == '[' && p[1] == ':') {
			const char *close = strstr(p + 2, ":]");

			if (close)
				p = close + 1;
		}
	}
	return *p ? p + 1 : NULL;
}

/* The end of the segment that begins at p: its slash or the end. A bracket may hold slashes. */
static const char *segment_end(const char *p)
{
	while (*p && *p != '/') {
		const char *end = *p == '[' ? bracket_end(p) : NULL;

		if (end)
			p = end;
		else
			p += *p == '\\' && p[1] ? 2 : 1;
	}
	return p;
}

static bool in_class(const char *name, size_t len, unsigned char c)
{
	static const struct {
		const char *name;
		const char *ranges; /* pairs: first, last */
	} classes[] = {
		{"alnum", "09AZaz"},   {"alpha", "AZaz"},
		{"blank", "  \t\t"},   {"cntrl", "\001\037\177\177"},
		{"digit", "09"},       {"graph", "!~"},
		{"lower", "az"},       {"print", " ~"},
		{"punct", "!/:@[`{~"}, {"space", "  \t\r"},
		{"upper", "AZ"},       {"xdigit", "09AFaf"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		if (strlen(classes[i].name) != len || memcmp(classes[i].name, name, len) != 0)
			continue;
		for (const char *r = classes[i].ranges; *r; r += 2)
			if (c >= (unsigned char)r[0] && c <= (unsigned char)r[1])
				return true;
		return false;
	}
	return false;
}

/* One character against the bracket at p; end is behind its ']'. */
static bool bracket_matches(const char *p, const char *end, char found)
{
	unsigned char c = (unsigned char)found;
	bool negated = p[1] == '!' || p[1] == '^', hit = false;
	const char *last = end - 1;

	p += negated ? 2 : 1;
	for (; p < last; p++) {
		unsigned char low, high;

		if (*p == '[' && p[1] == ':') {
			const char *close = strstr(p + 2, ":]");

			if (close && close < last) {
				hit |= in_class(p + 2, (size_t)(close - p - 2), c);
				p = close + 1;
				continue;
			}
		}
		if (*p == '\\' && p + 1 < last)
			p++;
		low = high = (unsigned char)*p;
		if (p[1] == '-' && p + 2 < last) {
			p += 2;
			if (*p == '\\' && p + 1 < last)
				p++;
			high = (unsigned char)*p;
		}
		hit |= c >= low && c <= high;
	}
	return hit != negated && found != '/';
}

/*
 * One segment. A mismatch goes back to the last star only: an earlier one could take no text
 * that the last cannot.
 */
static bool segment_matches(const char *p, const char *p_end, const char *t, const char *t_end)
{
	const char *star = NULL, *star_text = NULL, *end;

	while (t < t_end || p < p_end) {
		if (p < p_end && *p == '*') {
			while (p < p_end && *p == '*')
				p++;
			star = p;
			star_text = t;
			continue;
		}
		if (p < p_end && t < t_end) {
			if (*p == '[') {
				end = bracket_end(p);
				if (!end || end > p_end)
					return false;
				if (bracket_matches(p, end, *t)) {
					p = end;
					t++;
					continue;
				}
			} else if (*p == '\\' && p + 1 < p_end && p[1] == *t) {
				p += 2;
				t++;
				continue;
			} else if (*p != '\\' && (*p == '?' || *p == *t)) {
				p++;
				t++;
				continue;
			}
		}
		if (!star || star_text >= t_end)
			return false;
		p = star;
		t = ++star_text;
	}
	return true;
}

static bool is_any(const char *p, const char *end)
{
	return end - p == 2 && p[0] == '*' && p[1] == '*';
}

/* Segment by segment; again only the last `**` needs to be gone back to. */
bool glob_match(const char *pattern, const char *path)
{
	const char *p = pattern, *t = path, *any = NULL, *any_text = NULL;

	if (!*pattern)
		return false;
	while (t) {
		const char *p_end = p ? segment_end(p) : NULL;
		const char *t_end = t + strcspn(t, "/");

		if (p && is_any(p, p_end)) {
			if (!*p_end)
				return true; /* takes the rest, which is at least one segment */
			p = any = p_end + 1;
			any_text = t;
			continue;
		}
		if (p && segment_matches(p, p_end, t, t_end)) {
			p = *p_end ? p_end + 1 : NULL;
			t = *t_end ? t_end + 1 : NULL;
			if (t || !p)
				continue;
		}
		if (!any)
			return false;
		any_text += strcspn(any_text, "/");
		if (!*any_text)
			return false;
		p = any;
		t = ++any_text;
	}
	return !p;
}

bool glob_valid(const char *pattern, const char **ret_reason)
{
	const char *reason = *pattern ? NULL : "it is empty";

	for (const char *p = pattern; *p && !reason;) {
		if (*p == '[') {
			p = bracket_end(p);
			if (!p) {
				reason = "a '[' without its ']'";
				break;
			}
		} else if (*p == '\\') {
			if (!p[1])
				reason = "a backslash at its end";
			p += p[1] ? 2 : 1;
		} else {
			p++;
		}
	}
	if (reason && ret_reason)
		*ret_reason = reason;
	return !reason;
}

size_t glob_literal_prefix(const char *pattern)
{
	return strcspn(pattern, "*?[\\");
}

bool glob_is_literal(const char *pattern)
{
	return !pattern[glob_literal_prefix(pattern)];
}
