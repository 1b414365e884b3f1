/* repo/: the index, built byte by byte here, so that every byte can also be wrong. */
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "repo/index.h"

#include "../t/unit/tap.h"

static struct err err;

static void be32(struct strbuf *out, uint32_t v)
{
	const char raw[4] = {(char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v};

	strbuf_add(out, raw, 4);
}

static void header(struct strbuf *out, uint32_t version, uint32_t count)
{
	strbuf_setlen(out, 0);
	strbuf_addstr(out, "DIRC");
	be32(out, version);
	be32(out, count);
}

static void zeros(struct strbuf *out, size_t count)
{
	while (count--)
		strbuf_add(out, "\0", 1);
}

/* An entry of version 2 or 3 (more: its second flags), mode 100644, id 0101... */
static void entry(struct strbuf *out, const char *path, unsigned flags, unsigned more)
{
	size_t start = out->len;

	zeros(out, 24);
	be32(out, 0100644);
	zeros(out, 12);
	for (int i = 0; i < 20; i++)
		strbuf_addch(out, 1);
	strbuf_addch(out, (char)(flags >> 8 | (more ? 0x40 : 0)));
	strbuf_addch(out, (char)strlen(path));
	if (more) {
		strbuf_addch(out, (char)(more >> 8));
		strbuf_addch(out, (char)more);
	}
	strbuf_addstr(out, path);
	zeros(out, 8 - (out->len - start) % 8);
}

static void extension(struct strbuf *out, const char *name, const void *body, size_t len)
{
	strbuf_addstr(out, name);
	be32(out, (uint32_t)len);
	strbuf_add(out, body, len);
}

static void tree(struct strbuf *out, const char *counts)
{
	CLEANUP(strbuf_free) struct strbuf body = STRBUF_INIT;

	strbuf_add(&body, "\0", 1);
	strbuf_addstr(&body, counts);
	for (int i = 0; i < 20; i++)
		strbuf_addch(&body, 7);
	extension(out, "TREE", body.buf, body.len);
}

static bool gives_tree(const struct strbuf *raw)
{
	CLEANUP(index_freep) struct index *index = NULL;
	struct oid id;

	return !index_of_bytes(bytes_of(raw->buf, raw->len), &index, &err) &&
	       index_tree(index, &id) && id.id[0] == 7;
}

/* Number of entries, or -1. */
static long entries(const struct strbuf *raw)
{
	CLEANUP(index_freep) struct index *index = NULL;
	const struct index_entry *list;
	size_t count = 0;

	if (index_of_bytes(bytes_of(raw->buf, raw->len), &index, &err) ||
	    index_entries(index, &list, &count, &err))
		return -1;
	return (long)count;
}

static void refuse(const struct strbuf *raw, enum err_code code, const char *part)
{
	ok(entries(raw) < 0 && err.code == code && strstr(err.text, part), "refused: %s",
	   err.text);
}

static void test_tree(void)
{
	CLEANUP(strbuf_free) struct strbuf raw = STRBUF_INIT;

#define INDEX(...)                      \
	do {                            \
		header(&raw, 2, 2);     \
		entry(&raw, "a", 0, 0); \
		entry(&raw, "b", 0, 0); \
		__VA_ARGS__;            \
		zeros(&raw, 20);        \
	} while (0)
	INDEX();
	ok(!gives_tree(&raw) && entries(&raw) == 2, "no cache tree: the entries");
	INDEX(tree(&raw, "2 0\n"));
	ok(gives_tree(&raw) && entries(&raw) == 2, "a valid cache tree names the tree");
	INDEX(tree(&raw, "2 0\n"), extension(&raw, "UNTR", "xx", 2));
	ok(gives_tree(&raw), "with other extensions behind it");
	INDEX(extension(&raw, "REUC", "TREE", 4), tree(&raw, "2 0\n"));
	ok(gives_tree(&raw), "and before it");
	INDEX(tree(&raw, "-1 0\n"));
	ok(!gives_tree(&raw) && entries(&raw) == 2, "one that says 'changed since' does not");
	INDEX(tree(&raw, "1 0\n"));
	ok(!gives_tree(&raw), "nor one of another number of entries");
	INDEX(tree(&raw, "2 0"));
	ok(!gives_tree(&raw), "nor one that is damaged");
	INDEX(extension(&raw, "TREE",
			"\0"
			"2 0\n\7\7",
			7));
	ok(!gives_tree(&raw), "nor one that is cut short");
	INDEX(tree(&raw, "2 0\n"), strbuf_addch(&raw, 'x'));
	ok(!gives_tree(&raw), "nor one that does not end where the index does");
	INDEX(tree(&raw, "2 0\n"), extension(&raw, "XXXX", "xx", 2));
	ok(!gives_tree(&raw) && entries(&raw) == 2, "nor one before what is not known");
	INDEX(extension(&raw, "UNTR", raw.buf, 12), tree(&raw, "2 0\n"),
	      extension(&raw, "link", "xx", 2));
	ok(gives_tree(&raw), "a split index may still name its tree");
	refuse(&raw, ERR_UNSUPPORTED, "index is split");
	INDEX(extension(&raw, "sdir", "", 0));
	refuse(&raw, ERR_UNSUPPORTED, "index is sparse");
	INDEX(extension(&raw, "wxyz", "", 0));
	refuse(&raw, ERR_UNSUPPORTED, "must be understood");
	INDEX(extension(&raw, "@xyz", "", 0));
	refuse(&raw, ERR_UNSUPPORTED, "must be understood");
	INDEX(extension(&raw, "[xyz", "", 0));
	refuse(&raw, ERR_UNSUPPORTED, "must be understood");
	INDEX(extension(&raw, "Axyz", "", 0), extension(&raw, "Zxyz", "", 0));
	ok(entries(&raw) == 2, "what need not be understood");
	INDEX(strbuf_addstr(&raw, "TREE"), be32(&raw, 1000));
	refuse(&raw, ERR_FORMAT, "cut short");
#undef INDEX
	header(&raw, 2, 1);
	entry(&raw, "TREE", 0, 0);
	zeros(&raw, 20);
	ok(!gives_tree(&raw) && entries(&raw) == 1, "a file called TREE is a file");
}

/* A sparse index has folders, which end in a slash; nothing else does, and nothing else is one. */
static void test_folders(void)
{
	static const char *const bad[] = {"ab", "/", "a/../", "a//", ".git/", "../"};
	CLEANUP(strbuf_free) struct strbuf raw = STRBUF_INIT;

	for (size_t i = 0; i <= ARRAY_SIZE(bad); i++) {
		const char *path = i < ARRAY_SIZE(bad) ? bad[i] : "a/b/";

		header(&raw, 2, 1);
		entry(&raw, path, 0, 0);
		raw.buf[12 + 24 + 2] = 0x40;
		raw.buf[12 + 24 + 3] = 0; /* mode 40000 */
		zeros(&raw, 20);
		ok(i < ARRAY_SIZE(bad) ? entries(&raw) < 0 && err.code == ERR_FORMAT
				       : entries(&raw) == 1,
		   "folder '%s': %s", path, err.text);
	}
}

static void test_entries(void)
{
	CLEANUP(strbuf_free) struct strbuf raw = STRBUF_INIT;
	CLEANUP(index_freep) struct index *index = NULL;
	static const char *const bad[] = {
		"",	"/a",	       "a/",	 ".",	"..",	  "../a",     "a/../b", "a//b",
		".git", ".GIT/config", "a/.git", "./a", ".git/x", "a/b/../c", "a/."};
	const struct index_entry *list;
	size_t count = 0;

	header(&raw, 3, 4);
	entry(&raw, "a", 0x1000, 0);
	entry(&raw, "a", 0x2000, 0);
	entry(&raw, "new", 0, 0x2000);
	entry(&raw, "skipped", 0, 0x4000);
	zeros(&raw, 20);
	ok(!index_of_bytes(bytes_of(raw.buf, raw.len), &index, &err) &&
		   !index_entries(index, &list, &count, &err) && count == 4 &&
		   list[0].stage == 1 && list[1].stage == 2 && list[2].intent_to_add &&
		   !list[2].skip_worktree && list[3].skip_worktree && list[3].mode == 0100644,
	   "stages, intent to add, skip work tree");
	raw.buf[7] = 2;
	refuse(&raw, ERR_FORMAT, "an entry's flags");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		header(&raw, 2, 1);
		entry(&raw, bad[i], 0, 0);
		zeros(&raw, 20);
		ok(entries(&raw) < 0, "no entry can be '%s'", bad[i]);
	}
	header(&raw, 2, 2);
	entry(&raw, "b", 0, 0);
	entry(&raw, "a", 0, 0);
	zeros(&raw, 20);
	refuse(&raw, ERR_FORMAT, "out of order");
	header(&raw, 2, 2);
	entry(&raw, "a", 0, 0);
	entry(&raw, "a", 0, 0);
	zeros(&raw, 20);
	refuse(&raw, ERR_FORMAT, "out of order");
	header(&raw, 2, UINT32_MAX);
	zeros(&raw, 20);
	refuse(&raw, ERR_LIMIT, "at most");
	header(&raw, 2, 1000000);
	zeros(&raw, 20);
	refuse(&raw, ERR_FORMAT, "too short");
	header(&raw, 5, 0);
	zeros(&raw, 20);
	refuse(&raw, ERR_UNSUPPORTED, "version 5");
	header(&raw, 2, 0);
	refuse(&raw, ERR_FORMAT, "DIRC");
}

