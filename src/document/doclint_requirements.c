/*
 * doclint_requirements.c - "R5: ..." of one list of requirements is not the R5 of another: a check that
 * `covers` it then shows nobody knows which. Looked for are the ids that the runbook covers, and those
 * that a document maps to what it asks.
 *
 * Only what stands below a heading that names requirements defines one: test plans, matrices and risks
 * name them, too, and say something else of each. Two texts are of one thing where they share a word.
 */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "markdown/markdown.h"
#include "text/legend.h"
#include "text/lines.h"

#define LEVELS 6
#define WORD_LEAST 4 /* letters: shorter ones are in every text */
#define WORDS_MAX 64
#define SAME_MAX 8 /* definitions of one id that are compared with the next */

struct definition {
	const char *path, *text;
	size_t language;
	unsigned line;
	struct definition *next; /* of the same id */
};

struct requirements {
	struct linting *lint;
	struct strmap ids; /* id -> its definitions; those that stand for none are none */
	struct definition none;
};

static const struct requirement_words {
	const char *announces, *maps, *others, *common;
} languages[] = {
#define REQUIREMENTS(language, announces, maps, others, common, example) \
	{announces, maps, others, common},
#include "document/requirement_words.h"
};
#define LANGUAGES ARRAY_SIZE(languages)

static bool holds_any(const char *text, const char *words)
{
	char folded[512], word[LEGEND_LONGEST];

	legend_fold(bytes_text(text), folded, sizeof(folded));
	for (size_t len; *words; words += len + (words[len] == '|')) {
		len = strcspn(words, "|");
		if (legend_fold(bytes_of(words, len), word, sizeof(word)) &&
		    strstr(folded, word))
			return true;
	}
	return false;
}

static bool is_mapping(const char *heading)
{
	for (size_t i = 0; i < LANGUAGES; i++)
		if (holds_any(heading, languages[i].maps))
			return true;
	return false;
}

/* "R5", "NFR-012", "AUTH.3": a name with a digit; its length, 0: none. */
static size_t id_at(const char *text)
{
	size_t len = 0;
	bool digit = false;

	while (ascii_is_name(text[len]))
		digit = ascii_is_digit(text[len++]) || digit;
	while (len && strchr("._-", text[len - 1]))
		len--;
	return digit && ascii_is_letter(*text) ? len : 0;
}

/* Behind "R5: ", "R5 - ", "R5. ": what it says; NULL: something else. A heading needs no sign. */
static const char *meaning(const char *text, size_t len, bool heading)
{
	static const char *const signs[] = {":", "-", ".", ")", "\xe2\x80\x94", "\xe2\x80\x93"};
	const char *at = text + len + strspn(text + len, " ");
	bool sign = heading && at > text + len;

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (text_begins(at, signs[i]) && at[strlen(signs[i])] == ' ') {
			at += strlen(signs[i]);
			sign = true;
			break;
		}
	at += strspn(at, " ");
	/* "R5 - R7: ..." is of several */
	return sign && !id_at(at) ? at : NULL;
}

static void know(struct requirements *r, const char *id)
{
	if (id_at(id) == strlen(id) && *id && !strmap_get(&r->ids, id))
		strmap_put(&r->ids, arena_strdup(r->lint->arena, id), &r->none);
}

static void know_covered(struct requirements *r, const struct step *step)
{
	for (size_t i = 0; i < step->covers.count; i++)
		know(r, step->covers.items[i]);
	for (size_t i = 0; i < step->verify.count; i++)
		for (size_t k = 0; k < step->verify.items[i]->covers.count; k++)
			know(r, step->verify.items[i]->covers.items[k]);
}

static void know_all(struct requirements *r, const struct runbook *rb)
{
	for (size_t i = 0; i < rb->step_count; i++)
		know_covered(r, step_at(rb, i));
	for (size_t i = 0; i < rb->gates.count; i++)
		know_covered(r, &rb->gates.items[i]->step);
	for (size_t i = 0; i < rb->drills.count; i++)
		know_covered(r, &rb->drills.items[i]->step);
	for (size_t i = 0; i < rb->checks.count; i++)
		for (size_t k = 0; k < rb->checks.items[i]->covers.count; k++)
			know(r, rb->checks.items[i]->covers.items[k]);
}

/* The headings above a block, one of each level. */
struct above {
	const char *headings[LEVELS + 1];
	size_t language; /* that announces requirements here; LANGUAGES: none, or not as such */
	bool mapped;
};

