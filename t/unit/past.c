/*
 * What doors ask of the past: which values a pin ever had, what was ever sealed, what could not be
 * seen; and that an event that is taken back leaves none of it.
 */
#include "../t/unit/tap.h"
#include "../t/unit/honest.h"
#include "base/texts.h"
#include "fold/fold_internal.h"
#include "sign/digest.h"

#include <sys/wait.h>

/* What a process has taken that ends before it answers is counted, too, where branches are (gcov). */
extern void __gcov_dump(void) __attribute__((weak));

void _exit(int status)
{
	if (__gcov_dump)
		__gcov_dump();
	_Exit(status);
}

#define VALUE "redis@sha256:" SHA
#define VALUE2 "redis@sha256:" SHA2

static bool held(struct world *w, const char *path, const char *value)
{
	struct held_pin pin;

	return fold_held(w->fold, "lab", path, value, 0, &pin);
}

static size_t pins(struct fold *f)
{
	size_t count;

	fold_pins(f, &count);
	return count;
}

static void test_pins(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct held_pin pin, was;
	struct world w;

	world_open(&w, &a);
	ok(!held(&w, "web.image", VALUE), "before it was pinned it was not");
	world_play(&w, "pin");
	ok(held(&w, "web.image", VALUE) && !held(&w, "web.image", VALUE2), "pinned, it was");
	ok(fold_held(w.fold, "lab", "web.image", VALUE, 0, &pin) && !pin.rollback,
	   "... by no rollback");
	ok(fold_held(w.fold, "lab", "web.image", VALUE, pin.sequence + 1, &was) &&
		   !fold_held(w.fold, "lab", "web.image", VALUE, pin.sequence, &was),
	   "... and not before that event");
	ok(!fold_held(w.fold, "lab", "web.other", NULL, 0, &was) &&
		   !fold_held(w.fold, "lab", "web.image", NULL, pin.sequence + 1, &was),
	   "nothing is known of another, and of no value nothing before an event");
	world_play(&w, "pin:other");
	ok(held(&w, "web.image", VALUE) && held(&w, "web.image", VALUE2),
	   "given another value, it was both");
	ok(fold_held(w.fold, "lab", "web.image", VALUE, 0, &pin) && !pin.rollback,
	   "... the earlier one by no rollback");
	is_int((int64_t)pins(w.fold), 2, "two values");
	world_play(&w, "unpin:other");
	is_int((int64_t)pins(w.fold), 3, "it is given up");
	ok(fold_held(w.fold, "lab", "web.image", NULL, 0, &pin) && !*pin.value,
	   "... which is no value, and the last that is known of it");
	world_play(&w, "halt");
	ok(world_play(&w, "pin") == DISPUTED && pins(w.fold) == 3,
	   "what does not count gave it none");
	fold_note_pin(w.fold, "lab", "web.image=" VALUE2, 9, true);
	ok(fold_held(w.fold, "lab", "web.image", VALUE2, 0, &pin) && pin.rollback &&
		   pin.sequence == 9,
	   "the last time counts, and that a rollback gave it");
	fold_close(w.fold);
}

/* What is adopted holds values that no pin event names; each environment its own. */
static void test_adopted(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct held_pin pin;
	struct world w;

	world_open(&w, &a);
	is_int((int64_t)pins(w.fold), 0, "what is adopted unpinned is not a value");
	world_play(&w, "pin");
	world_play(&w, "adopt");
	is_int((int64_t)pins(w.fold), 2, "the value that is adopted is one");
	ok(!fold_held(w.fold, "prod", "web.image", VALUE, 0, &pin), "... in its environment");
	fold_close(w.fold);
}

