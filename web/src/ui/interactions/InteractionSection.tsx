import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { OrganisationRef, PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Shown } from '../States';
import { word } from '../words';
import { NextDue, Standing } from './Standing';
import type { InteractionRow } from './types';

const InteractionForm = lazy(() => import('./InteractionForm'));

/** What the reader's units had to do with an organisation, the latest first. */
export function InteractionSection({ organisation, span }: { organisation: OrganisationRef; span: string }) {
  const t = useT();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const found = useQuery({
    queryKey: ['interactions', 'of', organisation.id],
    queryFn: ({ signal }) => api.get<PageOf<InteractionRow>>('/api/v1/interactions', { organisation: organisation.id, limit: 10 }, signal),
  });
  return (
    <section className={`panel ${span}`} aria-label={t.interaction.title}>
      <div className="panel-head">
        <h2>{t.interaction.title}</h2>
        {can('interaction.write') && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {t.interaction.add}
          </Button>
        )}
      </div>
      <Shown of={found} rows={2}>
        {({ items, total }) =>
          items.length === 0 ? (
            <p className="soft">{t.interaction.noneHere}</p>
          ) : (
            <>
              <ul className="rows">
                {items.map((one) => (
                  <li key={one.id}>
                    <span className="num soft nowrap">{one.held_on}</span>
                    <div className="grow">
                      <AppLink to={paths.interaction(one.id)}>{one.subject}</AppLink>
                      <div className="soft">{[word(t, 'interactionKind', one.kind), one.unit.short_name || one.unit.name, one.place].filter(Boolean).join(' · ')}</div>
                    </div>
                    {one.standing !== 'told' && <Standing standing={one.standing} />}
                    <NextDue row={one} />
                  </li>
                ))}
              </ul>
              {(total ?? 0) > items.length && (
                <AppLink to={paths.interactions} search={{ organisation: organisation.id }}>
                  {t.interaction.all}
                </AppLink>
              )}
            </>
          )
        }
      </Shown>
      {adding && (
        <Suspense>
          <InteractionForm organisation={organisation} close={() => setAdding(false)} done={() => setAdding(false)} />
        </Suspense>
      )}
    </section>
  );
}
