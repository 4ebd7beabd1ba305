/** What a family of embedding models wants in front of questions and of passages, as their cards say. */
export interface Prefixes {
  readonly question: string;
  readonly passage: string;
}

const NONE: Prefixes = { question: "", passage: "" };

/** By the model's name, the first that fits. */
const FAMILIES: readonly (readonly [RegExp, Prefixes])[] = [
  [
    /\be5\b.*instruct|qwen3.?embedding/i,
    { question: "Instruct: Given a question, retrieve passages that answer it\nQuery: ", passage: "" },
  ],
  [/\be5\b/i, { question: "query: ", passage: "passage: " }],
  [/nomic.?embed/i, { question: "search_query: ", passage: "search_document: " }],
  [/embedding.?gemma/i, { question: "task: search result | query: ", passage: "title: none | text: " }],
  [
    /\b(bge|mxbai|arctic.?embed)\b/i,
    { question: "Represent this sentence for searching relevant passages: ", passage: "" },
  ],
];

/** Without them some models find half as much; others (MiniLM, bge-m3, GTE) want none. */
export function prefixesOf(modelName: string): Prefixes {
  if (/bge.?m3/i.test(modelName)) return NONE;
  const name = modelName.replaceAll("_", "-");
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? NONE;
}
