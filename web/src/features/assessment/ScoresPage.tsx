import './assessment.css';
import '@/ui/stacked.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { DownloadOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import type { CSSProperties } from 'react';
import { api, url } from '@/api/http';
import { useAsOf, useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Lead } from '@/ui/Lead';
import { HeadText } from '@/ui/HeadText';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { AsOf } from './AsOf';
import type { Scores, UnitScore } from './types';
import { pointsText } from './value';

/** 考核得分: the league of each group, and what each number says. */
export default function ScoresPage() {
  const t = useT();
  const { server } = useSession();
  const can = useCan();
  const [search] = useSearchState();
  const year = Number(search['year']) || server.year;
  const usual = useAsOf(year);
  const asOf = search['as_of'] ?? usual;
  const navigate = useNavigate();
  const whatIf = Object.fromEntries(['year', 'as_of', 'scheme'].flatMap((key) => (search[key] ? [[key, search[key]]] : [])));
  const scores = useQuery({
    queryKey: ['scores', year, asOf ?? '', search['scheme'] ?? ''],
    queryFn: ({ signal }) => api.get<Scores>('/api/v1/scores', { year, as_of: asOf, scheme: search['scheme'] }, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t.nav.scores}
      heading={t.assessment.heading(year)}
      sub={
        scores.data && (
          <>
            {t.assessment.asOf(scores.data.as_of)} · {t.assessment.elapsed(scores.data.progress.elapsed_text)}
            {scores.data.scheme && (
              <>
                {' · '}
                <AppLink to={paths.schemes} search={{ id: scores.data.scheme.id }}>
                  {t.assessment.schemeVersion(scores.data.scheme.name, scores.data.scheme.version)}
                </AppLink>
              </>
            )}
          </>
        )
      }
      actions={
        <>
          <AsOf year={year} />
          {(scores.data?.groups.length ?? 0) > 0 && (
            <Button onClick={() => void navigate({ to: paths.whatIf, search: whatIf as never })}>{t.whatIf.open}</Button>
          )}
          {can('figure.export') && (scores.data?.groups.length ?? 0) > 0 && (
            <Button icon={<DownloadOutlined aria-hidden />} href={url('/api/v1/scores.xlsx', { year, as_of: asOf, scheme: search['scheme'] })}>
              {t.assessment.workbook}
            </Button>
          )}
        </>
      }
    >
      <Shown of={scores}>
        {(data) => (
          <div className="stack" aria-busy={scores.isPlaceholderData}>
            <Missing missing={data.missing} />
            {data.groups.length === 0 && (
              <div className="panel">
                <Empty title={t.assessment.noScores} hint={t.assessment.noScoresHint}>
                  <AppLink to={paths.schemes}>{t.nav.scheme}</AppLink>
                </Empty>
              </div>
            )}
            {data.groups.map((group) => (
              <section key={group.code} className="panel" aria-label={group.name || t.nav.scores}>
                {group.name && <h2>{group.name}</h2>}
                <League units={group.units} year={year} />
              </section>
            ))}
          </div>
        )}
      </Shown>
    </Page>
  );
}

/** What the scheme asks for and the records do not have; never taken as zero in silence. */
export function Missing({ missing }: { missing: { message: string }[] }) {
  const t = useT();
  if (missing.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t.assessment.missing(missing.length)}
      description={
        <ul className="tight">
          {missing.map((one, at) => (
            <li key={at}>{one.message}</li>
          ))}
        </ul>
      }
    />
  );
}

function League({ units, year }: { units: UnitScore[]; year: number }) {
  const t = useT();
  const [search] = useSearchState();
  const yi = t.common.unitName.yi;
  const codes = [...new Map(units.flatMap((unit) => unit.items.map((item) => [item.code, item.name] as const))).entries()];
  const here = { year: String(year), ...(search['as_of'] ? { as_of: search['as_of'] } : {}) };
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t.nav.scores}>
      <table className="plain stacked league" style={{ '--columns': codes.length + 6 } as CSSProperties}>
        <thead>
          <tr>
            <th scope="col" className="right rank">{t.assessment.rank}</th>
            <th scope="col" className="unit">{t.assessment.unit}</th>
            <th scope="col" className="right"><HeadText text={t.common.withUnit(t.assessment.target, yi)} /></th>
            <th scope="col" className="right"><HeadText text={t.common.withUnit(t.assessment.done, yi)} /></th>
            <th scope="col" className="right">{t.assessment.completion}</th>
            <th scope="col" className="right lead"><HeadText text={t.assessment.leadPoints} /></th>
            <th scope="col" className="right"><HeadText text={t.common.withUnit(t.assessment.neededRate, yi)} /></th>
            {codes.map(([code, name]) => (
              <th key={code} scope="col" className="right item">
                {name}
              </th>
            ))}
            <th scope="col" className="right">{t.assessment.total}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.unit.id}>
              <td className="right rank" data-label={t.assessment.rank}>{unit.rank ?? '—'}</td>
              <th scope="row">
                <AppLink to={paths.unitScore(unit.unit.id)} search={here}>
                  {unit.unit.name}
                </AppLink>
                {unit.vetoed && <span className="tag bad">{t.assessment.vetoed}</span>}
              </th>
              <td className="right" data-label={t.common.withUnit(t.assessment.target, yi)}>{money(unit.target_fen, 'yi') || '—'}</td>
              <td className="right" data-label={t.common.withUnit(t.assessment.done, yi)}>{money(unit.done_fen, 'yi') || '—'}</td>
              <td className="right" data-label={t.assessment.completion}>{unit.completion_text ?? '—'}</td>
              <td className="right" data-label={t.assessment.leadPoints}>
                <Lead text={unit.lead_points_text} />
              </td>
              <td className="right" data-label={t.common.withUnit(t.assessment.neededRate, yi)}>{unit.needed_rate_fen === null ? '—' : money(unit.needed_rate_fen, 'yi')}</td>
              {codes.map(([code, name]) => (
                <td key={code} className="right" data-label={name}>
                  {pointsText(unit.items.find((item) => item.code === code)?.points_text ?? '—')}
                </td>
              ))}
              <td className="right" data-label={t.assessment.total}>
                <strong>{unit.total_text}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
