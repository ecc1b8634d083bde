-- How the helper travelled, and by car how far: what the way costs depends on it. Absent: nobody said; then what was paid was a public fare.
ALTER TABLE care_assignment ADD COLUMN way @text CHECK (way IN ('foot', 'bicycle', 'public', 'car'));
ALTER TABLE care_assignment ADD COLUMN way_metre_n @int NOT NULL DEFAULT 0;
