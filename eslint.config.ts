import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { noLooseText } from "./main/tools/lint/no-loose-text.ts";

export default tseslint.config(
  { ignores: ["node_modules/", "out/", "dist/", ".cache/", "test-results/", "playwright-report/"] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    rules: {
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Export by name: a default export has as many names as importers.",
        },
        {
          selector: "ExportAllDeclaration",
          message: "Import from the file that defines it: barrels hide who uses what.",
        },
        {
          selector: "MemberExpression[object.name='koffi'][property.name='view']",
          message:
            "Copy: Electron lets no script see memory that is not its own, so a view throws there and only there.",
        },
      ],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  { files: ["renderer/**/*.{ts,tsx}"], ...reactHooks.configs.flat["recommended-latest"] },
  {
    files: ["renderer/**/*.{ts,tsx}"],
    rules: {
      // Both speak of what React's compiler would skip; it is not used.
      "react-hooks/preserve-manual-memoization": "off",
      "react-hooks/incompatible-library": "off",
    },
  },
  {
    files: ["main/**"],
    ignores: ["main/tools/**", "**/*.test.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["fetch", "WebSocket", "EventSource"].map((name) => ({
          name,
          message: "Connections leave through main/privacy/network.ts, which asks the policy and counts them.",
        })),
      ],
    },
  },
  {
    files: ["renderer/**/*.tsx"],
    ignores: ["**/*.test.tsx"],
    plugins: { cloister: { rules: { "no-loose-text": noLooseText } } },
    rules: { "cloister/no-loose-text": "error" },
  },
  { files: ["**/*.config.ts"], rules: { "no-restricted-syntax": "off" } },
  { files: ["main/tools/**", "bench/**", "e2e/**"], rules: { "no-console": "off" } },
);
