import type { ErrorShape } from "#main/rpc/errors.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";

export interface ModelProblemProps {
  problem: ErrorShape;
  onLocate: () => void;
  onForget: () => void;
}

/** Why a model cannot be used, and what can be done about it. */
export function ModelProblem({ problem, onLocate, onForget }: ModelProblemProps) {
  const t = useText();
  const isMoved = problem.code === "MODEL_NOT_FOUND" || problem.code === "MODEL_CHANGED";
  return (
    <div className="sect">
      <Fault
        error={problem}
        quiet
        actions={
          <>
            {isMoved && (
              <Button kind="go" onClick={onLocate}>
                {t("models.locate")}
              </Button>
            )}
            <Button onClick={onForget}>{t("models.forget")}</Button>
          </>
        }
      />
    </div>
  );
}
