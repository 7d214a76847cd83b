import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Decide } from '@/ui/keeping/Decide';
import { Grade, Stillness } from '@/ui/keeping/Grade';
import type { StillProject, StillRows } from '@/ui/keeping/types';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { word } from '@/ui/words';

interface Doing {
  project: StillProject;
  what: 'evict' | 'extend';
}

/** 在库管理: what stands still, the longest first; the office confirms that a project leaves, or extends. */
export default function KeepingPage() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const [doing, setDoing] = useState<Doing | null>(null);
  const asked = {
    ...(search['unit'] ? { unit: search['unit'] } : {}),
    ...(search['stillness'] ? { stillness: search['stillness'] } : {}),
    ...(search['own'] ? { own: search['own'] } : {}),
  };
  const still = useQuery({
    queryKey: ['keeping', asked],
    queryFn: ({ signal }) => api.get<StillRows>('/api/v1/keeping', asked, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t.keeping.title} sub={t.keeping.sub} actions={<Button onClick={() => void navigate({ to: paths.keepingRules })}>{t.keeping.rules}</Button>}>
      <section className="panel" aria-label={t.keeping.title}>
        <div className="panel-head wrap">
          <div className="scroll-x" tabIndex={0} role="group" aria-label={t.keeping.state}>
            <Segmented
              aria-label={t.keeping.state}
              value={search['stillness'] ?? ''}
              onChange={(value) => change({ stillness: value || undefined })}
              options={[
                { value: '', label: t.common.all },
                ...(still.data?.counts ?? []).map((one) => ({ value: one.stillness, label: `${word(t, 'stillness', one.stillness)} ${one.projects}` })),
              ]}
            />
          </div>
          <UnitPick aria-label={t.keeping.unit} placeholder={t.keeping.unit} allowClear value={search['unit'] ?? null} onChange={(unit) => change({ unit })} />
        </div>
        <Shown of={still} rows={8}>
          {(data) =>
            data.items.length === 0 ? (
              <Empty title={t.keeping.none} hint={t.keeping.noneHint} />
            ) : (
              <>
                <p className="soft">
                  {t.keeping.asOf(data.as_of)}
                  {data.more && ` · ${t.keeping.more}`}
                </p>
                <PlainTable
                  label={t.keeping.title}
                  rows={data.items}
                  rowKey={(row) => row.project.id}
                  columns={[
                    { title: t.keeping.project, head: true, cell: (row) => <AppLink to={paths.project(row.project.id)}>{row.project.name}</AppLink> },
                    { title: t.keeping.state, cell: (row) => <Stillness state={row.stillness} /> },
                    { title: t.keeping.unit, cell: (row) => row.lead_unit.short_name || row.lead_unit.name },
                    { title: t.keeping.stage, cell: (row) => <span className="nowrap">{word(t, 'stage', row.stage)}</span> },
                    { title: t.keeping.grade, cell: (row) => row.grade && <Grade grade={row.grade} /> },
                    { title: t.keeping.totalWan, right: true, cell: (row) => (row.total_fen === null ? '—' : money(row.total_fen)) },
                    { title: t.keeping.since, cell: (row) => <span className="num nowrap">{row.idle_since_on}</span> },
                    { title: t.keeping.days, right: true, cell: (row) => row.days_idle },
                    { title: t.keeping.leavesOn, cell: (row) => <span className="num nowrap">{row.leaves_on}</span> },
                    ...(data.may_decide && can('project.write')
                      ? [
                          {
                            title: t.common.actions,
                            cell: (row: StillProject) => (
                              <span className="tags nowrap">
                                {row.stillness === 'proposed' && (
                                  <Button size="small" onClick={() => setDoing({ project: row, what: 'evict' })} aria-label={`${t.keeping.evict} ${row.project.name}`}>
                                    {t.keeping.evict}
                                  </Button>
                                )}
                                <Button size="small" type="text" onClick={() => setDoing({ project: row, what: 'extend' })} aria-label={`${t.keeping.extend} ${row.project.name}`}>
                                  {t.keeping.extend}
                                </Button>
                              </span>
                            ),
                          },
                        ]
                      : []),
                  ]}
                />
              </>
            )
          }
        </Shown>
      </section>
      {doing && <Decide project={{ id: doing.project.project.id, version: doing.project.version }} what={doing.what} close={() => setDoing(null)} />}
    </Page>
  );
}
