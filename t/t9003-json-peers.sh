#!/bin/sh
test_description='a stranger, python3-jsonschema, judges every --json output as our own checker does'
. "${0%/*}/lib.sh"

for python in python3 /usr/bin/python3; do
	$python -c 'import jsonschema, yaml; jsonschema.Draft202012Validator' 2>/dev/null && break
	python=
done
[ -n "$python" ] || skip_all 'python3-jsonschema or python3-yaml is missing (make deps-peers)'
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-motorcade.sh"
. "$SOURCE_DIR/t/lib-json.sh"

validate=$TEST_BIN/t/helper/validate
[ -x "$validate" ] || validate=$SOURCE_DIR/build/t/helper/validate
[ -x "$validate" ] || skip_all 't/helper/validate is not built (make units)'

# From each output: itself, and each kind of harm done once at each key of each shape in it.
cat >harm.py <<'PY'
import copy, json, os, sys

def places(value, path=()):
    """Every object, once for each set of keys: (path, shape)."""
    if isinstance(value, dict):
        yield path, tuple(sorted(value))
        for key, member in value.items():
            yield from ((p, ("." + key,) + s) for p, s in places(member, path + (key,)))
    elif isinstance(value, list):
        for i, member in enumerate(value):
            yield from places(member, path + (i,))

def at(value, path):
    for key in path:
        value = value[key]
    return value

def short(value):
    """Long lists say the same again and again: their first members will do."""
    if isinstance(value, list):
        return [short(member) for member in value[:2]]
    return {k: short(v) for k, v in value.items()} if isinstance(value, dict) else value

def harmed(value):
    seen = set()
    for path, shape in list(places(value)):
        if shape in seen:
            continue
        seen.add(shape)
        for key in list(at(value, path)) + ["surprise"]:
            for new in (None, "", "x y", -1, True, []):
                copy_ = copy.deepcopy(value)
                at(copy_, path)[key] = new
                yield copy_
            copy_ = copy.deepcopy(value)
            at(copy_, path).pop(key, None)
            yield copy_

source, folder = sys.argv[1:]
value = json.load(open(source))
os.mkdir(folder)
for n, variant in enumerate([value, *harmed(short(value))]):
    # libyaml, which reads for `validate`, knows no pairs of surrogate escapes
    json.dump(variant, open("%s/%05d.json" % (folder, n), "w"), ensure_ascii=False)
PY
# Names those that do not conform, as the first word of `validate` does.
cat >judge.py <<'PY'
import json, sys, yaml
from jsonschema import Draft202012Validator
schema = yaml.safe_load(open(sys.argv[1]))
Draft202012Validator.check_schema(schema)
judge = Draft202012Validator(schema)
for name in sys.argv[2:]:
    if not judge.is_valid(json.load(open(name))):
        print(name)
PY

test_expect_success 'all outputs of the story' '
	shots_set_up && cd "$TRASH" && shots_operate && cd "$TRASH" && ( shots_promote ) && shots_review && cd "$TRASH" &&
	shots_share && cd "$TRASH" && shots_before_adoption
'

test_expect_success 'the stranger finds every output right' '
	for file in "$SHOTS"/*.json; do
		$python judge.py "$(schema_of "$file")" "$file" >wrong && test_line_count 0 wrong || return 1
	done
'

test_expect_success 'harmed in every way, both refuse the same ones' '
	for file in "$SHOTS"/*.json; do
		$python harm.py "$file" harmed && schema=$(schema_of "$file") &&
		$python judge.py "$schema" harmed/*.json >theirs &&
		{ "$validate" "$schema" harmed/*.json >faults; [ $? -le 1 ]; } &&
		cut -d: -f1 faults | sort -u >ours &&
		{ test_cmp theirs ours || { echo "$file"; return 1; }; } &&
		wc -l <ours >>refused && rm -r harmed || return 1
	done &&
	awk "{ n += \$1 } END { exit !(n > 1000) }" refused
'

test_done
