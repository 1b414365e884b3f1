#include "gate/hooks_front.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/quote.h"
#include "base/texts.h"
#include "gate/front.h"
#include "sign/digest.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRONT_LIMIT ((size_t)256 << 10)
#define HEAD "#!/bin/sh\n" FRONT_HEAD /* <hook>.mcade-prev */

/* hooks/front.c, built. Nothing where there is none for this system: the shell's lines stand there. */
static const unsigned char image[] = {
#include "gate/front_image.h"
	0};
#define IMAGE_LEN (sizeof(image) - 1)

/* On a server the pusher may have a say in PATH: the program that was recorded, or none. */
static const char search[] = "[ -x \"$program\" ] || program=$(command -v " FRONT_PROGRAM
			     ") || program=\n";

static const char run[] =
	"case $program in\n"
	"/*) [ -x \"$program\" ] && exec \"$program\" hook \"$hook\" \"$@\" ;;\n"
	"esac\n"
	"echo \"mcade: the program of this hook is gone: $hook cannot tell, so it refuses\" "
	">&2\n"
	"printf '  it was %s\\n' \"$recorded\" >&2\n"
	"echo \"  next: install " FRONT_PROGRAM " again, then: git mcade hooks install\" >&2\n"
	"exit 128\n";

static const char *script_head(const char *hook, struct arena *a)
{
	return arena_printf(a, HEAD "%s.mcade-prev\n", hook);
}

static const char *script(const char *hook, const char *program, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf quoted = STRBUF_INIT;
	const char *body;

	shell_quote_add(&quoted, program); /* always in quotes: recorded_program() reads them */
	body = arena_printf(a, "hook=%s\nrecorded=%s\nprogram=$recorded\n%s%s", hook,
			    quoted.buf, strcmp(hook, "pre-receive") ? search : "", run);
	return arena_printf(a, "%s# %s\n%s", script_head(hook, a),
			    SHA256_HEX(body, strlen(body)), body);
}

/* Written by us for this door, by whichever version, and not touched since: its sum says so. */
static bool is_script(const char *text, const char *hook, struct arena *a)
{
	const char *head = script_head(hook, a), *sum, *body;

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

/* NULL: it has none that is whole. */
static struct front_record *record_in(struct bytes file)
{
	const char *at = memmem(file.data, file.len, FRONT_MARK, sizeof(FRONT_MARK));
	size_t left = at ? file.len - (size_t)(at - (const char *)file.data) : 0;

	return left >= sizeof(struct front_record) ? (struct front_record *)(uintptr_t)at
						   : NULL;
}

/* Over the file with zeros in the sum's place; it is changed and put back. */
static void sum_of(struct bytes file, struct front_record *record, char ret[DIGEST_HEX])
{
	char was[sizeof(record->sum)];

	memcpy(was, record->sum, sizeof(was));
	memset(record->sum, 0, sizeof(was));
	digest_sha256_hex(file.data, file.len, ret);
	memcpy(record->sum, was, sizeof(was));
}

static struct bytes front(const char *hook, const char *program, struct arena *a)
{
	struct bytes file = bytes_of(arena_memdup(a, image, IMAGE_LEN), IMAGE_LEN);
	struct front_record *record = record_in(file);
	char sum[DIGEST_HEX];

	if (!record || strlen(program) >= sizeof(record->program))
		return bytes_text(script(hook, program, a));
	snprintf(record->hook, sizeof(record->hook), "%s", hook);
	snprintf(record->program, sizeof(record->program), "%s", program);
	sum_of(file, record, sum);
	memcpy(record->sum, sum, sizeof(record->sum));
	return file;
}

/* Was a file, of whichever version, made for this door, and which program does it run? */
static bool is_untouched(struct bytes file, const char *hook, struct arena *a,
			 const char **ret_program)
{
	struct front_record *record = record_in(file);
	char sum[DIGEST_HEX];

	if (!record) {
		*ret_program = recorded_program(file.data, a);
		return is_script(file.data, hook, a);
	}
	sum_of(file, record, sum);
	*ret_program = arena_strndup(a, record->program,
				     strnlen(record->program, sizeof(record->program)));
	return !memcmp(record->sum, sum, sizeof(record->sum)) &&
	       !strncmp(record->hook, hook, sizeof(record->hook));
}

/* *ret_found false: none of ours, since it is too long. */
static int file_at(const char *path, struct arena *a, struct bytes *ret, bool *ret_found,
		   struct err *err)
{
	*ret_found = file_read(path, FRONT_LIMIT, a, ret, err) == 0;
	return *ret_found || err->code == ERR_LIMIT ? 0 : -1;
}

static int look_at_link(const char *path, enum hook_state *ret, struct err *err)
{
	char target[LIMIT_PATH + 1];
	ssize_t len = readlink(path, target, LIMIT_PATH);
	bool runs;

	if (len < 0)
		return err_errno(err, "cannot open '%s'", path);
	target[len] = '\0';
	if (strcmp(path_last(target), FRONT_PROGRAM) != 0)
		return 0;
	if (file_may_run(path, &runs, err) < 0)
		return -1;
	*ret = runs ? HOOK_OLDER : HOOK_DANGLING;
	return 0;
}

int front_look(const char *path, const char *hook, struct arena *a, enum hook_state *ret,
	       struct err *err)
{
	const char *program;
	struct bytes file;
	struct stat st;
	bool found, runs;

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
	if (file_at(path, a, &file, &found, err) < 0)
		return -1;
	if (!found || !is_untouched(file, hook, a, &program))
		return 0;
	*ret = HOOK_OLDER;
	if (!program || !bytes_equal(file, front(hook, program, a)))
		return 0;
	if (file_may_run(path, &runs, err) < 0 ||
	    (runs && file_may_run(program, &runs, err) < 0))
		return -1;
	*ret = runs ? HOOK_OURS : HOOK_DANGLING;
	return 0;
}

bool front_is_edited(const char *path, struct arena *a)
{
	struct bytes file;
	struct err ignored;
	bool found;

	return file_at(path, a, &file, &found, &ignored) < 0 ||
	       (found && (record_in(file) || bytes_begins(file, bytes_text(HEAD))));
}

int front_write(const char *path, const char *hook, const char *program, struct arena *a,
		struct err *err)
{
	return file_write(path, 0777, FILE_SYNC, front(hook, program, a), err);
}
