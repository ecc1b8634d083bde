/* A bug ends the process, in release too: nothing was committed, and the supervisor starts us again. */
#pragma once

#define CHECK(x) ((x) ? (void)0 : check_failed(__FILE__, __LINE__, #x))

_Noreturn void check_failed(const char *file, int line, const char *what);
