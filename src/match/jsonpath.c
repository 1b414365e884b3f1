#include "match/jsonpath.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/strbuf.h"

#define STEPS_MAX 64

static bool name_byte(char c, bool first)
{
	return ascii_is_letter(c) || c == '_' || (unsigned char)c >= 0x80 ||
	       (!first && (ascii_is_alnum(c) || c == '-'));
}

/* ['name'] or ["name"]: p is at the quote; NULL when it is not closed. */
static const char *quoted(const char *p, struct arena *a, struct jsonpath_step *ret)
{
	struct strbuf name = STRBUF_INIT;
	char quote = *p++;

	for (; *p && *p != quote; p++) {
		if (*p == '\\' && p[1])
			p++;
		strbuf_addch(&name, *p);
	}
	*ret = (struct jsonpath_step){JSONPATH_NAME, arena_strdup(a, name.buf), 0};
	strbuf_free(&name);
	return *p ? p + 1 : NULL;
}

static const char *number(const char *p, struct jsonpath_step *ret)
{
	bool negative = *p == '-';
	int64_t value = 0;

	p += negative;
	if (*p < '0' || *p > '9')
		return NULL;
	for (; *p >= '0' && *p <= '9'; p++) {
		value = value * 10 + (*p - '0');
		if (value > INT32_MAX)
			return NULL;
	}
	*ret = (struct jsonpath_step){JSONPATH_INDEX, NULL, negative ? -value : value};
	return p;
}

static const char *bracket(const char *p, struct arena *a, struct jsonpath_step *ret)
{
	p++;
	if (*p == '*') {
		*ret = (struct jsonpath_step){JSONPATH_ALL, NULL, 0};
		p++;
	} else if (*p == '\'' || *p == '"') {
		p = quoted(p, a, ret);
	} else {
		p = number(p, ret);
	}
	return p && *p == ']' ? p + 1 : NULL;
}

static const char *dotted(const char *p, struct arena *a, struct jsonpath_step *ret)
{
	const char *begin = ++p;

	if (*p == '*') {
		*ret = (struct jsonpath_step){JSONPATH_ALL, NULL, 0};
		return p + 1;
	}
	while (name_byte(*p, p == begin))
		p++;
	if (p == begin)
		return NULL;
	*ret = (struct jsonpath_step){JSONPATH_NAME,
				      arena_memdup(a, begin, (size_t)(p - begin)), 0};
	return p;
}

int jsonpath_parse(const char *text, struct srcpos at, struct arena *a,
		   struct jsonpath *ret_path, struct err *err)
{
	struct jsonpath_step *steps = NULL, step = {0};
	const char *p = text;
	size_t count = 0;

	if (*p != '$' || strlen(text) > LIMIT_FIELD)
		return err_at(err, ERR_FORMAT, at, "JSON path '%s' must begin with '$'", text);
	for (p++; *p;) {
		const char *next = *p == '['   ? bracket(p, a, &step)
				   : *p == '.' ? dotted(p, a, &step)
					       : NULL;

		if (!next || count >= STEPS_MAX)
			return err_at(err, ERR_FORMAT, at,
				      "JSON path '%s': expected .name, ['name'], [0], [*] or "
				      ".* at character %zu",
				      text, (size_t)(p - text) + 1);
		*ARENA_PUSH(a, steps, count) = step;
		p = next;
	}
	*ret_path = (struct jsonpath){steps, count};
	return 0;
}

const char *jsonpath_member(const char *parent, const char *name, struct arena *a)
{
	struct strbuf out = STRBUF_INIT;
	bool plain = *name;
	const char *text;

	for (const char *p = name; *p; p++)
		plain = plain && name_byte(*p, p == name);
	strbuf_addf(&out, plain ? "%s." : "%s['", parent);
	for (const char *p = name; *p; p++) {
		if (!plain && (*p == '\'' || *p == '\\'))
			strbuf_addch(&out, '\\');
		strbuf_addch(&out, *p);
	}
	strbuf_addstr(&out, plain ? "" : "']");
	text = arena_strdup(a, out.buf);
	strbuf_free(&out);
	return text;
}

const char *jsonpath_element(const char *parent, size_t index, struct arena *a)
{
	return arena_printf(a, "%s[%zu]", parent, index);
}
