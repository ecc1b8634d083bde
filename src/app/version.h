/* Which program this is: the only file that hears of every commit. */
#pragma once

const char *version_word(void);
