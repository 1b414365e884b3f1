/* The pure checks on bytes: growing documents, banners, what is code. */
/* shows: A78 A79 A80 A89 A96 A99 B05 S09 M30 M40 */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/append.h"
#include "text/deprecation.h"
#include "text/entries.h"
#include "text/forbid.h"
#include "text/log_shown.h"
#include "text/named_pins.h"
#include "text/outcomes.h"
#include "text/placeholder.h"
#include "text/secret.h"
#include "append_two.h"
#include "tap.h"

#include <unistd.h>

static struct bytes B(const char *text) {
	return bytes_text(text);
}

static bool
is_bytes(struct bytes found, const char *expected, const char *name)
{
	char text[256];

	snprintf(text, sizeof(text), "%.*s", (int)found.len, (const char *)found.data);
	return is_str(text, expected, name);
}

#define ENTRY "<!-- mcade 0a after sha256:00 -->\n## 10:00 complete PLAT_01\n\nby Ada\n"

static bool known_entry(void *ctx, struct bytes event, struct bytes *ret)
{
	(void)ctx;
	*ret = B(ENTRY);
	return bytes_equal(event, B("0a"));
}

static const struct append_known known = {known_entry, NULL, false};

/* The line that opens an entry of the ledger, and a heading, of six levels. */
static void test_openers(void)
{
	static const struct {
		const char *line, *event, *seen;
	} lines[] = {
		{"<!-- mcade 0a after sha256:00 -->", "0a", "sha256:00"},
		{"<!-- mcade 0123456789abcdef after x --> \t\r", "0123456789abcdef", "x"},
		{"<!-- mcade f after  -->", "f", ""},
		{"<!-- mcade ga after x -->", NULL, NULL},
		{"<!-- mcade ag after x -->", NULL, NULL},
		{"<!-- mcade /a after x -->", NULL, NULL},
		{"<!-- mcade :a after x -->", NULL, NULL},
		{"<!-- mcade `a after x -->", NULL, NULL},
		{"<!-- mcade A after x -->", NULL, NULL},
		{"<!-- mcade  after x -->", NULL, NULL},
		{"<!-- mcade 0a before x -->", NULL, NULL},
		{"<!-- mcade 0a after x", NULL, NULL},
		{"<!-- mcade 0a after x -->y", NULL, NULL},
		{" <!-- mcade 0a after x -->", NULL, NULL},
		{"<!-- mcad 0a after x -->", NULL, NULL},
		{"", NULL, NULL},
	};
	static const char *const headings[] = {"#",	 "# x",	 "## x", "###### x",
					       "######", "#\tx", "#\r",	 "#  x"};
	static const char *const none[] = {"", "x", "#x", "####### x", " # x", "x # y"};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct bytes event = B(""), seen = B("");

		ok(append_opener(B(lines[i].line), &event, &seen) == !!lines[i].event,
		   "it opens an entry, or not: %s", lines[i].line);
		if (lines[i].event) {
			is_bytes(event, lines[i].event, "of that event");
			is_bytes(seen, lines[i].seen, "after that");
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(headings); i++)
		ok(append_is_heading(B(headings[i])), "a heading: %s", headings[i]);
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		ok(!append_is_heading(B(none[i])), "none: %s", none[i]);
}

