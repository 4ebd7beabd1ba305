import type { InferContractRouterInputs } from "@orpc/contract";
import type { MergeEvent, MergePlan, outputsContract } from "./outputs/contract.ts";

type Inputs = InferContractRouterInputs<typeof outputsContract>;
export type OutputsProgress = Extract<MergeEvent, { type: "progress" }>;

/** What a trainer child makes of adapters; see outputs/contract.ts. */
export interface OutputsClient {
  planMerge(input: Inputs["planMerge"]): Promise<MergePlan>;
  merge(input: Inputs["merge"], onProgress: (progress: OutputsProgress) => void): Promise<MergePlan>;
  exportPeft(input: Inputs["exportPeft"], onProgress: (progress: OutputsProgress) => void): Promise<void>;
}
