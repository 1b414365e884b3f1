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

/* Of a file that nobody knows (.bin), the comments of any language. */
static void test_heads(void)
{
	static const struct {
		const char *path, *text;
		bool good;
	} cases[] = {
		{"x.bin", "<!-- DEPRECATED - DO NOT RUN -->\n", true},
		{"x.bin", "<!--\nDEPRECATED - DO NOT RUN\n-->\n", true},
		{"x.bin", "# DEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "// DEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "; DEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "-- DEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "  > DEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "\"\"\"DEPRECATED - DO NOT RUN\"\"\"\n", true},
		{"x.bin", "/* DEPRECATED - DO NOT RUN */\n", true},
		{"x.bin", "/*\n DEPRECATED - DO NOT RUN\n */\n", true},
		{"x.bin", "/*\n * DEPRECATED - DO NOT RUN\n */\n", true},
		{"x.bin", "\t#\t** DEPRECATED - DO NOT RUN **", true},
		{"x.bin", "x\n\n# DEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "<!-- x\ny -->\n# DEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "DEPRECATED - DO NOT RUN\n", false},
		{"x.bin", "<!-- x -->\nDEPRECATED - DO NOT RUN\n", false},
		{"x.bin", "/* x */\nDEPRECATED - DO NOT RUN\n", false},
		{"x.bin", "<!--\nx\n-->\nDEPRECATED - DO NOT RUN\n", false},
		{"x.bin", "/*\nx\n*/\nDEPRECATED - DO NOT RUN\n", false},
		{"x.bin", "# DEPRECATED\n# DO NOT RUN\n", false},
		{"x.bin", "", false},
		{"x.bin", "<!-->\nDEPRECATED - DO NOT RUN\n", false},
		{"x.bin", "/*/\nDEPRECATED - DO NOT RUN\n", true},
		{"x.bin", "/* DEPRECATED - DO NOT RUN */ run\n", false},
		{"x.bin", "<!-- DEPRECATED - DO NOT RUN */ -->\n", true},
		{"a.md", "DEPRECATED - DO NOT RUN\n", true},
		{"a.md", "## **DEPRECATED - DO NOT RUN**\n", true},
		{"a.c", "/*\n * DEPRECATED - DO NOT RUN\n */\n", true},
		{"a.c", "# DEPRECATED - DO NOT RUN\n", false},
		{"a.sh", "# DEPRECATED \xe2\x80\x90 DO NOT RUN\n", true},
		{"a.sh", "# DEPRECATED \xe2\x80\x95 DO NOT RUN\r\n", true},
		{"a.sh", "# DEPRECATED \xe2\x80\x96 DO NOT RUN\n", false},
		{"a.sh", "# DEPRECATED \xe2\x82\xac DO NOT RUN\n", false},
		{"a.sh", "# DEPRECATED\t--\tDO NOT RUN\n", true},
		/* one that went through Windows-1252 */
		{"a.sh", "# DEPRECATED \xc3\xa2\xe2\x82\xac\xe2\x80\x9d DO NOT RUN\n", true},
		{"a.sh", "# DEPRECATED \xc3\xa9 DO NOT RUN\n", false},
		{"a.sh", "# DEPRECATED \xe2\x80", false},
		{"a.sh", "# DEPRECATED \xc3\xa2", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		says(cases[i].path, cases[i].text, deprecation_fields, 1,
		     cases[i].good ? "" : "DEPRECATED \xe2\x80\x94 DO NOT RUN is missing :0");
}

static void test_values(void)
{
	static const char *const date[] = {"Date:"}, *const reason[] = {"Reason:"};
	static const struct {
		const char *path, *text, *const *fields, *expected;
	} cases[] = {
		{"a.sh", "# Date: 2026-01-23\n", date, ""},
		{"a.sh", "# DATE: 2026-01-23T10:00\n", date, ""},
		{"a.sh", "# Date: **2026-01-23, by Ada**\n", date, ""},
		{"a.sh", "# Date: 2026-01-23; x\n# Date: never\n", date, ""},
		{"a.sh", "# Date: 2026-01-23.\n", date, ""},
		{"a.sh", "# Date: 2026-01-234\n", date, "Date: is not a date YYYY-MM-DD :1"},
		{"a.sh", "# Date: 2026-01\n", date, "Date: is not a date YYYY-MM-DD :1"},
		{"a.sh", "# Date: 2026-02-30\n", date, "Date: is not a date YYYY-MM-DD :1"},
		{"a.sh", "#\n# Date:\n", date, "Date: is empty :2"},
		{"a.sh", "# Date\n", date, "Date: is missing :0"},
		{"a.html", "<!-- Reason: -->\n", reason, "Reason: is empty :1"},
		{"a.html", "<!-- Reason: slow -->\n", reason, ""},
		{"a.sh", "# Reason: ** _` \t\r\n", reason, "Reason: is empty :1"},
		{"a.sh", "# No reason: x\n", reason, "Reason: is missing :0"},
		{"a.sh", "# DEPRECATED - reason: x\n", reason, ""},
	};
	CLEANUP(strbuf_free) struct strbuf deep = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		says(cases[i].path, cases[i].text, cases[i].fields, 1, cases[i].expected);
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

static void test_only_banner(void)
{
	static const struct {
		const char *path, *was, *now;
		bool good;
	} cases[] = {
		{"a.md", "# T\n", "# **DEPRECATED \xe2\x80\x94 DO NOT RUN**\r\n# T\n", true},
		{"a.md", "# T\n", "- Reason: slow\n- Date: 2026-01-23\n\n# T\n", true},
		{"a.md", "# T\n", "> \n> Replacement: none\n# T\n", true},
		{"a.md", "# T\n", "Run this.\n# T\n", false},
		{"a.md", "# T\n", "> Run this.\n# T\n", false},
		{"a.md", "# T\n", "#\n# T\n", false},
		{"a.md", "# T\n", "Reason: {{ x }}\n# T\n", false},
		{"a.md", "# T\n", "Reason: {% x %}\n# T\n", false},
		{"a.md", "# T\n", "Reason: \x1b[2J\n# T\n", false},
		{"a.md", "# T\n", "<!-- Reason: x\n# T\n", false},
		{"a.md", "# T\n", "# T\n", true},
		{"a.md", "", "> Reason: x", true},
		/* a comment that its language, or a tool, reads as more than that */
		{"CMakeLists.txt", "x()\n", "# D\nx()\n", true},
		{"CMakeLists.txt", "x()\n", "#[[\nx()\n", false},
		{"a.el", "(x)\n", ";; D\n(x)\n", true},
		{"a.el", "(x)\n", ";; -*- eval: (y) -*-\n(x)\n", false},
		{"a.sql", "x;\n", "--\n-- D\nx;\n", true},
		{"a.sql", "x;\n", "--! D\nx;\n", false},
		{"a.xml", "<?xml version='1.0'?>\n<a/>\n",
		 "<?xml version='1.0'?>\n<!-- D -->\n<a/>\n", true},
		{"a.xml", "<?xml version='1.0'?>\n<a/>\n",
		 "<!-- D -->\n<?xml version='1.0'?>\n<a/>\n", false},
		{"a.html", "<a>\n", "<!-- D --\n -->\n<a>\n", false},
		{"a.html", "<a>\n", "<!-- D\n --", false},
		{"a.js", "x()\n", "// D\nx()\n", true},
		{"a.java", "x();\n", "// D\nx();\n", true},
		{"Dockerfile", "FROM x\n", "#\t D\nFROM x\n", true},
		{"Dockerfile", "FROM x\n", "#\tescape \t= `\nFROM x\n", false},
		{"a.py", "x\n", "# encoding, and coding\nx\n", true},
		{"a.py", "x\n", "# coding, and fileencoding=x\nx\n", false},
		{"a.rb", "# frozen_string_literal: true\nx\n",
		 "# frozen_string_literal: true\n# D\nx\n", true},
		{"a.rb", "x\n", "# D\nx\n", true},
		{"a.yml", "%YAML 1.2\n---\n- x\n", "%YAML 1.2\n---\n# D\n- x\n", true},
		{"a.yml", "--- # x\n- x\n", "--- # x\n# D\n- x\n", true},
		{"a.sh", "x\n", "#\tD\tE\nx\n", true},
		{"a.sh", "x\n", "#\x1b\tD\nx\n", false},
		/* by the program of the first line; one that disagrees with the name has no comments */
		{"run", "#!/usr/bin/env -S python3 -u\nx\n",
		 "#!/usr/bin/env -S python3 -u\n# D\nx\n", true},
		{"run", "#! /bin/bash -e\r\nx\n", "#! /bin/bash -e\r\n# D\nx\n", true},
		{"run", "#!/bin/unknown\nx\n", "#!/bin/unknown\n# D\nx\n", false},
		{"run", "#!\nx\n", "#!\n# D\nx\n", false},
		{"run", "#!/usr/bin/env\nx\n", "#!/usr/bin/env\n# D\nx\n", false},
		{"a.sql", "#!/bin/sh\nx\n", "#!/bin/sh\n# D\nx\n", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		ok(deprecation_only_banner(cases[i].path, B(cases[i].was), B(cases[i].now)) ==
			   cases[i].good,
		   "%s%s: %s", cases[i].path, cases[i].good ? "" : ", no banner", cases[i].now);
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
	test_heads();
	test_values();
	test_replacement();
	test_only_banner();
	test_body();
	return done();
}
