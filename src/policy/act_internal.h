/* act_internal.h - what the files of the judge of acts share. */
#ifndef POLICY_ACT_INTERNAL_H
#define POLICY_ACT_INTERNAL_H

#include "policy/judge_act.h"
#include "runbook/verdicts.h"

struct judging {
	const struct act_facts *act;
	const struct event *event;
	const struct event_info *info;
	struct event_subject subject;
	const struct trust *trust;	/* as the record has it */
	const char *environment;	/* id; NULL */
	const struct environment *spec; /* of the runbook; NULL: the act names no environment */
	const struct step *step; /* of the runbook: a step, or that of the procedure; NULL */
	const struct procedure *procedure; /* gate, rollback, drill; NULL */
	const struct step_state *state;	   /* of either; NULL: about neither */
	uint64_t sequence;
	int64_t time;
	struct arena *a; /* the findings' */
	struct findings *found;
	struct err *err;
	bool unread; /* what answers by a word could not be read, as *err says: nobody can tell */
};

/* The id of its subject; where that is the environment itself, that. */
const char *act_about(const struct judging *j);
/* Adds an error. fix: a command that works for whoever reads, or NULL. */
void act_no(struct judging *j, enum rule_id rule, const char *expected, const char *have,
	    const char *fix, const char *fmt, ...) PRINTF_LIKE(6, 7);
/* Is the step done by it: its start, or of a manual one what a person says? */
bool act_does(const struct judging *j);
/* act_advice() of the act's own step. */
const char *act_command(struct judging *j, enum event_word word, const char *more);
/* What leads a step on towards its completion there; NULL: unknown. */
const char *act_lead_on(struct judging *j, const struct step *step,
			const struct environment *environment);

/* act_ran.c */
/* Was what a person said of the step said of the same release? */
bool act_said_of(const struct judging *j, const struct step_state *s);
/* Did it run with the same files as are to run now? */
bool act_ran_with(const struct judging *j, const struct step_state *s);
/* Do its checks show which version ran, and would another content run? Only a run brings that there. */
int act_is_another_version(struct judging *j, bool *ret);
/* Of a step of another repository, whose commit is what its content is of this one: did it run of that? */
bool act_ran_of(const struct judging *j, const struct step_state *s);
/* The command where the reader may do that act; else a hint that names who may. */
const char *act_allowed(struct judging *j, enum event_word word, const char *command);

/* What is asked of verdicts there now, of the event's candidate or of that of the run that ends. */
struct verdict_asked act_asks_verdict(const struct judging *j);
/* verdict_moved() of the environment of the act. */
int act_moved(struct judging *j, const struct step *only, uint64_t *ret);
/* A file that the event brings along. */
int act_attached(struct judging *j, const char *path, struct bytes *ret, bool *ret_found);
/* No recorded pin moves by the way: but those that the event gives. fix: NULL, or the command. */
int act_check_held(struct judging *j, const char *environment, const struct doc_node *manifest,
		   const char *fix);
/* Is the path one of the files in this field? */
bool act_names(const struct event *event, enum event_field field, const char *path);
/* What is pinned stands in a manifest: where it stood, or in one that the event brings. */
int act_check_place(struct judging *j, const struct environment *next);
/* Its time is none that it can have: it uses no permission, and no hold has ended for it. */
bool act_untimely(const struct judging *j);
/* What ended before has ended: by its own time, and where it counts by the server's. */
int64_t act_clock(const struct judging *j);

/* The field says what the runbook in force says. */
void act_check_digest(struct judging *j, enum event_field field, const char *is,
		      const char *what);
/* Where a candidate is named it is that of its content and the pins in force. */
int act_check_candidate(struct judging *j);
/* What names a candidate names the settings of its environment, where it has a manifest. Whether they are
 * those of its commit is looked at where that is. */
void act_check_settings(struct judging *j);
/* The approvals that a start needs are given. */
int act_check_approved(struct judging *j);
/* "reviewer Rita": whose approval of it counts. NULL: nobody's, or (not *ret_demanded) none is demanded. */
const char *act_who_agrees(struct judging *j, bool *ret_demanded);
int act_check_approve(struct judging *j);
/* Whoever says yes says of what: the candidate, what the step is and what is asked of it. */
int act_check_bound(struct judging *j);

/* Guards and stops bind: each has a recorded result, and it is none that stops. */
void act_check_list(struct judging *j, const char *prefix, struct checks list);
/* What nobody asked cannot be believed: each check of the step has a result that it can have. */
void act_check_results(struct judging *j);
/* And what nobody asks has no answer. */
void act_check_asked(struct judging *j);

/* A verification that passed, of these checks, leaves what its environment records; nothing else does. */
void act_check_recorded(struct judging *j, struct checks list);
/* The same of a run that began by other checks than are in force. */
void act_check_left(struct judging *j);
/* Could that check be compared with what it names? */
bool act_compares(struct judging *j, const struct check *used);
/* What the event says that a check found, behind the prefix of its list; NULL: nothing. */
const char *act_found(const struct judging *j, const char *prefix, const char *id);
/* The set of rules in force. */
uint64_t act_rules(struct judging *j);
/* What its checks add up to, by the rules in force. */
const char *act_verdict(struct judging *j);
/* "pass", or "warn". */
bool act_lets_through(const char *result);
/* A gate names the baselines that it rests on, as they are. */
void act_check_compared(struct judging *j);

