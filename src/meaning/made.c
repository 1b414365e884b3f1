/*
 * made.c - names that a program in another language puts together: f"{folder}/ship.sh", "tools/" + name, "{{ dir }}/x".
 * Each file of the commit that it may be is a part; where too many may be, or no letter of it is written out and
 * it is run, nobody can tell.
 */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "repo/object.h"

struct made {
	struct naming *n;
	const char *folder; /* of the text; "": the root */
	const char *end;    /* of modules of its language */
	bool code;	    /* what stands in quotes is a name, or a part of one */
	struct strmap seen;
};

static bool is_word_char(char c)
{
	return ascii_is_name(c) || c == '/';
}

static size_t word_length(const char *at)
{
	size_t len = 0;

	while (ascii_is_alnum(at[len]) || at[len] == '_')
		len++;
	return len;
}

#define NAME_MOST 255 /* bytes, written out */
/* Of what goes on without end so much is looked at from each place on. */
#define FILLING_MOST 1024

static size_t until(const char *at, const char *close)
{
	const char *begin = at, *end = at + strnlen(at, FILLING_MOST);
	const char *line = memchr(at, '\n', (size_t)(end - at));

	for (end = line ? line : end; (at = memchr(at, *close, (size_t)(end - at))); at++)
		if (text_begins(at, close))
			return (size_t)(at - begin) + strlen(close);
	return 0;
}

/* "{{ x }}", "${x}", "#{x}", "{x}", "$x", "%s", "%(x)s", "*": how long it is; 0: it is none of these. */
static size_t filling(const char *at)
{
	size_t len;

	if (text_begins(at, "{{"))
		return until(at, "}}");
	if (text_begins(at, "${") || text_begins(at, "#{"))
		return until(at, "}");
	if (*at == '{') {
		len = 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "0123456789_.[]()!:'\"");
		return at[len] == '}' ? len + 1 : 0;
	}
	if (text_begins(at, "%("))
		return until(at, ")s");
	if (*at == '%')
		return at[1] && strchr("sdr", at[1]) ? 2 : 0;
	if (*at == '$') {
		len = word_length(at + 1);
		return len ? len + 1 : 0;
	}
	return *at == '*';
}

/* Without what leads up. */
static const char *below_it(const char *word)
{
	const char *at;

	while ((at = strstr(word, "../")))
		word = at + 3;
	while (text_begins(word, "./"))
		word += 2;
	return word;
}

static bool has_letter(const char *word)
{
	while (*word && !ascii_is_alnum(*word))
		word++;
	return *word;
}

/* "a/b", "x.sh"; "v1.2" and "a." are none. */
static bool is_like_a_path(const char *word)
{
	const char *dot = strrchr(word, '.');

	return strchr(word, '/') ||
	       (dot && ascii_is_alnum(dot[1]) && !(dot[1] >= '0' && dot[1] <= '9'));
}

/* -- files that a name may be -------------------------------------------------------------------- */

static int take_file(struct made *m, const struct snapshot_file *file)
{
	if (file->mode == TREE_FILE || file->mode == TREE_EXECUTABLE)
		return meaning_loaded(m->n, file->path,
				      m->end && *m->end && text_ends(file->path, m->end));
	meaning_unknown(m->n, file->path);
	return 0;
}

/* tail: of the path, or "/" and the whole of it. */
static bool ends_so(const char *path, const char *tail)
{
	return text_ends(path, tail) || (*tail == '/' && !strcmp(path, tail + 1));
}

/* head: "/" and what a folder or the name begins with. */
static bool has_part(const char *path, const char *head)
{
	return text_begins(path, head + 1) || strstr(path, head);
}

/* All that have it in a folder or at the beginning of their name, and end so. */
static int take_all(struct made *m, const char *word, const char *head, const char *tail)
{
	struct snapshot_file *files;
	size_t count, found = 0;

	if (strmap_get(&m->seen, word))
		return 0;
	strmap_put(&m->seen, word, m);
	if (meaning_files(m->n, &files, &count) < 0)
		return -1;
	head = arena_printf(m->n->a, "/%s", head + (*head == '/'));
	for (int taken = 0; taken < 2; taken++)
		for (size_t i = 0; i < count; i++) {
			if (!ends_so(files[i].path, tail) || !has_part(files[i].path, head))
				continue;
			if (!taken && ++found > MEANING_BESIDE) {
				meaning_unknown(m->n, word);
				return 0;
			}
			if (taken && take_file(m, &files[i]) < 0)
				return -1;
		}
	return 0;
}

/* Is there something of that name where it is looked for? */
static int mode_of(struct made *m, const char *word, uint32_t *ret)
{
	const char *const folders[] = {m->folder, m->n->cwd ? m->n->cwd : ""};

	*ret = 0;
	for (size_t i = 0; !*ret && i < ARRAY_SIZE(folders); i++) {
		const char *path = meaning_path(
			m->n, arena_printf(m->n->a, "%c%s", MEANING_TOP, folders[i]), word);

		if (path && *path && meaning_mode(m->n, path, ret) < 0)
			return -1;
	}
	return 0;
}

