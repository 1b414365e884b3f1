/* stages.c - what teams call their environments: words, names of their own, heads of columns. */
#include "text/stages.h"

#include "base/ascii.h"
#include "base/strmap.h"

const struct stage_row stage_rows[] = {
#define STAGE(...) {__VA_ARGS__},
#include "text/stage_words.h"
};
const size_t stage_row_count = ARRAY_SIZE(stage_rows);

/* What is written in ASCII is folded as it stands. */
static bool is_word(const char *folded, const char *word)
{
	char right[LEGEND_LONGEST];

	if ((unsigned char)*word < 0x80 && *word != *folded)
		return false;
	return legend_fold(bytes_text(word), right, sizeof(right)) && !strcmp(folded, right);
}

static struct stage word_of(const char *folded)
{
	for (size_t i = 0; i < stage_row_count; i++) {
		const struct stage_row *row = &stage_rows[i];

		if (is_word(folded, row->word))
			return (struct stage){.id = row->id ? row->id : row->word,
					      .live = row->live,
					      .ordinary = row->ordinary};
	}
	return (struct stage){0};
}

static bool is_called(const char *name, const char *folded)
{
	char own[LEGEND_LONGEST];

	return name && legend_fold(bytes_text(name), own, sizeof(own)) && !strcmp(own, folded);
}

/* What is no word of an environment elsewhere is one of this team's alone. */
static struct stage own_of(const struct stages *own, const char *folded)
{
	struct stage word;

	for (size_t i = 0; own && i < own->count; i++) {
		const struct stage_own *one = &own->items[i];

		if (!is_called(one->id, folded) && !is_called(one->title, folded))
			continue;
		word = word_of(folded);
		return (struct stage){.id = one->id,
				      .live = one->live,
				      .ordinary = !word.id || word.ordinary};
	}
	return (struct stage){0};
}

struct stage stage_of(const struct stages *own, const char *text)
{
	char folded[LEGEND_LONGEST];
	struct stage stage;

	if (!legend_fold(bytes_text(text), folded, sizeof(folded)) || !*folded)
		return (struct stage){0};
	stage = own_of(own, folded);
	return stage.id ? stage : word_of(folded);
}

/* The word that begins there, folded, where it is not too long; how many bytes it has. */
static size_t word_at(const char *text, char *folded, size_t room)
{
	char word[LEGEND_LONGEST];
	size_t len = 0;

	*folded = '\0';
	while (ascii_is_alnum(text[len]) || (unsigned char)text[len] >= 0x80 ||
	       (len && text[len] == '-'))
		len++;
	if (!len || len >= sizeof(word))
		return len;
	memcpy(word, text, len);
	word[len] = '\0';
	if (!legend_fold(bytes_text(word), folded, room))
		*folded = '\0';
	return len;
}

static struct stage scan(const struct stages *own, const char *text, size_t *ret_at,
			 size_t *ret_len)
{
	struct stage found = {0};

	for (size_t at = 0, len; text[at]; at += len ? len : 1) {
		char folded[LEGEND_LONGEST];
		struct stage stage;

		len = word_at(text + at, folded, sizeof(folded));
		stage = !*folded ? (struct stage){0}
			: own	 ? own_of(own, folded)
				 : word_of(folded);
		if (!stage.id)
			continue;
		if (found.id && strcmp(found.id, stage.id) != 0)
			return (struct stage){0};
		found = stage;
		*ret_at = at;
		*ret_len = len;
	}
	return found;
}

/* Where words are written without blanks, one that holds it: "と本番". */
static bool holds_live(const char *folded)
{
	for (size_t i = 0; (unsigned char)*folded >= 0x80 && i < stage_row_count; i++) {
		const struct stage_row *row = &stage_rows[i];

		if ((!strcmp(row->language, "zh") || !strcmp(row->language, "ja")) &&
		    row->live && !row->ordinary && strstr(folded, row->word))
			return true;
	}
	return false;
}

/* A live one by whatever word that means nothing else; another of ours only where the text is about environments. */
static bool is_other(const struct stages *own, const char *of, const char *folded, bool says)
{
	struct stage word = word_of(folded), ours = own_of(own, folded);

	if (ours.id && !strcmp(ours.id, of))
		return false;
	return (says && ours.id) || (!word.ordinary && (ours.id ? ours.live : word.live)) ||
	       holds_live(folded);
}

