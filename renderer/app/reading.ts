import { create } from "zustand";
import { useLocation } from "wouter";

/** A stretch of a page's text, `[start, end)`. */
export interface ReadingPart {
  readonly page: number;
  readonly start: number;
  readonly end: number;
}

/** A passage that can be shown on its page. */
export interface ReadingPassage {
  readonly documentId: string;
  /** Of the file that it was read from. */
  readonly sha256: string;
  readonly parts: readonly ReadingPart[];
  readonly text: string;
  /** As an answer cites it; null: it comes from a search. */
  readonly number: number | null;
}

interface Reading {
  /** Those one came from: an answer's, or a search's results. */
  readonly passages: readonly ReadingPassage[];
  /** The sentence that is held against them, or null. */
  readonly sentence: string | null;
}

export const useReading = create<Reading>(() => ({ passages: [], sentence: null }));

/** What stands beside the page that is read. */
export interface ReadingFrom {
  readonly sentence: string | null;
  /** The chat whose answer it is; null: it is none's. */
  readonly chatId: string | null;
}

/** Opens a passage on its page; from there one goes on to the next of them. */
export function useOpenPassage(): (passages: readonly ReadingPassage[], at: number, from?: ReadingFrom) => void {
  const [path, navigate] = useLocation();
  return (passages, at, { sentence, chatId } = { sentence: null, chatId: null }) => {
    const passage = passages[at];
    if (passage === undefined) return;
    useReading.setState({ passages, sentence });
    // From one page to another: back still leads out of what is read.
    navigate(withChat(passagePath(passage), chatId), { replace: path.startsWith("/documents/") && chatId !== null });
  };
}

/** The address with the chat that stands beside the page. */
export function withChat(path: string, chatId: string | null): string {
  return chatId === null ? path : `${path}/${chatId}`;
}

/** The address of a page, or of a passage on it: it shows the same after a reload. */
export function passagePath({ documentId, parts, sha256 }: Pick<ReadingPassage, "documentId" | "parts" | "sha256">) {
  return `/documents/${documentId}/read/${placeText({ parts, sha256 })}`;
}

export interface Place {
  readonly page: number;
  readonly parts: readonly ReadingPart[];
  /** The beginning of the hash of the file that the parts are of; "": any. */
  readonly sha256: string;
}

const HASH_LETTERS = 12;

function placeText({ parts, sha256 }: Pick<ReadingPassage, "parts" | "sha256">): string {
  const all = parts.map(({ page, start, end }) => `${String(page)}.${String(start)}-${String(end)}`).join("_");
  return `${all}~${sha256.slice(0, HASH_LETTERS)}`;
}

/** "14", or "14.100-220_15.0-50~ab12cd34ef56"; what is neither is the first page. */
export function readPlace(text: string): Place {
  const [places = "", sha256 = ""] = text.split("~");
  const parts = places.split("_").flatMap((place) => {
    const match = /^(\d{1,7})\.(\d{1,9})-(\d{1,9})$/.exec(place);
    return match === null ? [] : [{ page: Number(match[1]), start: Number(match[2]), end: Number(match[3]) }];
  });
  const page = parts[0]?.page ?? (/^\d{1,7}$/.test(places) ? Number(places) : 1);
  return { page: Math.max(1, page), parts, sha256: parts.length === 0 ? "" : sha256 };
}

export function isAt({ parts, sha256 }: ReadingPassage, place: Place): boolean {
  return placeText({ parts, sha256 }) === placeText(place);
}
