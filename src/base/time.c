#include "base/time.h"

#include "base/number.h"

/* Days from 1970-01-01 to a proleptic Gregorian date and back: Howard Hinnant's era arithmetic.
 */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + (int64_t)day -
		      1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

static void civil_from_days(int64_t days, int *ret_year, unsigned *ret_month, unsigned *ret_day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*ret_day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
	*ret_month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
	*ret_year = (int)(yoe + era * 400 + (*ret_month <= 2));
}

const char *time_format_date(int64_t when, char ret_text[DATE_TEXT_SIZE])
{
	unsigned month, day;
	int year;

	civil_from_days(when / 86400, &year, &month, &day);
	snprintf(ret_text, DATE_TEXT_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000,
		 month % 100, day % 100);
	return ret_text;
}

const char *time_format(int64_t when, char ret_text[TIME_TEXT_SIZE])
{
	unsigned second = (unsigned)(when % 86400);

	snprintf(ret_text, TIME_TEXT_SIZE, "%sT%02u:%02u:%02uZ", DATE_TEXT(when),
		 second / 3600 % 24, second / 60 % 60, second % 60);
	return ret_text;
}

static bool digits(const char *text, unsigned count, unsigned *ret_value)
{
	*ret_value = 0;
	for (unsigned i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*ret_value = *ret_value * 10 + (unsigned)(text[i] - '0');
	}
	return true;
}

/* Rebuild and compare: a date that is none (February 30th) does not come back as itself. */
bool time_parse_date(const char *text, int64_t *ret_when)
{
	unsigned year, month, day;
	char again[DATE_TEXT_SIZE];
	int64_t when;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 4, &year) ||
	    !digits(text + 5, 2, &month) || !digits(text + 8, 2, &day))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	when = days_from_civil(year, month, day) * 86400;
	time_format_date(when, again);
	if (strcmp(again, text) != 0)
		return false;
	*ret_when = when;
	return true;
}

bool time_parse(const char *text, int64_t *ret_when)
{
	unsigned hour, minute, second;
	char date[DATE_TEXT_SIZE];
	int64_t when;

	if (strlen(text) != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
	    text[19] != 'Z' || !digits(text + 11, 2, &hour) || !digits(text + 14, 2, &minute) ||
	    !digits(text + 17, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	memcpy(date, text, 10);
	date[10] = '\0';
	if (!time_parse_date(date, &when))
		return false;
	when += (int64_t)hour * 3600 + (int64_t)minute * 60 + (int64_t)second;
	if (when > TIME_MAX)
		return false;
	*ret_when = when;
	return true;
}

bool time_parse_duration(const char *text, int64_t *ret_seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	size_t len = strlen(text);
	char count[12];
	uint64_t value;

	if (len < 2 || len > sizeof(count))
		return false;
	memcpy(count, text, len - 1);
	count[len - 1] = '\0';
	if (!number_parse(count, 10000000, &value) || !value)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (text[len - 1] == units[i].unit) {
			*ret_seconds = (int64_t)value * units[i].seconds;
			return true;
		}
	return false;
}

int64_t time_of_files(void)
{
	return (int64_t)time(NULL);
}

int64_t time_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void time_pause_ms(int64_t ms)
{
	struct timespec wait = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};

	nanosleep(&wait, NULL);
}

#define FIXED "MCADE_CLOCK"

void time_use_own_clock(void)
{
	unsetenv(FIXED);
}

int64_t time_now(void)
{
	const char *fixed = getenv(FIXED);
	uint64_t value;

	if (fixed && number_parse(fixed, (uint64_t)TIME_MAX, &value))
		return (int64_t)value;
	return time_of_files();
}
