/* The banner of a deprecated item: its fields in every file's own comments, what they say, what stands below. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/deprecation.h"

#include "../t/unit/tap.h"

static struct bytes B(const char *text) {
	return bytes_text(text);
}

/* "FIELD is empty :2" of each fault; "": none. */
static void
says(const char *path, const char *text, const char *const *fields, size_t count,
     const char *expected)
{
	CLEANUP(strbuf_free) struct strbuf found = STRBUF_INIT;
	struct deprecation_fault faults[4];
	size_t n = deprecation_banner(path, B(text), fields, count, faults, ARRAY_SIZE(faults));

	strbuf_addstr(&found, "");
	for (size_t i = 0; i < n; i++)
		strbuf_addf(&found, "%s%s %s :%u", i ? ", " : "", faults[i].field,
			    faults[i].reason, faults[i].line);
	is_str(found.buf, expected, text);
}

static void heads(const char *path, const char *text, bool good)
{
	says(path, text, deprecation_fields, 1,
	     good ? "" : "DEPRECATED \xe2\x80\x94 DO NOT RUN is missing :0");
}

/* Of a file that nobody knows, the comments of any language. */
static void test_comments(void)
{
	static const char *const good[] = {"<!-- DEPRECATED - DO NOT RUN -->\n",
					   "<!--\nDEPRECATED - DO NOT RUN\n-->\n",
					   "# DEPRECATED - DO NOT RUN\n",
					   "// DEPRECATED - DO NOT RUN\n",
					   "; DEPRECATED - DO NOT RUN\n",
					   "-- DEPRECATED - DO NOT RUN\n",
					   "  > DEPRECATED - DO NOT RUN\n",
					   "\"\"\"DEPRECATED - DO NOT RUN\"\"\"\n",
					   "/* DEPRECATED - DO NOT RUN */\n",
					   "/*\n DEPRECATED - DO NOT RUN\n */\n",
					   "/*\n * DEPRECATED - DO NOT RUN\n */\n",
					   "\t#\t** DEPRECATED - DO NOT RUN **",
					   "x\n\n# DEPRECATED - DO NOT RUN\n",
					   "<!-- x\ny -->\n# DEPRECATED - DO NOT RUN\n"};
	static const char *const bad[] = {"DEPRECATED - DO NOT RUN\n",
					  "<!-- x -->\nDEPRECATED - DO NOT RUN\n",
					  "/* x */\nDEPRECATED - DO NOT RUN\n",
					  "<!--\nx\n-->\nDEPRECATED - DO NOT RUN\n",
					  "/*\nx\n*/\nDEPRECATED - DO NOT RUN\n",
					  "# DEPRECATED\n# DO NOT RUN\n",
					  ""};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		heads("x.bin", good[i], true);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		heads("x.bin", bad[i], false);
	heads("x.bin", "<!-->\nDEPRECATED - DO NOT RUN\n", false);
	heads("x.bin", "/*/\nDEPRECATED - DO NOT RUN\n", true);
	heads("x.bin", "/* DEPRECATED - DO NOT RUN */ run\n", false);
	heads("x.bin", "<!-- DEPRECATED - DO NOT RUN */ -->\n", true);
	heads("a.md", "DEPRECATED - DO NOT RUN\n", true);
	heads("a.md", "## **DEPRECATED - DO NOT RUN**\n", true);
	heads("a.c", "/*\n * DEPRECATED - DO NOT RUN\n */\n", true);
	heads("a.c", "# DEPRECATED - DO NOT RUN\n", false);
}

static void test_dashes(void)
{
	heads("a.sh", "# DEPRECATED \xe2\x80\x90 DO NOT RUN\n", true);
	heads("a.sh", "# DEPRECATED \xe2\x80\x95 DO NOT RUN\r\n", true);
	heads("a.sh", "# DEPRECATED \xe2\x80\x96 DO NOT RUN\n", false);
	heads("a.sh", "# DEPRECATED \xe2\x82\xac DO NOT RUN\n", false);
	heads("a.sh", "# DEPRECATED\t--\tDO NOT RUN\n", true);
	/* one that went through Windows-1252 */
	heads("a.sh", "# DEPRECATED \xc3\xa2\xe2\x82\xac\xe2\x80\x9d DO NOT RUN\n", true);
	heads("a.sh", "# DEPRECATED \xc3\xa9 DO NOT RUN\n", false);
	heads("a.sh", "# DEPRECATED \xe2\x80", false);
	heads("a.sh", "# DEPRECATED \xc3\xa2", false);
}

