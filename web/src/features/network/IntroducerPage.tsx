import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import type { IntroducedProject, IntroducerRecord } from '@/ui/network/types';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { StateTag, word } from '@/ui/words';

/** An introducer: what was agreed, and what it brought. */
export default function IntroducerPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const one = useQuery({
    queryKey: ['network', 'introducer', id],
    queryFn: ({ signal }) => api.get<IntroducerRecord>(`/api/v1/introducers/${id}`, undefined, signal),
  });
  if (one.data) return <Record one={one.data} />;
  return (
    <Page title={t.network.introducer} crumbs={[{ label: t.network.title, to: paths.network }]}>
      <Shown of={one} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ one }: { one: IntroducerRecord }) {
  const t = useT();
  const { registration: agreed, sums } = one;
  const terms: [string, React.ReactNode, boolean?][] = agreed
    ? [
        [t.network.kind, word(t, 'introducerKind', agreed.role)],
        [t.network.registeredOn, <span key="r" className="num">{agreed.registered_on}</span>],
        [t.network.validUntil, agreed.valid_until && <span key="v" className="num">{agreed.valid_until}</span>],
        [t.network.agreement, agreed.agreement],
        [t.network.rewardShare, agreed.reward_bp === null ? t.network.noReward : t.network.rewardOf(percentText(agreed.reward_bp))],
        [t.network.rewardCap, agreed.reward_cap_fen !== null && <Amount key="c" fen={agreed.reward_cap_fen} />],
        [t.network.checked, agreed.checked_on ? t.network.checkedBy(agreed.checked_on, agreed.checked_by?.name ?? '') : t.network.notChecked, true],
        [t.network.terms, agreed.terms, true],
      ]
    : [];
  const brought: [string, React.ReactNode][] = [
    [t.network.projects, <span key="p" className="num">{sums.projects}</span>],
    [t.network.inTime, <span key="t" className="num">{sums.in_time}</span>],
    [t.network.signed, <span key="s" className="num">{sums.signed}</span>],
    [t.network.contract, <Amount key="c" fen={sums.contract_fen} />],
    [t.network.recognised, <Amount key="m" fen={sums.recognised_fen} />],
    [t.network.reward, <Amount key="w" fen={sums.reward_fen} />],
  ];
  const shown = (facts: [string, React.ReactNode, boolean?][]) => (
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
  );
  return (
    <Page
      title={one.organisation.name}
      crumbs={[{ label: t.network.title, to: paths.network }]}
      sub={
        <span className="tags">
          <span className={one.in_force ? 'tag good' : 'tag warn'}>{!agreed ? t.network.unregistered : one.in_force ? t.network.inForce : t.network.over}</span>
          <AppLink to={paths.investor(one.organisation.id)}>{t.network.record}</AppLink>
        </span>
      }
    >
      <div className="grid">
        <section className="panel span-7" aria-label={t.profile.introducer}>
          <h2>{t.profile.introducer}</h2>
          {agreed ? shown(terms) : <p className="soft">{t.profile.notRegistered}</p>}
        </section>
        <section className="panel span-5" aria-label={t.network.projects}>
          <h2>{t.network.projects}</h2>
          {shown(brought)}
        </section>
        <section className="panel span-12" aria-label={t.investor.projectsOf}>
          <h2>{t.investor.projectsOf}</h2>
          <p className="soft">{t.network.rewardHint}</p>
          {one.projects.length === 0 ? <Empty title={t.network.projectsNone} hint={t.network.projectsNoneHint} /> : <Projects rows={one.projects} />}
        </section>
      </div>
    </Page>
  );
}

const GOOD = 'in_time';

function Projects({ rows }: { rows: IntroducedProject[] }) {
  const t = useT();
  const wan = t.common.unitName.wan;
  const names = (of: { name: string }[]) => of.map((one) => one.name).join(t.common.semicolon);
  return (
    <PlainTable
      label={t.network.projects}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          title: t.project.name,
          head: true,
          cell: (row) => (
            <>
              <AppLink to={paths.project(row.id)}>{row.name}</AppLink>
              {row.others.length > 0 && <div className="soft">{t.network.others(names(row.others))}</div>}
            </>
          ),
        },
        { title: t.network.investors, cell: (row) => names(row.investors) },
        { title: t.project.leadUnit, cell: (row) => row.lead_unit.short_name || row.lead_unit.name },
        { title: t.investor.stage, cell: (row) => <StateTag dimension="stage" code={row.stage} /> },
        { title: t.network.enteredOn, cell: (row) => <span className="num nowrap">{row.entered_on}</span> },
        { title: t.network.signedOn, cell: (row) => row.signed_on && <span className="num nowrap">{row.signed_on}</span> },
        { title: t.network.standing, cell: (row) => <span className={row.introduction === GOOD ? 'tag good' : 'tag warn'}>{word(t, 'introduction', row.introduction)}</span> },
        { title: t.common.withUnit(t.network.contract, wan), right: true, cell: (row) => money(row.contract_fen) },
        { title: t.common.withUnit(t.network.recognised, wan), right: true, cell: (row) => money(row.recognised_fen) },
        { title: t.common.withUnit(t.network.reward, wan), right: true, cell: (row) => money(row.reward_fen) },
      ]}
    />
  );
}
