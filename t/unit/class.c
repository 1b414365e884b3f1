/* What a document is, by its place and by what it says. */
#include "base/cleanup.h"
#include "text/class.h"

#include "../t/unit/tap.h"

#define ENTRIES "# Log\n\n## 2026-01-28 prod\n\nDeployed, success.\n\n- 2026-01-29 rollback\n"

static void is_class(const char *path, const char *text, enum document_class expected)
{
	is_str(document_kinds[class_of(path, bytes_text(text), NULL)].word,
	       document_kinds[expected].word, path);
}

static void test_places(void)
{
	static const char *const vendored[] = {"vendor/a/b.md", "x/node_modules/README.md",
					       "Third Party/log.md", ".git/a.md"};
	static const char *const guides[] = {"README.md",
					     "docs/README.de.md",
					     "CHANGELOG",
					     "docs/Code_of_Conduct.md",
					     "docs/adr/0001-queue.md",
					     "docs/ADR/x/0001.MD",
					     "docs/rfcs/a.markdown",
					     "docs/rfc-12.md",
					     "docs/release-notes-2.1.md",
					     "docs/minutes.2026-02-01.md",
					     "docs/checkpoints/README.md"};
	static const char *const titles[] = {"# Meeting notes\n",
					     "---\na: b\n---\n\n# ADR 7: x\n",
					     "\n# 会议纪要\n",
					     "# RFC 12: Sharding\n",
					     "# Risk register\n",
					     "# Registre des risques\n",
					     "# Postmortem: checkout\n",
					     "# Retro sprint 12\n",
					     "# Protokoll Betriebsrunde\n",
					     "# 风险清单\n",
					     "# Ops weekly 2026-11-16\n\nAttendees: Ana, Bo\n",
					     "# Betriebsrunde\n\n**Anwesend:** Ana\n",
					     "# 週次\n\n## 出席者\n\n- 田中\n"};
	static const char *const no_titles[] = {"# Risk checklist\n",
						"# Cutover\n\nAttendees: Ana\n",
						"# Ops\n\nPresent the change\n",
						"# Weekly backup\n",
						"# Release notes checklist\n",
						"x\n\n# ADR 7\n",
						"## Meeting notes\n",
						"# \n",
						"#"};
	static const char *const others[] = {
		"docs/a.md",	"vendors/a.md",	    "docs/adr/0001.yml",
		"a.README",	".readme",	    "docs/readme-first.md",
		"docs/rfcs.md", "docs/retrofit.md", ""};

	for (size_t i = 0; i < ARRAY_SIZE(vendored); i++)
		is_class(vendored[i], ENTRIES, CLASS_VENDORED);
	for (size_t i = 0; i < ARRAY_SIZE(guides); i++)
		is_class(guides[i], ENTRIES, CLASS_GUIDE);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		is_class(others[i], "x\n", CLASS_OTHER);
	for (size_t i = 0; i < ARRAY_SIZE(titles); i++)
		is_class("docs/a.md", titles[i], CLASS_GUIDE);
	for (size_t i = 0; i < ARRAY_SIZE(no_titles); i++)
		is_class("docs/a.md", no_titles[i], CLASS_OTHER);
	is_class("docs/a.yml", "# Changelog\n", CLASS_OTHER);
	ok(class_is_form("docs/templates/a.md") && class_is_form("how-to.md") &&
		   !class_is_form("README.md"),
	   "what steps are taken of all the same");
	for (int i = 0; i < CLASS_COUNT; i++)
		is_int(class_find(document_kinds[i].word), i, document_kinds[i].is);
	is_int(class_find("nothing"), CLASS_COUNT, "no class");
}