static void test_append(void)
{
	static const struct {
		const char *line;
		bool good;
	} openers[] = {
		{"<!-- mcade 0a after x -->", true},	{"<!-- mcade 0a after x --> \r", true},
		{"<!-- mcade 0g after x -->", false},	{"<!-- mcade 0A after x -->", false},
		{"<!-- mcade  after x -->", false},	{"<!-- mcade 0a after x", false},
		{"<!-- mcade 0a after x --> y", false}, {"<!-- mcade 0a -->", false},
		{" <!-- mcade 0a after x -->", false}};
	struct append_fault fault = {0};
	struct bytes event, seen;

	ok(append_only(B("a\nb\n"), B("a\nb\nc\n"), APPEND_UNKNOWN, NULL), "an append");
	ok(append_only(B("a\nb"), B("a\nb\nc\n"), APPEND_UNKNOWN, NULL),
	   "an append to a file without final newline");
	ok(append_only(B("a\n"), B("a"), APPEND_UNKNOWN, NULL), "a final newline lost");
	ok(append_only(B("a\n\nb\n"), B("a\nb\n\n\nc\n"), APPEND_UNKNOWN, NULL),
	   "blank lines do not count");
	ok(append_only(B(""), B("a\n"), APPEND_UNKNOWN, NULL), "a new file");
	ok(!append_only(B("a\nb\n"), B("a\nB\n"), APPEND_UNKNOWN, &fault) &&
		   fault.was_line == 2 && fault.now_line == 2,
	   "a changed line, with its place");
	ok(!append_only(B("a\nb\n"), B("a\n"), APPEND_UNKNOWN, &fault) && fault.now_line == 0,
	   "a removed line");
	ok(!append_only(B("a\nb\n"), B("x\na\nb\n"), APPEND_UNKNOWN, NULL), "a prepended line");
	ok(!append_only(B("a\nb\n"), B(""), APPEND_UNKNOWN, NULL), "everything removed");
	ok(append_only(B("a\nb\n"), B("a\n" ENTRY "b\n"), known, NULL),
	   "an entry that equals the ledger's may stand anywhere");
	ok(!append_only(B("a\nb\n"), B("a\n" ENTRY "forged\nb\n"), known, NULL),
	   "not with something else behind it");
	ok(!append_only(B("a\nb\n"), B("a\n<!-- mcade 0b after x -->\nb\n"), known, NULL),
	   "not one that the ledger does not have");
	ok(!append_only(
		   B("a\nb\n"),
		   B("a\n<!-- mcade 0a after sha256:01 -->\n## 10:00 complete PLAT_01\n\nby "
		     "Ada\nb\n"),
		   known, NULL),
	   "not with another first line");
	ok(!append_only(
		   B("a\nb\n"),
		   B("a\n<!-- mcade 0a after sha256:00 -->\n## 10:00 complete PLAT_01\nb\n"),
		   known, NULL),
	   "not half of it");
	for (size_t i = 0; i < ARRAY_SIZE(openers); i++)
		ok(append_opener(B(openers[i].line), &event, &seen) == openers[i].good,
		   "opens an entry or not: %s", openers[i].line);
}

static void test_merge(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	const struct bytes both[] = {B("# d\n\n## a\nx\n"), B("# d\n\n## b\nx\n")};
	struct append_fault fault = {0};
	struct bytes merged;

	ok(append_two(B("# d\n"), both, B("# d\n\n## a\nx\n\n## b\nx\n"), NULL),
	   "ours, then theirs");
	ok(append_two(B("# d\n"), both, B("# d\n\n## b\nx\n\n## a\nx\n"), NULL),
	   "theirs, then ours");
	ok(!append_two(B("# d\n"), both, B("# d\n\n## a\nx\n"), &fault) && fault.parent == 1 &&
		   fault.was_line == 3,
	   "theirs lost, with its place");
	ok(!append_two(B("# d\n"), both, B("# d\n\n## a\n## b\nx\n"), NULL),
	   "interleaved, as merge=union does");
	ok(append_merge(B("# d\n"), both[0], both[1], APPEND_UNKNOWN, &arena, &merged) &&
		   append_two(B("# d\n"), both, merged, NULL),
	   "what the merge driver writes is what the rule accepts");
	ok(append_merge(B("# d\n"), both[0], both[0], APPEND_UNKNOWN, &arena, &merged) &&
		   bytes_equal(merged, both[0]),
	   "the same on both sides is there once");
	ok(!append_merge(B("# d\n"), B("# e\n"), both[1], APPEND_UNKNOWN, &arena, &merged),
	   "a side that did not only grow is for people");
}

