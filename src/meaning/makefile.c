/* makefile.c - a makefile and what it includes, as lines: rules, variables. */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "match/glob.h"

/* -- lines --------------------------------------------------------------------------------------- */

/* As make reads them: what ends with '\' goes on. */
static void split(struct meaning_text *file, struct arena *a)
{
	char *at = arena_strndup(a, file->text.data, file->text.len), *end, *line = at;
	unsigned number = 1, begun = 1;
	size_t count = 0;

	file->lines = arena_array(a, 1, sizeof(*file->lines));
	while (*at) {
		end = at + strcspn(at, "\n");
		number++;
		if (end > at && end[-1] == '\\' && *end) {
			end[-1] = end[0] = ' ';
			at = end + 1;
			continue;
		}
		at = end + (*end == '\n');
		*end = '\0';
		*ARENA_PUSH(a, file->lines, file->count) = line;
		*ARENA_PUSH(a, file->numbers, count) = begun;
		line = at;
		begun = number;
	}
}

size_t makefile_names(const char *line)
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

enum meaning_there makefile_lists(struct arena *a, const char *line, size_t len,
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

enum meaning_there makefile_has(struct arena *a, const char *line, const char *target)
{
	size_t len;

	while (*line == ' ')
		line++;
	len = makefile_names(line);
	return len ? makefile_lists(a, line, len, target) : THERE_NO;
}

/* -- variables ----------------------------------------------------------------------------------- */

static bool is_name(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && (ascii_is_alnum(text[i]) || strchr("_.-", text[i])))
		i++;
	return len && i == len;
}

/* Of what is given twice, or added to, nobody can tell which holds. */
static void keep(struct making *m, const char *name, size_t len, const char *value, bool more)
{
	char *key = arena_strndup(m->n->a, name, len);

	if (!is_name(name, len))
		return;
	if (more || strmap_get(&m->variables, key))
		value = "";
	strmap_put(&m->variables, key, arena_strdup(m->n->a, value));
}

/* "NAME := value" at `text`; "deploy: NAME := value" holds for that target alone. */
static void keep_variable(struct making *m, const char *text, bool alone)
{
	static const char *const words[] = {"export ", "override ", "private "};
	size_t len = strcspn(text, "="), end = len;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (text_begins(text, words[i])) {
			keep_variable(m, text + strlen(words[i]), alone);
			return;
		}
	if (text[len] != '=')
		return;
	while (end && strchr(" \t:?+!", text[end - 1]))
		end--;
	text += strspn(text, " \t");
	keep(m, text, end, text + len + 1 + strspn(text + len + 1, " \t"),
	     alone || memchr(text + end, '+', len - end) || memchr(text + end, '!', len - end));
}

static void keep_variables(struct making *m, const struct meaning_text *file)
{
	for (size_t i = 0; i < file->count; i++) {
		const char *line = file->lines[i] + strspn(file->lines[i], " ");
		size_t names = makefile_names(line);

		if (text_begins(line, "define ")) {
			const char *name = line + 7 + strspn(line + 7, " ");
			CLEANUP(strbuf_free) struct strbuf body = STRBUF_INIT;

			while (++i < file->count && !text_begins(file->lines[i], "endef"))
				strbuf_addf(&body, "%s\n", file->lines[i]);
			keep(m, name, strcspn(name, " ="), body.len ? body.buf : "", false);
		} else if (names && strchr(line + names, '=')) {
			keep_variable(m, line + names + 1 + strspn(line + names + 1, ": \t"),
				      true);
		} else if (!names && *line != '\t' && *line != '#') {
			keep_variable(m, line, false);
		}
	}
}

/* What it is called with, and what the rule makes. */
struct filling {
	const struct making *m;
	const char *target, *arguments; /* "a,b" of a call; NULL */
	unsigned depth;
};

static void fill(struct filling f, const char *text, struct strbuf *out);

static const char *find(const struct filling *f, const char *name, size_t len)
{
	const char *value, *at = f->arguments;

	if (len == 4 && !strncmp(name, "MAKE", 4))
		return "make";
	if (len == 6 && !strncmp(name, "CURDIR", 6))
		return arena_printf(f->m->n->a, "%c%s", MEANING_TOP,
				    f->m->n->cwd ? f->m->n->cwd : "");
	if (len == 1 && *name == '@' && f->target)
		return f->target;
	if (len == 1 && *name >= '1' && *name <= '9' && at) {
		for (int i = '1'; at && i < *name; i++)
			at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL;
		return at ? arena_strndup(f->m->n->a, at, strcspn(at, ",")) : "";
	}
	value = meaning_value(f->m->n, name, len);
	return value ? value
		     : strmap_get(&f->m->variables, arena_strndup(f->m->n->a, name, len));
}

/* What stands in "$(...)"; how long it is. */
static size_t inner(const char *text, char open, char close)
{
	size_t len = 0;

	for (unsigned depth = 1; text[len]; len++) {
		depth += text[len] == open;
		if (text[len] == close && !--depth)
			break;
	}
	return len;
}

static void fill_call(struct filling f, const char *text, struct strbuf *out)
{
	const char *comma = strchr(text, ',');
	size_t len = comma ? (size_t)(comma - text) : strlen(text);
	CLEANUP(strbuf_free) struct strbuf arguments = STRBUF_INIT;
	const char *body = find(&f, text, len);

	if (!body || !*body) {
		strbuf_addf(out, "$%s", text);
		return;
	}
	f.depth++;
	fill(f, comma ? comma + 1 : "", &arguments);
	f.arguments = arguments.buf;
	fill(f, body, out);
}

