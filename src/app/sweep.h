/* What nobody may open any more, or never could, leaves the place where files lie. */
#pragma once
#include "app/tenants.h"

/* Drops the bytes of erased files, then their rows; and in a folder what is older than a day and named by no row. How many bytes' names went. */
int sweep_files(struct served *, struct arena *);
