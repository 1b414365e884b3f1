/*
 * side.c - two commands side by side: interleaved, timed around posix_spawn, medians and their
 * ratio. A shell or a script between the clock and the command would cost more than what is
 * measured.
 *
 *	side LABEL GOAL ROUNDS COMMAND... :: COMMAND...
 *
 * "%" as a whole word of a command becomes the number of the round, so that a round can do
 * something that the one before did not. "@DIR" is where it runs, "<FILE" its standard input. GOAL is
 * printed, never judged. A command that fails is an error: a benchmark of a failure is an anecdote.
 * PERF_INSTRUCTIONS, a folder that is there and empty: not the clock is asked, but valgrind, for the
 * millions of instructions of the command and all that it runs, which are the same on a machine that is busy.
 */
#include "base/compat.h"

#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* What valgrind has written there, a file for each process; taken away. */
static double counted(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	double count = 0;

	while (dir && (entry = readdir(dir))) {
		char path[4096], line[512];
		FILE *file;

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.' || !(file = fopen(path, "r")))
			continue;
		while (fgets(line, sizeof(line), file)) {
			const char *refs = strstr(line, "I   refs:");
			double one = 0;

			for (; refs && *refs; refs++)
				if (*refs >= '0' && *refs <= '9')
					one = one * 10 + (*refs - '0');
			count += one / 1e6;
		}
		fclose(file);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	return count;
}

static double once(char **argv, int argc, int round)
{
	static char valgrind[][40] = {"valgrind", "--tool=cachegrind", "--cache-sim=no",
				      "--trace-children=yes",
				      "--cachegrind-out-file=/dev/null"};
	const char *folder = getenv("PERF_INSTRUCTIONS");
	posix_spawn_file_actions_t actions;
	char number[16], log[4096], *words[80];
	const char *input = "/dev/null";
	int status, count = 0;
	double start;
	pid_t pid;

	snprintf(number, sizeof(number), "%d", round);
	posix_spawn_file_actions_init(&actions);
	if (folder) {
		snprintf(log, sizeof(log), "--log-file=%s/%%p", folder);
		while (count < (int)ARRAY_SIZE(valgrind)) {
			words[count] = valgrind[count];
			count++;
		}
		words[count++] = log;
	}
	for (int i = 0; i < argc; i++)
		if (argv[i][0] == '@')
			posix_spawn_file_actions_addchdir_np(&actions, argv[i] + 1);
		else if (argv[i][0] == '<')
			input = argv[i] + 1;
		else
			words[count++] = !strcmp(argv[i], "%") ? number : argv[i];
	words[count] = NULL;
	posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	start = now();
	if (posix_spawnp(&pid, words[0], &actions, NULL, words, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "side: '%s' failed in round %d\n", words[0], round);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&actions);
	return folder ? counted(folder) : now() - start;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *times, int count)
{
	qsort(times, (size_t)count, sizeof(*times), by_size);
	return count % 2 ? times[count / 2] : (times[count / 2 - 1] + times[count / 2]) / 2;
}

int main(int argc, char **argv)
{
	static double a[10000], b[10000];
	int rounds, middle = 4;
	double left, right;

	while (middle < argc && strcmp(argv[middle], "::") != 0)
		middle++;
	rounds = argc > 4 ? (int)strtol(argv[3], NULL, 10) : 0;
	if (rounds < 1 || rounds > 10000 || middle == 4 || middle >= argc - 1 || argc > 64) {
		fprintf(stderr, "usage: side LABEL GOAL ROUNDS COMMAND... :: COMMAND...\n");
		return 129;
	}
	for (int i = 0; i < rounds; i++) {
		a[i] = once(argv + 4, middle - 4, i);
		b[i] = once(argv + middle + 1, argc - middle - 1, i);
	}
	left = median(a, rounds);
	right = median(b, rounds);
	printf("%-58s %9.2f %9.2f %8.3f   %s\n", argv[1], left, right, left / right, argv[2]);
	return 0;
}
