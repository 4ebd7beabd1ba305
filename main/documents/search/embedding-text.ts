/**
 * What is embedded of a passage: its text alone. With the section's headings in front, nDCG@10 on Cranfield and the reciprocal rank on
 * SQuAD get lower (bench `retrieval`): what is common to a chapter's passages makes them alike.
 */
export function embeddingText(passage: { readonly section: string; readonly text: string }): string {
  return passage.text;
}
