/* Lines for the administrator on standard error: no personal data, ever: numbers, routes, tenants, reference numbers. */
#pragma once

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };
void log_line(enum log_level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void log_quiet(enum log_level least);                   /* tests: nothing below this is written */