static void test_section(void)
{
	const char *text = "# R\n## State (Append-Only)\n### Done\n- a\n## Other / x\nb\n";
	struct bytes section;
	unsigned line;

	ok(append_section(B(text), "State*", &section, &line) && line == 3, "a section");
	is_bytes(section, "### Done\n- a\n", "  with its subsections");
	ok(append_section(B(text), "Other*", &section, &line), "a slash in a heading");
	is_bytes(section, "b\n", "  the last one goes to the end");
	ok(!append_section(B(text), "Nothing", &section, &line), "no such heading");
	ok(!append_section(B("```\n## State\n```\n"), "State", &section, &line),
	   "a heading in a fence is none");
	ok(!append_section(B("<!--\n## State\n-->\n"), "State", &section, &line) &&
		   !append_section(B("<div>\n## State\n"), "State", &section, &line),
	   "nor is one that nobody sees");
	ok(append_section(B("a\r\n## State\r\nb\r\nx\r\n---\r\n# c"), "State", &section, &line),
	   "lines that end otherwise");
	is_bytes(section, "b\r\nx\r\n---\r\n",
		 "  and a heading that is no such is of the section");
}

static size_t faults(const char *text, struct deprecation_fault *fault)
{
	return deprecation_banner("a.yml", B(text), deprecation_fields, deprecation_field_count,
				  fault, fault ? 1 : 0);
}

static void test_deprecation(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct deprecation_fault fault = {0};

	is_int((long long)faults(
		       "# ⚠️ DEPRECATED — DO NOT RUN\n# Reason: broken\n# Date: "
		       "2026-01-23\n"
		       "# Replacement: none\n---\n- hosts: x\n",
		       &fault),
	       0, "a whole banner");
	is_int((long long)faults(
		       "# deprecated - do not run\n# reason: x\n# date: 2026-01-23 (UTC)\n"
		       "# replacement: `y.yml`\n",
		       &fault),
	       0, "dashes and case aside");
	is_int((long long)faults(
		       "# DEPRECATED  —— \t DO  NOT RUN\n# Reason: x\n# Date: 2026-01-23\n"
		       "# Replacement: y\n",
		       &fault),
	       0, "more blanks and dashes aside");
	is_int((long long)faults("# DEPRECATEDDONOTRUN\n# Reason: x\n# Date: 2026-01-23\n"
				 "# Replacement: y\n",
				 &fault),
	       1, "but not without any");
	ok(faults("# DEPRECATED — DO NOT RUN\n# Reason: x\n# Date: 23.01.2026\n# Replacement: "
		  "y\n",
		  &fault) == 1 &&
		   !strcmp(fault.field, "Date:") && fault.line == 3,
	   "a date of another kind");
	ok(faults("# DEPRECATED — DO NOT RUN\n# Reason:\n# Date: 2026-01-23\n# Replacement: "
		  "y\n",
		  &fault) == 1 &&
		   !strcmp(fault.reason, "is empty"),
	   "an empty reason");
	is_int((long long)faults("- name: DEPRECATED — DO NOT RUN\n  Reason: x\n", NULL), 4,
	       "text that is not a comment is not a banner");
	is_int((long long)faults("", NULL), 4, "nothing at all");
	is_str(deprecation_twin("a/p/deprecated/x.yml", "a/p/deprecated/", &arena), "a/p/x.yml",
	       "the live twin");
	is_str(deprecation_twin("a/deprecated/x.yml", NULL, &arena), "a/x.yml",
	       "  by the folder's name alone");
	is_str(deprecation_twin("deprecated/x.yml", NULL, &arena), "x.yml", "  at the top");
	ok(!deprecation_twin("a/p/deprecated/", "a/p/deprecated/", &arena) &&
		   !deprecation_twin("a/p/deprecatedx/x.yml", "a/p/deprecated/", &arena),
	   "  not of the folder, nor of one that begins alike");
	is_str(deprecation_of("a/p/x.yml", "a/p/deprecated/", &arena), "a/p/deprecated/x.yml",
	       "and back");
	ok(!deprecation_of("b/x.yml", "a/p/deprecated/", &arena), "  not from elsewhere");
	is_str(deprecation_of("x.yml", "old", &arena), "old/x.yml", "  of the whole tree");
	is_str(deprecation_of("a/x.yml", "old//", &arena), "old/a/x.yml",
	       "  as deep as it was");
	is_str(deprecation_of("x.yml", NULL, &arena), "deprecated/x.yml", "  by habit");
	is_str(deprecation_of("a/x.yml", NULL, &arena), "a/deprecated/x.yml", "  beside it");
	ok(!deprecation_of("old/x.yml", "old/", &arena) &&
		   !deprecation_of("x.yml", "/", &arena),
	   "  not what is deprecated, nor into nothing");
}

