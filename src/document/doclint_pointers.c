/*
 * doclint_pointers.c - "see `PLAYBOOK_DB.md`", "See: docs/admin/SCOPE.md (authoritative)": who is sent there must
 * find it, whatever has been done by then. In a code span or not: it is the word that sends.
 */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "markdown/markdown.h"

/* What stands before it, by language; then nothing but a colon. */
static const struct {
	const char *languages, *word;
} sends[] = {
	{"en", "see"},	  {"en", "refer to"}, {"de", "siehe"}, {"fr", "voir"},
	{"es pt", "ver"}, {"es", "véase"},    {"it", "vedi"},
};

static bool is_path(char c)
{
	return ascii_is_name(c) || c == '/';
}

/* The end of a word that sends and ends before that place; NULL: it is none, or the end of another. */
static bool sent(const char *text, size_t at)
{
	size_t end = at;

	while (end && strchr(" :\n", text[end - 1]))
		end--;
	for (size_t i = 0; end < at && i < ARRAY_SIZE(sends); i++) {
		size_t len = strlen(sends[i].word);

		if (len <= end && !strncasecmp(text + end - len, sends[i].word, len) &&
		    (len == end || !ascii_is_alnum(text[end - len - 1])))
			return true;
	}
	return false;
}

/* A document by its name alone, or a file by its way from the root. */
static bool is_pointer(const char *name)
{
	const char *dot = strrchr(path_last(name), '.');

	return ascii_is_alnum(*name) && dot && dot != path_last(name) &&
	       !strstr(name, "YYYY") && ascii_is_alnum(dot[-1]) && !strstr(name, "//") &&
	       !strstr(name, "..") &&
	       (strchr(name, '/') ? strlen(dot) > 1 && strlen(dot) < 6 : !strcmp(dot, ".md"));
}

/* At the root or beside the document; a name alone anywhere. Where the first folder is no folder of
 * the repository, it is one of another. */
static bool is_there(const struct linting *lint, const char *from, const char *name)
{
	size_t folder = strcspn(name, "/"), beside = (size_t)(path_last(from) - from);
	bool ours = !name[folder];

	for (size_t i = 0; i < lint->file_count; i++) {
		const char *path = lint->files[i].path;

		if (!strcmp(path, name) ||
		    (!strncmp(path, from, beside) && !strcmp(path + beside, name)) ||
		    (!name[folder] && !strcmp(path_last(path), name)))
			return true;
		ours = ours || (!strncmp(path, name, folder) && path[folder] == '/');
	}
	return !ours;
}

static bool is_said(const struct findings *found, const char *path, unsigned line,
		    const char *name)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		if (f->rule == RULE_REFERENCE && f->at.line == line && f->expected &&
		    !strcmp(f->expected, name) && f->path && !strcmp(f->path, path))
			return true;
	}
	return false;
}

static void judge(struct linting *lint, const char *path, const struct md_block *block)
{
	const char *text = block->text;
	unsigned line = block->line;

	for (size_t at = 0, end; text[at]; at = end) {
		const char *name;
		bool link = false;

		for (end = at; is_path(text[end]); end++)
			;
		if (end == at || !sent(text, at)) {
			line += text[end] == '\n' && end == at;
			end += end == at;
			continue;
		}
		name = arena_strndup(lint->arena, text + at, end - at);
		if (text_ends(name, "."))
			name = arena_strndup(lint->arena, name, strlen(name) - 1);
		for (size_t i = 0; i < block->span_count; i++)
			link = link || (block->spans[i].kind == MD_SPAN_LINK &&
					strstr(block->spans[i].text, name));
		if (!link && !strchr("<{*$", text[end] ? text[end] : ' ') && is_pointer(name) &&
		    !is_there(lint, path, name) && !is_said(lint->found, path, line, name))
			finding_add(lint->found, RULE_REFERENCE, FINDING_ERROR,
				    (struct finding){.at = {path, line, 1},
						     .path = path,
						     .expected = name,
						     .found = "no such file",
						     .fix = "write the right path, or take the "
							    "reference out"},
				    "'%s', where a reader is sent, is missing", name);
	}
}

void doclint_pointers(struct linting *lint, const char *path, const struct md_doc *doc)
{
	for (size_t i = 0; i < doc->count; i++)
		if (doc->blocks[i].kind == MD_PARAGRAPH || doc->blocks[i].kind == MD_CELL)
			judge(lint, path, &doc->blocks[i]);
}
