/* class.c - what a document is by its place; what its text says is class_text.c's. */
#include "text/class_internal.h"

#include "base/ascii.h"
#include "base/path.h"
#include "base/texts.h"
#include "text/deprecation.h"

const struct document_kind document_kinds[CLASS_COUNT] = {
#define CLASS(tag, word, operational, is) [CLASS_##tag] = {word, is, operational},
	CLASSES(CLASS)
#undef CLASS
};

enum document_class class_find(const char *word)
{
	int i = 0;

	while (i < CLASS_COUNT && strcmp(document_kinds[i].word, word) != 0)
		i++;
	return (enum document_class)i;
}

/* Names are compared in small letters, with '-' for '_' and blanks. */
static void fold(const char *name, size_t len, char ret[NAME_FOLDED])
{
	size_t at = 0;

	for (; at < len && at < NAME_FOLDED - 1; at++)
		ret[at] = name[at] == '_' || name[at] == ' ' ? '-' : ascii_lower(name[at]);
	ret[at] = '\0';
}

static bool is_one(const char *const *names, size_t count, const char *name)
{
	return texts_have(names, count, name);
}

/* Is one of the folders that it stands in called so? *ret_rest: what stands in that. */
static bool in_folder(const char *path, const char *const *names, size_t count,
		      const char **ret_rest)
{
	char name[NAME_FOLDED];

	for (const char *at = path, *slash; (slash = strchr(at, '/')); at = slash + 1) {
		fold(at, (size_t)(slash - at), name);
		if (!is_one(names, count, name))
			continue;
		if (ret_rest)
			*ret_rest = slash + 1;
		return true;
	}
	return false;
}
#define IN_FOLDER(path, names, ret_rest) in_folder(path, names, ARRAY_SIZE(names), ret_rest)

static const char *const vendored[] = {"vendor",
				       "vendored",
				       "third-party",
				       "thirdparty",
				       "3rdparty",
				       "external-deps",
				       "node-modules",
				       ".terraform",
				       "site-packages",
				       "bower-components",
				       "ansible-collections",
				       ".venv",
				       "venv",
				       ".git"};
static const char *const guides[] = {"readme",
				     "index",
				     "contributing",
				     "changelog",
				     "changes",
				     "history",
				     "news",
				     "license",
				     "licence",
				     "copying",
				     "notice",
				     "authors",
				     "maintainers",
				     "owners",
				     "codeowners",
				     "security",
				     "support",
				     "governance",
				     "code-of-conduct",
				     "faq",
				     "glossary",
				     "roadmap",
				     "release-notes",
				     "releases",
				     "summary",
				     "sidebar",
				     "template",
				     "pull-request-template",
				     "style-guide",
				     "howto",
				     "how-to",
				     "security-contacts",
				     "owners-aliases",
				     "agents",
				     "claude"};
static const char *const guide_folders[] = {
	"adr",		"adrs",		  "decisions",
	"rfc",		"rfcs",		  "proposals",
	"enhancements", "meetings",	  "meeting-notes",
	"minutes",	"blog",		  "posts",
	"news",		"release-notes",  "changelogs",
	"changelog",	"issue-template", "pull-request-template",
	"templates",	"keps",		  "api",
	"reference"};
static const char *const records[] = {
	"checkpoint",	"checkpoints", "evidence",	     "evidences",   "audit",
	"audits",	"sign-off",    "sign-offs",	     "signoff",	    "signoffs",
	"test-results", "test-result", "testresults",	     "attestation", "attestations",
	"test-reports", "approvals",   "postmortem-evidence"};

bool class_is_markdown(const char *path)
{
	char name[NAME_FOLDED];

	fold(path_last(path), strlen(path_last(path)), name);
	return text_ends(name, ".md") || text_ends(name, ".markdown") ||
	       text_ends(name, ".mdown");
}

const char *class_other_markup(const char *path)
{
	static const char *const kinds[][2] = {{".adoc", "AsciiDoc"},
					       {".asciidoc", "AsciiDoc"},
					       {".asc", "AsciiDoc"},
					       {".rst", "reStructuredText"},
					       {".org", "Org"},
					       {".textile", "Textile"},
					       {".mediawiki", "MediaWiki"},
					       {".wiki", "a wiki's markup"},
					       {".creole", "Creole"},
					       {".html", "HTML"},
					       {".htm", "HTML"},
					       {".docx", "a Word document"},
					       {".odt", "OpenDocument"},
					       {".rtf", "RTF"},
					       {".pdf", "PDF"}};
	char name[NAME_FOLDED];

	fold(path_last(path), strlen(path_last(path)), name);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (text_ends(name, kinds[i][0]))
			return kinds[i][1];
	return NULL;
}

