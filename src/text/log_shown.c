#include "text/log_shown.h"

#include "base/cleanup.h"
#include "base/spelling.h"
#include "base/utf8.h"
#include "base/texts.h"
#include "markdown/markdown.h"
#include "text/append.h"

#include <strings.h>

#define PROBE "\n\n## mcade\n"
#define BLANKS " \t\n\f\r"

/* Elements that show their text where it stands; what `ends` one does not need an end tag. */
static const struct {
	const char *name;
	bool ends;
} inert[] = {
	{"br", true},	  {"hr", true},	      {"img", true},	  {"p", true},
	{"li", true},	  {"dt", true},	      {"dd", true},	  {"tr", true},
	{"td", true},	  {"th", true},	      {"thead", true},	  {"tbody", true},
	{"b", false},	  {"i", false},	      {"em", false},	  {"strong", false},
	{"code", false},  {"kbd", false},     {"sub", false},	  {"sup", false},
	{"u", false},	  {"s", false},	      {"del", false},	  {"ins", false},
	{"small", false}, {"samp", false},    {"var", false},	  {"q", false},
	{"a", false},	  {"ul", false},      {"ol", false},	  {"dl", false},
	{"table", false}, {"tt", false},      {"pre", false},	  {"blockquote", false},
	{"abbr", false},  {"summary", false}, {"details", false}, {"h1", false},
	{"h2", false},	  {"h3", false},      {"h4", false},	  {"h5", false},
	{"h6", false},	  {"div", false},     {"span", false},	  {"time", true},
	{"data", true},	  {"address", true},  {"map", true},	  {"source", true},
};

/* All others of HTML; what is none, as in "use <host>", a page shows without it. */
static const char *const others[] = {
	"applet",  "area",     "article",   "aside",	"audio",    "base",	  "basefont",
	"bdi",	   "bdo",      "bgsound",   "big",	"body",	    "button",	  "canvas",
	"caption", "center",   "cite",	    "col",	"colgroup", "datalist",	  "dfn",
	"dialog",  "dir",      "embed",	    "fieldset", "figure",   "figcaption", "font",
	"footer",  "form",     "frame",	    "frameset", "head",	    "header",	  "hgroup",
	"html",	   "iframe",   "image",	    "input",	"isindex",  "keygen",	  "label",
	"legend",  "link",     "listing",   "main",	"mark",	    "marquee",	  "math",
	"menu",	   "menuitem", "meta",	    "meter",	"nav",	    "nextid",	  "nobr",
	"noembed", "noframes", "noscript",  "object",	"optgroup", "option",	  "output",
	"param",   "picture",  "plaintext", "portal",	"progress", "rb",	  "rp",
	"rt",	   "rtc",      "ruby",	    "script",	"search",   "section",	  "select",
	"slot",	   "strike",   "style",	    "svg",	"template", "textarea",	  "tfoot",
	"title",   "track",    "video",	    "wbr",	"xmp",
};

struct shower {
	struct arena *arena;
	struct log_heading *headings, *markup;
	size_t heading_count, markup_count, entries;
	size_t open[ARRAY_SIZE(inert)]; /* of each inert element that has not ended */
};

static bool is_unseen(uint32_t code)
{
	return utf8_is_invisible(code) || utf8_is_bidi(code) ||
	       (code >= 0x300 && code <= 0x36f) || (code >= 0xfe00 && code <= 0xfe0f);
}

static bool is_word(uint32_t code)
{
	return code == '_' || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
	       (code >= 'A' && code <= 'Z');
}

static const char *words_of(const char *text, size_t len, struct arena *arena)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct bytes bytes = bytes_of(text, len);
	bool blank = false;
	uint32_t code;

	for (size_t at = 0, size; at < len; at += size ? size : 1) {
		size = utf8_decode(bytes, at, &code);
		if (!size || is_unseen(code))
			continue;
		code = spelling_seen(code) ? (unsigned char)spelling_seen(code) : code;
		if (code < 0x80 ? !is_word(code) : !md_is_letter(code)) {
			blank = out.len > 0;
			continue;
		}
		if (blank)
			strbuf_addch(&out, ' ');
		blank = false;
		utf8_append(&out, code >= 'A' && code <= 'Z' ? code + 32 : code);
	}
	return arena_strndup(arena, out.buf, out.len);
}

