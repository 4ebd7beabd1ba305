import type { ErrorShape } from "#main/rpc/errors.ts";

/** Where on the page a problem belongs: beside what it is about. */
export function problemPlace(problem: ErrorShape | null): "texts" | "model" | "plan" | null {
  if (problem === null) return null;
  switch (problem.code) {
    case "DATA_INVALID":
    case "INVALID_INPUT":
    case "TEMPLATE_UNUSABLE":
      return "texts";
    case "NOT_FOUND":
      return problem.data.what === "file" ? "texts" : "model";
    case "CONFLICT":
    case "MODEL_NOT_FOUND":
    case "MODEL_AWAY":
    case "MODEL_INCOMPLETE":
    case "MODEL_CHANGED":
    case "MODEL_INVALID":
    case "MODEL_UNSUPPORTED":
    case "UNSUPPORTED_ARCHITECTURE":
    case "CHECKSUM_MISMATCH":
      return "model";
    default:
      return "plan";
  }
}
