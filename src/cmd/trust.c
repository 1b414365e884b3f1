/* git mcade trust: who may do what. */
#include "cmd/act.h"
#include "base/cleanup.h"
#include "base/printable.h"
#include "engine/adoption.h"
#include "model/ids.h"
#include "report/output.h"
#include "sign/keyfile.h"

static const struct option options[] = {
	{OPTION_LIST, 0, "key", "FILE", "public key file, or the key line itself"},
	{OPTION_LIST, 0, "role", "ROLE", "root, owner, operator, reviewer, ci"},
	{OPTION_TEXT, 0, "name", "NAME", "how events name the person (default: NAME)"},
	{OPTION_TEXT, 0, "email", "EMAIL", "the email of user.email there"},
	OPTIONS_ACT,
	{0},
};

/* -- list ---------------------------------------------------------------------------------------- */

static int fingerprint(const char *key, char ret[PUBLIC_KEY_FINGERPRINT], struct err *err)
{
	struct public_key parsed;

	if (public_key_parse(key, &parsed, err) < 0)
		return -1;
	public_key_fingerprint(&parsed, ret);
	return 0;
}

static int list_text(const struct trust *trust, struct strbuf *out, struct err *err)
{
	char print[PUBLIC_KEY_FINGERPRINT];

	strbuf_addf(out, "trust version %" PRIu64 ", threshold %" PRIu64 "\n", trust->version,
		    trust->threshold);
	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *p = &trust->principals[i];

		strbuf_addf(out, "%s  %s <%s>\n", p->id, p->name, p->email);
		strbuf_addstr(out, "    roles:");
		for (size_t k = 0; k < p->role_count; k++)
			strbuf_addf(out, " %s", p->roles[k]);
		strbuf_addch(out, '\n');
		for (size_t k = 0; k < p->key_count; k++) {
			if (fingerprint(p->keys[k], print, err) < 0)
				return -1;
			strbuf_addf(out, "    key: %s\n", print);
		}
	}
	return 0;
}

static int list(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct trust *trust;
	struct json_writer w;

	if (state_trust(s->ledger->state, &trust, err) < 0)
		return -1;
	if (!option_flag(o, "json"))
		return list_text(trust, &out, err) < 0 ? -1 : output_data(&out, err);
	output_json_begin(&w, &out, "trust");
	jw_field_string(&w, "ledger", s->ledger->id);
	jw_field_int(&w, "version", (int64_t)trust->version);
	jw_field_int(&w, "threshold", (int64_t)trust->threshold);
	jw_key(&w, "principals");
	jw_array(&w);
	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *p = &trust->principals[i];

		jw_object(&w);
		jw_field_string(&w, "id", p->id);
		jw_field_string(&w, "name", p->name);
		jw_field_string(&w, "email", p->email);
		jw_field_list(&w, "keys", p->keys, p->key_count);
		jw_field_list(&w, "roles", p->roles, p->role_count);
		jw_end(&w);
	}
	jw_end(&w);
	return output_json_end(&w, &out, err);
}

/* -- add ----------------------------------------------------------------------------------------- */

static int add_keys(struct session *s, const struct option_values *o, struct act *act,
		    struct err *err)
{
	size_t count;
	const char **keys = option_list(o, "key", &count);

	for (size_t i = 0; i < count; i++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		struct public_key key;
		bool literal = !strncmp(keys[i], "ssh-", 4) || !strncmp(keys[i], "sk-ssh-", 7);

		if (literal ? public_key_parse(keys[i], &key, err) < 0
			    : keyfile_read_public(keys[i], &key, err) < 0)
			return -1;
		public_key_format(&key, &text);
		act_set(act, FIELD_KEY, arena_strdup(&s->arena, text.buf));
	}
	return 0;
}

static int add(struct session *s, const struct option_values *o, struct err *err)
{
	const struct principal *known;
	const struct trust *trust;
	const char *id, *name = option_text(o, "name"), *email = option_text(o, "email");
	const char **roles;
	struct act act;
	size_t count;
	int status;

	if (o->operand_count != 2)
		return err_set(err, ERR_USAGE, "expected: trust add ID --key FILE --role ROLE");
	id = o->operands[1];
	if (!id_is_valid(id))
		return err_set(err, ERR_USAGE, "'%s' is no id: expected " ID_GRAMMAR, id);
	if (act_begin(&act, s, o, EVENT_TRUST, err) < 0 ||
	    state_trust(s->ledger->state, &trust, err) < 0)
		return -1;
	known = trust_principal(trust, id);
	if (!known && !email)
		return err_set(err, ERR_USAGE,
			       "'%s' is new: give --email (the user.email there)", id);
	act_set(&act, FIELD_PRINCIPAL, id);
	act_set(&act, FIELD_NAME, name ? name : known ? known->name : id);
	act_set(&act, FIELD_EMAIL, email ? email : known->email);
	if (add_keys(s, o, &act, err) < 0)
		return -1;
	roles = option_list(o, "role", &count);
	for (size_t i = 0; i < count; i++)
		act_set(&act, FIELD_ROLE, roles[i]);
	status = act_record(&act, err);
	if (status)
		return status;
	if (adoption_settle(s, err) < 0)
		return -1;
	return act_show(&act, err);
}

static int export(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;
	const char *path;

	if (adoption_export(s, &path, err) < 0)
		return -1;
	if (option_flag(o, "json")) {
		output_json_begin(&w, &out, "trust");
		jw_field_string(&w, "ledger", s->ledger->id);
		jw_field_string(&w, "path", path);
		return output_json_end(&w, &out, err);
	}
	strbuf_addf(&out, "%s\n", path);
	return output_data(&out, err);
}

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	const char *verb = o->operand_count ? o->operands[0] : "list";

	if (!strcmp(verb, "list"))
		return list(s, o, err);
	if (!strcmp(verb, "add"))
		return add(s, o, err);
	if (!strcmp(verb, "export"))
		return export(s, o, err);
	if (!strcmp(verb, "revoke") || !strcmp(verb, "reattest") ||
	    !strcmp(verb, "threshold") || !strcmp(verb, "enact"))
		return err_set(err, ERR_UNSUPPORTED,
			       "'trust %s' comes with a later version than %s", verb,
			       MCADE_VERSION);
	return err_set(err, ERR_USAGE, "'%s' is none of list, add, export", verb);
}

const struct subcommand cmd_trust = {
	.name = "trust",
	.group = GROUP_SETUP,
	.usage = "list | add ID --key FILE --role ROLE [--name NAME] --email EMAIL | export",
	.summary = "who may do what: principals, keys, roles",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run,
};
