import type { ErrorShape } from "#main/rpc/errors.ts";
import { useText } from "#renderer/app/texts.ts";
import { Fault } from "#renderer/ui/Fault.tsx";
import { formatMemory } from "#renderer/ui/units.ts";

/** Why it was not started. What helps against little memory is another thing here than in a chat. */
export function StartFault({ fault }: { fault: ErrorShape }) {
  const t = useText();
  if (fault.code !== "NOT_ENOUGH_MEMORY") return <Fault error={fault} />;
  const { neededBytes, freeBytes } = fault.data;
  return (
    <Fault>
      <p>{t.rich("training.memory.short", { needed: formatMemory(neededBytes), free: formatMemory(freeBytes) })}</p>
    </Fault>
  );
}
