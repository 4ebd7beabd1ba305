import { create } from "zustand";
import type { DocumentKind, SearchResult } from "#main/documents/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { client } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

/** Where is searched; both null: in everything. */
export interface Scope {
  readonly collectionIds: readonly string[] | null;
  readonly documentIds: readonly string[] | null;
}

export interface Asked extends Scope {
  readonly question: string;
  /** null: any. */
  readonly kind: DocumentKind | null;
  /** Days as "2026-06-04"; "": any. */
  readonly from: string;
  readonly to: string;
  readonly section: string;
  readonly wordsOnly: boolean;
}

interface SearchState {
  /** As it stands in the fields. */
  readonly asked: Asked;
  /** What was found for `answered`; null before the first answer. */
  readonly result: SearchResult | null;
  readonly answered: Asked | null;
  readonly limit: number;
  readonly fault: ErrorShape | null;
  readonly isBusy: boolean;
  /** Where the results were scrolled to, for who comes back from a document. */
  readonly scrolledTo: number;
}

export const EVERYWHERE: Scope = { collectionIds: null, documentIds: null };
const FIRST_RESULTS = 20;
export const MOST_RESULTS = 100;

const nothing: SearchState = {
  asked: { ...EVERYWHERE, question: "", kind: null, from: "", to: "", section: "", wordsOnly: false },
  ...{ result: null, answered: null, limit: FIRST_RESULTS, fault: null, isBusy: false, scrolledTo: 0 },
};

export type SearchStore = ReturnType<typeof createSearch>;

/** A search as a page keeps it: in memory alone, as questions may be as confidential as what they find. */
export function createSearch() {
  const store = create<SearchState>(() => nothing);
  let underWay: AbortController | null = null;

  async function run(limit = FIRST_RESULTS): Promise<void> {
    underWay?.abort();
    const { asked } = store.getState();
    if (asked.question.trim() === "") return clear();
    const stop = new AbortController();
    underWay = stop;
    store.setState({ isBusy: true });
    try {
      const result = await client.documents.search(requestOf(asked, limit), { signal: stop.signal });
      if (stop.signal.aborted) return;
      const scrolledTo = limit === FIRST_RESULTS ? 0 : store.getState().scrolledTo;
      store.setState({ result, answered: asked, limit, fault: null, isBusy: false, scrolledTo });
    } catch (error) {
      if (!stop.signal.aborted) store.setState({ fault: toErrorShape(error), isBusy: false });
    }
  }

  function clear(): void {
    underWay?.abort();
    store.setState(({ asked }) => ({ ...nothing, asked: { ...asked, question: "" } }));
  }

  return {
    use: store,
    /** Changes the fields. What was asked already is asked again with another filter. */
    change(change: Partial<Asked>): void {
      store.setState(({ asked }) => ({ asked: { ...asked, ...change } }));
      const isOfQuestion = Object.keys(change).join() === "question";
      if (!isOfQuestion && store.getState().answered !== null) void run();
    },
    run: () => run(),
    more: () => run(MOST_RESULTS),
    clear,
    noteScroll: (scrolledTo: number) => store.setState({ scrolledTo }),
  };
}

function requestOf({ question, collectionIds, documentIds, kind, from, to, section, wordsOnly }: Asked, limit: number) {
  const orNull = (day: string) => (day === "" ? null : day);
  return {
    ...{ question: question.trim(), wordsOnly, limit },
    collectionIds: collectionIds && [...collectionIds],
    documentIds: documentIds && [...documentIds],
    filters: { kinds: kind && [kind], from: orNull(from), to: orNull(to), section },
  };
}

/** Of the search page. */
export const pageSearch = createSearch();
