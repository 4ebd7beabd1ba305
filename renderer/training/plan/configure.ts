import type { DataSettings, MachineShare, TrainingSettings } from "#main/training/contract.ts";

/** Changes what is named; the plan follows by itself. */
export type Configure = (change: {
  name?: string;
  modelId?: string;
  data?: DataSettings;
  settings?: TrainingSettings;
  share?: MachineShare;
  pausesForChat?: boolean;
}) => void;
