import { useQuery } from '@tanstack/react-query';
import { useCan } from '@/api/session';
import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useT, type Dict } from '@/i18n';
import { instant } from '@/lib/date';
import { fixed, money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { percentText } from '@/lib/share';
import { AppLink } from '@/ui/AppLink';
import { eventsQuery, useCountryName } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty } from '@/ui/States';
import { StateTag, word } from '@/ui/words';
import { RecognitionActions } from './RecognitionActions';
import type { AmountView, ProjectView, StageEntry } from './types';

interface Props {
  project: ProjectView;
}

export function Basics({ project }: Props) {
  const t = useT();
  const can = useCan();
  const country = useCountryName();
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.project.industry, project.industry ? `${project.industry.code} ${t.industry.name(project.industry.code, project.industry.name)}` : ''],
    [t.project.origin, project.origin === 'CN' ? t.project.domestic : country(project.origin)],
    [t.project.agreement, word(t, 'agreement', project.agreement)],
    [t.project.signedOn, project.contract_signed_on],
    [t.project.introducedOn, project.introduced_on],
    [t.project.recognisedOn, project.recognised_on],
    [t.activity.ofProject, project.event_id && can('report.read') ? <EventLink key="event" id={project.event_id} /> : ''],
    [t.project.place, project.place],
    [t.project.land, project.land_m2 === null ? '' : <Land key="land" m2={project.land_m2} />],
    [t.project.structureReason, project.structure_reason ?? ''],
    [t.project.content, project.content, true],
    [t.project.progress, project.progress, true],
    [t.project.nextStep, [project.next_step, project.next_step_due_on].filter(Boolean).join(' · '), true],
    [t.project.problem, project.problem, true],
  ];
  return (
    <section className="panel" aria-label={t.project.basics}>
      <h2>{t.project.basics}</h2>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '' && value !== null && value !== undefined)
          .map(([label, value, wide]) => (
            <div key={label} className={wide ? 'wide' : ''}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function EventLink({ id }: { id: string }) {
  const event = useQuery(eventsQuery).data?.items.find((one) => one.id === id);
  return event ? <AppLink to={paths.event(id)}>{event.name}</AppLink> : null;
}

/** m² as stored, mu as spoken of; 1 mu = 10000/15 m². */
function Land({ m2 }: { m2: number }) {
  const t = useT();
  const mu = fixed(BigInt(m2) * 15n, 10_000n, 2);
  return (
    <span className="num">
      {m2.toLocaleString('en-US')} {t.project.landUnit} <small>{t.project.landMu(mu)}</small>
    </span>
  );
}

export function Amounts({ project }: Props) {
  const t = useT();
  const order = Object.keys(t.words.measure);
  const amounts = [...project.amounts].sort((a, b) => a.phase - b.phase || order.indexOf(a.measure) - order.indexOf(b.measure));
  const head = t.project.amountHead;
  const phaseName = (no: number) => (no === 0 ? t.project.phaseWhole : (project.phases.find((one) => one.no === no)?.name || t.project.phaseNo(no)));
  return (
    <section className="panel" aria-label={t.project.amounts}>
      <h2>{t.project.amounts}</h2>
      <p className="soft">{t.project.amountsHint}</p>
      {amounts.length === 0 ? (
        <Empty hint="" />
      ) : (
        <PlainTable
          label={t.project.amounts}
          rows={amounts}
          rowKey={(one) => `${one.phase}${one.measure}`}
          columns={[
            { title: head.measure, head: true, cell: (one) => word(t, 'measure', one.measure) },
            { title: head.phase, cell: (one) => phaseName(one.phase) },
            { title: head.original, right: true, cell: (one) => <Original amount={one} /> },
            { title: head.rate, right: true, cell: (one) => rateText(one) },
            { title: t.common.withUnit(head.cny, t.common.unitName.wan), right: true, cell: (one) => money(one.fen) },
            { title: head.source, cell: (one) => sourceText(t, one) },
          ]}
        />
      )}
      {project.phases.length > 0 && <Phases project={project} />}
    </section>
  );
}

/** What counts; of an increase with what it was made of. */
function Original({ amount }: { amount: AmountView }) {
  const t = useT();
  const text = (minor: number) => t.project.original(money(minor, 'wan'), amount.currency);
  if (amount.before_minor === null) return text(amount.minor);
  return (
    <>
      {text(amount.minor)}
      <br />
      <small>{t.project.increase(money(amount.before_minor, 'wan'), money(amount.before_minor + amount.minor, 'wan'))}</small>
    </>
  );
}

/** The phases with their dates, and what they sum to. */
function Phases({ project }: Props) {
  const t = useT();
  const span = (from: string | null, to: string | null) => (from || to ? <span className="num nowrap">{`${from ?? ''} ~ ${to ?? ''}`.trim()}</span> : '');
  const wholes = project.wholes.filter((one) => one.rule !== 'as_given');
  return (
    <>
      <h3>{t.project.phases}</h3>
      <PlainTable
        label={t.project.phases}
        rows={project.phases}
        rowKey={(phase) => String(phase.no)}
        columns={[
          { title: t.project.phases, head: true, cell: (phase) => phase.name || t.project.phaseNo(phase.no) },
          { title: t.project.planned, cell: (phase) => span(phase.planned_from, phase.planned_to) },
          { title: t.project.actual, cell: (phase) => span(phase.actual_from, phase.actual_to) },
        ]}
      />
      {wholes.length > 0 && (
        <ul className="plain-list soft">
          {wholes.map((one) => (
            <li key={one.measure}>
              {t.project.sumOf(word(t, 'measure', one.measure))}{' '}
              {t.project.sumRules[one.rule]?.(money(one.fen), money(one.phases_fen), money(one.fen - one.phases_fen))}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** As it was written, with its unit unless the text already carries it. */
function sourceText(t: Dict, { source_text: text, source_unit: code }: AmountView): string {
  const unit = t.project.unitOf[code] ?? code;
  return text.includes(unit) ? text : `${text} ${unit}`.trim();
}

function rateText(amount: AmountView) {
  if (amount.currency === 'CNY') return '';
  return (
    <span title={amount.rate_source}>
      {fixed(BigInt(amount.rate_e8), 100_000_000n, 4)}
      <br />
      <small>
        {amount.rate_on} {amount.rate_source}
      </small>
    </span>
  );
}

export function Units({ project }: Props) {
  const t = useT();
  return (
    <section className="panel" aria-label={t.project.units}>
      <h2>{t.project.units}</h2>
      <ul className="rows">
        {project.units.map((one) => (
          <li key={one.unit.id}>
            <div className="grow">
              <AppLink to={paths.unit(one.unit.id)}>{one.unit.name}</AppLink>
              <div className="soft">{word(t, 'unitRole', one.role)}</div>
            </div>
            <span className="num">{percentText(one.share_bp)}%</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Parties({ project }: Props) {
  const t = useT();
  const country = useCountryName();
  return (
    <section className="panel" aria-label={t.project.parties}>
      <h2>{t.project.parties}</h2>
      {project.parties.length === 0 ? (
        <Empty hint="" />
      ) : (
        <ul className="rows">
          {project.parties.map((one) => (
            <li key={`${one.organisation.id}${one.role}`}>
              <div className="grow">
                <AppLink to={paths.investor(one.organisation.id)}>{one.organisation.name}</AppLink>
                <div className="soft">
                  {word(t, 'partyRole', one.role)} · {country(one.organisation.country)}
                </div>
              </div>
              {one.share_bp !== null && <span className="num">{percentText(one.share_bp)}%</span>}
            </li>
          ))}
        </ul>
      )}
      {project.held && (
        <p className="soft">
          {t.project.held(percentText(project.held.domestic_bp), percentText(project.held.foreign_bp), project.held.unknown_bp === 0 ? null : percentText(project.held.unknown_bp))}
        </p>
      )}
    </section>
  );
}

export function Recognitions({ project }: Props) {
  const t = useT();
  return (
    <section className="panel" aria-label={t.project.recognitions}>
      <h2>{t.project.recognitions}</h2>
      {project.recognitions.length === 0 ? (
        <Empty title={t.project.recognitionsNone} hint="" />
      ) : (
        <ul className="rows">
          {project.recognitions.map((one) => (
            <li key={one.id}>
              <div className="grow">
                {word(t, 'recognitionEvent', one.event)}
                <div className="soft">
                  {t.project.claimedOn} {one.happened_on}
                  {one.recognised_on && ` · ${t.project.recognisedOn} ${one.recognised_on}`}
                  {one.reason && ` · ${one.reason}`}
                </div>
                <RecognitionActions recognition={one} projectId={project.id} />
              </div>
              <StateTag dimension="recognitionState" code={one.state} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The log of stages with its corrections: what the story shows of stages when it shows nothing else. */
export function StageLog({ project, correct }: Props & { correct: ((entry: StageEntry) => void) | undefined }) {
  const t = useT();
  const log = [...project.stage_log].reverse();
  return (
    <>
      {log.length === 0 ? (
        <Empty title={t.project.stageNone} hint="" />
      ) : (
        <ol className="log" aria-label={t.project.stageLog}>
          {log.map((entry) => (
            <li key={entry.no}>
              <span className="num soft nowrap">{entry.holds_on}</span>
              <div>
                {entry.from_stage !== entry.to_stage && (
                  <>
                    {entry.from_stage && `${word(t, 'stage', entry.from_stage)} → `}
                    <strong>{word(t, 'stage', entry.to_stage)}</strong>{' '}
                  </>
                )}
                {entry.from_status !== entry.to_status && entry.from_status && (
                  <>
                    {word(t, 'status', entry.from_status)} → <strong>{word(t, 'status', entry.to_status)}</strong>{' '}
                  </>
                )}
                {entry.reason}
                <div className="soft">
                  {[entry.recorded_by?.name, instant(entry.recorded_at)].filter(Boolean).join(' · ')}
                </div>
                {entry.corrections.map((one) => (
                  <div key={one.no} className="soft">
                    <span className="tag">{t.project.corrected}</span> {t.project.correctedFrom(one.old_on, one.new_on)} · {one.reason} ·{' '}
                    {[one.recorded_by?.name, instant(one.recorded_at)].filter(Boolean).join(' · ')}
                  </div>
                ))}
              </div>
              {correct && (
                <Button type="text" size="small" className="end" icon={<EditOutlined />} aria-label={t.project.correctDateOf(word(t, 'stage', entry.to_stage))} onClick={() => correct(entry)} />
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
