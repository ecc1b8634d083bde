/* What every fuzz target shares: an arena per input. A target checks what must hold for any bytes, by CHECK; the sanitizers see the rest. */
#pragma once
#include "base/arena.h"
#include "base/check.h"
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);