static bool announces_in(const struct above *above, size_t language)
{
	for (size_t level = 1; level <= LEVELS; level++)
		if (above->headings[level] && !id_at(above->headings[level]) &&
		    holds_any(above->headings[level], languages[language].announces))
			return true;
	return false;
}

/* What is said of requirements that are defined elsewhere. One of them, over what is said of it, does not count. */
static bool says_other(const struct above *above, size_t language)
{
	for (size_t level = 1; level <= LEVELS; level++)
		if (above->headings[level] && !id_at(above->headings[level]) &&
		    (holds_any(above->headings[level], languages[language].maps) ||
		     holds_any(above->headings[level], languages[language].others)))
			return true;
	return false;
}

static size_t announced(const struct above *above)
{
	size_t language = LANGUAGES;

	for (size_t i = 0; i < LANGUAGES; i++) {
		if (!announces_in(above, i))
			continue;
		if (says_other(above, i))
			return LANGUAGES;
		language = i;
	}
	return language;
}

static bool is_mapped(const struct above *above)
{
	for (size_t level = 1; level <= LEVELS; level++)
		if (above->headings[level] && is_mapping(above->headings[level]))
			return true;
	return false;
}

static void enter(struct above *above, const struct md_block *heading)
{
	for (unsigned i = heading->level; i <= LEVELS; i++)
		above->headings[i] = NULL;
	above->headings[heading->level] = heading->text;
	above->language = announced(above);
	above->mapped = is_mapped(above);
}

