import { GgufProblem } from "#main/lib/gguf/byte-reader.ts";
import { AppError } from "#main/rpc/errors.ts";
import { examineAdapter, type Examination } from "./examine.ts";
import { type Layout, readLayout } from "./layout.ts";
import { type ConversionTarget, convertPeft } from "./peft/convert.ts";
import { type PeftAdapter, readPeft } from "./peft/read.ts";
import { AdapterProblem } from "#main/lib/peft/problem.ts";

/** Work on files of adapters and models: they are hostile input, and large. All of it runs in a thread of its own (thread.ts). */
export type AdapterTask =
  | { readonly kind: "examine"; readonly path: string }
  | { readonly kind: "layout"; readonly path: string }
  | { readonly kind: "read-peft"; readonly path: string }
  | {
      readonly kind: "convert";
      /** With its values, and its configuration beside it. */
      readonly source: string;
      readonly target: ConversionTarget;
      readonly output: { readonly path: string; readonly name: string };
    };

export interface AdapterTaskResults {
  examine: Examination;
  layout: Layout;
  "read-peft": PeftAdapter;
  convert: null;
}

export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

export type RunTask = <T extends AdapterTask>(
  task: T,
  options?: Partial<TaskOptions>,
) => Promise<AdapterTaskResults[T["kind"]]>;

/** Throws AppError for what is wrong with a model's file, AdapterProblem for an adapter's. */
export const runTask: RunTask = async (task, options = {}) => {
  const { signal = new AbortController().signal, onProgress = () => undefined } = options;
  try {
    return (await resultOf(task, { signal, onProgress })) as AdapterTaskResults[(typeof task)["kind"]];
  } catch (error) {
    if (error instanceof AppError || error instanceof AdapterProblem) throw error;
    if (error instanceof GgufProblem) throw new AdapterProblem(error.message, { cause: error });
    throw error;
  }
};

async function resultOf(task: AdapterTask, options: TaskOptions): Promise<AdapterTaskResults[AdapterTask["kind"]]> {
  switch (task.kind) {
    case "examine":
      return examineAdapter(task.path);
    case "layout":
      return readLayout(task.path);
    case "read-peft":
      return readPeft(task.path);
    case "convert":
      // Read again: what was looked at before may be another file by now.
      await convertPeft(await readPeft(task.source), task.target, task.output, options);
      return null;
  }
}
