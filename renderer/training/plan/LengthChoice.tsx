import type { Training } from "#main/training/contract.ts";
import { durationText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { Choice } from "./Choice.tsx";
import type { Configure } from "./configure.ts";
import { lengthOf, lengths, withLength, type Length } from "./lengths.ts";

/** How often it goes over the texts, each choice with its time on this computer. */
export function LengthChoice({ training, configure }: { training: Training; configure: Configure }) {
  const t = useText();
  const { settings, plan } = training;
  const chosen = lengthOf(settings);
  const timeOf = (length: Length) => {
    if (plan === null) return t(`training.length.${length}.about`);
    const duration = durationText(t, plan.seconds[length] * 1_000);
    return t(length === "untilNoGain" ? "training.length.most" : "training.length.likely", { duration });
  };
  return (
    <section aria-labelledby="training-length">
      <h2 id="training-length">{t("training.length")}</h2>
      <fieldset className="opts three">
        <legend className="sr">{t("training.length")}</legend>
        {lengths.map((length) => (
          <Choice
            key={length}
            name="training-length"
            checked={length === chosen}
            title={t(`training.length.${length}`)}
            sub={timeOf(length)}
            onChoose={() => configure({ settings: withLength(settings, length) })}
          />
        ))}
      </fieldset>
      {chosen === null && <p className="tiny t3">{t("training.length.own", { times: settings.epochs })}</p>}
    </section>
  );
}
