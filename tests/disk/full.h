/* A full disk in the middle of an import. */
#pragma once
#include "tests/disk/client.h"
#include "tests/disk/fault.h"

/* town_new: an empty place under the shim; fault_of: its switch. */
void full_in_mid_import(struct town *(*town_new)(void), struct fault_switch *(*fault_of)(void));