static void entry_v4(struct strbuf *out, unsigned drop, const char *rest)
{
	zeros(out, 24);
	be32(out, 0100644);
	zeros(out, 12 + 20 + 2);
	if (drop > 127) { /* one more byte: 7 bits and a carry */
		strbuf_addch(out, (char)(((drop >> 7) - 1) | 128));
		drop &= 127;
	}
	strbuf_addch(out, (char)drop);
	strbuf_add(out, rest, strlen(rest) + 1);
}

static void test_v4(void)
{
	CLEANUP(strbuf_free) struct strbuf raw = STRBUF_INIT;
	CLEANUP(index_freep) struct index *index = NULL;
	char name[202];
	const struct index_entry *list;
	size_t count = 0;

	memset(name, 'b', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	header(&raw, 4, 4);
	entry_v4(&raw, 0, "a/one");
	entry_v4(&raw, 3, "two");
	entry_v4(&raw, 5, name);
	entry_v4(&raw, 200, "c");
	zeros(&raw, 20);
	ok(!index_of_bytes(bytes_of(raw.buf, raw.len), &index, &err) &&
		   !index_entries(index, &list, &count, &err) && count == 4,
	   "version 4 is read");
	if (count == 4) {
		is_str(list[1].path, "a/two", "a path that shares its start");
		is_str(list[2].path, name, "one that shares nothing");
		is_str(list[3].path, "bc", "one that drops more than 127 bytes");
	}
	header(&raw, 4, 1);
	entry_v4(&raw, 1, "a");
	zeros(&raw, 20);
	refuse(&raw, ERR_FORMAT, "a path's prefix");
	header(&raw, 4, 1);
	zeros(&raw, 62);
	for (int i = 0; i < 40; i++)
		strbuf_addch(&raw, (char)255);
	refuse(&raw, ERR_FORMAT, "a path's prefix");
}

/* Every prefix and every flipped bit: an answer, never a read beyond the end (sanitizers see). */
static void test_damage(void)
{
	CLEANUP(strbuf_free) struct strbuf raw = STRBUF_INIT;
	unsigned passed = 0;

	header(&raw, 2, 2);
	entry(&raw, "a", 0, 0);
	entry(&raw, "b/c", 0, 0);
	tree(&raw, "2 0\n");
	zeros(&raw, 20);
	for (size_t i = 0; i < raw.len; i++) {
		char *tight = malloc(i ? i : 1);

		memcpy(tight, raw.buf, i);
		passed += entries(&(struct strbuf){tight, i, 0}) == 2 &&
			  gives_tree(&(struct strbuf){tight, i, 0});
		free(tight);
	}
	ok(!passed, "no cut index names a tree and has all its entries");
	for (size_t bit = 0; bit < 8 * raw.len; bit++) {
		raw.buf[bit / 8] = (char)(raw.buf[bit / 8] ^ 1 << bit % 8);
		entries(&raw);
		raw.buf[bit / 8] = (char)(raw.buf[bit / 8] ^ 1 << bit % 8);
	}
	ok(gives_tree(&raw) && entries(&raw) == 2, "flipped bits end in an answer");
}

#define ID "1111111111111111111111111111111111111111"
#define OTHER "2222222222222222222222222222222222222222"
#define NONE "0000000000000000000000000000000000000000"
#define RAW(text) bytes_of(text, sizeof(text) - 1)

static void test_raw_diff(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct tree_change *c;
	size_t count;

	ok(!index_parse_raw_diff(RAW(""), &a, &c, &count, &err) && !count, "no change");
	ok(!index_parse_raw_diff(RAW(":100644 100755 " ID " " ID " M\0run\0"
				     ":000000 100644 " NONE " " OTHER " A\0b c\n\0"
				     ":120000 000000 " ID " " NONE " D\0a\0"),
				 &a, &c, &count, &err) &&
		   count == 3 && !strcmp(c[0].path, "a") && !c[0].new_mode &&
		   !strcmp(c[1].path, "b c\n") && !c[1].old_mode && c[2].new_mode == 0100755,
	   "changes, sorted by path");
	ok(index_parse_raw_diff(RAW(":000000 100644 " NONE " " NONE " U\0x\0"), &a, &c, &count,
				&err) &&
		   err.code == ERR_CONFLICT && strstr(err.text, "'x' is not merged"),
	   "an unsettled merge");
	static const struct {
		const char *text;
		size_t len;
	} bad[] = {
#define BAD(text) {text, sizeof(text) - 1}
		BAD(":100644 100644 " ID " " OTHER " M\0x"),
		BAD(":100644 100644 " ID " " OTHER " M\0"),
		BAD("100644 100644 " ID " " OTHER " M\0x\0"),
		BAD(":100644 100644 " ID " 2222 M\0x\0"),
		BAD(":100644 100644 " ID " " OTHER " R\0x\0y\0"),
		BAD(":100644 100644 " ID " " NONE " M\0x\0"),
		BAD(":000000 100644 " NONE " " OTHER " M\0x\0"),
		BAD(":100644 100648 " ID " " OTHER " M\0x\0"),
		BAD(":100644 100666 " ID " " OTHER " M\0x\0"),
		BAD(":100644 100644 " ID " " OTHER " M\0../x\0"),
		BAD(":100644 100644 " ID " " OTHER " M\0x\0:100644 100644 " ID " " OTHER
		    " M\0x\0"),
		BAD("::100644 100644 100644 " ID " " ID " " OTHER " MM\0x\0"),
	};
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(index_parse_raw_diff(bytes_of(bad[i].text, bad[i].len), &a, &c, &count,
					&err) &&
			   err.code == ERR_FORMAT,
		   "record %zu is not known", i);
}

static void test_prefixes(void)
{
	static const char *const items[] = {"docs/deployments/", "ansible/playbooks/PLAT_",
					    "runbook.yaml"};
	const struct prefix_set set = {items, ARRAY_SIZE(items)}, none = {NULL, 0};

	ok(prefix_set_has(&set, "docs/deployments/2026-01-28.md") &&
		   prefix_set_has(&set, "runbook.yaml") &&
		   !prefix_set_has(&set, "docs/deployments") && !prefix_set_has(&set, "src/a"),
	   "a set holds what begins with one of its items");
	ok(prefix_set_below(&set, "docs/") && prefix_set_below(&set, "docs/deployments/old/") &&
		   prefix_set_below(&set, "ansible/playbooks/") &&
		   !prefix_set_below(&set, "ansible/roles/") && !prefix_set_below(&set, "src/"),
	   "and says which directories are worth opening");
	ok(prefix_set_has(NULL, "x") && prefix_set_below(NULL, "x/") &&
		   !prefix_set_has(&none, "x"),
	   "no set is everything, an empty one nothing");
}

int main(void)
{
	test_tree();
	test_entries();
	test_folders();
	test_v4();
	test_damage();
	test_raw_diff();
	test_prefixes();
	return done();
}
