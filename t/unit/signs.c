/* Signs that no legend knows: marks where others of their list, lines or headings have one, else decoration. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/outline.h"
#include "../t/unit/outline_read.h"
#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

/* "R-1 -:x?", and behind a blank the titles where they are asked for. */
static void reads(const char *text, const char *expected)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct outline outline;
	struct err err;

	if (outline_read(bytes_text(text), "a.md", NULL, &arena, &outline, &err) < 0) {
		ok(false, "%s", err.text);
		return;
	}
	for (size_t i = 0; i < outline.count; i++)
		if (outline.units[i].role == ROLE_STEP)
			strbuf_addf(&out, "%s%s", out.len ? " " : "",
				    outline.units[i].id ? outline.units[i].id : "-");
	strbuf_addch(&out, ':');
	for (size_t i = 0; i < outline.count; i++)
		if (outline.units[i].role == ROLE_STEP)
			strbuf_addch(&out, letter_of(&outline, i));
	is_str(out.buf, expected, text);
}

static void test_marks(void)
{
	reads("- ✅ R-1 copy\n- 🔥 R-2 mend\n- 🚀 R-3 go\n- ⬜ R-4 watch\n",
	      "R-1 R-2 R-3 R-4:x??o");
	reads("- ✅ R-1 copy\n- 🔥 R-2 mend\n- 🚀 R-3 go\n- 💡 R-4 watch\n",
	      "R-1 R-2 R-3 R-4:x???");
	reads("- ✅ copy\n- 🔥 mend\n- ⬜ watch\n", "- - -:x?o");
	reads("1. ✅ copy\n2. 🔥 mend\n3. ⬜ watch\n", "- - -:x?o");
	reads("- Q1: ✅ plan\n- Q2: ⏳ build\n- Q3: 💡 draw\n", "Q1 Q2 Q3:xo?");
	reads("- copy: ✅ yes\n- mend: 💡 tomorrow\n", "- -:x?");
	reads("- R-1 copy ✅\n- R-2 mend 🔥\n- R-3 go ⬜\n", "R-1 R-2 R-3:x?o");
	reads("- R-1 copy ✅\n- R-2 mend 👩‍💻\n- R-3 go ⬜\n", "R-1 R-2 R-3:x?o");
	reads("✅ copy\n🔥 mend\n⬜ watch\n", "- - -:x?o");
	reads("## ✅ R-1 copy\n\ntext\n\n## 🔥 R-2 mend\n\ntext\n", "R-1 R-2:x?");
	reads("## ✅ Step 1: copy\n\ntext\n\n## 🔥 Step 2: mend\n\ntext\n", "- -:x?");
	/* within a step it is one as well */
	reads("1. REL_01 copy\n   - ✅ a\n   - 🔥 b\n2. REL_02 go\n", "REL_01 REL_02:--");
}

static void test_others(void)
{
	/* what decorates */
	reads("- ✅ fast\n- 🚀 large\n- 🔒 safe\n", "-:x");
	reads("- 🔥 hot\n- 🚀 fast\n", ":");
	reads("- [x] deploy 🚀\n- [ ] watch 🎉\n", "- -:xo");
	reads("1. ✅ R-1 go 🚀\n2. ⬜ R-2 watch\n", "R-1 R-2:xo");
	reads("## ✅ Checklist\n\n- [ ] a\n\n## 🚀 Deploy\n\n- [ ] b\n", "- -:oo");
	reads("- ✅ R-1 copy\n- ⬜ R-2 go\n\n⚠️ Stop when it fails.\n\n💡 Ask ann.\n",
	      "R-1 R-2:xo");
	reads("- ✅ R-1 copy\n- ⬜ R-2 go → then ask\n- ⏳ R-3 a → b\n", "R-1 R-2 R-3:xoo");
	/* what is explained is known */
	reads("Legend: 🔥 = in progress, ✅ = done\n\n- ✅ R-1 copy\n- 🔥 R-2 mend\n",
	      "R-1 R-2:xo");
	reads("- ✅ R-1 copy\n- `🔥` R-2 mend\n", "R-1:x");
}

static void test_boxes(void)
{
	reads("- (x) copy\n- ( ) go\n", "- -:xo");
	reads("- ( ) R-1 copy\n- ( ) R-2 go\n", "R-1 R-2:oo");
	reads("1. (X) copy\n2. ( ) go\n", "- -:xo");
	reads("- [x] call it with ( )\n- [ ] call f( )\n", "- -:xo");
}

static void test_letters(void)
{
	reads("a) [x] copy\nb) [ ] tell\nc) [ ] go\n", "- - -:xoo");
	reads("a) ✅ copy\nb) ⬜ tell\nc) 🔥 go\n", "- - -:xo?");
	reads("a. [x] copy\nb. [ ] tell\n", "- -:xo");
	reads("(a) [x] copy\n(b) [ ] tell\n", "- -:xo");
	reads("A) [x] copy\nB) [ ] tell\n", "- -:xo");
	reads("A. ✅ copy\nB. ⬜ tell\n", "- -:xo");
	reads("i) [x] copy\nii) [ ] tell\niii) [ ] go\niv) [x] see\n", "- - - -:xoox");
	reads("I. [x] copy\nII. [ ] tell\n", "- -:xo");
	reads("a) [x] copy\n\nb) [ ] tell\n", "- -:xo");
	reads("- a) [x] copy\n- b) [ ] tell\n", "- -:xo");
	reads("a) [x] R-1 copy\nb) [ ] R-2 tell\n", "R-1 R-2:xo");
	/* what is no letter that counts */
	reads("See (a) below, and ask.\n", ":");
	reads("OK. [x] is what you type.\n", ":");
}

int main(void)
{
	test_marks();
	test_others();
	test_boxes();
	test_letters();
	arena_free(&arena);
	return done();
}
