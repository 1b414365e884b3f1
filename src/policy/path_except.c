/* path_except.c - a closed file that may change all the same: as people have approved it, or for a time. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "runbook/approvals.h"
#include "runbook/exceptions.h"
#include "sign/digest.h"

/* What may be approved are bytes: of a file that stays what it is, or that goes. */
static bool is_plain(const struct facts *facts, const struct change *change)
{
	bool was = false;

	for (size_t i = 0; i < facts->parents; i++) {
		was = was || change->was[i].mode != MODE_ABSENT;
		if (change->now.mode == change->was[i].mode && version_is_file(&change->now))
			return true;
	}
	return change->now.mode == MODE_ABSENT || (!was && change->now.mode == MODE_FILE);
}

/* Whoever wrote it, by the address that the commit has: nobody signs for that. */
static int find_author(const struct facts *facts, const char **ret, struct err *err)
{
	const struct trust *trust;

	*ret = NULL;
	if (!facts->email)
		return 0;
	if (state_trust(facts->record->state, &trust, err) < 0)
		return -1;
	for (size_t i = 0; i < trust->principal_count && !*ret; i++)
		if (!strcmp(trust->principals[i].email, facts->email))
			*ret = trust->principals[i].id;
	return 0;
}

/* Have as many people as the closing demands approved exactly these bytes? The last of them. */
static int is_approved(const struct facts *facts, const struct change *change,
		       enum rule_id rule, const struct approval *demand,
		       const struct subject *paths, uint64_t *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct approval_asked asked = {.path = change->path,
				       .rule = rule_word(rule),
				       .address = facts->email,
				       .clock = facts->now};
	struct approved *said;
	struct bytes text;
	size_t count;

	if (!is_plain(facts, change) || find_author(facts, &asked.by, err) < 0 ||
	    facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return is_plain(facts, change) ? -1 : 0;
	asked.content = change->now.mode == MODE_ABSENT
				? "none"
				: arena_printf(&scratch, "sha256:%s",
					       SHA256_HEX(text.data, text.len));
	if (approvals_read(facts->record->state, paths, demand, &asked, &scratch, &said, &count,
			   err) < 0)
		return -1;
	if (approvals_given(said, count) < demand->count)
		return 0;
	for (size_t i = 0; i < count; i++)
		*ret = said[i].why ? *ret : said[i].sequence;
	return 0;
}

int path_passes(const struct facts *facts, const struct change *change, enum rule_id rule,
		const struct approval *demand, uint64_t *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct entry *waiver;
	const struct subject *paths;
	int64_t until;

	*ret = 0;
	if (!facts->record)
		return 0;
	if (state_subject(facts->record->state, STATE_PATHS, &paths, err) < 0)
		return -1;
	waiver = subject_entry(
		paths, arena_printf(&scratch, "waivers/%s:%s", rule_word(rule), change->path));
	if (rules[rule].passes & WAIVE && exception_until(waiver, &until) &&
	    facts->now <= until) {
		*ret = waiver->sequence;
		return 0;
	}
	return demand->role ? is_approved(facts, change, rule, demand, paths, ret, err) : 0;
}

/* Do these bytes go, whichever parent has the file? */
static bool is_gone(const struct change *change, size_t parents, const char *const *digests,
		    const char *digest)
{
	bool any = false;

	for (size_t i = 0; i < parents; i++) {
		if (change->was[i].mode == MODE_ABSENT)
			continue;
		if (!digests[i] || strcmp(digests[i], digest) != 0)
			return false;
		any = true;
	}
	return any && change->now.mode == MODE_ABSENT;
}

int path_is_purged(const struct facts *facts, const struct change *change, uint64_t *ret,
		   struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *digests[LIMIT_PARENTS] = {NULL};
	const struct subject *paths;
	const struct entry *entry;
	struct bytes text;
	int64_t until;

	*ret = 0;
	if (!facts->record)
		return 0;
	if (state_subject(facts->record->state, STATE_PATHS, &paths, err) < 0)
		return -1;
	entry = subject_entry(paths, arena_printf(&scratch, "purged/%s", change->path));
	if (!entry || !exception_until(entry, &until) || facts->now > until)
		return 0;
	for (size_t i = 0; i < facts->parents; i++) {
		if (!version_is_file(&change->was[i]))
			continue;
		if (facts_text(facts, &change->was[i], &scratch, &text, err) < 0)
			return -1;
		digests[i] = arena_printf(&scratch, "sha256:%s",
					  SHA256_HEX(text.data, text.len));
	}
	if (is_gone(change, facts->parents, digests, entry_get(entry, "content")))
		*ret = entry->sequence;
	return 0;
}
