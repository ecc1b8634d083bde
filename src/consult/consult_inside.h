/* What the room's files lend each other. */
#pragma once
#include "consult/consult.h"

/* A line in the story of the family whose guardian's talk this is, where there is one: that there was a talk, never what was said. */
void consult_story(struct desk *, const struct consult_thread_row *, const char *kind);