bool stage_names_other(const struct stages *own, const char *of, const char *text, bool says)
{
	for (size_t len; *text; text += len ? len : 1) {
		char folded[LEGEND_LONGEST];

		len = word_at(text, folded, sizeof(folded));
		if (is_other(own, of, folded, says))
			return true;
		if (!stage_of(own, folded).id) /* "Production-EU" */
			folded[strcspn(folded, "-")] = '\0';
		if (is_other(own, of, folded, says))
			return true;
	}
	return false;
}

struct stage stage_in(const struct stages *own, const char *text, size_t *ret_at,
		      size_t *ret_len)
{
	struct stage stage = own ? scan(own, text, ret_at, ret_len) : (struct stage){0};

	return stage.id ? stage : scan(NULL, text, ret_at, ret_len);
}

/* "prod-eu" is none of those that others have, and called so. */
static struct stage named_as(struct arena *arena, const char *text)
{
	char word[LEGEND_LONGEST];
	size_t len = strcspn(text, "-_."), end = 0;
	struct stage stage;

	while (ascii_is_name(text[end]))
		end++;
	if (!text[len] || len >= sizeof(word) || text[end])
		return (struct stage){0};
	stage = stage_of(NULL, arena_strndup(arena, text, len));
	if (!stage.id || stage.ordinary || !legend_fold(bytes_text(text), word, sizeof(word)))
		return (struct stage){0};
	stage.id = arena_strdup(arena, word);
	return stage;
}

/* "| Dimension | Staging | Production |", "| Id | Step | Status (staging) | Status (prod) |" */
static struct stage column(const struct stages *own, struct arena *arena,
			   const struct outline_unit *head, size_t cell)
{
	const char *text = head->cells[cell].text;
	struct stage stage = stage_of(own, text);
	size_t at, len;

	if (stage.id || head->table->columns[head->cells[cell].level] != COLUMN_STATUS)
		return stage;
	stage = named_as(arena, text);
	return stage.id ? stage : stage_in(own, text, &at, &len);
}

/* Does a word of a name say something that tells it from others of its kind? */
static bool tells(struct stage stage, const char *word, bool numbers)
{
	struct stage other = stage_of(NULL, word);

	return (numbers || strspn(word, "0123456789") != strlen(word)) &&
	       !(other.id && !strcmp(other.id, stage.id)) && !outline_is_environment(word) &&
	       !outline_is_of(word) && outline_column(word) != COLUMN_STATUS;
}

const char *stage_apart(struct arena *arena, struct stage stage, const char *text, bool numbers)
{
	char folded[4 * LEGEND_LONGEST];
	const char *id = stage.id, *word;

	legend_fold(bytes_text(text), folded, sizeof(folded));
	for (const char *at = folded; *at;) {
		size_t len = 0;

		while (ascii_is_alnum(at[len]))
			len++;
		word = arena_strndup(arena, at, len);
		if (len && tells(stage, word, numbers))
			id = arena_printf(arena, "%s-%s", id, word);
		at += len ? len : 1;
	}
	return strlen(id) < LEGEND_LONGEST ? id : stage.id;
}

static void count_one(struct strmap *counts, const char *key)
{
	uintptr_t count = (uintptr_t)strmap_get(counts, key) + 1;

	strmap_put(counts, key, (void *)count);
}

/* "Prod EU" and "Prod US" are two; of those that no name tells apart nobody can say whose they are. */
const struct stage *stage_columns(const struct stages *own, struct arena *arena,
				  const struct outline_unit *head)
{
	struct stage *stages = arena_array(arena, head->block_count + 1, sizeof(*stages));
	const char **names = arena_array(arena, head->block_count + 1, sizeof(*names));
	struct strmap of_id = {.arena = arena}, of_name = {.arena = arena};

	for (size_t i = 0; i < head->block_count; i++) {
		stages[i] = column(own, arena, head, i);
		if (!stages[i].id)
			continue;
		names[i] = stage_apart(arena, stages[i], head->cells[i].text, true);
		if (!i) /* what the rows are called by is beside none */
			continue;
		count_one(&of_id, stages[i].id);
		count_one(&of_name, arena_printf(arena, "%s\n%s", stages[i].id, names[i]));
	}
	for (size_t i = 0; i < head->block_count; i++) {
		struct stage *stage = &stages[i];
		uintptr_t itself = i > 0, same;

		if (!stage->id || stage_of(own, head->cells[i].text).id)
			continue;
		stage->apart = (uintptr_t)strmap_get(&of_id, stage->id) > itself;
		same = (uintptr_t)strmap_get(
			&of_name, arena_printf(arena, "%s\n%s", stage->id, names[i]));
		if (stage->apart)
			stage->id = same > itself ? NULL : names[i];
	}
	return stages;
}