/* A line is found whole, not as the end of another. */
static void test_lines(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;
	size_t count, newest;

	world_open(&w, &a);
	fold_note_pin(w.fold, "lab", "x=1 lab web.image=" VALUE, 2, false);
	ok(!held(&w, "web.image", VALUE), "a value that ends like a pin is none");
	fold_note_pin(w.fold, "lab", "web.image=" VALUE, 3, false);
	ok(held(&w, "web.image", VALUE), "the pin itself is one");
	fold_note_seal(w.fold, "docs/a 4 docs/b", 4, true);
	ok(!fold_sealed(w.fold, "docs/b") && fold_sealed(w.fold, "docs/a 4 docs/b"),
	   "a folder whose name ends like a sealed one");
	fold_note_seal(w.fold, "docs/b", 5, true);
	ok(fold_sealed(w.fold, "docs/b") && !fold_sealed(w.fold, "docs"), "the folder itself");
	ok(fold_seals(w.fold, &count)[1].sequence == 5 && count == 2, "both are listed");
	fold_note_seal(w.fold, "docs/b", 6, false);
	ok(!fold_sealed(w.fold, "docs/b") && fold_unsealed(w.fold, "docs/b") &&
		   fold_sealed(w.fold, "docs/a 4 docs/b") &&
		   !fold_unsealed(w.fold, "docs/a 4 docs/b") &&
		   fold_seals(w.fold, &count)[0].sequence == 4 && count == 1,
	   "one is taken back");
	fold_note_seal(w.fold, "docs/c docs/d", 6, true);
	ok(!fold_sealed(w.fold, "docs/d") && fold_sealed(w.fold, "docs/c docs/d"),
	   "one behind a name that ends in no number");
	fold_note_seal(w.fold, "docs/c docs/d", 6, false);
	fold_note_seal(w.fold, "docs/a", 7, true);
	fold_note_seal(w.fold, "docs/a", 8, false);
	ok(!fold_sealed(w.fold, "docs/a") && fold_sealed(w.fold, "docs/a 4 docs/b") &&
		   fold_seals(w.fold, &count)[0].sequence == 4 && count == 1,
	   "what is taken back takes nothing along whose name begins so");
	fold_note_seal(w.fold, "top", 9, true);
	ok(fold_sealed(w.fold, "top") && texts_have(fold_seal_parents(w.fold, &count), 4, "") &&
		   count == 4,
	   "a checkpoint in no folder lies in the whole tree");
	fold_pins(w.fold, &count);
	fold_newest_pins(w.fold, &newest);
	fold_note_pin(w.fold, "lab", "web.image", 9, false);
	ok(pins(w.fold) == count && fold_newest_pins(w.fold, &count) && count == newest,
	   "what has no value is no pin");
	fold_close(w.fold);
}

static struct fold_tree tree_of(struct world *w)
{
	return (struct fold_tree){world_read, w};
}

static void test_until(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct fold *then;
	struct world w;
	size_t count;

	world_open(&w, &a);
	world_play(&w, "pin pin:other start finish checkpoint pin");
	then = fold_until(w.fold, 3, &a, tree_of(&w), world_help(&w));
	ok(then && pins(then) == 2, "at an event, its own pin is there");
	ok(then && !fold_sealed(then, "docs/checkpoints/2026-01-28-A"), "a later seal is not");
	fold_newest_pins(then, &count);
	ok(count == 1 && !strcmp(fold_newest_pins(then, &count)[0].value, VALUE2),
	   "the newest is that of then");
	fold_close(then);
	then = fold_until(w.fold, 6, &a, tree_of(&w), world_help(&w));
	ok(then && fold_sealed(then, "docs/checkpoints/2026-01-28-A") && pins(then) == 2,
	   "at the seal it is, and no later pin");
	fold_close(then);
	fold_close(w.fold);
}

#define X "refs/heads/x"

static size_t clocks(const struct world *w)
{
	size_t count = 0;

	for (size_t i = 0; i < w->found.count; i++)
		count += w->found.items[i].rule == RULE_TIME;
	return count;
}

static int see_nothing(void *context UNUSED, const struct act_facts *act UNUSED,
		       struct findings *found UNUSED, const char **ret_unseen,
		       struct err *err UNUSED)
{
	*ret_unseen = "a commit";
	return 0;
}

static void test_taken_back(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;
	struct fold *copy;

	world_open(&w, &a);
	w.time += 3600;
	world_play(&w, "pin");
	world_undo(&w);
	w.time -= 3600;
	ok(world_play(&w, "pin") == COUNTS && !clocks(&w),
	   "an event that is taken back leaves no clock");
	w.fold->help.look = see_nothing;
	world_play(&w, "start");
	is_int((int64_t)fold_unseen(w.fold), 1, "what could not be seen is counted");
	world_play(&w, "finish");
	world_undo(&w);
	is_int((int64_t)fold_unseen(w.fold), 1, "and not, when it is taken back");
	copy = fold_copy(w.fold, &a, tree_of(&w), world_help(&w));
	is_int((int64_t)fold_unseen(copy), 1, "a copy knows it");
	fold_close(w.fold);
	w.fold = copy;
	w.time -= 3600;
	world_play(&w, "finish");
	is_int((int64_t)clocks(&w), 2, "and the clock: of the chain, and of its run");
	fold_close(w.fold);
}

