#include "base/path.h"

#include "base/limits.h"
#include "base/utf8.h"

#define NAME_MAX_BYTES 255 /* what common file systems hold */

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

static bool same_nocase(const char *text, size_t len, const char *word)
{
	if (strlen(word) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (lower((unsigned char)text[i]) != (unsigned char)word[i])
			return false;
	return true;
}

/* What file systems leave out when they compare names (git: is_hfs_dotgit()). */
static bool unseen(uint32_t point)
{
	return utf8_is_invisible(point) || utf8_is_bidi(point);
}

/* Would some file system take this name for .git? */
static bool path_is_dot_git(struct bytes name)
{
	char text[16];
	size_t len = 0;

	for (size_t i = 0; i < name.len;) {
		uint32_t point;
		size_t step = utf8_decode(name, i, &point);

		if (!step) { /* no character: nothing leaves it out */
			point = 0xfffd;
			step = 1;
		}
		i += step;
		if (unseen(point))
			continue;
		if (point == ':')
			break; /* an NTFS stream of the same file */
		if (len == sizeof(text))
			return false;
		text[len++] = point < 0x80 ? (char)point : '?';
	}
	while (len && (text[len - 1] == '.' || text[len - 1] == ' '))
		len--; /* NTFS drops them */
	return same_nocase(text, len, ".git") || same_nocase(text, len, "git~1");
}

static int refuse(struct err *err, struct bytes path, const char *why)
{
	char shown[128];
	const unsigned char *data = path.data;
	size_t len = 0;

	for (size_t i = 0; i < path.len && len < sizeof(shown) - 5; i++) {
		if (data[i] >= 0x20 && data[i] < 0x7f)
			shown[len++] = (char)data[i];
		else
			len += (size_t)snprintf(shown + len, 5, "\\x%02x", data[i]);
	}
	shown[len] = '\0';
	return err_set(err, ERR_FORMAT, "path '%s': %s", shown, why);
}

/* Why it is no name, or NULL. */
static const char *name_fault(struct bytes name)
{
	const char *text = name.data;

	if (!name.len)
		return "empty component";
	if (bytes_equal(name, bytes_text(".")) || bytes_equal(name, bytes_text("..")))
		return "'.' and '..' are not allowed";
	if (name.len > NAME_MAX_BYTES)
		return "component over 255 bytes";
	for (size_t i = 0; i < name.len;) {
		uint32_t point;
		size_t step = utf8_decode(name, i, &point);

		if (!step)
			return "not valid UTF-8";
		if (utf8_is_control(point) || utf8_is_odd_break(point))
			return "control character";
		if (unseen(point))
			return "invisible character";
		if (point == '\\' || point == '/')
			return "backslash or slash in a name";
		i += step;
	}
	if (path_is_dot_git(name))
		return "some file system takes it for '.git'";
	if (text[name.len - 1] == '.' || text[name.len - 1] == ' ')
		return "ends in a dot or a blank";
	return NULL;
}

int path_check_name(struct bytes name, struct err *err)
{
	const char *fault = name_fault(name);

	return fault ? refuse(err, name, fault) : 0;
}

int path_check(struct bytes path, struct err *err)
{
	const char *at = path.data, *end = at + path.len;

	if (path.len > LIMIT_PATH)
		return err_set(err, ERR_LIMIT, "path of %zu bytes, at most %zu are allowed",
			       path.len, LIMIT_PATH);
	if (!path.len)
		return refuse(err, path, "empty");
	if (*at == '/')
		return refuse(err, path, "absolute");
	for (;;) {
		const char *slash = memchr(at, '/', (size_t)(end - at));
		size_t len = (size_t)((slash ? slash : end) - at);
		const char *fault = name_fault(bytes_of(at, len));

		if (fault)
			return refuse(err, path, fault);
		if (!slash)
			return 0;
		at = slash + 1;
	}
}

const char *path_last(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool path_is_in(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1)
		if ((size_t)(slash - path) == len && !strncmp(path, folder, len))
			return true;
	return false;
}

bool path_is_within(const char *path, const char *folder)
{
	size_t len = folder ? strlen(folder) : 0;

	return len && !strncmp(path, folder, len) && (path[len] == '/' || path[len] == '\0');
}
