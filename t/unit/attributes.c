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

static void test_words(void)
{
	changes("", "", "a.md", "-");
	changes("*.md eol=crlf\n", "", "docs/a.md", "eol=crlf :1");
	changes("*.md eol=lf\n", "", "a.md", "-");
	changes("*.md eol\n", "", "a.md", "-");
	changes("*.md text\n*.md text=auto", "", "a.md", "-");
	changes("*.md working-tree-encoding=ISO-8859-1", "", "a.md",
		"working-tree-encoding=ISO-8859-1 :1");
	changes("*.md working-tree-encoding=UTF-8\n", "", "a.md", "-");
	changes("*.md working-tree-encoding=utf8\n", "", "a.md", "-");
	changes("*.md working-tree-encoding\n", "", "a.md", "-");
	changes("* ident\n", "", "a.md", "ident :1");
	changes("* -ident\n", "", "a.md", "-");
	changes("* !ident\n", "", "a.md", "-");
	changes("* ident=x\n", "", "a.md", "-");
	changes("* filter=lfs diff=lfs\n", "", "a.md", "filter=lfs :1");
	changes("* filter\n", "", "a.md", "-");
	changes("* diff export-ignore linguist-vendored\n", "", "a.md", "-");
}

static void test_order(void)
{
	changes("*.md eol=crlf\n*.md eol=lf\n", "", "a.md", "-");
	changes("*.md eol=lf\n*.md eol=crlf\n", "", "a.md", "eol=crlf :2");
	changes("*.md ident\n*.md !ident\n", "", "a.md", "-");
	changes("*.md ident\n*.txt !ident\n", "", "a.md", "ident :1");
	changes("*.md eol=crlf\n", "*.md eol=lf\n", "docs/a.md", "-");
	changes("*.md eol=lf\n", "*.md eol=crlf\n", "docs/a.md", "eol=crlf docs/:1");
	/* which one is told, where several do */
	changes("*.md ident\n*.md eol=crlf\n", "", "a.md", "ident :1");
	changes("*.md filter=x\n", "*.md eol=crlf\n", "docs/a.md", "filter=x :1");
	changes("*.md working-tree-encoding=UTF-16\n*.md ident\n", "", "a.md",
		"working-tree-encoding=UTF-16 :1");
	/* nothing is made of the ends of lines of what is no text */
	changes("* eol=crlf\n*.md -text\n", "", "a.md", "-");
	changes("* eol=crlf\n*.md binary\n", "", "a.md", "-");
	changes("* eol=crlf\n*.txt -text\n", "", "a.md", "eol=crlf :1");
	changes("* -text eol=crlf\n*.md text\n", "", "a.md", "eol=crlf :1");
	changes("* -text ident\n", "", "a.md", "ident :1");
}

static void test_macros(void)
{
	changes("[attr]odd eol=crlf\n*.md odd\n", "", "a.md", "eol=crlf :2");
	changes("[attr] odd ident\n*.md odd\n", "", "a.md", "ident :2");
	changes("[attr]\n[attr]odd ident\n*.md -odd\n", "", "a.md", "-");
	changes("[attr]odd ident\n*.md odd=x\n", "", "a.md", "-");
	changes("[attr]odd ident\n*.md odder\n", "", "a.md", "-");
	changes("[attr]a b\n[attr]b filter=x\n*.md a\n", "", "a.md", "filter=x :3");
	changes("[attr]a a b\n[attr]b a ident\n*.md b\n", "", "a.md", "ident :3");
	changes("[attr]a a\n*.md a\n", "", "a.md", "-");
	changes("[attr]a ident\n[attr]a eol=lf\n*.md a\n", "", "a.md", "-");
	changes("[attr]binary ident\n*.md binary\n", "", "a.md", "ident :2");
}

static void test_patterns(void)
{
	changes("# *.md ident\n\n \t\n*.txt ident", "", "a.md", "-");
	changes("\xef\xbb\xbf*.md ident\n", "", "a.md", "ident :1");
	changes("*.txt ident\n\xef\xbb\xbf*.md ident\n", "", "a.md", "-");
	changes("  *.md\t ident \r\n", "", "a.md", "ident :1");
	changes("a.md\n", "", "a.md", "-");
	changes("/docs/a.md ident\n", "", "docs/a.md", "ident :1");
	changes("docs/b.md ident\n", "", "docs/a.md", "-");
	changes("/a.md ident\n", "", "docs/a.md", "-");
	changes("docs/ ident\n", "", "docs/a.md", "-");
	changes("docs/** ident\n", "", "docs/x/a.md", "ident :1");
	changes("", "/a.md ident\n", "docs/a.md", "ident docs/:1");
	changes("", "x/a.md ident\n", "docs/x/a.md", "ident docs/:1");
	changes("", "x/a.md ident\n", "docs/y/a.md", "-");
	/* as git quotes a name */
	changes("\"a b.md\" ident\n", "", "a b.md", "ident :1");
	changes("\"\\303\\251.md\" ident\n", "", "\xc3\xa9.md", "ident :1");
	changes("\"a\\tb\\\"c\" ident\n", "", "a\tb\"c", "ident :1");
	changes("\"a\\471\" ident\n", "", "a471", "ident :1");
	changes("\"a\\08\" ident\n", "", "a08", "ident :1");
	changes("\"a.md ident\n", "", "a.md", "-");
	changes("\"a.md\\", "", "a.md", "-");
	changes("\\#a.md ident\n", "", "#a.md", "ident :1");
	/* a disk may know no large letters; what takes a change back must say it exactly */
	changes("A.MD ident\n", "", "a.md", "ident :1");
	changes("a.md ident\nA.MD !ident\n", "", "a.md", "ident :1");
	changes("", "/A.md ident\n", "Docs/a.md", "ident docs/:1");
	changes("[xy].md ident\n", "", "a.md", "ident :1");
	changes("a.md ident\n[xy].md !ident\n", "", "a.md", "ident :1");
}

/* The target is all that a pattern names: what changes some of it is told, what takes back must fit all. */
static void test_targets(void)
{
	changes("docs/a.md ident\n", "", "docs/*.md", "ident :1");
	changes("docs/a?.md ident\n", "", "docs/*.md", "ident :1");
	changes("docs/a*b.md ident\n", "", "docs/*x*.md", "ident :1");
	changes("docs/a.txt ident\n", "", "docs/*.md", "-");
	changes("docs/a.md ident\n", "", "docs/b*.md", "-");
	changes("docs/a.md ident\n", "", "docs/?.md", "ident :1");
	changes("docs/ab.md ident\n", "", "docs/?.md", "-");
	changes("*.md ident\n", "", "docs/*", "ident :1");
	changes("docs/*.md ident\ndocs/a.md !ident\n", "", "docs/*.md", "ident :1");
	changes("docs/*.md ident\n* !ident\n", "", "docs/*.md", "-");
	changes("* eol=crlf\ndocs/a.md -text\n", "", "docs/*.md", "eol=crlf :1");
	changes("", "x.md ident\n", "docs/*.md", "ident docs/:1");
}

int main(void)
{
	test_words();
	test_order();
	test_macros();
	test_patterns();
	test_targets();
	return done();
}
