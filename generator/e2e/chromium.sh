#!/bin/sh
# Makes sure that a Chromium is there for the browser tests: installs Debian's
# as root, and says what is missing elsewhere.
for name in chromium chromium-browser; do
	command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "installing chromium"
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "The browser tests need Chromium: apt-get install chromium" >&2
exit 1