/* The heading right behind the comment that opens a generated entry. */
static bool is_generated(const struct md_block *block, const struct md_block *before)
{
	return before && before->kind == MD_HTML && before->line + 1 == block->line &&
	       append_is_opener(bytes_text(before->text));
}

static void add_heading(struct shower *s, const char *text, size_t len, unsigned line)
{
	const char *said = words_of(text, len, s->arena);

	if (*said)
		*ARENA_PUSH(s->arena, s->headings,
			    s->heading_count) = (struct log_heading){said, line};
}

/* Each line that a reader sees of a block; its place is that of the run it stands in. */
static void add_lines(struct shower *s, const struct md_block *block)
{
	unsigned line = block->line;
	size_t run = 0;

	for (size_t at = 0, to = 0; block->text[at]; at = to + (block->text[to] == '\n')) {
		bool broken = false;

		for (to = at; block->text[to] && block->text[to] != '\n'; to++) {
			for (; run < block->run_count && block->runs[run].at <= to; run++) {
				line = block->runs[run].line;
				broken = broken ||
					 (to > at && block->runs[run].kind == MD_RUN_BREAK);
			}
			if (broken)
				break;
		}
		add_heading(s, block->text + at, to - at, line);
	}
}

static bool is_open(const struct shower *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(inert); i++)
		if (s->open[i])
			return true;
	return false;
}

/* A tag that is inert once its element has ended; false: not this one. */
static bool take_inert(struct shower *s, const char *name, size_t len, bool closes)
{
	for (size_t i = 0; i < ARRAY_SIZE(inert); i++) {
		if (strlen(inert[i].name) != len || strncasecmp(name, inert[i].name, len))
			continue;
		if (!inert[i].ends && (!closes || s->open[i]))
			s->open[i] += closes ? (size_t)-1 : 1;
		return true;
	}
	return false;
}

static bool is_foreign(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strlen(others[i]) == len && !strncasecmp(name, others[i], len))
			return false;
	return len > 0;
}

/* Does an attribute hide what the element holds? By its name; of a class, by what that says. */
static bool hides(const char *at, struct arena *arena)
{
	while (*(at += strspn(at, BLANKS "/>"))) {
		const char *name = at, *value;
		size_t len = strcspn(at + 1, BLANKS "/>=") + 1;
		bool kind = len == 5 && !strncasecmp(name, "class", len);

		if ((len == 6 && !strncasecmp(name, "hidden", len)) ||
		    (len == 5 && !strncasecmp(name, "style", len)))
			return true;
		at += len;
		value = at + strspn(at, BLANKS);
		if (*value != '=')
			continue;
		value += 1 + strspn(value + 1, BLANKS);
		if (*value == '"' || *value == '\'') {
			at = strchr(value + 1, *value);
			at = at ? at + 1 : value + strlen(value);
		} else {
			at = value + strcspn(value, BLANKS ">");
		}
		if (kind &&
		    strcasestr(arena_strndup(arena, value, (size_t)(at - value)), "hidden"))
			return true;
	}
	return false;
}

static void look_at_tag(struct shower *s, const char *tag, size_t len, unsigned line)
{
	bool closes = len > 1 && tag[1] == '/';
	const char *text = arena_strndup(s->arena, tag, len), *name = text + 1 + closes;
	size_t size = strcspn(name, BLANKS "/>");

	if (!hides(name + size, s->arena) &&
	    (take_inert(s, name, size, closes) || is_foreign(name, size)))
		return;
	*ARENA_PUSH(s->arena, s->markup, s->markup_count) = (struct log_heading){text, line};
}

/* Behind a tag; a '>' in quotes does not end it. */
static const char *tag_end(const char *at)
{
	char quote = '\0';

	for (; *at && (quote || *at != '>'); at++)
		if (quote ? *at == quote : *at == '"' || *at == '\'')
			quote = quote ? '\0' : *at;
	return *at ? at + 1 : at;
}