static void test_records(void)
{
	static const char *const records[] = {"docs/checkpoints/APP/README.md",
					      "docs/checkpoints/APP/a.yml",
					      "docs/evidence-2026-01-28.md",
					      "SIGN_OFF_2026-01.md",
					      "20260128 audit.pdf",
					      "qa/test-results/2026-01-28-smoke.md",
					      "Audits/2026/01/28.txt",
					      "evidence/readme-2026-01-28.md"};
	static const char *const others[] = {"docs/evidence.md",
					     "docs/counterevidence-2026-01-28.md",
					     "docs/evidences2-2026-01-28.md",
					     "evidence/2026-01-28.c",
					     "src/audit/a.go",
					     "docs/checkpoints.md",
					     "qa/results/2026-01-28.txt"};

	for (size_t i = 0; i < ARRAY_SIZE(records); i++)
		is_class(records[i], "x\n", CLASS_RECORD);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		is_class(others[i], "x\n", CLASS_OTHER);
	ok(class_may_be_record("evidence/a.md") && class_may_be_record("audit-2026-01-28.md") &&
		   !class_may_be_record("evidence/a.py") && !class_may_be_record("docs/a.md"),
	   "by the place alone");
	ok(class_asks_text("a.md") && class_asks_text("evidence/a.json") &&
		   !class_asks_text("a.json"),
	   "whose text is asked");
}

static void test_texts(void)
{
	static const struct {
		const char *path, *text;
		enum document_class class;
	} cases[] = {
		{"evidence/smoke.txt", "Smoke\n\nDate: 2026-01-28\n", CLASS_RECORD},
		{"docs/evidence/security.md", "Scan\n\nDate: 2026-01-28\n", CLASS_RECORD},
		{"docs/evidence/readme.md", "Scan\n\nDate: 2026-01-28\n", CLASS_GUIDE},
		{"docs/security.md", "Scan\n\nDate: 2026-01-28\n", CLASS_GUIDE},
		{"evidence/smoke.txt", "Smoke\n", CLASS_OTHER},
		{"evidence/smoke.txt",
		 "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n2026-01-28 is too far down\n",
		 CLASS_OTHER},
		{"evidence/TEMPLATE.md", "Date: 2026-01-28\n", CLASS_GUIDE},
		{"evidence/smoke-template.md", "Date: 2026-01-28\n", CLASS_OTHER},
		{"docs/deployments/2026-01-28.md", "x\n", CLASS_LOG},
		{"docs/deployments/prod.md", "x\n", CLASS_LOG},
		{"docs/deployments/prod/a.md", "x\n", CLASS_OTHER},
		{"ops/journal-2026-01-28.log", "x\n", CLASS_LOG},
		{"ops/Deploy-Log.md", "# 2026-01-28 x\n", CLASS_LOG},
		{"ops/deploy-log.md", "x\n", CLASS_OTHER},
		{"ops/deploy-log.yml", ENTRIES, CLASS_OTHER},
		{"ops/LOG.md", "| 2026-01-28 | x |\n", CLASS_LOG},
		{"ops/log.txt", "- [2026-01-28] x\n", CLASS_LOG},
		{"ops/blog.txt", "- [2026-01-28] x\n", CLASS_OTHER},
		{"ops/work.md", ENTRIES, CLASS_LOG},
		{"ops/work.md", "## 2026-01-28 prod\n\ndeployed\n", CLASS_OTHER},
		{"ops/work.md", "- 2026-01-28 born\n- 2026-01-29 died\n", CLASS_OTHER},
		{"ops/work.md",
		 "# a\n## b\n## c\n## d\n## e\n- 2026-01-28 prod\n- 2026-01-29 deployed\n",
		 CLASS_OTHER},
	};
	const char *reason = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_class(cases[i].path, cases[i].text, cases[i].class);
	class_of("ops/work.md", bytes_text(ENTRIES), &reason);
	ok(reason && strstr(reason, "dated"), "why");
}

