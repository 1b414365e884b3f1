/* meant.c - what commands mean: the files, and parts of files, that they rest on. */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "model/event.h"
#include "runbook/digests.h"
#include "runbook/shown.h"

/* -- variables ----------------------------------------------------------------------------------- */

bool meaning_is_open(const char *word)
{
	return strpbrk(word, "$`") != NULL;
}

static bool is_called(const char *has, const char *name, size_t len)
{
	size_t i = 0;

	/* what a variable's name cannot hold becomes '_' */
	while (i < len && has[i] &&
	       (has[i] == name[i] || (name[i] == '_' && !ascii_is_alnum(has[i]))))
		i++;
	return i == len && !has[i];
}

static const char *value_of(struct name_values list, const char *name, size_t len)
{
	for (size_t i = 0; i < list.count; i++)
		if (is_called(list.items[i].name, name, len))
			return list.items[i].value;
	return NULL;
}

const char *meaning_variable(const struct naming *n, const char *name, size_t len)
{
	const char *value = value_of(n->environment->vars, name, len);

	return value ? value : value_of(n->runbook->vars, name, len);
}

static const char *find_value(const struct naming *n, const char *name, size_t len)
{
	const struct {
		const char *name, *variable, *value;
	} single[] = {
		{"step.id", "MCADE_STEP", n->step->id},
		{"step.uses", "MCADE_STEP_USES", n->step->uses},
		{"environment.id", "MCADE_ENVIRONMENT", n->environment->id},
		{"environment.manifest", "MCADE_ENVIRONMENT_MANIFEST",
		 n->environment->manifest},
	};
	static const char *const prefixes[] = {"vars.", "MCADE_VAR_"};

	for (size_t i = 0; i < ARRAY_SIZE(single); i++)
		if (is_called(single[i].name, name, len) ||
		    is_called(single[i].variable, name, len))
			return single[i].value;
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (len > strlen(prefixes[i]) &&
		    !strncmp(name, prefixes[i], strlen(prefixes[i])))
			return meaning_variable(n, name + strlen(prefixes[i]),
						len - strlen(prefixes[i]));
	if (len > 12 && !strncmp(name, "environment.", 12))
		return value_of(n->environment->vars, name + 12, len - 12);
	if (len > 4 && !strncmp(name, "env.", 4))
		return value_of(n->step->env, name + 4, len - 4);
	return value_of(n->step->env, name, len);
}

/* One word, whatever stands around it: else it is not put in, and nobody can tell. */
static bool is_plain(const char *value)
{
	while (ascii_is_alnum(*value) || (*value && strchr("_./:@%+,-", *value)))
		value++;
	return !*value;
}

const char *meaning_value(const struct naming *n, const char *name, size_t len)
{
	const char *value = n->runbook && len && !n->elsewhere ? find_value(n, name, len)
							       : NULL;

	return value && is_plain(value) ? value : NULL;
}

/* "$NAME", "${NAME}", "${{ NAME }}": the name, and where all of it ends; NULL: another. */
static const char *name_in(const char *at, size_t *ret_len, const char **ret_end)
{
	bool templated = text_begins(at, "${{"), braced = !templated && at[1] == '{';
	const char *name = at + (templated ? 3 : braced ? 2 : 1);

	name += templated ? strspn(name, " \t") : 0;
	for (*ret_len = 0; ascii_is_alnum(name[*ret_len]) || name[*ret_len] == '_' ||
			   (templated && (name[*ret_len] == '.' || name[*ret_len] == '-'));)
		++*ret_len;
	*ret_end = name + *ret_len;
	if (templated) {
		*ret_end += strspn(*ret_end, " \t");
		if (!text_begins(*ret_end, "}}"))
			return NULL;
		*ret_end += 2;
	} else if (braced && *(*ret_end)++ != '}') {
		return NULL;
	}
	return name;
}

