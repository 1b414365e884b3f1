#include "base/path.h"

#include "base/limits.h"

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

/*
 * One code point of well-formed UTF-8 (RFC 3629: no overlong form, no surrogate); its length in
 * bytes, or 0.
 */
static size_t utf8_next(const unsigned char *at, size_t left, uint32_t *ret)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len = at[0] < 0x80	      ? 1
		     : (at[0] & 0xe0) == 0xc0 ? 2
		     : (at[0] & 0xf0) == 0xe0 ? 3
		     : (at[0] & 0xf8) == 0xf0 ? 4
					      : 0;
	uint32_t point = len == 1 ? at[0] : len ? at[0] & (0x7fu >> len) : 0;

	if (!len || len > left)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (at[i] & 0x3fu);
	}
	if (point < least[len] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*ret = point;
	return len;
}

/* Code points that HFS+ leaves out when it compares names (git: is_hfs_dotgit()), and bidi. */
static bool invisible(uint32_t point)
{
	return (point >= 0x200b && point <= 0x200f) || (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2060 && point <= 0x2064) || (point >= 0x2066 && point <= 0x206f) ||
	       point == 0xfeff || point == 0x061c;
}

static bool control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 ||
	       point == 0x2029;
}

bool path_is_dot_git(struct bytes name)
{
	const unsigned char *data = name.data;
	char text[16];
	size_t len = 0;

	for (size_t i = 0; i < name.len;) {
		uint32_t point = data[i];
		size_t step = utf8_next(data + i, name.len - i, &point);

		i += step ? step : 1;
		if (step && invisible(point))
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

int path_check_name(struct bytes name, struct err *err)
{
	const char *text = name.data;

	if (!name.len)
		return refuse(err, name, "empty component");
	if (bytes_equal(name, bytes_text(".")) || bytes_equal(name, bytes_text("..")))
		return refuse(err, name, "'.' and '..' are not allowed");
	if (name.len > NAME_MAX_BYTES)
		return refuse(err, name, "component over 255 bytes");
	for (size_t i = 0; i < name.len;) {
		uint32_t point;
		size_t step = utf8_next((const unsigned char *)text + i, name.len - i, &point);

		if (!step)
			return refuse(err, name, "not valid UTF-8");
		if (control(point))
			return refuse(err, name, "control character");
		if (invisible(point))
			return refuse(err, name, "invisible character");
		if (point == '\\' || point == '/')
			return refuse(err, name, "backslash or slash in a name");
		i += step;
	}
	if (path_is_dot_git(name))
		return refuse(err, name, "some file system takes it for '.git'");
	if (text[name.len - 1] == '.' || text[name.len - 1] == ' ')
		return refuse(err, name, "ends in a dot or a blank");
	return 0;
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

		if (path_check_name(bytes_of(at, len), err) < 0)
			return err->code == ERR_FORMAT && len != path.len
				       ? refuse(err, path, strstr(err->text, "': ") + 3)
				       : -1;
		if (!slash)
			return 0;
		at = slash + 1;
	}
}