static void test_values(void)
{
	static const char *const date[] = {"Date:"}, *const reason[] = {"Reason:"};
	CLEANUP(strbuf_free) struct strbuf deep = STRBUF_INIT;

	says("a.sh", "# Date: 2026-01-23\n", date, 1, "");
	says("a.sh", "# DATE: 2026-01-23T10:00\n", date, 1, "");
	says("a.sh", "# Date: **2026-01-23, by Ada**\n", date, 1, "");
	says("a.sh", "# Date: 2026-01-23; x\n# Date: never\n", date, 1, "");
	says("a.sh", "# Date: 2026-01-23.\n", date, 1, "");
	says("a.sh", "# Date: 2026-01-234\n", date, 1, "Date: is not a date YYYY-MM-DD :1");
	says("a.sh", "# Date: 2026-01\n", date, 1, "Date: is not a date YYYY-MM-DD :1");
	says("a.sh", "# Date: 2026-02-30\n", date, 1, "Date: is not a date YYYY-MM-DD :1");
	says("a.sh", "#\n# Date:\n", date, 1, "Date: is empty :2");
	says("a.sh", "# Date\n", date, 1, "Date: is missing :0");
	says("a.html", "<!-- Reason: -->\n", reason, 1, "Reason: is empty :1");
	says("a.html", "<!-- Reason: slow -->\n", reason, 1, "");
	says("a.sh", "# Reason: ** _` \t\r\n", reason, 1, "Reason: is empty :1");
	says("a.sh", "# No reason: x\n", reason, 1, "Reason: is missing :0");
	says("a.sh", "# DEPRECATED - reason: x\n", reason, 1, "");
	for (int i = 0; i < DEPRECATION_BANNER_LINES; i++)
		strbuf_addstr(&deep, "#\n");
	strbuf_addstr(&deep, "# Reason: x\n");
	says("a.sh", deep.buf, reason, 1, "Reason: is missing :0");
	says("a.sh", deep.buf + 2, reason, 1, "");
}

static void test_replacement(void)
{
	static const char *const texts[][2] = {
		{"# Replacement: a/b.yml\n", "a/b.yml"},
		{"# Replacement: `a/b.yml`, then c\n", "a/b.yml"},
		{"# Replacement: \"a\".\n", "a"},
		{"# Replacement: [a](b)\n", "a"},
		{"# Replacement: NONE.\n", "none"},
		{"# Replacement: nonesuch\n", "nonesuch"},
		{"# Replacement: see\tb\n", "see"},
		{"# Replacement:\n", NULL},
		{"# Replacement: ...\n", NULL},
		{"# Replacement: \"\"\n", NULL},
		{"# x\n", NULL},
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		CLEANUP(arena_free) struct arena arena = ARENA_INIT;
		const char *found = deprecation_replacement("a.sh", B(texts[i][0]), &arena);

		is_str(found ? found : "-", texts[i][1] ? texts[i][1] : "-", texts[i][0]);
	}
}

static void only(const char *path, const char *was, const char *now, bool good)
{
	ok(deprecation_only_banner(path, B(was), B(now)) == good, "%s%s: %s", path,
	   good ? "" : ", no banner", now);
}

static void test_prose(void)
{
	only("a.md", "# T\n", "# **DEPRECATED \xe2\x80\x94 DO NOT RUN**\r\n# T\n", true);
	only("a.md", "# T\n", "- Reason: slow\n- Date: 2026-01-23\n\n# T\n", true);
	only("a.md", "# T\n", "> \n> Replacement: none\n# T\n", true);
	only("a.md", "# T\n", "Run this.\n# T\n", false);
	only("a.md", "# T\n", "> Run this.\n# T\n", false);
	only("a.md", "# T\n", "#\n# T\n", false);
	only("a.md", "# T\n", "Reason: {{ x }}\n# T\n", false);
	only("a.md", "# T\n", "Reason: {% x %}\n# T\n", false);
	only("a.md", "# T\n", "Reason: \x1b[2J\n# T\n", false);
	only("a.md", "# T\n", "<!-- Reason: x\n# T\n", false);
	only("a.md", "# T\n", "# T\n", true);
	only("a.md", "", "> Reason: x", true);
}

static void test_body(void)
{
	ok(deprecation_keeps_body("x.bin", B("x\n"), B("# D\n\n/*\ny\n*/\nx\n")) &&
		   !deprecation_keeps_body("x.bin", B("x\n"), B("y\nx\n")) &&
		   !deprecation_keeps_body("x.bin", B("x\n"), B("/*\ny\n*/\nz\nx\n")) &&
		   !deprecation_keeps_body("x.bin", B("x\n"), B("<!--\ny\n-->\nz\nx\n")) &&
		   !deprecation_keeps_body("x.bin", B("x\n"), B("/* y */ z\nx\n")) &&
		   !deprecation_keeps_body("x.bin", B("x\n"), B("/*\ny */ z\nx\n")) &&
		   !deprecation_keeps_body("x.bin", B("x\n"), B("# D\ny\n")),
	   "of a file that nobody knows only comments come before it");
	ok(deprecation_is_hollow("a.md", B("> Reason: x\n\n")) &&
		   deprecation_is_hollow("a.sh", B("#!/bin/sh\n# D\n \n")) &&
		   !deprecation_is_hollow("a.md", B("> Reason: x\n\nRun it.\n")),
	   "nothing but a banner");
	ok(deprecation_path("deprecated/a", NULL) && deprecation_path("x/deprecated/a", NULL) &&
		   deprecation_path("undeprecated/deprecated/a", NULL) &&
		   !deprecation_path("x/deprecated/", NULL) &&
		   !deprecation_path("undeprecated/a", NULL) &&
		   deprecation_path("old/a", "old/") && deprecation_path("old/a", "old") &&
		   !deprecation_path("older/a", "old/") && !deprecation_path("old", "old/") &&
		   !deprecation_path("old/", "old/") && !deprecation_path("/a", "/"),
	   "inside a folder of deprecated items");
}

int main(void)
{
	test_comments();
	test_dashes();
	test_values();
	test_replacement();
	test_prose();
	test_body();
	return done();
}
