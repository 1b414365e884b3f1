/* git mcade init: the trust root and the first event. */
#include "base/cleanup.h"
#include "cmd/act.h"
#include "cmd/hooks.h"
#include "document/importable.h"
#include "gate/hooks.h"
#include "remote/join.h"
#include "ledger/governed.h"
#include "ledger/starter.h"
#include "model/ids.h"
#include "repo/repo.h"
#include "report/output.h"
#include "sign/keyfile.h"
#include "sign/signer.h"

#include <errno.h>
#include <sys/stat.h>

const struct option options_init[] = {
	{OPTION_TEXT, 0, "principal", "ID", "your id in the ledger (default: from user.email)"},
	{OPTION_TEXT, 0, "key", "FILE",
	 "your SSH key (default: user.signingkey, ssh-agent, "
	 "~/.ssh/id_ed25519)"},
	{OPTION_FLAG, 0, "new-key", NULL, "make a new key for this, without passphrase"},
	{OPTION_TEXT, 0, "recovery-key", "FILE",
	 "public key kept offline, to recover the ledger"},
	{OPTION_FLAG, 0, "offline", NULL, "do not ask the remotes whether they have a ledger"},
	{OPTION_FLAG, 0, "no-hooks", NULL, "do not install hooks"},
	OPTIONS_ACT,
	{0},
};

static int identity(struct session *s, const struct option_values *o, struct act *act,
		    struct err *err)
{
	const char *id = option_text(o, "principal"), *name, *email;

	name = repo_config_get(s->ledger.repo, "user.name");
	email = repo_config_get(s->ledger.repo, "user.email");
	if (!name || !email) {
		err_set(err, ERR_NOT_FOUND, "Git does not know who you are");
		return err_next(err, "git config --global user.name NAME && "
				     "git config --global user.email EMAIL");
	}
	if (!id)
		id = id_from_email(email, &s->arena);
	if (!id_is_valid(id))
		return err_set(err, ERR_USAGE, "'%s' is not a valid id: expected " ID_GRAMMAR,
			       id);
	act_set(act, FIELD_PRINCIPAL, id);
	act_set(act, FIELD_NAME, name);
	act_set(act, FIELD_EMAIL, email);
	return 0;
}

static int new_key(struct session *s, struct err *err)
{
	const char *home = getenv("HOME");
	struct public_key key;
	const char *folder, *path;

	if (!home)
		return err_set(err, ERR_IO, "HOME is not set: nowhere to keep a key");
	folder = arena_printf(&s->arena, "%s/.ssh", home);
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return err_errno(err, "cannot make folder '%s'", folder);
	path = arena_printf(&s->arena, "%s/id_ed25519_mcade", folder);
	if (keyfile_generate(path, "git-mcade", &key, err) < 0)
		return -1;
	output_note("made key %s", path);
	return repo_config_set(s->ledger.repo, "mcade.signingKey", path, err);
}

static int key(struct session *s, const struct option_values *o, struct act *act,
	       struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *recovery = option_text(o, "recovery-key");
	const char *path = option_text(o, "key");
	struct public_key offline;
	struct signer *signer;

	if (option_flag(o, "new-key") && new_key(s, err) < 0)
		return -1;
	if (path && repo_config_set(s->ledger.repo, "mcade.signingKey", path, err) < 0)
		return -1;
	if (person_signer(&s->ledger, &signer, err) < 0) {
		/* who has a key, be it locked, damaged or one of several, is led to no other */
		if (err->code == ERR_NOT_FOUND &&
		    (!err->next[0] || !strcmp(err->next, SIGNER_NO_KEY)))
			err_next(err, "git mcade init --new-key");
		return -1;
	}
	public_key_format(&signer->key, &text);
	act_set(act, FIELD_KEY, text.buf);
	if (!recovery)
		return 0;
	if (keyfile_read_public(recovery, &offline, err) < 0)
		return -1;
	strbuf_setlen(&text, 0);
	public_key_format(&offline, &text);
	act_set(act, FIELD_RECOVERY, text.buf);
	return 0;
}

/* The first trust.yaml: one root, and the roles that a team begins with. */
static void add_trust(struct session *s, struct act *act, struct attachment *ret)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct event *event = &act->intent.event;
	struct principal first = {.id = event_get(event, FIELD_PRINCIPAL),
				  .name = event_get(event, FIELD_NAME),
				  .email = event_get(event, FIELD_EMAIL),
				  .keys = event->fields[FIELD_KEY].items,
				  .key_count = event->fields[FIELD_KEY].count};
	struct trust trust = trust_genesis(&first, event_get(event, FIELD_RECOVERY), &s->arena);

	trust_write(&trust, &text);
	*ret = (struct attachment){
		"trust.yaml", bytes_of(arena_memdup(&s->arena, text.buf, text.len), text.len)};
	event_set(event, &s->arena, FIELD_RULES, arena_printf(&s->arena, "%d", LEDGER_RULES));
	act->intent.attachments = ret;
	act->intent.attachment_count = 1;
}

/* The runbook that was left, or the document that lists the steps already. */
static const char *first_way(struct session *s)
{
	const char *path = importable_find(s->ledger.repo, &s->arena);

	return path ? arena_printf(&s->arena, "%s; or, from the document: %s", STARTER_HINT,
				   importable_command(path, &s->arena))
		    : STARTER_HINT;
}

int cmd_init(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct attachment file;
	struct err unmarked; /* the ledger is there all the same */
	struct act act;
	bool left;
	int status;

	if (act_begin(&act, s, o, EVENT_INIT, ret, err) < 0 ||
	    adoption_room(&s->ledger, option_flag(o, "offline"), &act.refused, err) < 0)
		return -1;
	if (act.refused.count)
		return act_refused(&act);
	if (identity(s, o, &act, err) < 0 ||
	    (!option_flag(o, "no-hooks") && hooks_room(&s->ledger, err) < 0) ||
	    key(s, o, &act, err) < 0 || governed_tips(&s->ledger, &act.intent.event, err) < 0)
		return -1;
	act.intent.create = true;
	add_trust(s, &act, &file);
	status = act_record(&act, err);
	if (status)
		return status;
	if (adoption_settle(&s->ledger, err) < 0 || starter_leave(&s->ledger, &left, err) < 0 ||
	    (!option_flag(o, "no-hooks") && hooks_settle(s, err) < 0))
		return -1;
	if (governed_mark_runbook(&s->ledger, &unmarked) < 0)
		output_note("mcade: warning: runbook.yaml does not name the ledger: %s\n"
			    "  hint: put this line into it: ledger: %s",
			    unmarked.text, s->ledger.view->id);
	if (!option_text(o, "recovery-key"))
		output_note(
			"warning: if its only key is lost, this ledger ends: back it up, or "
			"add a second root (git mcade trust add NAME --key FILE --role root)");
	output_note("ledger %s\n  give this id to your team: each compares it when joining\n  "
		    "%s",
		    s->ledger.view->id,
		    left ? first_way(s)
			 : "hint: commit runbook.yaml with the ledger's id, then: git mcade "
			   "adopt");
	return act_recorded(&act);
}
