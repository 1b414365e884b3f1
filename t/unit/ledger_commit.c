/* model/ledger_commit: one spelling of a commit; every edit that stock git lets pass is seen. */
#include "model/ledger_commit.h"

#include "base/cleanup.h"

#include "../t/unit/tap.h"

#define TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
#define PARENT "0123456789012345678901234567890123456789"
#define WHO "Ada Lovelace (mcade) <ada@example.com> 1769594400 +0000\n"
#define ARMOR_1 "-----BEGIN SSH SIGNATURE-----\n"
#define ARMOR_2 " U1NIU0lHAAAAAQ\n"
#define ARMOR_3 " -----END SSH SIGNATURE-----\n"

static const char good[] = "tree " TREE "\nparent " PARENT "\nauthor " WHO "committer " WHO
			   "gpgsig " ARMOR_1 ARMOR_2 ARMOR_3 "\nskip A in prod\n";

static struct bytes edited(struct arena *a, const char *from, const char *to, size_t to_len)
{
	const char *at = strstr(good, from);
	size_t before = (size_t)(at - good), skipped = before + strlen(from);
	char *text = arena_alloc(a, sizeof(good) + to_len);

	memcpy(text, good, before);
	memcpy(text + before, to, to_len);
	memcpy(text + before + to_len, good + skipped, sizeof(good) - 1 - skipped);
	return bytes_of(text, sizeof(good) - 1 - strlen(from) + to_len);
}

static void test_good(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf signed_part = STRBUF_INIT, whole = STRBUF_INIT;
	struct ledger_commit c;
	struct err err = {0};

	if (!ok(!ledger_commit_parse(bytes_of(good, sizeof(good) - 1), a, &c, &err),
		"a commit is read: %s", err.text))
		return;
	is_str(c.tree, TREE, "tree");
	is_str(c.parent, PARENT, "parent");
	is_str(c.name, "Ada Lovelace" COMMIT_NAME_MARK, "name");
	is_str(c.email, "ada@example.com", "email");
	is_int(c.time, 1769594400, "time");
	is_str(c.armor,
	       "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ\n-----END SSH SIGNATURE-----",
	       "armour without the blanks of continuation");
	ok(bytes_equal(c.message, bytes_text("skip A in prod\n")), "message");
	ledger_commit_build(&c, true, &whole);
	is_str(whole.buf, good, "and written as the same bytes");
	ledger_commit_build(&c, false, &signed_part);
	is_str(signed_part.buf,
	       "tree " TREE "\nparent " PARENT "\nauthor " WHO "committer " WHO
	       "\nskip A in prod\n",
	       "what is signed is the rest");
	ok(!ledger_commit_parse(edited(a, "parent " PARENT "\n", "", 0), a, &c, &err) &&
		   !c.parent[0],
	   "the first commit has no parent");
}

/*
 * notes: git's own verification drops every header that begins with "gpgsig", takes the first
 * tree and the last signature, and never compares author with committer.
 */
#define X_10 "xxxxxxxxxx"
#define X_50 X_10 X_10 X_10 X_10 X_10

static const struct {
	const char *name, *from, *to, *says;
} edits[] = {
	{"gpgsig-sha256 behind gpgsig", ARMOR_3, ARMOR_3 "gpgsig-sha256 junk\n",
	 "found 'gpgsig-sha256"},
	{"gpgsig-sha256 before gpgsig", "gpgsig ", "gpgsig-sha256 junk\ngpgsig ", "'gpgsig'"},
	{"gpgsigEVIL behind", ARMOR_3, ARMOR_3 "gpgsigEVIL x\n", "found 'gpgsigEVIL"},
	{"a line behind that is longer than is shown", ARMOR_3, ARMOR_3 "gpgsig" TREE TREE "\n",
	 "found 'gpgsig" TREE},
	{"gpgsigEVIL before", "gpgsig ", "gpgsigEVIL x\ngpgsig ", "'gpgsig'"},
	{"a second gpgsig, the same", ARMOR_3, ARMOR_3 "gpgsig " ARMOR_1 ARMOR_2 ARMOR_3,
	 "found 'gpgsig"},
	{"a second gpgsig, another, in front", "gpgsig ",
	 "gpgsig " ARMOR_1 " QUJD\n" ARMOR_3 "gpgsig ", "found 'gpgsig"},
	{"no gpgsig", "gpgsig " ARMOR_1 ARMOR_2 ARMOR_3, "", "'gpgsig'"},
	{"an empty gpgsig", "gpgsig " ARMOR_1 ARMOR_2 ARMOR_3, "gpgsig \n", "'gpgsig'"},
	{"a blank line of continuation at the end", ARMOR_3, ARMOR_3 " \n", "canonical"},
	{"gpgsig before author", "author ", "gpgsig " ARMOR_1 "author ", "'author'"},
	{"a second tree", "parent ", "tree " TREE "\nparent ", "'author'"},
	{"a second parent", "author ", "parent " PARENT "\nauthor ", "'author'"},
	{"a parent behind the author", "committer ", "parent " PARENT "\ncommitter ",
	 "'committer'"},
	{"a second author", "committer ", "author " WHO "committer ", "'committer'"},
	{"a second committer", "gpgsig ", "committer " WHO "gpgsig ", "'gpgsig'"},
	{"committer before author", "author " WHO "committer " WHO,
	 "committer " WHO "author " WHO, "'author'"},
	{"another committer", "committer Ada", "committer Eve", "expected committer"},
	{"another time of the committer", "committer " WHO,
	 "committer Ada Lovelace (mcade) <ada@example.com> 1769594401 +0000\n",
	 "expected committer"},
	{"an encoding", "gpgsig ", "encoding UTF-16\ngpgsig ", "'gpgsig'"},
	{"an encoding behind the signature", ARMOR_3, ARMOR_3 "encoding latin-1\n",
	 "found 'encoding"},
	{"a mergetag", "gpgsig ", "mergetag object " PARENT "\n type commit\ngpgsig ",
	 "'gpgsig'"},
	{"any other header", ARMOR_3, ARMOR_3 "x y\n", "empty line"},
	{"another zone", "+0000\ncommitter", "+0100\ncommitter", "+0000"},
	{"a zone that is none", "+0000\ncommitter", "+9999\ncommitter", "+0000"},
	{"-0000", "+0000\ncommitter", "-0000\ncommitter", "+0000"},
	{"no zone", " +0000\ncommitter", "\ncommitter", "seconds"},
	{"a time with a zero in front", "1769594400", "01769594400", "seconds"},
	{"a negative time", "1769594400", "-1769594400", "seconds"},
	{"a time beyond all clocks", "1769594400", "99999999999999999999", "seconds"},
	{"two blanks behind the name", "(mcade) <", "(mcade)  <", "expected committer"},
	{"two blanks behind the key", "author ", "author  ", "expected committer"},
	{"an address with a blank", "ada@", "ada @", "email"},
	{"a short tree", "tree 4", "tree ", "object id"},
	{"an upper-case tree", "tree 4b", "tree 4B", "object id"},
	{"a short parent", "parent 0", "parent ", "object id"},
	{"an empty parent", "parent " PARENT, "parent ", "'parent'"},
	{"a tab behind the key", "tree ", "tree\t", "'tree'"},
	{"a blank line in front", "tree ", "\ntree ", "'tree'"},
	{"CRLF", "\nparent", "\r\nparent", "object id"},
	{"60 bytes in place of a header", "parent ", X_50 X_10 "\nparent ", "'" X_50 X_10 "'"},
	{"61, of which 60 are told", "parent ", X_50 X_10 "y\nparent ", "'" X_50 X_10 "'"},
	{"59, which are", "parent ", X_50 "xxxxxxxxx\nparent ", "'" X_50 "xxxxxxxxx'"},
	{"60 bytes behind the signature", ARMOR_3, ARMOR_3 X_50 X_10 "\n",
	 "found '" X_50 X_10 "'"},
	{"61, of which 60 are told there", ARMOR_3, ARMOR_3 X_50 X_10 "y\n",
	 "found '" X_50 X_10 "'"},
	{"no message", "\nskip A in prod\n", "", "empty line"},
};

