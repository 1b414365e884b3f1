/* pending_file.c - how a run ended, as a file. */
#include "act/internal.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/number.h"
#include "base/texts.h"
#include "model/canon.h"
#include "sign/digest.h"

#define HEAD "mcade pending 1 "
#define FILE_LIMIT ((size_t)256 << 20)

static void write_head(const struct ledger *l, const struct intent *finish,
		       const char *occurred, struct strbuf *out)
{
	struct arena *a = l->arena;
	const char **evidence = arena_array(a, finish->evidence_count, sizeof(*evidence));

	canon_put(out, 0, "repository", repo_common_dir(l->repo));
	canon_put(out, 0, "occurred", occurred);
	canon_put(out, 0, "seen", finish->seen);
	canon_open(out, 0, "fields");
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *v = &finish->event.fields[f];

		canon_put_list(out, 1, event_field_word(f), v->items, v->count);
	}
	for (size_t i = 0; i < finish->evidence_count; i++) {
		const struct evidence *e = &finish->evidence[i];

		evidence[i] = arena_printf(a, "%s %zu %s",
					   SHA256_HEX(e->data.data, e->data.len), e->data.len,
					   e->name);
	}
	canon_put_list(out, 0, "evidence", evidence, finish->evidence_count);
}

int pending_write(const struct ledger *l, const char *path, const struct intent *finish,
		  const char *occurred, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf head = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	write_head(l, finish, occurred, &head);
	strbuf_addf(&out, HEAD "%zu\n", head.len);
	strbuf_add(&out, head.buf, head.len);
	for (size_t i = 0; i < finish->evidence_count; i++)
		strbuf_add(&out, finish->evidence[i].data.data, finish->evidence[i].data.len);
	return file_write(path, 0600, FILE_SYNC, bytes_of(out.buf, out.len), err);
}

int pending_damaged(const char *path, struct err *err)
{
	return err_set(err, ERR_FORMAT, "'%s' is not the end of a run as it was kept", path);
}

static int read_fields(const struct canon *fields, const char *path, struct arena *a,
		       struct event *ret, struct err *err)
{
	for (size_t i = 0; fields && i < fields->count; i++) {
		enum event_field f = 0;
		const char **items;
		size_t count;

		while (f < FIELD_COUNT &&
		       strcmp(event_field_word(f), fields->children[i].key) != 0)
			f++;
		items = canon_list(fields, fields->children[i].key, a, &count);
		if (f == FIELD_COUNT || !items)
			return pending_damaged(path, err);
		for (size_t k = 0; k < count; k++)
			event_add(ret, a, f, items[k]);
	}
	return event_get(ret, FIELD_RUN) && event_get(ret, FIELD_ID)
		       ? 0
		       : pending_damaged(path, err);
}

/*
 * What a finish may hold, each value of its syntax, and nothing that whoever records it says: a file in a
 * repository may come from anybody, and is shown before it is recorded.
 */
static bool is_finish(const struct intent *kept, struct arena *a)
{
	static const enum event_field said[] = {FIELD_FILE, FIELD_EVIDENCE, FIELD_CONTESTED,
						FIELD_DISPUTES};
	static const enum event_field bound[] = {FIELD_LEDGER, FIELD_PREVIOUS};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct event whole = kept->event;
	struct err ignored;

	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		if (whole.fields[said[i]].count)
			return false;
	event_set(&whole, a, FIELD_FORMAT, "1");
	event_set(&whole, a, FIELD_EVENT, event_info(whole.word)->word);
	event_set(&whole, a, FIELD_SEQUENCE, "1");
	event_set(&whole, a, FIELD_SEEN, kept->seen);
	for (size_t i = 0; i < ARRAY_SIZE(bound); i++)
		event_set(&whole, a, bound[i], arena_printf(a, "sha256:%064d", 0));
	return event_encode(&whole, &out, &ignored) == 0;
}

/* "<sha256> <size> <name>", and so many of the bytes that are left. */
static int read_body(const char *line, const char *path, struct bytes *left, struct arena *a,
		     struct evidence *ret, struct err *err)
{
	const char *size = strchr(line, ' '), *name = size ? strchr(size + 1, ' ') : NULL;
	uint64_t len;

	if (!name || !number_parse(arena_strndup(a, size + 1, (size_t)(name - size - 1)),
				   left->len, &len))
		return pending_damaged(path, err);
	ret->name = name + 1;
	ret->data = bytes_of(left->data, (size_t)len);
	*left = bytes_of((const char *)left->data + len, left->len - (size_t)len);
	return !strncmp(line, SHA256_HEX(ret->data.data, ret->data.len), 64)
		       ? 0
		       : pending_damaged(path, err);
}

static int read_evidence(const struct canon *root, const char *path, struct bytes left,
			 struct arena *a, struct intent *ret, struct err *err)
{
	size_t count;
	const char **lines = canon_list(root, "evidence", a, &count);

	ret->evidence = arena_array(a, count, sizeof(*ret->evidence));
	ret->evidence_count = count;
	for (size_t i = 0; i < count; i++)
		if (read_body(lines[i], path, &left, a, &ret->evidence[i], err) < 0)
			return -1;
	return left.len ? pending_damaged(path, err) : 0;
}

int pending_read(const char *path, struct arena *a, struct intent *ret,
		 const char **ret_repository, struct err *err)
{
	struct bytes text;
	struct canon root;
	const char *line_end, *number;
	uint64_t head;

	if (file_read_at(AT_FDCWD, path, path, FILE_LIMIT, a, &text, err) < 0)
		return -1;
	line_end = memchr(text.data, '\n', text.len);
	if (!line_end || !text_begins(text.data, HEAD))
		return pending_damaged(path, err);
	number = (const char *)text.data + strlen(HEAD);
	text.len -= (size_t)(line_end + 1 - (const char *)text.data);
	if (!number_parse(arena_strndup(a, number, (size_t)(line_end - number)), text.len,
			  &head))
		return pending_damaged(path, err);
	*ret = (struct intent){.event = {.word = EVENT_FINISH}, .keep = true};
	if (canon_parse(bytes_of(line_end + 1, (size_t)head), path, a, &root, err) < 0 ||
	    read_fields(canon_child(&root, "fields"), path, a, &ret->event, err) < 0)
		return pending_damaged(path, err);
	ret->seen = canon_text(&root, "seen");
	*ret_repository = canon_text(&root, "repository");
	if (!ret->seen || !canon_text(&root, "occurred"))
		return pending_damaged(path, err);
	event_set(&ret->event, a, FIELD_OCCURRED, canon_text(&root, "occurred"));
	if (!is_finish(ret, a))
		return pending_damaged(path, err);
	return read_evidence(&root, path,
			     bytes_of(line_end + 1 + head, text.len - (size_t)head), a, ret,
			     err);
}