#define BANNER_OF(s) \
	s " DEPRECATED\n" s " Reason: x\n" s " Date: 2026-01-23\n" s " Replacement: none\n"

static void banner(bool good, const char *path, const char *was, const char *now)
{
	ok(deprecation_only_banner(path, B(was), B(now)) == good, "%s in %s: %s",
	   good ? "a banner" : "no banner", path, now);
}

static void test_banner_signs(void)
{
	banner(true, "a.yml", "---\n- x\n", "---\n# D\n- x\n");
	banner(true, "a.yml", "---\n- x\n", "# D\n---\n- x\n");
	banner(true, "a.yml", "- x\n", "# D\n\n- x\n");
	banner(true, "a.yml", "# ansible-lint: x\n- x\n",
	       BANNER_OF("#") "# ansible-lint: x\n- x\n");
	banner(true, "a.sh", "#!/bin/sh\nx\n", "#!/bin/sh\n# D\nx\n");
	banner(true, "run", "#!/usr/bin/env python3\nx\n", "#!/usr/bin/env python3\n# D\nx\n");
	banner(true, "a.sql", "x;\n", "-- D\nx;\n");
	banner(true, "a.go", "package x\n", "// D\n/* Reason: x\n y */\npackage x\n");
	banner(true, "a.ini", "[x]\n", "; D\n# D\n[x]\n");
	banner(true, "a.html", "<p>\n", "<!-- D -->\n<!--\nReason: x\n-->\n<p>\n");
	banner(true, "a.md", "# T\n", "> DEPRECATED - DO NOT RUN\n> Reason: x\n\n# T\n");
	banner(true, "a.py", "# coding: latin-1\nx\n", "# coding: latin-1\n# D\nx\n");
	banner(true, "a.yml.j2", "- x\n", "# D\n- x\n");
	banner(true, "Dockerfile", "# syntax=d\nFROM x\n", "# syntax=d\n# D\nFROM x\n");

	banner(false, "a.yml", "- x\n", "# D\n- y\n");
	banner(false, "a.yml", "- x\n- y\n", "- y\n");
	banner(false, "a.yml", "- x\n", "- z\n- x\n");
	banner(false, "a.yml", "- x\n", "# D\n--- evil\n- x\n");
	banner(false, "a.yml", "- x\n", "# D\n---\n- x\n");
	banner(false, "a.yml", "- x\n", "// D\n- x\n");
	banner(false, "a.yml", "- x\n", "/*\n- y\n*/\n- x\n");
	banner(false, "a.yml", "- x\n", "> D\n- x\n");
	banner(false, "a.yml", "- x\n", "# D\r- y\n- x\n");
	banner(false, "a.yml", "- x\n", "# D\xe2\x80\xa8- y\n- x\n");
	banner(false, "a.yml", "- x\n", "# D\xc2\x85- y\n- x\n");
	banner(false, "a.yml", "--- |\n x\n", "--- |\n# D\n x\n");
	banner(false, "a.yml", "- x\n", "# D - x\n");
	banner(false, "a.yml.j2", "- x\n", "# {{ lookup('pipe', 'x') }}\n- x\n");
	banner(false, "a.sh", "#!/bin/sh\nx\n", "# D\n#!/bin/sh\nx\n");
	banner(false, "a.sh", "x\n", "#!/bin/evil\nx\n");
	banner(false, "a.sh", "x\n", ">file\nx\n");
	banner(false, "a.sh", "x\n", "-- D\nx\n");
	banner(false, "a.sql", "#!/bin/sh\nx\n", "#!/bin/sh\n-- D\nx\n");
	banner(false, "a.sql", "x\n", "--D\nx\n");
	banner(false, "Makefile", "x:\n", "# D \\\nx:\n");
	banner(false, "a.c", "int x;\n", "// D \\\nint x;\n");
	banner(false, "a.c", "int x;\n", "// D ?\?/\nint x;\n");
	banner(false, "a.c", "int x;\n", "/* D */ int y;\nint x;\n");
	banner(false, "a.rs", "x\n", "/* D /* */\nx\n");
	banner(false, "a.c", "/* a */\nx\n", "/* D\n/* a */\nx\n");
	banner(false, "a.c", "int x;\n", "#define x y\nint x;\n");
	banner(false, "a.css", "p {}\n", "// D\np {}\n");
	banner(false, "a.go", "package x\n", "//go:build evil\npackage x\n");
	banner(false, "a.java", "x\n", "// \\u000a evil();\nx\n");
	banner(false, "a.py", "x\n", "# coding: utf-7\nx\n");
	banner(false, "a.py", "# coding: latin-1\nx\n", "# D\n# coding: latin-1\nx\n");
	banner(false, "a.rb", "x\n", "# frozen_string_literal: true\nx\n");
	banner(false, "a.html", "<p>\n", "<!--> <script>x</script> -->\n<p>\n");
	banner(false, "a.html", "<p>\n", "<!--#exec cmd=x -->\n<p>\n");
	banner(false, "a.html", "<p>\n", "<!-- D --!><script>\n-->\n<p>\n");
	banner(false, "Dockerfile", "FROM x\n", "# syntax=evil\nFROM x\n");
	banner(false, "a.json", "{}\n", "# D\n{}\n");
	banner(false, "unknown", "x\n", "# D\nx\n");
	banner(false, "a.yml", "$ANSIBLE_VAULT;1.1\nx\n", "# D\n$ANSIBLE_VAULT;1.1\nx\n");
}

