#include "runbook/claims.h"

#include "base/texts.h"

#include "yaml/doc.h"
#include "yaml/emit.h"

#define CLAIMS_MAX 100000

/* done, open or held: a step is one of them. */
enum family { FAMILY_OPEN, FAMILY_HELD, FAMILY_DONE, FAMILY_PROTECTION };

static const struct {
	const char *word;
	enum family family;
} kinds[CLAIM_COUNT] = {
	[CLAIM_PLANNED] = {"planned", FAMILY_OPEN},
	[CLAIM_TO_BE_CREATED] = {"to-be-created", FAMILY_OPEN},
	[CLAIM_ACTIVE] = {"active", FAMILY_OPEN},
	[CLAIM_DEFERRED] = {"deferred", FAMILY_HELD},
	[CLAIM_DORMANT] = {"dormant", FAMILY_HELD},
	[CLAIM_BLOCKED] = {"blocked", FAMILY_HELD},
	[CLAIM_SUPERSEDED] = {"superseded", FAMILY_HELD},
	[CLAIM_COMPLETE] = {"complete", FAMILY_DONE},
	[CLAIM_VERIFIED] = {"verified", FAMILY_DONE},
	[CLAIM_FROZEN] = {"frozen", FAMILY_PROTECTION},
	[CLAIM_LOCKED] = {"locked", FAMILY_PROTECTION},
};

const char *claim_word(enum claim_kind kind)
{
	return kind < CLAIM_COUNT ? kinds[kind].word : "";
}

static bool claim_parse(const char *word, enum claim_kind *ret_kind)
{
	for (enum claim_kind kind = 0; kind < CLAIM_COUNT; kind++)
		if (!strcmp(kinds[kind].word, word)) {
			*ret_kind = kind;
			return true;
		}
	return false;
}

bool claim_effective(const struct claim *claims, size_t count, const char *step,
		     const char *environment, enum claim_kind *ret_status, bool *ret_locked)
{
	enum claim_kind status = CLAIM_COUNT;
	bool families[FAMILY_PROTECTION + 1] = {false}, locked = false;

	for (size_t i = 0; i < count; i++) {
		enum claim_kind kind = claims[i].kind;

		if (strcmp(claims[i].step, step) || strcmp(claims[i].environment, environment))
			continue;
		families[kinds[kind].family] = true;
		locked = locked || kind == CLAIM_LOCKED;
		if (kinds[kind].family != FAMILY_PROTECTION &&
		    (status == CLAIM_COUNT || kind > status))
			status = kind;
	}
	*ret_status = status;
	*ret_locked = locked;
	return families[FAMILY_OPEN] + families[FAMILY_HELD] + families[FAMILY_DONE] <= 1;
}

static const char *text_of(const struct doc_node *map, const char *key)
{
	const struct doc_node *node = doc_get(map, key);

	return node && node->kind == DOC_SCALAR && strlen(node->text) == node->len ? node->text
										   : NULL;
}

static int read_claim(const struct doc_node *item, struct claim *ret, struct err *err)
{
	static const char *const keys[] = {"step", "environment", "claim",
					   "path", "line",	  "raw"};
	const char *word;
	int64_t line;

	if (item->kind != DOC_MAPPING)
		return err_at(err, ERR_FORMAT, item->at, "a claim is a mapping");
	for (size_t i = 0; i < item->count; i++)
		if (!texts_have(keys, ARRAY_SIZE(keys), item->pairs[i].key->text))
			return err_at(err, ERR_FORMAT, item->pairs[i].key->at,
				      "unknown key '%s' in a claim", item->pairs[i].key->text);
	ret->step = text_of(item, "step");
	ret->environment = text_of(item, "environment");
	ret->path = text_of(item, "path");
	ret->raw = text_of(item, "raw");
	word = text_of(item, "claim");
	if (!ret->step || !ret->environment || !word || !ret->path || !ret->raw ||
	    !doc_get(item, "line") || !doc_int(doc_get(item, "line"), &line) || line < 1 ||
	    line > UINT_MAX)
		return err_at(err, ERR_FORMAT, item->at,
			      "a claim has step, environment, claim, path, line and raw");
	ret->line = (unsigned)line;
	if (!claim_parse(word, &ret->kind))
		return err_at(err, ERR_FORMAT, doc_get(item, "claim")->at, "'%s' is no claim",
			      word);
	return 0;
}

int claims_read(struct bytes text, const char *file, struct arena *arena, struct claim **ret,
		size_t *ret_count, struct err *err)
{
	const struct doc_node *root;
	struct claim *claims;

	if (doc_parse(text, file, arena, &root, err) < 0)
		return -1;
	if (!root || root->kind != DOC_SEQUENCE)
		return err_at(err, ERR_FORMAT, (struct srcpos){file, 1, 1},
			      "'%s' is a list of claims", file);
	if (root->count > CLAIMS_MAX)
		return err_at(err, ERR_LIMIT, (struct srcpos){file, 1, 1},
			      "'%s' has more than %d claims", file, CLAIMS_MAX);
	claims = arena_array(arena, root->count ? root->count : 1, sizeof(*claims));
	for (size_t i = 0; i < root->count; i++)
		if (read_claim(root->items[i], &claims[i], err) < 0)
			return -1;
	*ret = claims;
	*ret_count = root->count;
	return 0;
}

void claims_write(const struct claim *claims, size_t count, struct strbuf *out)
{
	struct emit e;

	emit_init(&e, out);
	if (!count) {
		emit_flow_sequence(&e);
		emit_end(&e);
		return;
	}
	emit_sequence(&e);
	for (size_t i = 0; i < count; i++) {
		emit_flow_mapping(&e);
		emit_key(&e, "step"), emit_string(&e, claims[i].step);
		emit_key(&e, "environment"), emit_string(&e, claims[i].environment);
		emit_key(&e, "claim"), emit_string(&e, claim_word(claims[i].kind));
		emit_key(&e, "path"), emit_string(&e, claims[i].path);
		emit_key(&e, "line"), emit_int(&e, claims[i].line);
		emit_key(&e, "raw"), emit_string(&e, claims[i].raw);
		emit_end(&e);
	}
	emit_end(&e);
}
