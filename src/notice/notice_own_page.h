/* What a family's page of messages is given. */
#pragma once
#include "notice/notice_send.h"

struct notice_own_view { const struct tenant *tenant; struct notice_send_of_family_row *notice; size_t notice_n; bool is_quiet, is_bound; };
