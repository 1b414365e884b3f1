#include "text/legend.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/words.h"

enum mark legend_glyph(const struct legend *legend, uint32_t code)
{
	for (size_t i = legend ? legend->count : 0; i--;)
		if (legend->items[i].code && legend->items[i].code == code)
			return legend->items[i].mark;
	for (size_t i = 0; i < legend_glyph_count; i++)
		if (legend_glyphs[i].code == code)
			return legend_glyphs[i].mark;
	return MARK_NONE;
}

/* By its length, each row that a folded text begins with. */
struct begins {
	const struct legend_row *with[LEGEND_LONGEST];
};

static void find_rows(const char *folded, struct begins *ret)
{
	*ret = (struct begins){0};
	for (const struct word *word = words_longest(folded); word; word = words_shorter(word))
		if (word->row)
			ret->with[word->len] = &legend_rows[word->row - 1];
}

static const struct legend_item *find_item(const struct legend *legend, const char *folded,
					   size_t len)
{
	for (size_t i = legend ? legend->count : 0; i--;)
		if (legend->items[i].word && strlen(legend->items[i].word) == len &&
		    !memcmp(legend->items[i].word, folded, len))
			return &legend->items[i];
	return NULL;
}

static bool begins_so(const char *folded, const struct words_maybe *with)
{
	return folded[0] == with->first && (!folded[1] || folded[1] == with->second);
}

/* Is it certain by its first bytes that no word of a legend begins it, and, where that counts, none that denies? */
static bool is_no_word(const struct legend *legend, struct bytes text, bool denials)
{
	const struct words_maybe with = words_maybe(text);

	if (with.row)
		return false;
	for (size_t i = legend ? legend->count : 0; i--;)
		if (legend->items[i].word && begins_so(legend->items[i].word, &with))
			return false;
	for (size_t i = 0; denials && i < legend_denial_count; i++)
		if (begins_so(legend_denials[i].folded, &with))
			return false;
	return true;
}

enum mark legend_word(const struct legend *legend, const char *word)
{
	char folded[LEGEND_LONGEST];
	const struct legend_item *item;
	const struct legend_row *row;
	struct begins begins;

	if (is_no_word(legend, bytes_text(word), false) ||
	    !legend_fold(bytes_text(word), folded, sizeof(folded)) || !*folded)
		return MARK_NONE;
	item = find_item(legend, folded, strlen(folded));
	if (item)
		return item->mark;
	find_rows(folded, &begins);
	row = begins.with[strlen(folded)];
	return row && !row->strict ? row->mark : MARK_NONE;
}

/* "DONE" */
static bool is_capitals(struct bytes text, size_t len)
{
	const char *data = text.data;
	bool any = false;

	for (size_t i = 0; i < len; i++) {
		if (data[i] >= 'a' && data[i] <= 'z')
			return false;
		any = any || (data[i] >= 'A' && data[i] <= 'Z');
	}
	return any;
}

/* May a word end here? Between signs of writing without blanks too few say where. */
static bool ends_word(const char *folded, size_t len)
{
	const unsigned char *next = (const unsigned char *)folded + len;

	if (!*next || (*next < 0x80 && !ascii_is_alnum((char)*next)))
		return *next != '-' && *next != '/' && *next != '_' && *next != '.'
			       ? true
			       : !next[1] || next[1] == ' ';
	/* the brackets, commas and stops of full width are folded to ASCII's but for these */
	return *next == 0xe3 && next[1] == 0x80;
}

/* "done when", "complete if", "fertig sobald": not yet. */
static bool takes_back(const char *behind)
{
	/* as they are folded; a language that denies behind its verb does so here */
	static const char *const words[] = {
		"when ",  "if ",   "once ",   "until ",	 "unless ", "wenn ", "sobald ",
		"quand ", "si ",   "cuando ", "quando ", "means ",  "to ",   "but ",
		"se ",	  "als ",  "zodra ",  "gdy ",	 "pokud ",  "nar ",  "ecли ",
		"korдa ", "яkщo ", "koли ",   "안",	 "못"};

	while (*behind == ' ' || *behind == ',' || *behind == '(')
		behind++;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strncmp(behind, words[i], strlen(words[i])))
			return true;
	return false;
}

/* A status as it is folded, and where each byte of that ends in the source. */
struct status {
	const struct legend *legend;
	struct bytes text;
	bool whole;
	bool *back; /* a word begins it, and is taken back; NULL: nobody asks */
	char folded[4 * LEGEND_LONGEST];
	size_t ends[4 * LEGEND_LONGEST], len;
};