const char *meaning_filled(struct naming *n, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *at;

	if (!n->meant || !strchr(text, '$'))
		return text;
	while ((at = strchr(text, '$'))) {
		const char *end, *name, *value;
		size_t len;

		strbuf_add(&out, text, (size_t)(at - text));
		name = name_in(at, &len, &end);
		value = name ? meaning_value(n, name, len) : NULL;
		if (value && n->strict && !text_begins(at, "${{") && scope_gives(n, name, len))
			value = NULL;
		if (value && !meaning_may(n, strlen(value)))
			value = NULL;
		if (value)
			strbuf_addstr(&out, value);
		else
			strbuf_addch(&out, '$');
		text = value ? end : at + 1;
	}
	strbuf_addstr(&out, text);
	return arena_strdup(n->a, out.buf);
}

/* -- what is kept -------------------------------------------------------------------------------- */

static const char *without_top(struct arena *a, const char *word)
{
	char *shown = arena_strdup(a, word), *end = shown;

	for (const char *at = shown; *at; at++)
		if (*at == MEANING_TOP)
			at += at[1] == '/';
		else
			*end++ = *at;
	*end = '\0';
	return shown;
}

/* What a word that is not written out ends with, whatever stands before: "/inner.sh". */
static const char *tail_of(const char *word)
{
	const char *at, *tail = word + strlen(word);

	while (tail > word && !strchr("$`*?{}()[]", tail[-1]))
		tail--;
	if (tail > word && tail[-1] == '$') /* the name goes on */
		while (ascii_is_alnum(*tail) || *tail == '_')
			tail++;
	while ((at = strstr(tail, "../")))
		tail = at + 2;
	return tail;
}

/*
 * An owner who declares inputs says what the step rests on: also what a word may be that stands in the runbook,
 * or in a text that is declared, too. Of a file that is named in part each that it may be has to be there.
 */
static bool is_answered(struct naming *n, const char *word)
{
	const char *tail = tail_of(word);

	if (!n->strict || !n->step->inputs.count ||
	    (n->file && !meaning_is_declared(n, n->file)))
		return false;
	return !meaning_is_open(word) || !*tail || meaning_is_among(n, tail);
}

/* A word may be as long as its file: its first characters tell which it is. */
static const char *beginning(struct arena *a, const char *word)
{
	size_t len = MEANING_SHOWN;

	if (strnlen(word, len + 1) <= len)
		return word;
	while (len && ((unsigned char)word[len] & 0xc0) == 0x80)
		len--;
	return arena_printf(a, "%.*s...", (int)len, word);
}

static void set_unknown(struct naming *n, const char *word)
{
	if (n->meant->unknown)
		return;
	n->meant->unknown = beginning(n->a, word);
	n->meant->unknown_in = n->file ? n->file : "runbook.yaml";
}

const char *meaning_untold(const struct naming *n)
{
	return n->meant ? n->meant->unknown : NULL;
}

void meaning_stands(struct naming *n, const char *untold, const char *path)
{
	if (!untold && meaning_untold(n) &&
	    !strcmp(n->meant->unknown_in, n->file ? n->file : "runbook.yaml"))
		n->meant->unknown_in = path;
}

void meaning_too_much(struct naming *n)
{
	*n->spent = MEANING_WORK;
	if (n->meant)
		set_unknown(n, n->file ? n->file : "runbook.yaml");
}

bool meaning_may(struct naming *n, size_t work)
{
	if (work < MEANING_WORK - *n->spent) {
		*n->spent += work;
		return true;
	}
	meaning_too_much(n);
	return false;
}

/* Where the step answers it, another word is another meaning. */
void meaning_unknown(struct naming *n, const char *word)
{
	const char *name;

	if (!n->meant)
		return;
	word = without_top(n->a, word);
	if (!is_answered(n, word)) {
		set_unknown(n, word);
		return;
	}
	if (!n->file)
		return; /* that is the definition */
	name = arena_printf(n->a, "%s:%s", n->file, word);
	if (path_check(bytes_text(name), n->err) < 0) {
		*n->err = (struct err){0};
		name = arena_printf(n->a, "%s:%.12s", n->file,
				    file_digest("", bytes_text(word), n->a) + 7);
	}
	meaning_part(n, name, bytes_text(word), n->file, 0);
}

void meaning_taken(struct naming *n, const char *path)
{
	if (n->takes == TAKES_HERE)
		*ARENA_PUSH(n->a, n->meant->taken, n->meant->taken_count) = path;
	else if (n->takes == TAKES_SOURCES)
		*ARENA_PUSH(n->a, n->meant->built, n->meant->built_count) = path;
}

