import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { money, readableUnit, share } from '@/lib/money';
import { paths } from '@/lib/paths';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { StateTag, word } from '@/ui/words';
import type { FundOfProject, ProjectView } from './types';

/** Contracted, registered, paid in, claimed and recognised: side by side, never added up. */
export function MoneyStrip({ project }: { project: ProjectView }) {
  const t = useT();
  const whole = new Map(project.amounts.filter((one) => one.phase === 0).map((one) => [one.measure, one.fen]));
  const measures = ['total', 'contract', 'registered', 'paid_in'] as const;
  const contract = whole.get('contract') ?? 0;
  const recognised = project.funds_recognised_fen;
  const ratio = contract > 0 ? share(recognised, contract) : '';
  return (
    <section className="panel" aria-label={t.project.moneyStrip}>
      <dl className="facts strip">
        {measures.map((measure) => (
          <div key={measure}>
            <dt>{word(t, 'measure', measure)}</dt>
            <dd className="big">
              <Amount fen={whole.get(measure)} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t.project.fundsClaimed}</dt>
          <dd className="big">
            <Amount fen={project.funds_claimed_fen} />
          </dd>
        </div>
        <div className="strong">
          <dt>{t.project.fundsRecognised}</dt>
          <dd className="big">
            <Amount fen={recognised} />
          </dd>
        </div>
      </dl>
      {ratio !== '' && (
        <div className="meter-row">
          <div className="meter" aria-hidden>
            <i style={{ width: `${Math.min(100, Number.parseFloat(ratio))}%` }} />
          </div>
          <span className="soft">
            {t.project.fundOf(ratio, `${money(contract, readableUnit(contract))} ${t.common.unitName[readableUnit(contract)]}`)}
          </span>
        </div>
      )}
    </section>
  );
}

/** Every receipt with what was claimed and what was recognised. */
export function Funds({ project }: { project: ProjectView }) {
  const t = useT();
  const funds = useQuery({
    queryKey: ['funds', 'of', project.id],
    queryFn: ({ signal }) =>
      api.get<PageOf<FundOfProject>>('/api/v1/funds', { project: project.id, sort: '-received_on', limit: 50 }, signal),
  });
  const wan = t.common.unitName.wan;
  return (
    <section className="panel" aria-label={t.project.funds}>
      <div className="panel-head">
        <h2>{t.project.funds}</h2>
        <AppLink to={paths.funds} search={{ project: project.id }}>
          {t.project.fundsAll}
        </AppLink>
      </div>
      <Shown of={funds} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.project.fundsNone} hint="" />
          ) : (
            <PlainTable
              label={t.project.funds}
              rows={items}
              rowKey={(fund) => fund.id}
              columns={[
                { title: t.fundOfProject.received, cell: (fund) => <span className="num nowrap">{fund.received_on}</span> },
                { title: t.project.code, head: true, cell: (fund) => <AppLink to={paths.fund(fund.id)}>{fund.code}</AppLink> },
                {
                  title: t.fundOfProject.payer,
                  cell: (fund) => (
                    <>
                      {fund.payer} <small>{word(t, 'fundKind', fund.kind)}</small>
                    </>
                  ),
                },
                { title: t.common.withUnit(t.fundOfProject.claimed, wan), right: true, cell: (fund) => money(fund.claimed_fen) },
                { title: t.common.withUnit(t.fundOfProject.recognised, wan), right: true, cell: (fund) => money(fund.recognised_fen) },
                { title: t.project.statusLabel, cell: (fund) => <StateTag dimension="fundState" code={fund.state} /> },
                { title: t.fundOfProject.evidence, right: true, cell: (fund) => fund.evidence_count },
              ]}
            />
          )
        }
      </Shown>
    </section>
  );
}
