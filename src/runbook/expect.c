#include "runbook/expect.h"

#include <strings.h>

#include "match/glob.h"
#include "runbook/expect_internal.h"

static int judge_expect(struct judge *j, const struct doc_node *expect,
			const struct observation *seen, struct err *err);

static struct subject text_subject(const char *what, struct bytes text, bool one_newline)
{
	const char *data = text.data;

	if (one_newline && text.len && data[text.len - 1] == '\n')
		text.len--;
	return (struct subject){.what = what, .present = text.data != NULL, .text = text};
}

static struct subject name_subject(struct judge *j, const char *what,
				   const struct name_text *list, size_t count, const char *name)
{
	struct subject s = {.what = arena_printf(j->arena, "%s %s", what, name)};

	for (size_t i = 0; i < count && !s.present; i++)
		if (list[i].text && !strcasecmp(list[i].name, name)) {
			s.present = true;
			s.text = bytes_text(list[i].text);
		}
	return s;
}

/* What operators at the top speak of. */
static struct subject main_subject(const struct observation *seen)
{
	if (seen->has_value)
		return (struct subject){.what = "value",
					.present = seen->value != NULL,
					.text = seen->value ? bytes_text(seen->value)
							    : bytes_of(NULL, 0),
					.absent = "(not set)",
					.may_be_unset = true};
	if (seen->has_status || seen->has_file)
		return text_subject("body", seen->body, false);
	return text_subject("stdout", seen->stdout_text, true);
}

/* No match at all: a failure, unless that is what is expected. */
static int judge_absent(struct judge *j, const struct doc_node *expected,
			const struct subject *s, struct err *err)
{
	const struct doc_node *exists = doc_get(expected, "exists");
	bool wanted = true;

	if (exists && expected->count == 1 && doc_bool(exists, &wanted) && !wanted)
		return judge_value(j, expected, s, err);
	judge_add(j, s->what, "a value", s->absent ? s->absent : "(nothing)", false);
	return 0;
}

static int judge_json(struct judge *j, const struct doc_node *map,
		      const struct observation *seen, struct err *err)
{
	struct bytes text = seen->body.data ? seen->body : seen->stdout_text;

	if (!j->ctx || !j->ctx->json)
		return err_at(err, ERR_UNSUPPORTED, map->at, "'json' cannot be judged here");
	for (size_t i = 0; i < map->count; i++) {
		const char *path = map->pairs[i].key->text;
		struct subject s = {.what = arena_printf(j->arena, "json %s", path)};
		const struct expect_json *found = NULL;
		struct err fault = {.code = ERR_NONE};
		size_t count = 0;

		if (!text.data ||
		    j->ctx->json(j->ctx->ctx, text, path, j->arena, &found, &count, &fault)) {
			if (text.data && fault.code != ERR_FORMAT) {
				err_copy(err, &fault);
				return -1;
			}
			s.absent = text.data ? arena_printf(j->arena, "(%s)", fault.text)
					     : "(nothing)";
			count = 0;
		}
		if (!count && judge_absent(j, map->pairs[i].value, &s, err))
			return -1;
		for (size_t k = 0; k < count; k++) {
			s.what = arena_printf(j->arena, "json %s", found[k].path);
			s.present = true;
			s.text = bytes_text(found[k].text);
			s.json = &found[k];
			if (judge_value(j, map->pairs[i].value, &s, err))
				return -1;
		}
	}
	return 0;
}

/* What only the world of the run can resolve. */
static bool has_template(const struct doc_node *node)
{
	if (node->kind == DOC_SCALAR)
		return strstr(node->text, "${{") != NULL;
	for (size_t i = 0; i < node->count; i++)
		if (has_template(node->kind == DOC_SEQUENCE ? node->items[i]
							    : node->pairs[i].value))
			return true;
	return false;
}

static const char *no_recap(struct judge *j, const struct recap *recap)
{
	if (!recap || !recap->callback)
		return "(no recap in the output)";
	return arena_printf(j->arena,
			    "(no recap: ansible's callback '%s' prints none; env: "
			    "{ANSIBLE_STDOUT_CALLBACK: default} does)",
			    recap->callback);
}

static int judge_recap(struct judge *j, const struct doc_node *map,
		       const struct observation *seen, struct err *err)
{
	const struct recap *recap = seen->recap;

	for (size_t i = 0; i < map->count; i++) {
		const char *key = map->pairs[i].key->text;
		const struct {
			const char *key;
			uint64_t value;
		} sums[] = {
			{"hosts", recap ? recap->hosts : 0},
			{"ok", recap ? recap->ok : 0},
			{"changed", recap ? recap->changed : 0},
			{"unreachable", recap ? recap->unreachable : 0},
			{"failed", recap ? recap->failed : 0},
			{"skipped", recap ? recap->skipped : 0},
			{"rescued", recap ? recap->rescued : 0},
			{"ignored", recap ? recap->ignored : 0},
		};

		for (size_t k = 0; k < ARRAY_SIZE(sums); k++) {
			struct subject s;

			if (strcmp(key, sums[k].key) != 0 ||
			    (seen->said && has_template(map->pairs[i].value)))
				continue;
			s = judge_number(j, arena_printf(j->arena, "recap %s", key),
					 (int64_t)sums[k].value);
			s.present = recap && recap->found;
			s.absent = no_recap(j, recap);
			if (judge_value(j, map->pairs[i].value, &s, err))
				return -1;
		}
	}
	return 0;
}

