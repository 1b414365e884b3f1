#include "proc/keeper.h"

#include "base/cleanup.h"

#define LINE_LONGEST 4096 /* how far a cut is moved to fall between lines */

void keeper_add(struct keeper *k, struct bytes piece)
{
	size_t half = k->limit / 2;

	k->total += piece.len;
	if (k->head.len < half) {
		size_t fits = half - k->head.len < piece.len ? half - k->head.len : piece.len;

		strbuf_add(&k->head, piece.data, fits);
		piece = bytes_of((const char *)piece.data + fits, piece.len - fits);
	}
	strbuf_add(&k->tail, piece.data, piece.len);
	if (k->tail.len > 2 * half + LINE_LONGEST) {
		memmove(k->tail.buf, k->tail.buf + k->tail.len - half, half);
		strbuf_setlen(&k->tail, half);
	}
}

void keeper_end(struct keeper *k, struct arena *a, struct capture *ret)
{
	struct bytes head = {k->head.buf, k->head.len}, tail = {k->tail.buf, k->tail.len};

	ret->total = k->total;
	if (tail.len > k->limit / 2) {
		size_t cut = tail.len - k->limit / 2;

		tail = bytes_of(k->tail.buf + cut, tail.len - cut);
	}
	if (head.len + tail.len == k->total) {
		strbuf_add(&k->head, tail.data, tail.len);
		head = bytes_of(k->head.buf, k->head.len);
		tail.len = 0;
	} else {
		for (size_t i = 0; i < tail.len && i < LINE_LONGEST; i++)
			if (((const char *)tail.data)[i] == '\n') {
				tail = bytes_of((const char *)tail.data + i + 1,
						tail.len - i - 1);
				break;
			}
		for (size_t i = 0; i < head.len && i < LINE_LONGEST; i++)
			if (((const char *)head.data)[head.len - 1 - i] == '\n') {
				head.len -= i;
				break;
			}
	}
	ret->head = bytes_of(arena_memdup(a, head.data, head.len), head.len);
	ret->tail = bytes_of(arena_memdup(a, tail.data, tail.len), tail.len);
	strbuf_free(&k->head);
	strbuf_free(&k->tail);
}

struct bytes capture_text(const struct capture *c, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	strbuf_add(&text, c->head.data, c->head.len);
	if (capture_missing(c)) {
		if (text.len && text.buf[text.len - 1] != '\n')
			strbuf_addch(&text, '\n');
		strbuf_addf(&text, "[... %" PRIu64 " bytes left out ...]\n",
			    capture_missing(c));
		strbuf_add(&text, c->tail.data, c->tail.len);
	}
	return bytes_of(arena_memdup(a, text.buf, text.len), text.len);
}
