#include "proc/proc.h"

#include "base/file.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file that is gone already, at its beginning; -1 with errno. */
static int file_of(struct bytes input)
{
	FILE *file = tmpfile();
	int fd = file ? dup(fileno(file)) : -1, error = errno;

	if (file)
		fclose(file);
	if (fd >= 0 &&
	    (fd_write(fd, input.data, input.len) < 0 || lseek(fd, 0, SEEK_SET) < 0)) {
		error = errno;
		close(fd);
		fd = -1;
	}
	errno = error;
	return fd;
}

int proc_hand_over(const char *const *argv, const struct bytes *input, int *ret_status,
		   struct err *err)
{
	int from = input ? file_of(*input) : STDIN_FILENO, status;
	pid_t pid;

	if (from < 0)
		return err_errno(err, "cannot keep what '%s' is to read", argv[0]);
	fflush(stdout);
	fflush(stderr);
	pid = fork();
	if (!pid) {
		signal(SIGPIPE, SIG_DFL);
		if (dup2(from, STDIN_FILENO) >= 0)
			execvp(argv[0], (char *const *)(uintptr_t)argv);
		fprintf(stderr, "mcade: cannot run '%s': %s\n", argv[0], strerror(errno));
		_exit(127);
	}
	if (input)
		close(from);
	if (pid < 0)
		return err_errno(err, "cannot run '%s'", argv[0]);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_errno(err, "cannot wait for '%s'", argv[0]);
	*ret_status = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	return 0;
}
