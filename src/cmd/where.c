#include "cmd/where.h"

#include "act/launch.h"
#include "cmd/behind.h"
#include "ledger/at.h"

int where_go(struct session *s, const struct option_values *o, struct err *err)
{
	const char *at = option_text(o, "at");

	if (!at)
		return 0;
	if (ledger_go_back(&s->ledger, at, &s->ledger.view, err) < 0)
		return -1;
	s->ledger.now = s->ledger.view->time;
	return 0;
}

int where_stand(struct session *s, const struct option_values *o, const char *environment,
		const struct readiness **ret, struct err *err)
{
	struct readiness *r = arena_alloc(&s->arena, sizeof(*r));
	const char *pull;

	if (readiness_compute(&s->ledger, environment, option_text(o, "at") != NULL, r, err) <
	    0)
		return -1;
	launch_advise(&s->ledger, r);
	pull = r->past ? NULL : pull_first(&s->ledger);
	for (size_t i = 0; pull && i < r->count; i++)
		if (r->steps[i].next)
			r->steps[i].next = pull;
	*ret = r;
	return 0;
}
