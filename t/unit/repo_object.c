/* repo_object.c - objects: honest ones, damaged ones, hostile ones. */
#include "repo/history.h"
#include "repo/object.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "repo/loose.h"
#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

#include <sys/resource.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

static struct err err;
static struct arena arena = ARENA_INIT;
static struct repo *repo;

static bool reads(const struct oid *id, enum object_type type, const char *text)
{
	struct bytes raw;

	return object_read(repo, id, type, LIMIT_BLOB, &arena, &raw, &err) == 0 &&
	       bytes_equal(raw, bytes_text(text));
}

static bool exists(struct repo *in, const struct oid *id)
{
	bool here = false;

	return object_exists(in, id, &here, &err) == 0 && here;
}

static void put_file(const struct oid *id, const void *data, size_t len)
{
	char path[PATH_MAX], objects[PATH_MAX];
	int fd;

	snprintf(objects, sizeof(objects), "%s/objects", repo_common_dir(repo));
	loose_path(objects, id, path, &err);
	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || write(fd, data, len) != (ssize_t)len)
		abort();
	close(fd);
}

static void test_write(void)
{
	struct oid id, again, none;
	char hex[OID_HEX_SIZE];
	bool here;

	object_hash(OBJECT_BLOB, bytes_text("hello\n"), &id);
	oid_hex(&id, hex);
	is_str(hex, "ce013625030ba8dba906f756967f9e9ca394464a", "the id of hello");
	ok(!exists(repo, &id), "not there yet");
	ok(object_read(repo, &id, OBJECT_BLOB, 100, &arena, &(struct bytes){0}, &err) < 0 &&
		   err.code == ERR_NOT_FOUND,
	   "absent is 'not found'");
	ok(object_write(repo, OBJECT_BLOB, bytes_text("hello\n"), &again, &err) == 0 &&
		   oid_equal(&id, &again),
	   "written under that id");
	ok(exists(repo, &id) && reads(&id, OBJECT_BLOB, "hello\n"), "and read again");
	ok(shell("test \"$(git cat-file blob ce013625)\" = hello"), "git reads it too");
	ok(object_read(repo, &id, OBJECT_COMMIT, 100, &arena, &(struct bytes){0}, &err) < 0 &&
		   err.code == ERR_FORMAT,
	   "another type is refused");
	ok(object_read(repo, &id, OBJECT_BLOB, 5, &arena, &(struct bytes){0}, &err) < 0 &&
		   err.code == ERR_LIMIT,
	   "more than the limit is refused");
	ok(object_write(repo, OBJECT_BLOB, bytes_of(NULL, 0), &none, &err) == 0 &&
		   reads(&none, OBJECT_BLOB, ""),
	   "an empty blob");
	ok(object_is_commit(repo, &id, &here, &err) == 0 && !here, "it is not a commit");
	put_file(&id, "x", 1);
	ok(!reads(&id, OBJECT_BLOB, "hello\n"), "a damaged file is not believed");
	ok(object_exists(repo, &id, &here, &err) < 0 && err.code == ERR_IO,
	   "whether a damaged object is here cannot be told");
	ok(object_is_commit(repo, &id, &here, &err) < 0 && err.code == ERR_IO,
	   "nor whether it is a commit");
	ok(object_write(repo, OBJECT_BLOB, bytes_text("hello\n"), &again, &err) == 0 &&
		   reads(&id, OBJECT_BLOB, "hello\n"),
	   "writing again repairs it");
	ok(shell("git gc -q && git fsck --strict"), "git gc packs it all");
}

