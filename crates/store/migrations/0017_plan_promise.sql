-- How far a plan keeps the dates that people have arranged themselves with. keepable: those that can stay at all, each by
-- itself. most_together and what follows are filled where fewer stay than were promised: no plan keeps more than
-- most_together (proved where is_proved), because is whose time is short, as codes joined by blanks.
ALTER TABLE handover_schedule ADD COLUMN keepable BIGINT NOT NULL DEFAULT 0;
UPDATE handover_schedule SET keepable = dates;
ALTER TABLE handover_schedule ADD COLUMN most_together BIGINT;
ALTER TABLE handover_schedule ADD COLUMN is_proved BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE handover_schedule ADD COLUMN because TEXT NOT NULL DEFAULT '';
ALTER TABLE handover_schedule ADD COLUMN missed_minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE handover_schedule ADD COLUMN free_minutes BIGINT NOT NULL DEFAULT 0;
-- What it would bring if all dates might move: how much more it would earn, how many dates would still be the same, and
-- the items that would come further, joined by blanks. Empty where it was not reckoned.
ALTER TABLE handover_schedule ADD COLUMN freed_gain BIGINT;
ALTER TABLE handover_schedule ADD COLUMN freed_kept BIGINT;
ALTER TABLE handover_schedule ADD COLUMN freed_items TEXT NOT NULL DEFAULT '';
