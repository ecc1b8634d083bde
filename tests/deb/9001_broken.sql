-- A step that no real data survives, though an empty store does: tests/deb.sh wants it refused by the rehearsal.
UPDATE tenant SET name = NULL;
