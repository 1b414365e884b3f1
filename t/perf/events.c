/* events.c FILE - the events of a YAML text, and nothing made of them: the floor under reading one. */
#include <stdio.h>
#include <yaml.h>

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	yaml_parser_t parser;
	yaml_event_t event;
	int end = 0;

	if (!file || !yaml_parser_initialize(&parser))
		return 128;
	yaml_parser_set_input_file(&parser, file);
	while (!end) {
		if (!yaml_parser_parse(&parser, &event))
			return 1;
		end = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return fclose(file) != 0;
}
