/*
 * handed.c - what a program only reads to hand it on, "find src | xargs scp", "sed x src/app.yaml | kubectl apply
 * -f -", "for f in src/?.sql": once something takes it, it is a part of what the command means. Where it is only
 * looked at ("ls src | wc -l") it is none.
 */
#include "meaning/internal.h"

#include "base/path.h"
#include "base/texts.h"
#include "match/glob.h"
#include "repo/object.h"

enum held {
	HELD_PIPE,  /* it goes into the pipe that comes */
	HELD_GROUP, /* it was said within a group, "(", "{", a loop, whose output may go on */
	HELD_LOOP,  /* each turn of a loop has one; all that follows "exec <FILE" */
	HELD_ASKED, /* by it a block is entered: "if grep -q x FILE", "case $(cat FILE)" */
	HELD_CHAIN, /* by it the rest of a line runs: "grep -q x FILE &&" */
};

struct handed {
	const char *word, *path; /* path: up to its pattern */
	enum held how;
	unsigned depth;
	bool committed; /* git names it: a file of no commit is none of it */
	bool said;	/* only its name is printed */
};

/* -- what is read -------------------------------------------------------------------------------- */

static void hold(struct naming *n, const char *word, struct handed as)
{
	const char *folder = meaning_before_pattern(n, word);
	const char *path = meaning_path(n, NULL, folder);

	as.word = folder == word ? NULL : word;
	as.path = path;
	as.depth = n->pipe->depth;
	if (path && meaning_may(n, sizeof(as)))
		*ARENA_PUSH(n->a, n->pipe->items, n->pipe->count) = as;
}

/* Of "tee" and "case" only what stands behind "<": they print the rest, or match it. */
static void hold_words(struct naming *n, char *const *words, size_t count)
{
	bool git = !strcmp(words[0], "git"), finds = !strcmp(words[0], "find");
	bool told = !strcmp(words[0], "tee") || !strcmp(words[0], "case");
	bool loops = !strcmp(words[0], "for") || !strcmp(words[0], SHELL_OPENS);
	const struct handed as = {.how = loops ? HELD_LOOP : HELD_PIPE,
				  .committed = git && !reads_others(words, count),
				  .said = !strcmp(words[0], "echo") ||
					  !strcmp(words[0], "printf")};
	size_t plain = 0, passed = reads_passed(words, count);

	for (size_t i = told ? count - n->pipe->inputs : 1; i < count; i++) {
		const char *colon = git ? strchr(words[i], ':') : NULL;

		if (finds && words[i][0] == '-')
			break;
		if (words[i][0] != '-' && plain++ >= passed)
			hold(n, colon ? colon + 1 : words[i], as);
	}
	if (plain <= passed && reads_here(words, count))
		hold(n, ".", as);
}

/* -- what is taken ------------------------------------------------------------------------------- */

/* Files that the lines of one name, for what reads names. */
static int take_named(struct naming *n, const char *path)
{
	struct meaning_text *file;
	char *copy, *save = NULL;
	int rc;

	if (meaning_read(n, path, &file) < 0)
		return -1;
	if (!meaning_may(n, file->text.len))
		return 0;
	copy = arena_strndup(n->a, file->text.data, file->text.len);
	for (char *word = strtok_r(copy, " \t\r\n", &save); word;
	     word = strtok_r(NULL, " \t\r\n", &save)) {
		const char *named = meaning_path(n, NULL, word);
		uint32_t mode = 0;

		if (named && *named && meaning_mode(n, named, &mode) < 0)
			return -1;
		rc = mode == TREE_DIRECTORY ? meaning_tree(n, named)
		     : mode == TREE_FILE || mode == TREE_EXECUTABLE
			     ? meaning_whole(n, named, false)
			     : 0;
		if (rc < 0)
			return -1;
	}
	return 0;
}

/* What a pattern stands for; none: it is of files that are made, like "?.dump". */
static int is_matched(struct naming *n, const char *word, bool *ret)
{
	struct snapshot_file *files;
	const char *pattern = n->cwd ? arena_printf(n->a, "%s/%s", n->cwd, word) : word;
	size_t count;

	*ret = strchr(word, '{') != NULL;
	if (*ret)
		return 0;
	pattern += text_begins(pattern, "./") ? 2 : 0;
	if (meaning_files(n, &files, &count) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret && meaning_may(n, strlen(files[i].path)); i++)
		*ret = glob_match(pattern, files[i].path);
	return 0;
}

