import type { ContractRouterClient, InferContractRouterInputs } from "@orpc/contract";
import type { Comparison, Plan, QuantiseEvent, trainerContract } from "./contract.ts";

type Inputs = InferContractRouterInputs<typeof trainerContract>;
export type TrainerRpc = ContractRouterClient<typeof trainerContract>;
export type TrainerProgress = Extract<QuantiseEvent, { type: "progress" }>;

/** One trainer child as the app process sees it. Every pending call rejects when the child ends. */
export interface TrainerClient extends Disposable {
  plan(input: Inputs["plan"]): Promise<Plan[]>;
  quantise(
    input: Inputs["quantise"],
    onProgress: (progress: TrainerProgress) => void,
  ): Promise<{ bytes: number; importanceTokens: number }>;
  compare(input: Inputs["compare"], onProgress: (progress: TrainerProgress) => void): Promise<Comparison>;
  /** At once: what it was writing is left as it is, under its temporary name. */
  kill(): void;
}
