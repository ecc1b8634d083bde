-- Where the place lies when only the area is known, and it is not the family's own; absent: the family's.
ALTER TABLE care_request ADD COLUMN place_area_id @id;
