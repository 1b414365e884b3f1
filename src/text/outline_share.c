/*
 * outline_share.c - statuses that say how much is done, "80 %", "3/5 done", and those that take back what they say:
 * "Done?", "done (not verified)".
 */
#include "text/outline_internal.h"

#include "base/ascii.h"

static size_t number(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	size_t len = 0;

	for (*ret = 0; at + len < text.len && len < 6 && ascii_is_digit(data[at + len]); len++)
		*ret = 10 * *ret + (uint64_t)(data[at + len] - '0');
	return len;
}

/* "5/5", "3 of 5": where the second number ends; 0: there is none. */
static size_t part_of(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	char word[LEGEND_LONGEST];
	size_t len = 0, end;

	at = outline_skip(text, at);
	while (at + len < text.len && len < sizeof(word) - 1 && data[at + len] != ' ' &&
	       !ascii_is_digit(data[at + len]))
		len++;
	memcpy(word, data + at, len);
	word[len] = '\0';
	at = outline_skip(text, at + len);
	end = outline_is_of(word) ? number(text, at, ret) : 0;
	return end ? at + end : 0;
}

/* "%", "percent", "por ciento": how long it is; 0: none is there. */
static size_t percent(struct bytes text, size_t at)
{
	const char *data = text.data;
	char word[LEGEND_LONGEST];
	size_t len = 0;

	if (at < text.len && data[at] == '%')
		return 1;
	if (text.len - at >= 3 && !memcmp(data + at, "\xef\xbc\x85", 3))
		return 3;
	for (unsigned words = 0; words < 2 && at + len < text.len; words++) {
		len += len > 0;
		while (at + len < text.len && len < sizeof(word) - 1 &&
		       !strchr(" .,;()!?", data[at + len]))
			len++;
		memcpy(word, data + at, len);
		word[len] = '\0';
		if (outline_word(WORD_PERCENT, word, WORD_WHOLE))
			return len;
	}
	return 0;
}

enum mark outline_share(const struct legend *legend, struct bytes text, size_t from,
			size_t *ret_len)
{
	const char *data = text.data;
	uint64_t done, of = 100;
	size_t len = number(text, from, &done), at = outline_skip(text, from + len), end, word;
	size_t share = len && at < text.len ? percent(text, at) : 0;

	if (!len)
		return MARK_NONE;
	end = share ? at + share : part_of(text, from + len, &of);
	at = outline_skip(text, end);
	/* "3/5" alone may be a day, and "80 % of the hosts" is said of something else */
	if (!end ||
	    (at < text.len && legend_says(legend, bytes_of(data + at, text.len - at), true,
					  &word) != MARK_DONE) ||
	    (at >= text.len && !share))
		return MARK_NONE;
	*ret_len = (at < text.len ? at + word : end) - from;
	return done >= of ? MARK_DONE : MARK_PLANNED;
}

bool outline_takes_back(const struct legend *legend, struct bytes text, size_t at)
{
	static const char *const joints[] = {
		"(", ",", "-", "\xe2\x80\x94", "\xef\xbc\x88", "\xef\xbc\x8c"};
	const char *data = text.data;
	size_t begin, len;
	enum mark mark;

	at = outline_skip(text, at);
	if (at >= text.len)
		return false;
	if (data[at] == '?' || !strncmp(data + at, "\xef\xbc\x9f", 3))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(joints); i++) {
		if (strncmp(data + at, joints[i], strlen(joints[i])) != 0)
			continue;
		begin = outline_skip(text, at + strlen(joints[i]));
		mark = legend_says(legend, bytes_of(data + begin, text.len - begin), false,
				   &len);
		return (mark != MARK_NONE && mark != MARK_DONE) ||
		       legend_denies(bytes_of(data + begin, text.len - begin));
	}
	return false;
}
