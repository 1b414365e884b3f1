/* git mcade trust: who may do what. */
#include "cmd/trust.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/texts.h"
#include "remote/join.h"
#include "model/ids.h"
#include "sign/keyfile.h"

const struct option options_trust[] = {
	{OPTION_LIST, 0, "key", "FILE", "public key file, or the key line itself"},
	{OPTION_LIST, 0, "role", "ROLE",
	 "root, owner, operator, reviewer, ci, or one of your own"},
	{OPTION_LIST, 0, "may", "ACTS", "what a role may: ACT[,ACT] or 'ACT[,ACT] in ENV'"},
	{OPTION_TEXT, 0, "name", "NAME", "how events name the person (default: NAME)"},
	{OPTION_TEXT, 0, "email", "EMAIL",
	 "the user.email there (default: the key's comment, where it is an address)"},
	OPTIONS_ACT,
	{0},
};

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

int trust_key_of(const char *text, struct public_key *ret, struct err *err)
{
	return text_begins(text, "ssh-") || text_begins(text, "sk-ssh-")
		       ? public_key_parse(text, ret, err)
		       : keyfile_read_public(text, ret, err);
}

int trust_keys(struct session *s, const struct option_values *o, struct findings *refused,
	       const char ***ret, size_t *ret_count, struct err *err)
{
	size_t count;
	const char **keys = option_list(o, "key", &count), **list = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < count; i++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		struct public_key key;

		if (trust_key_of(keys[i], &key, err) < 0) {
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
int trust_record(struct act *act, const struct trust *next, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct session *s = act->session;
	struct attachment file = {.path = "trust.yaml"};
	int status;

	trust_write(next, &text);
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
	struct trust next;
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
	    trust_keys(s, o, &act.refused, &keys, &key_count, err) < 0)
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
	next = trust_with(trust, &p, &s->arena);
	act_set(&act, FIELD_PRINCIPAL, p.id);
	act_set(&act, FIELD_NAME, p.name);
	act_set(&act, FIELD_EMAIL, p.email);
	for (size_t i = 0; i < key_count; i++)
		act_set(&act, FIELD_KEY, keys[i]);
	for (size_t i = 0; i < role_count; i++)
		act_set(&act, FIELD_ROLE, roles[i]);
	return trust_record(&act, &next, err);
}

static int export(struct session *s, const struct option_values *o UNUSED, struct result *ret,
		  struct err *err)
{
	struct trust_result *r = arena_alloc(&s->arena, sizeof(*r));

	r->ledger = s->ledger.view;
	result_is_trust(ret, r);
	return adoption_export(&s->ledger, &r->path, err);
}

int cmd_trust(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	static const struct {
		const char *word;
		command_fn *run;
	} verbs[] = {{"list", trust_list},     {"add", add},
		     {"set", trust_set},       {"role", trust_role_set},
		     {"revoke", trust_revoke}, {"recovery", trust_recovery},
		     {"void", trust_void},     {"export", export}};
	const char *verb = o->operand_count ? o->operands[0] : "list",
		   *words[ARRAY_SIZE(verbs)];
	const char *meant;

	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (!strcmp(verb, verbs[i].word))
			return verbs[i].run(s, o, ret, err);
		words[i] = verbs[i].word;
	}
	if (!strcmp(verb, "reattest") || !strcmp(verb, "threshold") || !strcmp(verb, "enact"))
		return err_set(err, ERR_UNSUPPORTED, "'trust %s' is not implemented in %s",
			       verb, MCADE_VERSION);
	err_set(err, ERR_USAGE,
		"unknown action '%s': expected list, add, set, role, revoke, recovery, void or "
		"export",
		verb);
	if (!strcmp(verb, "rotate"))
		return err_next(err, "git mcade trust set ID --key FILE");
	meant = nearest_word(verb, words, ARRAY_SIZE(words));
	return meant ? err_next(err, "hint: git mcade trust %s", meant) : -1;
}
