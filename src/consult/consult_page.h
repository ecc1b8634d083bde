/* What the pages of the room are given. */
#pragma once
#include "consult/consult_act.h"
#include "consult/consult_inbox.h"
#include "consult/consult_sos.h"
#include "web/form.h"

struct consult_ask_view {
	const struct tenant *tenant;
	struct str words, nickname, mail;               /* as typed, when the form came back */
	struct area_id area_id;
	enum complaint words_wrong, nickname_wrong, mail_wrong;
	const struct file_batch *batch;                 /* photos of the form that came back */
	struct str at;                                  /* the code of a touchpoint that led here, or absent */
	struct str to_token, to;                        /* written to one person: the code on her label, and how she is called */
	struct moment promise_at;
	bool is_open;                                   /* somebody is there now */
};

struct consult_thread_view {
	const struct tenant *tenant;
	const struct consult_thread_row *thread;
	struct consult_messages_row *message; size_t message_n;
	struct file_line_row *file; size_t file_n;
	struct str file_base;                           /* what their addresses begin with: "/t/TOKEN/file" */
	const struct file_batch *batch;                 /* photos of the form that came back */
	struct consult_look *look; size_t look_n;
	struct str to;                                  /* staff: to whom it was written */
	struct str live, topic;                         /* its stream ("/t/TOKEN?live=1" below the town), and what that calls news of it */
	struct str token, link;                         /* the family's own link, whole, to keep */
	struct str words;                               /* as typed, when the form came back */
	enum complaint words_wrong;
	bool may_join;                                  /* nobody's yet, and who holds the link has a record */
	bool is_new, is_changed;                        /* just asked; somebody else answered meanwhile */
	const struct tenant_area *area;
	struct sos_row sos; enum consult_sos_state sos_state;   /* the call for help of this talk */
	struct str push_key, push_worker; bool push_listens;    /* a browser is told of answers */
	struct consult_card *card; size_t card_n;       /* places that go with answers */
	struct consult_act_option_row *option; size_t option_n;
	bool is_refused; enum consult_refusal refusal;  /* staff: of a button beside the talk */
	const struct form *form;                        /* staff: the form that came back */
	const struct consult_beside *beside;            /* staff: what stands beside the talk (consult_inbox_page.h) */
};
struct consult_look { struct moment at; struct str role, name; };

struct public_shown;
struct consult_list_view { const struct tenant *tenant; struct consult_line_row *line; size_t line_n;
	struct public_shown *shown; size_t shown_n;     /* what other rooms put there */
	bool has_family, is_family; };                  /* the room is open; the reader is signed in as a family */
/* The staff's page of one talk, again: with what was typed (consult_web.c). */
void consult_talk_show(struct desk *, struct call *, struct consult_thread_view *);
