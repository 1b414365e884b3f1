#include "document/baseline.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/strmap.h"
#include "base/texts.h"
#include "text/lines.h"

static const char header[] = "# git mcade lint --baseline: accepted findings, one a line";

/* FNV-1a, 32 bits: it tells findings of one place apart, and protects nothing. */
static uint32_t hash_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		if (*text < '0' || *text > '9')
			hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}

static void add_word(struct strbuf *out, const char *text)
{
	strbuf_addch(out, ' ');
	if (!text || !*text)
		text = "-";
	for (; *text; text++) /* one line, and words are told by blanks */
		if ((unsigned char)*text <= ' ' || *text == '%' || *text == 0x7f)
			strbuf_addf(out, "%%%02x", (unsigned)(unsigned char)*text);
		else
			strbuf_addch(out, *text);
}

/*
 * The commit that brought a line of a document that is untrue today changes with each edit of the line: it
 * is part of what is accepted, so that the same untruth written anew is told.
 */
static const char *key_of(const struct finding *f, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	char commit[13] = "";

	if (f->commit)
		snprintf(commit, sizeof(commit), "%.12s", f->commit);
	strbuf_addf(&out, "%s %s", rule_word(f->rule), finding_severity_word(f->severity));
	add_word(&out, commit);
	add_word(&out, f->path);
	add_word(&out, f->step);
	strbuf_addf(&out, " %08x", hash_of(f->message));
	return arena_strdup(a, out.buf);
}

/* Every error and warning. */
static void write_lines(const struct findings *found, struct strbuf *out)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char **lines = NULL;
	size_t count = 0;

	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].severity > FINDING_NOTE)
			*ARENA_PUSH(&scratch, lines, count) = key_of(&found->items[i],
								     &scratch);
	texts_sort(lines, count);
	strbuf_addf(out, "%s\n", header);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(out, "%s\n", lines[i]);
}

int baseline_save(const char *path, const struct findings *found, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	write_lines(found, &text);
	return file_write(path, 0644, 0, bytes_of(text.buf, text.len), err);
}

static void accept(struct strmap *accepted, const char *key)
{
	size_t *left = strmap_get(accepted, key);

	if (!left) {
		left = arena_alloc(accepted->arena, sizeof(*left));
		*left = 0;
		strmap_put(accepted, key, left);
	}
	++*left;
}

static size_t take_out(struct strmap *accepted, struct findings *found)
{
	size_t kept = 0, count = found->count;

	for (size_t i = 0; i < count; i++) {
		size_t *left = strmap_get(accepted, key_of(&found->items[i], accepted->arena));

		if (left && *left)
			--*left;
		else
			found->items[kept++] = found->items[i];
	}
	found->count = kept;
	return count - kept;
}

int baseline_apply(struct bytes text, const char *file, struct findings *found,
		   size_t *ret_count, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strmap accepted = {.arena = &scratch};
	struct lines lines = lines_of(text);
	struct bytes line;

	if (!lines_next(&lines, &line) || !bytes_equal(line, bytes_text(header)))
		return err_at(err, ERR_FORMAT, (struct srcpos){file, 1, 1},
			      "not a baseline that git mcade lint has written");
	while (lines_next(&lines, &line))
		if (line.len && *(const char *)line.data != '#')
			accept(&accepted, arena_strndup(&scratch, line.data, line.len));
	*ret_count = take_out(&accepted, found);
	return 0;
}

void baseline_subtract(const struct findings *before, struct findings *found)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strmap there = {.arena = &scratch};

	for (size_t i = 0; i < before->count; i++) {
		struct finding f = before->items[i];

		f.commit = NULL;
		accept(&there, key_of(&f, &scratch));
	}
	for (size_t i = 0, kept = 0, count = found->count; i < count; i++) {
		struct finding f = found->items[i];
		size_t *left;

		f.commit = NULL;
		left = strmap_get(&there, key_of(&f, &scratch));
		if (left && *left)
			--*left;
		else
			found->items[kept++] = found->items[i];
		if (i + 1 == count)
			found->count = kept;
	}
}
