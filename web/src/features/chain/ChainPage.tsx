import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { App } from 'antd';
import { lazy, Suspense } from 'react';
import { api } from '@/api/http';
import { useCan, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Strength } from '@/ui/chains/Strength';
import type { Chain } from '@/ui/chains/types';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';
import { LinkDrawer } from './LinkDrawer';
import { Picture } from './Picture';
import { CHAINS, chainQuery } from './queries';
import { Sessions } from './Sessions';
import './chain.css';

const ChainForm = lazy(() => import('./ChainForm'));
const LinkForm = lazy(() => import('./LinkForm'));

/** One chain: its picture, whom it is after, who met whom. */
export default function ChainPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const chain = useQuery(chainQuery(id));
  if (chain.data) return <Record chain={chain.data} />;
  return (
    <Page title={t.chain.one} crumbs={[{ label: t.chain.title, to: paths.chains }]}>
      <Shown of={chain} rows={10}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ chain }: { chain: Chain }) {
  const t = useT();
  const can = useCan();
  const session = useSession();
  const readsAll = session.can.some((grant) => grant.class === 'investor' && grant.act === 'read' && grant.scope === 'district');
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const remove = useWrite((version: number, key) => api.post(`/api/v1/chains/${chain.id}/remove`, { version }, key), {
    said: t.common.done,
    refresh: CHAINS,
    onDone: () => void navigate({ to: paths.chains, replace: true }),
  });
  const leave = () => change({ edit: undefined, add: undefined }, { replace: true });
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.chain.leader, chain.leader],
    [t.chain.lead, chain.lead_unit.name],
    [t.chain.master, chain.master ? <AppLink to={paths.investor(chain.master.id)}>{chain.master.name}</AppLink> : <span className="soft">{readsAll ? t.chain.masterOpen : t.chain.masterNone}</span>],
    [t.chain.valid, <span key="v" className="num">{t.chain.span(chain.valid_from, chain.valid_until)}</span>],
    [
      t.chain.strengths,
      <span key="s" className="tags">
        {(['strong', 'fair', 'weak', 'gap'] as const).map((one) => (
          <span key={one}>
            <Strength of={one} /> <span className="num">{chain.strengths[one]}</span>
          </span>
        ))}
      </span>,
    ],
    [t.chain.firms, <span key="f" className="num">{chain.firms}</span>],
    [t.chain.projects, <span key="p" className="num">{chain.projects}</span>],
    [
      t.chain.targets,
      <span key="t">
        {(['to_contact', 'contacted', 'visiting', 'project', 'given_up'] as const).map((one) => `${word(t, 'chainOutcome', one)} ${chain.targets[one]}`).join(' · ')}{' '}
        {chain.targets.overdue > 0 && <span className="tag bad">{t.chain.overdueOf(chain.targets.overdue)}</span>}
      </span>,
      true,
    ],
    [t.chain.note, chain.note, true],
  ];
  return (
    <Page
      title={chain.name}
      crumbs={[{ label: t.chain.title, to: paths.chains }]}
      sub={
        <span className="tags">
          <span className="num">{chain.code}</span>
          {!chain.holds && <span className="tag">{t.chain.over}</span>}
        </span>
      }
      actions={
        can('chain.write') && (
          <>
            <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} action={chain.actions.edit} onClick={() => change({ add: '1' })}>
              {t.chain.addLink}
            </ActionButton>
            <ActionButton icon={<EditOutlined aria-hidden />} action={chain.actions.edit} onClick={() => change({ edit: '1' })}>
              {t.common.edit}
            </ActionButton>
            <ActionButton
              icon={<DeleteOutlined aria-hidden />}
              action={chain.actions.remove}
              onClick={() => modal.confirm({ title: t.chain.removeSure, okText: t.common.remove, cancelText: t.common.cancel, onOk: () => remove.mutate(chain.version) })}
            >
              {t.common.remove}
            </ActionButton>
          </>
        )
      }
    >
      <div className="stack">
        <section className="panel" aria-label={t.chain.one}>
          <dl className="facts">
            {facts
              .filter(([, value]) => value !== '')
              .map(([label, value, wide]) => (
                <div key={label} className={wide ? 'wide' : ''}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section className="panel" aria-label={t.chain.picture}>
          <div className="panel-head">
            <h2>{t.chain.picture}</h2>
            <span className="soft">{t.chain.pictureHint}</span>
          </div>
          {chain.links.length === 0 ? <Empty title={t.chain.noLinks} hint={t.chain.noLinksHint} /> : <Picture links={chain.links} chosen={search['link']} choose={(id) => change({ link: id })} />}
        </section>
        <Sessions chain={chain} />
      </div>
      {search['link'] !== undefined && (
        <LinkDrawer
          key={search['link']}
          id={search['link']}
          chain={chain}
          finding={search['find'] !== undefined}
          find={(on) => change({ find: on ? '1' : undefined })}
          close={() => change({ link: undefined, find: undefined })}
        />
      )}
      {search['edit'] !== undefined && chain.actions.edit.ok && (
        <Suspense>
          <ChainForm chain={chain} leaders={chain.leaders} close={leave} done={leave} />
        </Suspense>
      )}
      {search['add'] !== undefined && chain.actions.edit.ok && (
        <Suspense>
          <LinkForm chain={chain} link={undefined} close={leave} done={(made) => change({ add: undefined, link: made.id }, { replace: true })} />
        </Suspense>
      )}
    </Page>
  );
}
