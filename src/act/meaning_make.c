/* meaning_make.c - what a target of a makefile calls: its recipe, and what it needs before. */
#include "act/meaning_internal.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "match/glob.h"
#include "repo/object.h"

#define INCLUDED_MOST 16 /* makefiles that one includes */

/* A makefile, and those that it includes. */
struct making {
	struct naming *n;
	const char *path;
	const struct meaning_text *files[INCLUDED_MOST];
	size_t count;
	bool more; /* rules that nobody sees: included from elsewhere, or made of variables */
};

/* -- lines --------------------------------------------------------------------------------------- */

/* As make reads them: what ends with '\' goes on. */
static void split(struct meaning_text *file, struct arena *a)
{
	char *at = arena_strndup(a, file->text.data, file->text.len), *end, *line = at;

	file->lines = arena_array(a, 1, sizeof(*file->lines));
	while (*at) {
		end = at + strcspn(at, "\n");
		if (end > at && end[-1] == '\\' && *end) {
			end[-1] = end[0] = ' ';
			at = end + 1;
			continue;
		}
		at = end + (*end == '\n');
		*end = '\0';
		*ARENA_PUSH(a, file->lines, file->count) = line;
		line = at;
	}
}

/* Where the names of a rule end; 0: the line is none. */
static size_t rule_names(const char *line)
{
	size_t len = strcspn(line, ":=#");

	/* ":" of a variable's own text, "$(a:b=c)", is in parentheses */
	return line[len] != ':' || line[len + 1] == '=' || line[0] == '\t' ||
			       !strncmp(line + len, "::=", 3)
		       ? 0
		       : len;
}

/* "deploy-%", "deploy-$(ENV)" as a pattern; NULL: it is a name. */
static const char *pattern_of(struct arena *a, const char *name)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (!strpbrk(name, "%$"))
		return NULL;
	while (*name) {
		const char *close = *name == '$' && name[1] == '('   ? strchr(name, ')')
				    : *name == '$' && name[1] == '{' ? strchr(name, '}')
								     : NULL;

		if (*name != '$' && *name != '%') {
			strbuf_addch(&out, *name++);
			continue;
		}
		strbuf_addch(&out, '*');
		name = close ? close + 1 : name + (*name == '$' && name[1] ? 2 : 1);
	}
	return arena_strdup(a, out.buf);
}

/* Does one of the names make the target? NULL is the first target of a file. */
static enum meaning_there names_have(struct arena *a, const char *line, size_t len,
				     const char *target)
{
	enum meaning_there there = THERE_NO;
	char *names, *save = NULL;

	if (!target)
		return len && line[0] != '.' ? THERE_YES : THERE_NO;
	if (!memchr(line, '$', len) && !memchr(line, '%', len) &&
	    !memmem(line, len, target, strlen(target)))
		return THERE_NO;
	names = arena_strndup(a, line, len);
	for (char *name = strtok_r(names, " \t", &save); name;
	     name = strtok_r(NULL, " \t", &save)) {
		const char *pattern = pattern_of(a, name);

		if (!strcmp(name, target) || (pattern && glob_match(pattern, target)))
			there = strchr(name, '$') && there == THERE_NO ? THERE_MAYBE
								       : THERE_YES;
	}
	return there;
}

static enum meaning_there rule_has(struct arena *a, const char *line, const char *target)
{
	size_t len;

	while (*line == ' ')
		line++;
	len = rule_names(line);
	return len ? names_have(a, line, len, target) : THERE_NO;
}

/* -- targets ------------------------------------------------------------------------------------- */

static int name_target(const struct making *m, const char *target);

/* What stands behind the colon has to be made before. */
static int name_needed(const struct making *m, const char *line)
{
	char *copy = arena_strdup(m->n->a, strchr(line, ':') + 1), *save = NULL;

	copy[strcspn(copy, ";#")] = '\0';
	for (char *word = strtok_r(copy, " \t", &save); word;
	     word = strtok_r(NULL, " \t", &save))
		if (meaning_file(m->n, NULL, word, NULL) < 0 || name_target(m, word) < 0)
			return -1;
	return 0;
}

