# The schemas are part of the program: their bytes become a table, and one checksum names them all.
SCHEMAS := $(sort $(wildcard schemas/*.yaml))

$(BUILD)/generated/schemas.inc: $(SCHEMAS) src/runbook/schemas.mk
	$(Q)mkdir -p $(@D)
	$(Q)for f in $(SCHEMAS); do \
		n=$$(basename $$f .yaml); \
		printf 'static const unsigned char schema_%s[] = {' $$n; \
		od -An -v -tu1 $$f | sed 's/[0-9][0-9]*/&,/g'; \
		echo '};'; \
	done >$@
	$(Q)printf 'static const char schemas_sum[] = "%s";\n' "$$(cat $(SCHEMAS) | git hash-object --stdin)" >>$@

$(BUILD)/src/runbook/schemas.o: $(BUILD)/generated/schemas.inc
