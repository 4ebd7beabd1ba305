import { openIndexFile } from "#main/documents/index/schema.ts";
import type { Found } from "#main/documents/index/searching.ts";
import { type IndexTasks, indexTasks } from "#main/documents/index/tasks.ts";
import { embeddingText } from "#main/documents/search/embedding-text.ts";
import { EMBEDDER, embedTexts } from "./embeddings.ts";
import type { RetrievalSet } from "./retrieval-data.ts";

/** The product's index over a set, with the vectors of its questions. */
export interface Indexed extends Disposable {
  /** Of each question, in their order. */
  readonly asked: readonly Float32Array[];
  /** The best passages; a document's id is its passage's place in the set. `documents`: those that are searched; null: all. */
  find(question: string, vector: Float32Array | null, documents: readonly string[] | null, limit: number): Found[];
}

export async function openIndexed(set: RetrievalSet, path: string, note: (text: string) => void): Promise<Indexed> {
  const db = openIndexFile(path, null);
  const index = indexTasks(db);
  fill(index, set);
  const missing = index.missing({ ...EMBEDDER, limit: set.passages.length });
  const vectors = await embedTexts(missing.map(embeddingText), note);
  index.addVectors({
    ...EMBEDDER,
    vectors: missing.map(({ key }, at) => [key, vectors[at] ?? new Float32Array(EMBEDDER.dimensions)]),
  });
  const asked = await embedTexts(
    set.questions.map(({ text }) => text),
    note,
  );
  return {
    asked,
    find: (question, values, documents, limit) =>
      index.search({ question, vector: values && { model: EMBEDDER.model, values }, documents, limit }),
    [Symbol.dispose]: () => void db.close(),
  };
}

/** One document and one passage for each. */
function fill(index: IndexTasks, { passages }: RetrievalSet): void {
  for (const [place, { title, text }] of passages.entries()) {
    const id = String(place);
    index.begin({ id, sha256: id });
    const parts = [{ page: 1, start: 0, end: text.length }];
    const passage = { parts, section: title === "" ? [] : [title], text, tokens: 0 };
    index.addSlice({ id, pages: [], passages: text === "" ? [] : [passage], headings: [] });
  }
}
