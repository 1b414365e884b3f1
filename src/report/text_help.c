/* Commands, and what each takes. */
#include "report/text_internal.h"

static void add_overview(struct strbuf *out, const struct help_result *r)
{
	static const char *const titles[] = {[GROUP_SETUP] = "Set up",
					     [GROUP_OPERATE] = "Operate",
					     [GROUP_REVIEW] = "Review",
					     [GROUP_SHARE] = "Share",
					     [GROUP_PLUMBING] = "Plumbing"};
	const char *title = NULL;
	bool all = r->extent == HELP_ALL;

	strbuf_addstr(out, "usage: git mcade COMMAND [ARGUMENT...]\n");
	for (size_t i = 0; i < r->count; i++) {
		const struct command_words *c = &r->commands[i];

		if (c->reserved || (!all && !c->everyday))
			continue;
		if (title != titles[c->group])
			strbuf_addf(out, "\n%s\n", titles[c->group]);
		title = titles[c->group];
		strbuf_addf(out, "    %-11s %s\n", c->name, c->summary);
	}
	strbuf_addstr(out, all ? "\n'git mcade COMMAND -h' shows a command's options, "
				 "'git help mcade' the manual.\n"
			       : "\n'git mcade help --all' shows all commands, 'git mcade "
				 "COMMAND -h' one command's options.\n");
}

void text_help(struct report *report, const struct help_result *r)
{
	const struct command_words *c = r->commands;
	struct strbuf *out = &report->data;

	if (r->extent != HELP_ONE) {
		add_overview(out, r);
		return;
	}
	strbuf_addf(out, "usage: git mcade %s%s%s\n\n    %s\n", c->name, *c->usage ? " " : "",
		    c->usage, c->summary);
	if (c->options->kind != OPTION_END) {
		strbuf_addch(out, '\n');
		options_usage(c->options, out);
	}
}
