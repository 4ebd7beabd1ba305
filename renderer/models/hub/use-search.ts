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
  const [held, setHeld] = useState<Question | null>(null);
  const put = (page: Shown) => setPages((all) => [...all.filter((one) => one.page !== page.page), page]);

  const ask = async (question: Question) => {
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
      else setFault(shape);
    } finally {
      setAsking(false);
    }
  };

  const look = async (text: string) => {
    const clean = text.trim();
    if (clean === "") return setPages([{ page: "catalogue" }]);
    const target = await client.models.hub.understand({ text: clean }).catch(() => null);
    await ask(target === null ? { text: clean } : { repository: target.repository, wanted: target });
  };

  return {
    shown: pages.at(-1) ?? { page: "catalogue" },
    isAsking,
    fault,
    asksToBrowse: held !== null,
    look: (text) => void look(text),
    show: (repository) => void ask({ repository, wanted: null }),
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
