import { useQuery } from '@tanstack/react-query';
import { App, Drawer } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Pairs } from '@/ui/chains/Pairs';
import { Outcome, Strength } from '@/ui/chains/Strength';
import type { Chain, Firm, LinkView, Target } from '@/ui/chains/types';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag, word } from '@/ui/words';
import { Candidates } from './Candidates';
import { FirmDialog } from './FirmDialog';
import { CHAINS, linkQuery } from './queries';
import { AimDialog } from './TargetDialogs';
import { TargetDrawer } from './TargetDrawer';

const LinkForm = lazy(() => import('./LinkForm'));

interface Props {
  id: string;
  chain: Chain;
  finding: boolean;
  find: (on: boolean) => void;
  close: () => void;
}

/** One link of the picture: what is there, whom the district is after, and who would fit. */
export function LinkDrawer({ id, chain, finding, find, close }: Props) {
  const t = useT();
  const link = useQuery(linkQuery(id));
  const title = finding ? t.chain.findTitle(link.data?.name ?? '') : (link.data?.name ?? t.chain.link);
  return (
    <Drawer open title={title} size="large" onClose={close} closable={{ 'aria-label': t.common.close }} destroyOnHidden className="chain-drawer">
      <Shown of={link} rows={10}>
        {(one) => (finding ? <Candidates link={one} unit={chain.lead_unit.id} back={() => find(false)} /> : <Body link={one} chain={chain} find={() => find(true)} close={close} />)}
      </Shown>
    </Drawer>
  );
}

function Body({ link, chain, find, close }: { link: LinkView; chain: Chain; find: () => void; close: () => void }) {
  const t = useT();
  const can = useCan();
  const { modal } = App.useApp();
  const [doing, setDoing] = useState<'edit' | 'aim' | null>(null);
  const stop = () => setDoing(null);
  const remove = useWrite((version: number, key) => api.post(`/api/v1/chain-links/${link.id}/remove`, { version }, key), { said: t.common.done, refresh: CHAINS, onDone: close });
  const { facts } = link;
  return (
    <>
      <div className="tags">
        <span className="tag">{word(t, 'chainTier', link.tier)}</span>
        <span>
          {t.chain.judged} <Strength of={link.strength} />
        </span>
        <span>
          {t.chain.suggested} <Strength of={facts.suggested} />
        </span>
      </div>
      <div className="chain-facts" style={{ marginTop: 12 }}>
        {link.reason && (
          <p>
            {t.chain.reasonOf}
            {t.common.colon}
            {link.reason}
          </p>
        )}
        <p>
          {t.chain.facts(facts.firms, facts.projects, facts.projects_before_signing)}
          {facts.total_fen !== null && t.chain.factsTotal(money(facts.total_fen, 'yi'))}
        </p>
        <p className="soft">{t.chain.rule}</p>
        <p className="soft">{link.sectors.length === 0 ? t.chain.sectorsNone : link.sectors.map((one) => `${one.code} ${t.industry.name(one.code, one.name)}`).join(t.common.semicolon)}</p>
      </div>
      <div className="tags">
        {can('investor.read') && (
          <ActionButton type="primary" action={link.actions.find} onClick={find}>
            {t.chain.find}
          </ActionButton>
        )}
        {can('chain.write') && (
          <>
            <ActionButton action={link.actions.edit} onClick={() => setDoing('edit')}>
              {t.chain.editLink}
            </ActionButton>
            <ActionButton
              action={link.actions.remove}
              onClick={() => modal.confirm({ title: t.chain.removeSure, okText: t.common.remove, cancelText: t.common.cancel, onOk: () => remove.mutate(link.version) })}
            >
              {t.chain.removeLink}
            </ActionButton>
          </>
        )}
      </div>
      <Targets link={link} aim={() => setDoing('aim')} />
      <Firms link={link} />
      <Projects link={link} />
      {link.pairs.length > 0 && (
        <section aria-label={t.chain.sessions}>
          <h3>{t.chain.sessions}</h3>
          <Pairs
            label={t.chain.pairs}
            pairs={link.pairs}
            where={(pair) => (
              <>
                <span className="num">{pair.held_on}</span> {pair.event}
              </>
            )}
          />
        </section>
      )}
      {doing === 'edit' && (
        <Suspense>
          <LinkForm chain={chain} link={link} close={stop} done={stop} />
        </Suspense>
      )}
      {doing === 'aim' && <AimDialog link={link.id} unit={chain.lead_unit.id} close={stop} />}
    </>
  );
}

