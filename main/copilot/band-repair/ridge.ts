/** Rows taken in at once: their columns then lie together, which is several times as fast. */
const BLOCK_ROWS = 64;

/** Sums of products, enough to fit a ridge regression and to tell its error on other rows; sums of parts can be added. */
export class RidgeSums {
  rows = 0;
  readonly #inputProducts: Float64Array;
  readonly #crossProducts: Float64Array;
  readonly #targetSquares: Float64Array;

  /** `inputs`: values a row, the last a constant 1 that is not held down. `targets`: values to be told from them. */
  constructor(
    readonly inputs: number,
    readonly targets: number,
  ) {
    this.#inputProducts = new Float64Array(inputs * inputs);
    this.#crossProducts = new Float64Array(inputs * targets);
    this.#targetSquares = new Float64Array(targets);
  }

  /** `inputAt(row, input)` and `targetAt(row, target)` give the values of `rows` rows. */
  add(
    rows: number,
    inputAt: (row: number, input: number) => number,
    targetAt: (row: number, target: number) => number,
  ) {
    for (let from = 0; from < rows; from += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, rows - from);
      const inputs = columns(this.inputs, count, (row, input) => inputAt(from + row, input));
      const targets = columns(this.targets, count, (row, target) => targetAt(from + row, target));
      for (let left = 0; left < this.inputs; left += 1) {
        for (let right = 0; right <= left; right += 1) {
          addProduct(this.#inputProducts, left * this.inputs + right, inputs, left, inputs, right, count);
        }
        for (let target = 0; target < this.targets; target += 1) {
          addProduct(this.#crossProducts, left * this.targets + target, inputs, left, targets, target, count);
        }
      }
      for (let target = 0; target < this.targets; target += 1) {
        addProduct(this.#targetSquares, target, targets, target, targets, target, count);
      }
    }
    this.rows += rows;
  }

  /** The sums of these rows and of `other`'s. */
  plus(other: RidgeSums): RidgeSums {
    const both = new RidgeSums(this.inputs, this.targets);
    both.rows = this.rows + other.rows;
    const pairs = [
      [both.#inputProducts, this.#inputProducts, other.#inputProducts],
      [both.#crossProducts, this.#crossProducts, other.#crossProducts],
      [both.#targetSquares, this.#targetSquares, other.#targetSquares],
    ] as const;
    for (const [sum, left, right] of pairs) sum.forEach((_, at) => (sum[at] = (left[at] ?? 0) + (right[at] ?? 0)));
    return both;
  }

  /** Weights, `targets` for each input, that least miss the targets while `lambda` holds them down. */
  fit(lambda: number): Float64Array {
    const size = this.inputs;
    const factor = new Float64Array(size * size);
    for (let column = 0; column < size; column += 1) {
      for (let row = column; row < size; row += 1) {
        let sum = this.#inputProducts[row * size + column] ?? 0;
        if (row === column && row < size - 1) sum += lambda;
        for (let k = 0; k < column; k += 1) sum -= (factor[row * size + k] ?? 0) * (factor[column * size + k] ?? 0);
        factor[row * size + column] = row === column ? Math.sqrt(sum) : sum / (factor[column * size + column] ?? 1);
      }
    }
    const weights = new Float64Array(size * this.targets);
    const half = new Float64Array(size);
    for (let target = 0; target < this.targets; target += 1) {
      for (let row = 0; row < size; row += 1) {
        let sum = this.#crossProducts[row * this.targets + target] ?? 0;
        for (let k = 0; k < row; k += 1) sum -= (factor[row * size + k] ?? 0) * (half[k] ?? 0);
        half[row] = sum / (factor[row * size + row] ?? 1);
      }
      for (let row = size - 1; row >= 0; row -= 1) {
        let sum = half[row] ?? 0;
        for (let k = row + 1; k < size; k += 1) {
          sum -= (factor[k * size + row] ?? 0) * (weights[k * this.targets + target] ?? 0);
        }
        weights[row * this.targets + target] = sum / (factor[row * size + row] ?? 1);
      }
    }
    return weights;
  }

  /** Root mean square error on these rows, over all targets; without weights, that of telling nothing. */
  error(weights: Float64Array | null): number {
    let squares = this.#targetSquares.reduce((sum, value) => sum + value, 0);
    for (let target = 0; weights && target < this.targets; target += 1) {
      for (let left = 0; left < this.inputs; left += 1) {
        const weight = weights[left * this.targets + target] ?? 0;
        squares -= 2 * weight * (this.#crossProducts[left * this.targets + target] ?? 0);
        for (let right = 0; right <= left; right += 1) {
          const product = this.#inputProducts[left * this.inputs + right] ?? 0;
          squares += (left === right ? 1 : 2) * weight * (weights[right * this.targets + target] ?? 0) * product;
        }
      }
    }
    return Math.sqrt(Math.max(0, squares) / (this.rows * this.targets));
  }
}

function columns(width: number, rows: number, at: (row: number, column: number) => number): Float64Array {
  const values = new Float64Array(width * BLOCK_ROWS);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1) values[column * BLOCK_ROWS + row] = at(row, column);
  }
  return values;
}

function addProduct(
  sums: Float64Array,
  place: number,
  left: Float64Array,
  leftColumn: number,
  right: Float64Array,
  rightColumn: number,
  rows: number,
): void {
  let sum = 0;
  const leftFrom = leftColumn * BLOCK_ROWS;
  const rightFrom = rightColumn * BLOCK_ROWS;
  for (let row = 0; row < rows; row += 1) sum += (left[leftFrom + row] ?? 0) * (right[rightFrom + row] ?? 0);
  sums[place] = (sums[place] ?? 0) + sum;
}
