import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { StateTag, word } from '@/ui/words';
import type { CohortProject } from './types';

interface Props {
  asked: Record<string, string>;
  rate: string;
  basis: string;
  close: () => void;
}

/** The projects that a rate was made of: those that count, those that do not. */
export function CohortDrawer({ asked, rate, basis, close }: Props) {
  const t = useT();
  const [reached, setReached] = useState(true);
  const found = useInfiniteQuery({
    queryKey: ['rates', 'projects', asked, rate, reached],
    queryFn: ({ pageParam, signal }) => api.get<PageOf<CohortProject>>('/api/v1/cohort-rates/projects', { ...asked, rate, reached, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  return (
    <Drawer open title={`${word(t, 'rate', rate)} · ${t.rates.meaning[rate] ?? ''}`} size="large" onClose={close} closable={{ 'aria-label': t.common.close }}>
      <Segmented
        value={reached ? 'yes' : 'no'}
        onChange={(value) => setReached(value === 'yes')}
        options={[
          { value: 'yes', label: t.rates.reached },
          { value: 'no', label: t.rates.notReached },
        ]}
      />
      <Shown of={found} rows={6}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          if (rows.length === 0) return <Empty title={t.rates.none} hint="" />;
          return (
            <>
              <p className="soft">{t.rates.count(pages[0]?.total ?? 0)}</p>
              <PlainTable
                label={word(t, 'rate', rate)}
                rows={rows}
                rowKey={(row) => row.id}
                columns={[
                  { title: t.rates.project, cell: (row) => <AppLink to={paths.project(row.id)}>{row.name}</AppLink> },
                  { title: t.rates.unit, cell: (row) => row.lead_unit.short_name || row.lead_unit.name },
                  { title: t.rates.signedOn, cell: (row) => <span className="num nowrap">{row.signed_on}</span> },
                  { title: t.common.withUnit(word(t, 'rateBasis', basis), t.rates.wan), right: true, cell: (row) => (row.amount_fen === null ? '—' : money(row.amount_fen)) },
                  { title: t.rates.funds, right: true, cell: (row) => money(row.funds_fen) },
                  {
                    title: t.rates.stage,
                    cell: (row) => (
                      <span className="tags">
                        <StateTag dimension="stage" code={row.stage} />
                        {row.terminated && <StateTag dimension="status" code="terminated" />}
                      </span>
                    ),
                  },
                ]}
              />
            </>
          );
        }}
      </Shown>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t.timeline.more}
        </Button>
      )}
    </Drawer>
  );
}