/* One that is written out: of a folder of it, and of a file that stands elsewhere, a part is missing. */
static int take_word(struct made *m, const char *word, bool quoted)
{
	const char *name = below_it(word);
	size_t len = strlen(name);
	uint32_t mode;
	bool named;

	if (!has_letter(name) || (!quoted && !is_like_a_path(name)))
		return 0;
	if (quoted && name[len - 1] == '/')
		return take_all(m, word, name, "");
	if (quoted && *name == '.' && !strchr(name, '/'))
		return take_all(m, word, "", name);
	if (meaning_is_named(m->n, path_last(name), &named) < 0)
		return -1;
	if (!named)
		return 0;
	if (mode_of(m, word, &mode) < 0)
		return -1;
	if (mode == TREE_DIRECTORY && quoted)
		return take_all(m, word, arena_printf(m->n->a, "%s/", name), "");
	return mode ? 0
		    : take_all(m, word, "",
			       arena_printf(m->n->a, "/%s", name + (*name == '/')));
}

/* -- the text ------------------------------------------------------------------------------------ */

/* What goes on without a blank: written out before the first filling, and after the last. */
struct run {
	const char *start, *end;
	const char *head, *tail; /* NULL: all is written out */
};

static bool read_run(struct arena *a, const char *at, struct run *ret)
{
	*ret = (struct run){.start = at};
	for (size_t len; is_word_char(*at) || filling(at); at += len) {
		len = is_word_char(*at) ? 1 : filling(at);
		if (is_word_char(*at))
			continue;
		if (!ret->head)
			ret->head = arena_strndup(a, ret->start, (size_t)(at - ret->start));
		ret->tail = at + len;
	}
	ret->end = at;
	if (ret->tail)
		ret->tail = arena_strndup(a, ret->tail, (size_t)(at - ret->tail));
	return at > ret->start;
}

static bool is_written(const struct run *run)
{
	return has_letter(run->head) || has_letter(run->tail);
}

static bool is_quoted(const char *text, const struct run *run)
{
	return run->start > text && strchr("\"'`", run->start[-1]) &&
	       *run->end == run->start[-1];
}

static int take_run(struct made *m, const char *text, const struct run *run)
{
	size_t len = (size_t)(run->end - run->start);
	const char *word;

	if (!run->head && len > NAME_MOST)
		return 0;
	word = arena_strndup(m->n->a, run->start, len);
	if (!run->head)
		return take_word(m, word, m->code && is_quoted(text, run));
	if (!is_written(run) || !(is_like_a_path(run->head) || is_like_a_path(run->tail)))
		return 0;
	return take_all(m, word, below_it(run->head), below_it(run->tail));
}

/* -- what is run --------------------------------------------------------------------------------- */

/* Behind "(": is what is run in quotes, and some of it written out? */
static bool is_told(struct arena *a, const char *at)
{
	static const char *const itself[] = {"sys.executable,", "process.execPath,"};
	struct run run;

	at += strspn(at, " \t\n[");
	for (size_t i = 0; i < ARRAY_SIZE(itself); i++)
		if (text_begins(at, itself[i]))
			at += strlen(itself[i]);
	at += strspn(at, " \t\n[");
	at += ascii_is_alnum(*at) && at[1] && strchr("\"'", at[1]) ? 1 : 0;
	if (!*at || !strchr("\"'`", *at))
		return false;
	return !read_run(a, at + 1, &run) || !run.head || is_written(&run);
}

static void find_calls(struct made *m, const char *text)
{
	static const char *const calls[] = {
		"run(",	      "call(",	"check_call(", "check_output(", "Popen(",
		"system(",    "popen(", "execSync(",   "execFileSync(", "execFile(",
		"spawnSync(", "spawn(", "shell_exec(", "passthru(",	"proc_open(",
		"execv(",     "execvp("};
	const char *end = text + strlen(text);
	bool imports = text_find(text, end, "subprocess") != NULL;

	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		for (const char *at = text; (at = text_find(at, end, calls[i]));) {
			const char *call = at;

			at += strlen(calls[i]);
			if ((call > text && (ascii_is_alnum(call[-1]) || call[-1] == '_')) ||
			    (i < 2 && !imports) || is_told(m->n->a, at))
				continue;
			meaning_unknown(m->n,
					arena_strndup(m->n->a, call, strcspn(call, "\n")));
			return;
		}
}

static bool is_document(const char *end)
{
	static const char *const ends[] = {".md",   ".markdown", ".rst", ".txt",
					   ".adoc", ".html",	 ".css", ".lock"};

	return texts_have(ends, ARRAY_SIZE(ends), end);
}

static bool is_code(const char *end)
{
	static const char *const ends[] = {"",	    ".py",     ".js",  ".mjs", ".cjs",
					   ".ts",   ".rb",     ".pl",  ".pm",  ".php",
					   ".rake", ".gradle", ".kts", ".lua", ".groovy"};

	return texts_have(ends, ARRAY_SIZE(ends), end);
}

int meaning_made(struct naming *n, const char *text, const char *folder, const char *end,
		 bool heard)
{
	struct made m = {.n = n,
			 .folder = folder,
			 .end = end,
			 .code = end && is_code(end),
			 .seen.arena = n->a};

	if ((end && is_document(end)) || !meaning_may(n, strlen(text)))
		return 0;
	for (const char *at = text; *at;) {
		struct run run;

		if (!read_run(n->a, at, &run)) {
			at++;
			continue;
		}
		if (take_run(&m, text, &run) < 0)
			return -1;
		at = run.end;
	}
	if (m.code)
		find_calls(&m, text);
	return heard ? meaning_heard(n, text, folder) : 0;
}