static void test_body(void)
{
	ok(deprecation_keeps_body("a.yml", B("# D\n- x\n"), B("# D\n# Date: x\n---\n- x\n")),
	   "a completed banner keeps the body");
	ok(!deprecation_keeps_body("a.yml", B("# D\n- x\n"), B("# D\n- y\n")) &&
		   !deprecation_keeps_body("a.yml", B("# D\n- x\n"), B("# D\n")) &&
		   !deprecation_keeps_body("a.sh", B("x\n"), B("#!/bin/evil\nx\n")),
	   "another body, none, or another program");
	ok(deprecation_keeps_body("x.bin", B("x\n"), B("# D\nx\n")) &&
		   !deprecation_keeps_body("x.bin", B("# D\nx\n"), B("x\n")),
	   "of a file that nobody knows all stays");
	ok(deprecation_is_hollow("a.yml", B("# D\n\n")) &&
		   !deprecation_is_hollow("a.yml", B("x")),
	   "nothing but a banner");
	is_int((long long)deprecation_banner("a.sh", B("> DEPRECATED - DO NOT RUN\n"),
					     deprecation_fields, 1, NULL, 0),
	       1, "a banner in another language's signs is none");
}

static bool in_code(const char *path, const char *text, const char *what)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes code = forbid_code(path, B(text), &arena);

	return code.len == strlen(text) && memmem(code.data, code.len, what, strlen(what));
}

