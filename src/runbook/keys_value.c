/* keys_value.c - texts, numbers, lists, and names of people's own. */
#include "runbook/keys.h"

/* Below, a line is a key or a shape. */
/* clang-format off */

/* -- texts --------------------------------------------------------------------------------------- */

const struct shape ID = {
	.title = "an id (letters, digits, '.', '_', '-', beginning with a letter or digit)",
	.types = TEXT, .longest = LIMIT_ID, .pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$", .fits = fits_id, TEXT_AT};
static const struct shape REF = {
	.title = "a full ref name or pattern such as refs/heads/main",
	.types = TEXT, .pattern = "^refs/[^\\s]+$", .fits = fits_ref, TEXT_AT};
const struct shape LINE = {
	.title = "one line of text", .types = TEXT, .shortest = 1, .pattern = "^[^\\n]*$", .fits = fits_line, TEXT_AT};
const struct shape VARIABLE = {
	.title = "the name of a variable", .types = TEXT, .pattern = "^[A-Za-z_][A-Za-z0-9_]*$", .fits = fits_variable, TEXT_AT};
const struct shape DURATION = {
	.title = "a duration such as 30s, 5m, 1h or 2d",
	.types = TEXT, .pattern = "^[1-9][0-9]{0,7}[smhd]$", .fits = fits_duration, .store = store_duration};
const struct shape PERIOD = {
	.title = "a duration such as 30s, 5m, 1h or 2d",
	.types = TEXT, .pattern = "^[1-9][0-9]{0,7}[smhd]$", .fits = fits_duration, .store = store_period};
#define PATH_SHAPE .title = "a path inside the repository", .types = TEXT, .shortest = 1, \
	.longest = LIMIT_PATH, .pattern = "^[^/\\n][^\\n]*$", .fits = fits_path, TEXT_AT
const struct shape PATH = {PATH_SHAPE, .grammar = grammar_path};
const struct shape GLOB = {PATH_SHAPE, .grammar = grammar_glob};
const struct shape PATTERN = {
	.title = "a regular expression", .types = TEXT, .shortest = 1, .longest = LIMIT_FIELD, TEXT_AT,
	.grammar = grammar_pattern};
static const struct shape PIN = {
	.title = "a path into the manifest, keys joined by dots",
	.types = TEXT, .pattern = "^[^.\\s]+(\\.[^.\\s]+)*$", .fits = fits_pin, TEXT_AT};
const struct shape SOME_TEXT = {.types = TEXT, .shortest = 1, TEXT_AT};
const struct shape ANY_TEXT = {.types = TEXT, TEXT_AT};
const struct shape SCALAR = {.title = "a single value", .types = ANY_TYPE};

/* -- values -------------------------------------------------------------------------------------- */

const struct shape FLAG = {.types = TYPE(DOC_BOOL), .store = store_flag};

/* -- lists --------------------------------------------------------------------------------------- */

static const struct shape ARGUMENT = {
	.title = "one argument", .types = TEXT | TYPE(DOC_INT) | TYPE(DOC_FLOAT), TEXT_AT};
static const struct shape ARGV = {.title = "an argument vector", .types = LIST, .item = &ARGUMENT, .fewest = 1};
const struct shape COMMAND = {
	.title = "shell text or an argument vector", .types = TEXT | LIST, .shortest = 1, .item = &ARGUMENT,
	.fewest = 1, .store = store_command, .grammar = grammar_shell};
const struct shape IDS = {.types = LIST, .item = &ID, .unique = true};
const struct shape LINES = {.types = LIST, .item = &LINE};
const struct shape PINS = {.types = LIST, .item = &PIN, .unique = true};
const struct shape REFS = {.types = LIST, .item = &REF, .fewest = 1};

/* -- names of people's own ----------------------------------------------------------------------- */

static const struct shape VALUE = {.title = "one value", .types = TEXT | TYPE(DOC_INT) | TYPE(DOC_FLOAT) | TYPE(DOC_BOOL)};
const struct shape VARIABLES = {.types = LIST, .item = &VARIABLE, .unique = true};
const struct shape VALUES = {.types = MAP, .names = &VARIABLE, .others = &VALUE, .store = store_values};
const struct shape TARGETS = {.types = MAP, .names = &ID, .others = &ARGV, .store = store_targets};
static const struct key REPO_KEYS[] = {
	{"url", &SOME_TEXT, KEY_WORDS, NOWHERE},
	{"title", &LINE, KEY_WORDS, NOWHERE},
};
static const struct shape REPO = {.types = MAP | TYPE(DOC_NULL), KEYS(REPO_KEYS)};
const struct shape REPOS = {.types = MAP, .names = &ID, .others = &REPO, .store = store_repos};
