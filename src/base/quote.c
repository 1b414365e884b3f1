#include "base/quote.h"

#include "base/cleanup.h"

void shell_quote_add(struct strbuf *out, const char *text)
{
	strbuf_addch(out, '\'');
	for (; *text; text++)
		if (*text == '\'')
			strbuf_addstr(out, "'\\''");
		else
			strbuf_addch(out, *text);
	strbuf_addch(out, '\'');
}

/* What begins with "-" could be an option, with "=" the name of a program (zsh). */
const char *shell_quote(const char *text, struct arena *a)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_-./:=@%+,";
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (*text && *text != '-' && *text != '=' && !text[strspn(text, harmless)])
		return text;
	shell_quote_add(&out, text);
	return arena_strdup(a, out.buf);
}