static void test_edits(struct arena *a)
{
	struct ledger_commit c;
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		struct bytes raw = edited(a, edits[i].from, edits[i].to, strlen(edits[i].to));

		err = (struct err){0};
		if (!ok(ledger_commit_parse(raw, a, &c, &err) < 0 && err.code == ERR_FORMAT &&
				strstr(err.text, edits[i].says),
			"%s is refused", edits[i].name))
			printf("#   says: %s\n", err.text);
	}
}

/* The same edit on both lines, so that only the grammar of a person can see it. */
static void test_persons(struct arena *a)
{
	static const char *const bad[] = {
		"Ada <ada@example.com> 1 +0000 ",
		"Ada <ada@example.com>  1 +0000",
		"Ada <ada@example.com>1 +0000",
		"Ada <ada @example.com> 1 +0000",
		"Ada <a<b> 1 +0000",
		"A>da <a> 1 +0000",
		"Ada ada@example.com 1 +0000",
		"Ada\x1b[31m <a> 1 +0000",
		"Ada\xe2\x80\xae <a> 1 +0000",
		"Ada \xff <a> 1 +0000",
		"Ada <ada@example.com> 8589934593 +0000",
	};
	struct ledger_commit c;
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *raw = arena_printf(a,
					       "tree " TREE "\nauthor %s\ncommitter %s\n"
					       "gpgsig x\n\nm\n",
					       bad[i], bad[i]);

		ok(ledger_commit_parse(bytes_text(raw), a, &c, &err) < 0, "'%s' is nobody",
		   bad[i]);
	}
}

/* A NUL cuts what git shows; here it is a fault wherever a header stands. */
static void test_every_byte(struct arena *a)
{
	size_t header = (size_t)(strstr(good, "\n\n") - good) + 1;
	int nul = 0, cut = 0, canonical = 0;
	struct ledger_commit c;
	struct err err;

	for (size_t i = 0; i < header; i++) {
		char *copy = arena_memdup(a, good, sizeof(good) - 1);

		copy[i] = '\0';
		nul += !ledger_commit_parse(bytes_of(copy, sizeof(good) - 1), a, &c, &err);
		cut += !ledger_commit_parse(bytes_of(good, i), a, &c, &err);
	}
	is_int(nul, 0, "no header byte may be a NUL");
	is_int(cut, 0, "no commit may end in its header");
	for (size_t i = 0; i < sizeof(good) - 1; i++)
		for (int bit = 0; bit < 8; bit++) {
			CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
			char *copy = arena_memdup(a, good, sizeof(good) - 1);

			copy[i] = (char)(copy[i] ^ (1 << bit));
			if (ledger_commit_parse(bytes_of(copy, sizeof(good) - 1), a, &c, &err))
				continue;
			ledger_commit_build(&c, true, &again);
			canonical += again.len != sizeof(good) - 1 ||
				     memcmp(again.buf, copy, again.len) != 0;
		}
	is_int(canonical, 0, "whatever bit flips: what is read is what would be written");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_good(&a);
	test_edits(&a);
	test_persons(&a);
	test_every_byte(&a);
	return done();
}
