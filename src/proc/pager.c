#include "proc/pager.h"

#include "base/file.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Ours is the terminal's signal, too; whoever reads ends the pager with its own key. */
static pid_t start(const char *command, int from, int other)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	close(other);
	if (dup2(from, STDIN_FILENO) < 0)
		_exit(127);
	close(from);
	signal(SIGPIPE, SIG_DFL);
	setenv("LESS", "FRX", 0); /* as git sets them */
	setenv("LV", "-c", 0);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

int pager_show(const char *command, struct bytes text, struct err *err)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	int ends[2], status;
	pid_t pid;

	if (pipe(ends) < 0)
		return err_errno(err, "cannot start the pager");
	fflush(stderr);
	pid = start(command, ends[0], ends[1]);
	close(ends[0]);
	if (pid < 0) {
		close(ends[1]);
		return err_errno(err, "cannot start the pager");
	}
	sigaction(SIGINT, &ignore, &before);
	if (fd_write(ends[1], text.data, text.len) < 0 && errno != EPIPE)
		errno = 0; /* who has seen enough leaves; what it could not show it says itself */
	close(ends[1]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &before, NULL);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
		err_set(err, ERR_NOT_FOUND, "cannot run the pager '%s'", command);
		return err_next(err, "set GIT_PAGER, core.pager or PAGER; 'cat' is none");
	}
	return 0;
}
