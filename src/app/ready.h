/* Tells the service manager how we are (its notify socket), where there is one. */
#pragma once

void ready_tell(const char *state);
