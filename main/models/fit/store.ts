import type { Store } from "#main/store/open.ts";
import type { MachineSpeed } from "./machine-speed.ts";

interface Row {
  processor: string;
  bytes_per_second: number;
  layer_ms: number;
  measured_at: number;
}

/** What was measured of this computer. Of another processor (the folder was moved, the machine changed) it says nothing. */
export interface FitStore {
  speed(): MachineSpeed | null;
  saveSpeed(speed: MachineSpeed): void;
}

export function createFitStore(store: Store, processor: string): FitStore {
  const read = store.db.prepare<[string], Row>("SELECT * FROM machine_speeds WHERE processor = ?");
  const save = store.db.prepare<[Row]>(
    `INSERT INTO machine_speeds (processor, bytes_per_second, layer_ms, measured_at)
     VALUES (@processor, @bytes_per_second, @layer_ms, @measured_at)
     ON CONFLICT (processor) DO UPDATE SET bytes_per_second = excluded.bytes_per_second,
       layer_ms = excluded.layer_ms, measured_at = excluded.measured_at`,
  );
  return {
    speed() {
      const row = read.get(processor);
      if (row === undefined) return null;
      return { bytesPerSecond: row.bytes_per_second, layerMs: row.layer_ms, measuredAt: row.measured_at };
    },
    saveSpeed: ({ bytesPerSecond, layerMs, measuredAt }) =>
      void store.write(() =>
        save.run({ processor, bytes_per_second: bytesPerSecond, layer_ms: layerMs, measured_at: measuredAt }),
      ),
  };
}
