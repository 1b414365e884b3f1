/* git mcade trust set, role, revoke, recovery: what takes something away, or replaces it. */
#include <unistd.h>

#include "base/quote.h"
#include "base/texts.h"
#include "cmd/trust.h"
#include "ledger/in_force.h"
#include "ledger/person.h"
#include "model/ids.h"
#include "report/output.h"
#include "repo/repo.h"
#include "runbook/runbook.h"

/* An act begun; a person or a role of the trust in force, and what is to be of it. */
struct changing {
	struct act act;
	struct session *s;
	const struct option_values *o;
	const struct trust *trust;
};

static int begin(struct changing *c, struct session *s, const struct option_values *o,
		 struct result *ret, struct err *err)
{
	*c = (struct changing){.s = s, .o = o};
	return act_begin(&c->act, s, o, EVENT_TRUST, ret, err) < 0 ||
			       state_trust(s->ledger.view->state, &c->trust, err) < 0
		       ? -1
		       : 0;
}

static int find_person(struct changing *c, const char *id, const struct principal **ret,
		       struct err *err)
{
	const char **ids = NULL, *meant;
	size_t count = 0;

	*ret = trust_principal(c->trust, id);
	if (*ret)
		return 0;
	for (size_t i = 0; i < c->trust->principal_count; i++)
		*ARENA_PUSH(&c->s->arena, ids, count) = c->trust->principals[i].id;
	meant = nearest_word(id, ids, count);
	err_set(err, ERR_USAGE, "'%s' is not a principal%s%s%s", id, meant ? "; is it '" : "",
		meant ? meant : "", meant ? "'?" : "");
	return err_next(err, "git mcade trust list");
}

/* What changes of this person is said by the fields of the event; nothing is no act. */
static int record_person(struct changing *c, const struct principal *was,
			 const struct principal *is, struct err *err)
{
	struct trust next = trust_with(c->trust, is, &c->s->arena);

	trust_tell(was, trust_principal(&next, was->id), &c->act.intent.event, &c->s->arena);
	if (!event_get(&c->act.intent.event, FIELD_PRINCIPAL))
		return err_set(err, ERR_USAGE, "nothing of '%s' would change", was->id);
	return trust_record(&c->act, &next, err);
}

/* Who has just replaced the key that signed it signs with another from here on. */
static void tell_own_key(struct changing *c)
{
	const struct ledger *l = &c->s->ledger;
	const char *ours = repo_config_get(l->repo, "mcade.signingKey");
	const struct principal *now, *had;
	size_t count;
	const char **keys = option_list(c->o, "key", &count);
	struct err ignored;

	if (person_principal(l, &now, &ignored) < 0 || now ||
	    person_owner(l, &had, &ignored) < 0 || !had)
		return;
	output_note("mcade: your key is revoked by this; the new one signs from here on\n"
		    "  next: git config %s %s",
		    ours ? "mcade.signingKey" : "user.signingkey",
		    shell_quote(count ? keys[0] : "FILE", l->arena));
}

/* Keys, roles, or both, replaced by those that are given. */
static int replace(struct changing *c, const char *id, const char **roles, size_t role_count,
		   struct err *err)
{
	const struct principal *was;
	struct principal is;
	const char **keys;
	size_t count;
	int status;

	if (find_person(c, id, &was, err) < 0 ||
	    trust_keys(c->s, c->o, &c->act.refused, &keys, &count, err) < 0)
		return -1;
	if (c->act.refused.count)
		return act_refused(&c->act);
	is = *was;
	if (count) {
		is.keys = keys;
		is.key_count = count;
	}
	if (role_count) {
		texts_sort(roles, role_count);
		is.roles = roles;
		is.role_count = texts_unique(roles, role_count);
	}
	status = record_person(c, was, &is, err);
	if (!status)
		tell_own_key(c);
	return status;
}

