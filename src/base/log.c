/* One line a time, in one write, so that lines of two threads never mix. */
#include "base/log.h"
#include "base/clock.h"
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static enum log_level least;

void log_quiet(enum log_level level)
{
	least = level;
}

void log_line(enum log_level level, const char *fmt, ...)
{
	static const char *const word[] = { "info", "warn", "error" };
	if (level < least)
		return;
	char b[1024];
	struct day_parts p = day_split(day_of(clock_now()));
	int minute = day_minute(clock_now());
	int n = snprintf(b, sizeof b, "%04d-%02d-%02d %02d:%02d %s ", p.year, p.month, p.day, minute / 60, minute % 60, word[level]);
	va_list ap;
	va_start(ap, fmt);
	int more = vsnprintf(b + n, sizeof b - (size_t)n - 1, fmt, ap);
	va_end(ap);
	size_t all = (size_t)n + (more < 0 ? 0 : (size_t)more);
	if (all > sizeof b - 2)
		all = sizeof b - 2;
	b[all++] = '\n';
	if (write(2, b, all) < 0)
		return;
}
