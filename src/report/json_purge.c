#include "report/json_internal.h"

#include "base/time.h"

static void add_item(struct json_writer *w, const struct purgeable *item)
{
	jw_object(w);
	jw_field_string(w, "path", item->path);
	jw_field_string(w, "replacement", item->replacement);
	jw_field_bool(w, "may", findings_worst(&item->against) != FINDING_ERROR);
	if (item->purged) {
		jw_field_int(w, "purged", (int64_t)item->purged);
		jw_field_string(w, "until", TIME_TEXT(item->until));
	}
	json_findings(w, &item->against);
	json_advice(w, "next", item->next);
	jw_end(w);
}

void json_purge(struct report *out, const struct purge_result *result)
{
	struct json_writer w;

	json_begin(&w, &out->data, "purge");
	jw_field_array(&w, "items");
	for (size_t i = 0; i < result->count; i++)
		add_item(&w, &result->items[i]);
	jw_end(&w);
	json_end(&w);
}