/* An act that is attested enters the record with what it sealed and logged. */
static void test_attested(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *const log = "deployments/2026/01/2026-01-28.md";
	struct bytes text;
	struct world w;
	struct err err;
	bool found;

	world_open(&w, &a);
	world_play(&w, "pin start finish");
	ok(world_play(&w, "checkpoint=rita") == DISPUTED &&
		   !fold_sealed(w.fold, "docs/checkpoints/2026-01-28-A"),
	   "what may not seal seals nothing");
	ok(world_play(&w, "attest:last=olga") == COUNTS &&
		   fold_sealed(w.fold, "docs/checkpoints/2026-01-28-A"),
	   "attested, it is sealed");
	ok(fold_read(w.fold, "checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml", &a, &text,
		     &found, &err) == 0 &&
		   found,
	   "and its files are there");
	ok(world_play(&w, "complete=rita") == DISPUTED &&
		   fold_read(w.fold, log, &a, &text, &found, &err) == 0 &&
		   (!found || !memmem(text.data, text.len, "complete", 8)),
	   "who may not complete writes no entry");
	ok(world_play(&w, "attest:last=olga") == COUNTS &&
		   fold_read(w.fold, log, &a, &text, &found, &err) == 0 && found &&
		   memmem(text.data, text.len, "complete", 8),
	   "attested, it stands in the log");
	fold_close(w.fold);
}

static struct fold *memory_of;

static int again(void *context UNUSED, struct fold **ret, struct err *err UNUSED)
{
	*ret = memory_of;
	return 0;
}

/* One value in the file, which has the length that it should have. */
static void damage(const char *path, const char *from, const char *to)
{
	FILE *file = fopen(path, "r+");
	char text[4096] = "", *at;

	if (!file || !fread(text, 1, sizeof(text) - 1, file) || !(at = strstr(text, from)))
		world_bail(path);
	fseek(file, at - text, SEEK_SET);
	fputs(to, file);
	fclose(file);
}

/* What lies in files is not believed when it is asked, but taken from the chain again. */
static void test_damaged(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *stem = world_folder();
	struct fold_help help;
	struct fold *fold;
	struct err err;
	struct world w;
	size_t count;

	world_open(&w, &a);
	world_play(&w, "pin start finish checkpoint");
	memory_of = w.fold;
	help = world_help(&w);
	help.again = again;
	fold_note_pin(w.fold, "lab", "x=1", 9, true);
	if (fold_save(w.fold, stem, &text, &err) < 0)
		world_bail(err.text);
	damage(arena_printf(&a, "%s.pins", stem), "web.image", "web.imago");
	damage(arena_printf(&a, "%s.seals", stem), "2026-01-28-A", "2026-01-28-B");
	for (int which = 0; which < 3; which++) {
		if (!fold_parse(bytes_of(text.buf, text.len), stem, &a, tree_of(&w), help,
				&fold))
			world_bail("not read");
		if (!which) {
			struct world reader = {.a = &a, .fold = fold};

			ok(held(&reader, "web.image", VALUE) &&
				   !held(&reader, "web.imago", VALUE),
			   "a damaged value of a pin");
		} else if (which == 1) {
			ok(fold_sealed(fold, "docs/checkpoints/2026-01-28-A") &&
				   !fold_sealed(fold, "docs/checkpoints/2026-01-28-B"),
			   "a damaged checkpoint");
		} else {
			const struct held_pin *list = fold_pins(fold, &count);

			ok(count == 2 && !strcmp(list[0].path, "web.image") &&
				   !list[0].rollback && list[1].rollback,
			   "a damaged list, and which of them a rollback gave");
			fold_seal_parents(fold, &count);
			is_int((int64_t)count, 1, "the folder of checkpoints is remembered");
			fold_newest_pins(fold, &count);
			is_int((int64_t)count, 2, "and the newest value of each pin");
		}
		fold_close(fold);
	}
	world_remove(stem);
	fold_close(w.fold);
}