int trust_set(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct changing c;
	size_t count;
	const char **roles = option_list(o, "role", &count);

	if (o->operand_count != 2 || (!count && !option_text(o, "key")) ||
	    option_text(o, "may") || option_text(o, "name") || option_text(o, "email"))
		return err_set(err, ERR_USAGE,
			       "expected: trust set ID [--key FILE]... [--role ROLE]...");
	return begin(&c, s, o, ret, err) < 0 ? -1
					     : replace(&c, o->operands[1], roles, count, err);
}

/* -- roles --------------------------------------------------------------------------------------- */

/* What a role can be allowed: what words ask for, and the parts of it that the first roles have. */
static bool is_permission(const struct trust *trust, const char *text)
{
	for (int w = 0; w < EVENT_COUNT; w++)
		if (!strcmp(event_info((enum event_word)w)->permission, text))
			return true;
	for (size_t r = 0; r < trust->role_count; r++)
		if (texts_have(trust->roles[r].may, trust->roles[r].may_count, text))
			return true;
	return false;
}

static int find_environment(struct changing *c, const char *id, struct err *err)
{
	const struct runbook *runbook;

	if (ledger_runbook(&c->s->ledger, &runbook, err) < 0) {
		if (err->code != ERR_NOT_FOUND)
			return -1;
		if (!id_is_valid(id))
			return err_set(err, ERR_USAGE, "'%s' is not a valid id", id);
		*err = (struct err){0};
		output_note("mcade: no runbook is in force yet: nothing tells whether '%s' is "
			    "an environment",
			    id);
		return 0;
	}
	return runbook_environment(runbook, id)
		       ? 0
		       : err_set(err, ERR_USAGE, "'%s' is not an environment of the runbook",
				 id);
}

/* "run, verify in staging": each of these acts, there. */
static int add_acts(struct changing *c, const char *text, struct role *role, struct err *err)
{
	struct arena *a = &c->s->arena;
	const char *in = strstr(text, " in "), *end = in ? in : text + strlen(text);

	if (in && find_environment(c, in + 4, err) < 0)
		return -1;
	while (text < end) {
		size_t len = strcspn(text, ", ");
		const char *act;

		if (len > (size_t)(end - text))
			len = (size_t)(end - text);
		act = arena_strndup(a, text, len);
		text += len + strspn(text + len, ", ");
		if (!is_permission(c->trust, act))
			return err_set(err, ERR_USAGE, "--may: '%s' is not an act", act);
		*ARENA_PUSH(a, role->may,
			    role->may_count) = in ? arena_printf(a, "%s%s", act, in) : act;
	}
	return 0;
}

/* A role of the team's own, or another meaning of one that there is. */
static int define(struct changing *c, const char *id, const char *const *may, size_t count,
		  struct err *err)
{
	struct role role = {.id = id};
	struct trust next;

	if (!id_is_valid(id))
		return err_set(err, ERR_USAGE, "'%s' is not a valid id: expected " ID_GRAMMAR,
			       id);
	for (size_t i = 0; i < count; i++)
		if (add_acts(c, may[i], &role, err) < 0)
			return -1;
	if (!role.may_count)
		return err_set(err, ERR_USAGE, "--may names no act");
	texts_sort(role.may, role.may_count);
	role.may_count = texts_unique(role.may, role.may_count);
	trust_tell_role(trust_role(c->trust, id), &role, &c->act.intent.event, &c->s->arena);
	if (!event_get(&c->act.intent.event, FIELD_MAY))
		return err_set(err, ERR_USAGE, "nothing of role '%s' would change", id);
	next = trust_with_role(c->trust, &role, &c->s->arena);
	return trust_record(&c->act, &next, err);
}

int trust_role_set(struct session *s, const struct option_values *o, struct result *ret,
		   struct err *err)
{
	struct changing c;
	size_t count;
	const char **may = option_list(o, "may", &count);

	if (o->operand_count < 2 || !count == (o->operand_count == 2) ||
	    option_text(o, "role") || option_text(o, "key"))
		return err_set(
			err, ERR_USAGE,
			"expected: trust role ID ROLE..., or: trust role ROLE --may ACTS");
	if (begin(&c, s, o, ret, err) < 0)
		return -1;
	return count ? define(&c, o->operands[1], may, count, err)
		     : replace(&c, o->operands[1], o->operands + 2, o->operand_count - 2, err);
}

