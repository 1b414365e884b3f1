# Tests: every unit program, every replayed fuzz corpus, every t/tNNNN-*.sh and the lints speak
# TAP; one prove(1) runs them all, so that its last lines are the verdict on everything.
#
#   make check              t0..t8, units, corpora, lints; units and corpora again under address
#                           and undefined-behaviour sanitizers
#   make check-sanitized    t1..t8 under the sanitizers; SANITIZED_OF=2 one of so many, by the commit
#   make PORTABLE=1 check   units, corpora and scripts, once, with the program that has no file of
#                           Linux's; make portable: what is likeliest to differ, without packages
#   make check VALGRIND=1   and the units under valgrind
#   make check-quick        units and corpora as just built, nothing else
#   make fuzz               clang's libFuzzer, FUZZ_SECONDS (20) for each target
#   make mutants            faults of t/mutants/list.tsv: does the test that is named notice?
#   make mutants-sample     small changes at random (MUTANTS_SEED) to the rooms of t/mutants/rooms.tsv
#                           and to what the newest commits changed: how many does a test notice?
#   make coverage           which branches of the trust core did units, corpora and scripts take?
#   make check-clang        units and corpora as clang builds them, without a warning
#   make check-shared       the same with a shared libgit2, and the scripts that use it most
#   make roots              demo and check in bare roots of Debian 12 and 13 (ROOTS); as root, an hour
SCRIPTS := $(sort $(wildcard t/t[0-8][0-9][0-9][0-9]-*.sh))
PEER_SCRIPTS := $(sort $(wildcard t/t9[0-9][0-9][0-9]-*.sh))
FUZZ_SECONDS ?= 20
VALGRIND ?= 0
PROVE := prove -j$(PROVE_JOBS) --exec t/keep-tap
ifneq ($(filter check% mutants% coverage portable,$(MAKECMDGOALS)),)
export TMPDIR := $(shell sh t/scratch.sh)
endif

export ASAN_OPTIONS := exitcode=99:detect_stack_use_after_return=1
export LSAN_OPTIONS := exitcode=99:print_suppressions=0:suppressions=$(CURDIR)/t/lsan.supp
export UBSAN_OPTIONS := exitcode=99:print_stacktrace=1

SAN := build/address-undefined
SAN_TESTS := $(UNIT:$(BUILD)/%=$(SAN)/%) $(REPLAY:$(BUILD)/%=$(SAN)/%)
# Begin first, or one processor waits for them at the end.
LONGEST := $(addprefix t/,t3110-crafted.sh t4002-advice.sh t8200-seed-000.sh t8202-seed-002.sh t8203-seed-003.sh t8204-seed-004.sh t0001-lint.sh)
VALGRIND_TESTS := $(if $(filter 1,$(VALGRIND)),$(UNIT:$(BUILD)/t/unit/%=build/valgrind/%))

# Whoever gives no -j gets one job for each processor.
JOBS = $(if $(findstring j,$(filter-out --%,$(firstword $(MAKEFLAGS)))$(filter -j%,$(MAKEFLAGS))),,-j$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2))
SUBMAKE = $(MAKE) --no-print-directory $(JOBS)

.PHONY: sanitized

