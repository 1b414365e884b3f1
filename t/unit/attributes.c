/* What .gitattributes make of a file, as `git check-attr` reads them, and of all that a pattern names. */
#include "base/cleanup.h"
#include "text/attributes.h"

#include "../t/unit/tap.h"

/* "eol=crlf :2" - the word, in which file, on which line; "-": none changes its bytes. */
static void changes(const char *root, const char *docs, const char *target,
		    const char *expected)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct attribute_file files[2];
	const struct attribute_file *file;
	const char *word, *found;
	unsigned line;

	attributes_parse(bytes_text(root), ".gitattributes", &arena, &files[0]);
	attributes_parse(bytes_text(docs), "docs/.gitattributes", &arena, &files[1]);
	word = attributes_change(files, 2, target, &file, &line);
	found = word ? arena_printf(&arena, "%s %s:%u", word, file->folder, line) : "-";
	is_str(found, expected, arena_printf(&arena, "%s of %s, %s", target, root, docs));
}

static const struct {
	const char *root, *docs, *target, *expected;
} cases[] = {
	/* words */
	{"", "", "a.md", "-"},
	{"*.md eol=crlf\n", "", "docs/a.md", "eol=crlf :1"},
	{"*.md eol=lf\n", "", "a.md", "-"},
	{"*.md eol\n", "", "a.md", "-"},
	{"*.md text\n*.md text=auto", "", "a.md", "-"},
	{"*.md working-tree-encoding=ISO-8859-1", "", "a.md",
	 "working-tree-encoding=ISO-8859-1 :1"},
	{"*.md working-tree-encoding=UTF-8\n", "", "a.md", "-"},
	{"*.md working-tree-encoding=utf8\n", "", "a.md", "-"},
	{"*.md working-tree-encoding\n", "", "a.md", "-"},
	{"* ident\n", "", "a.md", "ident :1"},
	{"* -ident\n", "", "a.md", "-"},
	{"* !ident\n", "", "a.md", "-"},
	{"* ident=x\n", "", "a.md", "-"},
	{"* filter=lfs diff=lfs\n", "", "a.md", "filter=lfs :1"},
	{"* filter\n", "", "a.md", "-"},
	{"* diff export-ignore linguist-vendored\n", "", "a.md", "-"},
	/* the last one counts */
	{"*.md eol=crlf\n*.md eol=lf\n", "", "a.md", "-"},
	{"*.md eol=lf\n*.md eol=crlf\n", "", "a.md", "eol=crlf :2"},
	{"*.md ident\n*.md !ident\n", "", "a.md", "-"},
	{"*.md ident\n*.txt !ident\n", "", "a.md", "ident :1"},
	{"*.md eol=crlf\n", "*.md eol=lf\n", "docs/a.md", "-"},
	{"*.md eol=lf\n", "*.md eol=crlf\n", "docs/a.md", "eol=crlf docs/:1"},
	/* which one is told, where several do */
	{"*.md ident\n*.md eol=crlf\n", "", "a.md", "ident :1"},
	{"*.md filter=x\n", "*.md eol=crlf\n", "docs/a.md", "filter=x :1"},
	{"*.md working-tree-encoding=UTF-16\n*.md ident\n", "", "a.md",
	 "working-tree-encoding=UTF-16 :1"},
	/* nothing is made of the ends of lines of what is no text */
	{"* eol=crlf\n*.md -text\n", "", "a.md", "-"},
	{"* eol=crlf\n*.md binary\n", "", "a.md", "-"},
	{"* eol=crlf\n*.txt -text\n", "", "a.md", "eol=crlf :1"},
	{"* -text eol=crlf\n*.md text\n", "", "a.md", "eol=crlf :1"},
	{"* -text ident\n", "", "a.md", "ident :1"},
	/* macros */
	{"[attr]odd eol=crlf\n*.md odd\n", "", "a.md", "eol=crlf :2"},
	{"[attr] odd ident\n*.md odd\n", "", "a.md", "ident :2"},
	{"[attr]\n[attr]odd ident\n*.md -odd\n", "", "a.md", "-"},
	{"[attr]odd ident\n*.md odd=x\n", "", "a.md", "-"},
	{"[attr]odd ident\n*.md odder\n", "", "a.md", "-"},
	{"[attr]a b\n[attr]b filter=x\n*.md a\n", "", "a.md", "filter=x :3"},
	{"[attr]a a b\n[attr]b a ident\n*.md b\n", "", "a.md", "ident :3"},
	{"[attr]a a\n*.md a\n", "", "a.md", "-"},
	{"[attr]a ident\n[attr]a eol=lf\n*.md a\n", "", "a.md", "-"},
	{"[attr]binary ident\n*.md binary\n", "", "a.md", "ident :2"},
	/* patterns */
	{"# *.md ident\n\n \t\n*.txt ident", "", "a.md", "-"},
	{"\xef\xbb\xbf*.md ident\n", "", "a.md", "ident :1"},
	{"*.txt ident\n\xef\xbb\xbf*.md ident\n", "", "a.md", "-"},
	{"  *.md\t ident \r\n", "", "a.md", "ident :1"},
	{"a.md\n", "", "a.md", "-"},
	{"/docs/a.md ident\n", "", "docs/a.md", "ident :1"},
	{"docs/b.md ident\n", "", "docs/a.md", "-"},
	{"/a.md ident\n", "", "docs/a.md", "-"},
	{"docs/ ident\n", "", "docs/a.md", "-"},
	{"docs/** ident\n", "", "docs/x/a.md", "ident :1"},
	{"", "/a.md ident\n", "docs/a.md", "ident docs/:1"},
	{"", "x/a.md ident\n", "docs/x/a.md", "ident docs/:1"},
	{"", "x/a.md ident\n", "docs/y/a.md", "-"},
	/* as git quotes a name */
	{"\"a b.md\" ident\n", "", "a b.md", "ident :1"},
	{"\"\\303\\251.md\" ident\n", "", "\xc3\xa9.md", "ident :1"},
	{"\"a\\tb\\\"c\" ident\n", "", "a\tb\"c", "ident :1"},
	{"\"a\\471\" ident\n", "", "a471", "ident :1"},
	{"\"a\\08\" ident\n", "", "a08", "ident :1"},
	{"\"a.md ident\n", "", "a.md", "-"},
	{"\"a.md\\", "", "a.md", "-"},
	{"\\#a.md ident\n", "", "#a.md", "ident :1"},
	/* a disk may know no large letters; what takes a change back must say it exactly */
	{"A.MD ident\n", "", "a.md", "ident :1"},
	{"a.md ident\nA.MD !ident\n", "", "a.md", "ident :1"},
	{"", "/A.md ident\n", "Docs/a.md", "ident docs/:1"},
	{"[xy].md ident\n", "", "a.md", "ident :1"},
	{"a.md ident\n[xy].md !ident\n", "", "a.md", "ident :1"},
	/* the target is all that a pattern names: what changes some of it is told, what takes
	 * back must fit all */
	{"docs/a.md ident\n", "", "docs/*.md", "ident :1"},
	{"docs/a?.md ident\n", "", "docs/*.md", "ident :1"},
	{"docs/a*b.md ident\n", "", "docs/*x*.md", "ident :1"},
	{"docs/a.txt ident\n", "", "docs/*.md", "-"},
	{"docs/a.md ident\n", "", "docs/b*.md", "-"},
	{"docs/a.md ident\n", "", "docs/?.md", "ident :1"},
	{"docs/ab.md ident\n", "", "docs/?.md", "-"},
	{"*.md ident\n", "", "docs/*", "ident :1"},
	{"docs/*.md ident\ndocs/a.md !ident\n", "", "docs/*.md", "ident :1"},
	{"docs/*.md ident\n* !ident\n", "", "docs/*.md", "-"},
	{"* eol=crlf\ndocs/a.md -text\n", "", "docs/*.md", "eol=crlf :1"},
	{"", "x.md ident\n", "docs/*.md", "ident docs/:1"},
};

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		changes(cases[i].root, cases[i].docs, cases[i].target, cases[i].expected);
	return done();
}
