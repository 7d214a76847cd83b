import './assessment.css';
import '@/ui/stacked.css';
import { CheckCircleOutlined, DownloadOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useLang, useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag } from '@/ui/words';
import { refreshClosings, type ClosedUnit, type Closing, type ClosingObjection } from './closing';
import { AnswerObjection, ObjectToResult, Publish, Reopen } from './ClosingDialogs';

type Doing = { what: 'publish' | 'object' | 'reopen' } | { what: 'answer'; objection: ClosingObjection };

/** One closed period: its result made again from what was frozen, its proof, objections, and the steps to final. */
export default function ClosingPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const closing = useQuery({ queryKey: ['closings', 'one', id], queryFn: ({ signal }) => api.get<Closing>(`/api/v1/closings/${id}`, undefined, signal) });
  if (closing.data) return <Record closing={closing.data} />;
  return (
    <Page title={t.closing.one} crumbs={[{ label: t.closing.title, to: paths.closings }]}>
      <Shown of={closing} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ closing }: { closing: Closing }) {
  const t = useT();
  const lang = useLang();
  const can = useCan();
  const { modal } = App.useApp();
  const [doing, setDoing] = useState<Doing | null>(null);
  const post = (step: string) => (body: object, key: string) => api.post<Closing>(`/api/v1/closings/${closing.id}/${step}`, { version: closing.version, ...body }, key);
  const final = useWrite(post('final'), { said: t.closing.madeFinal, refresh: refreshClosings });
  const decide = useWrite((approve: boolean, key: string) => post('reopening/decide')({ approve }, key), {
    said: (out: Closing) => (out.state === 'reopened' ? t.closing.reopened : t.closing.kept),
    refresh: refreshClosings,
  });
  const keeps = can('target.write');
  const second = keeps || can('fund.recognise');
  return (
    <Page
      title={lang === 'en' ? t.closing.resultOf(closing.month) : closing.title}
      crumbs={[{ label: t.closing.title, to: paths.closings }]}
      sub={
        <span className="tags">
          <StateTag dimension="closingState" code={closing.state} />
          {closing.no > 1 && <span>{t.closing.noText(closing.no)}</span>}
          {closing.objections_until && (
            <span>
              {t.closing.objectionsUntil} {closing.objections_until}
            </span>
          )}
        </span>
      }
      actions={
        <>
          <Button icon={<DownloadOutlined />} href={`/api/v1/closings/${closing.id}/paper.docx`}>
            {t.closing.paper}
          </Button>
          {keeps && closing.state === 'closed' && (
            <ActionButton type="primary" action={closing.actions['publish']} onClick={() => setDoing({ what: 'publish' })}>
              {t.closing.publish}
            </ActionButton>
          )}
          {!second && can('fund.write') && closing.state === 'published' && (
            <ActionButton type="primary" action={closing.actions['object']} onClick={() => setDoing({ what: 'object' })}>
              {t.closing.object}
            </ActionButton>
          )}
          {keeps && closing.state === 'published' && (
            <ActionButton
              type="primary"
              action={closing.actions['final']}
              loading={final.isPending}
              onClick={() => void modal.confirm({ title: t.closing.finalAsk, content: t.closing.finalHint, okText: t.closing.final, cancelText: t.common.cancel, onOk: () => final.mutate({}) })}
            >
              {t.closing.final}
            </ActionButton>
          )}
          {keeps && !closing.reopen_asked_on && (closing.state === 'closed' || closing.state === 'published') && (
            <ActionButton action={closing.actions['ask_to_reopen']} onClick={() => setDoing({ what: 'reopen' })}>
              {t.closing.reopen}
            </ActionButton>
          )}
        </>
      }
    >
      <div className="stack">
        {closing.state === 'reopened' && <Alert type="info" showIcon title={t.closing.wasReopened(closing.reopened_by ?? '—', closing.reopened_on ?? '')} />}
        {closing.reopen_asked_on && closing.state !== 'reopened' && (
          <Alert
            type="warning"
            showIcon
            title={t.closing.waitsSecond(closing.reopen_asked_by ?? '—', closing.reopen_asked_on, closing.reopen_reason)}
            action={
              second && (
                <div className="scheme-doing">
                  <ActionButton size="small" action={closing.actions['reopen']} loading={decide.isPending} onClick={() => decide.mutate(true)}>
                    {t.closing.approve}
                  </ActionButton>
                  <ActionButton size="small" action={closing.actions['keep_closed']} onClick={() => decide.mutate(false)}>
                    {t.closing.keep}
                  </ActionButton>
                </div>
              )
            }
          />
        )}
        <div className="grid">
          <div className="span-8 stack">
            {closing.groups.map((group) => (
              <section key={group.name} className="panel" aria-label={group.name || t.closing.result}>
                <h2>{group.name || t.closing.result}</h2>
                <Result units={group.units} />
              </section>
            ))}
            {closing.adjustments.length > 0 && <Adjustments closing={closing} />}
          </div>
          <div className="span-4 stack">
            <Frozen closing={closing} />
            <section className="panel" aria-label={t.closing.objections}>
              <h2>{t.closing.objections}</h2>
              {closing.objections.length === 0 ? (
                <p className="soft no-gap">{t.closing.noObjections}</p>
              ) : (
                <ul className="rows">
                  {closing.objections.map((one) => (
                    <li key={one.id}>
                      <div className="grow">
                        <span className={`tag ${one.upheld === null ? 'warn' : one.upheld ? 'good' : ''}`}>
                          {one.upheld === null ? t.closing.waiting : one.upheld ? t.closing.isUpheld : t.closing.notUpheld}
                        </span>{' '}
                        {one.unit.name}：{one.text}
                        <div className="soft">{[itemName(closing, one.item), one.raised_on].filter(Boolean).join(' · ')}</div>
                        {one.answered_on && (
                          <div className="soft">
                            {t.closing.answer}：{one.answer} · {one.minutes_no} · {one.answered_on}
                          </div>
                        )}
                      </div>
                      {keeps && !one.answered_on && (
                        <ActionButton size="small" action={closing.actions['answer']} onClick={() => setDoing({ what: 'answer', objection: one })}>
                          {t.closing.answer}
                        </ActionButton>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </div>
        </div>
      </div>
      {doing?.what === 'publish' && <Publish closing={closing} close={() => setDoing(null)} />}
      {doing?.what === 'object' && <ObjectToResult closing={closing} close={() => setDoing(null)} />}
      {doing?.what === 'reopen' && <Reopen closing={closing} close={() => setDoing(null)} />}
      {doing?.what === 'answer' && <AnswerObjection closing={closing} objection={doing.objection} close={() => setDoing(null)} />}
    </Page>
  );
}

const itemName = (closing: Closing, code: string) => closing.items.find((item) => item.code === code)?.name ?? code;

function Result({ units }: { units: ClosedUnit[] }) {
  const t = useT();
  const told = units.filter((unit) => unit.lines.length > 0);
  const lines = (unit: ClosedUnit) => (
    <details key={unit.unit_id}>
      <summary>{t.closing.lines(unit.name)}</summary>
      <ul>
        {unit.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
  return (
    <>
      <PlainTable<ClosedUnit>
        label={t.closing.result}
        rows={units}
        rowKey={(unit) => unit.unit_id}
        columns={[
          { title: t.closing.rank, right: true, width: 8, cell: (unit) => unit.rank ?? '—' },
          { title: t.closing.unit, head: true, width: 30, cell: (unit) => unit.name },
          { title: t.closing.base, right: true, width: 12, cell: (unit) => unit.base_text },
          { title: t.closing.bonus, right: true, width: 12, cell: (unit) => unit.bonus_text },
          { title: t.closing.taken, right: true, width: 12, cell: (unit) => unit.taken_text },
          { title: t.closing.total, right: true, width: 14, cell: (unit) => <strong>{unit.total_text}</strong> },
          { title: t.closing.outcome, width: 12, cell: (unit) => unit.outcome ?? '' },
        ]}
      />
      <div className="result-lines">
        {told.length > 1 ? (
          <details>
            <summary>{t.closing.allLines}</summary>
            <div className="result-each">{told.map(lines)}</div>
          </details>
        ) : (
          told.map(lines)
        )}
      </div>
    </>
  );
}

function Adjustments({ closing }: { closing: Closing }) {
  const t = useT();
  return (
    <section className="panel" aria-label={t.closing.adjustments}>
      <h2>{t.closing.adjustments}</h2>
      <p className="soft">{t.closing.adjustmentsHint}</p>
      <PlainTable
        label={t.closing.adjustments}
        rows={closing.adjustments}
        rowKey={(one) => one.code + one.recognised_on}
        columns={[
          { title: t.closing.project, head: true, cell: (one) => one.project },
          { title: t.closing.code, cell: (one) => one.code },
          { title: t.closing.unit, cell: (one) => one.unit },
          { title: t.common.withUnit(t.closing.difference, t.common.unitName.wan), right: true, cell: (one) => money(one.fen) },
          { title: t.closing.recognisedOn, cell: (one) => one.recognised_on },
          { title: t.closing.reason, cell: (one) => one.reason },
        ]}
      />
    </section>
  );
}

function Frozen({ closing }: { closing: Closing }) {
  const t = useT();
  const wan = t.common.unitName.wan;
  const facts: [string, React.ReactNode][] = [
    [t.closing.asOf, closing.as_of],
    [t.closing.closedOn, [closing.closed_on, closing.closed_by].filter(Boolean).join(' · ')],
    [t.closing.scheme, t.closing.schemeIs(closing.scheme_name, closing.scheme_version)],
    [t.closing.targets, t.closing.targetsText(closing.targets, closing.target_version)],
    ...(closing.recognised_fen !== null ? [[t.common.withUnit(t.closing.districtOnce, wan), money(closing.recognised_fen)] as [string, React.ReactNode]] : []),
    ...(closing.credited_fen !== null ? [[t.common.withUnit(t.closing.unitsTogether, wan), money(closing.credited_fen)] as [string, React.ReactNode]] : []),
    [t.closing.sha, <span key="sha" className="frozen-sha">{closing.snapshot_sha}</span>],
  ];
  return (
    <section className="panel" aria-label={t.closing.frozen}>
      <h2>{t.closing.frozen}</h2>
      <dl className="facts two">
        {facts.map(([label, value]) => (
          <div key={label} className="wide">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={closing.verified ? 'proved no-gap' : 'disproved no-gap'}>
        {closing.verified ? <CheckCircleOutlined aria-hidden /> : <WarningOutlined aria-hidden />} {closing.verified ? t.closing.verified : t.closing.notVerified}
      </p>
    </section>
  );
}