# Programs of t/helper: one library call each, for scripts that compare it with another program.
HELPER := $(patsubst t/helper/%.c,$(BUILD)/t/helper/%,$(sort $(wildcard t/helper/*.c)))
units: $(HELPER) $(if $(filter 0,$(PORTABLE)),$(BUILD)/t/faults/faults.so)

# Loaded into the program as it is, so built as that is not: no sanitizer, no counted branches.
$(BUILD)/t/faults/faults.so: t/faults/faults.c
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -std=c17 $(WARNINGS) -O2 -U_FORTIFY_SOURCE -shared -fPIC -o $@ $<

$(BUILD)/t/helper/%: $(BUILD)/t/helper/%.o $(LIBRARY)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIBRARY) $(LDLIBS)

# What sweep.c answers in place of the library: the rows of asked.h.
$(BUILD)/t/helper/sweep: private LDFLAGS += $(shell sed -n 's/^ASK[0-9].\([a-z_]*\),.*/-Wl,--wrap=\1/p' t/helper/asked.h)
# What reads schemas/: the program does not.
$(addprefix $(BUILD)/t/,unit/schema unit/keys helper/keys helper/validate): \
	$(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard t/schema/*.c)))

check-quick: all units
	$(Q)prove -j$(PROVE_JOBS) --exec '' $(UNIT) $(REPLAY)

# In steps, so that a fresh machine has its compiler and libraries before make looks for them.
check: deps
	+$(Q)$(SUBMAKE) check-all

.PHONY: check-all
ifneq ($(filter build/portable%,$(BUILD)),)
check-all: check-portable
else
check-all: all units perf-built sanitized $(VALGRIND_TESTS)
	$(Q)rm -rf build/tap
	$(Q)$(PROVE) $(LONGEST) t/lint/run.sh $(SAN_TESTS) $(UNIT) $(REPLAY) $(VALGRIND_TESTS) $(filter-out $(LONGEST),$(SCRIPTS))
	$(Q)sh t/floor.sh
endif

# The same tests, of the program in $(BUILD): t/lib.sh leaves out what only Linux can (LINUX).
PORTABLE_SCRIPTS = $(filter-out t/t0%,$(SCRIPTS))
.PHONY: check-portable
check-portable: all units
	$(Q)rm -f build/tap/portable_*
	$(Q)TEST_BIN=$(BUILD) $(PROVE) $(UNIT) $(REPLAY) $(PORTABLE_SCRIPTS)
	$(Q)sh t/floor.sh portable

check-sanitized: deps
	+$(Q)$(SUBMAKE) check-sanitized-all

SANITIZED_OF ?= 1
export SANITIZED_OF
SANITIZED = $(shell sh t/share.sh $(SANITIZED_OF) $(filter-out t/t0%,$(LONGEST) $(filter-out $(LONGEST),$(SCRIPTS))))
.PHONY: check-sanitized check-sanitized-all
check-sanitized-all: sanitized
	$(Q)rm -f build/tap/$(notdir $(SAN))_t_t*
	$(Q)TEST_BIN=$(SAN) $(PROVE) $(SANITIZED)
	$(Q)sh t/floor.sh sanitized

check-peers: deps-peers
	+$(Q)$(SUBMAKE) check-peers-all

.PHONY: check-peers-all
check-peers-all: all units
	$(Q)$(if $(PEER_SCRIPTS),$(PROVE) $(PEER_SCRIPTS),echo "no t/t9*.sh"; exit 1)
	$(Q)sh t/floor.sh peers

deps:
	$(Q)sh t/deps.sh build

deps-peers: deps
	$(Q)sh t/deps.sh peers

lint:
	$(Q)prove --exec '' -v t/lint/run.sh

# The same sources with sanitizers, in a folder of their own.
sanitized:
	$(Q)$(MAKE) --no-print-directory SANITIZE=address,undefined $(SAN)/git-mcade units

build/valgrind/%: $(BUILD)/t/unit/%
	$(Q)mkdir -p $(@D)
	$(Q)printf '#!/bin/sh\nexec valgrind -q --error-exitcode=99 --leak-check=full --suppressions=t/valgrind.supp %s\n' "$<" >$@
	$(Q)chmod +x $@

# Each in a copy of the house: t/mutants/house.py.
.PHONY: mutants mutants-sample check-clang check-shared portable roots
mutants: all units
	$(Q)prove --exec '' t/mutants/run

mutants-sample: all units
	$(Q)prove -v --exec '' t/mutants/sample

# Without optimization, so that a branch of the source is one of the program. Whether tests pass is said
# by "make check": some of them bound a time, and this program is slow.
COVERAGE := build/coverage
COVERAGE_SCRIPTS := $(filter-out t/t4002-% t/t5451-%,$(wildcard t/t110[3-6]*.sh t/t12*.sh t/t3*.sh t/t4[0-3]*.sh \
	t/t5*.sh t/t6*.sh t/t7*.sh t/t8001-*.sh t/t8003-*.sh t/t801*.sh))
# Only what is counted, the trust core: each command writes a file of counts for each source file that is.
TRUST_CORE := $(foreach part,model/ policy/ sign/ gate/ branches/ fold/ ledger/verif ledger/chain ledger/signed_event \
	ledger/read_ahead ledger/look_back,$(filter src/$(part)%,$(SOURCES)))
ifeq ($(BUILD),$(COVERAGE))
$(TRUST_CORE:%.c=$(BUILD)/%.o): override CFLAGS += --coverage
LDLIBS += --coverage
endif
.PHONY: coverage
coverage: deps
	$(Q)[ ! -d $(COVERAGE) ] || find $(COVERAGE) -name '*.gcda' -delete
	+$(Q)$(SUBMAKE) BUILD=$(COVERAGE) CFLAGS='-O0 -g -U_FORTIFY_SOURCE' $(COVERAGE)/git-mcade units
	$(Q)TEST_BIN=$(COVERAGE) FAULTS_EVERY=9 prove -Q -j$(PROVE_JOBS) --exec 'timeout 2600' $(COVERAGE_SCRIPTS) \
		$(UNIT:$(BUILD)/%=$(COVERAGE)/%) $(REPLAY:$(BUILD)/%=$(COVERAGE)/%) >$(COVERAGE)/prove.log 2>&1; \
		sed -n -e 's/^\([^ ]*\) *(Wstat: .*/coverage: \1 fails, and counts in part/p' -e 's/^Files=\([0-9]*\), .* \([0-9]*\) wallclock .*/coverage: of \1 programs, in \2 seconds/p' $(COVERAGE)/prove.log
	$(Q)sh t/coverage.sh $(COVERAGE)

check-clang:
	+$(Q)$(SUBMAKE) CC=clang DEVELOPER=1 check-built
	$(Q)sh t/floor.sh clang

SHARED_SCRIPTS := $(wildcard t/t5001-*.sh t/t5400-*.sh t/t6001-*.sh)
check-shared:
	+$(Q)$(SUBMAKE) BUILD=build/shared LIBGIT2=shared DEVELOPER=1 check-built
	$(Q)ldd build/shared/git-mcade | grep -q libgit2
	$(Q)TEST_BIN=build/shared $(PROVE) $(SHARED_SCRIPTS)
	$(Q)sh t/floor.sh shared

.PHONY: check-built
check-built: $(PROGRAM) units
	$(Q)$(PROVE) $(UNIT) $(REPLAY)

# A newcomer's two commands in bare roots of Debian 12 and 13; each suite and its targets: t/roots.sh.
ROOTS := bookworm:demo,check trixie:demo,check
roots:
	$(Q)sh t/roots.sh $(ROOTS)

# What processes, the disk and the place of the program have a part in.
portable:
	+$(Q)$(SUBMAKE) PORTABLE=1 DEVELOPER=1 check-portable PORTABLE_SCRIPTS="$(wildcard $(patsubst %,t/t%-*.sh, \
		1102 3002 3101 4001 5001 5100 5200 5300 5400 6001 6002 8001))"

# libFuzzer brings its own main(); the library is built with its coverage and the sanitizers.
FUZZERS := $(patsubst t/fuzz/%.c,$(BUILD)/t/fuzz/%.fuzzer,$(filter-out t/fuzz/replay.c,$(sort $(wildcard t/fuzz/*.c))))

fuzz:
	+$(Q)$(SUBMAKE) CC=clang SANITIZE=fuzzer-no-link,address,undefined fuzz-all

# One for each processor at a time.
SEARCHED := $(FUZZERS:%.fuzzer=%.searched)
.PHONY: fuzz-all $(SEARCHED)
fuzz-all: $(SEARCHED)
$(SEARCHED): %.searched: %.fuzzer
	$(Q)mkdir -p build/fuzz/$(*F)
	$(Q)$< -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
		-print_final_stats=1 -artifact_prefix=build/fuzz/$(*F)- \
		build/fuzz/$(*F) t/fuzz/corpus/$(*F) >build/fuzz/$(*F).log 2>&1 || \
		{ tail -40 build/fuzz/$(*F).log; exit 1; }
	$(Q)echo "fuzz $(*F)"; grep -e number_of_executed_units -e slowest_unit build/fuzz/$(*F).log

$(BUILD)/t/fuzz/%.fuzzer: $(BUILD)/t/fuzz/%.o $(LIBRARY)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(LDLIBS)

# Benchmarks: t/perf/side times two commands beside each other. What makes their ledgers is tested.
units: $(BUILD)/t/perf/mkledger
PERF := $(patsubst t/perf/%.c,$(BUILD)/t/perf/%,$(sort $(wildcard t/perf/*.c)))

# Without libraries, so that it is the cheapest there is.
$(BUILD)/t/perf/nothing: $(BUILD)/t/perf/nothing.o
	$(Q)$(CC) -static -o $@ $<

$(BUILD)/t/perf/%: $(BUILD)/t/perf/%.o $(LIBRARY)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

.PHONY: perf-built
perf-built: $(PERF)
perf: all perf-built
	$(Q)sh t/perf/run.sh

# What the demo needs is less than the tests do.
deps-program:
	$(Q)sh t/deps.sh program

demo: deps-program
	+$(Q)$(SUBMAKE) all
	$(Q)sh t/demo.sh
	$(Q)sh t/demo-release.sh

# git finds `git-mcade` on PATH and `git help mcade` on man's path.
AT := $(DESTDIR)$(PREFIX)
MAN := $(AT)/share/man
SHARE := $(AT)/share/git-mcade
BASH_COMPLETION := $(AT)/share/bash-completion/completions/git-mcade
ZSH_COMPLETION := $(AT)/share/zsh/site-functions/_git-mcade
FISH_COMPLETION := $(AT)/share/fish/vendor_completions.d/git-mcade.fish
PAGES := $(sort $(wildcard doc/*.1 doc/*.5 doc/*.7))
SCHEMAS := $(wildcard schemas/*.yaml schemas/*/*.yaml)
# $(call put,MODE,FILE,PLACE)
put = mkdir -p $(dir $(3)) && cp $(2) $(3) && chmod $(1) $(3)
told = @printf '%-12s %s\n' $(1) '$(2)'

install: all
	$(Q)$(call put,755,bin/git-mcade,$(AT)/bin/git-mcade)
	$(call told,program,$(AT)/bin/git-mcade)
	$(Q)$(foreach page,$(PAGES),$(call put,644,$(page),$(MAN)/man$(subst .,,$(suffix $(page)))/$(notdir $(page))) &&) :
	$(call told,pages,$(MAN) ($(words $(PAGES))))
	$(Q)$(foreach file,$(SCHEMAS),$(call put,644,$(file),$(SHARE)/$(file)) &&) :
	$(call told,schemas,$(SHARE)/schemas ($(words $(SCHEMAS))))
	$(Q)$(call put,644,doc/completions/git-mcade.bash,$(BASH_COMPLETION))
	$(Q)$(call put,644,doc/completions/_git-mcade,$(ZSH_COMPLETION))
	$(Q)$(call put,644,doc/completions/git-mcade.fish,$(FISH_COMPLETION))
	$(call told,completions,$(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION))
ifeq ($(DESTDIR),)
	@case :$$PATH: in *:$(PREFIX)/bin:*) ;; \
		*) echo 'next: export PATH="$(PREFIX)/bin:$$PATH"'; PATH=$(PREFIX)/bin:$$PATH ;; esac; \
	man -w git-mcade >/dev/null 2>&1 || echo 'next: export MANPATH="$(PREFIX)/share/man:$$MANPATH"'
	@echo 'next: git mcade -h; git help mcade'
endif

uninstall:
	$(Q)rm -f $(AT)/bin/git-mcade
	$(call told,removed,$(AT)/bin/git-mcade)
	$(Q)rm -f $(foreach page,$(PAGES),$(MAN)/man$(subst .,,$(suffix $(page)))/$(notdir $(page)))
	$(call told,removed,$(MAN)/man*/git-mcade*)
	$(Q)rm -rf $(SHARE)
	$(call told,removed,$(SHARE))
	$(Q)rm -f $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)
	$(call told,removed,$(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION))
