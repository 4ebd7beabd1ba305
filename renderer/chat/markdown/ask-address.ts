import { createContext } from "react";

/** Shows an address and asks whether to open it; given by the conversation around an answer. */
export const AskAddress = createContext<(address: string) => void>(() => undefined);
