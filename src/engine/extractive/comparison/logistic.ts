/**
 * The log odds that a logistic regression gives: the sum of the features by their weights. Both are matched by name.
 */
export function logOdds<Name extends string>(weights: Record<Name, number>, features: Record<Name, number>): number {
  let sum = 0;
  for (const name in features) sum += weights[name] * features[name];
  return sum;
}