static void look_at_html(struct shower *s, const char *text, unsigned line)
{
	for (const char *at = text, *end; (at = strchr(at, '<')); at = end) {
		for (; text < at; text++)
			line += *text == '\n';
		if (text_begins(at, "<!--")) {
			end = strstr(at + 4, "-->");
			end = end ? end + 3 : at + strlen(at);
		} else if (at[1] == '/' || at[1] == '!' || at[1] == '?' ||
			   ((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z')) {
			end = tag_end(at);
			look_at_tag(s, at, (size_t)(end - at), line);
		} else {
			end = at + 1;
		}
	}
}

static void look_at(struct shower *s, const struct md_block *block,
		    const struct md_block *before)
{
	size_t count = s->heading_count;
	struct md_block shown;

	for (size_t i = 0; i < block->span_count; i++)
		if (block->spans[i].kind == MD_SPAN_HTML)
			look_at_html(s, block->spans[i].text, block->spans[i].line);
	if (block->kind == MD_HEADING && is_generated(block, before)) {
		s->entries += !block->depth && !block->quoted && !is_open(s);
	} else if (block->kind == MD_HEADING) {
		add_lines(s, block);
		if (s->heading_count - count > 1) /* as one, too */
			add_heading(s, block->text, strlen(block->text), block->line);
	} else if (block->kind == MD_HTML) {
		look_at_html(s, block->text, block->line);
		shown = md_shown(block, s->arena);
		add_lines(s, &shown);
	}
}

int log_shown(struct bytes text, const char *file, struct arena *arena, struct log_shown *ret,
	      struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf probed = STRBUF_INIT;
	struct shower s = {.arena = arena};
	const struct md_block *last;
	struct md_doc doc;

	strbuf_add(&probed, text.data, text.len);
	strbuf_addstr(&probed, PROBE);
	if (md_parse(bytes_of(probed.buf, probed.len), file, arena, &doc, err) < 0)
		return -1;
	last = &doc.blocks[doc.count - 1];
	for (size_t i = 0; i < doc.count; i++)
		if (&doc.blocks[i] != last || last->kind != MD_HEADING)
			look_at(&s, &doc.blocks[i], i ? &doc.blocks[i - 1] : NULL);
	*ret = (struct log_shown){
		.headings = s.headings,
		.heading_count = s.heading_count,
		.markup = s.markup,
		.markup_count = s.markup_count,
		.entries = s.entries,
		.open = is_open(&s) || last->kind != MD_HEADING || last->depth || last->quoted,
	};
	return 0;
}

/* A line of the list that every entry has. */
static bool is_entry_line(const char *text, bool early)
{
	static const char *const lines[] = {
		"when:",    "by:",	  "run:",   "pin:",    "does not count:",
		"verdict:", "candidate:", "check:", "from:",   "commit:",
		"back to:", "left:",	  "field:", "waived:", "does not apply:",
		"exit:"};

	for (size_t i = 0; i < (early ? 5 : ARRAY_SIZE(lines)); i++)
		if (!strncmp(text, lines[i], strlen(lines[i])))
			return true;
	return false;
}

bool log_may_say(const char *reason, bool early)
{
	static const char before[] = "- by: somebody\n\n";
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct err ignored;
	struct md_doc doc;

	if (!reason)
		return true;
	strbuf_addf(&text, "%s%s\n", before, reason);
	if (md_parse(bytes_of(text.buf, text.len), "a reason", &scratch, &doc, &ignored) < 0)
		return false;
	for (size_t i = 0; i < doc.count; i++) {
		const struct md_block *block = &doc.blocks[i];

		if (block->kind == MD_HEADING || block->kind == MD_HTML || block->fenced ||
		    (block->line > 2 && is_entry_line(block->text, early)))
			return false;
		for (size_t k = 0; k < block->span_count; k++)
			if (block->spans[k].kind == MD_SPAN_HTML)
				return false;
	}
	return true;
}
