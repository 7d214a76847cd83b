import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf, PersonRef, UnitRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import type { ReferralRow } from '@/ui/referrals/types';

interface Handover {
  id: string;
  code: string;
  person: PersonRef | null;
  unit: UnitRef | null;
  reason: string;
  waiting_count: number;
}

/** What others want to give to me: hand-overs to take over, investors referred to my unit. */
export function Given() {
  const t = useT();
  const can = useCan();
  if (!can('investor.write')) return null;
  return (
    <>
      <Box<Handover>
        title={t.handover.home}
        endpoint="/api/v1/handovers"
        all={{ to: paths.handovers, label: t.handover.all }}
        shown={(one) => (
          <>
            <div className="grow">
              <AppLink to={paths.handover(one.id)}>{[one.person?.name, one.unit?.name].filter(Boolean).join(' · ')}</AppLink>
              <div className="soft">
                <span className="num">{one.code}</span> · {one.reason}
              </div>
            </div>
            <span className="tag warn">{t.handover.waitingOf(one.waiting_count)}</span>
          </>
        )}
      />
      <Box<ReferralRow>
        title={t.referral.home}
        endpoint="/api/v1/referrals"
        all={{ to: paths.referrals, label: t.referral.all }}
        shown={(one) => (
          <>
            <div className="grow">
              <AppLink to={paths.referral(one.id)}>{one.organisation_name}</AppLink>
              <div className="soft">
                {one.from_unit.short_name || one.from_unit.name} · {one.why}
              </div>
            </div>
            <span className="soft nowrap">{t.referral.until(one.expires_on)}</span>
          </>
        )}
      />
    </>
  );
}

function Box<Row extends { id: string }>({ title, endpoint, all, shown }: { title: string; endpoint: string; all: { to: string; label: string }; shown: (row: Row) => ReactNode }) {
  const rows = useQuery({
    queryKey: [endpoint.endsWith('referrals') ? 'referrals' : 'handovers', 'home'],
    queryFn: ({ signal }) => api.get<PageOf<Row>>(endpoint, { hand: 'answer', limit: 6 }, signal),
  });
  // An empty box would only push the others down the page.
  if (!rows.data || rows.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{rows.data.total}</span>
        </h2>
        <AppLink to={all.to} search={{ hand: 'answer' }}>
          {all.label}
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