static void test_dates(void)
{
	static const char *const dates[] = {
		"2026-01-28",	  "20260128",	      "2026/01/28",	 "2026.01.28",
		"2026_01_28",	  "2026-01",	      "x2026-12-31",	 "1990-01-01",
		"on 2026-01-28.", "2026-01-28T10:00", "2026-13 2026-12", "2026-01-99",
		"2026/01/31",	  "2026/12/01",	      "2026/01/01",	 "2199-12-31"};
	static const char *const none[] = {
		"2026",	      "2026-1-28",  "2026-13-01",  "2026-00-10", "1889-01-01",
		"1989-12-31", "2200-01-01", "12026-01-28", "2026/01",	 "2026/01/99",
		"20260199",   "202601281",  "3026-01-28",  "2026-012",	 "2026-0a-01",
		"2026/01/32", "2026/01/00", "2026/13/01",  "2026/00/01", "",
		"2"};
	static const char *const begin[] = {"## 2026-01-28 x",		"- **2026-01-28** x",
					    "| 2026-01-28 |",		"### [2026-01-28]",
					    "## Deployment 2026-01-28", "# x (2026-01-28)",
					    "# x [2026-01-28]"};
	static const char *const inside[] = {
		"2026-01-28 x",	   "on 2026-01-28",   "## x-2026-01-28", "## x", "",
		"- in 2026-01-28", "## 12 2026-01-28"};

	for (size_t i = 0; i < ARRAY_SIZE(dates); i++)
		ok(class_has_date(bytes_text(dates[i])), "a date: %s", dates[i]);
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		ok(!class_has_date(bytes_text(none[i])), "no date: %s", none[i]);
	for (size_t i = 0; i < ARRAY_SIZE(begin); i++)
		ok(class_dated(bytes_text(begin[i])), "an entry: %s", begin[i]);
	for (size_t i = 0; i < ARRAY_SIZE(inside); i++)
		ok(!class_dated(bytes_text(inside[i])), "no entry: %s", inside[i]);
}

static void test_kinds(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct bytes form = bytes_text("image: {{ tag }}\n"),
		     image = bytes_text("image: a:1\n");

	ok(class_is_markdown("a.MD") && class_is_markdown("x/a.mdown") &&
		   class_is_markdown("a.markdown") && !class_is_markdown("a.md/b"),
	   "Markdown");
	is_str(class_other_markup("docs/a.ADOC"), "AsciiDoc", "another");
	is_str(class_other_markup("a.rst"), "reStructuredText", "another");
	ok(!class_other_markup("a.md"), "none of these");
	ok(class_is_template("templates/a.yml", image) &&
		   class_is_template("a.yml.j2", image) && class_is_template("a.tpl", image) &&
		   class_is_template("a.tmpl", image) && class_is_template("a.gotmpl", image) &&
		   class_is_template("a.yml", form) &&
		   class_is_template("a.yml", bytes_text("{% if x %}\n")) &&
		   !class_is_template("a.yml", image),
	   "templates");
	ok(class_is_item("a.yml", image) && class_is_item("Makefile.old", image) &&
		   class_is_item("run", image) &&
		   class_is_item("a.md", bytes_text("> DEPRECATED\n")) &&
		   !class_is_item("a.md", image) && !class_is_item("README.md", image) &&
		   !class_is_item("vendor/a.yml", image),
	   "what lies among deprecated items");
	is_str(class_record_of("docs/checkpoints/APP/a/b.md", &arena), "docs/checkpoints/APP/",
	       "part of a checkpoint");
	is_str(class_record_of("evidence/a.md", &arena), "evidence/a.md", "a single file");
	is_str(class_record_of("docs/a.md", &arena), "docs/a.md", "in no folder");
}

static void test_manifests(void)
{
	static const char *const places[] = {"releases/a.yml",	 "release/a.json",
					     "manifests/a.yaml", "environments/prod/a.yml",
					     "deploy/a.yml",	 "deployments/a.yml",
					     "x/manifest.json",	 "release-1.yml"};
	static const char *const says[] = {"digest: x", "{\"commit\":1}", "'tag': 1",
					   "a: 1\nversion: 2"};
	static const char *const not [] = {"a: 1", "versions: 1", "image", "the tag x"};

	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		ok(class_is_manifest(places[i], bytes_text("image: a:1\n")), "%s", places[i]);
	for (size_t i = 0; i < ARRAY_SIZE(says); i++)
		ok(class_is_manifest("deploy/a.yml", bytes_text(says[i])), "%s", says[i]);
	for (size_t i = 0; i < ARRAY_SIZE(not ); i++)
		ok(!class_is_manifest("deploy/a.yml", bytes_text(not [i])), "not: %s", not [i]);
	ok(!class_is_manifest("src/a.yml", bytes_text("image: x\n")) &&
		   !class_is_manifest("deploy/a.md", bytes_text("image: x\n")) &&
		   !class_is_manifest("vendor/deploy/manifest.yml", bytes_text("image: x\n")) &&
		   !class_is_manifest("deploy/a.yml", bytes_text("image: {{ x }}\n")),
	   "elsewhere, and a template");
}

int main(void)
{
	test_places();
	test_records();
	test_texts();
	test_dates();
	test_kinds();
	test_manifests();
	return done();
}
