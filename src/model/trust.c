#include "model/trust.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "model/ids.h"

/* What the roles of a new ledger may do; of a few, what their words say (words.h), and parts of what
 * the words beside them may. Later roles are defined by events, not here. */
static const struct {
	const char *id;
	unsigned role;
	const char *also[2];
} defaults[] = {
	{"ci", ROLE_CI, {NULL}}, {"operator", ROLE_OPERATOR, {"abandon-own", "attest-check"}},
	{"owner", 0, {"*"}},	 {"reviewer", ROLE_REVIEWER, {"attest-check"}},
	{"root", 0, {"trust"}},
};

void trust_default_roles(struct trust *trust, struct arena *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(defaults); i++) {
		struct role role = {.id = defaults[i].id};

		for (size_t k = 0; k < ARRAY_SIZE(defaults[i].also) && defaults[i].also[k]; k++)
			*ARENA_PUSH(a, role.may, role.may_count) = defaults[i].also[k];
		for (int w = 0; w < EVENT_COUNT; w++) {
			const struct event_info *info = event_info((enum event_word)w);

			if (info->roles & defaults[i].role)
				*ARENA_PUSH(a, role.may, role.may_count) = info->permission;
		}
		texts_sort(role.may, role.may_count);
		*ARENA_PUSH(a, trust->roles, trust->role_count) = role;
	}
}

const struct principal *trust_principal(const struct trust *trust, const char *id)
{
	for (size_t i = 0; i < trust->principal_count; i++)
		if (!strcmp(trust->principals[i].id, id))
			return &trust->principals[i];
	return NULL;
}

const struct principal *trust_signer(const struct trust *trust, const char *key)
{
	for (size_t i = 0; i < trust->principal_count; i++)
		for (size_t k = 0; k < trust->principals[i].key_count; k++)
			if (!strcmp(trust->principals[i].keys[k], key))
				return &trust->principals[i];
	return NULL;
}

const struct principal *trust_owner(const struct trust *trust, const char *key)
{
	const struct principal *p = trust_signer(trust, key);

	for (size_t i = 0; !p && i < trust->principal_count; i++)
		if (texts_have(trust->principals[i].revoked, trust->principals[i].revoked_count,
			       key))
			p = &trust->principals[i];
	return p;
}

const struct role *trust_role(const struct trust *trust, const char *id)
{
	for (size_t i = 0; i < trust->role_count; i++)
		if (!strcmp(trust->roles[i].id, id))
			return &trust->roles[i];
	return NULL;
}

bool trust_has_role(const struct principal *principal, const char *role)
{
	return texts_have(principal->roles, principal->role_count, role);
}

static bool permits(const char *permission, const char *act, const char *environment)
{
	size_t len = strlen(act);

	if (!strcmp(permission, "*"))
		return strcmp(act, "trust") != 0;
	if (strncmp(permission, act, len) != 0)
		return false;
	if (!permission[len])
		return true;
	return environment && text_begins(permission + len, " in ") &&
	       !strcmp(permission + len + 4, environment);
}

static bool role_may(const struct role *role, const char *act, const char *environment)
{
	for (size_t i = 0; i < role->may_count; i++)
		if (permits(role->may[i], act, environment))
			return true;
	return false;
}

bool trust_may(const struct trust *trust, const struct principal *principal, const char *act,
	       const char *environment)
{
	for (size_t i = 0; i < trust->role_count; i++)
		if (trust_has_role(principal, trust->roles[i].id) &&
		    role_may(&trust->roles[i], act, environment))
			return true;
	return false;
}

const char *trust_who_may(const struct trust *trust, const char *act, const char *environment,
			  struct arena *a)
{
	for (size_t r = 0; r < trust->role_count; r++) {
		if (!role_may(&trust->roles[r], act, environment))
			continue;
		for (size_t p = 0; p < trust->principal_count; p++)
			if (trust_has_role(&trust->principals[p], trust->roles[r].id))
				return arena_printf(a, "%s %s", trust->roles[r].id,
						    trust->principals[p].name);
	}
	return NULL;
}

const char *trust_lets_in(const struct trust *trust, const char *role, const char *act,
			  const char *environment, struct arena *a)
{
	const struct role *r = trust_role(trust, role);
	const char *who = trust_who_may(trust, "trust", NULL, a), *may = "", *first = "";

	if (!r || !role_may(r, act, environment)) {
		for (size_t i = 0; r && i < r->may_count; i++)
			may = arena_printf(a, "%s%s, ", may, r->may[i]);
		may = arena_printf(a, "%s%s%s%s", may, act, environment ? " in " : "",
				   environment ? environment : "");
		first = arena_printf(a, "git mcade trust role %s --may '%s' && ", role, may);
	}
	return arena_printf(a, "%s runs: %sgit mcade trust add ID --key FILE --role %s",
			    who ? who : "a root", first, role);
}

/* -- copying ----------------------------------------------------------------------------------- */

