/** The slider of room for conversation moves in steps of doubling halves: 1,024, 1,536, 2,048, 3,072, … up to what the model was trained for. */
export function roomSteps(trainedContextTokens: number): number[] {
  const most = Math.max(trainedContextTokens, 256);
  const steps: number[] = [];
  for (let tokens = 1_024; tokens < most; tokens *= 2) {
    steps.push(tokens);
    if (tokens * 1.5 < most) steps.push(tokens * 1.5);
  }
  return [...steps, most];
}

/** The step nearest to a number of tokens. */
export function nearestStep(steps: readonly number[], tokens: number): number {
  let best = 0;
  steps.forEach((step, index) => {
    if (Math.abs(step - tokens) < Math.abs((steps[best] ?? 0) - tokens)) best = index;
  });
  return best;
}
