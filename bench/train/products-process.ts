import { isSupported, measureProducts, PROBE } from "#main/trainer/ggml/measure.ts";
import { openMachine } from "#main/trainer/ggml/machine.ts";

export interface ProductsRequest {
  readonly threads: number;
}

export interface Product {
  readonly type: string;
  /** As it lies in a file, or a layout of its own ("CPU_REPACK"). */
  readonly layout: string;
  readonly flopsPerSecond: number;
}

const TYPES = ["F32", "F16", "BF16", "Q8_0", "Q4_K", "IQ4_NL"];

process.on("message", (request: ProductsRequest) => void measure(request).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit(0));

/** A matrix of each type times many rows, in each layout that takes it: what this computer can do at best. */
async function measure({ threads }: ProductsRequest): Promise<Product[]> {
  using machine = openMachine(threads);
  const layouts = [["plain", machine.bufferType] as const, ...machine.extraBufferTypes];
  const placements = layouts
    .flatMap(([layout, bufferType]) => TYPES.map((type) => ({ type, layout, bufferType })))
    .filter((placement) => isSupported(machine, placement, PROBE.columns, PROBE.rows));
  const measured = await measureProducts(machine, placements);
  return placements.map(({ type, layout }, at) => ({ type, layout, flopsPerSecond: (measured[at]?.speed ?? 0) * 1e9 }));
}