static int take_held(struct naming *n, const struct handed *item, bool names)
{
	uint32_t mode = TREE_DIRECTORY;
	bool matched = true;

	if ((*item->path && meaning_mode(n, item->path, &mode) < 0) ||
	    (item->word && mode && is_matched(n, item->word, &matched) < 0))
		return -1;
	if (mode == TREE_DIRECTORY)
		return matched ? meaning_take(n, item->word ? item->word : item->path,
					      item->path)
			       : 0;
	if (mode != TREE_FILE && mode != TREE_EXECUTABLE)
		return 0;
	return meaning_whole(n, item->path, false) < 0 ? -1
	       : names				       ? take_named(n, item->path)
						       : 0;
}

static int take_item(struct naming *n, const struct handed *item, bool names)
{
	enum takes was = n->takes;
	int rc;

	n->takes = item->committed ? TAKES_COMMITTED : TAKES_HERE;
	rc = take_held(n, item, names);
	n->takes = was;
	return rc;
}

/* All that goes into the pipe, and each turn of a loop. */
static int take(struct naming *n, bool names)
{
	struct meaning_pipe *p = n->pipe;
	size_t kept = 0;

	for (size_t i = 0; i < p->count; i++)
		if (p->items[i].how == HELD_GROUP)
			p->items[kept++] = p->items[i];
		else if (take_item(n, &p->items[i],
				   p->items[i].how == HELD_LOOP ||
					   (names && p->items[i].how == HELD_PIPE)) < 0)
			return -1;
	p->count = kept;
	return 0;
}

/* -- commands ------------------------------------------------------------------------------------ */

/* "| while read -r f", "for f in $(ls src)"; "if grep -q x", "grep -q x &&" */
static void keep(struct meaning_pipe *p, enum held how)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->items[i].how == HELD_PIPE) {
			p->items[i].how = how;
			p->items[i].depth = p->depth;
		}
}

/* What closes a group reads for all of it: "done <FILE", "} <FILE", "(...) <FILE". */
static bool is_close(const struct meaning_pipe *p, const char *program)
{
	static const char *const closes[] = {"done", "}", "fi", "esac"};

	return texts_have(closes, ARRAY_SIZE(closes), program) ||
	       (p->closed && !strcmp(program, SHELL_READS));
}

/* A function of the script prints what it read there. */
static void hold_called(struct naming *n, const char *program)
{
	const struct meaning_pipe *f = strmap_get(&n->scope->functions, program);

	if (f)
		meaning_prints(n, f);
	n->pipe->acts = f ? f->acts : n->pipe->acts;
}

int meaning_hands(struct naming *n, char *const *words, size_t count)
{
	struct meaning_pipe *p = n->pipe;
	const char *program = count ? path_last(words[0]) : NULL;
	bool ends, own;

	if (!p || !n->meant || !n->strict)
		return 0;
	if (!count)
		return p->assigns ? take(n, false) : 0;
	ends = is_close(p, program);
	p->acts = ends || !reads_only(words, count);
	own = meaning_is_reader(program) && !meaning_is_copier(program);
	if (!strcmp(program, "read") || !strcmp(program, "for"))
		keep(p, HELD_LOOP);
	if (ends || own || !p->acts || !strcmp(program, "find"))
		hold_words(n, words, count);
	if (!p->acts && reads_to_decide(program))
		keep(p, p->asks || !strcmp(program, "case") ? HELD_ASKED : HELD_CHAIN);
	if (n->scope)
		hold_called(n, program);
	return p->acts && (!ends || count > 1) ? take(n, ends || reads_names(program)) : 0;
}

int meaning_written(struct naming *n)
{
	struct meaning_pipe *p = n->pipe;
	size_t kept = 0;

	if (!p || (!p->writes && !p->fed))
		return 0;
	for (size_t i = 0; i < p->count; i++) { /* "} >FILE": all that was said in it */
		if (p->items[i].how == HELD_GROUP && p->items[i].depth > p->depth)
			p->items[i].how = HELD_PIPE;
		if (!p->writes ||
		    !p->items[i].said) /* "echo src >list": a file has that name now */
			p->items[kept++] = p->items[i];
	}
	p->count = kept;
	return take(n, false);
}

int meaning_document(struct naming *n, struct bytes text)
{
	struct meaning_pipe *p = n->pipe;
	size_t was = p->count;
	char *copy;

	if (!n->meant || !n->strict || !meaning_may(n, text.len))
		return 0;
	copy = arena_strndup(n->a, text.data, text.len);
	if (meaning_inside(n, copy) < 0)
		return -1;
	if ((p->acts || p->writes) && take(n, false) < 0)
		return -1;
	if (p->acts && meaning_code(n, copy, NULL) < 0)
		return -1;
	if (p->acts || p->writes)
		return 0;
	p->count = p->depth ? p->count : was;
	for (size_t i = was; i < p->count; i++)
		p->items[i].how = HELD_GROUP;
	return 0;
}

