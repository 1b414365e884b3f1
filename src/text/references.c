#include "text/references.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/hex.h"
#include "base/spelling.h"
#include "base/strbuf.h"
#include "base/strmap.h"
#include "base/texts.h"
#include "text/class.h"

bool reference_is_template(const char *text)
{
	return strpbrk(text, "<>*?{}$ \t|\"'`,;()\\") || strstr(text, "YYYY") ||
	       strstr(text, "...");
}

const char *reference_resolve(struct arena *arena, const char *from, const char *link)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *slash = strrchr(from, '/');

	if (slash)
		strbuf_add(&out, from, (size_t)(slash - from));
	while (*link) {
		size_t len = strcspn(link, "/");

		if (len == 2 && text_begins(link, "..")) {
			const char *last = strrchr(out.buf, '/');

			if (!out.len)
				return NULL;
			strbuf_setlen(&out, last ? (size_t)(last - out.buf) : 0);
		} else if (len && !(len == 1 && *link == '.')) {
			if (out.len)
				strbuf_addch(&out, '/');
			strbuf_add(&out, link, len);
		}
		link += len;
		while (*link == '/')
			link++;
	}
	return arena_strndup(arena, out.buf, out.len);
}

/* "Release%20plan.md" is a file with a blank in its name. */
static const char *decoded(struct arena *arena, const char *url)
{
	char *out = arena_strdup(arena, url), *to = out;

	for (const char *at = out; *at; at++) {
		char digits[2] = {ascii_lower(at[1]), at[1] ? ascii_lower(at[2]) : '\0'};
		uint8_t byte = 0;
		bool coded = *at == '%' && hex_decode(digits, 1, &byte) && byte >= ' ';

		*to++ = coded ? (char)byte : *at;
		at += coded ? 2 : 0;
	}
	*to = '\0';
	return out;
}

/* "mailto:", "ac:task-list": a scheme, before any folder; one letter is a name, or a drive. */
static bool has_scheme(const char *url)
{
	size_t len = 0;

	while (ascii_is_alnum(url[len]) || (len && url[len] && strchr("+-.", url[len])))
		len++;
	return len > 1 && !ascii_is_digit(*url) && url[len] == ':';
}

bool reference_is_relative(const char *url)
{
	return *url && *url != '/' && *url != '#' && *url != '~' && !strstr(url, "://") &&
	       !has_scheme(url);
}

/* A link: its path and the anchor behind it; false: elsewhere, or a form. */
static bool read_link(const char *url, const char *path, struct arena *a, struct reference *ret)
{
	const char *hash = strchr(url, '#');
	const char *file = hash ? arena_strndup(a, url, (size_t)(hash - url)) : url;

	if (reference_is_template(url))
		return false;
	if (*url == '#')
		ret->target = path;
	else if (reference_is_relative(url))
		ret->target = reference_resolve(a, path, decoded(a, file));
	ret->anchor = hash && hash[1] && ret->target && class_is_markdown(ret->target)
			      ? decoded(a, hash + 1)
			      : NULL;
	return ret->target && (*url != '#' || ret->anchor);
}

struct references references_of(const struct md_doc *doc, const char *path, struct arena *arena)
{
	struct references all = {0};

	for (size_t i = 0; i < doc->count; i++)
		for (size_t j = 0; j < doc->blocks[i].span_count; j++) {
			const struct md_span *span = &doc->blocks[i].spans[j];
			struct reference one = {.line = span->line, .url = span->url};

			if ((span->kind == MD_SPAN_LINK || span->kind == MD_SPAN_IMAGE) &&
			    span->url && read_link(span->url, path, arena, &one))
				*ARENA_PUSH(arena, all.items, all.count) = one;
		}
	return all;
}

/* Letters and digits alone, small: programs differ in what they make of accents and all other signs. */
static const char *bare(const char *text, bool ascii, struct arena *a)
{
	char *out = ascii ? arena_strdup(a, text) : spelling_fold(text, a), *to = out;

	for (const char *at = out; *at; at++)
		if (ascii_is_alnum(*at) || (!ascii && (unsigned char)*at >= 0x80))
			*to++ = ascii_lower(*at);
	*to = '\0';
	return out;
}

struct anchors {
	bool unread;
	struct md_doc doc;
	struct strmap bare[2]; /* of headings, with and without letters beyond ASCII */
};

/* "## Heading {#name}", "(name)=": as many generators have it. */
static void add_named(struct anchors *anchors, const char *text, struct arena *a)
{
	const char *from = strstr(text, "{#"), *end;

	if (from && (end = strpbrk(from += 2, " }")))
		strmap_put(&anchors->bare[0],
			   bare(arena_strndup(a, from, (size_t)(end - from)), false, a),
			   anchors);
	if (*text == '(' && (end = strstr(text, ")=")))
		strmap_put(&anchors->bare[0],
			   bare(arena_strndup(a, text, (size_t)(end - text)), false, a),
			   anchors);
}

const struct anchors *anchors_of(const struct md_doc *doc, struct arena *arena)
{
	struct anchors *anchors = arena_alloc(arena, sizeof(*anchors));

	*anchors = (struct anchors){.unread = !doc,
				    .bare = {{.arena = arena}, {.arena = arena}}};
	if (doc)
		anchors->doc = *doc;
	for (size_t i = 0; i < anchors->doc.count; i++) {
		const struct md_block *block = &anchors->doc.blocks[i];

		add_named(anchors, block->text, arena);
		for (int ascii = 0; ascii < 2 && block->kind == MD_HEADING; ascii++) {
			strmap_put(&anchors->bare[ascii], bare(block->slug, ascii, arena),
				   anchors);
			strmap_put(&anchors->bare[ascii], bare(block->text, ascii, arena),
				   anchors);
		}
	}
	return anchors;
}

const struct anchors *anchors_read(struct bytes text, const char *path, struct arena *arena)
{
	struct md_doc doc;
	struct err none;

	return anchors_of(md_parse(text, path, arena, &doc, &none) < 0 ? NULL : &doc, arena);
}

/* What the program that shows it makes: the top, lines of code, footnotes. */
static bool is_made(const char *anchor)
{
	return !strcasecmp(anchor, "top") || text_begins(anchor, "fn") ||
	       text_begins(anchor, "user-content-") || text_begins(anchor, ":~:") ||
	       (*anchor == 'L' && ascii_is_digit(anchor[1]));
}

bool anchors_have(const struct anchors *anchors, const char *anchor, struct arena *arena)
{
	for (int ascii = 0; ascii < 2; ascii++) {
		const char *wanted = bare(anchor, ascii, arena);

		if (*wanted && strmap_get(&anchors->bare[ascii], wanted))
			return true;
	}
	return anchors->unread || is_made(anchor) || md_has_anchor(&anchors->doc, anchor);
}

bool anchors_lost(const struct anchors *was, const struct anchors *now)
{
	for (size_t k = 0; k < 2 && !was->unread && !now->unread; k++)
		for (size_t i = 0; i < was->bare[k].size; i++)
			if (was->bare[k].entries[i].key &&
			    !strmap_get(&now->bare[k], was->bare[k].entries[i].key))
				return true;
	return false;
}
