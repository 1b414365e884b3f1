/* ledger/event_index: a file and what is behind it; a damaged file costs time, never truth. */
#include "fold/event_index.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../t/unit/tap.h"
#include "../t/unit/world.h"

static const char *stem;

static const char *sha_of(struct arena *a, uint64_t n)
{
	return arena_printf(a, "%064" PRIx64, n + 1000);
}

/* Two by two they begin alike. */
static const char *id_of(struct arena *a, uint64_t n)
{
	return arena_printf(a, "%016" PRIx64 "%016" PRIx64, n / 2 + 1, n + 1);
}

/* Of every seventh nobody knows where it lies. */
static const struct oid *commit_of(uint64_t n)
{
	static struct oid commit;

	memset(commit.id, (int)(n % 200) + 1, sizeof(commit.id));
	return n % 7 ? &commit : NULL;
}

static bool lies_there(const struct indexed_event *e, uint64_t n)
{
	struct oid found;
	bool known = event_index_commit(e, &found);

	return e->signed_at == (int64_t)n * 10 && known == (commit_of(n) != NULL) &&
	       (!known || oid_equal(&found, commit_of(n)));
}

static bool is_named(const struct indexed_event *e, struct arena *a, uint64_t n)
{
	const char *step = arena_printf(a, "STEP_%" PRIu64, n);

	return event_index_may_name(e, n % 2 ? "prod" : "staging", step) &&
	       event_index_may_name(e, NULL, NULL) && event_index_may_name(e, NULL, step) &&
	       !event_index_may_name(e, n % 2 ? "staging" : "prod", NULL) &&
	       !event_index_may_name(e, NULL, "STEP_X");
}

/* Event n is by one of three people; every fifth does not count. */
static void add(struct event_index *index, struct arena *a, uint64_t n)
{
	static const char *const people[] = {"ada", "olga", "otto"};
	struct event e = {.word = n % 2 ? EVENT_START : EVENT_PIN};

	event_set(&e, a, FIELD_ID, id_of(a, n));
	event_set(&e, a, FIELD_ENVIRONMENT, n % 2 ? "prod" : "staging");
	event_set(&e, a, FIELD_STEP, arena_printf(a, "STEP_%" PRIu64, n));
	event_index_add(index, &e, &(struct event_origin){.time = (int64_t)n * 10},
			people[n % 3], sha_of(a, n), commit_of(n), n % 5 != 0, n % 10 == 0);
}

static bool is_right(struct event_index *index, struct arena *a, uint64_t n)
{
	static const char *const people[] = {"ada", "olga", "otto"};
	const struct indexed_event *e = event_index_at(index, n);
	uint64_t by_id, by_sha;

	return e && e->time == (int64_t)n * 10 && e->counts == (n % 5 != 0) &&
	       e->contested == (n % 10 == 0) &&
	       e->word == (uint8_t)(n % 2 ? EVENT_START : EVENT_PIN) &&
	       !strcmp(event_index_principal(index, e), people[n % 3]) && lies_there(e, n) &&
	       is_named(e, a, n) && event_index_is_of(e, sha_of(a, n)) &&
	       !event_index_is_of(e, sha_of(a, n + 1)) &&
	       event_index_find(index, id_of(a, n), &by_id) &&
	       event_index_find_commit(index, sha_of(a, n), &by_sha) && by_id == n &&
	       by_sha == n;
}

/* Those before `count` are there, and no other. */
static int faults(struct event_index *index, struct arena *a, uint64_t count)
{
	int wrong = event_index_count(index) != count || event_index_at(index, count);
	uint64_t found;

	for (uint64_t n = 0; n < count; n++)
		wrong += !is_right(index, a, n);
	wrong += event_index_find(index, id_of(a, count), &found);
	wrong += event_index_find_commit(index, sha_of(a, count), &found);
	return wrong;
}

static struct event_index *made(struct arena *a, uint64_t count)
{
	struct event_index *index = event_index_new(a);

