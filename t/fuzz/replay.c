/*
 * replay.c - runs a fuzz target over files, so that its corpus is an ordinary test with any
 * compiler:
 *
 *	build/t/fuzz/sshsig [FILE...]		default: every file of t/fuzz/corpus/<name of
 * the program>/
 *
 * A crash is a failure; TAP on stdout.
 */
#include "base/compat.h"
#include "base/memory.h"

#include <dirent.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int count;

static void replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	size_t size;

	if (!file) {
		printf("not ok %d - cannot open %s\n", ++count, path);
		return;
	}
	data = xmalloc((size_t)1 << 24);
	size = fread(data, 1, (size_t)1 << 24, file);
	fclose(file);
	data = xrealloc(data, size); /* tight, so that sanitizers see one byte too far */
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	printf("ok %d - %s\n", ++count, path);
}

int main(int argc, char **argv)
{
	char folder[512], path[1024];
	const char *name = strrchr(argv[0], '/');
	struct dirent *entry;
	DIR *dir;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc == 1) {
		snprintf(folder, sizeof(folder), "t/fuzz/corpus/%s", name ? name + 1 : argv[0]);
		dir = opendir(folder);
		while (dir && (entry = readdir(dir))) {
			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
			replay(path);
		}
		if (dir)
			closedir(dir);
		if (!count)
			printf("not ok %d - no corpus in %s\n", ++count, folder);
	}
	printf("1..%d\n", count);
	return 0;
}
