/* What the pages of notices are given. */
#pragma once
#include "file/file.h"
#include "notice/notice.h"
#include "web/form.h"
#include "web/page.h"

struct notice_line { struct notice_row notice; bool is_read, is_mine; };
struct notice_list_view { const struct tenant *tenant; struct notice_line *line; size_t line_n; struct notice_row *area; size_t area_n;
	bool may_write, may_send; struct day today; };
struct notice_form_view {
	const struct tenant *tenant;
	const struct form *form;                        /* the form that came back */
	struct call *call;
	const struct notice_row *notice;                /* what is corrected; absent: a new one */
	const struct file_batch *batch;
	bool is_area, is_changed, is_contractor;
};
struct notice_one_view {
	const struct tenant *tenant;
	const struct notice_row *notice;
	struct notice_reader *reader; size_t reader_n, read_n;
	struct notice_versions_row *version; size_t version_n;
	struct file_line_row *file; size_t file_n;
	enum notice_refusal refusal;
	int64_t told_n;                                 /* just told again */
	struct day today;
	bool may_edit, is_read, is_mine;
};

/* What stands in a field: as typed, else as it is. */
static inline struct str notice_typed(const struct notice_form_view *v, const char *name, struct str now)
{
	return v->form ? form_value(v->call, name) : v->notice ? now : STR_NONE;
}

static inline struct str notice_field(struct page *p, const char *kind, struct str id)
{
	return arena_fmt(p->out->arena, "%s-%.*s", kind, STR_ARG(id));
}

static inline bool notice_is_chosen(struct page *p, const struct notice_form_view *v, struct str name, struct str list, struct str mark)
{
	if (v->form)
		return form_value(v->call, arena_fmt(p->out->arena, "%.*s", STR_ARG(name)).s).n > 0;
	return v->notice && list.n && str_has(list, arena_fmt(p->out->arena, ",%.*s,", STR_ARG(mark)).s);
}

static inline struct str notice_number(struct page *p, int64_t id)
{
	return arena_fmt(p->out->arena, "%lld", (long long)id);
}
