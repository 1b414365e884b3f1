/*
 * push_places.c - some names have one meaning here. Who stands in their place, or puts something in
 * front of our reading, needs no key to stop the ledger or to change what stock git shows of it.
 */
#include "gate/push_internal.h"

#include "base/limits.h"
#include "base/quote.h"
#include "base/texts.h"
#include "records/render.h"
#include "repo/evidence.h"
#include "repo/ref.h"

#include <strings.h>

/* Is a directory above the other, so that both cannot be refs? */
static bool is_above(const char *name, const char *other)
{
	return text_begins(other, name) && other[strlen(name)] == '/';
}

bool push_is_evidence(const char *ref)
{
	const char *year = ref + strlen(EVIDENCE_BRANCHES);

	return text_begins(ref, EVIDENCE_BRANCHES) && strlen(year) == 4 &&
	       text_begins(year, "20") && strspn(year, "0123456789") == 4;
}

static bool ends(const char *text, const char *with)
{
	size_t len = strlen(text), end = strlen(with);

	return len >= end && !strcasecmp(text + len - end, with);
}

/*
 * Whoever types "mcade/ledger" or "origin/mcade/ledger" gets a tag of that name before the branch,
 * and a branch before what was fetched; this program reads the latter as if it had fetched it.
 */
static bool shows_ledger(const struct push *push, const char *ref)
{
	const char *branch = push->l->ref + strlen("refs/heads");

	return ends(ref, branch) || strcasestr(ref, "/mcade/evidence/") ||
	       (text_begins(ref, "refs/remotes/") && strstr(ref, "/mcade/"));
}

/* The name behind those of the rooms in which git looks for it. */
static const char *short_name(const char *ref)
{
	static const char *const rooms[] = {"refs/", "tags/", "heads/", "remotes/", "origin/"};

	for (size_t i = 0; i < ARRAY_SIZE(rooms);)
		if (text_begins(ref, rooms[i])) {
			ref += strlen(rooms[i]);
			i = 0;
		} else {
			i++;
		}
	return ref;
}

static bool comes(const struct push *push, const char *ref)
{
	for (size_t i = 0; i < push->count; i++)
		if (!strcmp(push->lines[i].ref, ref) && !oid_is_zero(&push->lines[i].new))
			return true;
	return false;
}

/*
 * The same of a governed branch, as "main" and as "origin/main"; and one beside it that a disk which
 * sees no case has in its place. Of a pattern, of a branch that stands here or comes.
 */
static int shows_governed(const struct push *push, const char *ref, bool *ret, struct err *err)
{
	const char *branch = arena_printf(push->l->arena, "refs/heads/%s", short_name(ref));
	struct oid tip;
	bool named;

	*ret = false;
	if (gate_governs(push->gate, ref) || !gate_governs_twin(push->gate, branch, &named))
		return 0;
	*ret = named || comes(push, branch);
	if (*ret)
		return 0;
	if (ref_peek(push->l->repo, branch, &tip, err) < 0)
		return -1;
	*ret = !oid_is_zero(&tip);
	return 0;
}

/* Git has no room for it, drops its line after the hook and takes the others, with what rests on it. */
static bool has_no_room(const struct push *push, const char *ref)
{
	bool none = strlen(ref) > 250; /* with ".lock" a name that every disk has */

	for (size_t i = 0; !none && i < push->count; i++)
		none = !oid_is_zero(&push->lines[i].new) &&
		       (is_above(push->lines[i].ref, ref) || is_above(ref, push->lines[i].ref));
	return none;
}

/* What would be shown for a governed branch that comes, and stands here already; NULL: nothing. */
static int find_shadow(const struct push *push, const struct ref_line *line, const char **ret,
		       struct err *err)
{
	struct ref *refs;
	size_t count;

