-- The menus that a town had below its chats of LINE: what was asked for last is what holds. cells: none asks that no menu of ours stands there.
CREATE TABLE consult_line_menu (
	tenant_id @id NOT NULL,
	menu_key @text NOT NULL CHECK (length(menu_key) BETWEEN 1 AND 60),
	cells @text CHECK (length(cells) <= 200),
	site @text NOT NULL CHECK (length(site) <= 300),
	asked_at @time NOT NULL,
	platform_key @text CHECK (length(platform_key) <= 100),
	shown_at @time,
	why @text CHECK (length(why) <= 300),
	PRIMARY KEY (tenant_id, menu_key)
) @strict;