/* Does what follows still run, or not, by what was read? "&&" is two words that end a command. */
static bool is_chained(const struct handed *item, const struct meaning_pipe *p,
		       const struct shell_command *c)
{
	return p->depth > item->depth || (!c->count && !p->closed) || c->ended == '|' ||
	       (c->ended == '&' && c->twice);
}

/* Is it still held, now that a command is over? */
static bool goes_on(struct handed *item, const struct meaning_pipe *p,
		    const struct shell_command *c, bool piped)
{
	bool over = item->depth > p->depth;

	if (item->how == HELD_LOOP || item->how == HELD_ASKED)
		return !over;
	if (item->how == HELD_CHAIN)
		return !over && is_chained(item, p, c);
	if (piped) {
		if (over)
			item->how = HELD_PIPE;
		return true;
	}
	if (item->how == HELD_PIPE || over)
		item->depth = p->depth; /* of the group around it */
	item->how = HELD_GROUP;
	return item->depth;
}

/* What a function read is said where it is called. */
static void keep_function(struct naming *n, struct meaning_pipe *p)
{
	bool inside = p->depth > p->function_depth;
	struct meaning_pipe *f;

	p->works = p->works || (inside && p->acts);
	p->within = p->within || inside;
	if (!p->function || !p->within || inside)
		return;
	f = arena_alloc(n->a, sizeof(*f));
	*f = (struct meaning_pipe){.acts = p->works};
	for (size_t i = 0; i < p->count; i++)
		if (p->items[i].how == HELD_GROUP && p->items[i].depth > p->depth &&
		    meaning_may(n, sizeof(*p->items)))
			*ARENA_PUSH(n->a, f->items, f->count) = p->items[i];
	strmap_put(&n->scope->functions, p->function, f);
	p->function = NULL;
}

void meaning_function(struct naming *n, const char *name, unsigned depth)
{
	struct meaning_pipe *p = n->pipe;

	p->function = name;
	p->function_depth = depth;
	p->within = p->works = false;
}

/* Is it asked whether a block runs? The last word of the shell before the program says it. */
static bool is_asked(bool was, const struct shell_command *c)
{
	static const char *const asks[] = {"if", "elif", "while", "until"};
	static const char *const answers[] = {"then", "do", "else", "fi", "done", "{", "!"};

	for (size_t i = 0; i < c->count; i++)
		if (texts_have(asks, ARRAY_SIZE(asks), c->words[i]))
			was = true;
		else if (!texts_have(answers, ARRAY_SIZE(answers), c->words[i]))
			break;
		else if (*c->words[i] != '!')
			was = false;
	return was;
}

void meaning_begins(struct naming *n, const struct shell_command *c, unsigned depth)
{
	struct meaning_pipe *p = n->pipe;

	p->writes = c->writes && !(c->count == 1 && !strcmp(c->words[0], "exec"));
	p->inputs = c->inputs;
	p->depth = depth;
	p->asks = is_asked(p->asks, c);
}

void meaning_piped(struct naming *n, const struct shell_command *c, bool feeds)
{
	struct meaning_pipe *p = n->pipe;
	bool piped = c->ended == '|' && !c->twice;
	size_t kept = 0;

	if (!c->count && p->piped && !piped) /* a line ends behind "|" */
		return;
	if (!meaning_may(n, 4 * p->count)) /* a group may have as many as it has commands */
		p->count = 0;
	keep_function(n, p);
	for (size_t i = 0; i < p->count; i++)
		if (goes_on(&p->items[i], p, c, piped))
			p->items[kept++] = p->items[i];
	p->count = kept;
	p->piped = piped;
	p->closed = c->ended == ')';
	p->fed = feeds ? p->acts : p->fed && c->ended != ')';
}

void meaning_prints(struct naming *n, const struct meaning_pipe *inner)
{
	for (size_t i = 0; n->pipe && i < inner->count; i++)
		if (inner->items[i].how < HELD_LOOP && meaning_may(n, sizeof(*inner->items))) {
			struct handed item = inner->items[i];

			item.how = HELD_PIPE;
			item.depth = n->pipe->depth;
			*ARENA_PUSH(n->a, n->pipe->items, n->pipe->count) = item;
		}
}
