/* shows: A34 A44 A45 A51 A52 A73 D31 */
#include "base/cleanup.h"
#include "runbook/manifest.h"
#include "runbook/settings.h"
#include "tap.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

#define H64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define C40 "94da1cdbfb22fb731a51944cc01a12f23e1740b7"

static void test_values(void)
{
	static const struct {
		const char *value, *reason; /* NULL: complete */
	} cases[] = {
		{"docker.io/library/redis:7.2@sha256:" H64, NULL},
		{"redis@sha256:" H64, NULL},
		{"localhost:5000/a/b:1@sha256:" H64, NULL},
		{C40, NULL},
		{"motorcade-leadgen " C40, NULL},
		{"motorcade-leadgen leadgen-wave1-2026-01-28b " C40, NULL},
		{"https://github.com/o/r@" C40, NULL},
		{"git@github.com:o/r.git@" C40, NULL},
		{"https://github.com/o/r#" C40, NULL},
		{"1.2.3 sha256:" H64, NULL},
		{"sha256:" H64, NULL},
		{"", "nothing stands there"},
		{"  ", "nothing stands there"},
		{"TBD", "not decided yet"},
		{"tbd (after wave 2)", "not decided yet"},
		{"latest", "a name that moves"},
		{"redis:latest", "a name that moves"},
		{"main", "a branch, which moves"},
		{"refs/heads/x", "a branch, which moves"},
		{"94da1cd", "a short id, not a full commit id"},
		{"94da1cdbfb22fb731a51944cc01a12f23e1740b", "a short id, not a full commit id"},
		{"94DA1CDBFB22FB731A51944CC01A12F23E1740B7",
		 "a tag or branch without its commit"},
		{"^1.2.3", "a range"},
		{">=7", "a range"},
		{"7.x", "a range"},
		{"1.0 - 2.0", "a range"},
		{"redis:7.2", "an image without its digest"},
		{"docker.io/library/redis", "an image without its digest"},
		{"redis@sha256:0123", "a digest that is not sha256: and 64 hexadecimal digits"},
		{"redis@sha256:" H64 "0",
		 "a digest that is not sha256: and 64 hexadecimal digits"},
		{"@sha256:" H64, "a digest without its image"},
		{"refs/tags/v1", "a tag without its commit"},
		{"7.2.4", "a version without its file hash"},
		{"leadgen-wave1-2026-01-28b", "a tag or branch without its commit"},
		{"repo 94da1cd", "more than one word, and the last is not a full commit id"},
		{" " C40, "blanks around it"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_str(manifest_unpinned(cases[i].value), cases[i].reason, cases[i].value);
}

static const char sample[] =
	"platform:\n"
	"  redis:\n"
	"    image: TBD   # pin me\n"
	"  postgres: {image: postgres, tag: '16', digest: 'sha256:" H64 "'}\n"
	"  services:\n"
	"    lead_intake_api: {repo: motorcade-leadgen, tag: v1, commit: " C40 ", health: /x}\n"
	"    people: {image: people, tag: latest}\n"
	"    tool: {version: '1.2.3', sha256: " H64 "}\n"
	"    orphan: {commit: " C40 ", tag: v2}\n"
	"    web: {repo: r, tag: v3}\n"
	"  mail:\n"
	"    enabled: false\n"
	"    image: mailcow:latest\n"
	"  list: [a]\n";

static void test_pins(void)
{
	static const struct {
		const char *path;
		enum pin_state state;
		const char *value, *reason;
	} cases[] = {
		{"platform.redis.image", PIN_UNPINNED, "TBD", "not decided yet"},
		{"platform.postgres", PIN_COMPLETE, "postgres:16@sha256:" H64, NULL},
		{"platform.postgres.digest", PIN_COMPLETE, "sha256:" H64, NULL},
		{"platform.services.lead_intake_api", PIN_COMPLETE, "motorcade-leadgen v1 " C40,
		 NULL},
		{"platform.services.people", PIN_UNPINNED, "people:latest",
		 "a name that moves"},
		{"platform.services.tool", PIN_COMPLETE, "1.2.3 sha256:" H64, NULL},
		{"platform.services.orphan", PIN_UNPINNED, "v2 " C40,
		 "a commit without its repository"},
		{"platform.services.web", PIN_UNPINNED, "r v3", "a tag without its commit"},
		{"platform.mail.image", PIN_EXEMPT, "mailcow:latest", "a name that moves"},
		{"platform.mail", PIN_EXEMPT, "mailcow:latest", "an image without its digest"},
		{"platform.list", PIN_UNPINNED, NULL, "a list"},
		{"platform", PIN_UNPINNED, NULL,
		 "a mapping without 'image', 'repo' or 'version'"},
		{"platform.none", PIN_ABSENT, NULL, NULL},
		{"none.at.all", PIN_ABSENT, NULL, NULL},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root;
	const struct pin *pins;
	struct err err = {0};
	size_t count;

	if (!ok(!manifest_parse(bytes_text(sample), "m", &a, &root, &err), "the sample parses"))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct pin pin = manifest_pin(root, cases[i].path, &a);

		is_int(pin.state, cases[i].state, cases[i].path);
		is_str(pin.value, cases[i].value, "... its value");
		is_str(pin.reason, cases[i].reason, "... the reason");
	}
	is_int(manifest_pin(root, "platform.redis.image", &a).at.line, 3, "a pin has its line");
	ok(!manifest_pins(root, "", &a, &pins, &count, &err), "all pins");
	is_int((long long)count, 8, "... eight");
	is_str(count ? pins[0].path : NULL, "platform.redis.image", "... in their order");
	ok(manifest_pins(root, "nowhere", &a, &pins, &count, &err) == -1, "no such path");
	ok(!manifest_parse(bytes_text("# empty\n"), "m", &a, &root, &err) && !root,
	   "an empty manifest has no pins");
	ok(manifest_pin(NULL, "a", &a).state == PIN_ABSENT, "... so every one is absent");
	ok(manifest_parse(bytes_text("- a\n"), "m", &a, &root, &err) == -1, "a list is none");
}

/* A manifest of one thing: what its top names it by, and nothing else there. */
static void test_root(void)
{
	static const struct {
		const char *text, *pins;
	} cases[] = {
		{"image: app:1.4\nversion: 3\n", "image unpinned"},
		{"image: app:1.4\ndigest: sha256:" HEX "\n", "digest complete"},
		{"digest: latest\ntag: x\n", "digest unpinned"},
		{"image: TBD\nweb: {image: app:1}\n", "image unpinned, web.image unpinned"},
		{"image: {repo: r, tag: x}\ncommit: x\n", "image unpinned"},
		{"tag: x\nname: image\n", ""},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root;
	const struct pin *pins;
	struct err err = {0};
	size_t count;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *found = "";

		if (manifest_parse(bytes_text(cases[i].text), "m", &a, &root, &err) < 0 ||
		    manifest_pins(root, "", &a, &pins, &count, &err) < 0)
			abort();
		for (size_t k = 0; k < count; k++)
			found = arena_printf(
				&a, "%s%s%s %s", found, *found ? ", " : "", pins[k].path,
				pins[k].state == PIN_COMPLETE ? "complete" : "unpinned");
		is_str(found, cases[i].pins, cases[i].text);
	}
}

static void sets(const char *text, const char *path, const char *value, const char *expected)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct err err = {0};

	if (manifest_set_pin(bytes_text(text), "m", path, value, &out, &err))
		is_str(err.text, expected, path);
	else
		is_str(out.buf, expected, path);
}

static void test_set(void)
{
	sets("a:\n  image: TBD   # why\n", "a.image", "redis:7@sha256:" H64,
	     "a:\n  image: 'redis:7@sha256:" H64 "'   # why\n");
	sets("a: {image: redis, tag: '6', digest: ''}\n", "a", "redis:7@sha256:" H64,
	     "a: {image: redis, tag: '7', digest: 'sha256:" H64 "'}\n");
	sets("a:\n  repo: r\n  tag: v1\n", "a", "r v2 " C40,
	     "a:\n  repo: r\n  tag: v2\n  commit: '" C40 "'\n");
	sets("a: {version: '1'}\n", "a", "1.2.3 sha256:" H64,
	     "a: {version: '1.2.3', sha256: 'sha256:" H64 "'}\n");
	sets("", "a.b", "redis@sha256:" H64, "a:\n  b: 'redis@sha256:" H64 "'\n");
	sets("a: x\n", "a", "redis:7", "'redis:7' is not a pin: an image without its digest");
	sets("a: x\n", "a", "TBD", "'TBD' is not a pin: not decided yet");
	sets("a: {image: r, tag: '6', digest: ''}\n", "a", "r@sha256:" H64,
	     "'a' would hold 'r:6@sha256:" H64 "' instead of 'r@sha256:" H64 "'");
	sets("a: 1\na: 2\n", "a", C40, "duplicate key 'a': first in line 1");
}

/* Does the manifest have the same settings afterwards? pin: what the candidate has of it. */
static void settings_of(const char *before, const char *after, const char *pin, bool stay)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *was = settings_digest(bytes_text(before), &pin, 1, &a);

	ok(!strcmp(was, settings_digest(bytes_text(after), &pin, 1, &a)) == stay,
	   "%s with %s: %s", stay ? "the same settings" : "other settings", pin,
	   arena_printf(&a, "%.*s", (int)strcspn(after, "\n"), after));
}

