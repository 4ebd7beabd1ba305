import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextField } from "#renderer/ui/Field.tsx";

export interface AddQuestionProps {
  onAdd: (question: string, expected: string) => Promise<boolean>;
  onImport: () => void;
}

/** A question with words of the passage that answers it; without any, nothing in the documents should. */
export function AddQuestion({ onAdd, onImport }: AddQuestionProps) {
  const t = useText();
  const [question, setQuestion] = useState("");
  const [expected, setExpected] = useState("");
  const add = async () => {
    if (question.trim() === "") return;
    // At once: the next one may be typed while this one is being saved.
    setQuestion("");
    setExpected("");
    if (await onAdd(question.trim(), expected.trim())) return;
    setQuestion((now) => (now === "" ? question : now));
    setExpected((now) => (now === "" ? expected : now));
  };
  return (
    <form
      className="add-question"
      aria-label={t("evaluate.add")}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField label={t("evaluate.question")} value={question} maxLength={4_000} onChange={setQuestion} />
      <TextField
        label={t("evaluate.expected")}
        help={t("evaluate.expected.help")}
        value={expected}
        maxLength={20_000}
        onChange={setExpected}
      />
      <div className="row">
        <Button submit icon="plus" reason={question.trim() === "" ? t("evaluate.question.empty") : undefined}>
          {t("evaluate.add")}
        </Button>
        <Button kind="quiet" onClick={onImport}>
          {t("evaluate.import")}
        </Button>
      </div>
    </form>
  );
}
