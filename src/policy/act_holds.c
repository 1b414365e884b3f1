/* What holds an act back: locks, freezes, halts, blocks and their kind; and acts about them. */
#include "policy/act_internal.h"

#include "base/quote.h"
#include "base/time.h"
#include "base/texts.h"
#include "runbook/exceptions.h"
#include "runbook/holds.h"

/* NULL: there is none, or this version has not got its command. */
static const char *way_out(struct judging *j, enum event_word word, const char *id)
{
	enum event_word lift = event_info(word)->lift;
	const char *command = event_info(lift)->command;

	if (!command)
		return NULL;
	if (word == EVENT_HALT)
		return act_allowed(j, lift,
				   arena_printf(j->a, "git mcade %s --env %s -m REASON",
						command, j->environment));
	if (j->subject.type == SUBJECT_STEP && !strcmp(id, j->subject.id))
		return act_command(j, lift, "-m REASON");
	if (event_info(lift)->subjects & ON_PATH)
		return act_allowed(j, lift,
				   arena_printf(j->a, "git mcade %s --path %s -m REASON",
						command, shell_quote(id, j->a)));
	return act_allowed(j, lift,
			   arena_printf(j->a, "git mcade %s %s -m REASON", command, id));
}

/*
 * `by`: who, or where, with the word before it; `terms`: until when, and why; "" where nothing is
 * known. A hold that has the name of what it holds is not named twice.
 */
static void held(struct judging *j, enum event_word word, const char *id, const char *terms,
		 const char *by)
{
	const char *what = j->subject.id ? j->subject.id : j->environment;
	const char *name = strcmp(id, "env") != 0 ? id : j->environment;
	enum rule_id rule = event_info(word)->rule;
	const char *is = rule == RULE_DEPRECATION ? "deprecated" : rule_word(rule);
	const char *way = way_out(j, word, id);

	if (strcmp(name, what) != 0)
		by = arena_printf(j->a, " by %s '%s'%s%s", event_info(word)->word, name,
				  *by ? "," : "", by);
	act_no(j, rule, "no hold on it",
	       arena_printf(j->a, "%s:%s%s", event_info(word)->word, id, by), NULL,
	       "'%s' is %s%s%s", what, is, by, terms);
	j->found->items[j->found->count - 1].allow = way;
}

/* " by ada in event 12" */
static const char *set_by(struct judging *j, uint64_t sequence)
{
	const char *who;
	int64_t when;

	if (!state_signer(j->act->record, sequence, &who, &when))
		return arena_printf(j->a, " by event %" PRIu64, sequence);
	return arena_printf(j->a, " by %s in event %" PRIu64, who, sequence);
}

static const char *terms(struct judging *j, const char *until, const char *reason)
{
	return arena_printf(j->a, "%s%s%s%s", until ? " until " : "", until ? until : "",
			    reason ? ": " : "", reason ? reason : "");
}

static int check_subject(struct judging *j, const char *path, unsigned class)
{
	const struct subject *s;
	const struct entry *entry;
	size_t at = 0;

	if (state_subject(j->act->record, path, &s, j->err) < 0)
		return -1;
	while ((entry = subject_next(s, "holds/", &at))) {
		enum event_word word;
		const char *id;

		if (!event_hold_parts(entry->slot + strlen("holds/"), j->a, &word, &id) ||
		    !(event_info(word)->binds & class) ||
		    (word == EVENT_HALT && !act_untimely(j) && halt_is_over(entry, j->time)))
			continue;
		held(j, word, id,
		     terms(j, entry_get(entry, "until"), entry_get(entry, "reason")),
		     set_by(j, entry->sequence));
	}
	return 0;
}

/* -- what the runbook itself holds --------------------------------------------------------------- */

static bool lies_in(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return !strncmp(path, folder, len) &&
	       (!path[len] || path[len] == '/' || (len && folder[len - 1] == '/'));
}

