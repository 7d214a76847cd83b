import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Strength } from '@/ui/chains/Strength';
import type { ChainList, ChainRow } from '@/ui/chains/types';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { word } from '@/ui/words';
import { MyTargets } from './MyTargets';
import './chain.css';

const ChainForm = lazy(() => import('./ChainForm'));

/** All chains: how strong, what is missing, whom they are after. */
export default function ChainsPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const chains = useQuery({ queryKey: ['chains', 'list'], queryFn: ({ signal }) => api.get<ChainList>('/api/v1/chains', undefined, signal) });
  const leave = () => change({ new: undefined }, { replace: true });
  return (
    <Page
      title={t.chain.title}
      sub={t.chain.sub}
      actions={
        <>
          <AppLink to={paths.chainTargets}>{t.chain.allTargets}</AppLink>
          {can('chain.write') && (
            <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} action={chains.data?.create} onClick={() => change({ new: '1' })}>
              {t.chain.add}
            </ActionButton>
          )}
        </>
      }
    >
      <div className="stack">
        <Shown of={chains} rows={6}>
          {({ items }) => (
            <section className="panel" aria-label={t.chain.title}>
              {items.length === 0 ? <Empty title={t.chain.empty} hint={t.chain.emptyHint} /> : <Chains rows={items} />}
            </section>
          )}
        </Shown>
        {can('interaction.write') && <MyTargets />}
      </div>
      {search['new'] !== undefined && chains.data?.create.ok && (
        <Suspense>
          <ChainForm chain={undefined} leaders={chains.data.leaders} close={leave} done={(made) => void navigate({ to: paths.chain(made.id) })} />
        </Suspense>
      )}
    </Page>
  );
}

function Chains({ rows }: { rows: ChainRow[] }) {
  const t = useT();
  const narrow = useNarrow();
  const strength = (key: 'strong' | 'fair' | 'weak' | 'gap') => ({
    title: word(t, 'chainStrength', key),
    right: true,
    cell: (row: ChainRow) => (row.strengths[key] === 0 ? <span className="soft">0</span> : <strong className={`chain-${key}`}>{row.strengths[key]}</strong>),
  });
  if (narrow) {
    return (
      <ul className="rows" aria-label={t.chain.title}>
        {rows.map((row) => (
          <li key={row.id}>
            <div className="grow">
              <AppLink to={paths.chain(row.id)}>{row.name}</AppLink> {!row.holds && <span className="tag">{t.chain.over}</span>}
              <div className="soft">{[row.leader, row.lead_unit.short_name || row.lead_unit.name].filter(Boolean).join(' · ')}</div>
              <div className="tags">
                {(['strong', 'fair', 'weak', 'gap'] as const).map((one) => (
                  <span key={one}>
                    <Strength of={one} /> <span className="num">{row.strengths[one]}</span>
                  </span>
                ))}
              </div>
              <div className="soft">
                {t.chain.counts(row.firms, row.targets.to_contact + row.targets.contacted + row.targets.visiting, row.projects)}{' '}
                {row.targets.overdue > 0 && <span className="tag bad">{t.chain.overdueOf(row.targets.overdue)}</span>}
              </div>
            </div>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <PlainTable
      label={t.chain.title}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { title: t.chain.code, cell: (row) => <span className="num">{row.code}</span> },
        {
          title: t.chain.name,
          head: true,
          cell: (row) => (
            <>
              <AppLink to={paths.chain(row.id)}>{row.name}</AppLink> {!row.holds && <span className="tag">{t.chain.over}</span>}
            </>
          ),
        },
        { title: t.chain.leader, cell: (row) => row.leader },
        { title: t.chain.lead, cell: (row) => row.lead_unit.short_name || row.lead_unit.name },
        { title: t.chain.master, cell: (row) => row.master && <AppLink to={paths.investor(row.master.id)}>{row.master.name}</AppLink> },
        strength('strong'),
        strength('fair'),
        strength('weak'),
        strength('gap'),
        { title: t.chain.firms, right: true, cell: (row) => row.firms },
        { title: t.chain.projects, right: true, cell: (row) => row.projects },
        { title: t.chain.targets, cell: (row) => <Targets of={row.targets} /> },
      ]}
    />
  );
}

/** How many targets there are of each outcome that has any. */
function Targets({ of }: { of: ChainRow['targets'] }) {
  const t = useT();
  const some = (['to_contact', 'contacted', 'visiting', 'project', 'given_up'] as const).filter((one) => of[one] > 0);
  if (some.length === 0) return <span className="soft">{t.common.none}</span>;
  return (
    <>
      {some.map((one) => `${word(t, 'chainOutcome', one)} ${of[one]}`).join(' · ')} {of.overdue > 0 && <span className="tag bad">{t.chain.overdueOf(of.overdue)}</span>}
    </>
  );
}