	*ret = NULL;
	if (!push->gate || !oid_is_zero(&line->old) || !gate_governs(push->gate, line->ref))
		return 0;
	if (ref_list(push->l->repo, "refs/", push->l->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++) {
		const char *name = refs[i].name;

		if (is_above(name, line->ref) || is_above(line->ref, name) ||
		    (!text_begins(name, "refs/remotes/") && !gate_governs(push->gate, name) &&
		     !strcasecmp(short_name(name), short_name(line->ref))))
			*ret = name;
	}
	return 0;
}

/* Git reads a short name as a tag first: "mcade/ledger" would mean this one. */
static bool is_namesake(const char *ref)
{
	const char *rest = text_begins(ref, "refs/tags/") ? ref + strlen("refs/tags/") : NULL;

	return rest && (!strncasecmp(rest, "mcade/", 6) || text_begins(rest, "refs/") ||
			text_begins(rest, "heads/"));
}

/* Why nobody may push to this name; NULL: anybody may. Case aside: some disks see none. */
static const char *fault_of(const struct push *push, const char *ref)
{
	const char *ledger = push->l->ref;

	if (!strcmp(ref, ledger) || push_is_evidence(ref) || !strcmp(ref, RECORDS_BRANCH))
		return NULL;
	if (ledger_reserves(ref))
		return "the name is reserved for the ledger and its evidence";
	if (!strcasecmp(ref, ledger) || is_above(ref, ledger) || is_above(ledger, ref))
		return "it has the place of the ledger's branch";
	if (is_namesake(ref))
		return "git would take the tag for a branch";
	if (text_begins(ref, "refs/replace/"))
		return "a replace ref changes what an object is";
	if (text_begins(ref, "refs/mcade/"))
		return "the name is reserved for what this repository has seen";
	if (shows_ledger(push, ref))
		return "git would resolve the name of the ledger or its evidence to it";
	if (push->gate && gate_governs(push->gate, ref) && has_no_room(push, ref))
		return "git has no room for a branch of that name";
	return NULL;
}

/* Whoever may push could add branches until nobody's event has room for all of them. */
static int check_count(struct push *push, bool *ret_many, struct err *err)
{
	const struct ref_line *last = NULL;
	size_t count = 0, standing = 0;
	struct ref *refs = NULL;

	*ret_many = false;
	for (size_t i = 0; push->gate && i < push->count; i++)
		if (oid_is_zero(&push->lines[i].old) && !oid_is_zero(&push->lines[i].new) &&
		    gate_governs(push->gate, push->lines[i].ref)) {
			last = &push->lines[i];
			count++;
		}
	if (!last)
		return 0;
	if (ref_list(push->l->repo, "refs/", push->l->arena, &refs, &standing, err) < 0)
		return -1;
	for (size_t i = 0; i < standing; i++)
		count += gate_governs(push->gate, refs[i].name);
	if (count <= LIMIT_GOVERNED)
		return 0;
	push_refuse(push, last, RULE_LEDGER_INTEGRITY,
		    (struct finding){.expected = arena_printf(push->l->arena, "at most %d",
							      LIMIT_GOVERNED),
				     .found = arena_printf(push->l->arena, "%zu", count),
				     .fix = "leave the ref out of the push"},
		    "an event names every governed branch: they are too many");
	*ret_many = true;
	return 0;
}

int push_judge_places(struct push *push, struct err *err)
{
	bool too_many;

	if (check_count(push, &too_many, err) < 0)
		return -1;
	for (size_t i = 0; !too_many && i < push->count; i++) {
		const struct ref_line *line = &push->lines[i];
		const char *fault = fault_of(push, line->ref), *shadow = NULL;
		bool shows = false;

		if (oid_is_zero(&line->new)) /* what stands there already may go */
			continue;
		if (!fault && push->gate && shows_governed(push, line->ref, &shows, err) < 0)
			return -1;
		if (shows)
			fault = "git would resolve the name of a governed branch to it";
		if (!fault && find_shadow(push, line, &shadow, err) < 0)
			return -1;
		if (fault)
			push_refuse(push, line, RULE_LEDGER_INTEGRITY,
				    (struct finding){.fix = "leave the ref out of the push"},
				    fault);
		else if (shadow)
			push_refuse(push, line, RULE_LEDGER_INTEGRITY,
				    (struct finding){
					    .found = shadow,
					    .fix = arena_printf(
						    push->l->arena, "git push origin %s",
						    shell_quote(arena_printf(push->l->arena,
									     ":%s", shadow),
								push->l->arena))},
				    "another ref has the place of the branch");
	}
	return 0;
}
