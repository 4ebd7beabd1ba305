import { isValidElement, useRef, useState, type ReactNode } from "react";
import { useText } from "#renderer/app/texts.ts";
import { useExtras } from "./extras.ts";
import { textOf } from "./text-of.ts";

/** A block of code, or a formula on its own line, which comes marked as code. */
export function CodeBlock({ children }: { children?: ReactNode }) {
  const { math } = useExtras();
  if (math !== null && classesOf(children).includes("math-display"))
    return <math.Formula source={textOf(children)} display />;
  return <PlainCode>{children}</PlainCode>;
}

/** Code of an answer with its language's name and a button that copies it. Long lines scroll by themselves. */
function PlainCode({ children }: { children?: ReactNode }) {
  const t = useText();
  const code = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState(false);
  const language = languageOf(children);
  const copy = async () => {
    await navigator.clipboard.writeText(code.current?.textContent ?? "");
    setCopied(true);
    setTimeout(() => {
      setCopied(false);
    }, 2_000);
  };
  return (
    <div className="md-code">
      <div className="md-code-head">
        <span>{language ?? t("chat.code.plain")}</span>
        <button type="button" className="btn text" onClick={() => void copy()}>
          {copied ? t("chat.copied") : t("chat.copy")}
        </button>
      </div>
      <pre
        ref={code}
        dir="ltr"
        tabIndex={0}
        aria-label={t("chat.code.label", { language: language ?? "none" })}
        role="region"
      >
        {children}
      </pre>
    </div>
  );
}

function languageOf(children: ReactNode): string | null {
  return /(?:^|\s)language-([^\s]+)/.exec(classesOf(children))?.[1] ?? null;
}

function classesOf(children: ReactNode): string {
  return isValidElement<{ className?: string }>(children) ? (children.props.className ?? "") : "";
}
