/* outline_typed.c - what people type: lines of a shell, as a prompt, a path or the name of a program tells. */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/texts.h"

/* clang-format off */
static const char programs[] =
	"|alembic|ansible|ansible-playbook|apachectl|apk|apt|apt-get|argocd|awk|aws|az|bash|borg|brew|bundle|cargo"
	"|cat|cdk|chmod|chown|composer|consul|cp|crontab|curl|dd|df|dig|dnf|docker|docker-compose|dpkg|du|echo|eksctl"
	"|etcdctl|exec|export|find|flux|flyctl|flyway|gcloud|git|go|gradle|grep|gunzip|gzip|haproxy|helm|heroku"
	"|hostnamectl|iptables|istioctl|java|journalctl|kafka-topics.sh|kill|kops|kubeadm|kubectl|kustomize|lipo"
	"|liquibase|ln|ls|lvextend|make|mkdir|mongodump|mongorestore|mongosh|mount|mv|mvn|mysql|mysqldump|nc|netlify|nginx"
	"|nmcli|node|nohup|nomad|npm|npx|oc|openssl|patronictl|pcs|pg_basebackup|pg_ctl|pg_dump|pg_isready|pg_restore"
	"|pgbackrest|php|ping|pip|pip3|pkill|pnpm|podman|psql|pulumi|python|python3|rabbitmqctl|rails|rake|rclone"
	"|redis-cli|resize2fs|restic|rm|rpm|rsync|ruby|scp|sed|service|sh|sleep|source|sqlite3|ssh|su|sudo|systemctl"
	"|tar|tee|terraform|timeout|tofu|touch|ufw|umount|vault|velero|vercel|virsh|watch|wget|wrangler|yarn|yum|zfs|zpool|";
/* Behind a word that is also one of English: "make sure", "find the host". */
static const char plain[] = "|sure|the|a|an|it|that|this|all|every|any|each|on|to|up|your|our|out|for|in|and|is|certain|no|them|";
/* clang-format on */

static bool is_one(const char *names, const char *word, size_t len)
{
	for (const char *at = names; (at = strchr(at, '|')) && at[1]; at++)
		if (!strncmp(at + 1, word, len) && at[1 + len] == '|')
			return true;
	return false;
}

static bool is_prompt(const char *line)
{
	line += strspn(line, " \t");
	return *line == '$' && line[1] == ' ';
}

/* "./x", "/opt/x y", "kubectl get pods"; a program's name alone is typed, too. */
static bool is_typed(const char *line, size_t len)
{
	size_t at = strspn(line, " \t"), word;
	const char *next;

	while (at < len && ascii_is_capital(line[at])) { /* A=1 B=2 make x */
		size_t name = strspn(line + at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

		if (line[at + name] != '=')
			return false;
		at += strcspn(line + at, " \t\n");
		at += strspn(line + at, " \t");
	}
	word = strcspn(line + at, " \t\n");
	if (text_begins(line + at, "./") || text_begins(line + at, "../") ||
	    text_begins(line + at, "~/") || (line[at] == '/' && ascii_is_alnum(line[at + 1])))
		return true;
	if (!word || !is_one(programs, line + at, word))
		return false;
	next = line + at + word + strspn(line + at + word, " \t");
	return !is_one(plain, next, strcspn(next, " \t\n"));
}

bool outline_has_prompt(const char *text)
{
	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (is_prompt(line))
			return true;
	return false;
}

bool outline_is_typed(const char *text)
{
	bool any = false, goes_on = false;

	if (outline_has_prompt(text))
		return true;
	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n"), blank = strspn(line, " \t");

		if (blank < len && line[blank] != '#' && !goes_on) {
			if (!is_typed(line, len))
				return false;
			any = true;
		}
		goes_on = len && line[len - 1] == '\\';
		line += len + (line[len] == '\n');
	}
	return any;
}
