import { z } from "zod";
import type { ErrorShape } from "./errors.ts";

/** UUIDv7, lower case. */
export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** Milliseconds since 1970, UTC. */
export const timestamp = z.number().int().min(0);

/** An error as it is stored and shown; see errors.ts for what each code carries. */
export const errorShape = z.custom<ErrorShape>(
  (value) => typeof value === "object" && value !== null && "code" in value && "message" in value && "data" in value,
);
