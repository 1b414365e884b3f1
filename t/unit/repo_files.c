/*
 * repo_files.c - what repo/ does with files beside objects: what is made durable and when, sizes,
 * whose repository it is, whether somebody sweeps, and the work tree as it lies there.
 */
#include "base/limits.h"
#include "base/system.h"
#include "repo/gc_watch.h"
#include "repo/ledger.h"
#include "repo/loose.h"
#include "repo/ref.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "scratch.h"
#include "tap.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#define REF "refs/heads/mcade/evidence/2026/a"

static struct err err;
static struct arena arena = ARENA_INIT;
static struct repo *repo;

/* ---- what is made durable: this program's own fsync(), syncfs() and geteuid() ---- */

static struct stat synced[64];
static size_t sync_count;
static bool sync_fails, ref_was_there;
static uid_t as_user = (uid_t)-1;

static bool is_at(const struct stat *one, const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_ino == one->st_ino && st.st_dev == one->st_dev;
}

static int note_sync(int fd)
{
	struct stat *one = &synced[sync_count];

	if (sync_count < ARRAY_SIZE(synced) && fstat(fd, one) == 0) {
		ref_was_there |= is_at(one, ".git/objects") && access(".git/" REF, F_OK) == 0;
		sync_count++;
	}
	if (sync_fails)
		errno = EIO;
	return sync_fails ? -1 : 0;
}

int syncfs(int fd); /* the portable program has none */
int syncfs(int fd)
{
	return note_sync(fd);
}

int fsync(int fd)
{
	return note_sync(fd);
}

uid_t geteuid(void)
{
	return as_user == (uid_t)-1 ? getuid() : as_user;
}

/* How often what is at that path was made durable. */
static unsigned times_synced(const char *path)
{
	unsigned count = 0;

	for (size_t i = 0; i < sync_count; i++)
		count += is_at(&synced[i], path);
	return count;
}

static int append_sized(const char *name, size_t filling)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *lock = NULL;
	CLEANUP(tree_image_freep) struct tree_image *image = tree_image_new();
	struct bytes blob = bytes_text(name);
	struct ledger_append append = {
		.ref = REF, .blobs = &blob, .blob_count = 1, .reflog = "mcade: test"};
	char tree_hex[OID_HEX_SIZE], parent[OID_HEX_SIZE], *text;
	struct oid id, tree;
	int len;

	if (ledger_lock(repo, 10, &lock, &err) < 0 ||
	    ref_peek(repo, REF, &append.expected, &err) < 0)
		return -1;
	object_hash(OBJECT_BLOB, blob, &id);
	if (tree_image_set(image, name, &id, &err) < 0 || tree_image_id(image, &tree, &err) < 0)
		return -1;
	oid_hex(&tree, tree_hex);
	oid_hex(&append.expected, parent);
	text = arena_alloc(&arena, filling + 512);
	len = snprintf(text, 512,
		       "tree %s\n%s%s%sauthor Ada <a@example.com> 1769594400 +0000\n"
		       "committer Ada <a@example.com> 1769594400 +0000\n\n",
		       tree_hex, oid_is_zero(&append.expected) ? "" : "parent ",
		       oid_is_zero(&append.expected) ? "" : parent,
		       oid_is_zero(&append.expected) ? "" : "\n");
	if ((size_t)len < filling)
		memset(text + len, 'x', filling - (size_t)len);
	append.tree = image;
	append.commit = bytes_of(text, filling > (size_t)len ? filling : (size_t)len);
	sync_count = 0;
	ref_was_there = false;
	return ledger_append(repo, lock, &append, &id, &err);
}

