/** What a model reads and writes while it is measured. Our own words, so that nothing of the user's is used. */

const STORY = [
  "The lighthouse at the end of the bay had been kept by the same family for four generations.",
  "Each evening one of them climbed the hundred and twelve steps, cleaned the lamp, trimmed the wick and wrote the weather into a book.",
  "The oldest of these books began with a storm, and with a ship that came too near to the rocks and was saved by a boy with a lantern.",
  "Nobody knew his name any more, but the mark that the keel had cut into the stone could still be seen when the tide was low.",
  "In summer the bay was quiet, and visitors came over the causeway with baskets and asked how far the light could be seen.",
  "Twenty miles, the keeper told them, and on clear nights some more, though he had never been far enough out to say so himself.",
  "In winter nobody came for weeks, and the only voices were those of the gulls and of the wind in the iron stairs.",
  "Then he read in the old books, one page for each evening, and learned which years had been hard and which had been kind.",
];

const RULES = [
  "Article 1. The tenant pays the rent on the third working day of each month to the account that the landlord has named.",
  "Article 2. The deposit amounts to three months' rent and is kept apart from the landlord's own money.",
  "Article 3. Repairs of more than one hundred and fifty euros are paid by the landlord, unless the tenant has caused them.",
  "Article 4. Either side may end the contract with three months' notice, in writing, to the end of a month.",
  "Article 5. The keys are returned on the last day, and both sides sign a record of the state of every room.",
];

/** Some 450 tokens that no conversation has read before, and that go on. */
export const READING = `${STORY.join(" ")}\n\n${STORY.slice(2).join(" ")}\n\nOne evening in the last week of October`;

/** A text that is to be written again word for word. */
export const QUOTING = `${RULES.join("\n")}\n\nThe same articles once more, word for word:\n\n${RULES.slice(0, 2).join("\n")}\n`;
