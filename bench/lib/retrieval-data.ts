import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A collection with questions whose right passages are known. */
export interface RetrievalSet {
  readonly name: string;
  readonly passages: readonly { readonly title: string; readonly text: string }[];
  readonly questions: readonly {
    readonly text: string;
    /** How much each passage says of it, by the passage's place; those that are not here say nothing. */
    readonly relevant: ReadonlyMap<number, number>;
    /** The right passages answer it; false: they only speak of the same. */
    readonly isAnswered: boolean;
  }[];
}

const data = (path: string) => fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
const CRANFIELD = { documents: "cran.all.1400.xml", questions: "cran.qry.xml", judgements: "cranqrel.trec.txt" };

/** The Cranfield collection: 1,400 abstracts, 225 questions, judged from 1 to 4. */
export function readCranfield(): RetrievalSet {
  const read = (name: keyof typeof CRANFIELD) => readFileSync(present(`cranfield/${CRANFIELD[name]}`), "utf8");
  const documents = [...read("documents").matchAll(/<doc>([\s\S]*?)<\/doc>/g)].map(([, inner = ""]) => ({
    number: tag(inner, "docno"),
    title: tag(inner, "title"),
    text: tag(inner, "text"),
  }));
  const placeOf = new Map(documents.map(({ number }, place) => [number, place]));
  const judged = new Map<string, Map<number, number>>();
  for (const line of read("judgements").trim().split("\n")) {
    const [question = "", , document = "", grade = "0"] = line.trim().split(/\s+/);
    const place = placeOf.get(document);
    if (place === undefined || Number(grade) <= 0) continue;
    judged.set(question, (judged.get(question) ?? new Map<number, number>()).set(place, Number(grade)));
  }
  // Judgements count the questions from 1; the numbers in the questions' own file are others.
  const questions = [...read("questions").matchAll(/<top>([\s\S]*?)<\/top>/g)].map(([, inner = ""], place) => ({
    text: tag(inner, "title"),
    relevant: judged.get(String(place + 1)) ?? new Map<number, number>(),
    isAnswered: true,
  }));
  return { name: "cranfield", passages: documents, questions };
}

/** Half of SQuAD 2.0's development articles: the paragraph that a question was asked of is the right one. */
export function readSquad(): RetrievalSet {
  interface Squad {
    data: { title: string; paragraphs: { context: string; qas: { question: string; is_impossible: boolean }[] }[] }[];
  }
  const { data: articles } = JSON.parse(readFileSync(present("squad/dev-half.json"), "utf8")) as Squad;
  const passages: { title: string; text: string }[] = [];
  const questions: { text: string; relevant: Map<number, number>; isAnswered: boolean }[] = [];
  for (const { title, paragraphs } of articles) {
    for (const { context, qas } of paragraphs) {
      const relevant = new Map([[passages.length, 1]]);
      for (const { question, is_impossible } of qas)
        questions.push({ text: question, relevant, isAnswered: !is_impossible });
      passages.push({ title: title.replaceAll("_", " "), text: context });
    }
  }
  return { name: "squad", passages, questions };
}

function present(path: string): string {
  const file = data(path);
  if (existsSync(file)) return file;
  throw new Error(`This bench needs ${path} in shared/data beside the project, and it is not there.`);
}

function tag(text: string, name: string): string {
  return (new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? "").replace(/\s+/g, " ").trim();
}

/** Normalised discounted cumulative gain of the first ten, with the grades as gains; null: nothing is relevant. */
export function ndcg10(order: readonly number[], relevant: ReadonlyMap<number, number>): number | null {
  const gain = (grades: readonly number[]) =>
    grades.slice(0, 10).reduce((sum, grade, place) => sum + grade / Math.log2(place + 2), 0);
  const best = gain([...relevant.values()].toSorted((a, b) => b - a));
  return best === 0 ? null : gain(order.map((place) => relevant.get(place) ?? 0)) / best;
}

/** 1 / the place of the first right one; 0: not found. */
export function reciprocalRank(order: readonly number[], relevant: ReadonlyMap<number, number>): number {
  const place = order.findIndex((at) => relevant.has(at));
  return place < 0 ? 0 : 1 / (place + 1);
}
