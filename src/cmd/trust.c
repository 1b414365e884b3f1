/* git mcade trust: who may do what. */
#include "cmd/act.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/texts.h"
#include "remote/join.h"
#include "model/ids.h"
#include "sign/keyfile.h"

const struct option options_trust[] = {
	{OPTION_LIST, 0, "key", "FILE", "public key file, or the key line itself"},
	{OPTION_LIST, 0, "role", "ROLE", "root, owner, operator, reviewer, ci"},
	{OPTION_TEXT, 0, "name", "NAME", "how events name the person (default: NAME)"},
	{OPTION_TEXT, 0, "email", "EMAIL",
	 "the user.email there (default: the key's comment, where it is an address)"},
	OPTIONS_ACT,
	{0},
};

/* -- list ---------------------------------------------------------------------------------------- */

static int fingerprint(const char *key, struct arena *a, const char **ret, struct err *err)
{
	char print[PUBLIC_KEY_FINGERPRINT];
	struct public_key parsed;

	if (public_key_parse(key, &parsed, err) < 0)
		return -1;
	public_key_fingerprint(&parsed, print);
	*ret = arena_strdup(a, print);
	return 0;
}

static int list(struct session *s, struct result *ret, struct err *err)
{
	struct trust_result *r = arena_alloc(&s->arena, sizeof(*r));
	size_t count = 0;

	r->ledger = s->ledger.view;
	if (state_trust(r->ledger->state, &r->trust, err) < 0)
		return -1;
	for (size_t i = 0; i < r->trust->principal_count; i++) {
		const struct principal *p = &r->trust->principals[i];

		for (size_t k = 0; k < p->key_count; k++)
			if (fingerprint(p->keys[k], &s->arena,
					ARENA_PUSH(&s->arena, r->fingerprints, count), err) < 0)
				return -1;
	}
	result_is_trust(ret, r);
	return 0;
}

/* -- add ----------------------------------------------------------------------------------------- */

/* A list with those of `more` that it has not got. */
static const char **joined(struct arena *a, const char **old, size_t old_count,
			   const char *const *more, size_t more_count, size_t *ret_count)
{
	const char **list = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < old_count; i++)
		*ARENA_PUSH(a, list, *ret_count) = old[i];
	for (size_t i = 0; i < more_count; i++)
		if (!texts_have(list, *ret_count, more[i]))
			*ARENA_PUSH(a, list, *ret_count) = more[i];
	return list;
}

/* A key of a kind that signs nothing here is a no, and no riddle: `refused` has it. */
static int read_keys(struct session *s, const struct option_values *o, struct findings *refused,
		     const char ***ret, size_t *ret_count, struct err *err)
{
	size_t count;
	const char **keys = option_list(o, "key", &count), **list = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < count; i++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		struct public_key key;
		bool literal = text_begins(keys[i], "ssh-") || text_begins(keys[i], "sk-ssh-");

		if (literal ? public_key_parse(keys[i], &key, err) < 0
			    : keyfile_read_public(keys[i], &key, err) < 0) {
			if (err->code != ERR_UNSUPPORTED)
				return -1;
			finding_add(refused, RULE_PERMISSION, FINDING_ERROR,
				    (struct finding){
					    .expected = "an ed25519 key",
					    .found = "another kind",
					    .fix = "hint: ssh-keygen -t ed25519 makes one"},
				    "%s", err->text);
			continue;
		}
		public_key_format(&key, &text);
		*ARENA_PUSH(&s->arena, list, *ret_count) = arena_strdup(&s->arena, text.buf);
	}
	*ret = list;
	return 0;
}

/* The address that the comment of the first key is; NULL: it is another text. ssh-keygen writes
 * user@host there by itself, which is no address: a host that has a dot is taken for one. */
static const char *address_of(struct session *s, const struct option_values *o)
{
	size_t count;
	const char **keys = option_list(o, "key", &count), *text = count ? keys[0] : "", *at;
	struct bytes file = {"", 0};
	struct err ignored;

	if (count && !text_begins(text, "ssh-") && !text_begins(text, "sk-ssh-")) {
		file_read(text, LIMIT_KEY_FILE, &s->arena, &file, &ignored);
		text = arena_strndup(&s->arena, file.data, file.len);
	}
	text = public_key_comment(text);
	text = arena_strndup(&s->arena, text, strcspn(text, "\r\n"));
	at = strchr(text, '@');
	return at && at > text && strchr(at + 1, '.') && !strchr(at + 1, '@') &&
			       !strpbrk(text, " \t<>")
		       ? text
		       : NULL;
}

/* The event carries the whole new trust.yaml; its fields say what is new in it. */
static int record_trust(struct session *s, struct act *act, const struct principal *principal,
			struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct trust *trust;
	struct trust next;
	struct attachment file = {.path = "trust.yaml"};
	int status;

	if (state_trust(s->ledger.view->state, &trust, err) < 0)
		return -1;
	next = trust_with(trust, principal, &s->arena);
	if (!next.principal_count) { /* no such trust.yaml can be read, let alone judged */
		finding_add(
			&act->refused, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
			(struct finding){.expected = "a root",
					 .found = "none",
					 .fix = "hint: let in another root first: git mcade "
						"trust add ID --key FILE --role root"},
			"no principal would be root");
		return act_refused(act);
	}
	trust_write(&next, &text);
	file.data = bytes_of(text.buf, text.len);
	act->intent.attachments = &file;
	act->intent.attachment_count = 1;
	act->intent.only_on = s->ledger.view->head;
	status = act_record(act, err);
	if (status)
		return status;
	if (adoption_settle(&s->ledger, err) < 0)
		return -1;
	return act_recorded(act);
}

