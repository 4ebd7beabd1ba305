/** Letters of a collection's name, as main/documents/contract.ts takes it. */
export const LONGEST_NAME = 200;
