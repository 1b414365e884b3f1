/* marks_tokens.c - a block's text, as it is shown, as glyphs, ids and words. */
#include "text/marks_internal.h"
#include "text/said.h"

#include "base/ascii.h"
#include "base/spelling.h"
#include "base/utf8.h"
#include "base/texts.h"

struct scan {
	struct marks_reader *r;
	const struct md_block *block;
	struct tokens *tokens;
	struct bytes text;
	size_t at, run; /* the run that `at` stands in */
	unsigned line;	/* how many line breaks the run has had */
	struct strbuf word;
	size_t word_at;
	bool word_code;
	bool first;
	uint32_t before;
	uint64_t ordinal;
};

struct bytes marks_step(struct bytes text)
{
	const char *start = text.data, *end = start + text.len, *at = start, *good = start;
	bool capital = false; /* without one it is a date or the number of a migration */
	int words = 0;

	while (at < end) {
		const char *word = at;
		bool digit = false;

		for (; at < end && (ascii_is_capital(*at) || ascii_is_digit(*at)); at++) {
			digit = digit || ascii_is_digit(*at);
			capital = capital || ascii_is_capital(*at);
		}
		if (at == word || (at < end && *at >= 'a' && *at <= 'z'))
			break;
		if (++words > 1 && digit && capital)
			good = at;
		if (at == end || *at != '_')
			break;
		at++;
	}
	return bytes_of(start, (size_t)(good - start));
}

static const struct md_run *run_of(const struct scan *s)
{
	return s->block->run_count ? &s->block->runs[s->run] : NULL;
}

static bool in_code(const struct scan *s)
{
	const struct md_run *run = run_of(s);

	return run && run->kind == MD_RUN_CODE && s->at >= run->at;
}

/* Where a byte of the text stands in the source, as far as cmark knows. */
static void place(const struct scan *s, size_t at, struct token *token)
{
	const struct md_run *run = run_of(s);

	token->at = at;
	token->line = run ? run->line : s->block->line;
	token->column = run && at >= run->at ? run->column + (unsigned)(at - run->at)
					     : s->block->column;
}

static struct token *push(struct scan *s, enum token_kind kind, size_t at)
{
	struct tokens *all = s->tokens;
	struct token *token;

	if (all->count == all->room) {
		struct token *larger;

		all->room = all->room ? 2 * all->room : 64;
		larger = arena_array(s->r->arena, all->room, sizeof(*larger));
		if (all->count)
			memcpy(larger, all->items, all->count * sizeof(*larger));
		all->items = larger;
	}
	token = &all->items[all->count++];
	*token = (struct token){
		.kind = kind, .first = s->first, .before = s->before, .ordinal = s->ordinal};
	token->code = s->word_code;
	place(s, at, token);
	s->first = false;
	s->before = 0;
	return token;
}

/* The number of a line; of "40% complete" the share that is: all of it says nothing more. */
static bool is_ordinal(const struct scan *s, const char *text)
{
	const char *behind = (const char *)s->text.data + s->at;

	return s->first && !text[strspn(text, "0123456789.")] &&
	       (behind[strspn(behind, " ")] != '%' || text_begins(text, "100"));
}

/* The capital or the sign of an id that a reader takes a letter for; 0: none. */
static char taken_for(uint32_t code)
{
	char seen = spelling_seen(code);

	return seen == '-' ? '_' : seen >= 'a' && seen <= 'z' ? (char)(seen - 32) : seen;
}

static bool is_known(const struct scan *s, const char *id)
{
	const struct marks_steps *steps = s->r->steps;

	return steps && steps->has(steps->steps, id);
}

/* The step whose id a reader sees in a word that is spelled otherwise; NULL: none. */
static const char *looks_like(const struct scan *s)
{
	struct bytes word = bytes_of(s->word.buf, s->word.len);
	char *seen = arena_alloc(s->r->arena, word.len + 1);
	size_t len = 0, size;
	uint32_t code;

	if (!s->r->steps)
		return NULL;
	for (size_t at = 0; at < word.len; at += size) {
		size = utf8_decode(word, at, &code);
		seen[len] = size ? taken_for(code) : '\0';
		if (!seen[len++])
			return NULL;
	}
	seen[len] = '\0';
	/* a word like any other is no id, however it is written */
	return marks_step(bytes_text(seen)).len == len && is_known(s, seen) ? seen : NULL;
}

/* "PLAT_01は完了した": what stands before is the id; what is said of it is left to be read. */
static void split_said(struct scan *s)
{
	size_t len = said_behind_id(s->r->legend, s->word.buf);
	struct token *token;
	char *id;

	if (!len || is_known(s, s->word.buf))
		return;
	id = arena_strndup(s->r->arena, s->word.buf, len);
	if (!is_known(s, id) && marks_step(bytes_text(id)).len != len)
		return;
	token = push(s, TOKEN_STEP, s->word_at);
	token->known = is_known(s, id);
	token->step = token->text = id;
	memmove(s->word.buf, s->word.buf + len, s->word.len - len);
	strbuf_setlen(&s->word, s->word.len - len);
	s->word_at += len;
}

