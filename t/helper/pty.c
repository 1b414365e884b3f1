/*
 * pty.c - runs a command with a terminal for its standard output, and prints what came there:
 *
 *	pty COLUMNS COMMAND...		its exit status is ours
 *
 * Tests of what is shown to people need one, and not every machine has script(1).
 */
#define _XOPEN_SOURCE 700

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(const char *what)
{
	perror(what);
	return 125;
}

static int follow(int master)
{
	char buffer[4096];
	ssize_t got;

	while ((got = read(master, buffer, sizeof(buffer))) > 0)
		if (fwrite(buffer, 1, (size_t)got, stdout) != (size_t)got)
			return -1;
	return fflush(stdout);
}

int main(int argc, char **argv)
{
	struct winsize size = {.ws_row = 24};
	int master, slave, status;
	pid_t pid;

	if (argc < 3)
		return 125;
	size.ws_col = (unsigned short)atoi(argv[1]);
	master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		return fail("pty");
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	if (slave < 0 || ioctl(slave, TIOCSWINSZ, &size) < 0)
		return fail("pty");
	pid = fork();
	if (pid < 0)
		return fail("fork");
	if (!pid) {
		close(master);
		if (dup2(slave, 1) < 0)
			_exit(125);
		close(slave);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	close(slave);
	if (follow(master) < 0 || waitpid(pid, &status, 0) < 0)
		return fail("pty");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
