/* Dangerous words of libc do not compile in the house. Floors 0 and 1 may own memory (they define HOUSE_FLOOR_LOW). */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok strncpy strncat atoi atol atof localtime gmtime asctime ctime tmpnam mktemp
#ifndef HOUSE_FLOOR_LOW
#pragma GCC poison malloc calloc realloc free strdup strndup asprintf
#endif
