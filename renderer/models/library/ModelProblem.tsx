import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";

/** Why a model cannot be used, and what can be done about it. */
export function ModelProblem({ model, paths }: SectionProps) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const { problem } = model;
  if (problem === null) return null;
  const isMoved = ["MODEL_NOT_FOUND", "MODEL_AWAY", "MODEL_CHANGED"].includes(problem.code);
  const isPassing = problem.code === "MODEL_AWAY" || problem.code === "MODEL_INCOMPLETE";
  const forget = () => {
    attempt(client.models.forget({ modelId: model.id }).then(() => toast(t("models.forgotten", { name: model.name }))));
  };
  return (
    <div className="sect">
      <Fault
        error={fault ?? problem}
        tone={isPassing ? "warn" : "bad"}
        quiet
        actions={
          <>
            {problem.code === "MODEL_CHANGED" && (
              <Button kind="go" onClick={() => attempt(client.models.library.acceptChange({ modelId: model.id }))}>
                {t("library.accept")}
              </Button>
            )}
            {isMoved && (
              <Button kind={problem.code === "MODEL_NOT_FOUND" ? "go" : "outlined"} onClick={() => paths.locate(model)}>
                {t("models.locate")}
              </Button>
            )}
            <Button onClick={forget}>{t("models.forget")}</Button>
          </>
        }
      />
    </div>
  );
}
