/*
 * ledger/fold: which events enter the record. Contested facts, attests, disputes that are named,
 * what is taken back, remembered, copied, asked of an earlier place. Beside each attack a control.
 */
#include "../t/unit/fails.h"

#include "../t/unit/tap.h"
#include "../t/unit/honest.h"
#include "fold/fold_internal.h"

#include <sys/stat.h>

/* What an event says beside its token. */
struct twist {
	const char *token;
	size_t seen; /* the sequence that it has seen; 0: the one before */
	const char *contested[3];
	const char *disputes;
	bool offline;
	const char *occurred;
};

static struct event twisted(struct world *w, const struct twist *t, const char **ret_by)
{
	struct event e = world_token(w, t->token, ret_by);

	if (t->seen)
		event_set(&e, w->a, FIELD_SEEN,
			  arena_printf(w->a, "sha256:%064zx", t->seen + 1));
	for (size_t i = 0; i < ARRAY_SIZE(t->contested) && t->contested[i]; i++)
		event_add(&e, w->a, FIELD_CONTESTED, t->contested[i]);
	if (t->disputes)
		event_add(&e, w->a, FIELD_DISPUTES, t->disputes);
	if (t->offline)
		event_set(&e, w->a, FIELD_OFFLINE, "the link is down");
	if (t->occurred)
		event_set(&e, w->a, FIELD_OCCURRED, t->occurred);
	return e;
}

static enum said say_twisted(struct world *w, const struct twist *t)
{
	const char *by;
	struct event e = twisted(w, t, &by);

	return world_say(w, &e, by);
}

static bool is_owed(struct world *w)
{
	for (size_t i = 0; i < w->found.count; i++)
		if (w->found.items[i].rule == RULE_OWED)
			return true;
	return false;
}

static const char *phase(struct world *w)
{
	return phase_word(world_now(w).state->phase);
}

/* -- contested facts ----------------------------------------------------------------------------- */