/* Every length of a cut-off file, and every single byte changed: an error, never a hang. */
static void test_damage(void)
{
	CLEANUP(strbuf_free) struct strbuf file = STRBUF_INIT;
	static const char text[] =
		"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
		"author Ada <a@example.com> 1769594400 +0000\n"
		"committer Ada <a@example.com> 1769594400 +0000\n\nmessage\n";
	struct bytes raw = bytes_text(text);
	size_t wrong = 0, odd = 0;
	struct oid id;

	ok(object_write(repo, OBJECT_COMMIT, raw, &id, &err) == 0 &&
		   loose_encode(OBJECT_COMMIT, raw, &file, &err) == 0,
	   "a commit to damage");
	alarm(60); /* a hang ends the test */
	for (size_t len = 0; len < file.len; len++) {
		put_file(&id, file.buf, len);
		wrong += reads(&id, OBJECT_COMMIT, text);
		odd += err.code != ERR_IO;
	}
	is_int((long long)wrong, 0, "cut off at every length: never read");
	is_int((long long)odd, 0, "and always reported as damaged");
	wrong = 0;
	for (size_t i = 0; i < file.len; i++) {
		char old = file.buf[i];

		for (int bit = 0; bit < 8; bit++) {
			struct bytes found;

			file.buf[i] = (char)(old ^ (1 << bit));
			put_file(&id, file.buf, file.len);
			if (object_read(repo, &id, OBJECT_COMMIT, LIMIT_COMMIT, &arena, &found,
					&err) == 0)
				wrong += !bytes_equal(found, raw);
		}
		file.buf[i] = old;
	}
	alarm(0);
	is_int((long long)wrong, 0, "every bit turned over: never other bytes");
	strbuf_addch(&file, 'x');
	put_file(&id, file.buf, file.len);
	ok(!reads(&id, OBJECT_COMMIT, text), "a byte behind the end is refused");
}

static void put_header(const char *header, const char *body, const struct oid *id)
{
	CLEANUP(strbuf_free) struct strbuf whole = STRBUF_INIT;
	char path[PATH_MAX], hex[OID_HEX_SIZE];

	/* a zlib stream of stored blocks needs no compressor of our own */
	strbuf_addstr(&whole, header);
	strbuf_addch(&whole, '\0');
	strbuf_addstr(&whole, body);
	oid_hex(id, hex);
	snprintf(path, sizeof(path), "%s/raw", scratch_path);
	{
		FILE *out = fopen(path, "wb");

		if (!out || fwrite(whole.buf, 1, whole.len, out) != whole.len || fclose(out))
			abort();
	}
	setenv("OBJECT", hex, 1);
	if (!shell("rm -f .git/objects/$(echo $OBJECT | cut -c1-2)/$(echo $OBJECT | cut -c3-) "
		   "&& "
		   "mkdir -p .git/objects/$(echo $OBJECT | cut -c1-2) && python3 -c \"import "
		   "zlib; "
		   "open('.git/objects/$(echo $OBJECT | cut -c1-2)/$(echo $OBJECT | cut "
		   "-c3-)','wb')."
		   "write(zlib.compress(open('../raw','rb').read()))\""))
		abort();
}

