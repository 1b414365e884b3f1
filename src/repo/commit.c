/* commit.c - raw commits of code. */
#include "repo/internal.h"

#include "base/limits.h"

struct cursor {
	const char *at, *end;
};

static int bad(struct err *err, const char *what)
{
	return err_set(err, ERR_FORMAT, "malformed commit: %s", what);
}

/* The line behind "<key> " without its line feed; false when the next line has another key. */
static bool take_line(struct cursor *cursor, const char *key, struct bytes *ret)
{
	size_t len = strlen(key), left = (size_t)(cursor->end - cursor->at);
	const char *feed;

	if (left <= len || memcmp(cursor->at, key, len) != 0 || cursor->at[len] != ' ')
		return false;
	feed = memchr(cursor->at, '\n', left);
	if (!feed || feed < cursor->at + len + 1)
		return false;
	*ret = bytes_of(cursor->at + len + 1, (size_t)(feed - cursor->at) - len - 1);
	cursor->at = feed + 1;
	return true;
}

static bool parse_id(struct bytes line, struct oid *ret)
{
	char text[OID_HEX_SIZE];

	if (line.len != OID_HEX_SIZE - 1)
		return false;
	memcpy(text, line.data, line.len);
	text[line.len] = '\0';
	return oid_parse(text, ret);
}

static int64_t parse_digits(const char **at, const char *end, int64_t max)
{
	int64_t value = 0;

	while (*at < end && **at >= '0' && **at <= '9') {
		value = value > max ? value : value * 10 + (**at - '0');
		(*at)++;
	}
	return value > max ? 0 : value;
}

/* "Name <email> 1769594400 +0000"; what is missing or absurd stays empty or 0, as in git. */
static struct commit_person parse_person(struct bytes line)
{
	const char *start = line.data, *end = start + line.len;
	const char *open = memchr(start, '<', line.len);
	const char *at = open ? memchr(open, '>', (size_t)(end - open)) : NULL;
	struct commit_person person = {.name = bytes_of(start, 0), .email = bytes_of(start, 0)};

	if (!at)
		return person;
	person.name = bytes_of(start, (size_t)(open - start));
	while (person.name.len && start[person.name.len - 1] == ' ')
		person.name.len--;
	person.email = bytes_of(open + 1, (size_t)(at - open) - 1);
	for (const char *more = end; more > at; more--) {
		if (more[-1] == '>') { /* the last one, as git takes it for the date */
			at = more;
			break;
		}
	}
	while (at < end && *at == ' ')
		at++;
	person.time = parse_digits(&at, end, (int64_t)1 << 53);
	while (at < end && *at == ' ')
		at++;
	if (at < end && (*at == '+' || *at == '-')) {
		int sign = *at++ == '-' ? -1 : 1;
		int zone = (int)parse_digits(&at, end, 9999);

		person.zone = sign * (zone / 100 * 60 + zone % 100);
	}
	return person;
}

/* Tree and parents, with no allocation where the caller wants no parents. */
static int parse_links(struct cursor *cursor, struct arena *arena, struct oid *ret_tree,
		       const struct oid **ret_parents, size_t *ret_count, struct err *err)
{
	struct oid *parents = NULL, id;
	size_t count = 0;
	struct bytes line;

	if (!take_line(cursor, "tree", &line) || !parse_id(line, ret_tree))
		return bad(err, "no tree on its first line");
	while (take_line(cursor, "parent", &line)) {
		if (!parse_id(line, &id))
			return bad(err, "a parent that is not an object id");
		*ARENA_PUSH(arena, parents, count) = id;
	}
	*ret_parents = parents;
	*ret_count = count;
	return 0;
}

int commit_parse(struct bytes raw, struct arena *arena, struct commit *ret, struct err *err)
{
	struct cursor cursor = {raw.data, (const char *)raw.data + raw.len};
	struct bytes author, committer;
	struct commit commit;
	const char *headers;

	if (parse_links(&cursor, arena, &commit.tree, &commit.parents, &commit.parent_count,
			err) < 0)
		return -1;
	if (!take_line(&cursor, "author", &author))
		return bad(err, "no author after tree and parents");
	if (!take_line(&cursor, "committer", &committer))
		return bad(err, "no committer after the author");
	commit.author = parse_person(author);
	commit.committer = parse_person(committer);
	headers = cursor.at;
	while (headers < cursor.end && *headers != '\n') {
		const char *feed = memchr(headers, '\n', (size_t)(cursor.end - headers));

		headers = feed ? feed + 1 : cursor.end;
	}
	commit.headers = bytes_of(raw.data, (size_t)(headers - (const char *)raw.data));
	if (headers < cursor.end)
		headers++; /* the empty line */
	commit.message = bytes_of(headers, (size_t)(cursor.end - headers));
	*ret = commit;
	return 0;
}

static int name_commit(const struct oid *id, struct err *err)
{
	return err_prefix(err, "'%s'", OID_HEX(id));
}

int commit_read(struct repo *repo, const struct oid *id, struct arena *arena,
		struct commit *ret, struct err *err)
{
	struct bytes raw;

	if (object_read(repo, id, OBJECT_COMMIT, LIMIT_COMMIT_CODE, arena, &raw, err) < 0)
		return -1;
	return commit_parse(raw, arena, ret, err) < 0 ? name_commit(id, err) : 0;
}

int commit_parents(struct repo *repo, const struct oid *id, struct arena *arena,
		   const struct oid **ret_parents, size_t *ret_count, struct err *err)
{
	struct bytes raw;
	struct cursor cursor;
	struct oid tree;

	if (object_read(repo, id, OBJECT_COMMIT, LIMIT_COMMIT_CODE, arena, &raw, err) < 0)
		return -1;
	cursor = (struct cursor){raw.data, (const char *)raw.data + raw.len};
	return parse_links(&cursor, arena, &tree, ret_parents, ret_count, err) < 0
		       ? name_commit(id, err)
		       : 0;
}

int commit_tree(struct repo *repo, const struct oid *id, struct oid *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	const struct oid *parents;
	struct cursor cursor;
	struct bytes raw;
	struct oid tree;
	size_t count;

	if (object_read(repo, id, OBJECT_COMMIT, LIMIT_COMMIT_CODE, &arena, &raw, err) < 0)
		return -1;
	cursor = (struct cursor){raw.data, (const char *)raw.data + raw.len};
	if (parse_links(&cursor, &arena, &tree, &parents, &count, err) < 0)
		return name_commit(id, err);
	*ret = tree;
	return 0;
}
