/* Of what document is it certain that nothing in it has an id? Each that is said to have none is read. */
#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "text/marks.h"
#include "text/outline.h"
#include "text/parsed.h"
#include "../t/unit/tap.h"

#include <dirent.h>

static bool is_unnamed(struct bytes text, struct arena *a)
{
	struct parsed parsed = {.text = text};

	parsed_read(&parsed, "a.md", a);
	return parsed_is_unnamed(&parsed);
}

/* What is skipped for it: an id of a step, and a mark that names one or stands where others do. */
static bool holds_nothing(struct bytes text, struct arena *a)
{
	struct outline outline;
	struct marks marks;
	struct err err = {0};

	if (outline_read(text, "a.md", NULL, a, &outline, &err) < 0 ||
	    marks_read(text, "a.md", NULL, a, &marks, &err) < 0)
		return false;
	for (size_t i = 0; i < outline.count; i++)
		if (outline.units[i].id)
			return false;
	for (size_t i = 0; i < marks.count; i++)
		if (marks.items[i].step.len || marks.items[i].listed)
			return false;
	return true;
}

static void test_texts(void)
{
	static const struct {
		const char *text;
		bool unnamed;
	} rows[] = {
		{"# Deploy\n\n- [ ] look at `svc-17`\n\n```sh\nrun PLAT_01\n```\n", true},
		{"1. ✅ stop redis-7.2\n2. [~] e.g. this\n\n## Step 3: go\n", true},
		{"built by hand, see setup_v1.sh\n", true},
		{"1. stop S3 and EC2, go on\n", false}, /* R1, R2: short ones */
		{"1. stop EC2, go on\n", true},
		{"# Go\n\n## R1 ramp\n\n## R2 ramp more\n", false},
		{"# Go\n\n- [ ] R9: ramp\n- [x] R10: ramp more\n", false},
		{"- [ ] a7 stop\n- [x] b2 copy\n- [ ] k9 go\n", false},
		{"1. s1: stop ✅\n2. s2: go\n", false},
		{"- [ ] db-copy: copy\n- [x] web-go: go\n", false},
		{"- [ ] sign-off: ask\n- [ ] look at k8s\n", true},
		{"## PLAT_01 deploy\n", false},
		{"text that says PLAT_02C somewhere\n", false},
		{"- [x] NET.20 open it\n", false},
		{"- [x] Admin-AI_01\n", false},
		{"2024_01A ✅\n", false},
		{"Step 3REL_01 go\n", false},
		{"run ansible/playbooks/PLAT_01_base.yml\n", false},
		{"- [x] PLAT\\_05\n", false},
		{"- [x] PLAT&#95;06\n", false},
		{"- [x] **PLAT**_07\n", false},
		{"- [x] PLAT_\xe2\x80\x8b"
		 "08\n",
		 false},
		{"- [x] PLAT\xe2\x80\x8b_09\n", false},
		{"- [x] PL\xe2\x80\x8b"
		 "AT_10\n",
		 false},
		{"text \xe2\x80\xae that turns\n", false},
		{"text &#x202e; that turns\n", false},
		{"a note[^1]\n\n[^1]: below\n", false},
		{"| step | status |\n|---|---|\n| backup | done |\n", false},
		{"<table><tr><td>A1</td><td>done</td></tr></table>\n", false},
	};
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bytes text = bytes_text(rows[i].text);

		ok(is_unnamed(text, &arena) == rows[i].unnamed, "%s", rows[i].text);
		if (rows[i].unnamed)
			ok(holds_nothing(text, &arena), "and nothing of it names a step");
	}
	/* of a word that long each byte would have to be tried */
	ok(!is_unnamed(bytes_text(arena_printf(&arena, "%0150d_A", 0)), &arena),
	   "a long word may be anything");
}

/* Each byte of a document that is certain taken away, and another put there. */
static bool stays_certain(struct bytes text, struct arena *a)
{
	static const char others[] = "_-.A7a \n|`[";

	for (size_t at = 0; at < text.len; at += 1 + text.len / 97) {
		char *copy = arena_memdup(a, text.data, text.len);
		struct bytes changed = bytes_of(copy, text.len);

		copy[at] = others[at % (sizeof(others) - 1)];
		if (is_unnamed(changed, a) && !holds_nothing(changed, a)) {
			fprintf(stderr, "byte %zu:\n%s\n", at, copy);
			return false;
		}
	}
	return true;
}

static void test_documents(void)
{
	static const char folder[] = "t/documents";
	DIR *dir = opendir(folder);
	size_t certain = 0, wrong = 0, count = 0;

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		CLEANUP(arena_free) struct arena arena = ARENA_INIT;
		struct bytes text;
		struct err err = {0};

		if (!strstr(entry->d_name, ".md") ||
		    file_read(arena_printf(&arena, "%s/%s", folder, entry->d_name),
			      LIMIT_MARKDOWN, &arena, &text, &err) < 0)
			continue;
		count++;
		if (is_unnamed(text, &arena)) {
			certain++;
			wrong += !holds_nothing(text, &arena);
		}
		wrong += !stays_certain(text, &arena);
	}
	if (dir)
		closedir(dir);
	ok(count > 40 && !wrong, "what is certain of a document of the corpus is so");
	ok(certain > 20, "and much of it is certain");
}

int main(void)
{
	test_texts();
	test_documents();
	return done();
}
