import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Outcome } from '@/ui/chains/Strength';
import type { TargetRecord } from '@/ui/chains/types';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { CHAINS } from './queries';
import { ReassignDialog, StepDialog } from './TargetDialogs';

/** One target: who has it, how far it is, what was done. */
export function TargetDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const [doing, setDoing] = useState<'step' | 'reassign' | null>(null);
  const target = useQuery({
    queryKey: ['chains', 'target', id],
    queryFn: ({ signal }) => api.get<TargetRecord>(`/api/v1/chain-targets/${id}`, undefined, signal),
  });
  const one = target.data;
  const undo = useWrite((version: number, key) => api.post(`/api/v1/chain-targets/${id}/take-back`, { version }, key), { said: t.chain.takenBack, refresh: CHAINS, onDone: close });
  return (
    <Drawer open title={one?.organisation?.name ?? t.chain.target} onClose={close} closable={{ 'aria-label': t.common.close }} destroyOnHidden className="chain-drawer">
      <Shown of={target} rows={6}>
        {(record) => (
          <>
            <Outcome of={record.outcome} overdue={record.overdue} />
            <dl className="facts" style={{ marginTop: 12 }}>
              <div>
                <dt>{t.chain.organisation}</dt>
                <dd>{record.organisation && <AppLink to={paths.investor(record.organisation.id)}>{record.organisation.name}</AppLink>}</dd>
              </div>
              <div>
                <dt>{t.chain.unit}</dt>
                <dd>{record.unit.name}</dd>
              </div>
              <div>
                <dt>{t.chain.due}</dt>
                <dd className="num">{record.due_on}</dd>
              </div>
              {record.project && (
                <div>
                  <dt>{t.chain.become}</dt>
                  <dd>
                    <AppLink to={paths.project(record.project.id)}>{record.project.name}</AppLink>
                  </dd>
                </div>
              )}
              {record.reason && (
                <div className="wide">
                  <dt>{t.chain.why}</dt>
                  <dd>{record.reason}</dd>
                </div>
              )}
            </dl>
            <div className="tags" style={{ marginTop: 12 }}>
              <ActionButton type="primary" action={record.actions.step} onClick={() => setDoing('step')}>
                {t.chain.tell}
              </ActionButton>
              <ActionButton action={record.actions.reassign} onClick={() => setDoing('reassign')}>
                {t.chain.reassign}
              </ActionButton>
              {record.actions.take_back.ok && (
                <ActionButton action={record.actions.take_back} loading={undo.isPending} onClick={() => undo.mutate(record.version)}>
                  {t.chain.takeBack}
                </ActionButton>
              )}
            </div>
            <section aria-label={t.chain.log}>
              <h3>{t.chain.log}</h3>
              <ol className="log">
                {record.log.map((entry) => (
                  <li key={entry.no}>
                    <span className="num soft nowrap">{entry.happened_on}</span>
                    <div>
                      <strong>{t.chain.acts[entry.act] ?? entry.act}</strong> {entry.text}
                      <div className="soft">{[entry.unit.short_name || entry.unit.name, entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
                    </div>
                  </li>
                ))}
              </ol>
            </section>
          </>
        )}
      </Shown>
      {one && doing === 'step' && <StepDialog target={one} close={() => setDoing(null)} />}
      {one && doing === 'reassign' && <ReassignDialog target={one} close={() => setDoing(null)} />}
    </Drawer>
  );
}
