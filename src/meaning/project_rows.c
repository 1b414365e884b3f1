/* project_rows.c - which programs look for which files by themselves, where, and the options that say another. */
#include "meaning/internal.h"

#include "base/texts.h"
#include "match/glob.h"

static const struct project projects[] = {
	{.programs = {"ansible-playbook"}, .looks = LOOKS_MAYBE, .names = {"ansible.cfg"}},
	{.programs = {"ant"},
	 .looks = LOOKS_ABOVE,
	 .names = {"build.xml"},
	 .files = {"-f", "-file", "-buildfile"}},
	{.programs = {"cap"},
	 .looks = LOOKS_ABOVE,
	 .names = {"Capfile"},
	 .files = {"-f", "--rakefile"}},
	{.programs = {"composer"},
	 .looks = LOOKS_HERE,
	 .names = {"composer.json"},
	 .folders = {"-d", "--working-dir"}},
	{.programs = {"docker-compose", "podman-compose"},
	 .looks = LOOKS_ABOVE,
	 .builds = {"up", "run", "create", "build"},
	 .names = {"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml",
		   "compose.override.yaml", "compose.override.yml",
		   "docker-compose.override.yaml", "docker-compose.override.yml"},
	 .folders = {"--project-directory"},
	 .files = {"-f", "--file"}},
	{.programs = {"earthly"}, .looks = LOOKS_HERE, .names = {"Earthfile"}},
	{.programs = {"fab"},
	 .looks = LOOKS_ABOVE,
	 .names = {"fabfile.py", "fabfile"},
	 .folders = {"-r", "--search-root"}},
	{.programs = {"foreman", "overmind", "honcho"},
	 .looks = LOOKS_HERE,
	 .names = {"Procfile"},
	 .folders = {"-d", "--root"},
	 .files = {"-f"}},
	{.programs = {"gradle", "gradlew"},
	 .looks = LOOKS_ROUND,
	 .names = {"*.gradle", "*.gradle.kts", "gradle.properties", "gradle-wrapper.properties",
		   "libs.versions.toml", "buildSrc"},
	 .folders = {"-p", "--project-dir"},
	 .files = {"-b", "--build-file"}},
	{.programs = {"grunt"},
	 .looks = LOOKS_ABOVE,
	 .names = {"Gruntfile.*"},
	 .folders = {"--base"},
	 .files = {"--gruntfile"}},
	{.programs = {"gulp"},
	 .looks = LOOKS_ABOVE,
	 .names = {"gulpfile.*"},
	 .folders = {"--cwd"},
	 .files = {"-f", "--gulpfile"}},
	{.programs = {"helm"}, .looks = LOOKS_TOLD, .names = {"Chart.yaml"}},
	{.programs = {"helmfile"},
	 .looks = LOOKS_HERE,
	 .names = {"helmfile.yaml", "helmfile.yml", "helmfile.yaml.gotmpl", "helmfile.d"},
	 .files = {"-f", "--file"}},
	{.programs = {"invoke", "inv"},
	 .looks = LOOKS_ABOVE,
	 .names = {"tasks.py", "tasks"},
	 .folders = {"-r", "--search-root"}},
	{.programs = {"just"},
	 .looks = LOOKS_ABOVE,
	 .names = {"justfile", "Justfile", ".justfile", "*.just"},
	 .folders = {"-d", "--working-directory"},
	 .files = {"-f", "--justfile"},
	 .away = {"-g", "--global-justfile"}},
	{.programs = {"kubectl", "kustomize", "oc"},
	 .looks = LOOKS_TOLD,
	 .names = {"kustomization.yaml", "kustomization.yml", "Kustomization"}},
	{.programs = {"mvn", "mvnw"},
	 .looks = LOOKS_ROUND,
	 .names = {"pom.xml", ".mvn"},
	 .files = {"-f", "--file"}},
	{.programs = {"nox"},
	 .looks = LOOKS_HERE,
	 .names = {"noxfile.py"},
	 .files = {"-f", "--noxfile"}},
	{.programs = {"rake"},
	 .looks = LOOKS_ABOVE,
	 .names = {"Rakefile", "rakefile", "Rakefile.rb", "rakelib"},
	 .folders = {"-C", "--directory"},
	 .files = {"-f", "--rakefile"}},
	{.programs = {"skaffold"},
	 .looks = LOOKS_HERE,
	 .names = {"skaffold.yaml", "skaffold.yml"},
	 .files = {"-f", "--filename"}},
	{.programs = {"task"},
	 .looks = LOOKS_ABOVE,
	 .names = {"Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml",
		   "Taskfile.dist.yml", "Taskfile.dist.yaml"},
	 .folders = {"-d", "--dir"},
	 .files = {"-t", "--taskfile"},
	 .away = {"-g", "--global"}},
	{.programs = {"terraform", "tofu", "terragrunt"},
	 .looks = LOOKS_HERE,
	 .names = {"*.tf", "*.tf.json", "*.tfvars", "terragrunt.hcl"},
	 .folders = {"-chdir", "--terragrunt-working-dir"}},
	{.programs = {"tox"},
	 .looks = LOOKS_HERE,
	 .names = {"tox.ini", "setup.cfg", "pyproject.toml"},
	 .files = {"-c", "--conf"}},
	{.programs = {"vagrant"}, .looks = LOOKS_ABOVE, .names = {"Vagrantfile"}},
};

/* Which of many packages they run, and what of these, only they can say. */
static const char *const of_many[] = {"bazel", "bazelisk", "buck2", "lerna", "moon",
				      "nx",    "pants",	   "rush",  "turbo", "wireit"};

static size_t length_of(const char *const *list, size_t most)
{
	size_t count = 0;

	while (count < most && list[count])
		count++;
	return count;
}

const struct project *project_of(const char *program)
{
	for (size_t i = 0; i < ARRAY_SIZE(projects); i++)
		if (texts_have(projects[i].programs,
			       length_of(projects[i].programs, ARRAY_SIZE(projects->programs)),
			       program))
			return &projects[i];
	return NULL;
}

bool project_has(const struct project *p, const char *name)
{
	for (size_t i = 0; i < PROJECT_WORDS && p->names[i]; i++)
		if (glob_match(p->names[i], name))
			return true;
	return false;
}

bool project_is_of_many(const char *program)
{
	return texts_have(of_many, ARRAY_SIZE(of_many), program);
}

bool project_is_away(const struct project *p, const char *option)
{
	return texts_have(p->away, length_of(p->away, ARRAY_SIZE(p->away)), option);
}

bool project_builds(const struct project *p, char *const *words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (texts_have(p->builds, length_of(p->builds, ARRAY_SIZE(p->builds)),
			       words[i]))
			return true;
	return false;
}