/* -- revoke -------------------------------------------------------------------------------------- */

/* By its fingerprint, its line, or a file that has it. */
static int find_key(struct changing *c, const char *text, const struct principal **ret,
		    const char **ret_key, struct err *err)
{
	struct public_key key;
	char given[PUBLIC_KEY_FINGERPRINT], print[PUBLIC_KEY_FINGERPRINT];
	const char *wanted = text;

	if (!text_begins(text, "SHA256:")) {
		if (trust_key_of(text, &key, err) < 0)
			return -1;
		public_key_fingerprint(&key, given);
		wanted = given;
	}
	for (size_t i = 0; i < c->trust->principal_count; i++) {
		const struct principal *p = &c->trust->principals[i];

		for (size_t k = 0; k < p->key_count; k++) {
			if (public_key_parse(p->keys[k], &key, err) < 0)
				return -1;
			public_key_fingerprint(&key, print);
			if (strcmp(print, wanted) != 0)
				continue;
			*ret = p;
			*ret_key = p->keys[k];
			return 0;
		}
	}
	err_set(err, ERR_USAGE, "no principal has the key %s", wanted);
	return err_next(err, "git mcade trust list");
}

/* Those of `was` that are not among these. */
static void take_keys(struct changing *c, const struct principal *was, const char *const *keys,
		      size_t count, struct principal *ret)
{
	*ret = *was;
	ret->keys = NULL;
	ret->key_count = 0;
	for (size_t i = 0; i < was->key_count; i++)
		if (!texts_have(keys, count, was->keys[i]))
			*ARENA_PUSH(&c->s->arena, ret->keys, ret->key_count) = was->keys[i];
}

/* From the next event on these keys sign nothing here: a person's, all of them without --key. */
int trust_revoke(struct session *s, const struct option_values *o, struct result *ret,
		 struct err *err)
{
	const struct principal *was;
	const char **keys, *key;
	struct principal is;
	struct changing c;
	size_t count;

	if (o->operand_count != 2)
		return err_set(err, ERR_USAGE,
			       "expected: trust revoke ID|KEY [--key FILE] -m REASON");
	if (begin(&c, s, o, ret, err) < 0 ||
	    trust_keys(s, o, &c.act.refused, &keys, &count, err) < 0)
		return -1;
	if (c.act.refused.count)
		return act_refused(&c.act);
	was = trust_principal(c.trust, o->operands[1]);
	if (!was &&
	    (count || (id_is_valid(o->operands[1]) && access(o->operands[1], F_OK) < 0)))
		return find_person(&c, o->operands[1], &was, err);
	if (!was) {
		if (find_key(&c, o->operands[1], &was, &key, err) < 0)
			return -1;
		keys = &key;
		count = 1;
	}
	take_keys(&c, was, count ? keys : was->keys, count ? count : was->key_count, &is);
	return record_person(&c, was, &is, err);
}

/* -- recovery ------------------------------------------------------------------------------------ */

int trust_recovery(struct session *s, const struct option_values *o, struct result *ret,
		   struct err *err)
{
	struct changing c;
	struct trust next;
	const char **keys;
	size_t count;

	if (o->operand_count != 1)
		return err_set(err, ERR_USAGE, "expected: trust recovery --key FILE -m REASON");
	if (begin(&c, s, o, ret, err) < 0 ||
	    trust_keys(s, o, &c.act.refused, &keys, &count, err) < 0)
		return -1;
	if (c.act.refused.count)
		return act_refused(&c.act);
	if (count != 1)
		return err_set(err, ERR_USAGE, "a ledger has one recovery key: --key FILE");
	next = *c.trust;
	next.version++;
	next.recovery = keys[0];
	act_set(&c.act, FIELD_RECOVERY, keys[0]);
	return trust_record(&c.act, &next, err);
}
