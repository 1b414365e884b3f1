/*
 * Any bytes as what a step runs: shell text, a makefile and the target "a" of it, a program in another language.
 * No file of it is in the repository. However it is made, reading it ends, and what was too much to be read is
 * told.
 */
#include "base/cleanup.h"
#include "meaning/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int read_shell(struct naming *n, char *text)
{
	return meaning_text(n, text);
}

static int read_program(struct naming *n, char *text)
{
	return meaning_code(n, text, ".py");
}

static int read_makefile(struct naming *n, char *text)
{
	struct making m = {.n = n, .path = "Makefile", .variables.arena = n->a};

	(void)text;
	if (makefile_read(&m, m.path) < 0 || makefile_environment(&m) < 0)
		return -1;
	if (n->meant)
		makefile_mean(&m, "a");
	for (size_t i = 0; m.count && i < m.files[0]->count; i++)
		if (meaning_called(n, makefile_filled(&m, m.files[0]->lines[i], "a")) < 0)
			return -1;
	return 0;
}

/* A kind of text; what was not read is told. */
static void look_into(struct naming n, char *text, int (*kind)(struct naming *n, char *text))
{
	struct meaning meaning = {.count = 0};
	struct meaning_list all = {.files = NULL};
	bool told = n.runbook != NULL;
	size_t spent = MEANING_WORK -
		       ((size_t)1 << 20); /* more takes longer, and shows no more */

	n.all = &all;
	n.spent = &spent;
	n.seen = (struct strmap){.arena = n.a};
	n.meant = told ? &meaning : NULL;
	if (kind(&n, text) < 0 || n.scope || n.pipe || n.depth || n.at ||
	    spent > MEANING_WORK || (told && spent == MEANING_WORK && !meaning.unknown))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct step step = {.id = "S"};
	static const struct environment lab = {.id = "lab"};
	static const struct runbook runbook = {.name = "fuzz"};
	static int (*const kinds[])(struct naming * n, char *text) = {read_shell, read_makefile,
								      read_program};
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(snapshot_freep) struct snapshot *none = NULL;
	struct strmap read = {.arena = &arena};
	struct meaning_text makefile = {.text = {(const char *)data, size}};
	struct err err;
	char *text;

	if (size > 65536 || (size && memchr(data, '\0', size)))
		return 0;
	text = arena_memdup(&arena, data, size);
	if (snapshot_of_tree(NULL, &OID_ZERO, &none, &err) < 0)
		abort();
	strmap_put(&read, "Makefile", &makefile);
	for (size_t i = 0; i < 3 * ARRAY_SIZE(kinds); i++)
		look_into((struct naming){.step = &step,
					  .files = none,
					  .a = &arena,
					  .read = &read,
					  .strict = i % 3 == 2,
					  .runbook = i % 3 ? &runbook : NULL,
					  .environment = &lab,
					  .err = &err},
			  text, kinds[i / 3]);
	return 0;
}
