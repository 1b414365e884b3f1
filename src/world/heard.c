#include "world/heard.h"

#include "base/memory.h"

struct heard {
	struct keeper keepers[2];
};

struct heard *heard_open(void)
{
	struct heard *h = xmalloc(sizeof(*h));

	*h = (struct heard){{keeper_of(LIMIT_CAPTURE), keeper_of(LIMIT_CAPTURE)}};
	return h;
}

void heard_piece(void *context, int stream, struct bytes piece)
{
	struct heard *h = context;

	keeper_add(&h->keepers[stream - 1], piece);
}

void heard_close(struct heard *h, struct arena *a, struct recorded *ret)
{
	keeper_end(&h->keepers[0], a, &ret->out);
	keeper_end(&h->keepers[1], a, &ret->err);
	recap_ansible(capture_text(&ret->out, a), &ret->recap);
	free(h);
}
