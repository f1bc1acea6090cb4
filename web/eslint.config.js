import { readdirSync } from "node:fs";

import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const features = readdirSync(new URL("./src/features", import.meta.url));

/** A feature may be deleted without touching another one, so it must not be imported from another one. */
const featuresStandAlone = features.map((feature) => ({
  files: [`src/features/${feature}/**/*.{ts,tsx}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `^@/features/(?!${feature}/)|^(\\.\\./)+(${features.filter((name) => name !== feature).join("|")})/`,
            message: "Features do not import each other: move what they share to components/ or api/.",
          },
          { regex: "^@/app/", message: "The app knows the features, not the other way round." },
        ],
      },
    ],
  },
}));

/** What is shared must not know who uses it. */
const sharedCodeKnowsNoFeature = {
  files: ["src/{api,components,i18n,preferences}/**/*.{ts,tsx}"],
  rules: {
    "no-restricted-imports": ["error", { patterns: [{ regex: "^@/(features|app)/", message: "Shared code knows no feature." }] }],
  },
};

export default tseslint.config(
  { ignores: ["node_modules", "src/api/schema.ts"] },
  js.configs.recommended,
  tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  jsxA11y.flatConfigs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 90, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  { files: ["**/*.test.ts"], rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" } },
  ...featuresStandAlone,
  sharedCodeKnowsNoFeature,
);
