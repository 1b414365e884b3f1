#include "markdown/internal.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/strmap.h"
#include "base/utf8.h"

bool md_is_letter(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} others[] = {{0x80, 0xa9},	{0xab, 0xb4},	  {0xb6, 0xb9},	     {0xbb, 0xbf},
		      {0xd7, 0xd7},	{0xf7, 0xf7},	  {0x2000, 0x203e},  {0x2041, 0x2053},
		      {0x2055, 0x2070}, {0x2072, 0x207e}, {0x2080, 0x208f},  {0x20a0, 0x20cf},
		      {0x2190, 0x2bff}, {0x3000, 0x3004}, {0x3008, 0x3020},  {0xe000, 0xf8ff},
		      {0xff01, 0xff0f}, {0xfff0, 0xffff}, {0x1f000, 0x1faff}};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (c >= others[i].first && c <= others[i].last)
			return false;
	return true;
}

static uint32_t lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if (((c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14a && c <= 0x177)) &&
	    c % 2 == 0)
		return c + 1;
	return c;
}

const char *md_slug(const char *heading, struct arena *arena)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct bytes text = bytes_text(heading);

	for (size_t at = 0; at < text.len;) {
		uint32_t c;
		size_t size = utf8_decode(text, at, &c);

		at += size ? size : 1;
		if (!size)
			continue;
		if (c == ' ' || c == '\n')
			strbuf_addch(&out, '-');
		else if (c < 0x80 ? c == '-' || c == '_' || (c >= '0' && c <= '9') ||
					    ((c | 32) >= 'a' && (c | 32) <= 'z')
				  : md_is_letter(c))
			utf8_append(&out, lower(c));
	}
	return arena_strndup(arena, out.buf, out.len);
}

void md_number_slugs(struct md_block *blocks, size_t count, struct arena *arena)
{
	struct strmap seen = {.arena = arena};

	for (size_t i = 0; i < count; i++) {
		unsigned *again;

		if (blocks[i].kind != MD_HEADING)
			continue;
		blocks[i].slug = md_slug(blocks[i].text, arena);
		again = strmap_get(&seen, blocks[i].slug);
		if (again) {
			blocks[i].slug = arena_printf(arena, "%s-%u", blocks[i].slug, ++*again);
		} else {
			again = arena_alloc(arena, sizeof(*again));
			*again = 0;
			strmap_put(&seen, blocks[i].slug, again);
		}
	}
}

/* id="anchor" or name='anchor' in a tag. */
static bool tag_has_anchor(const char *html, const char *anchor)
{
	static const char *const attributes[] = {"id=", "name="};
	size_t len = strlen(anchor);

	for (size_t i = 0; i < ARRAY_SIZE(attributes); i++)
		for (const char *at = html; (at = strstr(at, attributes[i]));) {
			at += strlen(attributes[i]);
			if ((*at == '"' || *at == '\'') && !strncmp(at + 1, anchor, len) &&
			    at[1 + len] == *at)
				return true;
		}
	return false;
}

bool md_has_anchor(const struct md_doc *doc, const char *anchor)
{
	for (size_t i = 0; i < doc->count; i++) {
		const struct md_block *block = &doc->blocks[i];

		if (block->kind == MD_HEADING && !strcmp(block->slug, anchor))
			return true;
		if (block->kind == MD_HTML && tag_has_anchor(block->text, anchor))
			return true;
		for (size_t j = 0; j < block->span_count; j++)
			if (block->spans[j].kind == MD_SPAN_HTML &&
			    tag_has_anchor(block->spans[j].text, anchor))
				return true;
	}
	return false;
}