/* What is pinned changes no settings, however it is written; everything else does. */
static void test_settings(void)
{
	static const struct {
		const char *text, *path, *value;
	} pinned[] = {{"a:\n  image: TBD\n  replicas: 3\n", "a.image", "r:7@sha256:" H64},
		      {"a: {image: r, tag: '6', digest: '', n: 1}\n", "a", "r:7@sha256:" H64},
		      {"a:\n  repo: r\n  tag: v1\n", "a", "r v2 " C40},
		      {"a:\n  repository: r\n  tag: v1\n", "a", "r v2 " C40},
		      {"a: {version: '1'}\n", "a", "1.2.3 sha256:" H64},
		      {"", "a.b", "r@sha256:" H64},
		      {"a:\n", "a.b", "r@sha256:" H64},
		      {"n: 1\n", "a.b.c", "r@sha256:" H64}};
	static const struct {
		const char *before, *after, *pin;
		bool stay;
	} cases[] = {
		{"a: {n: 3}", "a: {n: 4}", "a.image=x", false},
		{"a: {n: 3}", "a: {n: '3'}", "a.image=x", false},
		{"a: {n: 3}", "# why\na:\n  n: 3\n", "a.image=x", true},
		{"a: {n: 3, m: 4}", "a: {m: 4, n: 3}", "a.image=x", true},
		{"a: {n: 3}", "a: {}", "a.image=x", false},
		{"a: {image: x}", "a: {image: y}", "a.image=x", true},
		{"a: {image: x}", "{}", "a.image=x", true},
		{"a: {image: x}", "", "a.image=x", true},
		{"a: {image: x}", "a: x", "a.image=x", false},
		{"a: {image: x}", "a: [x]", "a.image=x", false},
		{"a: {image: x}", "a: {image: [x]}", "a.image=x", false},
		{"a: {image: x}", "a: {image: x}\nb: {}", "a.image=x", false},
		{"a: {image: x}", "a: {image: x}\n'': x", "a.image=x", false},
		{"a: {image: x}", "a: {image: x}\na.image: x", "a.image=x", false},
		{"a: {image: x}", "a: {image: x}\nb: {image: x}", "a.image=x", false},
		{"a: {image: x, image2: y}", "a: {image: x, image2: z}", "a.image=x", false},
		{"a: {image: x, version: 1}", "a: {image: x, version: 2}", "a=x", false},
		{"a: {version: 1, tag: x}", "a: {version: 1, tag: y}", "a=1", false},
		{"a: {repo: r, sha256: x}", "a: {repo: r, sha256: y}", "a=r", false},
		{"a: {image: x, enabled: true}", "a: {image: x, enabled: false}", "a=x", false},
		{"a: {image: {tag: 1}}", "a: {image: {tag: 2}}", "a=x", false},
		{"a: {image: x, tag: [1]}", "a: {image: x, tag: [2]}", "a=x", false},
		{"a: {image: x, tag: 1}", "a: {image: x, tag: 2}", "a=x", true},
		{"a: {n: 1}", "a: {n: 2}", "a=x", false},
		{"hosts: [b, a]", "hosts: [a, b]", "a=x", false},
		{"{A: {\"b: integer 1:1\\nc\": 1}, d: 1}",
		 "{A: {b: 1}, \"c: integer 1:1\\nd\": 1}", "a=x", false},
		/* what is no manifest is what its bytes are */
		{"- a", "- a ", "a=x", false},
		{"a: 1\na: 2", "a: 1\na: 2", "a=x", true},
		{"a: 1\na: 2", "a: 1\na: 3", "a=x", false},
		{"- a", "", "a=x", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(pinned); i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct err err;

		if (manifest_set_pin(bytes_text(pinned[i].text), "m", pinned[i].path,
				     pinned[i].value, &out, &err) < 0)
			ok(false, "%s", err.text);
		settings_of(pinned[i].text, out.buf,
			    arena_printf(&a, "%s=%s", pinned[i].path, pinned[i].value), true);
	}
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		settings_of(cases[i].before, cases[i].after, cases[i].pin, cases[i].stay);
}

int main(void)
{
	test_settings();
	test_values();
	test_pins();
	test_root();
	test_set();
	return done();
}
