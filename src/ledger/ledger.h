/*
 * session.h - what one run of the program holds: repository, configuration, clock, arena, the
 * verified view of the ledger, the signer. Everything that a test may want to replace is here.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/progress.h"
#include "ledger/memory.h"
#include "model/state.h"
#include "repo/repo.h"
#include "repo/tree_image.h"
#include "sign/signer.h"

struct evidence_store;
struct fold;
struct runbook;

#define LEDGER_REF_DEFAULT "refs/heads/mcade/ledger"

/*
 * A ledger up to one of its commits, verified by this process or remembered as verified. Its state
 * is the record's: that of the events that count.
 */
struct ledger_view {
	char id[65]; /* SHA-256 of the genesis commit, hex */
	struct oid head;
	char head_sha256[65]; /* of the head commit's bytes: what the next event must name */
	uint64_t sequence;    /* of the head */
	int64_t time;	      /* of the head */
	bool confirmed;	      /* the genesis is the one pinned outside the repository */
	struct oid tree;
	struct tree_image *image; /* of that tree */
	struct fold *fold;	  /* the record there: the fold of the events that count */
	struct state *state;	  /* the record's */
};

struct session {
	struct arena arena;
	struct repo *repo;	/* NULL for commands that need none */
	struct memory *memory;	/* pins and remembered heads, outside the repository */
	const char *ledger_ref; /* mcade.ledger, else LEDGER_REF_DEFAULT */
	const char *remote; /* mcade.remote, else the only remote, else "origin"; NULL: none */
	struct ledger_view *ledger;    /* the local branch, as session_ledger() gave it */
	struct signer *signer;	       /* once session_signer() has found it */
	const struct runbook *runbook; /* once session_runbook() has read it */
	struct oid followed; /* head of which governed_follow() has asked the remote */
	int64_t now;
	struct progress *progress;  /* told how far long work is; NULL: nobody looks */
	struct ledger_view **views; /* closed with the session */
	size_t view_count;
	struct evidence_store *evidence; /* opened when first asked */
};

/* What a command needs open before it begins. */
enum session_needs {
	NEEDS_NOTHING = 0,
	NEEDS_REPO = 1 << 0, /* session->repo; a linked work tree or bare repository will do */
	NEEDS_LEDGER = 1 << 1, /* session->ledger: verified up to its tip, confirmed */
};

/* Opens what is needed; hook: Git's environment says which repository and index. */
int session_begin(struct session *session, unsigned needs, bool hook, struct err *err);

void session_close(struct session *session);

/*
 * The ledger at the local branch: walks what is new since the remembered head, verifies it, and
 * remembers the new head. ERR_NOT_FOUND with `git mcade init` or the fetch line where there is
 * none; ERR_UNTRUSTED where it is broken, rewound or of another genesis; ERR_WAITING where no
 * pin confirms it (see session_open_unconfirmed()).
 */
int session_ledger(struct session *session, struct ledger_view **ret, struct err *err);

/* The command that fetches the ledger's branch, also where a clone follows one branch only. */
const char *session_fetch_line(struct session *session);

/* As session_ledger(), but an unconfirmed genesis is no error: view->confirmed says it. */
int session_ledger_unconfirmed(struct session *session, struct ledger_view **ret,
			       struct err *err);
/*
 * A view of a commit that is known to be verified (a remembered head, or one that
 * verifier_next() has just passed). raw: that commit's bytes. Belongs to the session.
 */
int session_view(struct session *session, const char *ledger, const struct oid *head,
		 struct bytes raw, struct ledger_view **ret, struct err *err);
/* A view that was made in the session's arena is closed with it. */
void session_keep_view(struct session *session, struct ledger_view *view);
/* The view remembered for "local" or a remote, its bytes checked again; NULL: never seen. */
int session_remembered(struct session *session, const char *ledger, const char *remote,
		       struct ledger_view **ret, struct err *err);
int session_remember(struct session *session, const char *remote,
		     const struct ledger_view *view, struct err *err);
/*
 * Verifies up to `tip` from behind a view (NULL: from the genesis); *ret belongs to the session. 1: it
 * is bad, *err says what (ERR_UNTRUSTED), and *ret is the last good event or NULL.
 */
int session_verify(struct session *session, const struct ledger_view *from,
		   const struct oid *tip, struct ledger_view **ret, struct err *err);
/* Turns findings of ledger_verify() into ERR_UNTRUSTED; returns -1. */
int session_untrusted(const struct findings *findings, struct err *err);

/* The runbook in force. ERR_NOT_FOUND with `git mcade adopt` where nothing is adopted. */
int session_runbook(struct session *session, const struct ledger_view *ledger,
		    const struct runbook **ret, struct err *err);

/* The person's key: user.signingkey, ssh-agent, ~/.ssh/id_ed25519. */
int session_signer(struct session *session, struct signer **ret, struct err *err);
/* The principal of session->ledger whose key that is; NULL: nobody's. */
int session_principal(struct session *session, const struct principal **ret, struct err *err);
/* The same before the ledger knows it: what a newcomer would sign with. */
int session_own_key(struct session *session, struct public_key *ret, struct err *err);

#endif
