/*
 * sweep_linux.c - finds and ends every descendant, on Linux: kill(-pgid) misses whoever called
 * setsid(), and who holds our pipe open would keep us reading for ever. As child sub-reaper we
 * become the parent of every orphan, so the whole family hangs on us at any time.
 */
#include "proc/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/proc.h"

struct process {
	pid_t pid, parent, group, session;
	bool dead, exiting, ours, spared;
};

struct processes {
	struct process *items;
	size_t count;
};

/*
 * proc(5): "pid (name) state ppid pgrp session tty tpgid flags"; the name may hold anything,
 * brackets too. Who is exiting (PF_EXITING) has closed its pipes, and is no service for that.
 */
static bool read_stat(const char *pid, struct process *ret)
{
	char path[64], text[512], *from, state;
	int fd, parent, group, session;
	unsigned flags;
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len <= 0)
		return false;
	text[len] = '\0';
	from = strrchr(text, ')');
	if (!from || sscanf(from + 1, " %c %d %d %d %*d %*d %u", &state, &parent, &group,
			    &session, &flags) != 5)
		return false;
	*ret = (struct process){(pid_t)strtol(pid, NULL, 10), parent,		group, session,
				state == 'Z' || state == 'X', (flags & 4) != 0, false, false};
	return true;
}

static struct process *push(struct processes *list)
{
	/* doubles at powers of two */
	if (!(list->count & (list->count - 1)))
		list->items = xrealloc(list->items, (list->count ? list->count * 2 : 1) *
							    sizeof(*list->items));
	return &list->items[list->count];
}

/*
 * Children of one thread: /proc/PID/task/TID/children (CONFIG_PROC_CHILDREN). A machine runs
 * thousands of processes and a family is a handful, so this is the way where there is one.
 */
static void add_children_file(struct processes *list, const char *path)
{
	FILE *file = fopen(path, "re");
	char pid[24];

	while (file && fscanf(file, "%20s", pid) == 1)
		if (read_stat(pid, push(list)))
			list->count++;
	if (file)
		fclose(file);
}

static void add_children(struct processes *list, pid_t of)
{
	char path[96];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)of);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			snprintf(path, sizeof(path), "/proc/%d/task/%.20s/children", (int)of,
				 entry->d_name);
			add_children_file(list, path);
		}
	if (dir)
		closedir(dir);
}

/* Everything that runs, for kernels without those files; empty where /proc is not seen. */
static void add_everybody(struct processes *list)
{
	struct dirent *entry;
	DIR *dir = opendir("/proc");

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
		    read_stat(entry->d_name, push(list)))
			list->count++;
	if (dir)
		closedir(dir);
}

static bool has_children_files(void)
{
	return !access("/proc/thread-self/children", R_OK);
}

static bool is_before(const struct family *f, const struct process *p, pid_t our_session)
{
	for (size_t i = 0; i < f->before_count; i++)
		if (f->before[i].pid == p->pid ||
		    (f->before[i].session == p->session && p->session != our_session))
			return true;
	return false;
}

/* Breadth first from our own children; orphans have come to us and are among them. */
static void walk_family(const struct family *f, struct processes *list)
{
	pid_t our_session = getsid(0);

	add_children(list, getpid());
	for (size_t i = 0; i < list->count; i++) {
		struct process *p = &list->items[i];

		p->ours = p->parent != getpid() || !is_before(f, p, our_session);
		if (p->ours && !p->dead)
			add_children(list, p->pid);
		list->items[i].ours &= list->items[i].pid != f->leader;
	}
}

static bool is_marked(const struct processes *list, pid_t pid)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].pid == pid)
			return list->items[i].ours;
	return false;
}

static void mark_family(const struct family *f, struct processes *list)
{
	pid_t us = getpid(), our_session = getsid(0);
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < list->count; i++) {
			struct process *p = &list->items[i];

			if (p->ours || p->pid == f->leader)
				continue;
			p->ours = p->parent == f->leader || is_marked(list, p->parent) ||
				  (p->parent == us && !is_before(f, p, our_session));
			more |= p->ours;
		}
	}
}

