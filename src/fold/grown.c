#include "fold/grown.h"

#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each word's change changes it, whatever comes behind. */
static uint64_t sum_of(uint64_t sum, const void *data, size_t len)
{
	for (size_t i = 0; i + 8 <= len; i += 8) {
		uint64_t word;

		memcpy(&word, (const uint8_t *)data + i, 8);
		sum = (sum ^ word ^ 14695981039346656037u) * 0x9e3779b97f4a7c15u;
		sum ^= sum >> 29;
	}
	return sum;
}

bool grown_open(struct grown *g, const char *path, size_t len, uint64_t sum)
{
	struct stat st;
	void *map;
	int fd;

	*g = (struct grown){.tail = STRBUF_INIT, .good = !len, .saved_sum = sum};
	if (!len)
		return !sum;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size < len ||
	    len % 8) {
		close(fd);
		return false;
	}
	map = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return false;
	g->base = map;
	g->base_len = g->map_len = len;
	g->base_sum = sum;
	g->owner = true;
	return true;
}

bool grown_is_good(struct grown *g)
{
	g->good = g->good || sum_of(0, g->base, g->map_len) == g->base_sum;
	return g->good;
}

static void drop_base(struct grown *g)
{
	if (g->owner)
		munmap((void *)(uintptr_t)g->base, g->map_len);
	g->owner = false;
}

void grown_close(struct grown *g)
{
	drop_base(g);
	strbuf_free(&g->tail);
}

void grown_add(struct grown *g, const void *data, size_t len)
{
	strbuf_add(&g->tail, data, len);
}

void grown_cut(struct grown *g, size_t len)
{
	if (len < g->base_len) {
		g->base_len = len;
		strbuf_setlen(&g->tail, 0);
		g->saved = SIZE_MAX;
	} else if (len - g->base_len < g->tail.len) {
		strbuf_setlen(&g->tail, len - g->base_len);
	}
	if (g->saved > g->tail.len)
		g->saved = SIZE_MAX; /* the file is written anew */
}

const void *grown_at(const struct grown *g, size_t offset)
{
	return offset < g->base_len ? (const void *)(g->base + offset)
				    : g->tail.buf + (offset - g->base_len);
}

size_t grown_len(const struct grown *g)
{
	return g->base_len + g->tail.len;
}

uint64_t grown_sum(const struct grown *g)
{
	if (g->saved > g->tail.len)
		return sum_of(sum_of(0, g->base, g->base_len), g->tail.buf, g->tail.len);
	return sum_of(g->saved_sum, g->tail.buf + g->saved, g->tail.len - g->saved);
}

void grown_copy(struct grown *to, const struct grown *from)
{
	*to = *from;
	to->owner = false;
	to->tail = (struct strbuf)STRBUF_INIT;
	strbuf_add(&to->tail, from->tail.buf, from->tail.len);
}

bool grown_mend(struct grown *g, const struct grown *whole)
{
	void *map = NULL;

	if (whole->base_len || whole->tail.len < g->base_len)
		return false;
	if (g->base_len) {
		map = mmap(NULL, g->base_len, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (map == MAP_FAILED)
			return false;
		memcpy(map, whole->tail.buf, g->base_len);
	}
	drop_base(g);
	g->base = map;
	g->map_len = g->base_len;
	g->owner = map != NULL;
	g->good = true;
	g->saved = SIZE_MAX;
	return true;
}

static bool append(struct grown *g, const char *path)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		      0600);
	struct stat st;
	bool done;

	if (fd < 0)
		return false;
	done = g->saved <= g->tail.len && !fstat(fd, &st) &&
	       (uint64_t)st.st_size == g->base_len + g->saved &&
	       !fd_write(fd, g->tail.buf + g->saved, g->tail.len - g->saved);
	return !close(fd) && done;
}

/* Beside it, then in its place: whoever has it mapped keeps what he has. */
static bool write_anew(struct grown *g, const char *path)
{
	char other[4096];
	int fd;
	bool done;

	snprintf(other, sizeof(other), "%s.new", path);
	unlink(other);
	fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return false;
	done = !fd_write(fd, g->base, g->base_len) && !fd_write(fd, g->tail.buf, g->tail.len);
	done = !close(fd) && done;
	if (done && !rename(other, path))
		return true;
	unlink(other); /* half of it would take what is left of a disk that is full */
	return false;
}

int grown_save(struct grown *g, const char *path, struct err *err)
{
	if (!append(g, path) && !write_anew(g, path))
		return err_errno(err, "cannot write '%s'", path);
	g->saved_sum = grown_sum(g);
	g->saved = g->tail.len;
	return 0;
}
