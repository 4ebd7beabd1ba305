import { useState } from "react";
import type { FoundRepository, RepositoryView, Target } from "#main/models/hub/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

export type Shown =
  | { page: "catalogue" }
  | { page: "results"; text: string; found: readonly FoundRepository[] }
  | { page: "repository"; view: RepositoryView; wanted: Pick<Target, "file" | "quantisation"> | null };

export interface Search {
  readonly shown: Shown;
  readonly isAsking: boolean;
  readonly fault: ErrorShape | null;
  /** What was typed is the address of something else: nobody was asked. */
  readonly isElsewhere: boolean;
  /** The network is off, and what was asked for needs it. */
  readonly asksToBrowse: boolean;
  look(text: string): void;
  show(repository: string): void;
  back(): void;
  allow(): void;
  stayOffline(): void;
}

type Question = { text: string } | { repository: string; wanted: Pick<Target, "file" | "quantisation"> | null };

/** Looking for models: one question at a time, and the user's yes before the first one leaves the computer. */
export function useSearch(): Search {
  const client = useClient();
  const [pages, setPages] = useState<readonly Shown[]>([{ page: "catalogue" }]);
  const [isAsking, setAsking] = useState(false);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const [isElsewhere, setElsewhere] = useState(false);
  const [held, setHeld] = useState<Question | null>(null);
  const put = (page: Shown) => setPages((all) => [...all.filter((one) => one.page !== page.page), page]);

  const ask = async (question: Question, isFromList = false) => {
    setAsking(true);
    setFault(null);
    setHeld(null);
    try {
      if ("text" in question) {
        put({ page: "results", text: question.text, found: await client.models.hub.search({ text: question.text }) });
      } else {
        const view = await client.models.hub.repository({ repository: question.repository });
        put({ page: "repository", view, wanted: question.wanted });
      }
    } catch (error) {
      const shape = toErrorShape(error);
      if (shape.code === "NETWORK_OFF") setHeld(question);
      else {
        setFault(shape);
        // What was found before is no answer to this.
        setPages((all) => all.filter(({ page }) => page === "catalogue" || (isFromList && page === "results")));
      }
    } finally {
      setAsking(false);
    }
  };

  const look = async (text: string) => {
    const clean = text.trim();
    setFault(null);
    setElsewhere(false);
    if (clean === "") return setPages([{ page: "catalogue" }]);
    const target = await client.models.hub.understand({ text: clean }).catch(() => null);
    if (target === null && looksLikeAddress(clean)) {
      setPages([{ page: "catalogue" }]);
      setElsewhere(true);
      return;
    }
    await ask(target === null ? { text: clean } : { repository: target.repository, wanted: target });
  };

  return {
    shown: pages.at(-1) ?? { page: "catalogue" },
    isAsking,
    fault,
    isElsewhere,
    asksToBrowse: held !== null,
    look: (text) => void look(text),
    show: (repository) => void ask({ repository, wanted: null }, true),
    back: () => setPages((all) => (all.length > 1 ? all.slice(0, -1) : all)),
    allow() {
      const question = held;
      setHeld(null);
      if (question === null) return;
      client.models.hub.allow().then(
        () => void ask(question),
        (error: unknown) => setFault(toErrorShape(error)),
      );
    },
    stayOffline: () => setHeld(null),
  };
}

/** "http://localhost:1/x", "files.example:8080/x": nothing that anybody would search for. */
function looksLikeAddress(text: string): boolean {
  return /^["'<]?(?:[a-z][a-z\d+.-]*:\/\/|[\w.-]+:\d+\/)/i.test(text);
}