/* What it begins with from a byte on; `denied`: of languages alone, for what is not so. */
static enum mark says_from(const struct status *s, size_t from, const char *denied,
			   size_t *ret_len)
{
	const char *folded = s->folded + from;
	size_t longest = s->len - from;
	struct begins begins;

	find_rows(folded, &begins);
	for (size_t len = longest < LEGEND_LONGEST ? longest : LEGEND_LONGEST - 1; len; len--) {
		const struct legend_item *item;
		const struct legend_row *row;

		if (!begins.with[len] && !(s->legend && s->legend->count))
			continue; /* nearly all of them */
		if (!ends_word(folded, len) || folded[len - 1] == ' ')
			continue;
		item = find_item(s->legend, folded, len);
		row = item ? NULL : begins.with[len];
		if (!item && !row)
			continue;
		if (takes_back(folded + len) || (denied && !row)) {
			if (s->back)
				*s->back = !denied;
			return MARK_NONE;
		}
		if (denied && (row->mark != MARK_DONE || !strstr(denied, row->language)))
			continue;
		if (row && row->strict && !(s->whole && len == longest) &&
		    !is_capitals(s->text, s->ends[from + len - 1]))
			continue;
		*ret_len = s->ends[from + len - 1];
		return item ? item->mark : row->mark;
	}
	return MARK_NONE;
}

/* Where what is denied begins; 0: this denies nothing here. */
static size_t behind_denial(const struct status *s, const struct legend_denial *denial)
{
	size_t len;

	if (*denial->folded != *s->folded)
		return 0;
	len = strlen(denial->folded);
	if (len >= s->len || memcmp(s->folded, denial->folded, len) != 0)
		return 0;
	if (s->folded[len] == ' ')
		return len + 1;
	/* a language without blanks */
	return (unsigned char)*denial->folded >= 0xe3 ? len : 0;
}

/* "not complete", "nicht fertig": it is open. */
static enum mark says_denied(const struct status *s, size_t *ret_len)
{
	for (size_t i = 0; i < legend_denial_count; i++) {
		size_t from = behind_denial(s, &legend_denials[i]);

		if (from && says_from(s, from, legend_denials[i].languages, ret_len))
			return MARK_PLANNED;
	}
	return MARK_NONE;
}

bool legend_denies(struct bytes text)
{
	char folded[LEGEND_LONGEST];

	legend_fold(text, folded, sizeof(folded));
	for (size_t i = 0; i < legend_denial_count; i++) {
		const char *word = legend_denials[i].folded;
		size_t len = strlen(word);

		if (!strncmp(folded, word, len) && strcmp(word, "no") != 0 &&
		    ((unsigned char)*word >= 0xe3 || !folded[len] || strchr(" )", folded[len])))
			return true;
	}
	return false;
}

bool legend_awaits(const struct legend *legend, struct bytes text)
{
	bool back = false;
	struct status s = {.legend = legend, .text = text, .whole = true, .back = &back};
	size_t len;

	legend_fold_ends(text, s.folded, sizeof(s.folded) - 1, s.ends);
	s.len = strlen(s.folded);
	says_from(&s, 0, NULL, &len);
	return back;
}

enum mark legend_says(const struct legend *legend, struct bytes text, bool whole,
		      size_t *ret_len)
{
	struct status s;
	enum mark mark;

	*ret_len = 0;
	if (is_no_word(legend, text, true))
		return MARK_NONE;
	s.legend = legend;
	s.text = text;
	s.whole = whole;
	s.back = NULL;
	legend_fold_ends(text, s.folded, sizeof(s.folded) - 1, s.ends);
	s.len = strlen(s.folded);
	mark = says_from(&s, 0, NULL, ret_len);
	return mark == MARK_NONE ? says_denied(&s, ret_len) : mark;
}

/* "✅", "✅" with a selector, ":white_check_mark:"; 0: it is a word. */
static uint32_t glyph_of(const char *text)
{
	struct bytes bytes = bytes_text(text);
	uint32_t code, next;
	size_t size = utf8_decode(bytes, 0, &code), more;

	for (size_t i = 0; i < legend_glyph_count; i++)
		if (legend_glyphs[i].shortcode && !strcmp(legend_glyphs[i].shortcode, text))
			return legend_glyphs[i].code;
	if (!size || code < 0xa0)
		return 0;
	for (; (more = utf8_decode(bytes, size, &next)); size += more)
		if (next < 0xfe00 || next > 0xfe0f)
			return 0;
	/* a letter alone is a word of a language without blanks */
	return code >= 0x2190 && !(code >= 0x2e80 && code < 0xfe00) ? code : 0;
}

void legend_give(struct legend *legend, struct arena *arena, enum mark mark, const char *text)
{
	struct legend_item item = {.mark = mark, .code = glyph_of(text), .text = text};
	struct legend_item *items = (struct legend_item *)(uintptr_t)legend->items;
	char folded[LEGEND_LONGEST];

	if (!item.code) {
		if (!legend_fold(bytes_text(text), folded, sizeof(folded)))
			return;
		item.word = arena_strdup(arena, folded);
	}
	*ARENA_PUSH(arena, items, legend->count) = item;
	legend->items = items;
}

const char *legend_written(const struct legend *legend, enum mark mark)
{
	for (size_t i = 0; legend && i < legend->count; i++)
		if (legend->items[i].mark == mark && legend->items[i].code &&
		    legend->items[i].text)
			return legend->items[i].text;
	return mark_glyph(mark);
}