	for (uint64_t n = 0; n < count; n++)
		add(index, a, n);
	return index;
}

/* What was saved of `like`. */
static bool opens(struct arena *a, const struct event_index *like, uint64_t count,
		  struct event_index **ret)
{
	size_t people;
	const char *const *list = event_index_principals(like, &people);

	return event_index_open(a, stem, count, event_index_sum(like), list, people, ret);
}

static void test_file_and_tail(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *index = made(&a, 30), *read = NULL, *again = NULL, *until;
	struct err err = {0};

	is_int(faults(index, &a, 30), 0, "in memory");
	ok(!event_index_save(index, stem, &err) && opens(&a, index, 30, &read),
	   "written and read: %s", err.text);
	is_int(faults(read, &a, 30), 0, "from the file");
	for (uint64_t n = 30; n < 40; n++)
		add(read, &a, n);
	is_int(faults(read, &a, 40), 0, "from the file, and what is behind it");
	event_index_cut(read, 35);
	is_int(faults(read, &a, 35), 0, "cut again");
	add(read, &a, 35);
	is_int(faults(read, &a, 36), 0, "and added to");
	for (uint64_t count = 0; count <= 36; count += 6) {
		until = event_index_until(read, count, &a);
		is_int(faults(until, &a, count), 0, "as it was at an earlier place");
		add(until, &a, count);
		is_int(faults(until, &a, count + 1), 0, "a place of its own");
		event_index_close(until);
	}
	is_int(faults(read, &a, 36), 0, "of which this one knows nothing");
	ok(!event_index_save(read, stem, &err) && opens(&a, read, 36, &again), "extended: %s",
	   err.text);
	is_int(faults(again, &a, 36), 0, "the file has them all");
	event_index_close(index);
	event_index_close(read);
	event_index_close(again);
	event_index_close(NULL);
}

/* Asked once or again, in the file or behind it: the first of an id. */
static void test_asked_again(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *index = made(&a, 20), *read = NULL;
	int wrong = 0;
	struct err err = {0};

	event_index_save(index, stem, &err);
	for (uint64_t n = 0; n <= 25; n++) {
		const char *id = id_of(&a, n);
		uint64_t found = 0;

		opens(&a, index, 20, &read);
		for (uint64_t more = 20; more < 25; more++)
			add(read, &a, more);
		for (uint64_t twin = 0; twin < 4; twin++)
			add(read, &a, twin);
		for (int time = 0; time < 40; time++)
			wrong += event_index_find(read, id, &found) != (n < 25) ||
				 (n < 25 && found != n);
		event_index_close(read);
	}
	is_int(wrong, 0, "asked again, the same is found");
	event_index_close(index);
}

/* Those that are cut off and said anew are others, also where one of them was attested. */
static void test_attested_and_cut(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *index = made(&a, 20), *until;

	event_index_attest(index, 15, true);
	until = event_index_until(index, 12, &a);
	for (uint64_t n = 12; n < 20; n++)
		add(until, &a, n);
	is_int(faults(until, &a, 20), 0, "at an earlier place nothing was attested");
	event_index_cut(index, 15);
	add(index, &a, 15);
	is_int(faults(index, &a, 16), 0, "nor of what is cut off");
	event_index_close(until);
	event_index_close(index);
}

/* What was not to count counts, in memory and in the file, for this one alone. */
static void test_attested(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *index = made(&a, 20), *read = NULL, *other = NULL, *again = NULL;
	struct err err = {0};

	event_index_save(index, stem, &err);
	opens(&a, index, 20, &read);
	for (uint64_t n = 20; n < 30; n++)
		add(read, &a, n);
	other = event_index_until(read, 30, &a);
	event_index_attest(read, 5, true);
	event_index_attest(read, 25, true);
	ok(event_index_at(read, 5)->counts && event_index_at(read, 25)->counts,
	   "attested, they count");
	is_int(faults(other, &a, 30), 0, "not for whoever went another way before");
	event_index_close(other);
	other = event_index_until(read, 30, &a);
	event_index_attest(other, 5, false);
	ok(event_index_at(read, 5)->counts && !event_index_at(other, 5)->counts,
	   "nor is it taken back from the one where it counts");
	ok(!event_index_save(read, stem, &err) && opens(&a, read, 30, &again) &&
		   event_index_at(again, 5)->counts && event_index_at(again, 25)->counts,
	   "the file has it: %s", err.text);
	event_index_attest(read, 5, false);
	event_index_attest(read, 25, false);
	is_int(faults(read, &a, 30), 0, "taken back, they do not count");
	event_index_close(index);
	event_index_close(other);
	event_index_close(read);
	event_index_close(again);
}

