/*
 * probes.h - the kinds of probe: what a check asks the world. No include guard: included with PROBE()
 * defined, for the enum, the key of a check, what may be expected of it, and who looks (world/probe.c).
 *
 *	PROBE(tag, word, shape, member, looked, sees, thing)
 *
 * word: the key of a check. shape, member: its grammar, and where of struct check it goes: `subject`
 * is what the function is told. looked: LOOK(function) of world/probe.c; LATER: the language has it, and
 * this version does not; OTHER: another check, or a person, answers in its place. sees: what `expect` may name,
 * one of SEES_*. thing: what a fault calls what it looks at.
 */
PROBE(RUN, "run", COMMAND, run, LOOK(look_run), OUTPUT, "a command")
PROBE(HTTP, "http", HTTP, node, LOOK(http_look), RESPONSE, "a response")
PROBE(FILE, "file", FILE_PATH, subject, LOOK(look_file), FILE, "a file")
PROBE(ENV, "env", VARIABLE, subject, LOOK(look_env), VALUE, "a variable")
PROBE(ENV_FILE, "env_file", FILE_PATH, subject, LOOK(look_env_file), NAMES,
      "a file of variables")
PROBE(MANUAL, "manual", LINE, subject, OTHER, ANY, "it") /* what a person attests */
PROBE(DRILL, "drill", ID, subject, OTHER, ANY, "it")	 /* what a drill has shown */
PROBE(USE, "use", ID, subject, OTHER, ANY, "it")
PROBE(OUTPUT_OF, "output_of", ID, subject, LOOK(look_output), OUTPUT,
      "a command") /* or "step" */