/* The name without what tells its format: "readme" of "README.de.md". */
static void stem_of(const char *path, char ret[NAME_FOLDED])
{
	const char *name = path_last(path);
	size_t len = strlen(name);
	const char *dot = *name ? strchr(name + 1, '.') : NULL;

	fold(name, dot ? (size_t)(dot - name) : len, ret);
}

/* What stands in a folder for records; NULL: it stands in none. */
static const char *in_records(const char *path)
{
	const char *rest;

	return IN_FOLDER(path, records, &rest) ? rest : NULL;
}

/* What evidence is about too: "evidence/security.md" is no policy. */
static const char *const subjects[] = {"security", "support", "summary", "history",
				       "changes",  "news",    "releases"};

/* "rfc-12", "adr-0007-queue", "release-notes-2.1": one of many that only tell. */
static bool is_called(const char *stem)
{
	static const char *const series[] = {"rfc",	      "adr",	      "minutes",
					     "meeting-notes", "changelog",    "postmortem",
					     "retro",	      "release-notes"};
	static const char after[] = "-0123456789";

	for (size_t i = 0; i < ARRAY_SIZE(series); i++)
		if (text_begins(stem, series[i]) && strchr(after, stem[strlen(series[i])]))
			return true;
	return false;
}

static bool is_guide(const char *path)
{
	char stem[NAME_FOLDED];
	const char *rest;

	stem_of(path, stem);
	if (is_one(guides, ARRAY_SIZE(guides), stem) || is_called(stem))
		return !in_records(path) || !is_one(subjects, ARRAY_SIZE(subjects), stem);
	/* "docs/adr/0001-use-a-queue.md": a text, whoever keeps it */
	return IN_FOLDER(path, guide_folders, &rest) && class_is_markdown(path);
}

bool class_is_form(const char *path)
{
	static const char *const folders[] = {"templates", "issue-template",
					      "pull-request-template"};
	static const char *const names[] = {"template", "pull-request-template", "howto",
					    "how-to"};
	char stem[NAME_FOLDED];

	stem_of(path, stem);
	return is_one(names, ARRAY_SIZE(names), stem) || IN_FOLDER(path, folders, NULL);
}

static bool is_source(const char *path)
{
	static const char *const code[] = {
		".c",	  ".h",	  ".cc",   ".cpp",  ".hpp", ".go",    ".rs",  ".py", ".js",
		".ts",	  ".tsx", ".jsx",  ".java", ".kt",  ".rb",    ".php", ".cs", ".swift",
		".scala", ".css", ".html", ".vue",  ".sql", ".proto", ".lua", ".pl"};

	for (size_t i = 0; i < ARRAY_SIZE(code); i++)
		if (text_ends(path, code[i]))
			return true;
	return false;
}

/* Of a single file the name says it: "docs/evidence-2026-01-28.md", "SIGN_OFF_2026-01.md". */
static bool is_named_record(const char *path)
{
	char name[NAME_FOLDED];

	fold(path_last(path), strlen(path_last(path)), name);
	if (!class_has_date(bytes_text(name)))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(records); i++) {
		const char *at = strstr(name, records[i]);
		size_t len = strlen(records[i]);

		if (at && (at == name || !ascii_is_alnum(at[-1])) && !ascii_is_alnum(at[len]))
			return true;
	}
	return false;
}

static bool is_record(const char *path, struct bytes text, const char **ret_reason)
{
	const char *rest = in_records(path);

	if (is_source(path))
		return false;
	if (text_begins(path, "docs/checkpoints/") && strchr(path + 17, '/')) {
		*ret_reason = "it stands in a checkpoint";
		return true;
	}
	if (is_named_record(path)) {
		*ret_reason = "its name says what it is evidence of, and when";
		return true;
	}
	if (!rest)
		return false;
	if (class_has_date(bytes_text(path))) {
		*ret_reason = "it is dated, and stands in a folder for records";
		return true;
	}
	if (is_guide(path) || strstr(path, "emplate"))
		return false;
	*ret_reason = "it stands in a folder for records, and says when";
	return class_says_when(text);
}

