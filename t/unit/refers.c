/* text/refers: does a text name play/old/a.sh? Whoever cannot tell of which folder it speaks says yes. */
/* shows: A84 */
#include "text/refers.h"
#include "tap.h"

#define ITEM "play/old/a.sh"

static const struct {
	const char *text;
	bool refers, lists;
} cases[] = {
	{"nothing", false, false},
	{"sh a.sh", true, false},
	{"Read ../old/a.sh.", true, false},
	{"see `play/old/a.sh`", true, true},
	{"play\\old\\a.sh", true, false},
	{"https://example.com/r/play/old/a.sh", true, true},
	{"https://example.com/a.sh", false, false},
	/* another file */
	{"new/a.sh", false, false},
	{"play/a.sh", false, false},
	{"play/old/aa.sh a.sh.bak xa.sh", false, false},
	{"xplay/old/a.sh", false, false},
	{"other/play/old/a.sh", true, true},
	/* of a folder that the text does not tell */
	{"sh $OLD/a.sh", true, false},
	{"sh \"${OLD}/a.sh\"", true, false},
	{"sh $HERE/old/a.sh", true, false},
	{"sh $HERE/new/a.sh", false, false},
	{"sh $A/$B/a.sh", true, false},
	{"sh %OLD%/a.sh @OLD@/a.sh", true, false},
	{"new/../a.sh", true, false},
	{"play/new/../old/a.sh", true, false},
	{"play/new/./a.sh", true, false},
	{"play//old//a.sh", true, false},
	{"./a.sh ", true, false},
	{"/a.sh", true, false},
	{"/srv/a.sh", false, false},
};

/* Behind bytes that are no text, or between them. */
static void test_bytes(void)
{
	static const char binary[] = "\0\1a.sh\0play/old/a.sh\0";

	ok(text_refers(bytes_of(binary, 7), ITEM), "among bytes that are no text");
	ok(!text_refers(bytes_of(binary, 5), ITEM), "  not a part of it");
	ok(text_lists(bytes_of(binary, sizeof(binary) - 1), ITEM), "  a list of find -print0");
	ok(!text_refers(bytes_of("", 0), ITEM), "nothing at all");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bytes text = bytes_text(cases[i].text);

		ok(text_refers(text, ITEM) == cases[i].refers, "named: %s", cases[i].text);
		ok(text_lists(text, ITEM) == cases[i].lists, "listed: %s", cases[i].text);
	}
	test_bytes();
	return done();
}
