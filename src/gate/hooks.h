/*
 * hooks.h - how the program comes to stand at Git's doors, and leaves them again. At each door stands
 * a file of its own that calls it (hooks_front.h); a hook that was there before is kept as
 * <hook>.mcade-prev and runs first.
 */
#ifndef GATE_HOOKS_H
#define GATE_HOOKS_H

#include "base/cleanup.h"
#include "ledger/ledger.h"

#define HOOK_PREVIOUS ".mcade-prev"

enum hook_state {
	HOOK_OURS,
	HOOK_CALLED, /* another program's file, which calls ours: hooks_reach() saw it */
	HOOK_ABSENT,
	HOOK_OTHER,    /* another program's file */
	HOOK_DANGLING, /* ours, but the program is no longer there */
	HOOK_OLDER, /* ours as an earlier version made it: a link into the program, another text */
};

struct hook_info {
	const char *name, *path;
	enum hook_state state;
	bool has_previous; /* <hook>.mcade-prev stands beside it */
	/* the file of another program, or of the team, and the line for it that calls us; NULL */
	const char *add_to, *add;
};

struct hook_report {
	const char *directory; /* NULL: hooks live in the configuration (git 2.54 and later) */
	const char *foreign;   /* core.hooksPath that is not this repository's: left alone */
	const char
		*managed; /* core.hooksPath is a folder of the team's files: left alone, too */
	struct hook_info hooks[4];
	size_t count;
	bool driver;		  /* the merge driver of logs is configured */
	const char *driver_fault; /* mergelog_try() */
	bool server; /* a bare repository: it needs a genesis, or every push is refused */
	const char *genesis; /* that a server is pinned to; NULL: none */
};

bool hook_stands(const struct hook_info *hook); /* ours, or seen to call ours */
/* What stands at each door now. */
int hooks_status(const struct ledger *l, struct hook_report *ret, struct err *err);
/*
 * Before anything else is made: can they be installed? The folder that git looks in is made, with
 * those above it; one that is not this repository's is left alone, and no error.
 */
int hooks_room(const struct ledger *l, struct err *err);
/*
 * Installs; again is no change. In a bare repository: pre-receive, and the genesis is pinned to
 * `expect_genesis` (NULL: the pin that is there). ERR_CONFLICT where core.hooksPath is not this
 * repository's: err->next is the line for that hook. Where it is `managed` nothing is written.
 */
int hooks_install(const struct ledger *l, const char *expect_genesis, struct hook_report *ret,
		  struct err *err);
/* Removes what hooks_install() made and puts previous hooks back. */
int hooks_uninstall(const struct ledger *l, struct hook_report *ret, struct err *err);

/*
 * Runs <hook>.mcade-prev, if there is one, in the world that git gave us (proc_hand_over()). input:
 * what was read of stdin; NULL: nothing was. *ret_status is its exit status; 0 when there is none,
 * and *ret_ran says which. Where it is what calls us it is not run again; on a server: ERR_CONFLICT.
 */
int hooks_run_previous(const struct ledger *l, const char *hook, const char *const *args,
		       size_t count, const struct bytes *input, bool *ret_ran, int *ret_status,
		       struct err *err);

/*
 * From here on the hook has mcade.hookTimeout to answer (60 s for pre-receive, where others wait;
 * 10 minutes for a person's own), then the process ends with 128. hooks_unwatch() calls it off.
 */
struct watchdog;
int hooks_watch(const struct ledger *l, const char *hook, struct watchdog **ret,
		struct err *err);
void hooks_unwatch(struct watchdog *dog);
CLEANUP_POINTER(struct watchdog, hooks_unwatch)

/* Really makes commits and a push that must be refused, in a scratch repository. */
#define HOOK_TRIALS 3
struct hook_trial {
	const char *name;  /* "a commit on the ledger's branch" */
	bool refused;	   /* as it should be */
	const char *first; /* first line that was said */
};
int hooks_try(const struct ledger *l, struct hook_trial ret_trials[HOOK_TRIALS],
	      struct err *err);
/*
 * The same with what stands at the doors of this repository, where it is not ours: HOOK_OTHER becomes
 * HOOK_CALLED where it hands our refusal on.
 */
int hooks_reach(const struct ledger *l, struct hook_report *report, struct err *err);

#endif
