/* Kanji that are written in more than one way. */
#pragma once

extern const char fold_variants[];                      /* pairs: the rarer one, then the one it is sought as */
