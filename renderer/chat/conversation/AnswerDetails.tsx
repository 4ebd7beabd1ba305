import type { Generation } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Facts } from "#renderer/ui/Meter.tsx";
import { wordsPerSecond } from "#renderer/ui/units.ts";

/** What decided an answer, and what it took. */
export function AnswerDetails({ generation }: { generation: Generation }) {
  const t = useText();
  const { sampling, adapters } = generation;
  const items = [
    { term: t("chat.detail.model"), text: generation.modelName },
    ...adapters.map((adapter) => ({
      term: t("chat.detail.adapter"),
      text: `${adapter.name} ${adapter.scale.toFixed(2)}`,
      numeric: true,
    })),
    { term: t("chat.detail.sampling"), text: samplingText(sampling, t), numeric: true },
    { term: t("chat.detail.seed"), text: String(generation.seed), numeric: true },
    {
      term: t("chat.detail.read"),
      text: t("chat.detail.readText", { tokens: generation.promptTokens, reused: generation.reusedTokens }),
      numeric: true,
    },
    {
      term: t("chat.detail.wrote"),
      text: t("chat.detail.tokens", { tokens: generation.generatedTokens }),
      numeric: true,
    },
    ...(generation.tokensPerSecond === null
      ? []
      : [
          {
            term: t("chat.detail.speed"),
            text: t("chat.detail.speedText", {
              words: wordsPerSecond(generation.tokensPerSecond),
              tokens: Math.round(generation.tokensPerSecond * 10) / 10,
            }),
            numeric: true,
          },
        ]),
    ...(generation.firstTokenMs === null
      ? []
      : [
          {
            term: t("chat.detail.firstToken"),
            text: t("chat.detail.seconds", { seconds: Math.round(generation.firstTokenMs / 10) / 100 }),
            numeric: true,
          },
        ]),
    ...(generation.resumes > 0
      ? [{ term: t("chat.detail.resumes"), text: t("chat.detail.resumesText", { times: generation.resumes }) }]
      : []),
    ...(generation.systemPrompt === "" ? [] : [{ term: t("chat.detail.instructions"), text: generation.systemPrompt }]),
  ];
  return (
    <div className="answer-details">
      <Facts items={items} />
    </div>
  );
}

/** A value stands on the line of its name. */
function keepTogether(part: string): string {
  return part.replaceAll(" ", "\u00a0");
}

function samplingText(sampling: Generation["sampling"], t: ReturnType<typeof useText>): string {
  return [
    `${t("chat.sampling.temperature")} ${String(sampling.temperature)}`,
    `top-p ${String(sampling.topP)}`,
    `top-k ${String(sampling.topK)}`,
    `min-p ${String(sampling.minP)}`,
    `${t("chat.sampling.repeatPenalty").toLowerCase()} ${String(sampling.repeatPenalty)}`,
  ]
    .map(keepTogether)
    .join(" · ");
}
