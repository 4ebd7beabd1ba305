-- After a restore that could not read everything: what is left of the chats is tied together again, so that it can be found and read.

-- Messages whose chat was lost get one again, named after their first words.
INSERT INTO chats (key, id, title, title_folded, title_by, mode, model_id, adapters, system_prompt, sampling, created_at, updated_at)
SELECT
  lost.chat_key,
  lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8'
    || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
  coalesce((SELECT substr(m.text, 1, 60) FROM messages AS m WHERE m.chat_key = lost.chat_key AND m.text <> '' ORDER BY m.key LIMIT 1), '…'),
  lower(coalesce((SELECT substr(m.text, 1, 60) FROM messages AS m WHERE m.chat_key = lost.chat_key AND m.text <> '' ORDER BY m.key LIMIT 1), '…')),
  'first-words',
  'chat',
  NULL,
  '[]',
  '',
  '{"temperature":0.7,"topP":0.95,"topK":40,"minP":0.05,"repeatPenalty":1.1,"seed":null,"maxTokens":null,"stopSequences":[]}',
  min(lost.created_at),
  max(lost.created_at)
FROM messages AS lost
WHERE NOT EXISTS (SELECT 1 FROM chats WHERE chats.key = lost.chat_key)
GROUP BY lost.chat_key;

-- A message whose parent was lost follows the one that was written before it in its chat.
UPDATE messages AS orphan
SET parent_key = (SELECT max(m.key) FROM messages AS m WHERE m.chat_key = orphan.chat_key AND m.key < orphan.key)
WHERE parent_key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.key = orphan.parent_key);

-- What was shown and is lost gives way to the newest that is there.
UPDATE messages AS parent
SET shown_child_key = (SELECT max(m.key) FROM messages AS m WHERE m.parent_key = parent.key)
WHERE NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.key = parent.shown_child_key AND m.parent_key = parent.key);

UPDATE chats
SET shown_root_key = (SELECT max(m.key) FROM messages AS m WHERE m.chat_key = chats.key AND m.parent_key IS NULL)
WHERE NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.key = chats.shown_root_key AND m.chat_key = chats.key AND m.parent_key IS NULL);