static int add(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	const struct principal *known;
	const struct trust *trust;
	const char *name = option_text(o, "name"), *email = option_text(o, "email");
	const char **keys, **roles;
	struct principal p = {0};
	struct act act;
	size_t key_count, role_count;

	if (o->operand_count != 2)
		return err_set(err, ERR_USAGE, "expected: trust add ID --key FILE --role ROLE");
	p.id = o->operands[1];
	if (!id_is_valid(p.id))
		return err_set(err, ERR_USAGE, "'%s' is not a valid id: expected " ID_GRAMMAR,
			       p.id);
	if (act_begin(&act, s, o, EVENT_TRUST, ret, err) < 0 ||
	    state_trust(s->ledger.view->state, &trust, err) < 0 ||
	    read_keys(s, o, &act.refused, &keys, &key_count, err) < 0)
		return -1;
	if (act.refused.count)
		return act_refused(&act);
	known = trust_principal(trust, p.id);
	if (!known && !email)
		email = address_of(s, o);
	if (!known && !email)
		return err_set(
			err, ERR_USAGE,
			"'%s' is new, and the comment of the key is not an address: give "
			"--email (the user.email there)",
			p.id);
	p.name = name ? name : known ? known->name : p.id;
	p.email = email ? email : known->email;
	roles = option_list(o, "role", &role_count);
	p.keys = joined(&s->arena, known ? known->keys : NULL, known ? known->key_count : 0,
			keys, key_count, &p.key_count);
	p.roles = joined(&s->arena, known ? known->roles : NULL, known ? known->role_count : 0,
			 roles, role_count, &p.role_count);
	act_set(&act, FIELD_PRINCIPAL, p.id);
	act_set(&act, FIELD_NAME, p.name);
	act_set(&act, FIELD_EMAIL, p.email);
	for (size_t i = 0; i < key_count; i++)
		act_set(&act, FIELD_KEY, keys[i]);
	for (size_t i = 0; i < role_count; i++)
		act_set(&act, FIELD_ROLE, roles[i]);
	return record_trust(s, &act, &p, err);
}

/* From the next event on, these keys (without --key: all of that person's) sign nothing here. */
static int revoke(struct session *s, const struct option_values *o, struct result *ret,
		  struct err *err)
{
	const struct principal *known;
	const struct trust *trust;
	struct principal p;
	struct act act;
	const char **keys;
	size_t count;

	if (o->operand_count != 2)
		return err_set(err, ERR_USAGE,
			       "expected: trust revoke ID [--key FILE] -m REASON");
	if (act_begin(&act, s, o, EVENT_TRUST, ret, err) < 0 ||
	    state_trust(s->ledger.view->state, &trust, err) < 0 ||
	    read_keys(s, o, &act.refused, &keys, &count, err) < 0)
		return -1;
	if (act.refused.count)
		return act_refused(&act);
	known = trust_principal(trust, o->operands[1]);
	if (!known)
		return err_set(err, ERR_USAGE, "'%s' is not a principal", o->operands[1]);
	p = *known;
	p.keys = NULL;
	p.key_count = 0;
	for (size_t i = 0; count && i < known->key_count; i++)
		if (!texts_have(keys, count, known->keys[i]))
			*ARENA_PUSH(&s->arena, p.keys, p.key_count) = known->keys[i];
	if (p.key_count == known->key_count)
		return err_set(err, ERR_USAGE, "'%s' has no such key", known->id);
	act_set(&act, FIELD_PRINCIPAL, known->id);
	for (size_t i = 0; i < count; i++)
		act_set(&act, FIELD_KEY, keys[i]);
	return record_trust(s, &act, &p, err);
}

static int export(struct session *s, struct result *ret, struct err *err)
{
	struct trust_result *r = arena_alloc(&s->arena, sizeof(*r));

	r->ledger = s->ledger.view;
	result_is_trust(ret, r);
	return adoption_export(&s->ledger, &r->path, err);
}

int cmd_trust(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	const char *verb = o->operand_count ? o->operands[0] : "list";

	if (!strcmp(verb, "list"))
		return list(s, ret, err);
	if (!strcmp(verb, "add"))
		return add(s, o, ret, err);
	if (!strcmp(verb, "export"))
		return export(s, ret, err);
	if (!strcmp(verb, "revoke"))
		return revoke(s, o, ret, err);
	if (!strcmp(verb, "reattest") || !strcmp(verb, "threshold") || !strcmp(verb, "enact"))
		return err_set(err, ERR_UNSUPPORTED, "'trust %s' is not implemented in %s",
			       verb, MCADE_VERSION);
	return err_set(err, ERR_USAGE,
		       "unknown action '%s': expected list, add, revoke or export", verb);
}
