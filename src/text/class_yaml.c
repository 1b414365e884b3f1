/* class_yaml.c - which YAML somebody here keeps, and reads as it stands. */
#include "text/class.h"

#include "base/texts.h"

#define YAML_MAX ((size_t)1 << 20)

bool class_is_yaml(const char *path)
{
	return text_ends(path, ".yml") || text_ends(path, ".yaml");
}

bool class_is_read_yaml(const char *path, struct bytes text)
{
	enum document_class class = class_of_path(path);

	return class_is_yaml(path) && text.len && text.len <= YAML_MAX &&
	       class != CLASS_RECORD && class != CLASS_VENDORED &&
	       !bytes_begins(text, bytes_text("$ANSIBLE_VAULT")) &&
	       !class_is_template(path, text);
}
