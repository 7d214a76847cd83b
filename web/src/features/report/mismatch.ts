import type { Problem } from '@/api/problem';

export interface Mismatch {
  message: string;
}

/** What the server refused the summary for: totals that are not the sum of their parts. */
export function mismatchesOf(problem: Problem): Mismatch[] {
  return problem.errors.length > 0 ? problem.errors.map(({ message }) => ({ message })) : [{ message: problem.message }];
}