/* A line of a recipe; "$(MAKE)" is the make that reads it. */
static int name_recipe(const struct making *m, const char *line)
{
	static const char *const makes[] = {"$(MAKE)", "${MAKE}"};
	char *text = arena_strdup(m->n->a, line + strspn(line, "@-+ \t")), *at;

	for (size_t i = 0; i < ARRAY_SIZE(makes); i++)
		while ((at = strstr(text, makes[i])))
			memcpy(at, "make   ", strlen(makes[i]));
	return meaning_called(m->n, text);
}

/* The recipe, with what it calls. target NULL: the first of the file. */
static int name_target(const struct making *m, const char *target)
{
	int rc = 0;

	if (!meaning_follow(m->n, m->path, target))
		return 0;
	for (size_t k = 0; k < m->count; k++) {
		bool inside = false;

		for (size_t i = 0; !rc && i < m->files[k]->count; i++) {
			const char *line = m->files[k]->lines[i];

			if (inside && line[0] == '\t') {
				rc = name_recipe(m, line);
				continue;
			}
			if (inside && !*line)
				continue;
			if (inside && !target)
				return rc;
			inside = rule_has(m->n->a, line, target) != THERE_NO;
			if (inside)
				rc = name_needed(m, line);
		}
	}
	return rc;
}

/* -- makefiles ----------------------------------------------------------------------------------- */

static int add_file(struct making *m, const char *path);

/* "include common.mk": its rules, where it is there; of settings (".env") there are none. */
static int include_all(struct making *m, const char *line)
{
	char *copy = arena_strdup(m->n->a, line), *save = NULL;

	copy[strcspn(copy, "#")] = '\0';
	for (char *word = strtok_r(copy, " \t", &save); word;
	     word = strtok_r(NULL, " \t", &save)) {
		const char *path;

		if (meaning_file(m->n, NULL, word, &path) < 0)
			return -1;
		if (!path)
			m->more = m->more ||
				  !(text_ends(word, ".env") || strstr(word, ".env."));
		else if (add_file(m, path) < 0)
			return -1;
	}
	return 0;
}

static int add_file(struct making *m, const char *path)
{
	static const char *const includes[] = {"include ", "-include ", "sinclude "};
	struct meaning_text *text;
	int rc = 0;

	if (meaning_read(m->n, path, &text) < 0)
		return -1;
	m->more = m->more || m->count == INCLUDED_MOST || !text->text.len;
	for (size_t i = 0; i < m->count; i++)
		if (m->files[i] == text)
			return 0;
	if (m->count == INCLUDED_MOST)
		return 0;
	if (!text->lines)
		split(text, m->n->a);
	m->files[m->count++] = text;
	for (size_t i = 0; !rc && i < text->count; i++) {
		const char *line = text->lines[i] + strspn(text->lines[i], " ");

		m->more = m->more || text_begins(line, "$(") || text_begins(line, "${") ||
			  text_begins(line, ".DEFAULT:");
		for (size_t k = 0; !rc && k < ARRAY_SIZE(includes); k++)
			if (text_begins(line, includes[k]))
				rc = include_all(m, line + strlen(includes[k]));
	}
	return rc;
}

