#include "world/heard.h"

#include "base/memory.h"
#include "text/plain.h"

struct heard_stream {
	struct plain *plain;
	struct strbuf text; /* what is plain of the last piece */
	struct keeper keeper;
	const struct watches *watches; /* NULL: none */
};

struct heard {
	struct heard_stream streams[2];
	struct recap_reader recap; /* of standard output */
};

struct heard *heard_open(const struct watches *watches)
{
	struct heard *h = xmalloc(sizeof(*h));

	h->recap = (struct recap_reader){.len = 0};
	for (int i = 0; i < 2; i++)
		h->streams[i] = (struct heard_stream){plain_open(), STRBUF_INIT,
						      keeper_of(LIMIT_CAPTURE),
						      i ? NULL : watches};
	return h;
}

static void take(struct heard *h, int i)
{
	struct heard_stream *s = &h->streams[i];
	struct bytes text = bytes_of(s->text.buf, s->text.len);

	keeper_add(&s->keeper, text);
	if (!i)
		recap_feed(&h->recap, text);
	if (s->watches)
		watches_feed(s->watches, text);
	strbuf_setlen(&s->text, 0);
}

void heard_piece(void *context, int stream, struct bytes piece)
{
	struct heard *h = context;
	struct heard_stream *s = &h->streams[stream - 1];

	plain_feed(s->plain, piece, &s->text);
	take(h, stream - 1);
}

void heard_close(struct heard *h, struct arena *a, struct recorded *ret)
{
	for (int i = 0; i < 2; i++) {
		struct heard_stream *s = &h->streams[i];

		plain_close(s->plain, &s->text);
		take(h, i);
		strbuf_free(&s->text);
		keeper_end(&s->keeper, a, i ? &ret->err : &ret->out);
	}
	recap_end(&h->recap, &ret->recap);
	free(h);
}
