/*
 * handed.c - what a program only reads to hand it on, "find src | xargs scp", "sed x src/app.yaml | kubectl apply
 * -f -", "for f in src/?.sql": once something takes it, it is a part of what the command means. Where it is only
 * looked at ("ls src | wc -l") it is none.
 */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "match/glob.h"
#include "repo/object.h"

enum held {
	HELD_PIPE,  /* it goes into the pipe that comes */
	HELD_GROUP, /* it was said within a group, "(", "{", a loop, whose output may go on */
	HELD_LOOP,  /* each turn of a loop has one */
};

struct handed {
	const char *word, *path; /* path: up to its pattern */
	enum held how;
	unsigned depth;
	bool said; /* only its name is printed */
};

/* -- what is read -------------------------------------------------------------------------------- */

/* "xargs -n 1 -I % scp": the program behind it. */
static const char *behind(char *const *words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (words[i][0] != '-' && (ascii_is_alnum(words[i][0]) || words[i][0] == '/') &&
		    words[i][strspn(words[i], "0123456789")])
			return path_last(words[i]);
	return "echo";
}

static bool hands_names(const char *program)
{
	return !strcmp(program, "xargs") || !strcmp(program, "parallel");
}

/* It prints what it reads, or looks at it. */
static bool is_reading(char *const *words, size_t count)
{
	static const char *const programs[] = {"find", "fd",	"tree", "du",	 "yq", "test",
					       "true", "false", "read", "done",	 "fi", "esac",
					       "}",    "gzip",	"zcat", "base64"};
	static const char *const writers[] = {"tee", "cp", "mv", "install", "ln"};
	static const char *const runs[] = {"-exec", "-execdir", "-ok", "-okdir"};
	const char *program = path_last(words[0]);

	if (hands_names(program))
		return meaning_is_reader(behind(words, count));
	if (!strcmp(program, "git"))
		return count < 2 ||
		       (strcmp(words[1], "apply") != 0 && strcmp(words[1], "am") != 0);
	for (size_t i = 1; i < count && !strcmp(program, "find"); i++)
		if (texts_have(runs, ARRAY_SIZE(runs), words[i]))
			return i + 1 < count && meaning_is_reader(path_last(words[i + 1]));
	return texts_have(programs, ARRAY_SIZE(programs), program) ||
	       (meaning_is_reader(program) &&
		!texts_have(writers, ARRAY_SIZE(writers), program));
}

/* Where it is told of none it lists the folder in which it is. */
static bool lists_here(const char *program, const char *second)
{
	return !strcmp(program, "ls") || !strcmp(program, "find") ||
	       (!strcmp(program, "git") && second && !strcmp(second, "ls-files"));
}

/* "sed s/x/y/ FILE": the first word of these is no file. */
static bool has_script(char *const *words, size_t count)
{
	static const char *const programs[] = {"grep", "egrep", "fgrep", "sed",
					       "awk",  "jq",	"yq"};

	for (size_t i = 1; i < count; i++)
		if (!strncmp(words[i], "-e", 2) || !strncmp(words[i], "-f", 2))
			return false;
	return texts_have(programs, ARRAY_SIZE(programs), words[0]);
}

static void hold(struct naming *n, const char *word, enum held how, bool said)
{
	const char *folder = meaning_before_pattern(n, word);
	const char *path = meaning_path(n, NULL, folder);

	if (path && meaning_may(n, sizeof(struct handed)))
		*ARENA_PUSH(n->a, n->pipe->items, n->pipe->count) = (struct handed){
			folder == word ? NULL : word, path, how, n->pipe->depth, said};
}

