# The table of `make prove`, made of what `go test -v` says: each proof, how it
# ended, how long it took and what it says that it proved. Fails when one did.
BEGIN { print "\nproof                            verdict      time  what was proved" }
/^=== (RUN|CONT|NAME)/ { test = $3; sub(/\/.*/, "", test) }
/proved: / { what[test] = substr($0, index($0, "proved: ") + 8) }
/^--- (PASS|FAIL|SKIP)/ {
	time = $4
	gsub(/[()]/, "", time)
	printf "%-32s %-7s %9s  %s\n", $3, tolower(substr($2, 1, 4)), time, what[$3]
}
/^status / { status = $2 }
END { exit status }