static void reopen(void)
{
	if (repo)
		repo_free(repo);
	repo = NULL;
	if (repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
}

static void test_durable(void)
{
	struct oid before, after;

	sync_fails = true;
	ok(append_sized("a", 0) < 0 && err.code == ERR_IO &&
		   ref_peek(repo, REF, &before, &err) == 0 && oid_is_zero(&before),
	   "a disk that does not take the objects: no branch");
	sync_fails = false;
	reopen();
	ok(append_sized("a", 0) == 0, "a new branch");
	ok(times_synced(".git/objects") == 1 && !ref_was_there,
	   "its objects are on the disk before it is there");
	ok(times_synced(".git/refs/heads/mcade/evidence/2026") >= 1 &&
		   times_synced(".git/refs/heads/mcade/evidence") >= 1 &&
		   times_synced(".git/refs/heads/mcade") >= 1 &&
		   times_synced(".git/refs/heads") >= 1 && times_synced(".git/refs") >= 1,
	   "and each folder that it made, up to refs/");
	ok(!times_synced(".git") && !times_synced("."), "and none above");
	ok(append_sized("b", 0) == 0 && times_synced(".git/objects") == 1 && sync_count >= 2,
	   "the next: its objects and the ref");
	ok(!times_synced(".git/refs/heads/mcade"), "the folders were there");
	ref_peek(repo, REF, &before, &err);
	sync_fails = true;
	ok(append_sized("c", 0) < 0 && ref_peek(repo, REF, &after, &err) == 0 &&
		   oid_equal(&before, &after),
	   "a disk that does not take the objects: the branch stays");
	sync_fails = false;
	repo_config_set(repo, "mcade.fsync", "false", &err);
	reopen();
	ok(append_sized("d", 0) == 0 && !sync_count, "mcade.fsync=false: nothing waits");
}

static void test_commit_size(void)
{
	struct oid before, after;

	ok(append_sized("e", LIMIT_COMMIT) == 0, "a commit of the largest size");
	ref_peek(repo, REF, &before, &err);
	ok(append_sized("f", LIMIT_COMMIT + 1) < 0 && err.code == ERR_LIMIT &&
		   ref_peek(repo, REF, &after, &err) == 0 && oid_equal(&before, &after),
	   "a byte more is refused");
}

/* ---- loose objects: sizes ---- */

static void test_loose_sizes(void)
{
	CLEANUP(strbuf_free) struct strbuf file = STRBUF_INIT, read = STRBUF_INIT;
	static char zeros[LIMIT_LOOSE + 1];
	char path[PATH_MAX];
	struct loose_header header;
	struct oid id;
	int fd;

	ok(loose_encode(OBJECT_BLOB, bytes_of(zeros, LIMIT_LOOSE + 1), &file, &err) < 0 &&
		   err.code == ERR_LIMIT && !file.len,
	   "what could not be read back is not written");
	ok(loose_encode(OBJECT_BLOB, bytes_of(zeros, LIMIT_LOOSE), &file, &err) == 0 &&
		   loose_header(bytes_of(file.buf, file.len), &header, &err) == 0 &&
		   header.size == LIMIT_LOOSE,
	   "the largest object is written and read");
	object_hash(OBJECT_BLOB, bytes_text("sparse"), &id);
	mkdir("store", 0755);
	loose_path("store", &id, path, &err);
	*strrchr(path, '/') = '\0';
	mkdir(path, 0755);
	loose_path("store", &id, path, &err);
	fd = open(path, O_CREAT | O_WRONLY, 0644);
	ok(fd >= 0 && ftruncate(fd, (off_t)(LIMIT_LOOSE + LIMIT_LOOSE / 8)) == 0 &&
		   loose_file("store", &id, 100, &read, &err) == 0 && read.len == 100,
	   "of a file no more is read than asked for");
	strbuf_free(&read);
	read = (struct strbuf)STRBUF_INIT;
	ok(ftruncate(fd, (off_t)(LIMIT_LOOSE + LIMIT_LOOSE / 8 + 1)) == 0 &&
		   loose_file("store", &id, 100, &read, &err) < 0 && err.code == ERR_LIMIT,
	   "a file that is larger than any object is not opened for reading");
	close(fd);
	ok(unlink(path) == 0 && loose_file("store", &id, 100, &read, &err) < 0 &&
		   err.code == ERR_NOT_FOUND,
	   "absent is 'not found'");
	ok(mkdir(path, 0755) == 0 && loose_file("store", &id, 100, &read, &err) < 0 &&
		   err.code == ERR_IO,
	   "a folder is not an object");
	alarm(10);
	ok(rmdir(path) == 0 && mkfifo(path, 0600) == 0 &&
		   loose_file("store", &id, 100, &read, &err) < 0 && err.code == ERR_IO,
	   "nor is a FIFO, and it does not stop us");
	alarm(0);
}

/* ---- whose repository it is ---- */

static bool opens(void)
{
	CLEANUP(repo_freep) struct repo *other = NULL;

	return repo_open(REPO_COMMAND, &other, &err) == 0;
}

static void test_owner(void)
{
	unsetenv("SUDO_UID");
	ok(opens(), "our own repository");
	as_user = getuid() + 4711;
	setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1", 1); /* git's own, for its tests */
	ok(!opens() && err.code == ERR_IO && strstr(err.next, "safe.directory"),
	   "that of somebody else is not opened");
	ok(shell("git --git-dir=.git config safe.directory '*'") && !opens(),
	   "it cannot vouch for itself");
	ok(shell("git config -f ../.gitconfig safe.directory \"$(pwd -P)\"") && opens(),
	   "the user may name it");
	shell("rm ../.gitconfig && git --git-dir=.git config --unset safe.directory");
	unsetenv("GIT_TEST_ASSUME_DIFFERENT_OWNER");
	as_user = (uid_t)-1;
}

/* ---- git gc beside us ---- */

/* A process whose command line reads like this; it ends with its stdin. */
static pid_t pretend(const char *one, const char *two, int *ret_fd)
{
	char own[256];
	int ends[2], most = system_command((uint64_t)getpid(), own, sizeof(own)) ? 500 : 50;
	pid_t pid;

	if (pipe(ends) < 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0)
		abort();
	fflush(stdout);
	pid = fork();
	if (!pid) {
		dup2(ends[0], 0);
		execlp("sh", "sh", "-c", "read x; :", one, two, (char *)NULL);
		_exit(127);
	}
	close(ends[0]);
	*ret_fd = ends[1];
	for (int i = 0; i < most; i++) { /* until it is the shell */
		char text[256];

		if (system_command((uint64_t)pid, text, sizeof(text)) &&
		    !strncmp(text, "sh ", 3))
			break;
		usleep(10000);
	}
	return pid;
}

static void gc_pid(pid_t pid, const char *between, const char *host)
{
	FILE *file = fopen(".git/gc.pid", "w");

	if (!file)
		abort();
	fprintf(file, "%d%s%s\n", (int)pid, between, host);
	fclose(file);
}

static void gc_case(bool expected, const char *one, const char *two, const char *name)
{
	char host[256] = "", own[256];
	int fd;
	bool seen = system_command((uint64_t)getpid(), own, sizeof(own));
	pid_t pid = pretend(one, two, &fd);

	gethostname(host, sizeof(host) - 1);
	gc_pid(pid, " ", host);
	/* where command lines cannot be seen, who runs may sweep */
	ok(gc_sweeps_at_once(repo) == (expected || !seen), "%s", name);
	gc_pid(pid, " ", "another-host");
	ok(!gc_sweeps_at_once(repo), "%s, on another host", name);
	gc_pid(pid, "", "");
	ok(!gc_sweeps_at_once(repo), "%s, without a host", name);
	gc_pid(pid, "x ", host);
	ok(!gc_sweeps_at_once(repo), "%s, no number", name);
	close(fd);
	waitpid(pid, NULL, 0);
	gc_pid(pid, " ", host);
	ok(!gc_sweeps_at_once(repo), "%s, ended", name);
	unlink(".git/gc.pid");
}

static void test_gc_watch(void)
{
	ok(!gc_sweeps_at_once(repo), "nobody sweeps");
	gc_case(true, "gc", "--prune=now", "git gc --prune=now");
	gc_case(true, "gc", "--prune=all", "git gc --prune=all");
	gc_case(false, "gc", "--prune=2.weeks.ago", "git gc --prune=2.weeks.ago");
	gc_case(false, "gc", "--auto", "git gc --auto");
	gc_case(false, "editor", "--prune=now", "another program");
	shell("git config gc.pruneExpire now");
	reopen();
	gc_case(true, "gc", "--auto", "git gc --auto where gc.pruneExpire is now");
	gc_case(false, "gc", "--prune=2.weeks.ago", "what is said wins over gc.pruneExpire");
	shell("git config gc.pruneExpire 3.days.ago");
	reopen();
	gc_case(false, "gc", "--auto", "git gc --auto where gc.pruneExpire is three days");
}

/* ---- the work tree ---- */

static uint32_t mode_at(struct snapshot *s, const char *path)
{
	uint32_t mode = 1;
	struct oid id;

	return snapshot_entry(s, path, &mode, &id, &err) < 0 ? 2 : mode;
}

static const char *text_at(struct snapshot *s, const char *path)
{
	struct bytes bytes;
	bool found;

	if (snapshot_read(s, path, &arena, &bytes, &found, &err) < 0)
		return "error";
	return found ? bytes.data : NULL;
}

static bool lists(struct snapshot *s, const char *path, uint32_t mode)
{
	struct snapshot_file *files;
	size_t count;

	if (snapshot_list(s, NULL, &arena, &files, &count, &err) < 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!strcmp(files[i].path, path))
			return files[i].mode == mode;
	return !mode;
}

static void test_work_tree(void)
{
	CLEANUP(snapshot_freep) struct snapshot *s = NULL;
	struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char *longer = arena_alloc(&arena, NAME_MAX + 16);

	shell("mkdir -p real/deep ../outside && echo in >real/deep/file && echo out "
	      ">../outside/file && "
	      "ln -s ../outside away && ln -s real near && ln -s nothing dangling && "
	      "ln -s real/deep/file tolink && echo x >script && chmod 755 script && mkfifo "
	      "fifo && "
	      "git add real script tolink && git commit -qm files");
	if (fd < 0 || bind(fd, (struct sockaddr *)&name, sizeof(name)) < 0)
		abort();
	ok(snapshot_of_worktree(repo, &s, &err) == 0, "the work tree");
	ok(mode_at(s, "real/deep/file") == TREE_FILE &&
		   mode_at(s, "script") == TREE_EXECUTABLE &&
		   mode_at(s, "tolink") == TREE_SYMLINK && mode_at(s, "real") == TREE_DIRECTORY,
	   "file, script, link, folder");
	ok(!mode_at(s, "fifo") && !mode_at(s, "socket"), "a FIFO and a socket are nothing");
	ok(!mode_at(s, "gone") && !mode_at(s, "gone/file") && !mode_at(s, "script/file"),
	   "nothing, nothing in nothing, nothing below a file");
	is_str(text_at(s, "real/deep/file"), "in\n", "a file is read");
	is_str(text_at(s, "away/file"), NULL, "no way out through a link");
	ok(!mode_at(s, "away/file"), "nor a look");
	is_str(text_at(s, "near/deep/file"), NULL, "nor a way round inside");
	is_str(text_at(s, "tolink"), NULL, "a link is not a file");
	is_str(text_at(s, "dangling"), NULL, "nor is one to nothing");
	is_str(text_at(s, "real"), NULL, "nor a folder");
	alarm(10);
	is_str(text_at(s, "fifo"), NULL, "nor a FIFO, and it does not stop us");
	alarm(0);
	memset(longer, 'n', NAME_MAX + 1);
	ok(!mode_at(s, longer), "a name that is too long is nothing");
	memcpy(longer + NAME_MAX + 1, "/file", 6);
	ok(!mode_at(s, longer), "also on the way");
	ok(lists(s, "real/deep/file", TREE_FILE) && lists(s, "script", TREE_EXECUTABLE) &&
		   lists(s, "tolink", TREE_SYMLINK) && lists(s, "fifo", 0),
	   "what is tracked is listed");
	shell("rm -rf script && mkdir script && rm tolink && echo text >tolink && "
	      "mv real/deep away2 && ln -s ../away2 real/deep && chmod 755 tolink");
	ok(lists(s, "script", 0), "a folder where a file was: gone");
	ok(lists(s, "tolink", TREE_EXECUTABLE), "a script where a link was");
	ok(lists(s, "real/deep/file", 0), "behind a link: gone");
	ok(shell("truncate -s 16777216 real/big && truncate -s 16777217 real/more") &&
		   text_at(s, "real/big"),
	   "the largest file is read");
	ok(!strcmp(text_at(s, "real/more"), "error") && err.code == ERR_LIMIT,
	   "a byte more is refused");
	close(fd);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	scratch_begin();
	shell("git init -q -b main r");
	if (chdir("r") < 0)
		abort();
	reopen();
	test_durable();
	test_commit_size();
	test_loose_sizes();
	test_owner();
	reopen();
	test_gc_watch();
	test_work_tree();
	repo_free(repo);
	scratch_end();
	return done();
}
