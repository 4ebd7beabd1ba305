import type { InferContractRouterInputs, InferContractRouterOutputs } from "@orpc/contract";
import type { ParseEvent, parserContract } from "./contract.ts";

export type ParseInput = InferContractRouterInputs<typeof parserContract>["begin"];

export type DrawInput = InferContractRouterInputs<typeof parserContract>["draw"];
export type DrawnPicture = InferContractRouterOutputs<typeof parserContract>["draw"];

/** What a file is. */
export interface FileIdentity {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/**
 * A parser child as the app process sees it. A file that ends it, or takes too long or too much memory, is said to be unreadable
 * (DOCUMENT_UNREADABLE); the next file gets another child.
 */
export interface ParserClient extends Disposable {
  /** Throws NOT_FOUND, CANCELLED. */
  identify(path: string, signal: AbortSignal): Promise<FileIdentity>;
  /** Throws DOCUMENT_UNREADABLE, DOCUMENT_LOCKED, NOT_FOUND, CANCELLED. */
  parse(input: ParseInput, signal: AbortSignal): AsyncIterable<ParseEvent>;
  /** Throws DOCUMENT_UNREADABLE, DOCUMENT_LOCKED, NOT_FOUND, CANCELLED. */
  draw(input: DrawInput, signal: AbortSignal): Promise<DrawnPicture>;
}