static void test_code(void)
{
	const char *j = "--log-driver journald";

	ok(in_code("a.yml", "- shell: podman run --log-driver journald x\n", j),
	   "a use in YAML");
	ok(!in_code("a.yml", "# never --log-driver journald\n", j), "a comment");
	ok(!in_code("a.sh", "grep -e '--log-driver journald' x\n", j) &&
		   !in_code("a.sh", "grep -v -i '--log-driver journald' x\n", j) &&
		   !in_code("a.sh", "grep -iv '--log-driver journald' x\n", j) &&
		   !in_code("a.sh", "grep -e'--log-driver journald' x\n", j) &&
		   !in_code("a.sh", "grep -qxe '--log-driver journald' x\n", j),
	   "what grep looks for, behind its options");
	ok(in_code("a.sh", "grep x '--log-driver journald'\n", j) &&
		   in_code("a.sh", "grep x y; podman --log-driver journald\n", j) &&
		   in_code("a.sh", "grep x y | podman --log-driver journald\n", j),
	   "  but not files, nor what runs behind it");
	ok(!in_code("a.sh", "sed 's/--log-driver journald/x/' y\n", j) &&
		   !in_code("a.sh", "sed -i -e '/--log-driver journald/d' y\n", j) &&
		   in_code("a.sh", "sed 's/x/--log-driver journald/' y\n", j),
	   "what sed looks for, and not what it puts there");
	ok(!in_code("a.yml", "- shell: x # --log-driver journald\n", j), "a comment behind");
	ok(!in_code("a.yml", "- name: remove --log-driver journald\n", j), "a task's name");
	ok(in_code("a.yml", "- podman:\n    name: motorcade_web\n", "motorcade_web"),
	   "a container's name is code");
	ok(in_code("a.yml", "- hosts: motorcade_web\n", "motorcade_web"), "a host");
	ok(!in_code("a.yml", "  replace:\n    regexp: '--log-driver journald'\n    path: x\n",
		    j),
	   "the expression that removes it");
	ok(!in_code("a.yml", "  replace: {regexp: '--log-driver journald', path: x}\n", j),
	   "  in a flow mapping");
	ok(in_code("a.yml", "  replace: {regexp: 'x', replace: '--log-driver journald'}\n", j),
	   "  but not what is put there instead");
	ok(!in_code("a.yml",
		    "  msg: >-\n    do not use\n    --log-driver journald\n  that: x\n", j),
	   "a folded sentence");
	ok(in_code("a.yml", "  msg: >-\n    no\n  cmd: --log-driver journald\n", j),
	   "  but not what follows it");
	ok(!in_code("a.yml", "  that: \"'--log-driver journald' not in unit\"\n", j),
	   "an assertion that it is absent");
	ok(!in_code("a.sh", "sed -i 's/--log-driver journald//' f\n", j), "sed removes it");
	ok(in_code("a.sh", "sed -i 's/x/--log-driver journald/' f\n", j), "sed puts it there");
	ok(!in_code("a.sh", "if grep -q -- '--log-driver journald' f; then\n", j) ||
		   !in_code("a.sh", "if grep -q '--log-driver journald' f; then\n", j),
	   "grep looks for it");
	ok(in_code("a.sh", "grep -q x f | podman run --log-driver journald\n", j),
	   "a command behind grep");
	ok(!in_code("a.md", "**Do not use** `--log-driver journald`.\n", j),
	   "the sentence that forbids it");
	ok(in_code("a.md", "```sh\npodman run --log-driver journald\n```\n", j),
	   "a fenced command");
	ok(in_code("a.sh", "echo 'a # b' --log-driver journald\n", j), "a # inside quotes");
	ok(!in_code("a.sh", "echo 'a' # --log-driver journald\n", j), "a # behind quotes");
	ok(!in_code("a.sh", "echo a\t# --log-driver journald\n", j), "a # behind a tab");
	ok(in_code("a.sh", "echo a#b --log-driver journald\n", j), "a # in a word");
	ok(!in_code("a.sh", "grep -q 'x | --log-driver journald' f\n", j),
	   "grep looks for it behind a '|' in quotes");
	ok(in_code("a.sh", "grep -q 'x' | y --log-driver journald\n", j),
	   "but not behind them");
}

/* The reason of a completion stands in its entry, which a reader must be able to tell from others. */
static void test_reasons(void)
{
	static const char *const bad[] = {
		"<!-- mcade x",
		"a\n<!-- mcade x",
		"## A complete in prod",
		"a\n\n### b",
		"a\n---",
		"a <b>b</b>",
		"<details hidden>",
		"~~~",
		"```\nx\n```",
		"a\n\n  ## b",
		"- by: Ada",
		"a\n\n- pin: `b`",
		"<!-- a -->\nmcade",
		"a\n\n* when: 2026-01-01",
		"  <!--",
		"- x\n  - run: 0",
		"1. ## b",
		"> # b",
		"    ## in the list",
		"- verdict: GO",
		"- candidate: x",
		"- check: up pass",
		"- from: lab",
		"- commit: x",
		"- back to: event 3",
		"- left: x",
		"- field: `a=b`",
		"- waived: frozen",
		"- does not apply: pins",
		"- exit: `exit status 0`",
	};
	static const char *const good[] = {
		"All is well.",
		"All is well: see #12, `<x>` and 3 < 4",
		"one\n\n- two\n- by hand: three\n\n> said Rita",
		"| a | b |\n|---|---|\n| 1 | 2 |",
		"#1 is done",
	};

	ok(log_may_say(NULL, false), "no reason");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!log_may_say(bad[i], false), "no reason is: %s", bad[i]);
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		ok(log_may_say(good[i], false), "a reason is: %s", good[i]);
	ok(log_may_say("- waived: frozen", true) && !log_may_say("- by: Ada", true) &&
		   !log_may_say("# x", true),
	   "of older rules some of the lines");
}

