#include "model/ledger_commit.h"

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/time.h"
#include "base/utf8.h"

static void add_person(struct strbuf *out, const char *key, const struct ledger_commit *commit,
		       const char *time)
{
	strbuf_addstr(out, key);
	strbuf_addstr(out, commit->name);
	strbuf_addstr(out, " <");
	strbuf_addstr(out, commit->email);
	strbuf_addstr(out, "> ");
	strbuf_addstr(out, time);
	strbuf_addstr(out, " +0000\n");
}

/* Twice for each event of an audit: piece by piece, since formatting would cost more than hashing. */
void ledger_commit_build(const struct ledger_commit *commit, bool with_armor,
			 struct strbuf *out)
{
	char time[24];

	snprintf(time, sizeof(time), "%" PRId64, commit->time);
	strbuf_addstr(out, "tree ");
	strbuf_addstr(out, commit->tree);
	if (commit->parent[0]) {
		strbuf_addstr(out, "\nparent ");
		strbuf_addstr(out, commit->parent);
	}
	add_person(out, "\nauthor ", commit, time);
	add_person(out, "committer ", commit, time);
	if (with_armor) {
		const char *line = commit->armor;
		const char *key = "gpgsig ";

		while (*line) { /* continuation lines begin with one blank */
			size_t len = strcspn(line, "\n");

			strbuf_addstr(out, key);
			strbuf_add(out, line, len);
			strbuf_addch(out, '\n');
			line += len + (line[len] == '\n');
			key = " ";
		}
	}
	strbuf_addch(out, '\n');
	strbuf_add(out, commit->message.data, commit->message.len);
}

/* One header line "<key> <rest>\n"; *at moves behind it. */
static int header(const char **at, const char *end, const char *key, struct arena *a,
		  const char **ret_rest, struct err *err)
{
	size_t len = strlen(key);
	const char *line_end = memchr(*at, '\n', (size_t)(end - *at));

	if (!line_end || (size_t)(line_end - *at) <= len + 1 || memcmp(*at, key, len) != 0 ||
	    (*at)[len] != ' ') {
		size_t shown = line_end ? (size_t)(line_end - *at) : (size_t)(end - *at);

		return err_set(err, ERR_FORMAT, "expected header '%s', found '%.*s'", key,
			       (int)(shown > 60 ? 60 : shown), *at);
	}
	*ret_rest = arena_strndup(a, *at + len + 1, (size_t)(line_end - *at) - len - 1);
	*at = line_end + 1;
	return 0;
}

/* "Name (mcade) <email> <seconds> +0000" */
static int person(const char *text, struct arena *a, struct ledger_commit *commit,
		  struct err *err)
{
	const char *open = strstr(text, " <");
	const char *close = open ? strstr(open, "> ") : NULL;
	const char *zone = close ? strchr(close + 2, ' ') : NULL;
	uint64_t seconds;

	if (!zone || strcmp(zone, " +0000") != 0 ||
	    !number_parse(arena_strndup(a, close + 2, (size_t)(zone - close - 2)),
			  (uint64_t)TIME_MAX, &seconds))
		return err_set(err, ERR_FORMAT,
			       "expected 'name <email> seconds +0000', found '%.100s'", text);
	commit->name = arena_strndup(a, text, (size_t)(open - text));
	commit->email = arena_strndup(a, open + 2, (size_t)(close - open - 2));
	commit->time = (int64_t)seconds;
	if (!utf8_is_printable_line(bytes_text(commit->name)) ||
	    !utf8_is_printable_line(bytes_text(commit->email)) || strpbrk(commit->name, "<>") ||
	    strpbrk(commit->email, "<> "))
		return err_set(err, ERR_FORMAT,
			       "the author's name or email is not printable text");
	return 0;
}

/* The armour's lines, joined by line feeds, without the blanks of continuation. */
static int signature(const char **at, const char *end, struct arena *a, const char **ret,
		     struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT;
	const char *rest;

	if (header(at, end, "gpgsig", a, &rest, err) < 0)
		return -1;
	strbuf_addstr(&armor, rest);
	while (*at < end && **at == ' ') {
		const char *line_end = memchr(*at, '\n', (size_t)(end - *at));

		if (!line_end)
			return err_set(err, ERR_FORMAT, "the signature has no end");
		strbuf_addch(&armor, '\n');
		strbuf_add(&armor, *at + 1, (size_t)(line_end - *at - 1));
		*at = line_end + 1;
	}
	*ret = arena_memdup(a, armor.buf, armor.len);
	return 0;
}

/* What stands where the headers should end. */
static int left_over(const char *at, const char *end, struct err *err)
{
	const char *line_end = memchr(at, '\n', (size_t)(end - at));
	size_t len = (size_t)((line_end ? line_end : end) - at);

	return err_set(err, ERR_FORMAT, "expected an empty line after gpgsig, found '%.*s'",
		       (int)(len > 60 ? 60 : len), at);
}

int ledger_commit_parse(struct bytes raw, struct arena *a, struct ledger_commit *ret,
			struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	const char *at = raw.data, *end = at + raw.len;
	const char *tree, *parent = "", *author, *committer;
	struct ledger_commit commit = {.parent = ""};

	if (raw.len > LIMIT_COMMIT)
		return err_set(err, ERR_LIMIT, "the commit is larger than %zu bytes",
			       LIMIT_COMMIT);
	if (header(&at, end, "tree", a, &tree, err) < 0)
		return -1;
	if (end - at > 7 && !memcmp(at, "parent ", 7) &&
	    header(&at, end, "parent", a, &parent, err) < 0)
		return -1;
	if (header(&at, end, "author", a, &author, err) < 0 ||
	    header(&at, end, "committer", a, &committer, err) < 0 ||
	    signature(&at, end, a, &commit.armor, err) < 0 ||
	    person(author, a, &commit, err) < 0)
		return -1;
	if (strcmp(author, committer) != 0)
		return err_set(err, ERR_FORMAT, "expected committer '%.100s', found '%.100s'",
			       author, committer);
	if (!hex_is_object(tree) || (*parent && !hex_is_object(parent)))
		return err_set(err, ERR_FORMAT, "tree or parent is not an object id");
	if (at == end || *at != '\n')
		return left_over(at, end, err);
	snprintf(commit.tree, sizeof(commit.tree), "%s", tree);
	snprintf(commit.parent, sizeof(commit.parent), "%s", parent);
	commit.message = bytes_of(at + 1, (size_t)(end - at - 1));
	ledger_commit_build(&commit, true, &again);
	if (!bytes_equal(raw, bytes_of(again.buf, again.len)))
		return err_set(err, ERR_FORMAT,
			       "not in canonical form: rebuilt from its fields, the "
			       "commit has other bytes");
	commit.message.data = arena_memdup(a, commit.message.data, commit.message.len);
	*ret = commit;
	return 0;
}
