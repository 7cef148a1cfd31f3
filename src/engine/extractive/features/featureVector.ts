/** The values of `features` in the order of `names`. The weights of a linear model have the same order. */
export const toVector = <Name extends string>(
  names: readonly Name[],
  features: Readonly<Record<Name, number>>,
): number[] => names.map((name) => features[name]);
