/*
 * git-mcade.c - the only main(): find the command, open what it needs, run it, print, exit.
 * Started under the name of a hook it is that hook: 0.1 made links, which work until they are mended.
 */
#include "base/cleanup.h"
#include "base/system.h"
#include "cmd/table.h"
#include "ledger/memory.h"
#include "proc/pager.h"
#include "report/format.h"
#include "report/output.h"
#include "report/progress.h"
#include "report/terminal.h"

#include <signal.h>

static bool asks_for_help(const char *text)
{
	return !strcmp(text, "-h") || !strcmp(text, "--help");
}

/* Before the options are read: an error in them is told in that format too. */
static const struct report_format *format_wanted(int argc, const char *const *argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (!strcmp(argv[i], "--json"))
			return &report_json;
	return &report_text;
}

static int fail(const struct err *err, const struct report_format *format)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct err ignored;

	output_err(err);
	if (format->error) {
		format->error(&text, err);
		output_data(&text, &ignored);
	}
	return err_exit_status(err);
}

/* Data of a command that may be long goes through a pager, where a person reads it on a terminal. */
static int put(const struct result *result, const struct report *report,
	       const struct repo *repo, const struct report_format *format, struct err *err)
{
	const char *pager = format->for_people && !result->again &&
					    result_is_paged(result->kind)
				    ? terminal_pager(repo)
				    : NULL;

	return pager && report->data.len
		       ? pager_show(pager, bytes_of(report->data.buf, report->data.len), err)
		       : output_data(&report->data, err);
}

/* What a command answers: what is to be said to the person, then the data. repo may be NULL. */
static int answer(const struct result *result, const struct report_format *format,
		  const struct repo *repo, int status, struct err *err)
{
	CLEANUP(report_free) struct report report = REPORT_INIT;

	report.width = terminal_width();
	report.colour = format->for_people && terminal_has_colour(repo);
	if (report_result(format, result, &report, err) < 0)
		return -1;
	output_words(&report.words);
	return put(result, &report, repo, format, err) < 0 ? -1 : status;
}

/* It is verified again the next time, and that something went back cannot be told. */
static void tell_unkept(const struct session *session)
{
	const struct memory *memory = session->ledger.memory;
	const char *why = memory ? memory_unkept(memory) : NULL;
	const char *where = session->ledger.view ? memory_misplaced(memory) : NULL;

	if (where)
		output_note("mcade: warning: %s", where);
	if (why)
		output_note("mcade: warning: what was verified is not remembered: %s", why);
}

static int run(const struct subcommand *command, int argc, const char *const *argv)
{
	const struct report_format *format = format_wanted(argc, argv);
	struct progress_line line;
	struct session session = {.progress = progress_line_open(&line)};
	struct option_values values;
	struct result result = {0};
	struct err err;
	int status;

	if (options_parse(command->words->options, argc, argv, &session.arena, &values, &err) <
	    0) {
		err_next(&err, "git mcade %s -h", command->words->name);
		arena_free(&session.arena);
		return fail(&err, format);
	}
	status = session_begin(&session, command->needs, &err);
	if (!status)
		status = command->run(&session, &values, &result, &err);
	if (status >= 0)
		status = answer(&result, format, session.ledger.repo, status, &err);
	while (status >= 0 && result.again) {
		status = result.again(&result, &err);
		if (status >= 0)
			status = answer(&result, format, session.ledger.repo, status, &err);
	}
	if (status < 0)
		status = fail(&err, format);
	else
		tell_unkept(&session);
	session_close(&session);
	return status;
}

static int help(struct help_result help, int status)
{
	struct result result = {0};
	struct err err;

	result_is_help(&result, &help);
	status = answer(&result, &report_text, NULL, status, &err);
	return status < 0 ? fail(&err, &report_text) : status;
}

static int version(void)
{
	struct result result = {.plain = bytes_text("git-mcade " MCADE_VERSION "\n")};
	struct err err;
	int status = answer(&result, &report_text, NULL, 0, &err);

	return status < 0 ? fail(&err, &report_text) : status;
}

/* "pre-commit" when the program was installed as that hook. */
static const char *hook_name(const char *program)
{
	static const char *const hooks[] = {"pre-commit", "pre-merge-commit", "pre-push",
					    "pre-receive"};
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		if (!strcmp(name, hooks[i]))
			return hooks[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const char *const *words = (const char *const *)argv;
	const struct subcommand *command;
	const char *hook;
	struct err err;

	signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of the write, with its message */
	system_started_as(words[0]);
	hook = argc ? hook_name(words[0]) : NULL;
	if (hook) { /* the hook's own arguments follow its name: replace argv[0] by it */
		argv[0] = (char *)(uintptr_t)hook;
		return command_find("hook", &command, &err) < 0 ? fail(&err, &report_text)
								: run(command, argc, words);
	}
	if (argc < 2 || asks_for_help(words[1]))
		return help(command_overview(HELP_EVERYDAY), argc < 2 ? 129 : 0);
	if (!strcmp(words[1], "--version"))
		return version();
	if (command_find(words[1], &command, &err) < 0)
		return fail(&err, format_wanted(argc - 2, words + 2));
	if (argc > 2 && asks_for_help(words[2]))
		return help(command_usage(command), 0);
	return run(command, argc - 2, words + 2);
}
