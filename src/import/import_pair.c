/* import_pair.c - which step of the runbook that is there is which of the documents? */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "text/marks.h"
#include "text/twins.h"
#include "yaml/doc.h"

#define DIGITS "0123456789"

bool import_same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

bool import_contradict(const struct kept *kept, const struct import_step *step)
{
	return kept->slug && step->slug && strcmp(kept->slug, step->slug);
}

/* How long the id is that a title begins with, this one or one of other numbers; 0: it begins with none. */
static size_t id_len(const char *title, const char *id)
{
	size_t at = 0;

	while (*id) {
		size_t digits = strspn(id, DIGITS), there = strspn(title + at, DIGITS);

		if (!digits != !there || (!digits && title[at] != *id))
			return 0;
		id += digits ? digits : 1;
		at += digits ? there : 1;
	}
	return ascii_is_alnum(title[at]) || title[at] == '_' ? 0 : at;
}

const char *import_does(const char *title, const char *id)
{
	size_t len = title ? id_len(title, id) : 0;

	return len ? title + len + strspn(title + len, " .:)-") : title;
}

/* A step that keeps its id has the title of the documents, which begins with theirs. */
static bool same_title(const struct kept *kept, const struct import_step *step)
{
	const char *title = import_does(step->plain, step->id);

	return title && *title &&
	       (import_same(import_does(kept->title, kept->id), title) ||
		import_same(import_does(kept->title, step->id), title));
}

static bool is_untitled(const char *title, const char *id)
{
	return !title || !*import_does(title, id);
}

enum likeness { LIKE_SAME, LIKE_NAME, LIKE_BOTH, LIKE_USES, LIKE_TITLE, LIKE_SLUG };

/* Where numbers shift along, the title says which step it is sooner than the id does. */
static bool is_like(const struct kept *kept, const struct import_step *step, enum likeness by)
{
	switch (by) {
	case LIKE_SAME: /* two steps may use one file, and have one title */
		return import_same(kept->id, step->id) &&
		       (import_same(kept->uses, step->uses) || (!kept->uses && !step->uses)) &&
		       (same_title(kept, step) || (is_untitled(kept->title, kept->id) &&
						   is_untitled(step->plain, step->id)));
	case LIKE_NAME: /* its file is another now, or gone to another step */
		return import_same(kept->id, step->id) && same_title(kept, step) &&
		       !import_contradict(kept, step);
	case LIKE_BOTH:
		return import_same(kept->id, step->id) && import_same(kept->uses, step->uses);
	case LIKE_USES:
		return import_same(kept->uses, step->uses);
	case LIKE_TITLE:
		return same_title(kept, step) && !import_contradict(kept, step);
	default:
		return import_same(kept->slug, step->slug);
	}
}

/* --- steps of one title ------------------------------------------------------------------ */

/* A title that stands more than once: where ids have shifted along, or no document gives any, what tells
 * one from the other is what stands beside it. */
struct twins {
	struct again *a;
	const char **kept, **now; /* titles, in their order */
	struct strmap was, is;	  /* title: how many, as a pointer */
	bool *unsure;		  /* by imported step */
};

static size_t count_of(const struct strmap *map, const char *title)
{
	return (size_t)(uintptr_t)strmap_get(map, title);
}

static void add(struct strmap *map, const char *title)
{
	strmap_put(map, title, (void *)(uintptr_t)(count_of(map, title) + 1));
}

static bool is_twin(const struct twins *t, size_t step)
{
	return !t->a->import->steps[step].uses && *t->now[step] &&
	       count_of(&t->was, t->now[step]) &&
	       count_of(&t->was, t->now[step]) + count_of(&t->is, t->now[step]) > 2;
}

static const char *at(const char **titles, size_t count, size_t i)
{
	return i < count ? titles[i] : ""; /* before the first, behind the last */
}

/* What a section of the documents, or of the file, is called. */
static const char *section_of(const struct again *a, const char *id, bool kept)
{
	const struct import *import = a->import;
	const struct doc_node *title = NULL;

	for (size_t i = 0; id && !kept && i < import->section_count; i++)
		if (!strcmp(import->sections[i].id, id))
			return marks_title(import->sections[i].title, a->arena);
	for (size_t i = 0; id && kept && a->sections && i < a->sections->count; i++) {
		const struct doc_node *own = doc_get(a->sections->items[i], "id");

		if (own && own->kind == DOC_SCALAR && !strcmp(own->text, id))
			title = doc_get(a->sections->items[i], "title");
	}
	return id && kept ? marks_title(title && title->kind == DOC_SCALAR ? title->text : id,
					a->arena)
			  : NULL;
}

static struct twin twin_of(const struct again *a, const char **titles, size_t count, size_t i,
			   bool kept)
{
	const struct doc_node *section = kept ? doc_get(a->kept[i].node, "section") : NULL;
	const char *id = !kept					  ? a->import->steps[i].section
			 : section && section->kind == DOC_SCALAR ? section->text
								  : NULL;

	return (struct twin){.sections = {section_of(a, id, kept)},
			     .before = at(titles, count, i - 1),
			     .behind = at(titles, count, i + 1)};
}