static void fill_one(struct filling f, const char *text, struct strbuf *out)
{
	size_t len = strlen(text);
	const char *value;

	if (text_begins(text, "call ")) {
		fill_call(f, text + 5 + strspn(text + 5, " "), out);
		return;
	}
	if (!is_name(text, len) && len != 1) { /* another function: a shell may be asked */
		strbuf_addstr(out, "$(");
		f.depth++;
		fill(f, text_begins(text, "shell ") ? text + 6 : text, out);
		strbuf_addch(out, ')');
		return;
	}
	value = find(&f, text, len);
	f.depth++;
	if (value && *value)
		fill(f, value, out);
	else
		strbuf_addf(out, "$%s", len == 1 && !ascii_is_alnum(*text) ? "_" : text);
}

static void fill(struct filling f, const char *text, struct strbuf *out)
{
	const char *at;

	if (!meaning_may(f.m->n, 32 + strlen(text)))
		return;
	for (; (at = strchr(text, '$')) && f.depth < 16;) {
		bool group = at[1] == '(' || at[1] == '{';
		size_t len = group ? inner(at + 2, at[1], at[1] == '(' ? ')' : '}') : !!at[1];

		strbuf_add(out, text, (size_t)(at - text));
		text = at + 1 + group + len;
		text += group && *text;
		if (!group && at[1] == '$')
			strbuf_addch(out, '$');
		else
			fill_one(f, arena_strndup(f.m->n->a, at + 1 + group, len), out);
	}
	strbuf_addstr(out, text);
}

const char *makefile_filled(const struct making *m, const char *text, const char *target)
{
	static const char *const makes[] = {"$(MAKE)", "${MAKE}"};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	char *copy, *at;

	if (m->n->meant) {
		fill((struct filling){.m = m, .target = target}, text, &out);
		return arena_strdup(m->n->a, out.buf);
	}
	copy = arena_strdup(m->n->a, text);
	for (size_t i = 0; i < ARRAY_SIZE(makes); i++)
		for (at = copy; (at = strstr(at, makes[i]));)
			memcpy(at, "make   ", strlen(makes[i]));
	return copy;
}

/* -- makefiles ----------------------------------------------------------------------------------- */

/* What make reads or runs besides makefiles as it reads them: "$(file <x)", "load x.so". */
static bool is_foreign(const char *line)
{
	static const char *const begins[] = {"load ", "-load "};
	static const char *const has[] = {"$(file ", "${file ", "$(guile ", "${guile "};

	for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
		if (text_begins(line, begins[i]))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(has); i++)
		if (strstr(line, has[i]))
			return true;
	return false;
}

/* "include common.mk": its rules, where it is there; of settings (".env") there are none. */
static int include_all(struct making *m, const char *line)
{
	char *copy = arena_strdup(m->n->a, makefile_filled(m, line, NULL)), *save = NULL;

	copy[strcspn(copy, "#")] = '\0';
	for (char *word = strtok_r(copy, " \t", &save); word;
	     word = strtok_r(NULL, " \t", &save)) {
		const char *path;

		if (meaning_is_open(word) || strpbrk(word, "*?["))
			meaning_unknown(m->n, word);
		if (meaning_file(m->n, NULL, word, &path) < 0)
			return -1;
		if (!path)
			m->more = m->more ||
				  !(text_ends(word, ".env") || strstr(word, ".env."));
		else if (makefile_read(m, path) < 0)
			return -1;
	}
	return 0;
}

bool makefile_may(const struct making *m)
{
	size_t work = 0;

	for (size_t i = 0; i < m->count; i++)
		work += m->files[i]->text.len;
	return meaning_may(m->n, work);
}

int makefile_read(struct making *m, const char *path)
{
	static const char *const includes[] = {"include", "-include", "sinclude"};
	const char *untold = meaning_untold(m->n);
	struct meaning_text *text;
	int rc = 0;

	if (meaning_read(m->n, path, &text) < 0)
		return -1;
	m->more = m->more || m->count == INCLUDED_MOST || !text->text.len;
	for (size_t i = 0; i < m->count; i++)
		if (m->files[i] == text)
			return 0;
	if (m->count == INCLUDED_MOST || !meaning_may(m->n, text->text.len))
		return 0;
	if (!text->lines)
		split(text, m->n->a);
	m->paths[m->count] = path;
	m->files[m->count++] = text;
	keep_variables(m, text);
	for (size_t i = 0; !rc && i < text->count; i++) {
		const char *line = text->lines[i] + strspn(text->lines[i], " ");

		if (m->n->strict && is_foreign(line))
			meaning_unknown(m->n, line);
		m->more = m->more || text_begins(line, "$(") || text_begins(line, "${") ||
			  text_begins(line, ".DEFAULT:");
		for (size_t k = 0; !rc && k < ARRAY_SIZE(includes); k++)
			if (text_begins(line, includes[k]) &&
			    strchr(" \t", line[strlen(includes[k])]))
				rc = include_all(m, line + strlen(includes[k]));
	}
	meaning_stands(m->n, untold, path);
	return rc;
}