/* What is not written as an id, or lies beyond what is there, names nothing. */
static void test_nothing(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *index = made(&a, 20), *read = NULL, *fewer = made(&a, 10),
			   *same = made(&a, 20), *huge;
	const char *const ada[] = {"ada"};
	struct err err = {0};
	uint64_t found;

	ok(!event_index_find(index, "no id", &found) &&
		   !event_index_find_commit(index, "no digest", &found) &&
		   !event_index_is_of(event_index_at(index, 3), "no digest"),
	   "what is no id is nobody's");
	event_index_attest(index, 20, true);
	add(index, &a, 20);
	ok(!event_index_at(index, 20)->counts, "what is not there yet is not attested");
	ok(!event_index_save(index, stem, &err) && opens(&a, index, 20, &read) &&
		   !event_index_mend(read, fewer),
	   "it is not mended by fewer events");
	ok(!event_index_mend(fewer, read), "nor by what lies in a file itself");
	event_index_close(read);
	ok(event_index_open(&a, stem, 20, event_index_sum(same), ada, 1, &read) &&
		   !strcmp(event_index_principal(read, event_index_at(read, 3)), "ada") &&
		   !event_index_principal(read, event_index_at(read, 4)) &&
		   !event_index_had_role(read, event_index_at(read, 4), "owner"),
	   "who is not in the list is nobody, and had no role");
	ok(!event_index_open(&a, stem, (uint64_t)UINT32_MAX + 1, 0, ada, 1, &huge),
	   "nor are there more events than can be counted");
	event_index_close(read);
	event_index_close(same);
	event_index_close(fewer);
	event_index_close(index);
}

/* A role is one by its whole name. */
static void test_roles(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *index = event_index_new(&a);
	struct event e = {.word = EVENT_APPROVE};
	const struct indexed_event *at;

	event_set(&e, &a, FIELD_ID, id_of(&a, 1));
	event_index_add(index, &e, &(struct event_origin){.time = 1}, "ada owners root",
			sha_of(&a, 1), NULL, true, false);
	at = event_index_at(index, 0);
	ok(event_index_had_role(index, at, "owners") && event_index_had_role(index, at, "root"),
	   "each role that he had");
	ok(!event_index_had_role(index, at, "owner") &&
		   !event_index_had_role(index, at, "roots") &&
		   !event_index_had_role(index, at, "ada"),
	   "none that only begins so, and his name is none");
	event_index_close(index);
}

/* -- damage -------------------------------------------------------------------------------------- */

struct mending {
	struct event_index *index, *whole;
	int asked;
};

static void mend(void *context)
{
	struct mending *m = context;

	m->asked++;
	event_index_mend(m->index, m->whole);
}

static bool flip(int fd, off_t at)
{
	char byte;

	if (pread(fd, &byte, 1, at) != 1)
		return false;
	byte = (char)(byte ^ 16);
	return pwrite(fd, &byte, 1, at) == 1;
}

