/** Rows are centred and scaled first, so that one ridge fits all columns; the first column is 1 and carries no penalty. */
type Scale = { mean: Float64Array; deviation: Float64Array };

/**
 * Weights of a logistic regression with an L2 penalty, by Newton's method (iteratively reweighted least squares).
 * @returns a weight for each column of the rows as they were given
 */
export function fitLogisticRegression(rows: Float64Array[], targets: number[], ridge: number): number[] {
  const scale = scaleOf(rows);
  const scaled = rows.map((row) => scaledRow(row, scale));
  let weights: Float64Array = new Float64Array(rows[0]!.length);
  for (let step = 0; step < 8; step++) {
    const importance = new Float64Array(rows.length);
    const working = new Float64Array(rows.length);
    for (const [i, row] of scaled.entries()) {
      const sum = product(row, weights);
      const p = 1 / (1 + Math.exp(-sum));
      importance[i] = Math.max(1e-6, p * (1 - p));
      working[i] = sum + (targets[i]! - p) / importance[i]!;
    }
    weights = solve(scaled, working, importance, ridge);
  }
  return unscaled(weights, scale);
}

/** Weights of a linear regression with an L2 penalty, rows counting by their importance. */
export function fitRidgeRegression(
  rows: Float64Array[],
  targets: number[],
  importance: number[],
  ridge: number,
): number[] {
  const scale = scaleOf(rows);
  const scaled = rows.map((row) => scaledRow(row, scale));
  return unscaled(solve(scaled, Float64Array.from(targets), Float64Array.from(importance), ridge), scale);
}

function scaleOf(rows: Float64Array[]): Scale {
  const size = rows[0]!.length;
  const mean = new Float64Array(size);
  const deviation = new Float64Array(size);
  for (const row of rows) for (let k = 0; k < size; k++) mean[k]! += row[k]! / rows.length;
  for (const row of rows) for (let k = 0; k < size; k++) deviation[k]! += (row[k]! - mean[k]!) ** 2 / rows.length;
  for (let k = 0; k < size; k++) deviation[k] = deviation[k]! < 1e-12 ? 1 : Math.sqrt(deviation[k]!);
  mean[0] = 0;
  return { mean, deviation };
}

const scaledRow = (row: Float64Array, { mean, deviation }: Scale): Float64Array =>
  row.map((value, k) => (value - mean[k]!) / deviation[k]!);

function unscaled(weights: Float64Array, { mean, deviation }: Scale): number[] {
  const own = [...weights].map((weight, k) => weight / deviation[k]!);
  for (let k = 1; k < own.length; k++) own[0]! -= own[k]! * mean[k]!;
  return own;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Weighted least squares with a ridge: the normal equations by Cholesky's decomposition. */
function solve(rows: Float64Array[], targets: Float64Array, importance: Float64Array, ridge: number): Float64Array {
  const size = rows[0]!.length;
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  for (const [i, row] of rows.entries()) {
    for (let a = 0; a < size; a++) {
      const value = row[a]! * importance[i]!;
      if (value === 0) continue;
      right[a]! += value * targets[i]!;
      const line = matrix[a]!;
      for (let b = 0; b <= a; b++) line[b]! += value * row[b]!;
    }
  }
  for (let a = 0; a < size; a++) matrix[a]![a]! += a === 0 ? 1e-6 : ridge;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a]![b]!;
      for (let k = 0; k < b; k++) sum -= matrix[a]![k]! * matrix[b]![k]!;
      matrix[a]![b] = a === b ? Math.sqrt(Math.max(sum, 1e-9)) : sum / matrix[b]![b]!;
    }
  }
  for (let a = 0; a < size; a++) {
    for (let k = 0; k < a; k++) right[a]! -= matrix[a]![k]! * right[k]!;
    right[a]! /= matrix[a]![a]!;
  }
  for (let a = size - 1; a >= 0; a--) {
    for (let k = a + 1; k < size; k++) right[a]! -= matrix[k]![a]! * right[k]!;
    right[a]! /= matrix[a]![a]!;
  }
  return right;
}