static int cannot(void *context UNUSED, struct fold **ret UNUSED, struct err *err)
{
	return err_set(err, ERR_IO, "the disk fails");
}

static int finds_none(void *context UNUSED, struct fold **ret, struct err *err UNUSED)
{
	*ret = NULL;
	return 0;
}

/* How a process ends that asks a damaged record, which is folded again so. */
static int ends(struct world *w, struct bytes text, const char *stem,
		int (*again_so)(void *, struct fold **, struct err *), struct fold *whole)
{
	struct fold_help help = world_help(w);
	struct fold *fold;
	int status = -1;
	pid_t child;

	help.again = again_so;
	memory_of = whole;
	fflush(stdout);
	child = fork();
	if (!child) {
		close(2); /* it says so to nobody */
		if (!fold_parse(text, stem, w->a, tree_of(w), help, &fold))
			_exit(3);
		_exit(fold_sealed(fold, "docs/checkpoints/2026-01-28-A") ? 1 : 2);
	}
	return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status)
									: -1;
}

/* Where nobody can fold again what is damaged, the process ends before it answers. */
static void test_lost(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *stem = world_folder();
	struct world w, brief, pinless, unsealed, later;
	struct bytes bytes;
	struct err err;

	world_open(&w, &a);
	world_play(&w, "pin start finish checkpoint");
	world_open(&brief, &a);
	world_play(&brief, "pin");
	world_open(&pinless, &a);
	world_play(&pinless, "start abandon start abandon start");
	world_open(&unsealed, &a);
	world_play(&unsealed, "pin start finish pin pin");
	world_open(&later, &a);
	world_play(&later, "pin start finish checkpoint");
	if (fold_save(w.fold, stem, &text, &err) < 0)
		world_bail(err.text);
	bytes = bytes_of(text.buf, text.len);
	is_int(ends(&w, bytes, stem, again, later.fold), 1, "what is whole is not asked for");
	damage(arena_printf(&a, "%s.seals", stem), "2026-01-28-A", "2026-01-28-B");
	is_int(ends(&w, bytes, stem, again, later.fold), 1, "folded again it is sealed");
	is_int(ends(&w, bytes, stem, NULL, NULL), 128, "nobody folds it again");
	is_int(ends(&w, bytes, stem, cannot, NULL), 128, "who would cannot read the chain");
	is_int(ends(&w, bytes, stem, finds_none, NULL), 128, "or finds none");
	is_int(ends(&w, bytes, stem, again, brief.fold), 128, "or a chain of fewer events");
	is_int(ends(&w, bytes, stem, again, pinless.fold), 128, "or one with fewer pins");
	is_int(ends(&w, bytes, stem, again, unsealed.fold), 128, "or with fewer seals");
	world_remove(stem);
	fold_close(w.fold);
	fold_close(brief.fold);
	fold_close(pinless.fold);
	fold_close(unsealed.fold);
	fold_close(later.fold);
}

/* The text with this line behind it, and the digest of all that. */
static bool reads_with(struct world *w, const char *text, const char *stem, const char *line)
{
	const char *stop = strchr(text, '\n') + 1;
	const char *body = arena_printf(w->a, "%s%s", stop, line);
	char hex[DIGEST_HEX];
	struct fold *fold;
	bool good;

	digest_fast_hex(body, strlen(body), hex);
	text = arena_printf(w->a, "%.*s%s\n%s", (int)(stop - text - DIGEST_HEX), text, hex,
			    body);
	good = fold_parse(bytes_text(text), stem, w->a, tree_of(w), world_help(w), &fold);
	if (good)
		fold_close(fold);
	return good;
}