static void hold_words(struct naming *n, char *const *words, size_t count)
{
	bool git = !strcmp(words[0], "git"), finds = !strcmp(words[0], "find");
	bool said = !strcmp(words[0], "echo") || !strcmp(words[0], "printf");
	enum held how = !strcmp(words[0], "for") ? HELD_LOOP : HELD_PIPE;
	size_t plain = 0, passed = git || has_script(words, count);

	for (size_t i = 1; i < count; i++) {
		const char *colon = git ? strchr(words[i], ':') : NULL;

		if (finds && words[i][0] == '-')
			break;
		if (words[i][0] != '-' && plain++ >= passed)
			hold(n, colon ? colon + 1 : words[i], how, said);
	}
	if (plain <= passed && lists_here(words[0], count > 1 ? words[1] : NULL))
		hold(n, ".", how, false);
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

static int take_item(struct naming *n, const struct handed *item, bool names)
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

/* All that goes into the pipe, and each turn of a loop. */
static int take(struct naming *n, bool names)
{
	struct meaning_pipe *p = n->pipe;
	size_t kept = 0;

	for (size_t i = 0; i < p->count; i++)
		if (p->items[i].how == HELD_GROUP)
			p->items[kept++] = p->items[i];
		else if (take_item(n, &p->items[i], names || p->items[i].how == HELD_LOOP) < 0)
			return -1;
	p->count = kept;
	return 0;
}

/* -- commands ------------------------------------------------------------------------------------ */

/* "| while read -r f", "for f in $(ls src)" */
static void keep_turns(struct meaning_pipe *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->items[i].how == HELD_PIPE)
			p->items[i] = (struct handed){p->items[i].word, p->items[i].path,
						      HELD_LOOP, p->depth, p->items[i].said};
}

int meaning_hands(struct naming *n, char *const *words, size_t count)
{
	struct meaning_pipe *p = n->pipe;
	const char *program = count ? path_last(words[0]) : NULL;
	bool ends;

	if (!p || !n->meant || !n->strict)
		return 0;
	if (!count)
		return p->assigns ? take(n, false) : 0;
	ends = !strcmp(program, "done"); /* what is behind it the loop reads */
	p->acts = ends || !is_reading(words, count);
	if (!strcmp(program, "read") || !strcmp(program, "for"))
		keep_turns(p);
	if (ends || !p->acts || !strcmp(program, "find"))
		hold_words(n, words, count);
	return p->acts && (!ends || count > 1) ? take(n, ends || hands_names(program)) : 0;
}

int meaning_written(struct naming *n)
{
	size_t kept = 0;

	for (size_t i = 0; n->pipe && n->pipe->writes && i < n->pipe->count; i++)
		if (!n->pipe->items[i].said) /* "echo src >list": a file has that name now */
			n->pipe->items[kept++] = n->pipe->items[i];
	if (n->pipe && n->pipe->writes)
		n->pipe->count = kept;
	return n->pipe && (n->pipe->writes || n->pipe->fed) ? take(n, false) : 0;
}

int meaning_document(struct naming *n, struct bytes text)
{
	char *copy;

	if (!n->meant || !n->strict || !meaning_may(n, text.len))
		return 0;
	copy = arena_strndup(n->a, text.data, text.len);
	if (meaning_inside(n, copy) < 0)
		return -1;
	return n->pipe->acts && (take(n, false) < 0 || meaning_code(n, copy, NULL) < 0) ? -1
											: 0;
}

/* Is it still held, now that a command is over? */
static bool goes_on(struct handed *item, unsigned depth, bool piped)
{
	bool over = item->depth > depth;

	if (item->how == HELD_LOOP)
		return !over;
	if (piped) {
		if (over)
			item->how = HELD_PIPE;
		return true;
	}
	if (item->how == HELD_PIPE || over)
		item->depth = depth; /* of the group around it */
	item->how = HELD_GROUP;
	return item->depth;
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
	for (size_t i = 0; i < p->count; i++)
		if (goes_on(&p->items[i], p->depth, piped))
			p->items[kept++] = p->items[i];
	p->count = kept;
	p->piped = piped;
	p->fed = feeds ? p->acts : p->fed && c->ended != ')';
}

void meaning_prints(struct naming *n, const struct meaning_pipe *inner)
{
	for (size_t i = 0; n->pipe && i < inner->count; i++)
		if (inner->items[i].how != HELD_LOOP && meaning_may(n, sizeof(*inner->items))) {
			struct handed item = inner->items[i];

			item.how = HELD_PIPE;
			item.depth = n->pipe->depth;
			*ARENA_PUSH(n->a, n->pipe->items, n->pipe->count) = item;
		}
}
