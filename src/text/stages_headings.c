/* stages_headings.c - which headings of a document are those of an environment. */
#include "text/stages.h"

#include "base/ascii.h"
#include "base/spelling.h"
#include "base/strmap.h"
#include "base/texts.h"
#include "base/utf8.h"

/* "Deploy to staging" beside "Deploy to production": what is left is the same. NULL: no environment in it. */
static const char *template_of(const struct stages *own, struct arena *arena,
			       const struct outline_unit *heading, struct stage *ret)
{
	size_t at, len;

	*ret = stage_in(own, heading->title, &at, &len);
	return ret->id && !ret->ordinary
		       ? arena_printf(arena, "%u %.*s<>%s", heading->level, (int)at,
				      heading->title, heading->title + at + len)
		       : NULL;
}

static bool in_word(const char *text, size_t at, size_t *ret_size)
{
	uint32_t code;

	/* a heading may be long, and is asked at each of its letters */
	*ret_size = utf8_decode(bytes_of(text + at, strnlen(text + at, 4)), 0, &code);
	return *ret_size && (code < 0x80 ? ascii_is_alnum((char)code)
					 : md_is_letter(code) && spelling_seen(code) != ':');
}

/* "of", a share, "environment": what names no other thing beside an environment. */
static bool adds(const char *word, const char *behind, bool *named)
{
	bool is = outline_is_environment(word);

	*named = *named || is;
	behind += strspn(behind, " ");
	return is || outline_is_of(word) ||
	       (strspn(word, "0123456789") == strlen(word) && *behind == '%');
}

/* Where what stands in brackets ends that begin here; NULL: none do. */
static const char *closes(const char *text)
{
	return *text == '('		 ? strchr(text, ')')
	       : text_begins(text, "（") ? strstr(text, "）")
					 : NULL;
}

/* "Entorno de pruebas": one that is called an environment is one whatever the word else means. */
struct stage stage_said(const struct stages *own, struct arena *arena, const char *title)
{
	struct stage found = {0}, stage;
	bool named = false;

	for (size_t at = 0, len, size; title[at]; at += len ? len : 1) {
		const char *close = closes(title + at), *word;

		len = close ? (size_t)(close - title) - at : 0;
		if (close)
			continue;
		while (in_word(title, at + len, &size) || (len && title[at + len] == '-'))
			len += size;
		if (!len) {
			len = size;
			continue;
		}
		word = arena_strndup(arena, title + at, len);
		if (adds(word, title + at + len, &named))
			continue;
		stage = stage_of(own, word);
		if (!stage.id || found.id)
			return (struct stage){0};
		found = stage;
	}
	found.ordinary = found.ordinary && !named;
	return found;
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

/* "Production (EU)" beside "Production (US)" are two; "Staging (10 %)" and "Staging (100 %)" are one, and so are the
 * parts of what may be no environment. Where no id can hold what tells them apart they are counted. */
static void set_apart(struct arena *arena, const char *title, struct stage *stage,
		      struct strmap *counted)
{
	const char *name = stage_apart(arena, *stage, title, false), *key;
	uintptr_t number, count;

	if (stage->ordinary) {
		stage->id = NULL;
		return;
	}
	stage->apart = strcmp(name, stage->id) != 0 || !is_ascii(title);
	if (!stage->apart)
		return;
	key = arena_printf(arena, "%s\n%s", name, title);
	number = (uintptr_t)strmap_get(counted, key);
	if (!number) {
		count = (uintptr_t)strmap_get(counted, name);
		number = count + 1;
		strmap_put(counted, name, (void *)number);
		strmap_put(counted, key, (void *)number);
	}
	stage->id = number > 1 ? arena_printf(arena, "%s-%u", name, (unsigned)number) : name;
}

static void take_said(const struct stages *own, struct arena *arena,
		      const struct outline *outline, struct stage *stages)
{
	struct strmap first = {.arena = arena}, several = {.arena = arena},
		      counted = {.arena = arena};
	const char **keys = arena_array(arena, outline->count + 1, sizeof(*keys));

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *u = &outline->units[i];
		const char *title;
		struct stage called;

		if (u->kind != UNIT_HEADING)
			continue;
		stages[i] = stage_of(own, u->title);
		if (!stages[i].id)
			stages[i] = stage_said(own, arena, u->title);
		if (!stages[i].id)
			continue;
		called = stage_of(own, stage_apart(arena, stages[i], u->title, false));
		if (called.id) /* the team has it, whether or not others stand beside it */
			stages[i].id = called.id;
		keys[i] = arena_printf(arena, "%u %zu %s", u->level, u->heading, stages[i].id);
		title = strmap_get(&first, keys[i]);
		if (!title)
			strmap_put(&first, keys[i], (void *)(uintptr_t)u->title);
		else if (strcmp(title, u->title) != 0)
			strmap_put(&several, keys[i], arena);
	}
	for (size_t i = 0; i < outline->count; i++)
		if (keys[i] && strmap_get(&several, keys[i]) &&
		    !stage_of(own, outline->units[i].title).id)
			set_apart(arena, outline->units[i].title, &stages[i], &counted);
}

const struct stage *stage_headings(const struct stages *own, struct arena *arena,
				   const struct outline *outline)
{
	struct stage *stages = arena_array(arena, outline->count + 1, sizeof(*stages));
	struct strmap first = {.arena = arena}, several = {.arena = arena};
	const char *before = NULL, *key;
	struct stage stage;
	bool different = false;

	take_said(own, arena, outline, stages);
	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *u = &outline->units[i];

		if (u->kind != UNIT_HEADING)
			continue;
		different = different ||
			    (stages[i].id && before && strcmp(before, stages[i].id));
		before = stages[i].id ? stages[i].id : before;
		if (stages[i].id || !(key = template_of(own, arena, u, &stage)))
			continue;
		if (!strmap_get(&first, key))
			strmap_put(&first, key, (void *)(uintptr_t)stage.id);
		else if (strcmp(strmap_get(&first, key), stage.id) != 0)
			strmap_put(&several, key, arena);
	}
	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *u = &outline->units[i];

		/* "Test" alone is what is done there */
		if (stages[i].id && stages[i].ordinary && !different)
			stages[i].id = NULL;
		if (u->kind == UNIT_HEADING && !stages[i].id &&
		    (key = template_of(own, arena, u, &stage)) && strmap_get(&several, key))
			stages[i] = stage;
	}
	return stages;
}