/* No field of evidence has two values. */
void act_check_fields(struct judging *j);
/* What was said of the run, or of what a person did, is what the runbook demands of its evidence. */
void act_check_evidence(struct judging *j);
/* What is demanded of the step's evidence, and is not among these. */
struct words act_lacks(struct judging *j, const char *const *fields, size_t count,
		       bool candidate);

void act_check_finish(struct judging *j);
/* Does it name evidence of that name, and is something in it? */
bool act_has_evidence(const struct judging *j, const char *name);
int act_check_drill(struct judging *j);
/* How a drill ended: what its evidence has, and where that is written. */
void act_check_drilled(struct judging *j);
/* What `drill: ID` says of the candidate: pass, fail, or inconclusive where it says nothing, or was done
 * elsewhere and that is the result which the event has. */
const char *act_drilled(struct judging *j, const struct check *check, const char *result);
/* Does it name another definition, or other checks, than the runbook in force has? */
bool act_is_of_another(struct judging *j);
int act_check_rollback(struct judging *j);
/* What begins beside a rollback that is under way there says so: a run, a drill. */
int act_check_beside(struct judging *j);
/* Where it says what it goes back to: the environment as it was then. */
int act_check_restored(struct judging *j);
/* Of that the commit, its content and the candidate alone. */
int act_check_restored_candidate(struct judging *j);
/* A rollback has not left it there; candidate NULL: it is not named, and nothing must have been left. */
int act_check_barred(struct judging *j, const char *candidate);
/* What a runbook would let go back, and can never undo, says how that is mended. */
void act_check_remediations(struct judging *j, const struct runbook *next);

/* -1: cannot tell. */
int act_check_holds(struct judging *j);
int act_check_order(struct judging *j);
int act_check_run(struct judging *j);
int act_check_complete(struct judging *j);
int act_check_seal(struct judging *j);
/* A step that is a checkpoint is done by it, of one candidate; every other one was done before. */
int act_check_sealing(struct judging *j);
/* Its CHECKPOINT.yaml, in the folder of the ledger where the files lie. */
int act_check_checkpoint(struct judging *j, const char *folder);
/* What is sealed stays as it was sealed first. */
int act_check_unsealed(struct judging *j, const char *directory);
int act_check_pins(struct judging *j);
/* The manifest that it brings, where it brings one, says what it gives. */
int act_check_manifest(struct judging *j);
int act_check_promotion(struct judging *j);
/* Where a promotion is demanded, what starts is what was promoted last. */
int act_check_promoted(struct judging *j);
/* The step itself is complete in each of promote.after that has it, with the files that run here. */
int act_check_elsewhere(struct judging *j);
int act_check_adopt(struct judging *j);
/* That runbook's names of steps, and what the event says of them. */
int act_check_renames(struct judging *j, const struct runbook *next, uint64_t set);
bool act_has_step(const struct runbook *rb, const char *id, const char *environment);
int act_check_hold_act(struct judging *j);
int act_check_attest(struct judging *j);
int act_check_gate(struct judging *j);
/* What a go of the event's candidate waits for first: what a person has to say or to do, then the decision. */
const char *act_gate_way(struct judging *j, const struct procedure *gate);
int act_check_purge(struct judging *j);
/* Of a rollback, or what approves one: each input has one value, and it fits. */
void act_check_arguments(struct judging *j);
/* What a manual check has been answered: pass, fail, or inconclusive where no answer counts. */
const char *act_answer(struct judging *j, const struct check *check);
/* Does that step of kind gate say go, of this candidate? *ret_is: else what it says. */
bool act_gate_holds(struct judging *j, const struct step *gate, const struct step_state *state,
		    const char **ret_is);
/* Did a run end with the exit, recap and restore path that the runbook now in force demands? */
bool act_ended_as_demanded(struct judging *j, const struct entry *finish);
/* The first check of the step that has no result in that verdict by which it holds. NULL: none. */
const struct check *act_unmet(struct judging *j, const struct entry *verify,
			      const char **ret_result);
/* Before a step starts. */
int act_check_launch(struct judging *j);
/* Was anything said of that drill since the run of the step began? */
bool act_drilled_since(struct judging *j, const struct check *check);
/* Is it what was brought there last (NULL: nothing), where a promotion is demanded? */
int act_is_promoted(struct judging *j, const struct entry **ret_last, bool *ret);
/* A start is asked about that waits for its promotion: the candidate which that would bring, since gates and people
 * spoke of it. NULL: none is. */
int act_what_comes(struct judging *j, const char **ret);
int act_check_named(struct judging *j);
/* The tips of an adopt, of the branches that this runbook governs. */
void act_check_adopted(struct judging *j, const struct runbook *next);
/* What is excepted: findings behind `first` that a waiver or an incident lets pass are warnings. */
int act_except(struct judging *j, size_t first);
/* A completion says by what its run passed. */
void act_check_rests(struct judging *j);
int act_check_waiver(struct judging *j);
void act_check_time(struct judging *j);
/* What names a run is behind it. */
void act_check_follows(struct judging *j);

#endif
