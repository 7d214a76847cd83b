import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { DateInput } from '@/ui/DateInput';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { word } from '@/ui/words';
import { pruned, treeOf, type Branch } from './tree';
import type { UnitRow } from './types';
import { UnitForm } from './UnitForm';
import { UnitPanel } from './UnitPanel';

/** The tree of units as of a day, and the chosen unit beside it. */
export default function UnitsPage() {
  const t = useT();
  const can = useCan();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const { server } = useSession();
  const { id } = useParams({ strict: false });
  const [search, change] = useSearchState();
  const [text, setText] = useState('');
  const on = search['on'];
  const units = useQuery({
    queryKey: ['units', on ?? 'today'],
    queryFn: ({ signal }) => api.get<ListOf<UnitRow>>('/api/v1/units', { on }, signal),
  });
  const writes = can('unit.write');
  return (
    <Page
      title={t.org.title}
      actions={
        <>
          <div style={{ width: 150 }}>
            <DateInput aria-label={t.org.asOf} value={on ?? server.today} onChange={(day) => change({ on: day === server.today ? undefined : (day ?? undefined) })} />
          </div>
          {writes && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ new: '1' })}>
              {t.org.add}
            </Button>
          )}
        </>
      }
    >
      <div className="grid">
        {!(narrow && id) && (
          <section className="panel span-4" aria-label={t.org.title}>
            <Input allowClear aria-label={t.org.find} placeholder={t.org.find} value={text} onChange={(event) => setText(event.target.value)} style={{ marginBottom: 10 }} />
            <Shown of={units} rows={12}>
              {({ items }) => {
                const tree = pruned(treeOf(items), text.trim());
                return tree.length === 0 ? <Empty /> : <Tree tree={tree} chosen={id} search={on ? { on } : {}} />;
              }}
            </Shown>
          </section>
        )}
        <div className="span-8 stack">
          {id ? (
            <UnitPanel id={id} units={units.data?.items ?? []} />
          ) : (
            !narrow && (
              <div className="panel">
                <Empty title={t.org.choose} hint="" />
              </div>
            )
          )}
        </div>
      </div>
      {search['new'] !== undefined && writes && (
        <UnitForm
          units={units.data?.items ?? []}
          parent={id}
          close={() => change({ new: undefined }, { replace: true })}
          done={(unit) => void navigate({ to: paths.unit(unit.id), replace: true })}
        />
      )}
    </Page>
  );
}

function Tree({ tree, chosen, search }: { tree: Branch[]; chosen: string | undefined; search: Record<string, string> }) {
  const t = useT();
  return (
    <ul className="tree">
      {tree.map(({ unit, children }) => (
        <li key={unit.id}>
          <AppLink to={paths.unit(unit.id)} search={search} className={unit.id === chosen ? 'active' : ''} {...(unit.id === chosen ? { 'aria-current': 'true' as const } : {})}>
            <span>{unit.name}</span>
            <small>
              {word(t, 'unitKind', unit.kind)}
              {unit.members_count > 0 && ` · ${t.org.membersCount(unit.members_count)}`}
            </small>
          </AppLink>
          {children.length > 0 && <Tree tree={children} chosen={chosen} search={search} />}
        </li>
      ))}
    </ul>
  );
}
