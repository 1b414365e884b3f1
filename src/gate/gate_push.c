#include "gate/gate_push.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "engine/audit.h"
#include "gate/gate_internal.h"
#include "engine/sync.h"
#include "repo/history.h"
#include "repo/ledger.h"
#include "repo/object.h"
#include "repo/ref.h"

#define EVIDENCE_PREFIX "refs/heads/mcade/evidence/"
#define TAG_DEPTH 16 /* tags of tags */

/* What one push means, while it is judged. */
struct push {
	struct session *session;
	struct gate *gate;
	const struct ref_line *lines;
	size_t count;
	struct oid *governed_old, *all_old; /* what the other side has */
	size_t governed_old_count, all_old_count;
	struct oid *seen; /* commits judged already, per governed and not */
	size_t seen_count;
	const char *remote; /* NULL: receiving */
	struct findings *found;
};

static struct finding *refuse_ref(struct push *push, const struct ref_line *line,
				  enum rule_id rule, const char *expected, const char *have,
				  const char *fix, const char *message)
{
	return finding_add(
		push->found, rule, FINDING_ERROR,
		(struct finding){
			.ref = line->ref, .expected = expected, .found = have, .fix = fix},
		"%s", message);
}

static bool is_ledger(const struct push *push, const char *ref)
{
	return !strcmp(ref, push->session->ledger_ref);
}

static void judge_deletion(struct push *push, const struct ref_line *line)
{
	if (is_ledger(push, line->ref))
		refuse_ref(push, line, RULE_LEDGER_INTEGRITY, "the ledger stays", "a deletion",
			   "leave the ref out of the push",
			   "the ledger's branch is never deleted");
	else if (gate_governs(push->gate, line->ref))
		refuse_ref(push, line, RULE_NO_DELETE, "a governed branch stays", "a deletion",
			   "leave the ref out of the push",
			   "a governed branch is never deleted");
}

/* The commit behind an annotated tag. False: the ref holds no commit. */
static int peel(struct session *session, const struct oid *id, struct oid *ret,
		bool *ret_commit, struct err *err)
{
	struct oid at = *id;

	*ret_commit = false;
	for (int depth = 0; depth < TAG_DEPTH; depth++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		enum object_type type;
		struct bytes raw;
		size_t size;
		char hex[OID_HEX_SIZE] = "";

		if (object_stat(session->repo, &at, &type, &size, err) < 0)
			return -1;
		if (type == OBJECT_COMMIT) {
			*ret = at;
			*ret_commit = true;
			return 0;
		}
		if (type != OBJECT_TAG)
			return 0;
		if (object_read(session->repo, &at, OBJECT_TAG, LIMIT_COMMIT, &scratch, &raw,
				err) < 0)
			return -1;
		if (raw.len > 47 && !memcmp(raw.data, "object ", 7))
			memcpy(hex, (const char *)raw.data + 7, 40);
		if (!oid_parse(hex, &at))
			return err_set(err, ERR_FORMAT, "a tag names no object");
	}
	return err_set(err, ERR_LIMIT, "a tag of a tag of a tag ...");
}

static bool was_seen(struct push *push, const struct oid *commit)
{
	for (size_t i = 0; i < push->seen_count; i++)
		if (oid_equal(&push->seen[i], commit))
			return true;
	*ARENA_PUSH(push->gate->arena, push->seen, push->seen_count) = *commit;
	return false;
}

/* The recorded tip of this ref must be in its history, or nobody knows what the rules bind. */
static int judge_tips(struct push *push, const struct ref_line *line, const struct oid *commit,
		      struct err *err)
{
	const struct adopted_state *adopted;
	struct session *session = push->session;