/* What would hide what stands behind it, in whichever attribute; and what only looks like it. */
static void test_hiding(void)
{
	static const struct {
		const char *tag;
		bool hides;
	} tags[] = {
		{"<b>", false},
		{"<b hidden>", true},
		{"<b HIDDEN=x>", true},
		{"<b x hidden>", true},
		{"<b x=y hidden>", true},
		{"<b x = \"y\" hidden>", true},
		{"<div x='y'hidden>", true},
		{"<div x=\"y\"style=z>", true},
		{"<b style='color: red'>", true},
		{"<b class=hidden>", true},
		{"<b Class='a x-hidden'>", true},
		{"<b class=a hidden>", true},
		{"<b title=hidden>", false},
		{"<b title='hidden'>", false},
		{"<b title=\"a style\">", false},
		{"<b hiddens>", false},
		{"<b x-hidden=y>", false},
		{"<b styles=y>", false},
		{"<b class=a title=hidden>", false},
		{"<b klass=hidden>", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(tags); i++) {
		CLEANUP(arena_free) struct arena arena = ARENA_INIT;
		const char *text = arena_printf(&arena, "## note\n\n%s%sy\n",
						tags[i].tag[1] == 'b' ? "x " : "", tags[i].tag);
		struct log_shown log;
		struct err err;

		ok(!log_shown(bytes_text(text), "log.md", &arena, &log, &err) &&
			   log.markup_count == tags[i].hides &&
			   (!log.markup_count || log.markup[0].line == 3),
		   "%s %s", tags[i].tag, tags[i].hides ? "hides" : "hides nothing");
	}
}

/* A line that says that something was done; and each word by which it says the contrary. */
static void test_success(void)
{
	static const char *const done[] = {
		"success",  "Succeeded", "COMPLETE",	  "Result: OK", "result: pass",
		"deployed", "Erfolg",	 "abgeschlossen", "succès",	"terminé",
		"éxito",    "exitoso",	 "sucesso",	  "успешно",	"úspěšn",
		"成功",	    "完了"};
	static const char *const denied[] = {"unsuccessful",
					     "incomplete",
					     "not deployed",
					     "deployed, failed",
					     "aborted: success",
					     "erfolglos: Erfolg",
					     "nicht abgeschlossen",
					     "Erfolg fehlgeschlagen",
					     "échec: succès",
					     "terminé, échoué",
					     "éxito fallido",
					     "falha: sucesso",
					     "успешно неуспешно",
					     "успешно: ошибка",
					     "úspěšně neúspěšný",
					     "成功 失败",
					     "成功 失敗",
					     "",
					     "begun"};

	for (size_t i = 0; i < ARRAY_SIZE(done); i++)
		ok(says_success(B(done[i])), "done: %s", done[i]);
	for (size_t i = 0; i < ARRAY_SIZE(denied); i++)
		ok(!says_success(B(denied[i])), "not done: %s", denied[i]);
}

/* Each word by its own example: what it says, and that this is not the opposite. */
static void test_outcomes(void)
{
	for (size_t i = 0; i < outcome_row_count; i++) {
		const struct outcome_row *row = &outcome_rows[i];
		struct bytes line = B(row->example);
		bool well = row->how == OUTCOME_WELL || row->how == OUTCOME_GOOD;

		if (row->how == OUTCOME_DENIED)
			ok(!says_success(line), "denied: %s", row->example);
		else
			ok(went_well(line) == well && went_wrong(line) == !well &&
				   says_success(line) == (row->how == OUTCOME_WELL),
			   "%s: %s", well ? "well" : "wrong", row->example);
	}
}

/* Each word by its own example, and in a comment; a name that begins so is none. */
static void test_placeholders(void)
{
	static const char *const honest[] = {"Image: example.com/app:1.4",
					     "Image: dummy-service:1.2",
					     "Image: replaced by the new one",
					     "Digest: sha256:1a2b3c4d",
					     "Result: todo",
					     "the image: app",
					     "Image: <https://example.com/app>",
					     "镜像：app:1.4",
					     ""};

	for (size_t i = 0; i < placeholder_row_count; i++) {
		const struct placeholder_row *row = &placeholder_rows[i];

		ok(placeholder_in(B(row->example)).len, "%s: %s", row->language, row->example);
		ok(placeholder_held(B(row->example)), "  in a comment: %s", row->word);
	}
	for (size_t i = 0; i < ARRAY_SIZE(honest); i++)
		ok(!placeholder_in(B(honest[i])).len, "none: %s", honest[i]);
	ok(placeholder_in(B("| Image | <digest> |")).len, "a gap in a row");
	ok(placeholder_in(B("- **Digest:** `REPLACE_WITH_DIGEST`")).len, "a name to replace");
}

static void test_turned(void)
{
	static const char *const rows[][2] = {{"Result: FAILED\n", "Result: SUCCESS\n"},
					      {"Resultado: fallido\n", "Resultado: exitoso\n"},
					      {"结果：失败\n", "结果：成功\n"},
					      {"Verdict: NO-GO\n", "Verdict: GO\n"}};
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct telling telling;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		ok(entries_telling(B(rows[i][0]), B(rows[i][1]), &arena, &telling) &&
			   telling.turned,
		   "turned: row %zu", i);
		ok(entries_telling(B(rows[i][1]), B(rows[i][0]), &arena, &telling) &&
			   !telling.turned,
		   "not so: row %zu", i);
	}
}

