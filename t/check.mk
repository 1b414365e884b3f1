# Tests: every unit program and every t/tNNNN-*.sh speaks TAP and is run by prove.
SCRIPTS := $(sort $(wildcard t/t[0-9][0-9][0-9][0-9]-*.sh))

check-quick: all units
	$(Q)prove -j$(PROVE_JOBS) --exec '' $(UNIT) $(REPLAY)
