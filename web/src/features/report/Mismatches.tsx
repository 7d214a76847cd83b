import type { Problem } from '@/api/problem';
import { useT } from '@/i18n';

/** What a paper was refused for: totals that are not the sum of their parts. */
export const refusals = (problem: Problem): string[] => (problem.errors.length > 0 ? problem.errors.map((one) => one.message) : [problem.message]);

export function Mismatches({ list }: { list: string[] }) {
  const t = useT();
  return (
    <section className="panel mismatches" role="alert" aria-label={t.report.mismatches}>
      <h2>{t.report.mismatches}</h2>
      <p>{t.report.mismatchesHint}</p>
      <ul>
        {list.map((one, at) => (
          <li key={at}>{one}</li>
        ))}
      </ul>
    </section>
  );
}
