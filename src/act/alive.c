#include "act/alive.h"

#include "base/file.h"
#include "base/system.h"
#include "proc/proc.h"
#include "repo/repo.h"
#include "repo/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* The file's own number first: a copy has another. So many digits that it is written over in place. */
#define NOTE "mcade run 1\n%020" PRIu64 " %010d\n%s\n%s\n"
#define NOTE_LONGEST 1024

/* Of this repository, whichever work tree it was started in. */
static const char *shared_path(const struct ledger *l, const char *run)
{
	return arena_printf(l->arena, "%s/mcade-run-%s", repo_common_dir(l->repo), run);
}

const char *alive_folder(const struct ledger *l)
{
	return memory_file_here(l->memory, l->view->id, "running");
}

static const char *own_path(const struct ledger *l, const char *run)
{
	const char *folder = alive_folder(l);

	return folder ? arena_printf(l->arena, "%s/%s", folder, run) : NULL;
}

/* -- what the run says --------------------------------------------------------------------------- */

/* Which processes its number is of, and where; false: nobody could understand it later. */
static bool note_of(int fd, pid_t command, struct arena *a, const char **ret)
{
	char numbers[256];
	const char *host = alive_host(a);
	struct stat st;

	system_processes(numbers, sizeof(numbers));
	if (!host || fstat(fd, &st) < 0)
		return false;
	*ret = arena_printf(a, NOTE, (uint64_t)st.st_ino, (int)command, host, numbers);
	return strlen(*ret) < NOTE_LONGEST;
}

static void write_note(int fd, pid_t command, struct arena *a)
{
	const char *note;

	if (note_of(fd, command, a, &note) && lseek(fd, 0, SEEK_SET) == 0)
		(void)fd_write(fd, note, strlen(note));
}

/* Only what is locked says anything: else it would be free from the beginning. */
static bool begin(const struct ledger *l, const char *path, mode_t mode)
{
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, mode);

	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) /* the process has it for as long as it lives */
		write_note(fd, 0, l->arena);
	return true;
}

void alive_begin(const struct ledger *l, const char *run)
{
	const char *shared = shared_path(l, run), *folder = alive_folder(l);
	struct err ignored;

	if (begin(l, shared, 0666))
		(void)repo_share(l->repo, shared, &ignored); /* others ask whether it lives */
	if (folder && folder_make(folder, 0700, &ignored) == 0 &&
	    begin(l, own_path(l, run), 0600))
		(void)(file_sync(own_path(l, run), &ignored) <
			       0 || /* a power cut ends it, too */
		       file_sync(folder, &ignored));
}

static void say_command(const char *path, pid_t command, struct arena *a)
{
	int fd = path ? open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) : -1;

	if (fd >= 0)
		write_note(fd, command, a);
	fd_close(&fd);
}

void alive_command(const struct ledger *l, const char *run, pid_t command)
{
	say_command(shared_path(l, run), command, l->arena);
	say_command(own_path(l, run), command, l->arena);
}

void alive_end(const struct ledger *l, const char *run)
{
	const char *own = own_path(l, run);

	unlink(shared_path(l, run));
	if (own)
		unlink(own);
}

/* -- what is left of it -------------------------------------------------------------------------- */

/* A boot that is over took its processes with it; of another namespace nobody here can tell. */
static enum alive look_for(pid_t command, const char *then, const char *now)
{
	size_t boot = strcspn(now, " ");

	if (strcmp(then, now) != 0 && *then && *now)
		return strncmp(then, now, boot + 1) != 0 ? ALIVE_GONE : ALIVE_UNKNOWN;
	return command && proc_lives(command) ? ALIVE_HERE : ALIVE_GONE;
}

static enum alive read_note(int fd, struct arena *a)
{
	char text[NOTE_LONGEST] = "", numbers[256];
	const char *note, *lines, *then;
	uint64_t inode;
	int command;

	if (fd_read(fd, text, sizeof(text) - 1) < 0 ||
	    sscanf(text, "mcade run 1\n%20" SCNu64 " %10d\n", &inode, &command) != 2 ||
	    command < 0 || !note_of(fd, command, a, &note))
		return ALIVE_UNKNOWN;
	system_processes(numbers, sizeof(numbers));
	lines = note + strlen(note) - strlen(numbers) - 1; /* all before it must be as here */
	if (strncmp(text, note, (size_t)(lines - note)) != 0)
		return ALIVE_UNKNOWN;
	then = text + (lines - note);
	if (!strchr(then, '\n'))
		return ALIVE_UNKNOWN;
	return look_for(command, arena_strndup(a, then, strcspn(then, "\n")), numbers);
}

static enum alive look(const char *path, struct arena *a)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
	enum alive found;

	if (fd < 0)
		return ALIVE_UNKNOWN;
	if (flock(fd, LOCK_SH | LOCK_NB) < 0)
		found = errno == EWOULDBLOCK ? ALIVE_HERE : ALIVE_UNKNOWN;
	else
		found = read_note(fd, a);
	fd_close(&fd);
	return found;
}

enum alive alive_of(const struct ledger *l, const char *run)
{
	enum alive own = look(own_path(l, run), l->arena);

	return own != ALIVE_HERE && look(shared_path(l, run), l->arena) == ALIVE_HERE
		       ? ALIVE_HERE
		       : own;
}

const char *alive_host(struct arena *a)
{
	char host[256] = "";

	return !gethostname(host, sizeof(host) - 1) && host[0] ? arena_strdup(a, host) : NULL;
}