static void test_lies(void)
{
	static const struct {
		const char *name, *header;
	} cases[] = {
		{"declares too little", "blob 2"},
		{"declares too much", "blob 2000"},
		{"declares 4 GiB", "blob 4294967296"},
		{"a negative size", "blob -5"},
		{"a size with zeros", "blob 0005"},
		{"no size", "blob "},
		{"no blank", "blob5"},
		{"unknown type", "blub 5"},
		{"a long header", "blob 00000000000000000000000000000000000000000000000000005"},
	};
	struct oid id, peeled;
	bool here;

	if (!run("python3", "-c", "import zlib", NULL)) {
		ok(true, "lying headers # SKIP no python3 to make them");
		return;
	}
	object_hash(OBJECT_BLOB, bytes_text("12345"), &id);
	put_header("blob 5", "12345", &id);
	ok(reads(&id, OBJECT_BLOB, "12345"), "an honest header");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		put_header(cases[i].header, "12345", &id);
		ok(!reads(&id, OBJECT_BLOB, "12345") && err.code != ERR_NOT_FOUND,
		   "refused: %s", cases[i].name);
	}
	put_header("blob 4", "12345", &id);
	ok(!reads(&id, OBJECT_BLOB, "1234") && err.code == ERR_IO, "a byte too few is damage");
	put_header("blob 5", "54321", &id);
	ok(!reads(&id, OBJECT_BLOB, "54321") && err.code == ERR_UNTRUSTED,
	   "other bytes under this name are not trusted");
	put_header("tree 5", "54321", &id);
	ok(!reads(&id, OBJECT_BLOB, "12345") && err.code == ERR_UNTRUSTED,
	   "of other bytes nobody is told that they are a tree");
	ok(object_is_commit(repo, &id, &here, &err) < 0 && err.code == ERR_UNTRUSTED,
	   "nor that it is not a commit");
	ok(history_peel(repo, &id, &peeled, &here, &err) < 0 && err.code == ERR_UNTRUSTED,
	   "nor that a tag leads to something else");
	shell("rm -rf .git/objects/$(echo $OBJECT | cut -c1-2)/*");
	shell("mkfifo .git/objects/$(echo $OBJECT | cut -c1-2)/$(echo $OBJECT | cut -c3-)");
	alarm(10);
	ok(!reads(&id, OBJECT_BLOB, "12345"), "a FIFO does not stop us");
	alarm(0);
}

static void test_stores(void)
{
	struct repo *old = repo, *other = NULL;
	struct oid id;

	object_write(repo, OBJECT_BLOB, bytes_text("shared\n"), &id, &err);
	shell("git clone -q -s . ../sharing && mkdir ../q && cd ../sharing && "
	      "GIT_OBJECT_DIRECTORY=../q git hash-object -w --stdin <../r/.git/HEAD "
	      ">../quarantined");
	ok(repo_open_path("../sharing", &other, &err) == 0, "a clone with alternates");
	repo = other;
	ok(other && reads(&id, OBJECT_BLOB, "shared\n"), "reads through them");
	if (other)
		repo_free(other);
	setenv("GIT_DIR", "../sharing/.git", 1);
	setenv("GIT_OBJECT_DIRECTORY", "../q", 1);
	setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", "../sharing/.git/objects", 1);
	setenv("GIT_QUARANTINE_PATH", "../q", 1);
	object_hash(OBJECT_BLOB, bytes_text("ref: refs/heads/main\n"), &id);
	other = NULL;
	ok(repo_open(REPO_COMMAND, &other, &err) == 0 && !exists(other, &id),
	   "a person's command does not look into a quarantine");
	if (other)
		repo_free(other);
	other = NULL;
	ok(repo_open(REPO_HOOK, &other, &err) == 0, "a hook does");
	repo = other;
	ok(other && reads(&id, OBJECT_BLOB, "ref: refs/heads/main\n"),
	   "and sees what was pushed");
	object_hash(OBJECT_BLOB, bytes_text("shared\n"), &id);
	ok(other && reads(&id, OBJECT_BLOB, "shared\n"), "and what was there, two stores away");
	ok(other && object_write(other, OBJECT_BLOB, bytes_text("new"), &id, &err) < 0 &&
		   err.code == ERR_USAGE,
	   "but writes nothing there");
	if (other)
		repo_free(other);
	repo = old;
	unsetenv("GIT_DIR");
	unsetenv("GIT_OBJECT_DIRECTORY");
	unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
	unsetenv("GIT_QUARANTINE_PATH");
}

