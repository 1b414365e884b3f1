#include "text/heading.h"

#include <string.h>

#include "base/ascii.h"
#include "base/texts.h"
#include "base/utf8.h"
#include "text/legend.h"
#include "text/outline.h"

/* A letter of a script that has capitals: one, or small; 0: of one that has none, or no letter. */
static int case_of(uint32_t code)
{
	if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde) ||
	    (code >= 0x391 && code <= 0x3a9) || (code >= 0x400 && code <= 0x42f))
		return 1;
	return (code >= 'a' && code <= 'z') || (code >= 0xdf && code <= 0xff) ||
			       (code >= 0x3b1 && code <= 0x3c9) ||
			       (code >= 0x430 && code <= 0x45f)
		       ? -1
		       : 0;
}

/* In capitals, as who says that all is done writes it; *ret_plain: of a script that has none. */
static bool is_shouted(const char *word, bool *ret_plain)
{
	const char *at = word, *end = word + strlen(word);
	size_t capitals = 0, small = 0, others = 0;
	uint32_t code;

	while (at < end) {
		size_t len = utf8_decode(bytes_of(at, (size_t)(end - at)), 0, &code);

		at += len ? len : 1;
		code = len ? code : 0;
		capitals += case_of(code) > 0;
		small += case_of(code) < 0;
		others += code >= 0x2e80;
		if (code < 0x80 && !ascii_is_letter((char)code))
			return *ret_plain = false;
	}
	*ret_plain = others && !capitals && !small;
	return capitals > 3 && !small;
}

/* The words of a script without blanks end a text where they end: the longest that is one decides. */
static bool ends_plainly(const char *text)
{
	const char *const end = text + strlen(text);

	for (const char *at = text; end - at >= 6; at++) { /* two characters */
		enum mark mark = ((unsigned char)*at & 0xc0) == 0x80 ? MARK_NONE
								     : legend_word(NULL, at);

		if (mark != MARK_NONE)
			return mark == MARK_DONE;
	}
	return false;
}

/* "Vorbereitung ABGESCHLOSSEN", "ПОДГОТОВКА ЗАВЕРШЕНА", "准备工作已完成": in whatever language, but for
 * what denies it. */
static bool ends_so(const char *text)
{
	const char *last = text ? strrchr(text, ' ') : NULL;
	bool plain;

	if (!text || outline_denies(text))
		return false;
	last = last ? last + 1 : text;
	return is_shouted(last, &plain) ? legend_word(NULL, last) == MARK_DONE
					: plain && ends_plainly(last);
}

/* "Preparation COMPLETE": a word in capitals at its end. */
bool heading_says_complete(const char *text)
{
	static const char *const words[] = {" COMPLETE", " COMPLETED", " DONE", " FINISHED"};

	for (size_t i = 0; text && i < ARRAY_SIZE(words); i++)
		if (text_ends(text, words[i]) && !strcasestr(text, "not ") &&
		    !strcasestr(text, "when "))
			return true;
	return ends_so(text);
}