/* Every bit that is flipped is noticed by whoever asks for it, and everything else is right. */
static void test_damage(const char *name)
{
	static struct arena a; /* what is mended stays for as long as the process */
	struct mending m = {.whole = made(&a, 10)};
	char *path = arena_printf(&a, "%s%s", stem, name);
	struct err err;
	int fd, wrong = 0, asked = 0;
	struct stat st;

	unlink(path);
	event_index_save(m.whole, stem, &err);
	fd = open(path, O_RDWR);
	fstat(fd, &st);
	for (off_t at = 0; at < st.st_size; at++) {
		m.asked = 0;
		wrong += !flip(fd, at) || !opens(&a, m.whole, 10, &m.index);
		event_index_on_damage(m.index, mend, &m);
		wrong += faults(m.index, &a, 10);
		asked += m.asked > 0;
		event_index_close(m.index);
		wrong += !flip(fd, at);
	}
	is_int(wrong, 0, "whatever bit flips: the answers are right");
	is_int(asked, st.st_size, "since somebody mends it");
	ok(!opens(&a, m.whole, 11, &m.index), "it is not opened for more than it has");
	ok(!ftruncate(fd, st.st_size - 1) && !opens(&a, m.whole, 10, &m.index),
	   "nor when it is cut");
	close(fd);
	unlink(path);
	ok(!opens(&a, m.whole, 10, &m.index), "nor when it is not there");
	ok(!symlink("/dev/zero", path) && !opens(&a, m.whole, 10, &m.index),
	   "nor where a link lies");
	unlink(path);
	event_index_close(m.whole);
}

/* No file may grow beyond `bytes`, as where a disk is full. */
static void full_at(rlim_t bytes)
{
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, RLIM_INFINITY});
}

/* What cannot be written is said, at whatever byte the disk is full; what was there is as it was. */
static void test_full(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *kept = made(&a, 4), *index = NULL, *again = NULL;
	int said = 0, wrong = 0, saved = -1;
	struct err err;

	signal(SIGXFSZ, SIG_IGN);
	event_index_save(kept, stem, &err);
	for (rlim_t at = 0; saved < 0; at += 8) {
		event_index_close(index);
		if (!opens(&a, kept, 4, &index))
			world_bail("what was there is gone");
		add(index, &a, 4);
		event_index_attest(index, 0, true);
		full_at(at);
		err.code = ERR_NONE;
		saved = event_index_save(index, stem, &err);
		full_at(RLIM_INFINITY);
		said += saved < 0;
		wrong += (saved < 0) != (err.code == ERR_IO);
		if (saved < 0)
			wrong += event_index_save(kept, stem, &err) < 0;
	}
	ok(said > 40 && !wrong, "a full disk is said, at each of %d places", said);
	ok(opens(&a, index, 5, &again) && event_index_at(again, 0)->counts,
	   "and where there is room, everything is there");
	event_index_close(again);
	event_index_close(index);
	event_index_close(kept);
}

/* Where no file can lie nothing is remembered: a folder, a pipe, what may not be written. */
static void test_no_file(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct event_index *index = made(&a, 4), *read = NULL;
	char *path = arena_printf(&a, "%s.events", stem);
	char *beside = arena_printf(&a, "%s.events.new", stem);
	struct err err = {0};

	unlink(path);
	ok(!mkdir(path, 0700) && event_index_save(index, stem, &err) < 0 && err.code == ERR_IO,
	   "not over a folder");
	ok(access(beside, F_OK) < 0, "and nothing is left beside it");
	ok(!opens(&a, index, 4, &read), "which is not read");
	rmdir(path);
	ok(!mkfifo(path, 0600) && !opens(&a, index, 4, &read),
	   "nor is a pipe, which nobody waits for");
	ok(!mkdir(beside, 0700) && event_index_save(index, stem, &err) < 0,
	   "nor written where something is in the way");
	rmdir(beside);
	ok(!event_index_save(index, stem, &err) && opens(&a, index, 4, &read),
	   "it is put in the place of a pipe");
	event_index_close(read);
	event_index_close(index);
}

int main(void)
{
	stem = world_folder();
	test_file_and_tail();
	test_asked_again();
	test_attested();
	test_nothing();
	test_roles();
	test_attested_and_cut();
	test_damage(".events");
	test_damage(".ids");
	test_full();
	test_no_file();
	world_remove(stem);
	return done();
}
