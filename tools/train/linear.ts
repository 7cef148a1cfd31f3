/** Mean and standard deviation by column. The first column is the constant 1 (the intercept) and is not centred. */
type Scale = { mean: Float64Array; deviation: Float64Array };

/**
 * Fits a logistic regression by iteratively reweighted least squares (8 iterations). Rows are standardised first.
 * `lambda` is the L2 penalty on the weights of the standardised columns; the intercept in the first column is not
 * penalised. `importance` is the weight of each row.
 * @returns a weight for each column of the original, unstandardised rows
 */
export function fitLogisticRegression(
  rows: Float64Array[],
  targets: number[],
  lambda: number,
  importance: number[] = rows.map(() => 1),
): number[] {
  const scale = scaleOf(rows);
  const scaled = rows.map((row) => scaledRow(row, scale));
  let weights: Float64Array = new Float64Array(rows[0]!.length);
  for (let iteration = 0; iteration < 8; iteration++) {
    const sampleWeights = new Float64Array(rows.length);
    const workingResponse = new Float64Array(rows.length);
    for (const [i, row] of scaled.entries()) {
      const sum = dotProduct(row, weights);
      const p = 1 / (1 + Math.exp(-sum));
      const variance = Math.max(1e-6, p * (1 - p));
      sampleWeights[i] = importance[i]! * variance;
      workingResponse[i] = sum + (targets[i]! - p) / variance;
    }
    weights = solve(scaled, workingResponse, sampleWeights, lambda);
  }
  return unscaled(weights, scale);
}

/**
 * Fits a weighted ridge regression. Rows are standardised and weights penalised as in `fitLogisticRegression`.
 * @returns a weight for each column of the original, unstandardised rows
 */
export function fitRidgeRegression(
  rows: Float64Array[],
  targets: number[],
  sampleWeights: number[],
  lambda: number,
): number[] {
  const scale = scaleOf(rows);
  const scaled = rows.map((row) => scaledRow(row, scale));
  return unscaled(solve(scaled, Float64Array.from(targets), Float64Array.from(sampleWeights), lambda), scale);
}

/** A choice between alternatives, one row each, and none. `right` are the indices of the right ones; without any, none is right. */
export type Choice = { rows: Float64Array[]; right: number[]; weight: number };

/** Step length and number of steps of the gradient descent of `fitConditionalLogit`. */
const STEP = 0.1;
const STEPS = 250;

/**
 * Fits a conditional logit (McFadden 1974) in which "none" is one of the alternatives, with logit 0, by gradient descent
 * (Adam: Kingma and Ba 2015). If several alternatives are right, their summed probability counts. `lambda` is the L2
 * penalty on the distance of the weights from `prior`. A weight keeps the sign of its prior, unless that is 0.
 */
export function fitConditionalLogit(choices: Choice[], prior: number[], lambda: number): Float64Array {
  const weights = Float64Array.from(prior);
  const mean = new Float64Array(prior.length);
  const square = new Float64Array(prior.length);
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  for (let step = 1; step <= STEPS; step++) {
    const gradient = weights.map((weight, k) => (k ? (lambda * (weight - prior[k]!)) / total : 0));
    for (const choice of choices) addGradient(choice, weights, total, gradient);
    for (let k = 0; k < weights.length; k++) {
      mean[k] = 0.9 * mean[k]! + 0.1 * gradient[k]!;
      square[k] = 0.999 * square[k]! + 0.001 * gradient[k]! ** 2;
      const change = mean[k]! / (1 - 0.9 ** step) / (Math.sqrt(square[k]! / (1 - 0.999 ** step)) + 1e-8);
      weights[k]! -= STEP * change;
      if (weights[k]! * prior[k]! < 0) weights[k] = 0;
    }
  }
  return weights;
}

function addGradient(
  { rows, right, weight }: Choice,
  weights: Float64Array,
  total: number,
  gradient: Float64Array,
): void {
  const logits = rows.map((row) => dotProduct(row, weights));
  const most = Math.max(0, ...logits);
  const parts = logits.map((logit) => Math.exp(logit - most));
  const all = parts.reduce((sum, part) => sum + part, Math.exp(-most));
  const rightParts = right.reduce((sum, i) => sum + parts[i]!, 0);
  for (const [i, row] of rows.entries()) {
    const difference = parts[i]! / all - (right.includes(i) ? parts[i]! / rightParts : 0);
    for (let k = 0; k < row.length; k++) gradient[k]! += (weight / total) * difference * row[k]!;
  }
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

/** Converts weights of standardised columns to weights of the original ones. */
function unscaled(weights: Float64Array, { mean, deviation }: Scale): number[] {
  const original = [...weights].map((weight, k) => weight / deviation[k]!);
  for (let k = 1; k < original.length; k++) original[0]! -= original[k]! * mean[k]!;
  return original;
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Solves the normal equations of weighted ridge regression by Cholesky decomposition. */
function solve(rows: Float64Array[], targets: Float64Array, sampleWeights: Float64Array, lambda: number): Float64Array {
  const size = rows[0]!.length;
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  for (const [i, row] of rows.entries()) {
    for (let a = 0; a < size; a++) {
      const value = row[a]! * sampleWeights[i]!;
      if (value === 0) continue;
      right[a]! += value * targets[i]!;
      const line = matrix[a]!;
      for (let b = 0; b <= a; b++) line[b]! += value * row[b]!;
    }
  }
  for (let a = 0; a < size; a++) matrix[a]![a]! += a === 0 ? 1e-6 : lambda;
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
