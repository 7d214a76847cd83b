import { PlusOutlined } from '@ant-design/icons';
import { App } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Pairs } from '@/ui/chains/Pairs';
import type { Chain, Pair, Session } from '@/ui/chains/types';
import { useReadsEvents } from '@/ui/pick';
import { Empty } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { CHAINS } from './queries';
import { PairDialog, SessionDialog } from './SessionDialogs';

/** Events at which firms of the chain met investors, pair by pair. */
export function Sessions({ chain }: { chain: Chain }) {
  const t = useT();
  const can = useCan();
  const readsEvents = useReadsEvents();
  const { modal } = App.useApp();
  const [, change] = useSearchState();
  const [adding, setAdding] = useState(false);
  const [pairing, setPairing] = useState<{ session: Session; pair: Pair | null } | null>(null);
  const undock = useWrite((event: string, key) => api.delete(`/api/v1/chains/${chain.id}/sessions/${event}`, undefined, key), { said: t.common.done, refresh: CHAINS });
  const { edit } = chain.actions;
  return (
    <section className="panel" aria-label={t.chain.sessions}>
      <div className="panel-head">
        <h2>{t.chain.sessions}</h2>
        {can('chain.write') && (
          <ActionButton size="small" icon={<PlusOutlined aria-hidden />} action={edit} onClick={() => setAdding(true)}>
            {t.chain.sessionAdd}
          </ActionButton>
        )}
      </div>
      {chain.sessions.length === 0 && <Empty title={t.chain.sessionsNone} hint={t.chain.sessionsHint} />}
      {chain.sessions.map((session) => {
        const pairs = chain.pairs.filter((pair) => pair.event_id === session.event_id);
        return (
          <article key={session.event_id} className="session">
            <div className="panel-head">
              <div>
                <h3>{readsEvents ? <AppLink to={paths.event(session.event_id)}>{session.name}</AppLink> : session.name}</h3>
                <span className="soft">
                  <span className="num">{session.held_on}</span>
                  {[session.place, ...session.units.map((unit) => unit.short_name || unit.name)].filter(Boolean).map((text) => ` · ${text}`)}
                </span>
              </div>
              {edit.ok && (
                <span className="tags">
                  <ActionButton size="small" disabledReason={chain.links.length === 0 ? t.chain.noLinks : undefined} onClick={() => setPairing({ session, pair: null })} aria-label={`${t.chain.pairAdd} ${session.name}`}>
                    {t.chain.pairAdd}
                  </ActionButton>
                  {session.empty && (
                    <ActionButton
                      size="small"
                      onClick={() => modal.confirm({ title: t.chain.removeSure, okText: t.chain.undock, cancelText: t.common.cancel, onOk: () => undock.mutate(session.event_id) })}
                      aria-label={`${t.chain.undock} ${session.name}`}
                    >
                      {t.chain.undock}
                    </ActionButton>
                  )}
                </span>
              )}
            </div>
            {pairs.length === 0 ? (
              <p className="soft">{t.chain.pairsNone}</p>
            ) : (
              <Pairs
                label={`${t.chain.pairs} ${session.name}`}
                pairs={pairs}
                where={(pair) => (
                  <button type="button" className="link" onClick={() => change({ link: pair.link_id })}>
                    {pair.link}
                  </button>
                )}
                {...(edit.ok
                  ? {
                      end: (pair: Pair) => (
                        <button type="button" className="link" onClick={() => setPairing({ session, pair })} aria-label={`${t.common.edit} ${pair.firm?.name ?? ''} × ${pair.investor?.name ?? ''}`}>
                          {t.common.edit}
                        </button>
                      ),
                    }
                  : {})}
              />
            )}
          </article>
        );
      })}
      {adding && <SessionDialog chain={chain} close={() => setAdding(false)} />}
      {pairing && <PairDialog chain={chain} session={pairing.session} pair={pairing.pair} close={() => setPairing(null)} />}
    </section>
  );
}
