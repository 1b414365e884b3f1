/* comment_kinds.c - which comments a file has, by its name and first line; declared in comments.h. */
#include "text/comments.h"

#include "text/lines.h"

struct known {
	const char *name;
	unsigned signs, traits;
};

#define C_LIKE (SIGN_SLASHES | SIGN_BLOCK)

static const struct known extensions[] = {
	{"yml", SIGN_HASH, TRAIT_YAML},
	{"yaml", SIGN_HASH, TRAIT_YAML},
	{"sh", SIGN_HASH, 0},
	{"bash", SIGN_HASH, 0},
	{"zsh", SIGN_HASH, 0},
	{"ksh", SIGN_HASH, 0},
	{"py", SIGN_HASH, TRAIT_PYTHON},
	{"rb", SIGN_HASH, TRAIT_RUBY},
	{"pl", SIGN_HASH, 0},
	{"pm", SIGN_HASH, 0},
	{"mk", SIGN_HASH, 0},
	{"toml", SIGN_HASH, 0},
	{"conf", SIGN_HASH, 0},
	{"env", SIGN_HASH, 0},
	{"properties", SIGN_HASH, 0},
	{"cmake", SIGN_HASH, TRAIT_CMAKE},
	{"tf", SIGN_HASH | C_LIKE, 0},
	{"tfvars", SIGN_HASH | C_LIKE, 0},
	{"hcl", SIGN_HASH | C_LIKE, 0},
	{"ini", SIGN_HASH | SIGN_SEMICOLON, 0},
	{"cfg", SIGN_HASH | SIGN_SEMICOLON, 0},
	{"service", SIGN_HASH | SIGN_SEMICOLON, 0},
	{"timer", SIGN_HASH | SIGN_SEMICOLON, 0},
	{"socket", SIGN_HASH | SIGN_SEMICOLON, 0},
	{"mount", SIGN_HASH | SIGN_SEMICOLON, 0},
	{"target", SIGN_HASH | SIGN_SEMICOLON, 0},
	{"sql", SIGN_DASHES, 0},
	{"lua", SIGN_DASHES, 0},
	{"el", SIGN_SEMICOLON, TRAIT_LISP},
	{"lisp", SIGN_SEMICOLON, TRAIT_LISP},
	{"clj", SIGN_SEMICOLON, TRAIT_LISP},
	{"scm", SIGN_SEMICOLON, TRAIT_LISP},
	{"c", C_LIKE, 0},
	{"h", C_LIKE, 0},
	{"cc", C_LIKE, 0},
	{"cpp", C_LIKE, 0},
	{"hpp", C_LIKE, 0},
	{"rs", C_LIKE, 0},
	{"swift", C_LIKE, 0},
	{"cs", C_LIKE, 0},
	{"proto", C_LIKE, 0},
	{"scss", C_LIKE, 0},
	{"less", C_LIKE, 0},
	{"java", C_LIKE, TRAIT_JAVA},
	{"kt", C_LIKE, TRAIT_JAVA},
	{"scala", C_LIKE, TRAIT_JAVA},
	{"groovy", C_LIKE, TRAIT_JAVA},
	{"go", C_LIKE, TRAIT_GO},
	{"js", C_LIKE, TRAIT_SCRIPT},
	{"mjs", C_LIKE, TRAIT_SCRIPT},
	{"cjs", C_LIKE, TRAIT_SCRIPT},
	{"jsx", C_LIKE, TRAIT_SCRIPT},
	{"ts", C_LIKE, TRAIT_SCRIPT},
	{"tsx", C_LIKE, TRAIT_SCRIPT},
	{"css", SIGN_BLOCK, 0},
	{"html", SIGN_HTML, 0},
	{"htm", SIGN_HTML, 0},
	{"xml", SIGN_HTML, TRAIT_XML},
	{"svg", SIGN_HTML, TRAIT_XML},
	{"md", SIGN_HTML | SIGN_PROSE, TRAIT_TEMPLATE},
	{"markdown", SIGN_HTML | SIGN_PROSE, TRAIT_TEMPLATE},
};

