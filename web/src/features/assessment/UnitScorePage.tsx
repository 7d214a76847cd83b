import './assessment.css';
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useParams } from '@tanstack/react-router';
import { api, url } from '@/api/http';
import { useAsOf, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import type { Search } from '@/lib/search';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { Bar } from '@/ui/Bar';
import { Lead } from '@/ui/Lead';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { FigureLink, splitUrl, TraceDrawer } from '@/ui/trace';
import { useSearchState } from '@/ui/useSearch';
import { AsOf } from './AsOf';
import { Missing } from './ScoresPage';
import type { ScoreCard, ScoreItem } from './types';
import { pointsText } from './value';

/** 分从哪里来: one unit, item by item, in the sentence the circular prints. */
export default function UnitScorePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const t = useT();
  const { server } = useSession();
  const [search] = useSearchState();
  const year = Number(search['year']) || server.year;
  const usual = useAsOf(year);
  const asOf = search['as_of'] ?? usual;
  const card = useQuery({
    queryKey: ['scores', 'unit', id, year, asOf ?? ''],
    queryFn: ({ signal }) => api.get<ScoreCard>(`/api/v1/scores/${id}`, { year, as_of: asOf }, signal),
  });
  const data = card.data;
  const context: Search = data ? { from: `${year}-01-01`, to: data.as_of, as_of: data.as_of } : {};
  return (
    <Page
      title={data ? t.assessment.cardTitle(data.unit.name) : t.nav.scores}
      heading={data?.unit.name ?? t.nav.scores}
      sub={data && [data.group, t.assessment.asOf(data.as_of), data.scheme && t.assessment.schemeVersion(data.scheme.name, data.scheme.version)].filter(Boolean).join(' · ')}
      crumbs={[{ label: t.nav.scores, to: paths.scores }]}
      actions={
        <>
          <AsOf year={year} />
          {data && (
            <Button icon={<DownloadOutlined aria-hidden />} href={url(`/api/v1/reports/circular/units/${id}/docx`, { month: data.as_of.slice(0, 7) })} download="">
              {t.monthly.card}
            </Button>
          )}
        </>
      }
    >
      <Shown of={card}>
        {(score) => (
          <div className="stack">
            <section className="panel" aria-label={t.assessment.summary}>
              <dl className="facts score-facts">
                <Fact name={t.assessment.total} big>
                  {score.total_text} <small>{t.assessment.points}</small> {score.outcome && <span className="tag accent">{score.outcome}</span>}
                </Fact>
                <Fact name={t.assessment.rank} big>
                  {score.rank ?? '—'} {score.of > 0 && <small>/ {score.of}</small>}
                </Fact>
                <Fact name={t.assessment.target}>
                  <Amount fen={score.target_fen} unit="yi" />
                </Fact>
                <Fact name={t.assessment.done}>
                  <Amount fen={score.done_fen} unit="yi" />
                </Fact>
                <Fact name={t.assessment.completion}>{score.completion_text ?? '—'}</Fact>
                <Fact name={t.assessment.elapsedLabel}>{score.progress.elapsed_text}</Fact>
                <Fact name={t.assessment.leadPoints}>
                  <Lead text={score.lead_points_text} />
                </Fact>
                <Fact name={t.assessment.neededRate}>{score.needed_rate_fen == null ? '—' : <Amount fen={score.needed_rate_fen} unit="yi" />}</Fact>
              </dl>
              {score.total_line && <p className="item-line total-line">{score.total_line}</p>}
              {score.vetoed && <p className="veto">{score.vetoed}</p>}
            </section>
            <Missing missing={score.missing ?? []} />
            <section className="panel" aria-label={t.assessment.whereFrom}>
              <h2>{t.assessment.whereFrom}</h2>
              <ol className="items">
                {score.items.map((item) => (
                  <Item key={item.code} item={item} unit={id} />
                ))}
              </ol>
            </section>
          </div>
        )}
      </Shown>
      <TraceDrawer context={context} />
    </Page>
  );
}

function Fact({ name, big, children }: { name: string; big?: boolean; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={big ? 'big num' : 'num'}>{children}</dd>
    </div>
  );
}

/** Enough rows to recognise what counted; the trace has them all. */
const FEW = 5;

function Item({ item, unit }: { item: ScoreItem; unit: string }) {
  const t = useT();
  const of = Number.parseFloat(item.points_text) / (Number.parseFloat(item.max_text ?? '') || Number.NaN);
  return (
    <li>
      <div className="item-head">
        <h3>
          {item.name} <small className="soft">{item.rule}</small>
        </h3>
        <span className="num">
          <strong>{pointsText(item.points_text)}</strong>
          {item.max_text && <span className="soft"> / {item.max_text}</span>} {t.assessment.points}
        </span>
      </div>
      {Number.isFinite(of) && <Bar of={of} />}
      <p className="item-line">{item.line}</p>
      {item.missing_line && <p className="item-missing">{item.missing_line}</p>}
      {!item.missing_line && item.no_step_line && <p className="soft no-gap">{item.no_step_line}</p>}
      {item.rows && item.rows.length > 0 && (
        <ul className="rows">
          {item.rows.slice(0, FEW).map((row, at) => {
            const link = row.url ? splitUrl(row.url) : null;
            return (
              <li key={at}>
                <span className="grow">{link ? <AppLink to={link.to} search={link.search}>{row.title}</AppLink> : row.title}</span>
                <span className="soft">{row.date}</span>
                <span className="num">{row.amount_text}</span>
              </li>
            );
          })}
        </ul>
      )}
      {item.rows_key && (
        <p className="item-rows">
          <FigureLink of={{ key: item.rows_key, params: { unit, ...item.rows_params } }}>{t.assessment.rowsBehind}</FigureLink>
        </p>
      )}
    </li>
  );
}
