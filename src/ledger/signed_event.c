#include "ledger/signed_event.h"

#include "base/cleanup.h"
#include "sign/sshsig.h"

static enum signed_fault read_all(struct bytes raw, struct arena *a, struct signed_event *ret,
				  struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf payload = STRBUF_INIT;
	struct ledger_commit *commit = &ret->commit;

	if (ledger_commit_parse(raw, a, commit, err) < 0)
		return NO_LEDGER_COMMIT;
	ledger_commit_build(commit, false, &payload);
	if (sshsig_verify(bytes_of(payload.buf, payload.len), commit->armor,
			  strlen(commit->armor), "git", &ret->key, err) < 0)
		return NO_GOOD_SIGNATURE;
	return event_decode(commit->message, a, &ret->event, err) < 0 ? NO_EVENT : SIGNED_WELL;
}

void signed_event_read(struct bytes raw, struct arena *a, struct signed_event *ret)
{
	struct err err, *why;

	*ret = (struct signed_event){0};
	digest_sha256_hex(raw.data, raw.len, ret->sha256);
	ret->fault = read_all(raw, a, ret, &err);
	if (ret->fault == SIGNED_WELL)
		return;
	err_copy(why = arena_alloc(a, sizeof(*why)), &err);
	ret->err = why;
}