static int judge_names(struct judge *j, const char *what, const struct doc_node *map,
		       const struct name_text *list, size_t count, struct err *err)
{
	if (map->kind == DOC_SCALAR) { /* the name alone: it must be there */
		struct subject s = name_subject(j, what, list, count, map->text);

		judge_add(j, s.what, "exists true", s.present ? "(set)" : "(nothing)",
			  s.present);
		return 0;
	}
	for (size_t i = 0; i < map->count; i++) {
		struct subject s = name_subject(j, what, list, count, map->pairs[i].key->text);

		if (judge_value(j, map->pairs[i].value, &s, err))
			return -1;
	}
	return 0;
}

static int judge_created(struct judge *j, const struct doc_node *node,
			 const struct observation *seen)
{
	const char *path = seen->created, *base = path ? strrchr(path, '/') : NULL;
	bool pass = path &&
		    (glob_match(node->text, path) ||
		     (base && !strchr(node->text, '/') && glob_match(node->text, base + 1)));

	judge_add(j, "created", arena_printf(j->arena, "'%s'", node->text),
		  path ? path : "(nothing)", pass);
	return 0;
}

/* One of them is enough; what is listed is what the nearest one lacked. */
static int judge_any(struct judge *j, const struct doc_node *list,
		     const struct observation *seen, struct err *err)
{
	struct expect_item *closest = NULL;
	size_t closest_count = 0;
	bool open = false;

	for (size_t i = 0; i < list->count; i++) {
		struct judge one = {.ctx = j->ctx, .arena = j->arena, .pass = true};

		if (judge_expect(&one, list->items[i], seen, err))
			return -1;
		if (one.pass) {
			judge_add(j, "any", "one of the alternatives",
				  arena_printf(j->arena, "alternative %zu", i + 1), true);
			return 0;
		}
		if (!closest || one.count < closest_count) {
			closest = one.items;
			closest_count = one.count;
		}
		open |= judge_result(&one).unknown;
	}
	judge_add(j, "any", arena_printf(j->arena, "one of %zu alternatives", list->count),
		  closest_count
			  ? arena_printf(j->arena, "%s: %s", closest[0].what, closest[0].found)
			  : "(nothing)",
		  false)
		->unknown = open;
	return 0;
}

static int judge_number_of(struct judge *j, const char *what, bool there, int64_t number,
			   const struct doc_node *expected, struct err *err)
{
	struct subject s = judge_number(j, what, number);

	s.present = there;
	return judge_value(j, expected, &s, err);
}

static int judge_file(struct judge *j, const char *key, const struct doc_node *value,
		      const struct observation *seen, struct err *err)
{
	struct subject s = {.what = key, .present = seen->has_file && seen->exists};

	if (!strcmp(key, "size"))
		return judge_number_of(j, key, s.present, (int64_t)seen->size, value, err);
	if (!strcmp(key, "age"))
		return judge_number_of(j, key, s.present, seen->age, value, err);
	s.text = bytes_text(seen->mode ? seen->mode : "");
	if (!strcmp(key, "exists")) {
		s.text = bytes_text("(there)");
		return judge_operator(j, "exists", value, &s, err);
	}
	return judge_value(j, value, &s, err);
}

static int judge_key(struct judge *j, const char *key, const struct doc_node *value,
		     const struct observation *seen, struct err *err)
{
	struct subject s;

	if (seen->said && strcmp(key, "any") != 0 && strcmp(key, "recap") != 0 &&
	    (strcmp(key, "exit") != 0 || has_template(value)))
		return 0;
	if (!strcmp(key, "exit"))
		return judge_number_of(j, key, seen->has_exit, seen->exit, value, err);
	if (!strcmp(key, "status"))
		return judge_number_of(j, key, seen->has_status, seen->status, value, err);
	if (!strcmp(key, "exists") && !seen->has_file) {
		s = main_subject(seen);
		return judge_operator(j, key, value, &s, err);
	}
	if (!strcmp(key, "exists") || !strcmp(key, "size") || !strcmp(key, "mode") ||
	    !strcmp(key, "age"))
		return judge_file(j, key, value, seen, err);
	if (!strcmp(key, "json"))
		return judge_json(j, value, seen, err);
	if (!strcmp(key, "recap"))
		return judge_recap(j, value, seen, err);
	if (!strcmp(key, "header"))
		return judge_names(j, key, value, seen->headers, seen->header_count, err);
	if (!strcmp(key, "cookie"))
		return judge_names(j, key, value, seen->cookies, seen->cookie_count, err);
	if (!strcmp(key, "any"))
		return judge_any(j, value, seen, err);
	if (!strcmp(key, "created"))
		return judge_created(j, value, seen);
	if (!strcmp(key, "stdout"))
		s = text_subject(key, seen->stdout_text, true);
	else if (!strcmp(key, "stderr"))
		s = text_subject(key, seen->stderr_text, true);
	else if (!strcmp(key, "body"))
		s = text_subject(key, seen->body, false);
	else
		s = main_subject(seen);
	if (judge_is_operator(key))
		return judge_operator(j, key, value, &s, err);
	if (strcmp(key, "stdout") != 0 && strcmp(key, "stderr") != 0 &&
	    strcmp(key, "body") != 0 && strcmp(key, "value") != 0)
		s = name_subject(j, "capture", seen->captures, seen->capture_count, key);
	return judge_value(j, value, &s, err);
}