void meaning_all(struct naming *n, const char *word)
{
	set_unknown(n, without_top(n->a, word));
	meaning_taken(n, "");
}

void meaning_part(struct naming *n, const char *name, struct bytes text, const char *file,
		  unsigned line)
{
	struct meaning *m = n->meant;
	const char *value;

	if (path_check(bytes_text(name), n->err) < 0) { /* an event cannot name it */
		*n->err = (struct err){0};
		set_unknown(n, name);
		return;
	}
	if (!strcmp(name, MEANING_CONTENT)) /* a file that is called so */
		name = MEANING_CONTENT ":" MEANING_CONTENT;
	if (!meaning_may(n, m->count * sizeof(*m->items)))
		return;
	value = file_digest(name, text, n->a);
	for (size_t i = 0; i < m->count; i++)
		if (!strcmp(m->items[i].value, value))
			return;
	*ARENA_PUSH(n->a, m->items, m->count) = (struct meant){value, {file, line, 0}};
}

static int by_value(const void *a, const void *b)
{
	return strcmp(((const struct meant *)a)->value, ((const struct meant *)b)->value);
}

static void sort(struct meaning *m)
{
	if (m->count)
		qsort(m->items, m->count, sizeof(*m->items), by_value);
}

void meaning_add(struct meaning *m, const char *value, struct arena *a)
{
	*ARENA_PUSH(a, m->items, m->count) = (struct meant){value, SRCPOS_NONE};
	sort(m);
}

struct words meaning_values(const struct meaning *m, struct arena *a)
{
	const char **list = arena_array(a, m->count + 1, sizeof(*list));

	for (size_t i = 0; i < m->count; i++)
		list[i] = m->items[i].value;
	return (struct words){list, m->count};
}

/* -- a step -------------------------------------------------------------------------------------- */

static int mean(struct naming n, const struct step *step, const char *cwd,
		const struct command *run)
{
	n.step = step;
	n.cwd = cwd;
	n.seen = (struct strmap){.arena = n.a};
	for (size_t i = 0; i < step->env.count; i++)
		if (meaning_environment(&n, step->env.items[i].name, step->env.items[i].value) <
		    0)
			return -1;
	return meaning_run(&n, run);
}

static int mean_checks(const struct naming *n, const struct step *step, struct checks list)
{
	for (size_t i = 0; i < list.count; i++) {
		struct check used;

		if (!runbook_used(n->runbook, step, list.items[i], &used) ||
		    used.probe != PROBE_RUN || used.on)
			continue;
		if (mean(*n, step, used.cwd ? used.cwd : step->cwd, &used.run) < 0)
			return -1;
	}
	return 0;
}

int meaning_of(const struct meaning_asked *asked, const struct snapshot *files,
	       struct strmap *read, struct arena *a, struct meaning *ret, struct err *err)
{
	const struct step *step = asked->step;
	const struct environment *env = asked->environment;
	struct meaning_list all = {.files = NULL};
	size_t spent = 0;
	const struct naming n = {.files = files,
				 .all = &all,
				 .a = a,
				 .spent = &spent,
				 .read = read,
				 .meant = ret,
				 .strict = asked->rules >= RULES_UNTOLD,
				 .runbook = asked->runbook,
				 .environment = env,
				 .err = err};

	*ret = (struct meaning){.count = 0};
	if (step->repo)
		return 0;
	if (asked->parts & MEANS_RUN && step->has_run && !step->on &&
	    mean(n, step, step->cwd, &step->run) < 0)
		return -1;
	if (asked->parts & MEANS_ASKED &&
	    (mean_checks(&n, step, env->guard) < 0 || mean_checks(&n, step, env->stop) < 0 ||
	     mean_checks(&n, step, step->guard) < 0 || mean_checks(&n, step, step->stop) < 0 ||
	     mean_checks(&n, step, step->before) < 0))
		return -1;
	if (asked->parts & MEANS_SHOWN && mean_checks(&n, step, step->verify) < 0)
		return -1;
	sort(ret);
	return 0;
}
