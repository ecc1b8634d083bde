/* The machine's own front: the towns it serves side by side; in a demo, whom to enter as. */
#pragma once
#include "desk/frame.h"

struct front { const struct tenant *const *tenant; size_t tenant_n; bool is_demo; };
