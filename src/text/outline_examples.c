/* outline_examples.c - an example or more of each style, with the ids and marks that are read in it. */
#include "text/outline_internal.h"

/* Below, a line is an example. */
/* clang-format off */
const struct outline_style outline_styles[] = {
	{"numbers and ids", "1. REL_01 stop\n2. REL_02 go\n", "REL_01 REL_02", "--"},
	{"numbers and ids", "1. REL_01 stop ✅\n2. REL_02 go ⏳\n", "REL_01 REL_02", "xo"},
	{"numbers and ids", "1. **NET.20** bastion\n2. **NET.21** firewall\n", "NET.20 NET.21", "--"},
	{"numbers and ids", "1. DONE REL_01 stop\n2. TODO REL_02 start it\n", "REL_01 REL_02", "xo"},
	{"numbers and marks", "1. ✅ Stop\n2. ⏳ Migrate\n3. ❌ Start\n", "- - -", "xob"},
	{"numbers and marks", "1. [x] Stop\n2. [ ] Start\n", "- -", "xo"},
	{"boxes", "- [x] Back up\n- [ ] Switch\n", "- -", "xo"},
	{"boxes", "- [✅] compile\n- [ ] deploy\n", "- -", "xo"},
	{"boxes", "- [x] Database\n  - [x] dumped\n  - [ ] copied\n- [ ] Traffic\n", "- -", "xo"},
	{"bullets and ids", "- site_06.A header\n- site_06.B footer\n", "site_06.A site_06.B", "--"},
	{"bullets and ids", "- REL_01 stop - DONE\n- REL_02 tell - n/a\n", "REL_01 REL_02", "xs"},
	{"bullets and marks", "- ☑ compile\n- ☐ deploy\n", "- -", "xo"},
	{"bullets: Step N", "- Step 1: stop\n- Step 2: go\n", "- -", "--"},
	{"bullets and marks", "- Krok 1: záloha — hotovo\n- Krok 2: nasazení — nehotovo\n", "- -", "xo"},
	{"bullets: Step N", "- T-30 min: freeze\n- T+0: switch\n", "- -", "--"},
	{"a table with a status", "| ID | Task | Status |\n|---|---|---|\n| T1 | stop | done |\n| T2 | go | offen |\n", "T1 T2", "xo"},
	{"a table with a status", "| Status | Step |\n|---|---|\n| ✅ | Dump |\n| ⏳ | Switch |\n", "- -", "xo"},
	{"a table with a status", "<table>\n<tr><th>Step</th><th>Status</th></tr>\n<tr><td>REL_01</td><td>done</td></tr>\n<tr><td>REL_02</td><td>⏳</td></tr>\n</table>\n", "REL_01 REL_02", "xo"},
	{"a table with ids", "| Paso | Qué |\n|---|---|\n| REL_01 | parar |\n| REL_02 | seguir |\n", "REL_01 REL_02", "--"},
	{"headings: Step N", "## Step 1: Stop\n\ntext\n\n## Step 2: Go\n", "- -", "--"},
	{"headings: Step N", "## Schritt 1: Anhalten\n\ntext\n\n## Schritt 2: Weiter\n", "- -", "--"},
	{"headings: Step N", "## T-30 min: Freeze\n\ntext\n\n## T+0: Switch\n", "- -", "--"},
	{"headings: Step N", "## Krok 1 záloha — hotovo\n\ntext\n\n## Krok 2 nasazení\n", "- -", "x-"},
	{"headings with ids and marks", "### REL_01 Stop - COMPLETE\n\ntext\n\n### ⛔ REL_02 Go\n", "REL_01 REL_02", "xb"},
	{"lines with ids and marks", "🟩 REL_01 stop\n🟨 REL_02 go\n", "REL_01 REL_02", "xo"},
	{"lines: Step N", "Step 1: stop - DONE\nStep 2: go\n", "- -", "x-"},
	{"lines: Step N", "Krok 1 záloha — hotovo\nKrok 2 nasazení — nehotovo\n", "- -", "xo"},
	{"lines: Step N", "**Step A.** Confirm\n\n**Step B.** Promote\n", "- -", "--"},
	{"lettered lines", "a) declare\nb) page\nc) restore\n", "- - -", "---"},
	{"lettered lines", "I. drain\nII. patch\nIII. reboot\nIV. open\n", "- - - -", "----"},
	{"headings with ids", "### REL_01 Stop\n\n**Status:** Done\n\n### REL_02 Go\n", "REL_01 REL_02", "x-"},
	{"headings over commands", "## Publish\n\n```sh\nmake push\n```\n\n## Notes\n\ntext\n", "-", "-"},
	{"bold lead-ins", "- **Backups:** `make backup` - expect exit 0\n- **Health:** ask\n", "- -", "--"},
	{"a table of checks", "| Check | Command | Pass criteria |\n|---|---|---|\n| Health | `curl /health` | 200 |\n", "-", "-"},
	{"numbers", "1. Stop the service\n2. Start it\n", "- -", "--"},
	{"lines and marks", "☑ rack\n☑ cable\n☐ update\n", "- - -", "xxo"},
	{"numbered headings", "## 1. Stop\n\nRun it.\n\n## 2. Go\n\nRun it.\n", "- -", "--"},
};
/* clang-format on */
const size_t outline_style_count = ARRAY_SIZE(outline_styles);
