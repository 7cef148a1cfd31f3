/** The values of a feature record in the order of `names`, which is also the order of a linear model's weights. */
export const toVector = <Name extends string>(
  names: readonly Name[],
  features: Readonly<Record<Name, number>>,
): number[] => names.map((name) => features[name]);