static const struct known names[] = {
	{"Makefile", SIGN_HASH, 0},
	{"makefile", SIGN_HASH, 0},
	{"GNUmakefile", SIGN_HASH, 0},
	{"CMakeLists.txt", SIGN_HASH, TRAIT_CMAKE},
	{"Dockerfile", SIGN_HASH, TRAIT_DOCKER},
	{"Containerfile", SIGN_HASH, TRAIT_DOCKER},
	{"Jenkinsfile", C_LIKE, TRAIT_JAVA},
	{"Vagrantfile", SIGN_HASH, TRAIT_RUBY},
	{"Rakefile", SIGN_HASH, TRAIT_RUBY},
	{"Gemfile", SIGN_HASH, TRAIT_RUBY},
	{"crontab", SIGN_HASH, 0},
	{"hosts", SIGN_HASH, 0},
	{"inventory", SIGN_HASH, 0},
	{"requirements.txt", SIGN_HASH, 0},
	{".gitignore", SIGN_HASH, 0},
	{".gitattributes", SIGN_HASH, 0},
	{".dockerignore", SIGN_HASH, 0},
};

static const struct known interpreters[] = {
	{"sh", SIGN_HASH, 0},
	{"bash", SIGN_HASH, 0},
	{"dash", SIGN_HASH, 0},
	{"zsh", SIGN_HASH, 0},
	{"ksh", SIGN_HASH, 0},
	{"perl", SIGN_HASH, 0},
	{"make", SIGN_HASH, 0},
	{"awk", SIGN_HASH, 0},
	{"sed", SIGN_HASH, 0},
	{"python", SIGN_HASH, TRAIT_PYTHON},
	{"python3", SIGN_HASH, TRAIT_PYTHON},
	{"ruby", SIGN_HASH, TRAIT_RUBY},
	{"ansible-playbook", SIGN_HASH, TRAIT_YAML},
	{"node", C_LIKE, TRAIT_SCRIPT},
	{"lua", SIGN_DASHES, 0},
};

static const struct known *find(const struct known *list, size_t count, const char *name,
				size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i].name) == len && !memcmp(list[i].name, name, len))
			return &list[i];
	return NULL;
}

static bool is_ending(const char *at, size_t len, const char *const *endings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(endings[i]) == len && !memcmp(endings[i], at, len))
			return true;
	return false;
}

static struct file_kind kind_of_name(const char *path)
{
	static const char *const templates[] = {"j2", "jinja", "jinja2", "erb", "tpl", "tmpl"};
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = NULL;
	size_t len = strlen(name);
	struct file_kind kind = {0, 0};
	const struct known *known;

	for (;;) {
		dot = memrchr(name, '.', len);
		if (!dot || !is_ending(dot + 1, (size_t)(name + len - dot - 1), templates,
				       ARRAY_SIZE(templates)))
			break;
		kind.traits = TRAIT_TEMPLATE;
		len = (size_t)(dot - name);
	}
	known = find(names, ARRAY_SIZE(names), name, len);
	if (!known && dot)
		known = find(extensions, ARRAY_SIZE(extensions), dot + 1,
			     (size_t)(name + len - dot - 1));
	if (known) {
		kind.signs = known->signs;
		kind.traits |= known->traits;
	}
	return kind;
}

/* The program behind "#!", with env and its options stepped over. */
static const struct known *interpreter(struct bytes line)
{
	const char *at = line.data, *end = at + line.len, *word = NULL;
	size_t len = 0;

	for (at += 2; at < end;) {
		const char *start, *slash;

		while (at < end && strchr(" \t\r", *at))
			at++;
		for (start = at; at < end && !strchr(" \t\r", *at);)
			at++;
		slash = memrchr(start, '/', (size_t)(at - start));
		word = slash ? slash + 1 : start;
		len = (size_t)(at - word);
		if (!(len == 3 && !memcmp(word, "env", 3)) && !(len && *word == '-'))
			break;
	}
	return word ? find(interpreters, ARRAY_SIZE(interpreters), word, len) : NULL;
}

struct file_kind file_kind_of(const char *path, struct bytes text)
{
	struct file_kind kind = kind_of_name(path);
	struct lines lines = lines_of(text);
	const struct known *by;
	struct bytes line;
	bool named = kind.signs != 0;

	if (!lines_next(&lines, &line) || !bytes_begins(line, bytes_text("#!")))
		return bytes_begins(text, bytes_text("$ANSIBLE_VAULT"))
			       ? (struct file_kind){0, 0}
			       : kind;
	by = interpreter(line);
	if (!by)
		return (struct file_kind){0, 0};
	/* where name and program disagree, only what is a comment to both */
	kind.signs = named ? kind.signs & by->signs : by->signs;
	kind.traits |= by->traits;
	return kind;
}
