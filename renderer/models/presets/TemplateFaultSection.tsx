import type { SectionProps } from "../part.ts";
import { TemplateFault } from "./TemplateFault.tsx";

/** On the model's card; from here the way goes on to its presets. */
export function TemplateFaultSection({ model, onSelect }: SectionProps) {
  if (model.problem !== null) return null;
  return <TemplateFault model={model} onGiven={() => onSelect("presets")} />;
}