/* Event 2 is what somebody else said first. */
static void test_contested(void)
{
	static const struct {
		const char *name, *facts;
		struct twist twist;
		const char *no; /* "owed": taken as contested */
	} cases[] = {
		{"a start, where a lock came first",
		 "lock=olga",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 "owed"},
		{"a start that contests nothing",
		 "lock=olga",
		 {"start=otto", 1, {NULL}, NULL, false, NULL},
		 "locked"},
		{"a start that contests another rule",
		 "lock=olga",
		 {"start=otto", 1, {"order"}, NULL, false, NULL},
		 "locked,evidence"},
		{"a start that contests one rule too many",
		 "lock=olga",
		 {"start=otto", 1, {"locked", "order"}, NULL, false, NULL},
		 "locked,evidence"},
		{"a start that contests one rule too few",
		 "lock=olga halt=olga",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 "locked,halted,evidence"},
		{"a start that contests both",
		 "lock=olga halt=olga",
		 {"start=otto", 1, {"halted", "locked"}, NULL, false, NULL},
		 "owed"},
		{"a start of somebody who had seen the lock",
		 "lock=olga",
		 {"start=otto", 2, {"locked"}, NULL, false, NULL},
		 "locked,evidence"},
		{"a start of somebody who has seen nothing of this chain",
		 "lock=olga",
		 {"start=otto", 77, {"locked"}, NULL, false, NULL},
		 "locked,evidence,time"},
		{"a start of somebody who has seen nothing of this chain, and says so",
		 "lock=olga",
		 {"start=otto", 77, {"locked", "time"}, NULL, false, NULL},
		 "locked,evidence,time"},
		{"a start of somebody who had locked it himself",
		 "lock",
		 {"start=ada", 1, {"locked"}, NULL, false, NULL},
		 "locked,evidence"},
		{"a start of somebody who had seen more before",
		 "lock=olga pin=otto",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 "locked,evidence,time"},
		{"a start of somebody whose own act came between",
		 "pin=otto lock=olga",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 "owed"},
		{"a start of somebody whose own act between did not count",
		 "lock=otto lock=olga",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 "owed"},
		{"a start of somebody who had seen more in one that did not count",
		 "lock=olga start=otto",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 "locked,evidence,time"},
		{"a start that nobody permits",
		 "lock=olga",
		 {"start=carl", 1, {"locked"}, NULL, false, NULL},
		 "locked,evidence,permission"},
		{"a permission",
		 "lock=olga",
		 {"start=carl", 1, {"locked", "permission"}, NULL, false, NULL},
		 "locked,evidence,permission"},
		{"a start of another definition",
		 "adopt:other=olga",
		 {"start:lie=otto", 1, {"order"}, NULL, false, NULL},
		 "order,evidence"},
		{"nothing to contest",
		 "pin=olga",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 "evidence"},
		{"a finish, where it was abandoned first",
		 "start=otto abandon=olga",
		 {"finish=otto", 2, {"order"}, NULL, false, NULL},
		 "owed"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		bool owed = !strcmp(cases[i].no, "owed");
		uint64_t before;
		struct world w;
		enum said said;

		world_open(&w, &a);
		world_play(&w, cases[i].facts);
		before = world_sum(&w, true);
		said = say_twisted(&w, &cases[i].twist);
		if (!ok(said == DISPUTED && is_owed(&w) == owed &&
				!strcmp(world_no(&w), owed ? "ok" : cases[i].no),
			"%s: %s", cases[i].name, cases[i].no))
			printf("#   found: %s%s\n", world_no(&w), is_owed(&w) ? ", owed" : "");
		ok(world_sum(&w, true) == before, "... and changes no record");
		fold_close(w.fold);
	}
}

static int look_and_warn(void *context UNUSED, const struct act_facts *act UNUSED,
			 struct findings *found, const char **ret_unseen,
			 struct err *err UNUSED)
{
	*ret_unseen = NULL;
	finding_add(found, RULE_DRIFT, FINDING_NOTE, (struct finding){.fix = "hint: look"},
		    "it moved");
	return 0;
}

static const struct finding *drift_of(const struct world *w)
{
	for (size_t i = 0; i < w->found.count; i++)
		if (w->found.items[i].rule == RULE_DRIFT)
			return &w->found.items[i];
	return NULL;
}

/* What is no error is contested by nobody, and stays what it is. */
static void test_contested_beside(void)
{
	static const struct twist twists[] = {
		{"start=otto", 1, {"locked"}, NULL, false, NULL},
		{"start=otto", 1, {"locked", "drift"}, NULL, false, NULL},
		{"start=otto", 1, {"locked"}, NULL, false, NULL},
	};
	static const char *const no[] = {"ok", "locked,evidence", "locked,evidence"};

	for (size_t i = 0; i < ARRAY_SIZE(twists); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const struct finding *drift;
		struct world w;

		world_open(&w, &a);
		world_play(&w, "lock=olga");
		w.fold->help.look = look_and_warn;
		if (i == 2)
			w.fold->help.was_right = NULL;
		ok(say_twisted(&w, &twists[i]) == DISPUTED && is_owed(&w) == !i,
		   "contested, with a note beside the error: %s", i ? "it may not be" : "owed");
		is_str(world_no(&w), no[i],
		       i == 2 ? "nobody tells who was right"
		       : i    ? "a note is not contested"
			      : "the error is one no more");
		drift = drift_of(&w);
		ok(drift && drift->severity == FINDING_NOTE && drift->fix &&
			   !strcmp(drift->message, "it moved"),
		   "... and the note stays");
		fold_close(w.fold);
	}
}

/* In a live environment only a finish, and a start that was made offline. */
static void test_live(void)
{
	static const struct twist twists[] = {
		{"start@A/prod=otto", 8, {"locked"}, NULL, false, NULL},
		{"start@A/prod=otto", 8, {"locked"}, NULL, true, NULL},
		{"finish@A/prod=otto", 8, {"order"}, NULL, false, NULL},
	};
	static const char *const facts[] = {"lock@A/prod=olga", "lock@A/prod=olga",
					    "abandon@A/prod=olga"};

	for (size_t i = 0; i < ARRAY_SIZE(twists); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct world w;

		world_open(&w, &a);
		world_play(&w, "adopt:few pin start:release finish complete promote/prod");
		world_play(&w, i == 2 ? "start@A/prod=otto" : "pin/prod=ada");
		world_play(&w, facts[i]);
		say_twisted(&w, &twists[i]);
		ok(is_owed(&w) == (i > 0), "contested in a live environment: %s%s",
		   twists[i].token, twists[i].offline ? ", offline" : "");
		fold_close(w.fold);
	}
}

/* Who says that he acted before he signed was right by what he had seen then. */
static void test_then(void)
{
	static const struct {
		const char *name;
		size_t seen;
		const char *occurred, *no;
	} cases[] = {
		{"approved when it occurred", 2, "2026-01-28T10:00:00Z", "ok"},
		{"approved after it occurred", 1, "2026-01-28T10:00:00Z", "time"},
		{"approved, and nobody knows what he had seen", 77, "2026-01-28T10:00:00Z",
		 "conditions,time"},
		{"approved when it was signed", 1, NULL, "ok"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct world w;

		world_open(&w, &a);
		world_play(&w, "approve@SIGNED=rita lock=olga");
		say_twisted(&w, &(struct twist){.token = "start@SIGNED=otto",
						.seen = cases[i].seen,
						.occurred = cases[i].occurred});
		is_str(world_no(&w), cases[i].no, cases[i].name);
		fold_close(w.fold);
	}
}

/* -- attests ------------------------------------------------------------------------------------- */

static void test_attest(void)
{
	static const struct {
		const char *name, *facts, *attest, *phase;
	} cases[] = {
		{"a start that does not count", "lock start=otto", NULL, "planned"},
		{"attested, it counts", "lock start=otto", "attest:last", "running"},
		{"and what came behind it counts on it", "lock start=otto attest:last",
		 "finish=otto", "verified"},
		{"where it stands: a later run stays", "lock start=otto unlock start",
		 "attest:disputed", "running"},
		{"and a later finish too", "lock start=otto unlock start finish",
		 "attest:disputed", "verified"},
		{"a completion", "start finish complete=otto", "attest:last", "complete"},
		{"not by whoever signed it", "lock start=ada", "attest:last", "planned"},
		{"by the only owner that there is", "trust:alone lock start=ada", "attest:last",
		 "running"},
		{"not by an operator", "lock start=ada", "attest:last=otto", "planned"},
		{"not with other bytes", "lock start=otto", "attest:last-other", "planned"},
		{"not twice", "lock start=otto attest:last=olga", "attest:disputed", "running"},
		{"no hold", "block=carl", "attest:last", "planned"},
		{"no verdict", "verify=otto", "attest:last", "planned"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct world w;

		world_open(&w, &a);
		world_play(&w, cases[i].facts);
		if (cases[i].attest)
			world_play(&w, cases[i].attest);
		is_str(phase(&w), cases[i].phase, cases[i].name);
		fold_close(w.fold);
	}
}

/* One that does not count leaves the record alone, also behind another; an attest is of one act. */
static void test_several(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct fold_dispute *disputes;
	struct fold *copy;
	uint64_t before;
	struct world w;
	size_t count;

	world_open(&w, &a);
	world_play(&w, "lock");
	before = world_sum(&w, true);
	ok(world_play(&w, "start=otto") == DISPUTED &&
		   world_play(&w, "start=rita") == DISPUTED && world_sum(&w, true) == before,
	   "two that do not count change no record");
	world_play(&w, "attest:last=olga");
	disputes = fold_disputes(w.fold, &count);
	ok(count == 2 && !disputes[0].attested && disputes[1].attested,
	   "an attest is of one of them");
	fold_close(w.fold);

	world_open(&w, &a);
	world_play(&w, "lock start=otto unlock");
	copy = fold_copy(w.fold, &a, (struct fold_tree){world_read, &w}, world_help(&w));
	fold_close(w.fold);
	w.fold = copy;
	is_str(phase(&w), "planned", "what counts behind it brings it into no record");
	fold_close(w.fold);
}

/* An entry takes the record only where what is there is older. */
static void test_place(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *run;
	struct world w;

	world_open(&w, &a);
	world_play(&w, "lock start=otto unlock start");
	run = arena_strdup(&a, world_now(&w).state->run);
	ok(world_play(&w, "attest:disputed=olga") == COUNTS, "an attest of an older start");
	is_str(world_now(&w).state->run, run, "the later one is the run");
	ok(world_play(&w, "attest:last") == DISPUTED && strstr(world_no(&w), "order"),
	   "an attest is never attested");
	fold_close(w.fold);
}

/* -- disputes that are named --------------------------------------------------------------------- */

static void test_named(void)
{
	static const struct {
		const char *name, *disputes, *no;
	} cases[] = {
		{"what does not count, by its rule", "00000000000000000000000000000003 locked",
		 "ok"},
		{"by another rule", "00000000000000000000000000000003 order", "evidence"},
		{"what counts", "00000000000000000000000000000002 locked", "evidence"},
		{"what is not there", "00000000000000000000000000000099 locked", "evidence"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct twist twist = {.token = "pin", .disputes = cases[i].disputes};
		struct world w;

		world_open(&w, &a);
		world_play(&w, "lock start");
		say_twisted(&w, &twist);
		is_str(world_no(&w), cases[i].no, cases[i].name);
		if (i) {
			fold_close(w.fold);
			continue;
		}
		ok(strmap_get(&w.files, STATE_DISPUTED) &&
			   strmap_get(&w.files, "deployments/2026/01/2026-01-28.md"),
		   "it stands in the tree and in the day's log");
		say_twisted(&w, &twist);
		is_str(world_no(&w), "evidence", "and is named once");
		fold_close(w.fold);
	}
}

/* An id is that of the first event that has it: a later one is not named by it. */
static void test_named_twice(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *const id = "00000000000000000000000000000002", *by;
	struct twist twist = {.token = "pin"};
	struct world w;
	struct event e;

	world_open(&w, &a);
	world_play(&w, "lock");
	e = world_token(&w, "block", &by);
	event_set(&e, &a, FIELD_ID, id);
	world_say(&w, &e, by);
	is_str(world_no(&w), "identity", "an id that another event has");
	twist.disputes = arena_printf(&a, "%s identity", id);
	say_twisted(&w, &twist);
	is_str(world_no(&w), "evidence", "does not name the later one");
	fold_close(w.fold);
}

/* -- taken back ---------------------------------------------------------------------------------- */

static void test_undo(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct fold_dispute *disputes;
	const struct held_pin *pins;
	const struct twist again = {"start=otto", 2, {"locked"}, NULL, false, NULL};
	struct world w;
	size_t count;

	world_open(&w, &a);
	world_play(&w, "pin");
	world_undo(&w);
	world_play(&w, "pin");
	pins = fold_pins(w.fold, &count);
	ok(count == 1 && pins[0].sequence == 2, "a pin that was taken back and given again");
	world_play(&w, "pin:other");
	world_play(&w, "pin");
	world_undo(&w);
	pins = fold_pins(w.fold, &count);
	ok(count == 2 && pins[0].sequence == 2, "a pin that was given again, and taken back");

	world_play(&w, "lock=olga");
	say_twisted(&w, &(struct twist){"pin:other=otto", 4, {NULL}, NULL, false, NULL});
	world_undo(&w);
	ok(say_twisted(&w, &again) == DISPUTED && is_owed(&w),
	   "what somebody had seen in an event that is none is not held against him");

	world_undo(&w);
	fold_disputes(w.fold, &count);
	is_int((int64_t)count, 0, "nor is it one that does not count");
	say_twisted(&w, &(struct twist){"pin=otto", 2, {NULL}, NULL, false, NULL});
	say_twisted(&w, &(struct twist){"pin:other=otto", 5, {NULL}, NULL, false, NULL});
	world_undo(&w);
	ok(say_twisted(&w, &again) == DISPUTED && is_owed(&w),
	   "nor where he had seen something before");

	ok(world_play(&w, "attest:last=olga") == COUNTS && !strcmp(phase(&w), "running"),
	   "a contested start is attested");
	world_undo(&w);
	disputes = fold_disputes(w.fold, &count);
	ok(count == 1 && !disputes[0].attested &&
		   !event_index_at(fold_index(w.fold), disputes[0].sequence)->counts &&
		   !strcmp(phase(&w), "planned"),
	   "taken back, it is owed again");
	ok(world_play(&w, "attest:last=olga") == COUNTS, "and can be attested");
	fold_close(w.fold);
}

/* -- remembered ---------------------------------------------------------------------------------- */

static bool reads(struct world *w, struct bytes text, const char *stem, struct fold **ret)
{
	return fold_parse(text, stem, w->a, (struct fold_tree){world_read, w}, world_help(w),
			  ret);
}

/* What a fold knows of the past beside its files. */
static bool same_past(const struct fold *x, const struct fold *y)
{
	static const char *const people[] = {"ada", "carl", "olga", "otto", "rita"};
	const struct fold_dispute *of_x, *of_y;
	size_t count, other;

	of_x = fold_disputes(x, &count);
	of_y = fold_disputes(y, &other);
	for (size_t i = 0; i < ARRAY_SIZE(people); i++)
		if (fold_has_seen(x, people[i]) != fold_has_seen(y, people[i]))
			return false;
	for (size_t i = 0; i < count && count == other; i++)
		if (strcmp(of_x[i].id, of_y[i].id) != 0 || of_x[i].rule != of_y[i].rule ||
		    of_x[i].contested != of_y[i].contested ||
		    of_x[i].attested != of_y[i].attested)
			return false;
	return count == other;
}

static void test_remembered(const char *stem)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, again = STRBUF_INIT;
	struct fold *fold = NULL;
	struct err err = {0};
	struct world w;
	int wrong = 0;

	world_open(&w, &a);
	world_play(&w, "lock=olga");
	say_twisted(&w, &(struct twist){"start=otto", 1, {"locked"}, NULL, false, NULL});
	world_play(&w, "start@B=rita attest:last=olga unlock=olga");
	world_play(&w, "pin lock=olga start=otto unlock complete start finish complete lock");
	world_play(&w, "checkpoint waive");
	ok(fold_save(w.fold, stem, &text, &err) == 0 &&
		   reads(&w, bytes_of(text.buf, text.len), stem, &fold),
	   "a record is read again: %s", err.text);
	fold_save(fold, stem, &again, &err);
	is_str(again.buf, text.buf, "as the same text");
	ok(same_past(fold, w.fold), "with the same disputes, and what everybody has seen");
	for (size_t i = 0; i < text.len; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		struct world reader = {.a = &scratch};
		char *bytes = arena_memdup(&scratch, text.buf, text.len);
		struct fold *damaged;

		wrong += reads(&reader, bytes_of(bytes, i), stem, &damaged);
		bytes[i] = (char)(bytes[i] ^ 4);
		wrong += reads(&reader, bytes_of(bytes, text.len), stem, &damaged);
	}
	is_int(wrong, 0, "cut or with one bit flipped it is not believed");
	fold_close(w.fold);
	w.fold = fold_copy(fold, &a, (struct fold_tree){world_read, &w}, world_help(&w));
	ok(same_past(fold, w.fold), "a copy has all of it");
	ok(world_play(&w, "attest:disputed=olga") == COUNTS &&
		   event_index_at(fold_index(w.fold), 11)->counts,
	   "a copy goes its own way");
	ok(!event_index_at(fold_index(fold), 11)->counts,
	   "of which the original knows nothing");
	fold_close(w.fold);
	fold_close(fold);
	world_remove(stem);
	ok(!reads(&w, bytes_of(text.buf, text.len), stem, &fold), "nor without its files");
}

/* Where one of its files cannot be written it is not remembered, and the next time it is. */
static void test_unwritten(void)
{
	static const char *const parts[] = {"events", "ids", "pins", "seals"};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *stem = world_folder();
	size_t untold = 0;
	struct world w;

	world_open(&w, &a);
	world_play(&w,
		   "lock start=otto attest:last=olga unlock=olga pin start finish checkpoint");
	for (size_t n = 0, left = 0; !left; n++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		const char *path = n < ARRAY_SIZE(parts)
					   ? arena_printf(&a, "%s.%s", stem, parts[n])
					   : NULL;
		struct fold *fold;
		struct err err;
		int rc;

		if (path) { /* a folder in its place, else the nth file that is opened */
			unlink(path);
			mkdir(path, 0777);
		} else {
			fails_in = n - ARRAY_SIZE(parts) + 1;
		}
		rc = fold_save(w.fold, stem, &text, &err);
		left = fails_in;
		fails_in = 0;
		if (path)
			rmdir(path);
		untold += rc < 0;
		if (rc < 0 ? err.code != ERR_IO || text.len : path != NULL)
			ok(false, "%zu cannot be written: %s", n, rc < 0 ? err.text : "saved");
		if (rc < 0 && fold_save(w.fold, stem, &text, &err) < 0)
			world_bail(err.text);
		if (!reads(&w, bytes_of(text.buf, text.len), stem, &fold))
			ok(false, "after %zu it is not read again", n);
		else if (!same_past(fold, w.fold))
			ok(false, "after %zu it is another", n);
		else
			fold_close(fold);
	}
	ok(untold > ARRAY_SIZE(parts), "what cannot be written is said, %zu times", untold);
	fold_close(w.fold);
	world_remove(stem);
}

static void test_until(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w, then;
	struct fold *fold = NULL;
	int wrong = 0;

	world_open(&w, &a);
	world_play(&w, "pin start finish complete lock start reopen pin:other");
	for (size_t until = 1; until < w.count; until++) {
		world_begin(&then, &a);
		then.by = "ada";
		for (size_t i = 0; i <= until; i++) {
			then.brought = w.chain[i].brought;
			world_say(&then, &w.chain[i].event, w.chain[i].origin.principal);
		}
		fold = fold_until(w.fold, until, &a, (struct fold_tree){world_read, &then},
				  world_help(&then));
		fold_close(then.fold);
		if (until >= 7) { /* event 7 does not count */
			wrong += fold != NULL;
			continue;
		}
		wrong += !fold || event_index_count(fold_index(fold)) != until + 1;
		then.fold = fold;
		wrong += world_sum(&then, true) != world_sum(&then, false);
		fold_close(fold);
	}
	is_int(wrong, 0,
	       "the record at an earlier event, where nothing was disputed before it");
	fold_close(w.fold);
}

/* -- clocks -------------------------------------------------------------------------------------- */

static size_t times(const struct world *w)
{
	size_t count = 0;

	for (size_t i = 0; i < w->found.count; i++)
		count += w->found.items[i].rule == RULE_TIME;
	return count;
}

static void test_clocks(void)
{
	static const struct {
		int step;
		bool found;
	} cases[] = {{0, false}, {-600, false}, {-601, true}, {3600, false}};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct world w;

		world_open(&w, &a);
		w.time += cases[i].step;
		ok(world_play(&w, "pin") == COUNTS && times(&w) == cases[i].found,
		   "%d seconds behind the event before: %s", -cases[i].step,
		   cases[i].found ? "a finding" : "no finding");
		fold_close(w.fold);
	}
}

/* -- a disk that fails --------------------------------------------------------------------------- */

static int chain_of_disk(void *context, uint64_t sequence, struct arena *a, struct event *event,
			 struct event_origin *origin, struct attachments *attachments,
			 struct err *err)
{
	return world_disk(context, err) < 0
		       ? -1
		       : world_chain(context, sequence, a, event, origin, attachments, err);
}

static int was_right_of_disk(void *context, uint64_t seen, const char *principal,
			     const struct act_facts *act, bool *ret, struct err *err)
{
	return world_disk(context, err) < 0
		       ? -1
		       : world_was_right(context, seen, principal, act, ret, err);
}

static int look_of_disk(void *context, const struct act_facts *act UNUSED,
			struct findings *found UNUSED, const char **ret_unseen, struct err *err)
{
	*ret_unseen = NULL;
	return world_disk(context, err);
}

static int brought_of_disk(void *context, const char *path, struct arena *a UNUSED,
			   struct bytes *ret, bool *ret_found, struct err *err)
{
	struct world *w = context;

	return world_disk(w, err) < 0 ? -1 : world_get(&w->brought, path, ret, ret_found);
}

/* Judged and taken with a disk that fails at its nth read; *ret_fewer: it has not so many. */
static int take_unread(struct world *w, const struct twist *t, bool alone, size_t n,
		       enum said *ret, bool *ret_fewer, struct err *err)
{
	const char *by;
	struct event e = twisted(w, t, &by);
	struct event_origin origin = {w->time, by, by};
	struct fold_event next = {.event = &e,
				  .origin = &origin,
				  .attachments = {brought_of_disk, w},
				  .sequence = w->count,
				  .sha256 = arena_printf(w->a, "%064zx", w->count + 1)};
	struct file_changes changes;
	bool counts = true;
	int rc;

	event_sort(&e);
	w->fold->help.event = chain_of_disk;
	w->fold->help.was_right = was_right_of_disk;
	w->fold->help.look = look_of_disk;
	w->found = w->malformed = (struct findings){.arena = w->a};
	fold_reopen(w->fold); /* nothing is in memory */
	w->fails_in = n;
	if (alone) {
		rc = fold_add_alone(w->fold, &next, err);
	} else {
		rc = fold_judge(w->fold, &next, &w->found, &counts, err);
		if (!rc)
			rc = state_apply(counts && !fold_is_apart(w->fold)
						 ? fold_record(w->fold)
						 : world_tree(w),
					 &e, &origin, next.attachments, w->a, &changes,
					 &w->malformed, err);
		if (!rc)
			rc = fold_take(w->fold, &next, &changes, err);
	}
	*ret_fewer = w->fails_in > 0;
	w->fails_in = 0;
	*ret = counts ? COUNTS : DISPUTED;
	return rc;
}

/* Nobody can tell, and the record is what it was; or the answer is the same. */
static void test_unread(void)
{
	static const struct {
		const char *name, *facts;
		struct twist twist;
		bool alone;
	} cases[] = {
		{"a start", "", {.token = "start"}, false},
		{"a pin", "", {.token = "pin"}, false},
		{"an adopt", "pin", {.token = "adopt:other"}, false},
		{"what does not count", "lock", {.token = "start=otto"}, false},
		{"where one does not count: a pin", "lock start=otto", {.token = "pin"}, false},
		{"... an adopt", "lock start=otto", {.token = "adopt:other"}, false},
		{"... an approval", "lock start=otto", {.token = "approve@SIGNED=rita"}, false},
		{"... another", "lock start=otto", {.token = "complete"}, false},
		{"an attest", "lock start=otto", {.token = "attest:last"}, false},
		{"an attest of an older one",
		 "lock start=otto unlock start",
		 {.token = "attest:disputed"},
		 false},
		{"an attest of a checkpoint",
		 "pin start finish checkpoint=rita",
		 {.token = "attest:last=olga"},
		 false},
		{"a contested start",
		 "lock=olga",
		 {"start=otto", 1, {"locked"}, NULL, false, NULL},
		 false},
		{"what was right before it was signed",
		 "approve@SIGNED=rita lock=olga",
		 {"start@SIGNED=otto", 2, {NULL}, NULL, false, "2026-01-28T10:00:00Z"},
		 false},
		{"one of another record", "", {.token = "start"}, true},
		{"an adopt of another record", "pin", {.token = "adopt:other"}, true},
		{"a trust of another record", "", {.token = "trust:otto"}, true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t sums[2] = {0, 0};
		enum said said = COUNTS, is;
		int wrong = 0, unread = 0;
		bool fewer = false;

		for (size_t n = 0; !fewer; n++) { /* at first none fails */
			CLEANUP(arena_free) struct arena a = ARENA_INIT;
			struct err err = {0};
			uint64_t before;
			struct world w;
			int rc;

			world_open(&w, &a);
			world_play(&w, cases[i].facts);
			before = world_sum(&w, true);
			rc = take_unread(&w, &cases[i].twist, cases[i].alone, n, &is, &fewer,
					 &err);
			unread += rc < 0;
			if (!n) {
				said = is;
				sums[0] = world_sum(&w, true);
				sums[1] = event_index_count(fold_index(w.fold));
				wrong += rc < 0;
			} else if (!rc) {
				wrong += is != said || world_sum(&w, true) != sums[0] ||
					 event_index_count(fold_index(w.fold)) != sums[1];
			} else if (!cases[i].alone) { /* that one is thrown away */
				fold_undo(w.fold);
				wrong += err.code != ERR_IO || world_sum(&w, true) != before ||
					 event_index_count(fold_index(w.fold)) != w.count;
			} else {
				wrong += err.code != ERR_IO;
			}
			fold_close(w.fold);
		}
		is_int(wrong, 0, cases[i].name);
		ok(unread > 1, "... of which nobody could tell %d times", unread);
	}
}

/* -- what stands between ------------------------------------------------------------------------- */

/* Of what was done before any runbook nobody can say whose name a step has now. */
static void test_renamed(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	ok(world_play(&w, "lock start=otto") == DISPUTED &&
		   !fold_renamed(w.fold, w.count - 1) && !fold_renamed(w.fold, w.count - 2),
	   "a step that is called so still");
	ok(world_play(&w, "start:blind=otto") == DISPUTED && !fold_renamed(w.fold, w.count - 1),
	   "as of whoever names nothing of this chain");
	fold_close(w.fold);
	world_begin(&w, &a);
	ok(world_play(&w, "init start") == DISPUTED && fold_renamed(w.fold, w.count - 1) == 1,
	   "before any runbook nobody can tell");
	fold_close(w.fold);
}

/* What moved since somebody looked, each path once; who looked at nothing of this chain sees them all. */
static void test_pins_seen(void)
{
	static const struct {
		const char *name;
		size_t seen, moved, items;
	} cases[] = {{"two pins of one path since", 1, 1, 0},
		     {"one of them", 2, 1, 1},
		     {"none", 3, 0, 1},
		     {"and nothing of this chain was seen", 77, 0, 1}};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	world_open(&w, &a);
	world_play(&w, "pin pin=otto");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct event e = sample_event(&a, EVENT_START, w.count, NULL);
		struct act_pins seen;

		event_set(&e, &a, FIELD_SEEN,
			  arena_printf(&a, "sha256:%064zx", cases[i].seen + 1));
		fold_pins_seen(w.fold, &e, "lab", &a, &seen);
		ok(seen.moved_count == cases[i].moved && seen.count == cases[i].items,
		   "pins: %s", cases[i].name);
	}
	fold_close(w.fold);
}

int main(void)
{
	test_renamed();
	test_pins_seen();
	test_unread();
	test_contested();
	test_contested_beside();
	test_live();
	test_then();
	test_attest();
	test_several();
	test_place();
	test_named();
	test_named_twice();
	test_undo();
	test_remembered(world_folder());
	test_unwritten();
	test_until();
	test_clocks();
	return done();
}
