/** What became of a record that two people changed, field by field. */
export interface Merged<T extends object> {
  /** What to save: mine where I changed it, theirs everywhere else. */
  draft: T;
  /** Fields that only the other changed. */
  taken: (keyof T & string)[];
  /** Fields that both changed, to different values. */
  asked: (keyof T & string)[];
}

/**
 * Merges what I typed with what somebody saved meanwhile; `base` is what both started from.
 * A list is one value: two people who changed its rows are asked, not spliced together.
 * Where both changed a field the draft holds mine, until the reader decides.
 */
export function merge<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const draft = { ...mine };
  const taken: Merged<T>['taken'] = [];
  const asked: Merged<T>['asked'] = [];
  const fields = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]) as Set<keyof T & string>;
  for (const field of fields) {
    if (same(base[field], theirs[field])) continue;
    if (same(base[field], mine[field])) {
      draft[field] = theirs[field];
      taken.push(field);
    } else if (!same(mine[field], theirs[field])) {
      asked.push(field);
    }
  }
  return { draft, taken, asked };
}

/** Equal in what is sent: a field left empty, absent or null says the same. */
export function same(a: unknown, b: unknown): boolean {
  if (empty(a) || empty(b)) return empty(a) && empty(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
}

const empty = (value: unknown): boolean => value === null || value === undefined || value === '';