/* Those of one title that have not found each other. */
static void pair_called(struct twins *t, const char *title)
{
	struct again *a = t->a;
	size_t steps = a->import->step_count, lines = 0, kept = 0;
	size_t *line_at = arena_array(a->arena, steps + 1, sizeof(*line_at));
	size_t *kept_at = arena_array(a->arena, a->count + 1, sizeof(*kept_at));
	size_t *of = arena_array(a->arena, steps + 1, sizeof(*of));
	struct twin *line = arena_array(a->arena, steps + 1, sizeof(*line));
	struct twin *step = arena_array(a->arena, a->count + 1, sizeof(*step));
	bool *unsure = arena_array(a->arena, steps + 1, sizeof(*unsure));

	for (size_t i = 0; i < steps; i++)
		if (is_twin(t, i) && a->of[i] == SIZE_MAX && !strcmp(t->now[i], title)) {
			line_at[lines] = i;
			line[lines++] = twin_of(a, t->now, steps, i, false);
		}
	for (size_t j = 0; j < a->count; j++)
		if (a->kept[j].import == SIZE_MAX && !strcmp(t->kept[j], title)) {
			kept_at[kept] = j;
			step[kept++] = twin_of(a, t->kept, a->count, j, true);
		}
	twins_pair(line, lines, step, kept, of, unsure);
	for (size_t i = 0; i < lines; i++) {
		t->unsure[line_at[i]] = of[i] != SIZE_MAX && unsure[i];
		if (of[i] == SIZE_MAX)
			continue;
		a->of[line_at[i]] = kept_at[of[i]];
		a->kept[kept_at[of[i]]].import = line_at[i];
	}
}

static void pair_twins(struct twins *t)
{
	struct strmap done = {.arena = t->a->arena};

	for (size_t i = 0; i < t->a->import->step_count; i++)
		if (is_twin(t, i) && t->a->of[i] == SIZE_MAX && !strmap_get(&done, t->now[i])) {
			strmap_put(&done, t->now[i], t);
			pair_called(t, t->now[i]);
		}
}

static bool tell_unsure(const struct twins *t)
{
	bool refused = false;

	for (size_t i = 0; i < t->a->import->step_count; i++) {
		const struct import_step *step = &t->a->import->steps[i];

		const struct kept *kept = &t->a->kept[t->unsure[i] ? t->a->of[i] : 0];
		bool recorded = t->unsure[i] && import_is_recorded(t->a, kept);

		if (t->unsure[i])
			finding_add(
				t->a->found, RULE_IDENTITY,
				recorded ? FINDING_ERROR : FINDING_WARN,
				(struct finding){
					.at = {step->path, step->line, 1},
					.path = step->path,
					.step = kept->id,
					.fix = "give each of them an id in the document"},
				"steps of one title, and others than before: this one is taken "
				"for '%s', and it cannot be told",
				kept->id);
		refused = refused || recorded;
	}
	return refused;
}

static struct twins find_twins(struct again *a)
{
	struct twins t = {
		.a = a,
		.kept = arena_array(a->arena, a->count + 1, sizeof(*t.kept)),
		.now = arena_array(a->arena, a->import->step_count + 1, sizeof(*t.now)),
		.was = {.arena = a->arena},
		.is = {.arena = a->arena},
		.unsure = arena_array(a->arena, a->import->step_count + 1, sizeof(*t.unsure))};

	for (size_t j = 0; j < a->count; j++) {
		const char *title = import_does(a->kept[j].title, a->kept[j].id);

		t.kept[j] = title ? title : "";
		add(&t.was, t.kept[j]);
	}
	for (size_t i = 0; i < a->import->step_count; i++) {
		const struct import_step *step = &a->import->steps[i];

		t.now[i] = step->plain ? import_does(step->plain, step->id) : "";
		add(&t.is, t.now[i]);
	}
	return t;
}

/* A file that several use, then or now, is none by which one of them is known; nor is its name. */
static bool is_shared(const struct again *a, const struct kept *kept)
{
	size_t was = 0, is = 0;

	for (size_t j = 0; j < a->count; j++)
		was += import_same(a->kept[j].uses, kept->uses) ||
		       import_same(a->kept[j].slug, kept->slug);
	for (size_t i = 0; i < a->import->step_count; i++)
		is += import_same(a->import->steps[i].uses, kept->uses) ||
		      import_same(a->import->steps[i].slug, kept->slug);
	return was > 1 || is > 1;
}

static void pair_like(const struct twins *t, enum likeness by)
{
	struct again *a = t->a;
	bool by_file = by == LIKE_BOTH || by == LIKE_USES || by == LIKE_SLUG;

	for (size_t i = 0; i < a->import->step_count; i++)
		for (size_t j = 0; a->of[i] == SIZE_MAX && j < a->count; j++) {
			if (a->kept[j].import != SIZE_MAX || is_twin(t, i) ||
			    !is_like(&a->kept[j], &a->import->steps[i], by) ||
			    (by_file && is_shared(a, &a->kept[j])))
				continue;
			a->of[i] = j;
			a->kept[j].import = i;
		}
}

static void pair_twins_by_id(const struct twins *t)
{
	struct again *a = t->a;

	for (size_t i = 0; i < a->import->step_count; i++)
		for (size_t j = 0; is_twin(t, i) && a->of[i] == SIZE_MAX && j < a->count; j++)
			if (a->kept[j].import == SIZE_MAX && !a->import->steps[i].generated &&
			    is_like(&a->kept[j], &a->import->steps[i], LIKE_SAME)) {
				a->of[i] = j;
				a->kept[j].import = i;
			}
}

/* The surest likeness first, over all steps, so that no weak one takes a strong one's place. */
bool import_pair(struct again *a)
{
	struct twins twins = find_twins(a);
	bool refused;

	for (enum likeness by = 0; by <= LIKE_TITLE; by++)
		pair_like(&twins, by);
	if (!import_is_shifted(a))
		pair_twins_by_id(&twins);
	pair_twins(&twins);
	refused = tell_unsure(&twins);
	pair_like(&twins, LIKE_SLUG);
	import_reword(a);
	return refused;
}