enum document_class class_of_path(const char *path)
{
	if (IN_FOLDER(path, vendored, NULL))
		return CLASS_VENDORED;
	return is_guide(path) && !(in_records(path) && class_has_date(bytes_text(path))) &&
			       !(text_begins(path, "docs/checkpoints/") &&
				 strchr(path + 17, '/'))
		       ? CLASS_GUIDE
		       : CLASS_OTHER;
}

enum document_class class_of(const char *path, struct bytes text, const char **ret_reason)
{
	enum document_class class = class_of_path(path);
	const char *none, **reason = ret_reason ? ret_reason : &none;

	*reason = class == CLASS_VENDORED ? "it stands in a folder for what others made"
		  : class == CLASS_GUIDE  ? "its name or folder says that it is about something"
					  : "nothing tells what it is";
	if (class != CLASS_OTHER)
		return class;
	if (is_record(path, text, reason))
		return CLASS_RECORD;
	if (class_is_log(path, text, reason))
		return CLASS_LOG;
	if (!class_is_markdown(path) || !class_is_about(text))
		return CLASS_OTHER;
	*reason = "its title says that it is about something";
	return CLASS_GUIDE;
}

bool class_may_be_record(const char *path)
{
	return !is_source(path) && (in_records(path) || is_named_record(path));
}

bool class_asks_text(const char *path)
{
	return class_is_prose(path) || in_records(path);
}

bool class_is_template(const char *path, struct bytes text)
{
	static const char *const folders[] = {"templates", "template", "_templates"};

	return IN_FOLDER(path, folders, NULL) || text_ends(path, ".j2") ||
	       text_ends(path, ".tpl") || text_ends(path, ".tmpl") ||
	       text_ends(path, ".gotmpl") || memmem(text.data, text.len, "{{", 2) ||
	       memmem(text.data, text.len, "{%", 2);
}

bool class_is_item(const char *path, struct bytes text)
{
	static const char *const runs[] = {".yml", ".yaml", ".sh",   ".bash", ".ps1",	 ".tf",
					   ".py",  ".rb",   ".pl",   ".bat",  ".cmd",	 ".mk",
					   ".j2",  ".ini",  ".json", ".toml", ".service"};
	const char *name = path_last(path);

	if (class_of_path(path) != CLASS_OTHER)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(runs); i++)
		if (text_ends(name, runs[i]))
			return true;
	return !strchr(name, '.') || text_begins(name, "Makefile") ||
	       memmem(text.data, text.len < 2048 ? text.len : 2048, "DEPRECATED", 10);
}

const char *class_record_of(const char *path, struct arena *arena)
{
	const char *rest = in_records(path), *slash = rest ? strchr(rest, '/') : NULL;

	return slash ? arena_strndup(arena, path, (size_t)(slash + 1 - path)) : path;
}

/* "releases/prod.yaml", "deploy/manifest.json": where teams keep what is deployed. */
static bool is_manifest_place(const char *path)
{
	return path_is_in(path, "releases") || path_is_in(path, "release") ||
	       path_is_in(path, "manifests") || path_is_in(path, "environments") ||
	       path_is_in(path, "deploy") || path_is_in(path, "deployments") ||
	       text_begins(path_last(path), "manifest") ||
	       text_begins(path_last(path), "release");
}

/* Some value that says which version of something. */
static bool names_versions(struct bytes text)
{
	static const char *const keys[] = {"image", "digest",	"commit",    "version",
					   "tag",   "deployed", "validated", "approved"};
	size_t hits = 0;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *at = memmem(text.data, text.len, keys[i], strlen(keys[i]));
		const char *end = at ? at + strlen(keys[i]) : NULL;

		if (at && end < (const char *)text.data + text.len &&
		    (*end == ':' || *end == '"' || *end == '\''))
			hits++;
	}
	return hits > 0;
}

static bool is_data(const char *path)
{
	return class_is_yaml(path) || text_ends(path, ".json");
}

bool class_keeps_manifests(const char *path)
{
	return is_data(path) && is_manifest_place(path) && class_of_path(path) == CLASS_OTHER;
}

bool class_is_manifest(const char *path, struct bytes text)
{
	return class_keeps_manifests(path) && !class_is_template(path, text) &&
	       names_versions(text);
}
