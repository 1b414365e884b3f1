#include "act/pins.h"

#include "fold/fold.h"

int pins_seen(const struct ledger *l, const char *environment, const struct pin_view **ret,
	      size_t *ret_count, struct err *err)
{
	struct pin_view *list = NULL;
	const char *const *pins;
	size_t count;

	*ret_count = 0;
	if (state_pins(l->view->state, environment, &pins, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *equals = strchr(pins[i], '=');
		struct pin_view *pin = ARENA_PUSH(l->arena, list, *ret_count);
		struct held_pin held;

		*pin = (struct pin_view){
			.path = arena_strndup(l->arena, pins[i], (size_t)(equals - pins[i])),
			.value = equals + 1};
		if (fold_held(l->view->fold, environment, pin->path, pin->value, 0, &held) &&
		    state_signer(l->view->state, held.sequence, &pin->who, &pin->when))
			pin->sequence = held.sequence;
	}
	*ret = list;
	return 0;
}
