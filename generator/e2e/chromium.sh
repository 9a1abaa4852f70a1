#!/bin/sh
# Makes sure that a Chromium is there: installs that of a package of Debian as
# root, takes any elsewhere, and says what is missing.
# Usage: chromium.sh PACKAGE
there() { command -v "$1" >/dev/null 2>&1; }
there "$1" && exit 0
if [ "$(id -u)" = 0 ] && there apt-get; then
	echo "installing $1"
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null && exit 0
fi
for name in chromium chromium-browser; do
	there "$name" && exit 0
done
echo "The browser tests need Chromium: apt-get install $1" >&2
exit 1