/* "PLAT_02C_postgres.yml" is a step, and "TWO" where it is one of those given. */
static void end_word(struct scan *s)
{
	const char *text, *seen;
	struct token *token;
	struct bytes id;
	uint32_t trimmed = 0;

	while (s->word.len && strchr(".-", s->word.buf[s->word.len - 1])) {
		trimmed = (unsigned char)s->word.buf[s->word.len - 1];
		strbuf_setlen(&s->word, s->word.len - 1);
	}
	if (s->before == '\\' && !s->word_code) /* "\text" of a formula */
		strbuf_setlen(&s->word, 0);
	if (!s->word.len)
		return;
	split_said(s);
	text = s->word.buf;
	id = marks_step(bytes_text(text));
	if (is_known(s, text)) {
		token = push(s, TOKEN_STEP, s->word_at);
		token->known = true;
		token->step = token->text = arena_strndup(s->r->arena, text, s->word.len);
	} else if (is_ordinal(s, text)) {
		s->ordinal = strlen(text) < 10 ? strtoull(text, NULL, 10) : 0;
	} else if (!id.len && (seen = looks_like(s))) {
		token = push(s, TOKEN_STEP, s->word_at);
		token->known = true;
		token->step = token->text = seen;
	} else {
		token = push(s, id.len ? TOKEN_STEP : TOKEN_WORD, s->word_at);
		token->text = arena_strndup(s->r->arena, text, s->word.len);
		token->says = id.len ? MARK_NONE : legend_word(s->r->legend, text);
		if (id.len)
			token->step = arena_strndup(s->r->arena, text, id.len);
		token->known = id.len && is_known(s, token->step);
	}
	strbuf_setlen(&s->word, 0);
	s->before = trimmed;
}

static void end_line(struct scan *s)
{
	end_word(s);
	s->first = true;
	s->before = 0;
	s->ordinal = 0;
}

static void next_run(struct scan *s)
{
	while (s->run + 1 < s->block->run_count && s->block->runs[s->run + 1].at <= s->at) {
		s->run++;
		if (s->block->runs[s->run].kind == MD_RUN_BREAK) {
			end_line(s);
			s->before = '\n';
		}
	}
}

/* Everything that joins words without being seen, and what only colours a glyph. */
static bool is_unseen(uint32_t code)
{
	return utf8_is_invisible(code) || utf8_is_bidi(code) || code == 0x20e3 ||
	       (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0x1f3fb && code <= 0x1f3ff);
}

static bool is_blank(uint32_t code)
{
	return code <= ' ' || (code >= 0x7f && code <= 0xa0) || code == 0x1680 ||
	       (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 ||
	       code == 0x202f || code == 0x205f || code == 0x3000;
}

/* By what it looks like, where that is something. */
static bool is_letter(uint32_t code)
{
	char seen = taken_for(code);

	return seen ? ascii_is_capital(seen) || ascii_is_digit(seen) ||
			       spelling_seen(code) == '_'
		    : md_is_letter(code);
}

static void begin_word(struct scan *s)
{
	if (s->word.len)
		return;
	s->word_at = s->at;
	/* in a heading it is seen like any other */
	s->word_code = in_code(s) && s->block->kind != MD_HEADING;
}

static void add_sign(struct scan *s, uint32_t code, size_t size)
{
	bool dash = code == 0x2010 || code == 0x2011;

	if (code == '\n') {
		end_line(s);
	} else if (code < 0x80 &&
		   (ascii_is_digit((char)code) || (code | 32) - 'a' < 26u || code == '_' ||
		    (s->word.len && (code == '.' || code == '-')))) {
		begin_word(s);
		strbuf_addch(&s->word, (char)code);
	} else if (s->word.len && dash) {
		strbuf_addch(&s->word, '-');
	} else if (code >= 0x80 && !is_blank(code) && is_letter(code)) {
		begin_word(s);
		strbuf_add(&s->word, (const char *)s->text.data + s->at, size);
	} else {
		end_word(s);
		if (!is_blank(code))
			s->before = spelling_seen(code) ? (unsigned char)spelling_seen(code)
							: code;
	}
}

static void add_next(struct scan *s)
{
	struct glyph glyph;
	uint32_t code;
	size_t size = utf8_decode(s->text, s->at, &code);

	next_run(s);
	if (code == 0x202e && !s->r->turned)
		s->r->turned = run_of(s) ? run_of(s)->line : s->block->line;
	if (!size) { /* cmark gives UTF-8 only; HTML may be cut */
		s->at++;
		return;
	}
	if (!in_code(s) &&
	    (code > 0x7f || code == ':' || code == '\\' ||
	     ((code == '[' || code == '(') && !s->word.len)) &&
	    glyph_shown(s->r->legend, s->text, s->at, &glyph)) {
		end_word(s);
		push(s, TOKEN_MARK, s->at)->glyph = glyph;
		size = glyph.len;
	} else if (!is_unseen(code)) {
		add_sign(s, code, size);
	}
	s->at += size;
}

/* So that many marks in a row cost no more than many words. */
static void find_neighbours(struct tokens *tokens)
{
	size_t distance = 1;

	for (size_t i = 0; i < tokens->count; i++) {
		struct token *token = &tokens->items[i];

		token->behind = distance;
		distance = token->kind == TOKEN_MARK ? distance + 1 : 1;
		token->leads = token->kind == TOKEN_MARK &&
			       (token->first || (i && token[-1].leads));
	}
	distance = 1;
	for (size_t i = tokens->count; i--;) {
		tokens->items[i].ahead = distance;
		distance = tokens->items[i].kind == TOKEN_MARK ? distance + 1 : 1;
	}
}

void tokens_read(struct marks_reader *r, const struct md_block *block, struct tokens *tokens)
{
	struct scan s = {.r = r,
			 .block = block,
			 .tokens = tokens,
			 .text = bytes_text(block->text),
			 .word = STRBUF_INIT,
			 .first = true};

	tokens->count = 0;
	r->joined_at = NULL; /* what was joined there were tokens of another text */
	while (s.at < s.text.len)
		add_next(&s);
	end_word(&s);
	find_neighbours(tokens);
	strbuf_free(&s.word);
}