	if (!push->gate->adopted || !push->gate->ledger)
		return 0;
	if (state_adopted(push->gate->ledger->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < adopted->tip_count; i++) {
		const char *ref = strchr(adopted->tips[i], ' ');
		bool ancestor = false;

		if (!ref || strcmp(ref + 1, line->ref))
			continue;
		if (object_exists(session->repo, &push->gate->tips[i]) &&
		    history_is_ancestor(session->repo, &push->gate->tips[i], commit, &ancestor,
					err) < 0)
			return -1;
		if (!ancestor)
			refuse_ref(push, line, RULE_DRIFT,
				   arena_printf(push->gate->arena, "a descendant of %.12s",
						adopted->tips[i]),
				   "another history", "git mcade retip",
				   "the commit from which the rules bind has left this branch");
	}
	return 0;
}

static int judge_commits(struct push *push, const struct ref_line *line, struct err *err)
{
	bool governed = gate_governs(push->gate, line->ref), is_commit;
	struct oid commit, *list;
	size_t count;

	if (peel(push->session, &line->new, &commit, &is_commit, err) < 0)
		return -1;
	if (!is_commit)
		return 0;
	if (governed && judge_tips(push, line, &commit, err) < 0)
		return -1;
	if (gate_new_commits(push->gate, &commit, governed ? push->governed_old : push->all_old,
			     governed ? push->governed_old_count : push->all_old_count, &list,
			     &count, err) < 0)
		return -1;
	/* governed refs come first, so that what is judged once was judged strictly */
	for (size_t i = 0; i < count; i++)
		if (!was_seen(push, &list[i]) &&
		    gate_commit(push->gate, &list[i], line->ref, push->found, err) < 0)
			return -1;
	return 0;
}

static int judge_refs(struct push *push, struct err *err)
{
	for (int governed = 1; governed >= 0; governed--)
		for (size_t i = 0; i < push->count; i++) {
			const struct ref_line *line = &push->lines[i];

			if (oid_is_zero(&line->new) || is_ledger(push, line->ref) ||
			    !strncmp(line->ref, EVIDENCE_PREFIX, strlen(EVIDENCE_PREFIX)) ||
			    gate_governs(push->gate, line->ref) != (governed == 1))
				continue;
			if (judge_commits(push, line, err) < 0)
				return -1;
		}
	return 0;
}

static void add_old(struct push *push, const char *ref, const struct oid *id)
{
	if (oid_is_zero(id))
		return;
	*ARENA_PUSH(push->gate->arena, push->all_old, push->all_old_count) = *id;
	if (gate_governs(push->gate, ref))
		*ARENA_PUSH(push->gate->arena, push->governed_old,
			    push->governed_old_count) = *id;
}

/* What the other side has already: its refs as we know them, and the old values of the push. */
static int gather_old(struct push *push, const char *prefix, struct err *err)
{
	size_t len = strlen(prefix), count;
	struct ref *refs;

	if (ref_list(push->session->repo, prefix, push->gate->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *name = push->remote
					   ? arena_printf(push->gate->arena, "refs/heads/%s",
							  refs[i].name + len)
					   : refs[i].name;
		add_old(push, name, &refs[i].id);
	}
	for (size_t i = 0; i < push->count; i++)
		add_old(push, push->lines[i].ref, &push->lines[i].old);
	return 0;
}

static const struct ref_line *ledger_line(const struct push *push)
{
	for (size_t i = 0; i < push->count; i++)
		if (is_ledger(push, push->lines[i].ref) && !oid_is_zero(&push->lines[i].new))
			return &push->lines[i];
	return NULL;
}

/* Does `new` continue what is there? */
static int judge_continues(struct push *push, const struct ref_line *line,
			   const struct oid *old, const char *where, struct err *err)
{
	bool ancestor = false;

	if (oid_is_zero(old))
		return 0;
	if (object_exists(push->session->repo, old) &&
	    history_is_ancestor(push->session->repo, old, &line->new, &ancestor, err) < 0)
		return -1;
	if (!ancestor) {
		char was[OID_HEX_SIZE], is[OID_HEX_SIZE];

		oid_hex(old, was);
		oid_hex(&line->new, is);
		refuse_ref(push, line, RULE_LEDGER_INTEGRITY,
			   arena_printf(push->gate->arena, "a descendant of %.12s, %s", was,
					where),
			   arena_printf(push->gate->arena, "%.12s", is), "git mcade sync",
			   "the ledger is never rewound or forked");
	}
	return 0;
}

/* Verifies a pushed ledger; 1 with findings when it is none. */
static int verify_pushed(struct push *push, const struct ref_line *line,
			 const struct ledger_view *from, struct ledger_view **ret,
			 struct err *err)
{
	struct session *session = push->session;
	size_t before = push->found->count;
	int rc = ledger_verify(session->repo, &session->arena, from, &line->new,
			       session->progress, NULL, NULL, ret, push->found, err);

	if (rc < 0 && (err->code == ERR_UNTRUSTED || err->code == ERR_FORMAT)) {
		refuse_ref(push, line, RULE_LEDGER_INTEGRITY,
			   "a ledger that continues the one there", err->text, "git mcade sync",
			   "what is pushed is no such ledger");
		*err = (struct err){0};
		return 1;
	}
	for (size_t i = before; i < push->found->count; i++)
		if (!push->found->items[i].ref)
			push->found->items[i].ref = line->ref;
	if (rc == 0 && *ret)
		session_keep_view(session, *ret);
	return rc;
}

static int judge_pushed_ledger(struct push *push, struct ledger_view *ledger, struct err *err)
{
	const struct ref_line *line = ledger_line(push);
	struct remembered_head head;
	struct ledger_view *view;
	bool found = false;

	if (!line)
		return 0;
	if (!ledger) {
		refuse_ref(push, line, RULE_LEDGER_INTEGRITY, "a ledger that is verified here",
			   "no ledger here", "git mcade join",
			   "nobody has verified this ledger");
		return 0;
	}
	if (memory_head(push->session->memory, ledger->id, push->remote, &head, &found, err) <
	    0)
		return -1;
	if (judge_continues(push, line, &line->old, "which is there", err) < 0 ||
	    (found && !oid_equal(&head.tip, &line->old) &&
	     judge_continues(push, line, &head.tip, "which was seen there", err) < 0))
		return -1;
	if (oid_equal(&line->new, &ledger->head) || push->found->count)
		return 0;
	return verify_pushed(push, line, NULL, &view, err) < 0 ? -1 : 0;
}

/* Events that the remote is not known to have. */
static int count_unpublished(struct push *push, struct ledger_view *ledger, uint64_t *ret,
			     struct err *err)
{
	struct remembered_head head;
	bool found, any = false;

	*ret = 0;
	for (size_t i = 0; i < push->count; i++)
		any = any ||
		      (!oid_is_zero(&push->lines[i].new) &&
		       strncmp(push->lines[i].ref, EVIDENCE_PREFIX, strlen(EVIDENCE_PREFIX)));
	if (!ledger || !any || ledger_line(push) || !push->session->remote ||
	    strcmp(push->session->remote, push->remote))
		return 0;
	if (memory_head(push->session->memory, ledger->id, push->remote, &head, &found, err) <
	    0)
		return -1;
	if (!found)
		*ret = ledger->sequence + 1;
	else if (!oid_equal(&head.tip, &ledger->head))
		*ret = ledger->sequence > head.sequence ? ledger->sequence - head.sequence : 1;
	return 0;
}

int gate_push(struct session *session, const char *remote, const struct ref_line *lines,
	      size_t count, uint64_t *ret_unpublished, struct findings *found, struct err *err)
{
	struct push push = {.session = session,
			    .lines = lines,
			    .count = count,
			    .remote = remote,
			    .found = found};
	struct ledger_view *ledger;

	*ret_unpublished = 0;
	if (gate_ledger(session, &ledger, err) < 0 ||
	    gate_open(session, DOOR_PUSH, ledger, &push.gate, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (oid_is_zero(&lines[i].new))
			judge_deletion(&push, &lines[i]);
	if (judge_pushed_ledger(&push, ledger, err) < 0 ||
	    gather_old(&push, arena_printf(&session->arena, "refs/remotes/%s/", remote), err) <
		    0 ||
	    judge_refs(&push, err) < 0)
		return -1;
	return count_unpublished(&push, ledger, ret_unpublished, err);
}

int gate_publish(struct session *session, const char *remote, struct err *err)
{
	struct sync_state state = {0};

	if (gate_ledger(session, &state.local, err) < 0)
		return -1;
	session->remote = remote;
	if (!sync_push(session, &state, err))
		return 0;
	if (err->code == ERR_CONFLICT)
		return err_next(err, "git mcade sync && git push");
	/* This process may not ask for a password; the person's own push may. */
	return err_next(err, "git push --atomic %s HEAD %s", remote,
			session->ledger_ref + strlen("refs/heads/"));
}

/* The ledger as it stands here, of the genesis that this repository is pinned to. */
static int open_here(struct session *session, const char *pin, struct ledger_view **ret,
		     struct err *err)
{
	struct oid tip;

	*ret = NULL;
	if (ref_peek(session->repo, session->ledger_ref, &tip, err) < 0)
		return -1;
	if (oid_is_zero(&tip))
		return 0;
	if (session_ledger_unconfirmed(session, ret, err) < 0)
		return -1;
	if (strcmp((*ret)->id, pin))
		return err_set(err, ERR_UNTRUSTED,
			       "the ledger here is %.12s..., pinned is %.12s...", (*ret)->id,
			       pin);
	return 0;
}

static int receive_ledger(struct push *push, const char *pin, struct ledger_view **ledger,
			  struct err *err)
{
	const struct ref_line *line = ledger_line(push);
	struct ledger_view *view = NULL;
	int rc;

	if (!line)
		return 0;
	if (judge_continues(push, line, &line->old, "which is there", err) < 0)
		return -1;
	if (push->found->count)
		return 0;
	rc = verify_pushed(push, line, *ledger, &view, err);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (strcmp(view->id, pin))
		refuse_ref(push, line, RULE_LEDGER_INTEGRITY, pin, view->id,
			   "git mcade join --expect-genesis ID",
			   "the ledger has another genesis than the one pinned here");
	else
		*ledger = view;
	return 0;
}

int gate_receive(struct session *session, const struct ref_line *lines, size_t count,
		 struct findings *found, struct err *err)
{
	struct push push = {.session = session, .lines = lines, .count = count, .found = found};
	struct ledger_view *ledger;
	const char *pin;

	if (repo_config_get_local(session->repo, "mcade.ledgerId", &session->arena, &pin, err) <
	    0)
		return -1;
	if (!pin) {
		err_set(err, ERR_WAITING, "no genesis is pinned in this repository");
		return err_next(err, "git mcade hooks install --expect-genesis ID");
	}
	if (open_here(session, pin, &ledger, err) < 0 ||
	    gate_open(session, DOOR_RECEIVE, ledger, &push.gate, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (oid_is_zero(&lines[i].new))
			judge_deletion(&push, &lines[i]);
	if (receive_ledger(&push, pin, &ledger, err) < 0 ||
	    gate_open(session, DOOR_RECEIVE, ledger, &push.gate, err) < 0 ||
	    gather_old(&push, "refs/", err) < 0)
		return -1;
	return judge_refs(&push, err);
}
