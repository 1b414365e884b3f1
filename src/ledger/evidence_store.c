/* Bodies of evidence: stored, and which of those that the events name are here. */
#include "ledger/evidence_store.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "ledger/internal.h"
#include "model/ledger_commit.h"
#include "repo/evidence.h"
#include "repo/ref.h"
#include "sign/digest.h"
#include "sign/sshsig.h"
#include "ledger/person.h"

static int sign_as_person(void *context, struct bytes payload, struct strbuf *ret_armor,
			  struct err *err)
{
	return sshsig_sign(context, "git", payload, ret_armor, err);
}

/* The person as the ledger knows them: name and address of their events. */
static int find_signer(const struct ledger *l, struct evidence_signer *ret, struct err *err)
{
	const struct principal *principal;

	if (person_principal(l, &principal, err) < 0)
		return -1;
	if (!principal)
		return err_set(err, ERR_NOT_FOUND, "no principal has the key in use");
	*ret = (struct evidence_signer){
		.name = arena_printf(l->arena, "%s" COMMIT_NAME_MARK, principal->name),
		.email = arena_strdup(l->arena, principal->email),
		.sign = sign_as_person,
		.context = l->person->signer};
	return 0;
}

int evidence_keep(const struct ledger *l, struct ledger_lock *lock, int64_t when,
		  const struct evidence *evidence, size_t count, struct err *err)
{
	struct evidence_body *bodies = arena_array(l->arena, count, sizeof(*bodies));
	struct evidence_signer signer;

	if (!count)
		return 0;
	for (size_t i = 0; i < count; i++) {
		char *hex = arena_alloc(l->arena, DIGEST_HEX);

		digest_sha256_hex(evidence[i].data.data, evidence[i].data.len, hex);
		bodies[i] = (struct evidence_body){hex, evidence[i].data};
	}
	return find_signer(l, &signer, err) < 0
		       ? -1
		       : evidence_append(l->repo, lock, &signer, when, bodies, count, err);
}

int evidence_expunged(const struct ledger *l, struct evidence_gone *ret, struct err *err)
{
	const struct expunged_body *bodies;
	const char **list = NULL;
	size_t count, kept = 0;

	if (state_expunged(l->view->state, &bodies, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(l->arena, list, kept) = bodies[i].sha256;
	*ret = (struct evidence_gone){list, kept};
	return 0;
}

static int lingers(const struct ledger *l, const struct evidence_tip *tip,
		   struct evidence_gone gone, bool *ret, struct err *err)
{
	struct oid ours;

	if (ref_peek(l->repo, tip->ref, &ours, err) < 0 ||
	    evidence_holds(l->repo, &ours, gone, ret, err) < 0)
		return -1;
	return *ret ? 0 : evidence_holds(l->repo, &tip->theirs, gone, ret, err);
}

int evidence_lingers(const struct ledger *l, const struct evidence_tip *tips, size_t count,
		     struct evidence_gone gone, bool *ret, struct err *err)
{
	*ret = false;
	for (size_t i = 0; i < count && !*ret; i++)
		if (lingers(l, &tips[i], gone, ret, err) < 0)
			return -1;
	return 0;
}

static int join_one(const struct ledger *l, struct ledger_lock *lock,
		    const struct evidence_signer *signer, const struct evidence_tip *tip,
		    struct evidence_gone gone, struct err *err)
{
	bool dirty;

	if (lingers(l, tip, gone, &dirty, err) < 0)
		return -1;
	if (dirty)
		return evidence_renew(l->repo, lock, signer, l->now, tip->ref, &tip->theirs,
				      gone, err);
	return oid_is_zero(&tip->theirs) ? 0
					 : evidence_merge(l->repo, lock, signer, l->now,
							  tip->ref, &tip->theirs, err);
}

int evidence_join(const struct ledger *l, const struct evidence_tip *tips, size_t count,
		  struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *lock = NULL;
	struct evidence_signer signer;
	struct evidence_gone gone;

	if (find_signer(l, &signer, err) < 0 || evidence_expunged(l, &gone, err) < 0 ||
	    ledger_lock(l->repo, LOCK_SECONDS, &lock, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (join_one(l, lock, &signer, &tips[i], gone, err) < 0)
			return -1;
	return 0;
}

/* "sha256:<hex> <bytes> <name>" */
static void read_named(const char *value, struct arena *a, struct evidence_text *ret)
{
	const char *sha256 = value + strlen("sha256:");
	const char *size = sha256 + DIGEST_HEX; /* the NUL's place is a blank's here */

	*ret = (struct evidence_text){.sha256 = arena_strndup(a, sha256, DIGEST_HEX - 1),
				      .size = strtoull(size, NULL, 10),
				      .name = arena_strdup(a, strchr(size, ' ') + 1),
				      .where = EVIDENCE_ABSENT};
}

int evidence_texts(const struct ledger *l, const struct event *event, struct arena *a,
		   struct evidence_text **ret, size_t *ret_count, struct err *err)
{
	CLEANUP(evidence_store_freep) struct evidence_store *store = NULL;
	const struct event_values *named = &event->fields[FIELD_EVIDENCE];
	struct evidence_text *list = arena_array(a, named->count, sizeof(*list));

	if (named->count && evidence_store_open(l->repo, &store, err) < 0)
		return -1;
	for (size_t i = 0; i < named->count; i++) {
		struct evidence_text *e = &list[i];

		read_named(named->items[i], a, e);
		if (evidence_find(store, e->sha256, LIMIT_BLOB, a, &e->text, err) == 0)
			e->where = strcmp(SHA256_HEX(e->text.data, e->text.len), e->sha256) != 0
					   ? EVIDENCE_OTHER
					   : EVIDENCE_HERE;
		else if (err->code != ERR_NOT_FOUND)
			return -1;
	}
	*ret = list;
	*ret_count = named->count;
	return 0;
}

int evidence_count(const struct ledger *l, struct evidence_seen *seen,
		   const struct verified_event *event, struct findings *findings,
		   struct err *err)
{
	const struct event_values *evidence = &event->event.fields[FIELD_EVIDENCE];

	for (size_t i = 0; i < evidence->count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		char sha256[DIGEST_HEX], found[DIGEST_HEX];
		struct bytes body;

		seen->named++;
		memcpy(sha256, evidence->items[i] + strlen("sha256:"), 64);
		sha256[64] = '\0';
		if (!seen->store && evidence_store_open(l->repo, &seen->store, err) < 0)
			return -1;
		if (evidence_find(seen->store, sha256, LIMIT_BLOB, &scratch, &body, err) < 0) {
			if (err->code != ERR_NOT_FOUND)
				return -1;
			*ARENA_PUSH(l->arena, seen->absent,
				    seen->absent_count) = arena_strdup(l->arena, sha256);
			continue;
		}
		digest_sha256_hex(body.data, body.len, found);
		if (strcmp(found, sha256) != 0)
			finding_add(findings, RULE_EVIDENCE, FINDING_ERROR,
				    (struct finding){.sequence = event->sequence,
						     .has_sequence = true,
						     .expected = sha256,
						     .found = found,
						     .fix = "fetch the evidence branches from "
							    "another clone"},
				    "event %" PRIu64
				    ": a body of evidence has other bytes than were "
				    "signed",
				    event->sequence);
	}
	return 0;
}