static bool is_letter(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static bool is_common(const char *text, size_t len)
{
	for (size_t i = 0; i < LANGUAGES; i++)
		for (const char *at = languages[i].common; *at;) {
			size_t word = strcspn(at, "|");

			if (word == len && !strncasecmp(text, at, len))
				return true;
			at += word + (at[word] == '|');
		}
	return false;
}

/* The words that tell one text from another. */
static size_t words_of(const char *text, struct bytes words[WORDS_MAX])
{
	size_t count = 0, len;

	for (; *text && count < WORDS_MAX; text += len ? len : 1) {
		for (len = 0; is_letter(text[len]);)
			len++;
		if (len >= WORD_LEAST && !is_common(text, len))
			words[count++] = bytes_of(text, len);
	}
	return count;
}

/* Have they a word in common, "login" and "logins" being one? Of too few words nothing can be told. */
static bool are_alike(const char *a, const char *b)
{
	struct bytes left[WORDS_MAX], right[WORDS_MAX];
	size_t left_count = words_of(a, left), right_count = words_of(b, right);

	if (left_count < 2 || right_count < 2)
		return true;
	for (size_t i = 0; i < left_count; i++)
		for (size_t k = 0; k < right_count; k++) {
			size_t len = left[i].len < right[k].len ? left[i].len : right[k].len;

			if (!strncasecmp(left[i].data, right[k].data, len))
				return true;
		}
	return false;
}

/* The next part of a path that tells documents apart: no language ("de") and no version ("v2"). */
static struct bytes next_part(const char **at)
{
	for (;;) {
		size_t len = 0, digits = 0;
		const char *from;

		while (**at && !is_letter(**at))
			(*at)++;
		for (from = *at; is_letter(from[len]); len++)
			digits += ascii_is_digit(from[len]);
		*at += len;
		if (!len || !(len - digits == (digits ? 1 : 2) &&
			      (!digits || ascii_lower(*from) == 'v')))
			return bytes_of(from, len);
	}
}

/* "docs/de/prd.md" and "docs/prd.md", "prd-v1.md" and "prd-v2.md": one document twice. */
static bool is_version(const char *a, const char *b)
{
	struct bytes left, right;

	if (!strcmp(a, b))
		return false;
	do {
		left = next_part(&a);
		right = next_part(&b);
	} while (left.len && left.len == right.len &&
		 !strncasecmp(left.data, right.data, left.len));
	return !left.len && !right.len;
}

static void define(struct requirements *r, const struct definition *said, const char *id)
{
	struct linting *lint = r->lint;
	struct definition *first = strmap_get(&r->ids, id), *kept;
	size_t same = 0;

	if (!first)
		return;
	kept = arena_memdup(lint->arena, said, sizeof(*said));
	kept->text = arena_strdup(lint->arena, said->text);
	kept->next = first;
	strmap_put(&r->ids, arena_strdup(lint->arena, id), kept);
	for (; first != &r->none && same++ < SAME_MAX; first = first->next) {
		if (first->language != said->language || are_alike(first->text, said->text) ||
		    is_version(first->path, said->path))
			continue;
		finding_add(
			lint->found, RULE_CONTRADICTION, FINDING_WARN,
			(struct finding){.at = {said->path, said->line, 1},
					 .path = said->path,
					 .expected = arena_printf(lint->arena, "%s (%s:%u)",
								  first->text, first->path,
								  first->line),
					 .found = kept->text,
					 .fix = "hint: give one of the two an id of its own"},
			"'%s' is another requirement here than in '%s', line %u", id,
			first->path, first->line);
		return;
	}
}

/* The other cells of a row. */
static const char *row_text(const struct md_doc *doc, size_t at, struct arena *a)
{
	const char *text = "";

	for (size_t i = at + 1; i < doc->count && doc->blocks[i].kind == MD_CELL &&
				doc->blocks[i].ordinal == doc->blocks[at].ordinal;
	     i++)
		text = arena_printf(a, "%s%s%s", text, *text ? " | " : "", doc->blocks[i].text);
	return text;
}

/* The requirement that the block names, as *ret_id, and what is said of it; NULL: none. */
static const char *read_block(const struct md_doc *doc, size_t at, struct arena *a,
			      const char **ret_id)
{
	const struct md_block *block = &doc->blocks[at];
	size_t len = id_at(block->text);
	const char *text = NULL;

	if (!len || block->quoted || block->struck)
		return NULL;
	if (block->kind == MD_CELL && block->level == 1 && block->ordinal && !block->text[len])
		text = row_text(doc, at, a);
	else if (block->kind == MD_HEADING || block->kind == MD_PARAGRAPH)
		text = meaning(block->text, len, block->kind == MD_HEADING);
	*ret_id = text ? arena_strndup(a, block->text, len) : NULL;
	return text;
}

typedef void block_fn(struct requirements *r, const struct above *above, const char *id,
		      struct definition said);

static void take_mapped(struct requirements *r, const struct above *above, const char *id,
			struct definition said)
{
	(void)said;
	if (above->mapped)
		know(r, id);
}

static void take_defined(struct requirements *r, const struct above *above, const char *id,
			 struct definition said)
{
	said.language = above->language;
	if (said.language < LANGUAGES)
		define(r, &said, id);
}

static int each_block(struct requirements *r, const struct document *d, block_fn *take,
		      struct err *err)
{
	struct arena *a = &r->lint->scratch;
	struct above above = {.language = LANGUAGES};
	struct md_doc doc;
	struct bytes text;
	bool found;

	if (snapshot_read(r->lint->head, d->path, a, &text, &found, err) < 0)
		return -1;
	if (!found || md_parse(text, d->path, a, &doc, err) < 0)
		return 0; /* too large to look into: nothing is said about it */
	for (size_t i = 0; i < doc.count; i++) {
		const char *id, *said = read_block(&doc, i, a, &id);

		if (doc.blocks[i].kind == MD_HEADING)
			enter(&above, &doc.blocks[i]);
		if (said)
			take(r, &above, id,
			     (struct definition){.path = d->path,
						 .text = said,
						 .line = doc.blocks[i].line});
	}
	arena_reset(a);
	return 0;
}

/* Records, logs and guides only name what others define; a list of ids is taken for one of steps. */
static bool may_define(const struct linting *lint, const struct document *d)
{
	return (d->class == CLASS_OTHER || document_has_steps(d)) &&
	       class_is_markdown(d->path) && !doclint_is_aside(lint, d->path);
}

int doclint_requirements(struct linting *lint, struct err *err)
{
	struct requirements r = {.lint = lint, .ids = {.arena = lint->arena}};
	const struct documents *all = &lint->documents;

	if (lint->runbook)
		know_all(&r, lint->runbook);
	for (size_t i = 0; i < all->count; i++)
		if (document_has_steps(&all->items[i]) &&
		    !doclint_is_aside(lint, all->items[i].path) &&
		    each_block(&r, &all->items[i], take_mapped, err) < 0)
			return -1;
	for (size_t i = 0; r.ids.count && i < all->count; i++)
		if (may_define(lint, &all->items[i]) &&
		    each_block(&r, &all->items[i], take_defined, err) < 0)
			return -1;
	return 0;
}
