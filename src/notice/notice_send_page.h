/* What the pages of a message to families are given. */
#pragma once
#include "notice/notice_page.h"
#include "notice/notice_send.h"

struct notice_send_view {
	const struct tenant *tenant;
	const struct notice_row *notice;
	const struct form *form;                        /* the press that came back */
	struct str typed_on, typed_at;
	struct str line_text, push_text, mail_text;     /* as they will leave, in Japanese */
	struct notice_reach_count count;                /* of a draft */
	int64_t chosen_n, line_left_n;
	struct notice_progress progress;                /* of one that left */
	struct notice_send_papers_row *paper; size_t paper_n;
	enum notice_refusal refusal;
	bool has_budget;
};

static inline struct str notice_area_mark(struct page *p, int64_t id)
{
	return arena_fmt(p->out->arena, ",%lld,", (long long)id);
}