static void find_family(const struct family *f, struct processes *list)
{
	if (has_children_files()) {
		walk_family(f, list);
	} else {
		add_everybody(list);
		mark_family(f, list);
	}
}

static bool holds_pipe(const struct family *f, pid_t pid)
{
	char path[64];
	struct dirent *entry;
	struct stat st;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir)))
		if (!fstatat(dirfd(dir), entry->d_name, &st, 0) && S_ISFIFO(st.st_mode))
			found = st.st_ino == f->pipes[0] || st.st_ino == f->pipes[1];
	if (dir)
		closedir(dir);
	return found;
}

static unsigned spare_services(const struct family *f, struct processes *list)
{
	pid_t home = f->own_session ? f->leader : getsid(0);
	unsigned spared = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct process *p = &list->items[i];

		p->spared = p->ours && !p->dead && !p->exiting && p->session != home &&
			    !holds_pipe(f, p->pid);
		spared += p->spared;
	}
	return spared;
}

/*
 * A whole group at once is atomic against fork(): it hits who changes its id all the time. A
 * session that is not ours was made by a descendant, so nobody else is in it.
 */
static bool group_is_fair_game(const struct processes *list, const struct process *of)
{
	if (of->session == getsid(0))
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].group == of->group && list->items[i].spared)
			return false;
	return true;
}

/*
 * `done`: the group that was just hit. Of a family that has bred tens of thousands nearly all are of one,
 * and a signal to it costs the kernel as many steps as it has members.
 */
static void hit(const struct processes *list, const struct process *p, int sig, pid_t *done)
{
	if (!sig)
		return;
	if (p->group != *done && group_is_fair_game(list, p))
		kill(-p->group, sig);
	*done = p->group;
	if (p->dead)
		return;
	kill(p->pid, sig);
	kill(p->pid, SIGCONT);
}

unsigned sweep(const struct family *f, int sig, bool spare, unsigned *ret_spared)
{
	struct processes list = {NULL, 0};
	unsigned alive = 0;
	pid_t done = 0;

	if (sig) {
		kill(f->own_session ? -f->leader : f->leader, sig);
		kill(f->own_session ? -f->leader : f->leader, SIGCONT);
	}
	find_family(f, &list);
	if (ret_spared)
		*ret_spared = 0;
	if (spare && ret_spared)
		*ret_spared = spare_services(f, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct process *p = &list.items[i];

		if (!p->ours || p->spared)
			continue;
		alive += !p->dead;
		hit(&list, p, sig, &done); /* the dead tell which group their children are in */
		if (p->dead && p->parent == getpid())
			waitpid(p->pid, NULL, WNOHANG);
	}
	free(list.items);
	return alive;
}

void sweep_begin(struct family *f, struct arena *a)
{
	struct processes list = {NULL, 0};

	f->was = 0;
	prctl(PR_GET_CHILD_SUBREAPER, &f->was);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (has_children_files())
		add_children(&list, getpid());
	else
		add_everybody(&list);
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].parent == getpid())
			*ARENA_PUSH(a, f->before, f->before_count) = (struct relative){
				list.items[i].pid, list.items[i].session};
	free(list.items);
}

void sweep_end(const struct family *f)
{
	prctl(PR_SET_CHILD_SUBREAPER, f->was);
}

/* `seen`: who may be sent a signal stands in /proc, too; another user's may be hidden there. */
static bool answers(pid_t pid, bool seen)
{
	return kill(pid, 0) < 0 ? errno != ESRCH : !seen;
}

bool proc_lives(pid_t pid)
{
	struct processes all = {NULL, 0};
	bool alive = false, seen;

	add_everybody(&all);
	seen = all.count > 0;
	for (size_t i = 0; !alive && i < all.count; i++) {
		const struct process *p = &all.items[i];

		alive = !p->dead && (p->pid == pid || p->group == pid || p->session == pid);
	}
	free(all.items);
	return alive || answers(-pid, seen) || answers(pid, seen);
}

void close_from(int lowest)
{
#ifdef SYS_close_range
	if (!syscall(SYS_close_range, (unsigned)lowest, ~0u, 0u))
		return;
#endif
	for (int fd = lowest; fd < 65536; fd++) /* a kernel before 5.9 */
		close(fd);
}
