import { expect, test } from "vitest";
import { checkSentence } from "./check-sentence.ts";

const CONTRACT =
  "9.2 Subject to clause 9.1, the Supplier's total liability in any Contract Year shall not exceed one hundred and twenty-five per cent (125%) " +
  "of the Charges paid or payable in that Contract Year. The term is twelve (12) months from 14 March 2019. Either party may terminate on at " +
  "least 30 days' notice. The Buyer must not assign this Agreement without the written consent of the Seller. The fee is EUR 1,204.50 per month.";
const CHART =
  "The patient denies fever, chills or nausea but has a cough. She takes amlodipine 10 mg once daily, raised from 5 mg on 4 June 2026. " +
  "Ramipril 2.5 mg b.i.d. was stopped in 2021. Pain is in the left knee. Metformin may reduce weight. Dr. Kumar saw her on July 31, 2008.";
const VERTRAG =
  "Die Kündigungsfrist beträgt 3 Monate zum Ende des Quartals. Die Miete beläuft sich auf 1.204,50 € und ist am 3. des Monats fällig. " +
  "Der Mieter darf die Wohnung nicht untervermieten. Der Vertrag beginnt am 1. Oktober 2024.";

test.each([
  ["The Supplier's total liability shall not exceed 125% of the Charges paid in that Contract Year.", CONTRACT],
  ["Liability is capped at 125 percent of the charges.", CONTRACT],
  ["The term is 12 months from March 14, 2019.", CONTRACT],
  ["The term is one year.", CONTRACT],
  ["Either party may terminate on not less than thirty days' notice.", CONTRACT],
  ["The Buyer shall not assign this Agreement without the Seller's consent.", CONTRACT],
  ["The fee is €1204.50 per month.", CONTRACT],
  ["She has no nausea.", CHART],
  ["She has a cough.", CHART],
  ["She takes 10 mg of amlodipine daily.", CHART],
  ["Amlodipine was raised from 5 mg to 10 mg on 2026-06-04.", CHART],
  ["Ramipril 2.5 mg twice a day was stopped in 2021.", CHART],
  ["Kumar saw her on 31 July 2008.", CHART],
  ["Die Miete beträgt 1204,50 Euro.", VERTRAG],
  ["Die Kündigungsfrist beträgt drei Monate.", VERTRAG],
  ["Der Vertrag beginnt am 01.10.2024.", VERTRAG],
])("supported: %s", (sentence, passage) => {
  expect(checkSentence(sentence, [passage])).toMatchObject({ verdict: "supported", findings: [] });
});

test.each([
  ["The term is 6 months from 14 March 2019.", CONTRACT, "quantity", "6 months", "12 months"],
  ["The term is 12 months from 14 May 2019.", CONTRACT, "date", "14 May 2019", "14 March 2019"],
  ["Either party must terminate on at least 30 days' notice.", CONTRACT, "modal", "must", "may"],
  [
    "Either party may terminate on at most 30 days' notice.",
    CONTRACT,
    "comparison",
    "at most 30 days",
    "at least 30 days",
  ],
  ["The fee is $1,204.50 per month.", CONTRACT, "quantity", "$1,204.50", "EUR 1,204.50"],
  ["The Seller must not assign this Agreement.", CONTRACT, "opposite", "Seller", "Buyer"],
  ["She takes amlodipine 10 g once daily.", CHART, "quantity", "10 g", "10 mg"],
  ["She takes amlodipine 10 mg three times a day.", CHART, "quantity", "three times a day", "once daily"],
  ["She takes ramipril 10 mg once daily.", CHART, "name", "ramipril", "amlodipine"],
  ["Pain is in the right knee.", CHART, "opposite", "right", "left"],
  ["Dr. Miller saw her on July 31, 2008.", CHART, "name", "Miller", "Kumar"],
  ["Die Miete beträgt 1.240,50 €.", VERTRAG, "quantity", "1.240,50 €", "1.204,50 €"],
  ["Die Kündigungsfrist beträgt 6 Monate zum Ende des Quartals.", VERTRAG, "quantity", "6 Monate", "3 Monate"],
])("partly: %s", (sentence, passage, kind, text, instead) => {
  const { verdict, findings } = checkSentence(sentence, [passage]);
  expect(verdict).toBe("partly");
  expect(findings).toContainEqual({ kind, text, instead });
});

test.each([
  ["She has fever.", CHART],
  ["She has no cough.", CHART],
  ["The Buyer must assign this Agreement without the written consent of the Seller.", CONTRACT],
  ["Der Mieter darf die Wohnung untervermieten.", VERTRAG],
])("a denial that was added or dropped: %s", (sentence, passage) => {
  const { verdict, findings } = checkSentence(sentence, [passage]);
  expect(verdict).toBe("partly");
  expect(findings.map(({ kind }) => kind)).toContain("negation");
});

test("what was left out of a duty is said: may became nothing", () => {
  const { findings } = checkSentence("Metformin reduces weight.", [CHART]);
  expect(findings).toEqual([{ kind: "modal", text: "reduces", instead: "may" }]);
});

test("a reason that the passage does not give is named", () => {
  const { verdict, findings } = checkSentence("Ramipril was stopped in 2021 because of a dry throat.", [CHART]);
  expect(verdict).toBe("partly");
  expect(findings).toEqual([{ kind: "words", text: "dry throat", instead: null }]);
});

test("what stands in none of the passages is not found", () => {
  expect(checkSentence("Penguins breed on the Antarctic ice shelf.", [CHART, CONTRACT]).verdict).toBe("not-found");
});

test("a sentence may join two passages, and says from which it comes", () => {
  const sentence = "The term is twelve months, and she takes amlodipine 10 mg once daily.";
  expect(checkSentence(sentence, [CONTRACT, VERTRAG, CHART])).toMatchObject({ verdict: "supported", from: [0, 2] });
});

test("every sentence of a text is supported by the text, and none of nothing", () => {
  for (const passage of [CONTRACT, CHART, VERTRAG]) {
    for (const sentence of passage.split(/(?<=\p{Ll}{3}\.|\d{4}\.) /u))
      expect([sentence, checkSentence(sentence, [passage]).verdict]).toEqual([sentence, "supported"]);
  }
  expect(checkSentence("The term is twelve months.", [])).toMatchObject({ verdict: "not-found", from: [] });
});

test("odd input is checked like any other", () => {
  for (const odd of ["", " ", "🙂", "\u202e", "....", "1".repeat(400), "- ".repeat(500), "a".repeat(5_000)])
    expect(["supported", "partly", "not-found"]).toContain(checkSentence(odd, [odd, CONTRACT]).verdict);
});
