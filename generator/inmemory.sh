#!/bin/sh
# Runs a command with its temporary files in memory where there is room for
# them: tests make and remove so many small files that a disk takes longer with
# those than the tests with all the rest.
# Usage: inmemory.sh COMMAND ARGUMENT...
room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
memory=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null)
if [ "${room:-0}" -ge 3000000 ] && [ "${memory:-0}" -ge 7000000 ] && folder=$(mktemp -d /dev/shm/essaim-XXXXXX); then
	trap 'rm -rf "$folder"' EXIT
	trap 'exit 130' INT TERM
	# Some machines run no program from there, and tests run some.
	printf '#!/bin/sh\n' >"$folder/program"
	chmod +x "$folder/program"
	if "$folder/program" 2>/dev/null; then
		export TMPDIR="$folder" GOTMPDIR="$folder"
	fi
fi
"$@"
