import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { TextArea } from "#renderer/ui/Field.tsx";

/** Where the model is stopped: one sequence a line. A line break inside one is written as \n. */
export function StopSequences({ value, onChange }: { value: readonly string[]; onChange: (value: string[]) => void }) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextArea
      label={t("chat.sampling.stop")}
      help={t("chat.sampling.stop.help")}
      rows={2}
      value={typed ?? formatStops(value)}
      onChange={(text) => {
        setTyped(text);
        onChange(parseStops(text));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

/** At most 16 sequences of 200 characters, as the app process takes them. */
export function parseStops(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replaceAll("\\n", "\n").slice(0, 200))
    .slice(0, 16);
}

export function formatStops(stops: readonly string[]): string {
  return stops.map((stop) => stop.replaceAll("\n", "\\n")).join("\n");
}
