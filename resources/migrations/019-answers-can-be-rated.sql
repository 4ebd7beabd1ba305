-- What a person thinks of an answer, as JSON: "verdict" (good or bad), "reason" in their words, "at".
ALTER TABLE messages ADD COLUMN rating TEXT;
