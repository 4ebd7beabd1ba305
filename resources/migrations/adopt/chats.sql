-- After a restore: messages whose chat was lost get one again, so that their text can be found and read.
INSERT INTO chats (key, id, title, title_folded, title_by, mode, model_id, adapters, system_prompt, sampling, created_at, updated_at)
SELECT
  chat_key,
  lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2)
    || '-' || hex(randomblob(6))),
  coalesce((SELECT substr(first.text, 1, 60) FROM messages AS first WHERE first.chat_key = lost.chat_key AND first.text <> '' ORDER BY first.key LIMIT 1), '…'),
  lower(coalesce((SELECT substr(first.text, 1, 60) FROM messages AS first WHERE first.chat_key = lost.chat_key AND first.text <> '' ORDER BY first.key LIMIT 1), '…')),
  'first-words',
  'chat',
  NULL,
  '[]',
  '',
  '{"temperature":0.7,"topP":0.95,"topK":40,"minP":0.05,"repeatPenalty":1.05,"seed":null,"maxTokens":null,"stopSequences":[]}',
  min(created_at),
  max(created_at)
FROM messages AS lost
WHERE chat_key NOT IN (SELECT key FROM chats)
GROUP BY chat_key;
