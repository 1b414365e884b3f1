#include "report/json_internal.h"

static const char *group_word(enum command_group group)
{
	static const char *const words[] = {
		[GROUP_SETUP] = "setup",       [GROUP_OPERATE] = "operate",
		[GROUP_REVIEW] = "review",     [GROUP_SHARE] = "share",
		[GROUP_PLUMBING] = "plumbing",
	};

	return words[group];
}

static void add_options(struct json_writer *w, const struct option *options)
{
	jw_field_array(w, "options");
	for (; options && options->kind != OPTION_END; options++) {
		jw_object(w);
		if (options->letter)
			jw_field_string(w, "letter", (char[]){options->letter, '\0'});
		jw_field_string(w, "name", options->name);
		jw_field_string(w, "value", options->value);
		jw_field_string(w, "help", options->help);
		jw_end(w);
	}
	jw_end(w);
}

void json_help(struct report *out, const struct help_result *r)
{
	struct json_writer w;

	/* whatever the extent: other programs choose for themselves */
	json_begin(&w, &out->data, "help");
	jw_field_array(&w, "commands");
	for (size_t i = 0; i < r->count; i++) {
		const struct command_words *c = &r->commands[i];

		jw_object(&w);
		jw_field_string(&w, "name", c->name);
		jw_field_string(&w, "group", group_word(c->group));
		jw_field_bool(&w, "everyday", c->everyday);
		jw_field_string(&w, "reserved", c->reserved);
		jw_field_string(&w, "usage", c->usage);
		jw_field_string(&w, "summary", c->summary);
		add_options(&w, c->options);
		jw_field_string(&w, "result", result_name(c->result));
		jw_end(&w);
	}
	jw_end(&w);
	json_end(&w);
}