function Targets({ link, aim }: { link: LinkView; aim: () => void }) {
  const t = useT();
  const can = useCan();
  const [open, setOpen] = useState<Target | null>(null);
  return (
    <section aria-label={t.chain.targets}>
      <div className="panel-head">
        <h3>{t.chain.targets}</h3>
        {can('chain.write') && (
          <ActionButton size="small" action={link.actions.edit} onClick={aim}>
            {t.chain.targetAdd}
          </ActionButton>
        )}
      </div>
      {link.targets.length === 0 ? (
        <p className="soft">{t.chain.targetNone}</p>
      ) : (
        <ul className="rows">
          {link.targets.map((target) => (
            <li key={target.id}>
              <div className="grow">
                {target.organisation ? (
                  <button type="button" className="link" onClick={() => setOpen(target)}>
                    {target.organisation.name}
                  </button>
                ) : (
                  <span className="soft">{t.chain.nameless}</span>
                )}
                <div className="soft">
                  {target.unit.short_name || target.unit.name} · <span className="num">{t.chain.by(target.due_on)}</span>
                  {target.said && ` · ${target.said}`}
                </div>
                {target.project && <AppLink to={paths.project(target.project.id)}>{target.project.name}</AppLink>}
              </div>
              <Outcome of={target.outcome} overdue={target.overdue} />
            </li>
          ))}
        </ul>
      )}
      {open && <TargetDrawer id={open.id} close={() => setOpen(null)} />}
    </section>
  );
}

function Firms({ link }: { link: LinkView }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState<Firm | 'new' | null>(null);
  return (
    <section aria-label={t.chain.firms}>
      <div className="panel-head">
        <h3>{t.chain.firms}</h3>
        {can('chain.write') && (
          <ActionButton size="small" action={link.actions.edit} onClick={() => setEditing('new')}>
            {t.chain.firmAdd}
          </ActionButton>
        )}
      </div>
      {link.firms.length === 0 ? (
        <p className="soft">{t.chain.firmNone}</p>
      ) : (
        <ul className="rows">
          {link.firms.map((firm) => (
            <li key={firm.id}>
              <div className="grow">
                {firm.organisation === null ? (
                  <span className="soft">{t.chain.nameless}</span>
                ) : firm.readable ? (
                  <AppLink to={paths.investor(firm.organisation.id)}>{firm.organisation.name}</AppLink>
                ) : (
                  firm.organisation.name
                )}
                <div className="soft">
                  {[firm.role, firm.since_on && t.chain.span(firm.since_on, null)].filter(Boolean).join(' · ')}
                </div>
              </div>
              {link.actions.edit.ok && firm.organisation && (
                <button type="button" className="link" onClick={() => setEditing(firm)} aria-label={`${t.common.edit} ${firm.organisation.name}`}>
                  {t.common.edit}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing !== null && <FirmDialog link={link.id} firm={editing === 'new' ? null : editing} close={() => setEditing(null)} />}
    </section>
  );
}

function Projects({ link }: { link: LinkView }) {
  const t = useT();
  const all = link.facts.projects + link.facts.projects_before_signing;
  return (
    <section aria-label={t.chain.projectsOf}>
      <h3>{t.chain.projectsOf}</h3>
      {link.projects.length === 0 ? (
        <p className="soft">{t.chain.projectsNone}</p>
      ) : (
        <ul className="rows">
          {link.projects.map((one) => (
            <li key={one.project.id}>
              <div className="grow">
                <AppLink to={paths.project(one.project.id)}>{one.project.name}</AppLink>
                <div className="soft">
                  {[one.industry && `${one.industry.code} ${t.industry.name(one.industry.code, one.industry.name)}`, one.lead_unit.short_name || one.lead_unit.name].filter(Boolean).join(' · ')}
                </div>
              </div>
              {one.total_fen !== null && (
                <span className="num nowrap">
                  {money(one.total_fen)} {t.common.unitName.wan}
                </span>
              )}
              <StateTag dimension="stage" code={one.stage} />
            </li>
          ))}
        </ul>
      )}
      {all > link.projects.length && <p className="soft">{t.chain.projectsHidden(all)}</p>}
    </section>
  );
}
