import { RuleTester } from "eslint";
import { describe, it } from "vitest";
import { noLooseText } from "./no-loose-text.ts";

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } });
const errors = [{ messageId: "loose" }];

tester.run("no-loose-text", noLooseText, {
  valid: [
    { name: "a text asked for by its key", code: '<button>{t("chat.send")}</button>' },
    { name: "signs and figures", code: "<span> · 100% {count} / {total}</span>" },
    {
      name: "attributes that nobody reads",
      code: '<div className="bar row" role="log" aria-live="off" type="search" />',
    },
    { name: "a spoken attribute from the catalogue", code: '<img alt={t("chat.picture", { name })} />' },
    { name: "a value put into an attribute", code: "<button title={`${name}`} aria-label={label} />" },
    { name: "a comparison with a string", code: '<p>{state === "done" && <Done />}</p>' },
    { name: "a string given to a function", code: '<p>{format(date, "medium")}</p>' },
  ],
  invalid: [
    { name: "text between tags", code: "<button>Send</button>", errors },
    { name: "text in a fragment", code: "<>Send</>", errors },
    { name: "a string as a child", code: '<b>{"Send"}</b>', errors },
    { name: "either branch of a condition", code: '<b>{busy ? t("chat.stop") : "Send"}</b>', errors },
    { name: "what stands after &&", code: '<b>{busy && "Busy"}</b>', errors },
    { name: "words around a value", code: "<b>{`${count} words`}</b>", errors },
    { name: "a spoken attribute", code: '<button aria-label="Send" />', errors },
    { name: "a placeholder in braces", code: '<input placeholder={"Search"} />', errors },
    { name: "a tooltip by condition", code: '<button title={open ? "Hide" : t("x")} />', errors },
    { name: "a text in another script", code: "<b>Отправить</b>", errors },
  ],
});
