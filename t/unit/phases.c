/* t/table/phases.txt, row by row: what was filed -> where the step stands, what it lacks. */

#include "../t/unit/tap.h"
#include "../t/unit/honest.h"

static const char *const criteria[] = {"exit", "verify", "restore", "pin"};

/* What a completion would lack now, as "exit,pin"; "-": nothing. */
static const char *lacks(struct world *w)
{
	static const char says[] = " is not complete: ";
	const struct world_now now = world_now(w);
	struct event e = world_event(w, EVENT_COMPLETE, "");
	struct event_origin origin = {w->time, "ada", "ada"};
	struct findings found = {.arena = w->a};
	struct act_facts act = {.event = &e,
				.origin = &origin,
				.record = fold_record(w->fold),
				.runbook = now.runbook};
	const char *text = "";
	struct err err;

	if (judge_act(&act, &found, &err) < 0)
		world_bail(err.text);
	for (size_t c = 0; c < ARRAY_SIZE(criteria); c++)
		for (size_t i = 0; i < found.count; i++) {
			const char *at = strstr(found.items[i].message, says);

			if (!at || strncmp(at + strlen(says), criteria[c], strlen(criteria[c])))
				continue;
			text = arena_printf(w->a, "%s%s%s", text, *text ? "," : "",
					    criteria[c]);
			break;
		}
	return *text ? text : "-";
}

static void said_all(struct world *w, const char *facts)
{
	char *rest = arena_strdup(w->a, facts);

	for (char *fact; (fact = strsep(&rest, " "));)
		if (*fact && world_play(w, fact) != COUNTS) {
			ok(false, "%s: '%s' counts", facts, fact);
			printf("# %s\n", world_no(w));
		}
}

struct seen {
	bool phases[PHASE_COUNT], lacking[ARRAY_SIZE(criteria)], met[ARRAY_SIZE(criteria)];
};

static void check_record(const char *facts, char *columns[3], struct seen *seen)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *lack;
	struct world_now now;
	struct world w;

	world_open(&w, &a);
	said_all(&w, facts);
	now = world_now(&w);
	lack = lacks(&w);
	is_str(phase_word(now.state->phase), columns[0], facts);
	is_str(phase_word(now.state->before), columns[1], "... without what holds it");
	is_str(lack, columns[2], "... lacks");
	seen->phases[now.state->phase] = true;
	for (size_t c = 0; c < ARRAY_SIZE(criteria); c++)
		*(strstr(lack, criteria[c]) ? &seen->lacking[c] : &seen->met[c]) = true;
	fold_close(w.fold);
}

/* What was said and does not count stands in the tree all the same. */
static void check_tree(const char *facts, char *columns[3])
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct step_state *step;
	struct world w;
	struct err err;

	world_open(&w, &a);
	ok(world_play(&w, facts) == DISPUTED, "%s: the last does not count", facts);
	if (state_step(world_tree(&w), "lab", "A", &step, &err) < 0)
		world_bail(err.text);
	is_str(phase_word(step->phase), columns[0], "... in the tree");
	is_str(phase_word(world_now(&w).state->phase), columns[2], "... in the record");
	fold_close(w.fold);
}

int main(void)
{
	FILE *file = fopen("t/table/phases.txt", "r");
	struct seen seen = {0};
	char line[512];

	if (!file)
		world_bail("no t/table/phases.txt");
	while (fgets(line, sizeof(line), file)) {
		char *columns[3], *rest = strstr(line, "->"), *facts = line;
		bool tree = !strncmp(line, "tree ", 5);

		if (*line == '#' || *line == '\n' || !rest)
			continue;
		*rest = '\0';
		rest += 2;
		for (int i = 0; i < 3; i++) {
			rest += strspn(rest, " ");
			columns[i] = strsep(&rest, " \n");
		}
		facts += strcspn(facts, " ") + 1;
		while (strlen(facts) && facts[strlen(facts) - 1] == ' ')
			facts[strlen(facts) - 1] = '\0';
		if (tree)
			check_tree(facts, columns);
		else
			check_record(facts, columns, &seen);
	}
	fclose(file);
	for (int phase = 0; phase < PHASE_COUNT; phase++)
		ok(seen.phases[phase], "a row is %s", phase_word((enum phase)phase));
	for (size_t c = 0; c < ARRAY_SIZE(criteria); c++)
		ok(seen.lacking[c] && seen.met[c], "a row lacks '%s', and one does not",
		   criteria[c]);
	return done();
}
