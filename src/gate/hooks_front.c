#include "gate/hooks_front.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/quote.h"
#include "base/texts.h"
#include "sign/digest.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "git-mcade"
#define FRONT_LIMIT (5 * (size_t)LIMIT_PATH + 4096) /* each byte of a path may need quotes */
#define HEAD                                                                                \
	"#!/bin/sh\n"                                                                       \
	"# git mcade: made by 'git mcade hooks install'; not to be edited. A hook of your " \
	"own\n"                                                                             \
	"# goes into " /* <hook>.mcade-prev */

/* On a server the pusher may have a say in PATH: the program that was recorded, or none. */
static const char search[] = "[ -x \"$program\" ] || program=$(command -v " PROGRAM
			     ") || program=\n";

static const char run[] =
	"case $program in\n"
	"/*) [ -x \"$program\" ] && exec \"$program\" hook \"$hook\" \"$@\" ;;\n"
	"esac\n"
	"echo \"mcade: the program of this hook is gone: $hook cannot tell, so it refuses\" "
	">&2\n"
	"printf '  it was %s\\n' \"$recorded\" >&2\n"
	"echo \"  next: install " PROGRAM " again, then: git mcade hooks install\" >&2\n"
	"exit 128\n";

static const char *front_head(const char *hook, struct arena *a)
{
	return arena_printf(a, HEAD "%s.mcade-prev\n", hook);
}

static const char *front_text(const char *hook, const char *program, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf quoted = STRBUF_INIT;
	const char *body;

	shell_quote_add(&quoted, program); /* always in quotes: recorded_program() reads them */
	body = arena_printf(a, "hook=%s\nrecorded=%s\nprogram=$recorded\n%s%s", hook,
			    quoted.buf, strcmp(hook, "pre-receive") ? search : "", run);
	return arena_printf(a, "%s# %s\n%s", front_head(hook, a),
			    SHA256_HEX(body, strlen(body)), body);
}

/* Written by us for this door, by whichever version, and not touched since: its sum says so. */
static bool is_untouched(const char *text, const char *hook, struct arena *a)
{
	const char *head = front_head(hook, a), *sum, *body;

	if (!text_begins(text, head))
		return false;
	sum = text + strlen(head);
	if (!text_begins(sum, "# ") || strlen(sum) < strlen("# ") + DIGEST_HEX)
		return false;
	body = sum + strlen("# ") + DIGEST_HEX; /* the NUL's place is the line's end */
	return body[-1] == '\n' && text_begins(sum + 2, SHA256_HEX(body, strlen(body)));
}

/* What front_text() was given, out of a text that may be anybody's; NULL: none can be found. */
static const char *recorded_program(const char *text, struct arena *a)
{
	static const char key[] = "\nrecorded='";
	const char *at = strstr(text, key);
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (!at)
		return NULL;
	for (at += strlen(key); *at; at++) {
		if (*at != '\'')
			strbuf_addch(&out, *at);
		else if (strncmp(at, "'\\''", 4) != 0)
			return arena_strdup(a, out.buf);
		else
			strbuf_addch(&out, *at), at += 3;
	}
	return NULL;
}

/* *ret is NULL: none of ours, since it is too long or has a NUL. */
static int text_at(const char *path, struct arena *a, const char **ret, struct err *err)
{
	struct bytes text;

	*ret = NULL;
	if (file_read(path, FRONT_LIMIT, a, &text, err) < 0)
		return err->code == ERR_LIMIT ? 0 : -1;
	if (!memchr(text.data, '\0', text.len))
		*ret = text.data;
	return 0;
}

static int look_at_link(const char *path, enum hook_state *ret, struct err *err)
{
	char target[LIMIT_PATH + 1];
	ssize_t len = readlink(path, target, LIMIT_PATH);
	bool runs;

	if (len < 0)
		return err_errno(err, "cannot open '%s'", path);
	target[len] = '\0';
	if (strcmp(path_last(target), PROGRAM) != 0)
		return 0;
	if (file_may_run(path, &runs, err) < 0)
		return -1;
	*ret = runs ? HOOK_OLDER : HOOK_DANGLING;
	return 0;
}

int front_look(const char *path, const char *hook, struct arena *a, enum hook_state *ret,
	       struct err *err)
{
	const char *text, *program;
	struct stat st;
	bool runs;

	*ret = HOOK_ABSENT;
	if (lstat(path, &st) < 0)
		return errno == ENOENT || errno == ENOTDIR
			       ? 0
			       : err_errno(err, "cannot open '%s'", path);
	*ret = HOOK_OTHER;
	if (S_ISLNK(st.st_mode))
		return look_at_link(path, ret, err);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (text_at(path, a, &text, err) < 0)
		return -1;
	if (!text || !is_untouched(text, hook, a))
		return 0;
	*ret = HOOK_OLDER;
	program = recorded_program(text, a);
	if (!program || strcmp(text, front_text(hook, program, a)) != 0)
		return 0;
	if (file_may_run(path, &runs, err) < 0 ||
	    (runs && file_may_run(program, &runs, err) < 0))
		return -1;
	*ret = runs ? HOOK_OURS : HOOK_DANGLING;
	return 0;
}

bool front_is_edited(const char *path, struct arena *a)
{
	const char *text;
	struct err ignored;

	return text_at(path, a, &text, &ignored) < 0 ||
	       (text && !strncmp(text, HEAD, strlen(HEAD)));
}

int front_write(const char *path, const char *hook, const char *program, struct arena *a,
		struct err *err)
{
	const char *text = front_text(hook, program, a);

	return file_write(path, 0777, FILE_SYNC, bytes_text(text), err);
}
