#include "runbook/window.h"

#include "base/time.h"

#define MINUTES 1440

/* "HH:MM" */
static bool read_minutes(const char *text, int *ret)
{
	if (strspn(text, "0123456789") != 2 || text[2] != ':' ||
	    strspn(text + 3, "0123456789") < 2 || text[3] > '5')
		return false;
	*ret = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] -
	       '0';
	return *ret <= MINUTES;
}

bool window_hours(const char *text, int *ret_begin, int *ret_end)
{
	return strlen(text) == 11 && text[5] == '-' && read_minutes(text, ret_begin) &&
	       read_minutes(text + 6, ret_end) && *ret_begin < MINUTES &&
	       *ret_begin != *ret_end;
}

bool window_zone(const char *text, int *ret_east)
{
	int minutes;

	*ret_east = 0;
	if (!strcmp(text, "UTC"))
		return true;
	if ((*text != '+' && *text != '-') || strlen(text) != 6 ||
	    !read_minutes(text + 1, &minutes) || minutes > 14 * 60)
		return false;
	*ret_east = *text == '-' ? -minutes : minutes;
	return true;
}

static bool has_day(const struct window *w, int64_t day)
{
	return !w->days || w->days & 1u << (day + 3) % 7; /* 1970 began on a Thursday */
}

bool window_is_over(const struct window *w, int64_t time)
{
	return w->given && time > w->to;
}

bool window_is_open(const struct window *w, int64_t time)
{
	int64_t minute, day;
	int of_day;

	if (!w->given)
		return true;
	if (time < w->from || time > w->to)
		return false;
	minute = time / 60 + w->east + MINUTES; /* never below 0 */
	day = minute / MINUTES - 1;
	of_day = (int)(minute % MINUTES);
	if (!w->has_hours)
		return has_day(w, day + 7);
	if (w->begin < w->end)
		return has_day(w, day + 7) && of_day >= w->begin && of_day < w->end;
	/* past midnight it is still of the day on which it began */
	return (of_day >= w->begin && has_day(w, day + 7)) ||
	       (of_day < w->end && has_day(w, day + 6));
}

static const char *stretch_text(const struct window *w, struct arena *a)
{
	const char *text = w->from ? arena_printf(a, "from %s", TIME_TEXT(w->from)) : "";

	return w->to == INT64_MAX
		       ? text
		       : arena_printf(a, "%s%sto %s", text, *text ? " " : "", TIME_TEXT(w->to));
}

const char *window_text(const struct window *w, struct arena *a)
{
	static const char *const days[] = {WINDOW_DAYS};
	int east = w->east < 0 ? -w->east : w->east;
	const char *text = "";

	if (!w->given || (!w->days && !w->has_hours))
		return w->given ? stretch_text(w, a) : NULL;
	for (size_t i = 0; i < ARRAY_SIZE(days); i++)
		if (w->days & 1u << i)
			text = arena_printf(a, "%s%s%s", text, *text ? ", " : "", days[i]);
	if (w->has_hours)
		text = arena_printf(a, "%s%s%02d:%02d-%02d:%02d", text, *text ? " " : "",
				    w->begin / 60, w->begin % 60, w->end / 60, w->end % 60);
	return east ? arena_printf(a, "%s %c%02d:%02d", text, w->east < 0 ? '-' : '+',
				   east / 60, east % 60)
		    : arena_printf(a, "%s UTC", text);
}
