/* doclint_history.c - `check --history`: what the rules in force say of commits, and what lint says of them. */
#include "document/doclint_parts.h"

#include "runbook/omitted.h"

/* Of these the last version is read as it stands: what history said and took back is nobody's fault. */
static bool is_of_now(enum rule_id rule)
{
	return rule == RULE_CONTRADICTION || rule == RULE_REFERENCE ||
	       rule == RULE_PIN_CONFLICT;
}

static bool is_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* The same words; on which line, and how many, may have changed since. */
static bool is_alike(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, "0123456789");
		b += strspn(b, "0123456789");
		if (*a != *b || !*a)
			return *a == *b;
	}
}

/* Does lint still say what a door said then? Of a document that is gone it tells where it is named. */
static bool is_still(const struct finding *then, const struct finding *now)
{
	return then->rule == now->rule &&
	       (is_text(then->path, now->path) || is_text(then->path, now->expected)) &&
	       (is_text(then->expected, now->expected) ||
		is_alike(then->message, now->message));
}

/* Which one of lint's it is; their number: none, or another commit did it again. */
static size_t place_in(const struct findings *lint, const bool *taken,
		       const struct finding *then)
{
	size_t i = 0;

	while (i < lint->count && (taken[i] || !is_still(then, &lint->items[i])))
		i++;
	return i;
}

/* What a door said of them, and lint still does, is of the commit that did it, the last of them: there it is
 * an error or none. */
static void keep_of_now(struct check_result *r, const struct findings *lint, bool *taken)
{
	for (size_t i = r->count; i > 0; i--) {
		struct findings *found = &r->commits[i - 1].findings;
		size_t kept = 0;

		for (size_t k = 0; k < found->count; k++) {
			bool now = is_of_now(found->items[k].rule);
			size_t at = now ? place_in(lint, taken, &found->items[k]) : 0;

			if (now && at == lint->count)
				continue;
			if (now)
				taken[at] = true;
			found->items[kept++] = found->items[k];
		}
		found->count = kept;
	}
}

static struct strmap verdicts_of(struct check_result *r, struct arena *a)
{
	struct strmap verdicts = {.arena = a};

	for (size_t i = 0; i < r->count; i++)
		if (r->commits[i].commit)
			strmap_put(&verdicts, r->commits[i].commit, &r->commits[i].findings);
	return verdicts;
}

/* Does it rest on the record? Then the rules know better: also whether an entry of the log is the ledger's own. */
static bool is_of_record(const struct runbook *ruled, const struct finding *f, struct arena *a)
{
	return rules[f->rule].rests & RESTS_RECORD ||
	       (f->rule == RULE_APPEND_ONLY && f->path && content_is_record(ruled, f->path, a));
}

/* Is it said there, whatever came of it? What the record lets pass it lets pass. */
static bool is_said(const struct findings *there, const struct finding *f)
{
	struct finding any = *f;

	any.severity = FINDING_NOTE;
	return findings_have(there, &any);
}

/* Without rules in force: where nothing is said of it yet; what has no commit is of the whole. */
static void add(struct check_result *r, const struct findings *lint, struct arena *a)
{
	struct findings **places = arena_array(a, lint->count + 1, sizeof(*places));
	struct strmap verdicts = verdicts_of(r, a);

	for (size_t i = 0; i < lint->count; i++) { /* what lint says twice, it says twice */
		const struct finding *f = &lint->items[i];
		struct findings *there = f->commit ? strmap_get(&verdicts, f->commit)
						   : &r->about;

		places[i] = there && !is_said(there, f) ? there : NULL;
	}
	for (size_t i = 0; i < lint->count; i++)
		if (places[i])
			*ARENA_PUSH(places[i]->arena, places[i]->items,
				    places[i]->count) = lint->items[i];
}

void doclint_bind(const struct runbook *ruled, struct check_result *r, struct findings *lint,
		  struct arena *a)
{
	bool *taken = arena_array(a, lint->count + 1, sizeof(*taken));
	struct strmap verdicts = verdicts_of(r, a);
	size_t kept = 0, count = 0;
	struct {
		struct findings *there;
		struct finding f;
	} *more = arena_array(a, lint->count + 1, sizeof(*more));

	keep_of_now(r, lint, taken);
	for (size_t i = 0; i < lint->count; i++) {
		struct finding f = lint->items[i];
		struct findings *there = f.commit ? strmap_get(&verdicts, f.commit) : NULL;

		if (taken[i])
			continue;
		if (!there) {
			lint->items[kept++] = f;
		} else if (!is_of_record(ruled, &f, a) && !is_said(there, &f)) {
			/* severity: no door refused it, and none will */
			if (f.severity == FINDING_ERROR)
				f.severity = FINDING_WARN;
			more[count].there = there;
			more[count++].f = f;
		}
	}
	lint->count = kept;
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(more[i].there->arena, more[i].there->items,
			    more[i].there->count) = more[i].f;
}

int doclint_history(const struct ledger *l, const struct check_known *known,
		    const char *runbook, struct check_result *ret, struct err *err)
{
	struct check_result conventions = {0};
	struct doclint_options options = {.history = &conventions};
	struct doclint lint;
	const struct runbook *ruled;

	if (check_history(l, known, NULL, runbook, &ruled, ret, err) < 0)
		return -1;
	if (runbook || (ruled && !ret->count))
		return 0;
	if (doclint(l, &options, &lint, err) < 0)
		return -1;
	if (ruled) {
		doclint_bind(ruled, ret, &lint.findings, l->arena);
		return 0;
	}
	ret->commits = conventions.commits;
	ret->count = conventions.count;
	ret->files = conventions.files;
	add(ret, &lint.findings, l->arena);
	return 0;
}
