import type { Rule } from "eslint";

/** Attributes that people see or hear. */
const SPOKEN = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "label",
  "placeholder",
  "title",
]);

interface JsxNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: { readonly name?: unknown };
  readonly expression?: JsxNode;
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
  readonly consequent?: JsxNode;
  readonly alternate?: JsxNode;
  readonly left?: JsxNode;
  readonly right?: JsxNode;
}

/** Texts that people read stand in resources/texts, where they can be translated: none stands in a component. */
export const noLooseText: Rule.RuleModule = {
  meta: {
    type: "problem",
    schema: [],
    messages: { loose: "Put this text into resources/texts/en and ask for it by its key: {{text}}" },
  },
  create(context) {
    function check(node: JsxNode): void {
      const text = looseTextIn(node);
      if (text !== null) context.report({ node: node as unknown as Rule.Node, messageId: "loose", data: { text } });
    }
    return {
      JSXText(node: JsxNode) {
        check(node);
      },
      "JSXElement > JSXExpressionContainer, JSXFragment > JSXExpressionContainer"(node: JsxNode) {
        check(node);
      },
      JSXAttribute(node: JsxNode) {
        if (!SPOKEN.has(String(node.name?.name)) || !isNode(node.value)) return;
        check(node.value);
      },
    };
  },
};

/** Looks into the branches of conditions, as in `{busy ? "Stop" : "Send"}`, and not into calls. */
function looseTextIn(node: JsxNode): string | null {
  switch (node.type) {
    case "JSXText":
    case "Literal":
      return typeof node.value === "string" ? words(node.value) : null;
    case "TemplateLiteral":
      return words((node.quasis ?? []).map((each) => each.value.cooked).join(" "));
    case "JSXExpressionContainer":
      return node.expression === undefined ? null : looseTextIn(node.expression);
    case "ConditionalExpression":
      return firstLoose(node.consequent, node.alternate);
    case "LogicalExpression":
      return firstLoose(node.left, node.right);
    default:
      return null;
  }
}

function firstLoose(...nodes: (JsxNode | undefined)[]): string | null {
  for (const node of nodes) {
    const text = node === undefined ? null : looseTextIn(node);
    if (text !== null) return text;
  }
  return null;
}

/** Signs and figures ("·", "100%") are the same in every language; a letter makes it a text. */
function words(text: string): string | null {
  return /\p{L}/u.test(text) ? text.trim() : null;
}

function isNode(value: unknown): value is JsxNode {
  return typeof value === "object" && value !== null && "type" in value;
}
