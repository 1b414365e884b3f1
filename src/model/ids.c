#include "model/ids.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/texts.h"

bool id_is_valid(const char *text)
{
	size_t len = strlen(text);

	if (!len || len > LIMIT_ID || !ascii_is_alnum(text[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(text[i]) && !strchr("._-", text[i]))
			return false;
	return !strstr(text, "..") && !text_ends(text, ".") && !text_ends(text, ".yaml") &&
	       !text_ends(text, ".lock");
}

const char *id_from_email(const char *email, struct arena *a)
{
	char *id = arena_strndup(a, email, strcspn(email, "@"));

	for (char *c = id; *c; c++)
		if (!ascii_is_alnum(*c) && !strchr("._-", *c))
			*c = '-';
	return id_is_valid(id) ? id : "person";
}
