# The schemas are part of the program: their bytes become a table.
SCHEMAS := $(sort $(wildcard schemas/*.yaml))

$(BUILD)/generated/schemas.inc: $(SCHEMAS) src/model/schemas.mk
	$(Q)mkdir -p $(@D)
	$(Q)for f in $(SCHEMAS); do \
		n=$$(basename $$f .yaml); \
		printf 'static const unsigned char schema_%s[] = {' $$n; \
		od -An -v -tu1 $$f | sed 's/[0-9][0-9]*/&,/g'; \
		echo '};'; \
	done >$@

$(BUILD)/src/model/schemas.o: $(BUILD)/generated/schemas.inc
