/* ref_lines.c - the lines that git gives pre-push and pre-receive on stdin. */
#include "gate/gate_push.h"

#include "base/limits.h"
#include "base/texts.h"

/* Cuts the next line off; false at the end. An unfinished last line counts. */
static bool next_line(struct bytes *input, struct bytes *ret)
{
	const char *at = input->data, *newline;

	if (!input->len)
		return false;
	newline = memchr(at, '\n', input->len);
	*ret = bytes_of(at, newline ? (size_t)(newline - at) : input->len);
	*input = newline ? bytes_of(newline + 1, input->len - ret->len - 1)
			 : bytes_of(at + input->len, 0);
	return true;
}

/* Splits a line into exactly `count` words. */
static bool split(struct bytes line, struct arena *arena, const char **words, size_t count)
{
	char *at = arena_strndup(arena, line.data, line.len);

	if (strlen(at) != line.len)
		return false;
	for (size_t i = 0; i < count; i++) {
		char *blank = strchr(at, ' ');

		if (!*at || *at == ' ' || (i + 1 < count) != (blank != NULL))
			return false;
		words[i] = at;
		if (blank) {
			*blank = '\0';
			at = blank + 1;
		}
	}
	return true;
}

/* A full ref name as git-check-ref-format(1) has it, read here because this text is anybody's. */
static bool is_ref_name(const char *name)
{
	size_t len = strlen(name);
	char before = '\0';

	if (!text_begins(name, "refs/") || len > LIMIT_PATH || strstr(name, "..") ||
	    strstr(name, "@{") || strstr(name, ".lock/") || name[len - 1] == '/' ||
	    name[len - 1] == '.' || !strcmp(name + len - 5, ".lock"))
		return false;
	for (; *name; before = *name++)
		if ((unsigned char)*name <= ' ' || *name == 0x7f || strchr("~^:?*[\\", *name) ||
		    (before == '/' && (*name == '/' || *name == '.')))
			return false;
	return true;
}

static int bad_line(struct bytes line, struct err *err)
{
	return err_set(err, ERR_FORMAT, "git gave the hook an unexpected line: '%.*s'",
		       line.len > 200 ? 200 : (int)line.len, (const char *)line.data);
}

/* Deletions first, otherwise in the order given. */
static void sort(struct ref_line *lines, size_t count, struct arena *arena)
{
	struct ref_line *sorted = arena_array(arena, count, sizeof(*sorted));
	size_t out = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < count; i++)
			if (oid_is_zero(&lines[i].new) == (pass == 0))
				sorted[out++] = lines[i];
	if (count)
		memcpy(lines, sorted, count * sizeof(*lines));
}

static int read_lines(struct bytes input, bool push, struct arena *arena, struct ref_line **ret,
		      size_t *ret_count, struct err *err)
{
	struct ref_line *lines = NULL;
	struct bytes line;
	size_t count = 0;

	while (next_line(&input, &line)) {
		struct ref_line item = {0};
		const char *words[4], *old, *new;

		if (line.len > 4 * LIMIT_PATH || !split(line, arena, words, push ? 4 : 3))
			return bad_line(line, err);
		item.local = push ? words[0] : NULL;
		item.ref = words[2];
		old = push ? words[3] : words[0];
		new = words[1];
		if (!oid_parse(old, &item.old) || !oid_parse(new, &item.new) ||
		    !is_ref_name(item.ref))
			return bad_line(line, err);
		if (count == LIMIT_REF_LINES)
			return err_set(err, ERR_LIMIT, "more than %zu refs in one push",
				       LIMIT_REF_LINES);
		*ARENA_PUSH(arena, lines, count) = item;
	}
	sort(lines, count, arena);
	*ret = lines;
	*ret_count = count;
	return 0;
}

int ref_lines_of_push(struct bytes input, struct arena *arena, struct ref_line **ret,
		      size_t *ret_count, struct err *err)
{
	return read_lines(input, true, arena, ret, ret_count, err);
}

int ref_lines_of_receive(struct bytes input, struct arena *arena, struct ref_line **ret,
			 size_t *ret_count, struct err *err)
{
	return read_lines(input, false, arena, ret, ret_count, err);
}
