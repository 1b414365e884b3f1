/*
 * makefile_part.c - a makefile as far as a target rests on it: all of it but the rules that certainly are
 * others'. Variables, conditions and what nobody can assign stay in, so that nothing that could change what
 * runs is left out.
 */
#include "meaning/internal.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"

static bool is_needed(const struct making *m, const char *line, size_t len)
{
	for (size_t i = 0; i < m->needed_count; i++)
		if (makefile_lists(m->n->a, line, len, m->needed[i]) != THERE_NO)
			return true;
	return false;
}

static void need(struct making *m, const char *target)
{
	if (texts_have(m->needed, m->needed_count, target))
		return;
	if (m->needed_count == MEANING_MOST)
		m->all = true;
	else
		*ARENA_PUSH(m->n->a, m->needed, m->needed_count) = target;
}

/* What a rule needs is needed, too; of patterns and variables nobody can tell what it is. */
static void need_before(struct making *m, const char *line, const char *target)
{
	char *copy = arena_strdup(m->n->a, makefile_filled(m, strchr(line, ':') + 1, target)),
	     *save = NULL;

	copy[strcspn(copy, ";#")] = '\0';
	if (strchr(copy, '='))
		return;
	for (char *word = strtok_r(copy, " \t:|", &save); word;
	     word = strtok_r(NULL, " \t:|", &save)) {
		m->all = m->all || strpbrk(word, "$%*?[`");
		need(m, word);
	}
}

/* The first target of all. */
static const char *first_of(const struct making *m)
{
	for (size_t k = 0; k < m->count; k++)
		for (size_t i = 0; i < m->files[k]->count; i++) {
			const char *line = m->files[k]->lines[i];

			if (makefile_names(line) && line[0] != '.')
				return arena_strndup(m->n->a, line, strcspn(line, " \t:"));
		}
	return NULL;
}

static void find_needed(struct making *m, const char *target)
{
	m->needed_count = 0;
	m->all = m->more || strmap_get(&m->variables, ".RECIPEPREFIX") ||
		 strmap_get(&m->variables, ".DEFAULT_GOAL");
	need(m, target);
	for (size_t n = 0; n < m->needed_count && makefile_may(m); n++)
		for (size_t k = 0; k < m->count; k++)
			for (size_t i = 0; i < m->files[k]->count; i++) {
				const char *line = m->files[k]->lines[i];

				if (makefile_has(m->n->a, line, m->needed[n]) != THERE_NO)
					need_before(m, line + strspn(line, " "), m->needed[n]);
			}
}

/* A line that is read as what it begins with, whatever colons it has. */
static bool is_directive(const char *line)
{
	static const char *const words[] = {
		"ifeq",	    "ifneq",	"ifdef",    "ifndef", "else",	  "endif",
		"include",  "-include", "sinclude", "export", "unexport", "override",
		"undefine", "vpath",	"load",	    "-load",  "private"};
	size_t len = strcspn(line, " \t(");

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == len && !strncmp(line, words[i], len))
			return true;
	return false;
}

/* Whose names are all written out, and none of them needed. */
static bool is_of_others(const struct making *m, const char *line)
{
	size_t len = is_directive(line) ? 0 : makefile_names(line);

	return len && line[0] != '.' && !memchr(line, '$', len) && !memchr(line, '%', len) &&
	       !memchr(line, '(', len) && !is_needed(m, line, len);
}

/* Of a list of targets for make itself those that are needed. */
static void add_phony(const struct making *m, const char *names, struct strbuf *out)
{
	for (size_t i = 0; i < m->needed_count; i++)
		if (makefile_lists(m->n->a, names, strlen(names), m->needed[i]) != THERE_NO)
			strbuf_addf(out, ".PHONY: %s\n", m->needed[i]);
}

static void add_part(const struct making *m, const struct meaning_text *file,
		     struct strbuf *out)
{
	bool others = false, defines = false;

	for (size_t i = 0; i < file->count; i++) {
		const char *line = file->lines[i];
		const char *text = line + strspn(line, " ");

		if (defines || text_begins(text, "define ")) {
			defines = !text_begins(text, "endef");
			others = false;
		} else if (line[0] == '\t') {
			if (others)
				continue;
		} else if (!*text || *text == '#') {
			continue;
		} else if (text_begins(line, ".PHONY:")) {
			add_phony(m, line + 7, out);
			continue;
		} else if (!is_directive(text)) {
			others = is_of_others(m, text);
			if (others)
				continue;
		}
		strbuf_addf(out, "%s\n", line);
	}
}

static unsigned line_of(const struct making *m, const struct meaning_text *file,
			const char *target)
{
	for (size_t i = 0; i < file->count; i++)
		if (makefile_has(m->n->a, file->lines[i], target) != THERE_NO)
			return file->numbers[i];
	return 0;
}

void makefile_mean(struct making *m, const char *target)
{
	target = target ? target : first_of(m);
	if (!target)
		return;
	find_needed(m, target);
	for (size_t k = 0; k < m->count; k++) {
		CLEANUP(strbuf_free) struct strbuf part = STRBUF_INIT;

		for (size_t i = 0; !m->all && i < m->needed_count; i++)
			if (!makefile_may(m))
				return;
		if (!m->all)
			add_part(m, m->files[k], &part);
		meaning_program(m->n, m->paths[k]);
		meaning_part(m->n, arena_printf(m->n->a, "%s:%s", m->paths[k], target),
			     m->all ? m->files[k]->text : bytes_of(part.buf, part.len),
			     m->paths[k], line_of(m, m->files[k], target));
	}
}