/* A text whose digest is right and whose lines are not is read by nobody. */
static void test_lines_of_text(void)
{
	static const char *const good[] = {"",
					   "seen 3\n",
					   "none state/x\n",
					   "file 3 state/x\nabc\n",
					   "clock -1\n",
					   "kept 0 3 docs/a\n",
					   "tip 3 old " X "\n",
					   "newest 3 1 lab web.image=x\n"};
	static const char *const bad[] = {
		"what is this\n",
		"no end",
		"count\n",
		"count x\n",
		"count 3\n",
		"unseen x\n",
		"unseen 3 4\n",
		"pins x\n",
		"pins 8\n",
		"pins 1 0\n",
		"pins 80000 0\n",
		"seals x\n",
		"seals 0 7\n",
		"runbook x\n",
		"runbook 3 7\n",
		"dispute x\n",
		"dispute 3 " RANDOM_ID " locked 0\n",
		"dispute 3 " RANDOM_ID " nothing 0 0\n",
		"kept x\n",
		"kept 0 x docs/a\n",
		"kept 0\n",
		"kept 99 3 docs/a\n",
		"kept -1 3 docs/a\n",
		"newest 3\n",
		"newest 3 2 lab a=b\n",
		"newest 3 11lab a=b\n",
		"newest 3 1 lab\n",
		"newest 3 1 lab web.image\n",
		"tips x\n",
		"tips 3\n",
		"tip 3\n",
		"tip 3 old\n",
		"tip x old " X "\n",
		"file\n",
		"file 3\n",
		"file x state/x\n",
		"file 99 state/x\nabc\n",
		"file 4 state/x\nabc\n",
		"file 2 state/x\nabc\n",
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *stem = world_folder();
	struct fold *fold;
	struct err err;
	struct world w;

	world_open(&w, &a);
	world_play(&w, "pin start finish checkpoint");
	if (fold_save(w.fold, stem, &text, &err) < 0)
		world_bail(err.text);
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		ok(reads_with(&w, text.buf, stem, good[i]), "read: %.*s",
		   (int)strcspn(good[i], "\n"), good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!reads_with(&w, text.buf, stem, bad[i]), "not read: %.*s",
		   (int)strcspn(bad[i], "\n"), bad[i]);
	ok(!fold_parse(bytes_text("record"), stem, &a, tree_of(&w), world_help(&w), &fold),
	   "not read: a text without a line");
	world_remove(stem);
	fold_close(w.fold);
}

static const char *tip(const struct fold *f, uint64_t seen)
{
	const char *is = fold_tip(f, X, seen);

	return is ? is : "none";
}

/* Where branches stood everybody answers alike: who folded, who remembers, who goes back. */
static void test_tips(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct event retip = {.word = EVENT_RETIP};
	const char *stem = world_folder();
	struct fold *other;
	uint64_t seen = 0;
	struct err err;
	struct world w;

	world_open(&w, &a);
	world_play(&w, "pin pin:other start finish");
	fold_note_tip(w.fold, X, "old", 2);
	event_add(&retip, &a, FIELD_REWRITTEN, "old " X);
	event_add(&retip, &a, FIELD_TIP, "new " X);
	fold_note_tips(w.fold, &retip);
	is_str(tip(w.fold, UINT64_MAX), "new", "rewritten, it begins anew");
	is_str(tip(w.fold, 4), "old", "and was what it was");
	other = fold_until(w.fold, 3, &a, tree_of(&w), world_help(&w));
	is_str(other ? tip(other, UINT64_MAX) : "", "old", "also for who goes back");
	fold_close(other);
	for (int i = 10; i < 140; i++)
		fold_note_tip(w.fold, X, arena_printf(&a, "%d", i), (uint64_t)i);
	is_str(tip(w.fold, 132), "132", "eight are known");
	is_str(tip(w.fold, 131), "none", "and none before, however many are kept");
	ok(!fold_until(w.fold, 3, &a, tree_of(&w), world_help(&w)),
	   "what is kept no more is folded again");
	if (fold_save(w.fold, stem, &text, &err) < 0 ||
	    !fold_parse(bytes_of(text.buf, text.len), stem, &a, tree_of(&w), world_help(&w),
			&other))
		world_bail("not read");
	while (seen < 140 && !strcmp(tip(other, seen), tip(w.fold, seen)))
		seen++;
	is_int((int64_t)seen, 140, "remembered, they are the same");
	world_remove(stem);
	fold_close(other);
	fold_close(w.fold);
}

int main(void)
{
	test_damaged();
	test_lost();
	test_pins();
	test_adopted();
	test_lines();
	test_until();
	test_taken_back();
	test_attested();
	test_tips();
	test_lines_of_text();
	return done();
}
