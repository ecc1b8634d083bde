-- To whom a family wrote by the code on its label; absent: to the counter.
ALTER TABLE consult_thread ADD COLUMN to_person_id @id;
