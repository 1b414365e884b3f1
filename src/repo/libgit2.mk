# Which libraries the program is linked with, and how.
#
# Statically where that links: a process then starts several times faster (libgit2.so brings 18
# libraries and parses all TLS certificates), and one binary serves as every hook. libgit2's
# network members are replaced by src/repo/nonet.c. LIBGIT2=shared links everything dynamically,
# for distributions whose security updates arrive by the library; that is also what happens where
# the static link does not work (`make V=1` shows why). The answer is kept in $(BUILD)/link.mk.

SHARED_LIBS := -lyaml -lsodium -lcmark-gfm-extensions -lcmark-gfm -lpcre2-8 -lz -ljansson
# jansson's archive shows its helpers' names to everybody (utf8_encode, strbuffer_*, hashtable_*):
# none of ours may be the same.
STATIC_LIBS := -Wl,-u,git_smart_subtransport_ssh -Wl,-Bstatic -lgit2 -lmbedtls -lmbedx509 \
               -lmbedcrypto -lhttp_parser $(SHARED_LIBS) -Wl,-Bdynamic

LINK := $(BUILD)/link.mk
# Not before the goals that install packages, and build in a make of their own: on a fresh machine
# the answer would be "no", and stay.
ifneq ($(filter-out clean deps deps-program deps-peers uninstall lint demo check check-peers check-clang check-shared portable fuzz,$(or $(MAKECMDGOALS),all)),)
include $(LINK)
endif

ifeq ($(LIBGIT2_STATIC),1)
CPPFLAGS += -DMCADE_LIBGIT2_STATIC
LIBGIT2_LIBS := $(STATIC_LIBS)
OTHER_LIBS :=
else
LIBGIT2_LIBS := -lgit2
OTHER_LIBS := $(SHARED_LIBS)
endif

# Rebuilt when the choice changes, so that objects are rebuilt with it.
ifneq ($(shell cat $(BUILD)/link.choice 2>/dev/null),$(LIBGIT2))
$(shell mkdir -p $(BUILD) && printf '%s\n' '$(LIBGIT2)' >$(BUILD)/link.choice)
endif

$(LINK): $(BUILD)/link.choice src/repo/libgit2.mk src/repo/nonet.c src/repo/link-test.sh
	$(Q)LIBGIT2='$(LIBGIT2)' CC='$(CC)' FLAGS='$(CPPFLAGS) $(CFLAGS) $(LDFLAGS)' \
	    LIBS='$(STATIC_LIBS)' V='$(V)' sh src/repo/link-test.sh $(BUILD) >$@

$(BUILD)/src/repo/nonet.o: $(LINK)