/* A path is deprecated by an act, the file itself or a folder above it. */
static int check_deprecated(struct judging *j, const char *uses)
{
	const struct hold_state *holds;
	size_t count;

	if (state_path_holds(j->act->record, &holds, &count, j->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		enum event_word word;
		const char *path;

		if (event_hold_parts(holds[i].name, j->a, &word, &path) &&
		    word == EVENT_DEPRECATE && lies_in(uses, path))
			held(j, word, path, terms(j, NULL, holds[i].reason),
			     set_by(j, holds[i].sequence));
	}
	return 0;
}

/* By its own time, and by the clock of whoever takes it: nobody sets his own to before a window. */
static int find_frozen(struct judging *j, const struct freeze **ret)
{
	int64_t times[] = {act_untimely(j) ? 0 : j->time, act_clock(j)};

	*ret = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(times) && !*ret; i++)
		if (step_frozen(j->act->record, j->act->runbook, j->step, times[i], j->a, ret,
				j->err) < 0)
			return -1;
	return 0;
}

static int check_runbook(struct judging *j, unsigned class)
{
	const struct deprecation *d = &j->act->runbook->deprecation;
	const char *uses = step_path(j->step, j->step->uses, j->a);
	const char *path = state_step_path(j->environment, j->subject.id, j->a);
	const struct freeze *frozen;
	bool open;

	if (hold_is_lifted(j->act->record, j->act->runbook, path,
			   arena_printf(j->a, "dormant:%s", j->step->id), j->a, &open,
			   j->err) < 0)
		return -1;
	if (j->step->dormant && !open && (class & (BINDS_START | BINDS_COMPLETE)))
		held(j, EVENT_DORMANT, j->step->id, "", " in runbook.yaml");
	if (uses && !j->step->repo && (class & (BINDS_START | BINDS_COMPLETE)) &&
	    check_deprecated(j, uses) < 0)
		return -1;
	if (!(class & BINDS_START))
		return 0;
	if (find_frozen(j, &frozen) < 0)
		return -1;
	if (frozen)
		held(j, EVENT_FREEZE, frozen->id, terms(j, NULL, frozen->reason), "");
	if (d->given && uses && !strncmp(uses, d->path, strlen(d->path)))
		act_no(j, RULE_DEPRECATION, "a file outside the deprecated folder", uses,
		       "give the step its replacement in runbook.yaml, then: git mcade adopt",
		       "'%s' uses a deprecated file", j->subject.id);
	return 0;
}

int act_check_holds(struct judging *j)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	unsigned class = act_does(j) ? event_info(EVENT_START)->bound : j->info->bound;

	if (!class || !j->environment)
		return 0;
	if (j->subject.type != SUBJECT_ENVIRONMENT &&
	    check_subject(j, state_subject_path(j->environment, j->subject, j->a), class) < 0)
		return -1;
	if (check_subject(j, state_subject_path(j->environment, here, j->a), class) < 0)
		return -1;
	if (j->spec->retired && (event_info(EVENT_HALT)->binds & class)) {
		held(j, EVENT_HALT, "env", ": it is retired", " in runbook.yaml");
		j->found->items[j->found->count - 1].allow =
			"hint: take 'retired' out of runbook.yaml, then: git mcade adopt";
	}
	return j->step ? check_runbook(j, class) : 0;
}

/* -- acts that hold, lift and except ------------------------------------------------------------- */

/* Is a hold of this name there, set by an act or written in the runbook and not lifted? */
static int is_held(struct judging *j, const char *path, const char *hold, bool *ret_act,
		   bool *ret_runbook)
{
	const struct subject *s;
	const char *definition = NULL;
	bool lifted = false;

	if (state_subject(j->act->record, path, &s, j->err) < 0)
		return -1;
	*ret_act = subject_entry(s, arena_printf(j->a, "holds/%s", hold)) ||
		   (text_begins(hold, "incident-open:") &&
		    subject_entry(s, arena_printf(j->a, "incidents/%s", hold + 14)));
	if (j->act->runbook)
		definition = hold_digest(j->act->runbook, hold, j->a);
	if (definition &&
	    state_is_lifted(j->act->record, path, hold, definition, &lifted, j->err) < 0)
		return -1;
	*ret_runbook = definition && !lifted;
	return 0;
}

