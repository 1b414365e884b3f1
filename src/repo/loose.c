/* loose.c - see loose.h. */
#include "repo/loose.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/number.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static const struct {
	const char *name;
	enum object_type type;
} types[] = {
	{"commit", OBJECT_COMMIT},
	{"tree", OBJECT_TREE},
	{"blob", OBJECT_BLOB},
	{"tag", OBJECT_TAG},
};

const char *object_type_name(enum object_type type)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (types[i].type == type)
			return types[i].name;
	return "object";
}

static void zstream_end(z_stream *stream)
{
	inflateEnd(stream);
}

static int stream_begin(z_stream *stream, struct bytes file, struct err *err)
{
	memset(stream, 0, sizeof(*stream));
	stream->next_in = (Bytef *)(uintptr_t)file.data;
	stream->avail_in = (uInt)file.len; /* at most LIMIT_LOOSE and some */
	if (inflateInit(stream) != Z_OK)
		return err_set(err, ERR_IO, "cannot start zlib");
	return 0;
}

static int damaged(struct err *err, const char *how)
{
	return err_set(err, ERR_IO, "damaged loose object: %s", how);
}

static int parse_header(char *text, size_t len, struct loose_header *ret, struct err *err)
{
	char *end = memchr(text, '\0', len);
	char *blank = memchr(text, ' ', len);
	uint64_t size;

	if (!end || !blank || blank > end)
		return damaged(err, "no '<type> <size>' at its start");
	*blank = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (strcmp(types[i].name, text))
			continue;
		if (!number_parse(blank + 1, UINT64_MAX >> 1, &size))
			return damaged(err, "its size is not a number");
		if (size > LIMIT_LOOSE)
			return err_set(err, ERR_LIMIT,
				       "loose object of %" PRIu64
				       " bytes, at most %zu are read",
				       size, LIMIT_LOOSE);
		*ret = (struct loose_header){types[i].type, (size_t)size,
					     (size_t)(end - text) + 1};
		return 0;
	}
	return damaged(err, "unknown type");
}

int loose_header(struct bytes file, struct loose_header *ret, struct err *err)
{
	char text[64];
	CLEANUP(zstream_end) z_stream stream;
	int status;

	if (stream_begin(&stream, file, err) < 0)
		return -1;
	stream.next_out = (Bytef *)text;
	stream.avail_out = sizeof(text);
	do {
		status = inflate(&stream, Z_SYNC_FLUSH);
	} while (status == Z_OK && stream.avail_out && stream.avail_in);
	if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
		return damaged(err, "not a zlib stream");
	return parse_header(text, sizeof(text) - stream.avail_out, ret, err);
}

int loose_body(struct bytes file, const struct loose_header *header, void *into,
	       struct err *err)
{
	char skipped[64];
	Bytef beyond;
	CLEANUP(zstream_end) z_stream stream;
	int status;

	if (header->header_len > sizeof(skipped))
		return damaged(err, "header too long");
	if (stream_begin(&stream, file, err) < 0)
		return -1;
	stream.next_out = (Bytef *)skipped;
	stream.avail_out = (uInt)header->header_len;
	do { /* each round eats input or fills output, so this ends */
		status = inflate(&stream, Z_SYNC_FLUSH);
	} while (status == Z_OK && stream.avail_out);
	if (stream.avail_out)
		return damaged(err, "cut off in its header");

	stream.next_out = header->size ? into : &beyond;
	stream.avail_out = (uInt)header->size;
	while (status == Z_OK && stream.avail_out)
		status = inflate(&stream, Z_SYNC_FLUSH);
	if (stream.avail_out)
		return damaged(err, "shorter than it declares");
	stream.next_out = &beyond;
	stream.avail_out = 1;
	if (status != Z_STREAM_END)
		status = inflate(&stream, Z_FINISH);
	if (!stream.avail_out)
		return damaged(err, "longer than it declares");
	if (status != Z_STREAM_END)
		return damaged(err, "no end, or a wrong checksum");
	if (stream.avail_in)
		return damaged(err, "trailing bytes");
	return 0;
}

int loose_path(const char *objects_dir, const struct oid *id, char *ret_path, struct err *err)
{
	char hex[OID_HEX_SIZE];
	int len;

	oid_hex(id, hex);
	len = snprintf(ret_path, PATH_MAX, "%s/%.2s/%s", objects_dir, hex, hex + 2);
	if (len < 0 || len >= PATH_MAX)
		return err_set(err, ERR_LIMIT, "path of '%s' is too long", objects_dir);
	return 0;
}

int loose_file(const char *objects_dir, const struct oid *id, size_t max, struct strbuf *ret,
	       struct err *err)
{
	char path[PATH_MAX], block[8192];
	CLEANUP(fd_close) int fd = -1;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct stat st;

	if (loose_path(objects_dir, id, path, err) < 0)
		return -1;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not stop us */
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, ERR_NOT_FOUND, "no loose object '%s'", path);
	if (fd < 0 || fstat(fd, &st) < 0)
		return err_errno(err, "cannot open '%s'", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_IO, "'%s' is not a file", path);
	if ((uintmax_t)st.st_size > LIMIT_LOOSE + LIMIT_LOOSE / 8)
		return err_set(err, ERR_LIMIT, "'%s' has %jd bytes, at most %zu are read", path,
			       (intmax_t)st.st_size, LIMIT_LOOSE);
	while (out.len < max) {
		size_t want = max - out.len < sizeof(block) ? max - out.len : sizeof(block);
		ssize_t got = fd_read(fd, block, want);

		if (got < 0)
			return err_errno(err, "cannot read '%s'", path);
		strbuf_add(&out, block, (size_t)got);
		if ((size_t)got < want)
			break;
	}
	*ret = out;
	out = (struct strbuf)STRBUF_INIT;
	return 0;
}

int loose_encode(enum object_type type, struct bytes bytes, struct strbuf *ret, struct err *err)
{
	char header[64];
	int len = snprintf(header, sizeof(header), "%s %zu", object_type_name(type), bytes.len);
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	z_stream stream = {0};
	int status;

	if (bytes.len > LIMIT_LOOSE)
		return err_set(err, ERR_LIMIT, "object of %zu bytes, at most %zu are written",
			       bytes.len, LIMIT_LOOSE);
	if (deflateInit(&stream, Z_BEST_SPEED) != Z_OK)
		return err_set(err, ERR_IO, "cannot start zlib");
	out.alloc = deflateBound(&stream, bytes.len + sizeof(header)) + 64;
	out.buf = xmalloc(out.alloc);
	stream.next_in = (Bytef *)header;
	stream.avail_in = (uInt)len + 1;
	stream.next_out = (Bytef *)out.buf;
	stream.avail_out = (uInt)(out.alloc - 1);
	status = deflate(&stream, Z_NO_FLUSH);
	if (status == Z_OK) {
		stream.next_in = (Bytef *)(uintptr_t)bytes.data;
		stream.avail_in = (uInt)bytes.len;
		status = deflate(&stream, Z_FINISH);
	}
	out.len = out.alloc - 1 - stream.avail_out;
	out.buf[out.len] = '\0';
	deflateEnd(&stream);
	if (status != Z_STREAM_END)
		return err_set(err, ERR_IO, "cannot compress an object");
	*ret = out;
	out = (struct strbuf)STRBUF_INIT;
	return 0;
}
