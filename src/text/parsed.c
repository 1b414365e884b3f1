#include "text/parsed.h"

#include "base/limits.h"
#include "text/marks.h"
#include "text/outline.h"

void parsed_read(struct parsed *parsed, const char *path, struct arena *arena)
{
	struct err unreadable;

	parsed->read = md_parse(parsed->text, path, arena, &parsed->doc, &unreadable) == 0;
	parsed->is = parsed->read && marks_are_plain(parsed->text);
}

bool parsed_is_unnamed(const struct parsed *parsed)
{
	static const char turns[] = "\xe2\x80\xae"; /* which marks_of() refuses */

	if (!parsed->is || parsed->text.len > LIMIT_MARKS || !outline_is_unnamed(&parsed->doc))
		return false;
	for (size_t i = 0; i < parsed->doc.count; i++)
		if (strstr(parsed->doc.blocks[i].text, turns))
			return false;
	return true;
}

int outline_read(struct bytes text, const char *file, const struct legend *legend,
		 struct arena *arena, struct outline *ret, struct err *err)
{
	struct md_doc doc;

	*ret = (struct outline){0};
	if (text.len && memchr(text.data, '\0', text.len))
		return err_at(err, ERR_FORMAT, (struct srcpos){file, 0, 0},
			      "'%s' is not text in UTF-8: it holds a NUL byte", file);
	if (md_parse(text, file, arena, &doc, err) < 0)
		return -1;
	outline_of(text, &doc, legend, arena, ret);
	return 0;
}
