#!/bin/sh
# layers.sh [ROOT] - src/LAYERS is the house: which folder may include which, and who owns a
# third-party header. Every include is written "folder/file.h", so each include line shows its
# layer: none by a macro, no folder below a folder, and no declaration of somebody else's function
# in place of an include; a guard is called as its file. Prints file:line: reason; exit 1 when anything is wrong.
cd "${1:-.}" || exit 128
bad=0
for stray in $(find src -name '*.[ch]' | grep -v '^src/[a-z_]*/[a-z0-9_]*\.[ch]$'); do
	echo "$stray: not src/folder/file"
	bad=1
done
{ ls src/*/*.[ch]; ls bin/*.c; } 2>/dev/null | xargs awk '
function wrong(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; bad = 1 }
BEGIN {
	while ((getline line < "src/LAYERS") > 0) {
		if (line ~ /^#/ || line !~ /:/) continue
		name = line; sub(/:.*/, "", name)
		rest = line; sub(/^[^:]*:/, "", rest)
		split(rest, half, "|")
		known[name] = 1
		n = split(half[1], list, " ")
		for (i = 1; i <= n; i++) {
			if (!(list[i] in known)) {
				printf "src/LAYERS: %s names %s, which is not above it\n", name, list[i]
				bad = 1
			}
			may[name, list[i]] = 1
		}
		n = split(half[2], list, " ")
		for (i = 1; i <= n; i++) {
			pattern = list[i]
			gsub(/\./, "\\.", pattern); gsub(/\*/, "[^/]*", pattern)
			owner["^" pattern "$"] = name
		}
	}
	libc = "^(assert|ctype|dirent|endian|errno|fcntl|fnmatch|inttypes|limits|locale|math|" \
		"netdb|pthread|pwd|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|" \
		"stdlib|string|strings|termios|time|unistd|sys/[a-z_]+|netinet/[a-z_]+|" \
		"arpa/inet|linux/[a-z_0-9]+)\\.h$"
}
FNR == 1 {
	split(FILENAME, part, "/")
	own = part[1] == "bin" ? "" : part[2]
	if (own != "" && !(own in known)) wrong("folder \"" own "\" is not in src/LAYERS")
}
/^#ifndef [A-Z0-9_]+_H$/ && FILENAME ~ /\.h$/ && !guarded[FILENAME]++ {
	guard = toupper(substr(FILENAME, 5)); gsub(/[\/.]/, "_", guard)
	if ($2 != guard) wrong("the guard is not " guard)
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	header = $0; sub(/^[^"]*"/, "", header); sub(/".*/, "", header)
	folder = header
	if (!sub(/\/[^\/]*$/, "", folder)) { wrong("\"" header "\" is not written folder/file.h"); next }
	if (own != "" && folder != own && !((own, folder) in may))
		wrong(own " may not include " header)
	if (header ~ /\/internal\.h$/ && folder != own)
		wrong(header " belongs to " folder " alone")
	if (own == "" && !(folder in known)) wrong("no folder " folder)
}
/^[ \t]*#[ \t]*include/ && !/^[ \t]*#[ \t]*include[ \t]*["<]/ { wrong("an include without its name: " $0) }
/^[ \t]*#[ \t]*include[ \t]*</ {
	header = $0; sub(/^[^<]*</, "", header); sub(/>.*/, "", header)
	found = 0
	for (pattern in owner) if (header ~ pattern) {
		found = 1
		# bin/ owns main() and with it the process: what libc offers is its own to use.
		if (owner[pattern] != own && !(own == "" && header ~ libc)) wrong("<" header "> belongs to " owner[pattern])
	}
	if (!found && header !~ libc) wrong("<" header "> has no owner in src/LAYERS")
}
END { exit bad }
' || bad=1
# Whoever declares a function defines it, in the same folder: a header for others, a source file
# for itself ("static"). What is outside of all this (environ, main) is not a function of ours.
{ ls src/*/*.[ch]; ls bin/*.c; } 2>/dev/null | LC_ALL=C sort | xargs perl -e '
my ($bad, %defined, @declared) = (0);
for my $file (@ARGV) {
	open(my $in, "<", $file) or die "$file: $!\n";
	local $/; my $text = <$in>;
	my ($folder) = $file =~ m{^src/(\w+)/};
	$folder //= "bin";
	my $blank = sub { my $gone = shift; $gone =~ s/[^\n]/ /g; $gone };
	$text =~ s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\x27(?:\\.|[^\x27\\\n])+\x27)}{$blank->($1)}gse;
	$text =~ s{^([ \t]*#(?:[^\n]*\\\n)*[^\n]*)}{$blank->($1)}gme;
	while ($text =~ /^((?:[a-z_]\w*[\s*]+)+)(\w+)(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))((?:\s*[A-Z_]+(?:\([^()]*\))?)*)\s*([;{])/gm) {
		my ($before, $name, $end, $at) = ($1, $2, $5, $-[0]);
		next if $before =~ /\b(?:typedef|return|else|do)\b/;
		if ($end eq "{") { $defined{$folder}{$name} = 1; next }
		next if $before =~ /\bstatic\b/;
		push @declared, [$file, 1 + (substr($text, 0, $at) =~ tr/\n//), $folder, $name];
	}
}
for (@declared) {
	my ($file, $line, $folder, $name) = @$_;
	next if $defined{$folder}{$name};
	print "$file:$line: $name() is not defined in $folder: include its header\n";
	$bad = 1;
}
exit $bad;
' || bad=1
exit $bad
