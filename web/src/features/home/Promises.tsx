import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Kept } from '@/ui/commitments/CommitmentSection';
import type { CommitmentRow, SupportRow } from '@/ui/commitments/types';
import { StateTag, word } from '@/ui/words';

/** What was promised and is due, and support funds that wait for a decision or for payment. */
export function Promises() {
  const can = useCan();
  return (
    <>
      {can('commitment.write') && <Due />}
      {can('commitment.recognise') && <Supports hand="decide" />}
      {can('commitment.write') && <Supports hand="pay" />}
    </>
  );
}

function Due() {
  const t = useT();
  const due = useQuery({
    queryKey: ['commitments', 'home'],
    queryFn: ({ signal }) => api.get<PageOf<CommitmentRow>>('/api/v1/commitments', { mine: true, overdue: true, limit: 6 }, signal),
  });
  if (!due.data || due.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={t.home.commitments}>
      <div className="panel-head">
        <h2>
          {t.home.commitments} <span className="count">{due.data.total}</span>
        </h2>
        <AppLink to={paths.commitments} search={{ mine: 'true', overdue: 'true' }}>
          {t.home.commitmentsAll}
        </AppLink>
      </div>
      <ul className="rows">
        {due.data.items.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <AppLink to={paths.commitment(one.id)}>{one.text}</AppLink>
              <div className="soft">
                {one.project.name} · {word(t, 'side', one.side)} · {t.commitment.due} <span className="num nowrap">{one.due_on}</span>
              </div>
            </div>
            <Kept promise={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Supports({ hand }: { hand: 'decide' | 'pay' }) {
  const t = useT();
  const waiting = useQuery({
    queryKey: ['supports', 'home', hand],
    queryFn: ({ signal }) => api.get<PageOf<SupportRow>>('/api/v1/supports', { hand, limit: 6 }, signal),
  });
  const title = t.home.supports[hand] ?? '';
  if (!waiting.data || waiting.data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} <span className="count">{waiting.data.total}</span>
        </h2>
        <AppLink to={paths.supports} search={{ hand }}>
          {t.home.supportsAll}
        </AppLink>
      </div>
      <ul className="rows">
        {waiting.data.items.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <AppLink to={paths.support(one.id)}>{one.title}</AppLink>
              <div className="soft">
                {one.project.name} · <span className="num nowrap">{t.timeline.wan(money(hand === 'decide' ? one.applied_fen : one.approved_fen - one.paid_fen))}</span>
              </div>
            </div>
            <StateTag dimension="supportState" code={one.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
