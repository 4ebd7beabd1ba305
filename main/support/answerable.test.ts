import { expect, test } from "vitest";
import { answerable, answerSigns } from "./answerable.ts";

const LEASE =
  "The Tenant shall pay a yearly rent of £24,000. The rent is due on the first day of each month. Either party may end this lease by six months' notice.";

test("what stands together counts, names and numbers that are missing are counted", () => {
  const signs = answerSigns("What yearly rent does the Tenant pay?", [{ text: LEASE, similarity: 0.7 }]);
  expect(signs).toMatchObject({ similarity: 0.7, together: 1, factsMissing: 0, isNegated: false });
  expect(answerSigns("Did Okafor pay rent in 2019?", [{ text: LEASE, similarity: 0.5 }])).toMatchObject({
    factsMissing: 2,
  });
  expect(answerSigns("Who may not end this lease?", [{ text: LEASE, similarity: 0.5 }]).isNegated).toBe(true);
});

test("a question that is answered is likelier to be than one about something else, and no passage answers nothing", () => {
  const own = answerable("How much yearly rent does the Tenant pay?", [{ text: LEASE, similarity: 0.7 }]);
  const other = answerable("Which team won the cup in Lisbon?", [{ text: LEASE, similarity: 0.05 }]);
  expect(own).toBeGreaterThan(0.4);
  expect(other).toBeLessThan(0.1);
  expect(answerable("How much?", [])).toBe(0);
});

test("without vectors words alone speak", () => {
  const found = (text: string) => answerable("When is the rent due?", [{ text, similarity: null }]);
  expect(found(LEASE)).toBeGreaterThan(found("Pets need the landlord's consent."));
});