/* Also what make finds without a rule: a file of that name, or one that it can be built of. */
static int target_there(const struct making *m, const char *target, enum meaning_there *ret)
{
	static const char *const ends[] = {"", ".c", ".cc", ".cpp", ".sh"};
	enum meaning_there there = m->more || strpbrk(target, "$*?%`") ? THERE_MAYBE : THERE_NO;

	for (size_t k = 0; k < m->count; k++)
		for (size_t i = 0; there != THERE_YES && i < m->files[k]->count; i++) {
			const char *line = m->files[k]->lines[i];
			enum meaning_there here = rule_has(m->n->a, line, target);

			if (text_begins(line, ".PHONY:"))
				here = names_have(m->n->a, line + 7, strlen(line + 7), target);
			there = here > there ? here : there;
		}
	for (size_t i = 0; there != THERE_YES && i < ARRAY_SIZE(ends); i++) {
		const char *path = meaning_path(m->n, NULL,
						arena_printf(m->n->a, "%s%s", target, ends[i]));
		uint32_t mode = 0;

		if (path && meaning_mode(m->n, path, &mode) < 0)
			return -1;
		there = mode ? THERE_YES : there;
	}
	*ret = there;
	return 0;
}

static int name_targets(const struct making *m, const char *const *targets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum meaning_there there;

		if (target_there(m, targets[i], &there) < 0)
			return -1;
		meaning_call(m->n, "target", targets[i], m->path, there);
		if (name_target(m, targets[i]) < 0)
			return -1;
	}
	return count ? 0 : name_target(m, NULL);
}

/* What is called, where, of which file. */
struct make_call {
	const char *folder, *file; /* NULL: here, the one that make looks for */
	const char **targets;
	size_t count;
};

/* "-C dir", "-Cdir", "--directory=dir"; *at moves over a value that is a word of its own. */
static const char *value_of(char *const *words, size_t count, size_t *at, char sign,
			    const char *name)
{
	const char *word = words[*at];
	size_t len = strlen(name);

	if (!strncmp(word, name, len) && word[len] == '=')
		return word + len + 1;
	if (!strcmp(word, name) || (word[0] == '-' && word[1] == sign && !word[2]))
		return *at + 1 < count ? words[++*at] : NULL;
	return word[0] == '-' && word[1] == sign && sign ? word + 2 : NULL;
}

static bool is_number(const char *word)
{
	return *word && !word[strspn(word, "0123456789.")];
}

static struct make_call read_make_call(char *const *words, size_t count, struct arena *a)
{
	static const struct {
		char sign;
		const char *name;
	} with[] = {{'I', "--include-dir"}, {'o', "--old-file"}, {'W', "--new-file"}};
	struct make_call call = {0};

	for (size_t i = 1; i < count; i++) {
		const char *folder = value_of(words, count, &i, 'C', "--directory");
		const char *file = folder ? NULL : value_of(words, count, &i, 'f', "--file");
		bool other = folder || file;

		call.folder = folder ? folder : call.folder;
		call.file = file ? file : call.file;
		for (size_t k = 0; !other && k < ARRAY_SIZE(with); k++)
			other = value_of(words, count, &i, with[k].sign, with[k].name) != NULL;
		/* "-j 4" */
		if (!other && words[i][0] != '-' && !strchr(words[i], '=') &&
		    !(words[i - 1][0] == '-' && is_number(words[i])))
			*ARENA_PUSH(a, call.targets, call.count) = words[i];
	}
	return call;
}

int meaning_make(struct naming *n, char *const *words, size_t count)
{
	static const char *const names[] = {"GNUmakefile", "makefile", "Makefile"};
	struct make_call call = read_make_call(words, count, n->a);
	const char *was = n->cwd;
	struct making m = {.n = n};
	int rc;

	for (size_t i = 0; !m.path && i < (call.file ? 1 : ARRAY_SIZE(names)); i++)
		if (meaning_file(n, call.folder, call.file ? call.file : names[i], &m.path) < 0)
			return -1;
	if (!m.path)
		return 0;
	if (call.folder && strcmp(call.folder, ".") != 0)
		n->cwd = meaning_path(n, NULL, call.folder);
	rc = add_file(&m, m.path);
	if (!rc)
		rc = name_targets(&m, call.targets, call.count);
	n->cwd = was;
	return rc;
}
