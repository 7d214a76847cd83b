import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { Signal } from './Signal';
import { StepDialog, type Step } from './StepDialog';
import type { Anomaly, AnomalyList, AnomalyRule } from './types';
import './anomaly.css';

interface Doing {
  signal: Anomaly;
  step: Step;
}

/** 异常情形: what may not be real, by rule, with the rows behind it. */
export default function AnomaliesPage() {
  const t = useT();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const [doing, setDoing] = useState<Doing | null>(null);
  const asked = Object.fromEntries(['from', 'to', 'rule', 'state', 'unit'].flatMap((key) => (search[key] ? [[key, search[key]]] : [])));
  const found = useInfiniteQuery({
    queryKey: ['anomalies', asked],
    queryFn: ({ pageParam, signal }) => api.get<AnomalyList>('/api/v1/anomalies', { ...asked, limit: '20', cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const first = found.data?.pages[0];
  const month = (key: 'from' | 'to', label: string) => (
    <DatePicker
      picker="month"
      aria-label={label}
      prefix={label}
      allowClear={search[key] !== undefined}
      value={(search[key] ?? first?.[key]) ? dayjs(`${search[key] ?? first?.[key]}-01`) : null}
      onChange={(day) => change({ [key]: day?.format('YYYY-MM') })}
    />
  );
  return (
    <Page title={t.anomaly.title} sub={t.anomaly.sub} actions={<Button onClick={() => void navigate({ to: paths.anomalyRules })}>{t.anomaly.rules}</Button>}>
      <div className="ledger-filters" role="search" aria-label={t.anomaly.title}>
        {month('from', t.anomaly.from)}
        {month('to', t.anomaly.to)}
        <UnitPick aria-label={t.anomaly.unit} placeholder={t.anomaly.unit} allowClear value={search['unit'] ?? null} onChange={(unit) => change({ unit })} />
        <Segmented
          aria-label={t.anomaly.state}
          value={search['state'] ?? 'open'}
          onChange={(value) => change({ state: value === 'open' ? undefined : value })}
          options={Object.entries(t.anomaly.states).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <Shown of={found} rows={10}>
        {({ pages }) => (
          <div className="anomaly">
            <nav className="panel" aria-label={t.anomaly.rule}>
              <Rules rules={pages[0]?.rules ?? []} chosen={search['rule']} choose={(rule) => change({ rule })} />
            </nav>
            <section className="panel" aria-label={t.anomaly.title}>
              <div className="panel-head">
                <h2>{pages[0]?.rules.find((rule) => rule.code === search['rule'])?.name ?? t.anomaly.allRules}</h2>
                <span className="soft">{t.anomaly.total(pages[0]?.total ?? 0)}</span>
              </div>
              {search['rule'] !== undefined && <p className="soft">{pages[0]?.rules.find((rule) => rule.code === search['rule'])?.reason}</p>}
              {pages[0]?.items.length === 0 ? (
                <Empty title={t.anomaly.none} hint={t.anomaly.noneHint} />
              ) : (
                <ul className="signals">
                  {pages
                    .flatMap((page) => page.items)
                    .map((signal) => (
                      <Signal key={`${signal.rule} ${signal.subject}`} signal={signal} act={(step) => setDoing({ signal, step })} />
                    ))}
                </ul>
              )}
              {found.hasNextPage && (
                <Button block type="text" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                  {t.anomaly.more}
                </Button>
              )}
            </section>
          </div>
        )}
      </Shown>
      {doing && <StepDialog signal={doing.signal} step={doing.step} close={() => setDoing(null)} />}
    </Page>
  );
}

/** Every rule with how many signals it gave; one of them narrows the list. */
function Rules({ rules, chosen, choose }: { rules: AnomalyRule[]; chosen: string | undefined; choose: (rule: string | undefined) => void }) {
  const t = useT();
  const one = (code: string | undefined, name: string, open: number, cleared: number) => (
    <li key={code ?? ''}>
      <button type="button" className="rule" aria-current={chosen === code ? 'true' : undefined} onClick={() => choose(code)}>
        <span className="grow">{name}</span>
        <span className={open > 0 ? 'tag warn' : 'soft'} title={t.anomaly.counts(open, cleared)}>
          {open}
        </span>
      </button>
    </li>
  );
  const sum = (key: 'open' | 'cleared') => rules.reduce((all, rule) => all + rule[key], 0);
  return (
    <ul>
      {one(undefined, t.anomaly.allRules, sum('open'), sum('cleared'))}
      {rules.map((rule) => one(rule.code, rule.name, rule.open, rule.cleared))}
    </ul>
  );
}
