import './assessment.css';
import './what-if.css';
import '@/ui/stacked.css';
import { CloseOutlined, DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { api, url } from '@/api/http';
import { useAsOf, useCan, useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { AsOf } from './AsOf';
import { Missing } from './ScoresPage';
import type { SchemeRow } from './types';
import { more, without, type WhatIf } from './whatIf';
import { WhatIfForm } from './WhatIfForm';
import { WhatIfTable } from './WhatIfTable';

/** 试算: what the scores would be, beside what they are. All of it is in the address; nothing is kept. */
export default function WhatIfPage() {
  const t = useT();
  const can = useCan();
  const { server } = useSession();
  const [search, change] = useSearchState();
  const year = Number(search['year']) || server.year;
  const usual = useAsOf(year);
  const asOf = search['as_of'] ?? usual;
  const { against, scheme, if: supposed } = search;
  const asked = { year, as_of: asOf, scheme, against, if: supposed };
  const found = useQuery({
    queryKey: ['scores', 'what-if', asked],
    queryFn: ({ signal }) => api.get<WhatIf>('/api/v1/scores/what-if', asked, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const reads = can('scheme.read');
  const schemes = useQuery({
    queryKey: ['schemes'],
    queryFn: ({ signal }) => api.get<ListOf<SchemeRow>>('/api/v1/schemes', undefined, signal),
    enabled: reads,
  });
  const versions = (schemes.data?.items ?? []).map((one) => ({ value: one.id, label: `${t.assessment.schemeVersion(one.name, one.version)} · ${t.whatIf.states[one.state] ?? one.state}` }));
  const here = { year: String(year), ...(search['as_of'] ? { as_of: search['as_of'] } : {}) };
  return (
    <Page
      title={t.whatIf.title}
      sub={found.data ? t.whatIf.sub(found.data.as_of) : undefined}
      crumbs={[{ label: t.nav.scores, to: paths.scores }]}
      actions={
        <>
          <AsOf year={year} />
          {can('figure.export') && (found.data?.rows.length ?? 0) > 0 && (
            <Button icon={<DownloadOutlined aria-hidden />} href={url('/api/v1/scores/what-if.xlsx', asked)}>
              {t.whatIf.export}
            </Button>
          )}
        </>
      }
    >
      <div className="stack">
        <section className="panel" aria-label={t.whatIf.suppose}>
          <h2>{t.whatIf.suppose}</h2>
          {reads && versions.length > 1 && (
            <div className="what-if-schemes">
              <label>
                <span className="soft">{t.whatIf.schemeBefore}</span>
                <Select
                  aria-label={t.whatIf.schemeBefore}
                  value={scheme ?? ''}
                  onChange={(value: string) => change({ scheme: value || undefined })}
                  popupMatchSelectWidth={false}
                  options={[{ value: '', label: t.whatIf.inForce }, ...versions]}
                />
              </label>
              <label>
                <span className="soft">{t.whatIf.schemeAfter}</span>
                <Select
                  aria-label={t.whatIf.schemeAfter}
                  value={against ?? ''}
                  onChange={(value: string) => change({ against: value || undefined })}
                  popupMatchSelectWidth={false}
                  options={[{ value: '', label: t.whatIf.sameScheme }, ...versions]}
                />
              </label>
              <AppLink to={paths.schemes}>{t.whatIf.writeScheme}</AppLink>
            </div>
          )}
          <WhatIfForm key={asOf} units={[...(found.data?.rows ?? [])].map((row) => row.unit).sort((a, b) => a.name.localeCompare(b.name, 'zh'))} asOf={asOf ?? server.today} byRules={found.data?.by_rules ?? false} add={(one) => change({ if: more(supposed, one) })} />
          {supposed && (
            <ul className="what-if-list" aria-label={t.whatIf.supposedList}>
              {supposed.split(',').map((one, at) => {
                const said = found.data?.supposed[at];
                return (
                  <li key={`${at}${one}`}>
                    <span className="tag warn">{t.whatIf.tag}</span>
                    <span className="grow">
                      {said && said.entry === one ? said.text : one}
                      {said && said.entry === one && !said.counts && !said.line && <span className="soft"> {t.whatIf.notCounted}</span>}
                      {said && said.entry === one && said.line && <span className="item-line">{said.line}</span>}
                    </span>
                    <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t.whatIf.remove(said?.text ?? one)} onClick={() => change({ if: without(supposed, at) })} />
                  </li>
                );
              })}
              <li>
                <Button size="small" onClick={() => change({ if: undefined })}>{t.whatIf.clear}</Button>
                <span className="soft">{t.whatIf.linkHint}</span>
              </li>
            </ul>
          )}
        </section>
        <Shown of={found} rows={10}>
          {(data) => (
            <>
              <Missing missing={data.missing} />
              {data.rows.length === 0 ? (
                <div className="panel">
                  <Empty title={t.assessment.noScores} hint={t.assessment.noScoresHint}>
                    <AppLink to={paths.schemes}>{t.nav.scheme}</AppLink>
                  </Empty>
                </div>
              ) : (
                <section className="panel" aria-label={t.whatIf.result} aria-busy={found.isFetching}>
                  <div className="panel-head">
                    <h2>{t.whatIf.result}</h2>
                    <p className="what-if-counts" role="status">
                      <span className="tag good">{t.whatIf.gains(data.gains)}</span>
                      <span className="tag bad">{t.whatIf.losses(data.losses)}</span>
                      <span className="tag">{t.whatIf.same(data.same)}</span>
                    </p>
                  </div>
                  {data.before.id !== data.after.id && (
                    <p className="soft no-gap">{t.whatIf.schemes(t.assessment.schemeVersion(data.before.name, data.before.version), t.assessment.schemeVersion(data.after.name, data.after.version))}</p>
                  )}
                  <WhatIfTable of={data} here={here} />
                </section>
              )}
            </>
          )}
        </Shown>
      </div>
    </Page>
  );
}
