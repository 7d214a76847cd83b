import './assessment.css';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { StateTag } from '@/ui/words';
import { BuiltIns, builtInQuery } from './BuiltIns';
import { Editor } from './SchemeEditor';
import type { Scheme, SchemeRow } from './types';

/** 考核办法: versions of the scheme, its text, and what the checker says of it. */
export default function SchemesPage() {
  const t = useT();
  const can = useCan();
  const { server } = useSession();
  const [search] = useSearchState();
  const install = useWrite((year: number, key) => api.post('/api/v1/schemes/default', { year }, key), { said: t.assessment.schemeInForce, refresh: [['schemes'], ['scores']] });
  const schemes = useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => api.get<ListOf<SchemeRow>>('/api/v1/schemes', undefined, signal) });
  const list = schemes.data?.items ?? [];
  const id = search['id'] ?? list.find((one) => one.state === 'in_force')?.id ?? list[0]?.id;
  const [choosing, setChoosing] = useState(false);
  const start = search['start'];
  const builtIn = useQuery({ ...builtInQuery(server.year), enabled: start !== undefined });
  const from = builtIn.data?.items.find((one) => one.id === start);
  const begun: Scheme | undefined = from && { id: '', code: from.id, version: 1, name: from.name, year: server.year, state: 'draft', text: from.text, findings: [] };
  const scheme = useQuery({
    queryKey: ['schemes', id],
    queryFn: ({ signal }) => api.get<Scheme>(`/api/v1/schemes/${id}`, undefined, signal),
    enabled: id !== undefined,
  });
  return (
    <Page title={t.nav.scheme} sub={t.assessment.schemeSub} actions={<Button onClick={() => setChoosing(true)}>{t.assessment.builtIns}</Button>}>
      <Shown of={schemes}>
        {({ items }) =>
          items.length === 0 && !start ? (
            <div className="panel">
              <Empty title={t.assessment.noSchemes} hint={t.assessment.noSchemesHint}>
                <ActionButton type="primary" disabledReason={can('scheme.write') ? undefined : t.assessment.noSchemeWrite} loading={install.isPending} onClick={() => install.mutate(server.year)}>
                  {t.assessment.install(server.year)}
                </ActionButton>
              </Empty>
            </div>
          ) : (
            <div className="schemes">
              <nav className="panel" aria-label={t.assessment.versions}>
                <ul className="scheme-list">
                  {items.map((one) => (
                    <li key={one.id}>
                      <AppLink to={paths.schemes} search={{ id: one.id }} {...(one.id === id && !start ? { 'aria-current': 'page' as const } : {})}>
                        <span>
                          {one.name} <small>{t.assessment.version(one.version)}</small>
                        </span>
                        <StateTag dimension="schemeState" code={one.state} />
                      </AppLink>
                    </li>
                  ))}
                </ul>
              </nav>
              {start ? (
                <Shown of={{ ...builtIn, data: begun }} rows={16}>
                  {(one) => <Editor key={one.code} scheme={one} />}
                </Shown>
              ) : (
                <Shown of={scheme} rows={16}>
                  {(one) => <Editor key={one.id} scheme={one} />}
                </Shown>
              )}
            </div>
          )
        }
      </Shown>
      {choosing && <BuiltIns close={() => setChoosing(false)} />}
    </Page>
  );
}
