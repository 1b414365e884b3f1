/*
 * push_evidence.c - what is pushed to an evidence branch. Bodies have no other guard: they are what
 * their names say, somebody of the ledger put them there, and what is there stays.
 */
#include "gate/push_internal.h"

#include "base/limits.h"
#include "base/texts.h"
#include "base/time.h"
#include "gate/gate_internal.h"
#include "repo/evidence.h"
#include "repo/history.h"
#include "repo/object.h"
#include "sign/digest.h"
#include "sign/sshsig.h"

/* One branch of the push. */
struct bodies {
	struct push *push;
	const struct ref_line *line;
	char commit[OID_HEX_SIZE]; /* the one that is looked at */
	const char **gone;	   /* SHA-256 of what an event let go */
	size_t gone_count;
	bool anew; /* it begins again, without that */
};

/* By the ledger that is pushed, and by the one that stood here. */
static int find_gone(struct bodies *b, const struct ledger_view *ledger, struct err *err)
{
	const struct expunged_body *list;
	size_t count;

	if (!ledger)
		return 0;
	if (state_expunged(ledger->state, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(b->push->l->arena, b->gone, b->gone_count) = list[i].sha256;
	return 0;
}

static bool is_gone(const struct bodies *b, const char *path)
{
	return evidence_path_ok(path) && texts_have(b->gone, b->gone_count, path + 3);
}

static int refuse(struct bodies *b, const char *found, const char *message)
{
	push_refuse(b->push, b->line, RULE_EVIDENCE,
		    (struct finding){.commit = *b->commit ? b->commit : NULL,
				     .found = found,
				     .fix = "git mcade sync"},
		    message);
	return 1;
}

/* Of a principal at the tip that is pushed, or at the one that stood here. */
static int is_known(const struct ledger_view *ledger, const char *key, bool *ret,
		    struct err *err)
{
	const struct trust *trust;

	if (*ret || !ledger)
		return 0;
	if (state_trust(ledger->state, &trust, err) < 0)
		return -1;
	*ret = trust_signer(trust, key) != NULL;
	return 0;
}

static int judge_signature(struct bodies *b, const struct evidence_commit *commit,
			   struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf payload = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct public_key key;
	struct err bad = {0};
	bool known = false;

	evidence_commit_build(commit, false, &payload);
	if (sshsig_verify(bytes_of(payload.buf, payload.len), commit->armor,
			  strlen(commit->armor), "git", &key, &bad) < 0)
		return refuse(b, bad.text, "its signature is bad");
	public_key_format(&key, &text);
	if (is_known(b->push->gate->l->view, text.buf, &known, err) < 0 ||
	    is_known(b->push->stood, text.buf, &known, err) < 0)
		return -1;
	return known ? 0 : refuse(b, text.buf, "no principal has the signing key");
}

/* A new body: a plain file, under the name of its bytes. */
static int judge_body(struct bodies *b, const struct tree_change *change, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	char sha256[DIGEST_HEX];
	struct bytes body;

	if (change->new_mode != TREE_FILE || !evidence_path_ok(change->path))
		return refuse(b, change->path, "it holds something that is not evidence");
	if (is_gone(b, change->path))
		return refuse(b, change->path, "it holds a body that an expunge let go");
	if (object_read(b->push->l->repo, &change->new_id, OBJECT_BLOB, LIMIT_BLOB, &scratch,
			&body, err) < 0)
		return err->code == ERR_LIMIT
			       ? refuse(b, change->path, "a body is larger than 16 MiB")
			       : -1;
	digest_sha256_hex(body.data, body.len, sha256);
	if (strcmp(sha256, strrchr(change->path, '/') + 1) != 0)
		return refuse(b, change->path, "a body has another SHA-256 than its name");
	return 0;
}

/* Has one of the other parents the same body? Then it was judged with that one. */
static int is_inherited(struct snapshot **others, size_t count,
			const struct tree_change *change, bool *ret, struct err *err)
{
	*ret = false;
	for (size_t i = 0; i < count && !*ret; i++) {
		uint32_t mode;
		struct oid id;

		if (snapshot_entry(others[i], change->path, &mode, &id, err) < 0)
			return -1;
		*ret = mode == change->new_mode && oid_equal(&id, &change->new_id);
	}
	return 0;
}

/* What parent `i` holds is still there; what the first does not hold is evidence. */
static int judge_against(struct bodies *b, struct snapshot *now, struct snapshot **was,
			 size_t count, size_t i, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct tree_change *changes;
	size_t change_count;

	if (snapshot_diff(was[i], now, NULL, &scratch, &changes, &change_count, err) < 0)
		return -1;
	for (size_t k = 0; k < change_count; k++) {
		bool inherited = i > 0;
		int verdict;

		if (changes[k].old_mode)
			return refuse(b, changes[k].path, "a body that was there is gone");
		if (!inherited &&
		    is_inherited(was + 1, count - 1, &changes[k], &inherited, err) < 0)
			return -1;
		if (inherited)
			continue;
		verdict = judge_body(b, &changes[k], err);
		if (verdict)
			return verdict;
	}
	return 0;
}

static int judge_tree(struct bodies *b, const struct oid *id,
		      const struct evidence_commit *commit, struct err *err)
{
	struct repo *repo = b->push->l->repo;
	struct snapshot *now = NULL, *was[2] = {NULL, NULL};
	size_t count = commit->parent_count ? commit->parent_count : 1;
	int verdict = snapshot_of_commit(repo, id, &now, err);

	for (size_t i = 0; !verdict && i < count; i++)
		verdict = commit->parent_count
				  ? snapshot_of_commit(repo, &commit->parents[i], &was[i], err)
				  : snapshot_of_tree(repo, &OID_ZERO, &was[i], err);
	for (size_t i = 0; !verdict && i < count; i++)
		verdict = judge_against(b, now, was, count, i, err);
	for (size_t i = 0; i < count; i++)
		snapshot_freep(&was[i]);
	snapshot_freep(&now);
	return verdict;
}

/* A year's branch begins in that year, give or take a day: no year gets the history of another. */
static bool begins_in_its_year(const struct bodies *b, const struct evidence_commit *commit)
{
	const char *year = strrchr(b->line->ref, '/') + 1;
	char early[TIME_TEXT_SIZE], late[TIME_TEXT_SIZE];

	time_format(commit->time - 86400, early);
	time_format(commit->time + 86400, late);
	return commit->parent_count || b->anew || !strncmp(early, year, 4) ||
	       !strncmp(late, year, 4);
}

static int judge_commit(struct bodies *b, const struct oid *id, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct evidence_commit commit;
	struct bytes raw;
	int verdict;

	oid_hex(id, b->commit);
	if (object_read(b->push->l->repo, id, OBJECT_COMMIT, LIMIT_COMMIT, &scratch, &raw,
			err) < 0)
		return err->code == ERR_LIMIT || err->code == ERR_FORMAT
			       ? refuse(b, err->text, "it is not a commit of evidence")
			       : -1;
	if (evidence_commit_parse(raw, &scratch, &commit, err) < 0)
		return refuse(b, err->text, "it is not a commit of evidence");
	if (!begins_in_its_year(b, &commit))
		return refuse(b, b->line->ref, "it is the evidence of another year");
	verdict = judge_signature(b, &commit, err);
	return verdict ? verdict : judge_tree(b, id, &commit, err);
}

/* All that was there is there, but for what an event let go: and something was. */
static int judge_anew(struct bodies *b, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *was = NULL, *now = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct repo *repo = b->push->l->repo;
	struct tree_change *changes;
	size_t count, gone = 0;

	if (snapshot_of_commit(repo, &b->line->old, &was, err) < 0 ||
	    snapshot_of_commit(repo, &b->line->new, &now, err) < 0 ||
	    snapshot_diff(was, now, NULL, &scratch, &changes, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (!changes[i].old_mode)
			continue;
		if (changes[i].new_mode || !is_gone(b, changes[i].path))
			return refuse(b, changes[i].path,
				      "a body that no expunge let go is gone");
		gone++;
	}
	return gone ? 0 : refuse(b, "another history", "a branch of evidence only grows");
}

/*
 * Each new commit is evidence, so no other history can be behind it: a parent is new too, or was
 * there before.
 */
static int judge_branch(struct bodies *b, struct err *err)
{
	struct repo *repo = b->push->l->repo;
	const struct ref_line *line = b->line;
	bool grows = oid_is_zero(&line->old);
	enum object_type type;
	struct oid_list list;
	size_t size;
	int verdict = 0;

	if (object_stat(repo, &line->new, &type, &size, err) < 0)
		return -1;
	if (type != OBJECT_COMMIT)
		return refuse(b, object_type_name(type), "it is not a commit of evidence");
	if (!grows && history_is_ancestor(repo, &line->old, &line->new, &grows, err) < 0)
		return -1;
	b->anew = !grows;
	if (b->anew && (verdict = judge_anew(b, err)))
		return verdict;
	if (history_new_commits(repo, &line->new, 1, &line->old,
				oid_is_zero(&line->old) ? 0 : 1, b->push->l->arena, &list,
				err) < 0)
		return -1;
	if (list.count > LIMIT_PUSH_COMMITS)
		return err_set(err, ERR_LIMIT, "more than %zu new commits in one push",
			       LIMIT_PUSH_COMMITS);
	for (size_t i = 0; !verdict && i < list.count; i++)
		verdict = judge_commit(b, &list.ids[i], err);
	return verdict;
}

int push_judge_evidence(struct push *push, struct err *err)
{
	for (size_t i = 0; i < push->count; i++) {
		struct bodies b = {.push = push, .line = &push->lines[i]};

		if (oid_is_zero(&b.line->new) || !push_is_evidence(b.line->ref))
			continue;
		if (find_gone(&b, push->gate->l->view, err) < 0 ||
		    find_gone(&b, push->stood, err) < 0 || judge_branch(&b, err) < 0)
			return -1;
	}
	return 0;
}
