import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Shown } from '@/ui/States';
import { Missing } from './ScoresPage';
import './what-if.css';
import type { Scores } from './types';
import type { WhatIf } from './whatIf';
import { Delta } from './WhatIfTable';

/** What the scores would be by the text as it stands, on the records of the district. */
export function Trial({ text, ok }: { text: string; ok: boolean }) {
  const t = useT();
  const { server } = useSession();
  const trial = useQuery({
    queryKey: ['schemes', 'try', text, server.as_of],
    queryFn: () => api.post<{ league: Scores | null; comparison: WhatIf | null }>('/api/v1/schemes/try', { text, as_of: server.as_of }),
    enabled: ok,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  if (!ok && !trial.data) return <p className="soft">{t.assessment.trialErrors}</p>;
  return (
    <Shown of={trial} rows={6}>
      {({ league, comparison }) =>
        league && (
          <div className="trial" aria-busy={trial.isFetching} tabIndex={0} role="group" aria-label={t.assessment.sideTrial}>
            <p className="soft no-gap">{t.assessment.trialHint(league.as_of)}</p>
            {comparison && (
              <p className="what-if-counts">
                <span className="tag good">{t.whatIf.gains(comparison.gains)}</span>
                <span className="tag bad">{t.whatIf.losses(comparison.losses)}</span>
                <span className="tag">{t.whatIf.same(comparison.same)}</span>
              </p>
            )}
            <Missing missing={league.missing.slice(0, 8)} />
            {league.groups.map((group) => (
              <table key={group.code} className="plain">
                <caption>{group.name}</caption>
                <tbody>
                  {group.units.map((unit) => (
                    <tr key={unit.unit.id}>
                      <td className="right">{unit.rank ?? '—'}</td>
                      <th scope="row">{unit.unit.short_name || unit.unit.name}</th>
                      <td className="right">
                        <strong>{unit.total_text}</strong>
                      </td>
                      <td className="right">{comparison && <Delta text={comparison.rows.find((row) => row.unit.id === unit.unit.id)?.difference_text ?? null} />}</td>
                      <td>{unit.outcome ?? ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            ))}
          </div>
        )
      }
    </Shown>
  );
}
