import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import type { Search } from '@/lib/search';
import { AppLink } from '@/ui/AppLink';
import { ReminderTag } from '@/ui/claims/ClaimTag';
import type { AskRow, CaseRow, ClaimRow } from '@/ui/claims/types';
import { StateTag, word } from '@/ui/words';

/** What first reports ask of me: those that end, questions to answer, disputes to decide. */
export function Claims() {
  const can = useCan();
  const t = useT();
  return (
    <>
      {can('claim.write') && (
        <Waiting<ClaimRow> title={t.claim.home.ending} endpoint="/api/v1/claims" query={{ hand: 'ending' }} all={{ hand: 'ending' }} shown={(one) => <Ending claim={one} />} />
      )}
      {(can('claim.write') || can('claim.recognise')) && (
        <Waiting<AskRow> title={t.claim.home.answer} endpoint="/api/v1/claim-asks" query={{ hand: 'answer' }} all={{ tab: 'asks', hand: 'answer' }} shown={(one) => <Question ask={one} />} />
      )}
      {can('claim.recognise') && (
        <Waiting<CaseRow> title={t.claim.home.decide} endpoint="/api/v1/claim-cases" query={{ hand: 'decide' }} all={{ tab: 'cases', hand: 'decide' }} shown={(one) => <Dispute dispute={one} />} />
      )}
    </>
  );
}

interface Props<Row> {
  title: string;
  endpoint: string;
  query: Record<string, string>;
  /** The same question on the page of claims. */
  all: Search;
  shown: (row: Row) => ReactNode;
}

function Waiting<Row extends { id: string }>({ title, endpoint, query, all, shown }: Props<Row>) {
  const t = useT();
  const rows = useQuery({
    queryKey: ['claims', 'home', endpoint, query],
    queryFn: ({ signal }) => api.get<PageOf<Row>>(endpoint, { ...query, limit: 6 }, signal),
  });
  // An empty box would only push the others down the page.
  if (!rows.data || rows.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{rows.data.total}</span>
        </h2>
        <AppLink to={paths.claims} search={all}>
          {t.claim.all}
        </AppLink>
      </div>
      <ul className="rows">
        {rows.data.items.map((one) => (
          <li key={one.id}>{shown(one)}</li>
        ))}
      </ul>
    </section>
  );
}

function Ending({ claim }: { claim: ClaimRow }) {
  const t = useT();
  return (
    <>
      <div className="grow">
        <AppLink to={paths.claim(claim.id)}>{claim.organisation.name}</AppLink>
        <div className="soft">
          <span className="num">{claim.code}</span> · {t.claim.left(claim.days_left ?? 0)}
        </div>
      </div>
      <span className="tags">
        <ReminderTag claim={claim} />
        {claim.idle && <span className="tag warn">{t.claim.idle}</span>}
      </span>
    </>
  );
}

function Question({ ask }: { ask: AskRow }) {
  const t = useT();
  return (
    <>
      <div className="grow">
        <AppLink to={paths.claims} search={{ tab: 'asks', hand: 'answer', ask: ask.id }}>
          {ask.investor_name}
        </AppLink>
        <div className="soft">
          {ask.unit.short_name || ask.unit.name} · {ask.text}
        </div>
      </div>
      <span className="tag accent">{word(t, 'claimWay', ask.way)}</span>
    </>
  );
}

function Dispute({ dispute }: { dispute: CaseRow }) {
  const t = useT();
  return (
    <>
      <div className="grow">
        <AppLink to={paths.claimCase(dispute.id)}>{t.claim.sides(dispute.unit.name, dispute.claim.unit.name)}</AppLink>
        <div className="soft">
          <span className="num">{dispute.code}</span> · {t.claim.dueOn} <span className="num nowrap">{dispute.due_on}</span>
        </div>
      </div>
      <StateTag dimension="caseState" code={dispute.state} />
    </>
  );
}