static const char *copy(struct arena *a, const char *text)
{
	return text ? arena_strdup(a, text) : NULL;
}

static const char **copy_list(struct arena *a, const char *const *items, size_t count)
{
	const char **list = count ? arena_array(a, count, sizeof(*list)) : NULL;

	for (size_t i = 0; i < count; i++)
		list[i] = arena_strdup(a, items[i]);
	return list;
}

struct trust *trust_copy(const struct trust *from, struct arena *a)
{
	struct trust *trust = arena_alloc(a, sizeof(*trust));

	*trust = *from;
	trust->recovery = copy(a, from->recovery);
	trust->principals = arena_array(a, from->principal_count, sizeof(*trust->principals));
	for (size_t i = 0; i < from->principal_count; i++) {
		const struct principal *p = &from->principals[i];

		trust->principals[i] = (struct principal){
			.id = copy(a, p->id),
			.name = copy(a, p->name),
			.email = copy(a, p->email),
			.keys = copy_list(a, p->keys, p->key_count),
			.key_count = p->key_count,
			.revoked = copy_list(a, p->revoked, p->revoked_count),
			.revoked_count = p->revoked_count,
			.roles = copy_list(a, p->roles, p->role_count),
			.role_count = p->role_count,
		};
	}
	trust->roles = arena_array(a, from->role_count, sizeof(*trust->roles));
	for (size_t i = 0; i < from->role_count; i++)
		trust->roles[i] = (struct role){
			.id = copy(a, from->roles[i].id),
			.may = copy_list(a, from->roles[i].may, from->roles[i].may_count),
			.may_count = from->roles[i].may_count,
		};
	return trust;
}

/* -- trust.yaml ---------------------------------------------------------------------------------- */

static int read_principal(const struct canon *node, struct arena *a, struct trust *trust,
			  struct err *err)
{
	struct principal p = {.id = node->key,
			      .name = canon_text(node, "name"),
			      .email = canon_text(node, "email")};

	p.keys = canon_list(node, "keys", a, &p.key_count);
	p.revoked = canon_list(node, "revoked", a, &p.revoked_count);
	p.roles = canon_list(node, "roles", a, &p.role_count);
	if (!id_is_valid(p.id) || !p.name || !p.email || !(p.key_count + p.revoked_count))
		return err_set(err, ERR_FORMAT,
			       "'trust.yaml': principal '%s' lacks name, email or keys", p.id);
	*ARENA_PUSH(a, trust->principals, trust->principal_count) = p;
	return 0;
}

static bool is_filled(const struct canon *node)
{
	return node && node->kind == CANON_MAPPING;
}

void trust_write(const struct trust *trust, struct strbuf *out)
{
	canon_put_number(out, 0, "version", trust->version);
	canon_put_number(out, 0, "threshold", trust->threshold);
	canon_put(out, 0, "recovery", trust->recovery);
	canon_open(out, 0, "principals");
	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *p = &trust->principals[i];

		canon_open(out, 1, p->id);
		canon_put(out, 2, "name", p->name);
		canon_put(out, 2, "email", p->email);
		canon_put_list(out, 2, "keys", p->keys, p->key_count);
		canon_put_list(out, 2, "revoked", p->revoked, p->revoked_count);
		canon_put_list(out, 2, "roles", p->roles, p->role_count);
	}
	canon_open(out, 0, "roles");
	for (size_t i = 0; i < trust->role_count; i++) {
		canon_open(out, 1, trust->roles[i].id);
		canon_put_list(out, 2, "may", trust->roles[i].may, trust->roles[i].may_count);
	}
}

int trust_read(struct bytes text, struct arena *a, struct trust *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	const struct canon *principals, *roles;
	struct trust trust = {0};
	struct canon root;

	if (canon_parse(text, "trust.yaml", a, &root, err) < 0 ||
	    canon_number(&root, "version", &trust.version, err) < 0 ||
	    canon_number(&root, "threshold", &trust.threshold, err) < 0)
		return -1;
	trust.recovery = canon_text(&root, "recovery");
	principals = canon_child(&root, "principals");
	roles = canon_child(&root, "roles");
	if (!trust.version || !trust.threshold || !is_filled(principals) || !is_filled(roles))
		return err_set(err, ERR_FORMAT,
			       "'trust.yaml' lacks version, threshold, principals or roles");
	for (size_t i = 0; i < principals->count; i++)
		if (read_principal(&principals->children[i], a, &trust, err) < 0)
			return -1;
	for (size_t i = 0; i < roles->count; i++) {
		struct role role = {.id = roles->children[i].key};

		role.may = canon_list(&roles->children[i], "may", a, &role.may_count);
		*ARENA_PUSH(a, trust.roles, trust.role_count) = role;
	}
	trust_write(&trust, &again);
	if (!bytes_equal(bytes_of(again.buf, again.len), text))
		return err_set(err, ERR_FORMAT,
			       "'trust.yaml' holds something that no ledger writes there");
	*ret = trust;
	return 0;
}