static int judge_expect(struct judge *j, const struct doc_node *expect,
			const struct observation *seen, struct err *err)
{
	struct subject s = main_subject(seen);

	if (expect->kind != DOC_MAPPING)
		return seen->said ? 0 : judge_value(j, expect, &s, err);
	for (size_t i = 0; i < expect->count; i++)
		if (judge_key(j, expect->pairs[i].key->text, expect->pairs[i].value, seen, err))
			return -1;
	return 0;
}

static bool names_key(const struct doc_node *expect, const char *key)
{
	const struct doc_node *any = doc_get(expect, "any");

	if (doc_get(expect, key))
		return true;
	for (size_t i = 0; any && i < any->count; i++)
		if (names_key(any->items[i], key))
			return true;
	return false;
}

/* What is demanded without being written. */
static void judge_defaults(struct judge *j, const struct doc_node *expect,
			   const struct observation *seen)
{
	if (seen->has_exit && !names_key(expect, "exit"))
		judge_add(j, "exit", "'0'", arena_printf(j->arena, "%d", seen->exit),
			  seen->exit == 0);
	if (seen->has_status && !names_key(expect, "status"))
		judge_add(j, "status", "200 to 299", arena_printf(j->arena, "%d", seen->status),
			  seen->status >= 200 && seen->status <= 299);
	if (seen->has_file && !names_key(expect, "exists"))
		judge_add(j, "exists", "exists true", seen->exists ? "(there)" : "(nothing)",
			  seen->exists);
	for (size_t i = 0; i < seen->name_count; i++) {
		const char *text = seen->names[i].text;

		judge_add(j, seen->names[i].name, "exists true",
			  !text	  ? "(not set)"
			  : *text ? text
				  : "(set to nothing)",
			  text != NULL);
	}
	if (seen->has_value && !expect)
		judge_add(j, "value", "exists true", seen->value ? "(set)" : "(not set)",
			  seen->value != NULL);
}

int expect_judge(const struct doc_node *expect, const struct observation *seen,
		 const struct expect_context *ctx, struct arena *a, struct expect_result *ret,
		 struct err *err)
{
	struct judge j = {.ctx = ctx, .arena = a, .pass = true};

	judge_defaults(&j, expect, seen);
	if (expect && judge_expect(&j, expect, seen, err))
		return -1;
	if (!j.count) /* nothing was looked at: never a vacuous pass */
		judge_add(&j, "probe", "something to judge", "(nothing)", false);
	*ret = judge_result(&j);
	return 0;
}

int expect_recap(const struct doc_node *recap, const struct observation *seen,
		 const struct expect_context *ctx, struct arena *a, struct expect_result *ret,
		 struct err *err)
{
	struct judge j = {.ctx = ctx, .arena = a, .pass = true};

	if (judge_recap(&j, recap, seen, err))
		return -1;
	if (!j.count) /* a format alone demands that there is a recap at all */
		judge_add(&j, "recap", "exists true",
			  seen->recap->found ? "(there)" : "(no recap in the output)",
			  seen->recap->found);
	*ret = judge_result(&j);
	return 0;
}

int expect_value(const struct doc_node *expected, const char *what, const char *text,
		 const struct expect_context *ctx, struct arena *a, struct expect_item *ret,
		 struct err *err)
{
	struct judge j = {.ctx = ctx, .arena = a, .pass = true};
	struct subject s = {.what = what,
			    .present = text != NULL,
			    .text = text ? bytes_text(text) : bytes_of(NULL, 0),
			    .absent = "(not set)",
			    .may_be_unset = true};

	if (judge_value(&j, expected, &s, err))
		return -1;
	for (size_t i = 0; i < j.count; i++)
		if (i == 0 || !j.items[i].pass) {
			*ret = j.items[i];
			if (!j.items[i].pass)
				break;
		}
	return 0;
}