static int check_lift(struct judging *j, const char *path)
{
	const struct event_values *of = &j->event->fields[FIELD_OF];
	const char *said = event_get(j->event, FIELD_DEFINITION);

	for (size_t i = 0; i < of->count; i++) {
		bool by_act, by_runbook;
		enum event_word word;
		const char *id;

		event_hold_parts(of->items[i], j->a, &word, &id);
		if (is_held(j, path, of->items[i], &by_act, &by_runbook) < 0)
			return -1;
		if (event_info(word)->lift != j->event->word)
			act_no(j, RULE_ORDER, "a hold that this word lifts", of->items[i], NULL,
			       "'%s' does not lift '%s'", j->info->word, of->items[i]);
		else if (!by_act && !by_runbook)
			act_no(j, RULE_ORDER, of->items[i], "no such hold", NULL,
			       "'%s' is not in force", of->items[i]);
		else if (by_runbook
				 ? !said || strcmp(said, hold_digest(j->act->runbook,
								     of->items[i], j->a)) != 0
				 : said != NULL) /* it would open a later one */
			act_no(j, RULE_EVIDENCE,
			       by_runbook ? "the hold as runbook.yaml has it"
					  : "a hold of runbook.yaml",
			       said ? said : "nothing", NULL,
			       "'%s' is lifted with another text", of->items[i]);
	}
	return 0;
}

static int check_hold(struct judging *j, const char *path)
{
	const char *named = event_get(j->event, FIELD_HOLD);
	const char *id = named ? named : j->subject.id ? j->subject.id : "env";
	const char *hold = arena_printf(j->a, "%s:%s", j->info->word, id);
	const struct subject *s;
	bool by_act, by_runbook;

	if (is_held(j, path, hold, &by_act, &by_runbook) < 0 ||
	    state_subject(j->act->record, path, &s, j->err) < 0)
		return -1;
	/* one that is over by itself is none */
	if (j->event->word == EVENT_HALT && !act_untimely(j) &&
	    halt_is_over(subject_entry(s, arena_printf(j->a, "holds/%s", hold)), j->time))
		by_act = false;
	/* a lock on a lock is refused as what it is: held by the first */
	if ((by_act || by_runbook) && j->event->word != EVENT_LOCK)
		act_no(j, RULE_ORDER, "another name", hold, way_out(j, j->event->word, id),
		       "'%s' is in force already", hold);
	if (j->event->word == EVENT_FREEZE && !j->event->fields[FIELD_PATH].count &&
	    !(j->act->runbook && hold_digest(j->act->runbook, hold, j->a)))
		act_no(j, RULE_ORDER, "--path PATTERN", "none", NULL,
		       "freeze '%s' covers nothing", id);
	if (event_get(j->event, FIELD_REPLACEMENT) && j->spec) {
		const char *by = event_get(j->event, FIELD_REPLACEMENT);
		const struct step *next = runbook_step(j->act->runbook, by);

		if (!next || next == j->step || !step_in(next, j->environment))
			act_no(j, RULE_REFERENCE, "another step of the environment", by, NULL,
			       "no step replaces '%s'", j->subject.id);
	}
	return 0;
}

int act_check_hold_act(struct judging *j)
{
	const char *path = state_subject_path(j->environment, j->subject, j->a);

	if (j->info->kind == KIND_LIFT)
		return check_lift(j, path);
	if (j->info->kind == KIND_HOLD)
		return check_hold(j, path);
	if (act_check_waiver(j) < 0)
		return -1;
	return j->event->word == EVENT_PURGE ? act_check_purge(j) : 0;
}
