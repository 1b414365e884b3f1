/*
 * Any text under a good checksum, beside the files of four events: no crash; what is believed is
 * written and read again as the same.
 */
#include "fold/fold.h"

#include <unistd.h>

#include "base/cleanup.h"
#include "sign/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char stem[512];
static char header[64]; /* the first line up to its digest */

static int read_nothing(void *context UNUSED, const char *name UNUSED, struct arena *a UNUSED,
			struct bytes *ret UNUSED, bool *ret_found, struct err *err UNUSED)
{
	*ret_found = false;
	return 0;
}

static const struct fold_tree nothing = {.read = read_nothing};

static void remove_files(void)
{
	static const char *const parts[] = {".events", ".ids", ".pins", ".seals", ""};
	char path[520];

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		snprintf(path, sizeof(path), "%s%s", stem, parts[i]);
		unlink(path);
	}
	*strrchr(path, '/') = '\0';
	rmdir(path);
}

/* What lies beside it is of a fold that was saved. */
static void make_files(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct fold *fold = fold_new(&a, nothing, (struct fold_help){0});
	const char *base = getenv("TMPDIR");
	struct err err;

	snprintf(stem, sizeof(stem), "%s/mcade-fuzz-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(stem))
		abort();
	snprintf(stem + strlen(stem), sizeof(stem) - strlen(stem), "/record");
	atexit(remove_files);
	for (int i = 0; i < 4; i++) {
		struct event e = {.word = EVENT_PIN};

		event_set(&e, &a, FIELD_ID, arena_printf(&a, "%032d", i));
		event_index_add(fold_index(fold), &e, &(struct event_origin){.time = i}, "ada",
				arena_printf(&a, "%064d", i), NULL, true, false);
	}
	if (fold_save(fold, stem, &text, &err) < 0)
		abort();
	snprintf(header, sizeof(header), "%.*s", (int)strcspn(text.buf, "\n") - 64, text.buf);
	fold_close(fold);
}

static bool reads(struct bytes text, struct arena *a, struct fold **ret)
{
	return fold_parse(text, stem, a, nothing, (struct fold_help){0}, ret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf first = STRBUF_INIT, again = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct fold *fold, *back;
	char hex[DIGEST_HEX];
	struct err err;

	if (!*stem)
		make_files();
	digest_sha256_hex(data, size, hex);
	strbuf_addf(&text, "%s%s\n", header, hex);
	strbuf_add(&text, data, size);
	if (!reads(bytes_of(text.buf, text.len), &a, &fold))
		return 0;
	if (fold_save(fold, stem, &first, &err) < 0 ||
	    !reads(bytes_of(first.buf, first.len), &a, &back) ||
	    fold_save(back, stem, &again, &err) < 0 || strcmp(first.buf, again.buf) != 0)
		abort();
	fold_close(fold);
	fold_close(back);
	return 0;
}