/* Less and less memory for opening a repository and reading 8 MiB: an answer, never a crash. */
static void test_memory(void)
{
	int crashed = 0, refused = 0, fine = 0, status;
	struct oid id;

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
	ok(true, "without memory # SKIP the sanitizer needs all of it");
	return;
#endif
	shell("dd if=/dev/zero bs=1M count=8 of=../zeros 2>/dev/null && "
	      "git hash-object -w ../zeros >../zeros.id");
	{
		FILE *in = fopen("../zeros.id", "r");
		char hex[64] = "";

		if (!in || !fgets(hex, sizeof(hex), in) || fclose(in))
			abort();
		hex[40] = '\0';
		oid_parse(hex, &id);
	}
	for (rlim_t mib = 2; mib <= 64; mib += 2) {
		fflush(stdout);
		pid_t pid = fork();

		if (!pid) {
			struct rlimit limit = {mib << 20, mib << 20};
			struct repo *mine = NULL;
			struct bytes raw;

			if (!freopen("/dev/null", "w", stderr))
				_exit(1);
			setrlimit(RLIMIT_AS, &limit);
			_exit(repo_open(REPO_COMMAND, &mine, &err) < 0 ||
			      object_read(mine, &id, OBJECT_BLOB, LIMIT_BLOB, &arena, &raw,
					  &err) < 0);
		}
		waitpid(pid, &status, 0);
		crashed += !WIFEXITED(status);
		fine += WIFEXITED(status) && WEXITSTATUS(status) == 0;
		refused += WIFEXITED(status) && WEXITSTATUS(status) == 128;
	}
	is_int(crashed, 0, "without memory: no crash");
	ok(refused > 0 && fine > 0, "but status 128 (%d times), or enough (%d)", refused, fine);
}

#define ID "aaaaaaaaaaaaaaaaaaaa"

static void test_trees(void)
{
	static const struct {
		const char *name, *raw;
		size_t len;
		int entries; /* -1: refused */
	} cases[] = {
#define CASE(name, raw, entries) {name, raw, sizeof(raw) - 1, entries}
		CASE("empty", "", 0),
		CASE("a file", "100644 a\0" ID, 1),
		CASE("a directory sorts with a slash",
		     "100644 a.b\0" ID "40000 a\0" ID "100644 a0\0" ID, 3),
		CASE("every mode",
		     "100644 a\0" ID "100755 b\0" ID "120000 c\0" ID "160000 d\0" ID
		     "40000 e\0" ID,
		     5),
		CASE("a directory that is sorted without", "40000 a\0" ID "100644 a.b\0" ID,
		     -1),
		CASE("not sorted", "100644 b\0" ID "100644 a\0" ID, -1),
		CASE("twice", "100644 a\0" ID "100644 a\0" ID, -1),
		CASE("twice, as file and directory", "100644 a\0" ID "40000 a\0" ID, -1),
		CASE("twice, apart", "100644 a\0" ID "100644 a.b\0" ID "40000 a\0" ID, -1),
		CASE("twice, apart, nested",
		     "100644 a\0" ID "100644 a-\0" ID "100644 a-b\0" ID "40000 a-\0" ID
		     "40000 a\0" ID,
		     -1),
		CASE("alike, not the same", "100644 a\0" ID "100644 a.b\0" ID "40000 aa\0" ID,
		     3),
		CASE("no name", "100644 \0" ID, -1),
		CASE("a slash", "100644 a/b\0" ID, -1),
		CASE("dot", "40000 .\0" ID, -1),
		CASE("dot dot", "40000 ..\0" ID, -1),
		CASE("dot git", "40000 .git\0" ID, -1),
		CASE("dot GIT", "40000 .GiT\0" ID, -1),
		CASE("unknown mode", "100600 a\0" ID, -1),
		CASE("mode with a zero", "040000 a\0" ID, -1),
		CASE("no mode", "a\0" ID, -1),
		CASE("huge mode", "10064444444 a\0" ID, -1),
		CASE("cut off in the id",
		     "100644 a\0"
		     "aaaa",
		     -1),
		CASE("cut off in the name", "100644 a", -1),
		CASE("cut off in the mode", "1006", -1),
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct tree_iter iter = tree_iter(bytes_of(cases[i].raw, cases[i].len));
		struct tree_entry entry;
		int more, count = 0;

		while ((more = tree_next(&iter, &entry, &err)) > 0)
			count++;
		is_int(more < 0 ? -1 : count, cases[i].entries, cases[i].name);
	}
}

