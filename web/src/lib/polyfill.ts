// Government shells still carry Chromium 87-92. These are the newer built-ins that the
// libraries use; syntax is lowered by the build.
type Any = Record<PropertyKey, unknown>;

function give(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

function at(this: ArrayLike<unknown>, index: number): unknown {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}

function findLastIndex(this: unknown[], test: (value: unknown, index: number, all: unknown[]) => unknown): number {
  for (let index = this.length - 1; index >= 0; index -= 1) if (test(this[index], index, this)) return index;
  return -1;
}

/** Fills what is missing; exported for its test. */
export function fill(array: object, string: object, object: object): void {
  give(array, 'at', at);
  give(string, 'at', at);
  give(object, 'hasOwn', (value: Any, key: PropertyKey) => Object.prototype.hasOwnProperty.call(value, key));
  give(array, 'findLastIndex', findLastIndex);
  give(array, 'findLast', function findLast(this: unknown[], test: (value: unknown, index: number, all: unknown[]) => unknown) {
    return this[findLastIndex.call(this, test)];
  });
  give(array, 'toSorted', function toSorted(this: unknown[], order?: (a: unknown, b: unknown) => number) {
    return [...this].sort(order);
  });
  give(array, 'toReversed', function toReversed(this: unknown[]) {
    return [...this].reverse();
  });
}

fill(Array.prototype, String.prototype, Object);
