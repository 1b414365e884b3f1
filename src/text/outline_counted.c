/* outline_counted.c - "第一步", "第3步", "第十二阶段": steps by their number in Chinese and Japanese. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/texts.h"

static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const what[] = {"步骤", "步驟", "步",       "阶段",
				   "階段", "段階", "ステップ", "手順"};

static size_t digit_at(const char *at, uint64_t *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(digits); i++)
		if (text_begins(at, digits[i])) {
			*ret = i + 1;
			return strlen(digits[i]);
		}
	*ret = 0;
	return 0;
}

/* Up to 99, as people count steps: "三", "十", "十二", "二十", "二十一"; or in figures. */
static size_t number_at(const char *at, uint64_t *ret)
{
	static const char ten[] = "十";
	size_t len = strspn(at, "0123456789"), size;
	uint64_t tens, ones;

	*ret = len ? strtoull(at, NULL, 10) : 0;
	if (len)
		return len < 4 ? len : 0;
	len = digit_at(at, &tens);
	*ret = tens;
	if (!text_begins(at + len, ten))
		return len;
	len += strlen(ten);
	size = digit_at(at + len, &ones);
	*ret = (tens ? tens : 1) * 10 + ones;
	return len + size;
}

size_t outline_counted(struct bytes text, size_t at, uint64_t *ret_ordinal)
{
	static const char first[] = "第";
	const char *data = text.data;
	size_t len;

	if (at >= text.len || !text_begins(data + at, first))
		return 0;
	at += strlen(first);
	len = number_at(data + at, ret_ordinal);
	for (size_t i = 0; len && i < ARRAY_SIZE(what); i++)
		if (text_begins(data + at + len, what[i]))
			return at + len + strlen(what[i]);
	return 0;
}