static void test_commits(void)
{
#define TREE "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
#define PARENT "parent ce013625030ba8dba906f756967f9e9ca394464a\n"
#define WHO " Ada L. <ada@example.com> 1769594400 +0130\n"
	static const struct {
		const char *name, *raw;
		int parents; /* -1: refused */
	} cases[] = {
		{"a root", TREE "author" WHO "committer" WHO "\nhi\n", 0},
		{"a merge", TREE PARENT PARENT "author" WHO "committer" WHO "\nhi\n", 2},
		{"no message", TREE "author" WHO "committer" WHO, 0},
		{"more headers", TREE "author" WHO "committer" WHO "gpgsig x\n y\n\nhi\n", 0},
		{"a strange date", TREE "author Ada <a> x y\ncommitter Ada\n\nhi\n", 0},
		{"no tree", PARENT "author" WHO "committer" WHO "\nhi\n", -1},
		{"a short tree", "tree 4b825dc6\nauthor" WHO "committer" WHO "\nhi\n", -1},
		{"a parent in capitals",
		 TREE "parent CE013625030BA8DBA906F756967F9E9CA394464A\nauthor" WHO
		      "committer" WHO "\n",
		 -1},
		{"no author", TREE "committer" WHO "\nhi\n", -1},
		{"a parent behind the author", TREE "author" WHO PARENT "committer" WHO "\n",
		 -1},
		{"empty", "", -1},
	};
	struct commit commit;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_int(commit_parse(bytes_text(cases[i].raw), &arena, &commit, &err) < 0
			       ? -1
			       : (int)commit.parent_count,
		       cases[i].parents, cases[i].name);
	commit_parse(bytes_text(cases[3].raw), &arena, &commit, &err);
	ok(bytes_equal(commit.author.name, bytes_text("Ada L.")) &&
		   bytes_equal(commit.author.email, bytes_text("ada@example.com")) &&
		   commit.author.time == 1769594400 && commit.author.zone == 90 &&
		   bytes_equal(commit.message, bytes_text("hi\n")),
	   "author, time, zone and message");
}

static void test_lookup(void)
{
	struct oid tree, id;
	uint32_t mode;
	struct bytes raw;
	bool found;

	shell("mkdir -p a/b && echo text >a/b/c && ln -s c a/b/link && git add a && "
	      "git commit -qm files");
	ok(repo_head_commit(repo, &id, &err) == 0 && commit_tree(repo, &id, &tree, &err) == 0,
	   "the tree of HEAD");
	ok(tree_lookup(repo, &tree, "a/b/c", &mode, &id, &err) == 0 && mode == TREE_FILE,
	   "a file");
	ok(tree_lookup(repo, &tree, "a/b", &mode, &id, &err) == 0 && mode == TREE_DIRECTORY,
	   "a directory");
	ok(tree_lookup(repo, &tree, "a/x/c", &mode, &id, &err) == 0 && !mode, "nothing");
	ok(tree_lookup(repo, &tree, "a/b/c/d", &mode, &id, &err) == 0 && !mode,
	   "nothing below a file");
	ok(tree_read_file(repo, &tree, "a/b/link", 100, &arena, &raw, &found, &err) == 0 &&
		   found && bytes_equal(raw, bytes_text("c")),
	   "the target of a link");
	ok(tree_read_file(repo, &tree, "a", 100, &arena, &raw, &found, &err) == 0 && !found,
	   "a directory is not a file");
}

int main(void)
{
	scratch_begin();
	shell("git init -q -b main r");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
	test_write();
	test_damage();
	test_lies();
	test_stores();
	test_memory();
	test_trees();
	test_commits();
	shell("rm -rf .git/objects/??");
	test_lookup();
	repo_free(repo);
	arena_free(&arena);
	scratch_end();
	return done();
}