/* A heading as people read it: its words, in small letters, one blank between. */
static void test_headings(void)
{
	static const struct {
		const char *heading, *words;
	} cases[] = {
		{"A09Z_az", "a09z_az"},
		{"a/b:c@d[e`f{g", "a b c d e f g"},
		{"  -- two   words !!", "two words"},
		{"\xc3\xa9t\xc3\xa9", "ete"}, /* as what they look like */
		{"\xe6\x97\xa5", "\xe6\x97\xa5"},
		{"a\xe2\x80\x8b"
		 "b\xcc\x80\xef\xb8\x8f"
		 "c",
		 "abc"},
		{"a\xcd\xaf\xef\xb8\x80"
		 "b",
		 "ab"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena arena = ARENA_INIT;
		struct log_shown log;
		struct err err;

		ok(!log_shown(bytes_text(arena_printf(&arena, "# %s\n", cases[i].heading)),
			      "log.md", &arena, &log, &err) &&
			   log.heading_count == 1,
		   "one heading");
		is_str(log.headings[0].said, cases[i].words, cases[i].heading);
	}
}

/* One long line, and a log of which every line is another now: looked at once. */
static void test_large(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(strbuf_free)
	struct strbuf line = STRBUF_INIT, was = STRBUF_INIT, now = STRBUF_INIT;
	struct telling telling;
	struct secret secret;
	unsigned number = 0;
	size_t at = 0;

	for (int i = 0; i < 110000; i++)
		strbuf_addstr(&line, "password=");
	for (int i = 0; i < 40000; i++) {
		strbuf_addf(&was, "step %d failed\n", i);
		strbuf_addf(&now, "step %d, again\n", i);
	}
	alarm(20);
	ok(!secret_next("a.yml", bytes_of(line.buf, line.len), &at, &number, &secret),
	   "a line of keys without values");
	ok(entries_telling(bytes_of(was.buf, was.len), bytes_of(now.buf, now.len), &arena,
			   &telling) &&
		   telling.was_line == 1 && telling.now_line == 1 && !telling.turned,
	   "nothing turned");
	strbuf_addstr(&now, "step 7 passed\n");
	ok(entries_telling(bytes_of(was.buf, was.len), bytes_of(now.buf, now.len), &arena,
			   &telling) &&
		   telling.now_line == 40001 && telling.turned,
	   "one did");
	alarm(0);
}

int main(void)
{
	test_reasons();
	test_hiding();
	test_headings();
	test_success();
	test_outcomes();
	test_placeholders();
	test_turned();
	test_openers();
	test_append();
	test_merge();
	test_section();
	test_deprecation();
	test_banner_signs();
	test_body();
	test_code();
	test_large();
	return done();
}
