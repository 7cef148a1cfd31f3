/** The values of a group of features, by name. */
export type Features<Name extends string> = Record<Name, number>;

/**
 * Writes a group of features into the feature matrix, in the order of `names`. The models address features by position,
 * so this order is part of a trained model.
 * @param offset index of the group's first value
 * @returns the index after the group's last value
 */
export function writeFeatures<Name extends string>(
  values: Float32Array,
  offset: number,
  names: readonly Name[],
  features: Features<Name>,
): number {
  let at = offset;
  for (const name of names) values[at++] = features[name];
  return at;
}

/** Returns log(1 + value), which compresses large counts and distances. Negative values count as 0. */
export const logScale = (value: number): number => Math.log1p(Math.max(0, value));
