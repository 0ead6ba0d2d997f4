-- A suspension has a last day, nothing while it goes on; an interruption or a suspension may be of one claim only (the code of
-- its clock), and is of all of them where that is empty.
ALTER TABLE clock_event ADD COLUMN ended_on TEXT CHECK (length(ended_on) = 10);
ALTER TABLE clock_event ADD COLUMN claim TEXT NOT NULL DEFAULT '';
