# `make room NAME=x`: lays out a room with one table, one form, one list and one test that passes both sweeps.
.PHONY: room
room:
	@sh tools/room/new.sh "$(NAME)"
