import { EditOutlined, MergeCellsOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Alert } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { day } from '@/lib/date';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { ChainSection } from '@/ui/chains/ChainSection';
import { ClaimSection } from '@/ui/claims/ClaimSection';
import { ContactSection } from '@/ui/contacts/ContactSection';
import { InteractionSection } from '@/ui/interactions/InteractionSection';
import { Page } from '@/ui/Page';
import { useCountryName } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { StateTag, word } from '@/ui/words';
import { Profile } from './profile/Profile';
import { Reach } from './Reach';
import type { OrganisationView } from './types';

const InvestorForm = lazy(() => import('./InvestorForm'));

export default function InvestorPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const one = useQuery({
    queryKey: ['investors', id],
    queryFn: ({ signal }) => api.get<OrganisationView>(`/api/v1/organisations/${id}`, undefined, signal),
  });
  // A record that was merged into another one answers with that one: the address follows, and says from where.
  const at = one.data?.id;
  useEffect(() => {
    if (at !== undefined && at !== id) void navigate({ to: paths.investor(at), search: { from: id }, replace: true });
  }, [at, id, navigate]);
  if (one.data) return <Record one={one.data} />;
  return (
    <Page title={t.investor.one} crumbs={[{ label: t.investor.title, to: paths.investors }]}>
      <Shown of={one} rows={10}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ one }: { one: OrganisationView }) {
  const t = useT();
  const can = useCan();
  const country = useCountryName();
  const [search, change] = useSearchState();
  const navigate = useNavigate();
  const leave = () => change({ edit: undefined }, { replace: true });
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.investor.uscc, one.uscc && <span className="num">{one.uscc}</span>],
    [t.investor.country, country(one.country)],
    [t.investor.industry, one.industry ? `${one.industry.code} ${t.industry.name(one.industry.code, one.industry.name)}` : null],
    [t.investor.group, one.group && <AppLink to={paths.investor(one.group.id)}>{one.group.name}</AppLink>],
    [t.investor.createdUnit, one.created_unit?.name],
    [t.investor.projects, <span className="num" key="n">{one.projects_count}</span>],
    [t.investor.total, <Amount key="a" fen={one.total_fen} />],
    [t.investor.aliases, one.aliases.join(t.common.semicolon), true],
    [
      t.investor.formerNames,
      one.former_names.length > 0 && (
        <ul className="plain-list" key="f">
          {one.former_names.map((former) => (
            <li key={former.name}>
              {former.name} <small className="nowrap">{t.investor.until(day(former.until_on))}</small>
            </li>
          ))}
        </ul>
      ),
      true,
    ],
    [
      t.merge.history,
      one.merged_from.length > 0 && (
        <ul className="plain-list" key="m">
          {one.merged_from.map((gone) => (
            <li key={gone.id}>{gone.name}</li>
          ))}
          {one.actions['merge']?.ok && (
            <li>
              <AppLink to={paths.merges} search={{ organisation: one.id }}>
                {t.merge.title}
              </AppLink>
            </li>
          )}
        </ul>
      ),
      true,
    ],
    [t.investor.address, one.address, true],
    [t.investor.introduction, one.introduction, true],
  ];
  return (
    <Page
      title={one.name}
      crumbs={[{ label: t.investor.title, to: paths.investors }]}
      sub={
        <span className="tags">
          <span className="tag">{word(t, 'organisationKind', one.kind)}</span>
          {one.kind === 'association' && <AppLink to={paths.association(one.id)}>{t.network.open}</AppLink>}
        </span>
      }
      actions={
        can('investor.write') && (
          <>
            <ActionButton icon={<MergeCellsOutlined />} action={one.actions['merge']} onClick={() => void navigate({ to: paths.join(one.id) })}>
              {t.merge.action}
            </ActionButton>
            <ActionButton icon={<EditOutlined />} action={one.actions['edit']} onClick={() => change({ edit: '1' })}>
              {t.common.edit}
            </ActionButton>
          </>
        )
      }
    >
      {one.merged_from.some((gone) => gone.id === search['from']) && (
        <Alert type="info" showIcon closable style={{ marginBottom: 14 }} title={t.merge.mergedFrom(one.merged_from.find((gone) => gone.id === search['from'])?.name ?? '')} />
      )}
      <div className="grid">
        <section className="panel span-8" aria-label={t.investor.basics}>
          <h2>{t.investor.basics}</h2>
          <dl className="facts">
            {facts
              .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
              .map(([label, value, wide]) => (
                <div key={label} className={wide ? 'wide' : ''}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section className="panel span-4" aria-label={t.investor.groupMembers}>
          <h2>{t.investor.groupMembers}</h2>
          {one.members_of_group.length === 0 ? (
            <Empty title={t.common.none} hint="" />
          ) : (
            <ul className="rows">
              {one.members_of_group.map((member) => (
                <li key={member.id}>
                  <AppLink to={paths.investor(member.id)}>{member.name}</AppLink>
                </li>
              ))}
            </ul>
          )}
        </section>
        <Profile organisation={{ id: one.id, name: one.name, country: one.country }} />
        <Reach id={one.id} />
        {can('contact.read') && <ContactSection organisation={{ id: one.id, name: one.name, country: one.country }} span={can('claim.read') ? 'span-6' : 'span-12'} />}
        {can('claim.read') && <ClaimSection of={{ organisation: one.id }} span={can('contact.read') ? 'span-6' : 'span-12'} />}
        {can('interaction.read') && <InteractionSection organisation={{ id: one.id, name: one.name, country: one.country }} span="span-12" />}
        {can('chain.read') && <ChainSection organisation={one.id} span="span-12" />}
        <section className="panel span-12" aria-label={t.investor.projectsOf}>
          <h2>{t.investor.projectsOf}</h2>
          <Projects one={one} />
        </section>
      </div>
      {search['edit'] !== undefined && can('investor.write') && one.actions['edit']?.ok !== false && (
        <Suspense>
          <InvestorForm organisation={one} close={leave} done={leave} />
        </Suspense>
      )}
    </Page>
  );
}

function Projects({ one }: { one: OrganisationView }) {
  const t = useT();
  if (one.projects.length === 0) return <Empty title={t.investor.projectsNone} hint="" />;
  return (
    <PlainTable
      label={t.investor.projectsOf}
      rows={one.projects}
      rowKey={(project) => `${project.id}${project.role}`}
      columns={[
        { title: t.project.code, cell: (project) => <span className="num nowrap">{project.code}</span> },
        { title: t.project.name, head: true, cell: (project) => <AppLink to={paths.project(project.id)}>{project.name}</AppLink> },
        { title: t.investor.role, cell: (project) => word(t, 'partyRole', project.role) },
        { title: t.investor.stage, cell: (project) => <StateTag dimension="stage" code={project.stage} /> },
        { title: t.common.withUnit(word(t, 'measure', 'total'), t.common.unitName.wan), right: true, cell: (project) => money(project.total_fen) },
      ]}
    />
  );
}
