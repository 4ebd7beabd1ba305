import { type LlamaModel, LlamaVocabularyType, type Token } from "node-llama-cpp";

/** Text that begins a sequence: with the token that the model expects first, and never empty (there must be one to go on from). */
export function tokenizeFromStart(model: LlamaModel, text: string): number[] {
  return withBeginning(model, model.tokenize(text, false));
}

/** Puts the model's beginning token first where it wants one and it is not there yet. */
export function withBeginning(model: LlamaModel, tokens: readonly Token[]): number[] {
  const beginning = beginningToken(model);
  if (beginning !== null && tokens[0] !== beginning) return [beginning, ...tokens];
  if (tokens.length > 0) return [...tokens];
  return [model.tokens.bos ?? model.tokens.eos ?? model.tokens.nl ?? 0];
}

/** As llama_tokenize_internal in llama.cpp decides it. */
function beginningToken(model: LlamaModel): Token | null {
  if (model.vocabularyType === LlamaVocabularyType.wpm) return model.tokens.bos;
  const never = model.vocabularyType === LlamaVocabularyType.rwkv || model.vocabularyType === LlamaVocabularyType.ugm;
  return !never && model.tokens.shouldPrependBosToken ? model.tokens.bos : null;
}
